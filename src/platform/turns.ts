import { setImmediate as requestsTurn } from 'node:timers/promises';

/** What becomes of each, so many at a time, with a turn for requests between them. */
export async function inTurns<T, R>(all: readonly T[], of: (one: T, at: number) => R, atOnce = 500): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    if (at > 0) await requestsTurn();
    done.push(...all.slice(at, at + atOnce).map((one, i) => of(one, at + i)));
  }
  return done;
}

/**
 * Draws what comes next before it gives out the last, so that work begun for the next goes on while the last is written. Nothing is drawn
 * while whoever asked is at work: both may ask the same connection.
 */
export async function* ahead<T>(from: AsyncIterable<T>): AsyncGenerator<T> {
  const drawn: T[] = [];
  for await (const next of from) {
    drawn.push(next);
    if (drawn.length > 1) yield drawn.shift()!;
  }
  yield* drawn;
}
