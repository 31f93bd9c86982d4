import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { dayOf } from '../kernel/day.ts';
import { refreshLights } from '../modules/lights/commands.ts';
import { lookSubject, markForLook, passOverMark, takeMarked } from '../modules/lights/look-commands.ts';
import { refreshFlags } from '../modules/recognition/flag-commands.ts';
import { flagRuleOn } from '../modules/recognition/flag-facts-queries.ts';
import { product } from '../modules/reference/commands.ts';
import { command, type Now } from '../platform/command.ts';
import { isListening, type Tx } from '../platform/db.ts';
import type { Runtime } from './parts.ts';

/** A longer list is not waited for by whoever enters it. */
const mostAtOnce = 500;
/** Projects that this process marked and has not looked at yet. */
const waiting = new Set<string>();

const together = new WeakMap<Tx, Set<string>>();
/** Several acts of one transaction are looked at once, when all of them are done. */
export async function lookTogether<T>(tx: Tx, context: Now, acts: () => Promise<T>): Promise<T> {
  const changed = new Set<string>();
  together.set(tx, changed);
  const done = await acts().finally(() => together.delete(tx));
  await lookAgain(tx, [...changed].toSorted(), context);
  return done;
}

/**
 * Money or papers of these projects changed: red flags and lights are looked at again, a moment after the act where a server runs, and at
 * once where none does. A flag that may stop an entry is looked for before it is entered.
 */
export async function lookAgain(tx: Tx, projectIds: readonly string[], context: Now): Promise<void> {
  if (projectIds.length === 0) return;
  const isLater = isListening(tx) || projectIds.length > mostAtOnce;
  const { blocking } = await flagRuleOn(tx, dayOf(context.now));
  const held = together.get(tx);
  if ((!isLater && !held) || blocking.length > 0) await refreshFlags.inside(tx, { projectIds }, context);
  if (held) return projectIds.forEach((id) => held.add(id));
  if (!isLater) return void (await refreshLights.inside(tx, { projectIds }, context));
  await markForLook(tx, projectIds, context.actor.id);
  for (const id of projectIds) waiting.add(id);
}

/** Looks at marked projects, so many marks at most. Answers how many marks it took up; null while another server does. */
export const lookAtMarked = command('look.again', async (tx, { most }: { most: number }, context) => {
  const found = await takeMarked(tx, most);
  if (found && found.taken > 0) {
    await refreshFlags.inside(tx, found, context);
    await refreshLights.inside(tx, found, context);
  }
  return { result: found && found.taken, trace: [] };
});

const seconds = 1000;
/** What is recorded one after the other is looked at together. */
const gathering = 100;
/** Looks at what is marked as soon as it is, and at what other processes left. Answers with how to stop. */
export function keepLooking({ db, log, now }: Pick<Runtime, 'db' | 'log' | 'now'>): () => Promise<void> {
  const stop = new AbortController();
  let wake = () => {};
  let isMarked = false;
  const unheed = db.changes.on(lookSubject, () => {
    isMarked = true;
    wake();
  });
  const pause = (ms: number) =>
    Promise.race([new Promise<void>((resolve) => (wake = resolve)), sleep(ms, undefined, { signal: stop.signal, ref: false })]).catch(
      () => undefined,
    );
  const portion = async (most: number): Promise<boolean> => {
    const marked = [...waiting];
    try {
      const taken = await lookAtMarked(db, { most }, product, now());
      if (taken === null) await pause(seconds);
      else if (taken < most) for (const id of marked) waiting.delete(id);
      return taken !== null && taken < most;
    } catch (error) {
      if (stop.signal.aborted) return true;
      if (most > 1) return portion(1);
      log.error({ err: error }, 'a project could not be looked at again');
      await passOverMark(db, {}, product, now());
      return false;
    }
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      // What is marked while others are looked at is not slept over.
      isMarked = false;
      const isDone = await portion(mostAtOnce).catch(() => true);
      if (isDone && !isMarked && !stop.signal.aborted) await pause(5 * seconds);
      if (!stop.signal.aborted) await sleep(gathering);
    }
  };
  const running = run();
  return async () => {
    unheed();
    stop.abort();
    wake();
    await running;
  };
}

const patience = 500;
/** Whoever opens a project just after recording something of it sees what came of it. */
export function awaitLooks(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (waiting.size === 0 || request.method !== 'GET') return;
    const id = /^\/api\/projects\/([0-9a-f-]{36})/.exec(request.url)?.[1];
    for (const end = Date.now() + patience; id && waiting.has(id) && Date.now() < end;) await sleep(15);
  });
}
