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

/** Draws what comes next while whoever asked is busy with the last: this process makes it ready as the database writes the other. */
export async function* ahead<T>(from: AsyncIterable<T>): AsyncGenerator<T> {
  const source = from[Symbol.asyncIterator]();
  const draw = () => {
    const drawn = source.next();
    // Whoever asked may have failed meanwhile; what failed here is told when it is asked for.
    drawn.catch(() => undefined);
    return drawn;
  };
  let next = draw();
  try {
    for (let drawn = await next; !drawn.done; drawn = await next) {
      next = draw();
      yield drawn.value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return?.();
  }
}
