import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../kernel/actor.ts';
import { auditEntry } from './audit.ts';
import { type Db, noteChanges, type Tx } from './db.ts';

export type Trace = { subject: string; subjectId: string; before?: unknown; after?: unknown };
/** `trace: []` means the act found nothing to change, and so leaves no entry. */
export type Done<R> = { result: R; trace: Trace | Trace[] };
export type Now = { actor: Actor; now: Date };

/** The request a command runs for; carried beside the call so that every audit entry can be matched with the log. */
export const requestScope = new AsyncLocalStorage<{ requestId: string }>();

/**
 * A command is one business act: one transaction, one or more audit entries.
 * `run` cannot commit without saying what it changed, because `trace` is part of its answer.
 */
export function command<I, R>(action: string, run: (tx: Tx, input: I, context: Now) => Promise<Done<R>>) {
  const inside = async (tx: Tx, input: I, context: Now): Promise<R> => {
    const { result, trace } = await run(tx, input, context);
    const { actor, now } = context;
    const requestId = requestScope.getStore()?.requestId ?? null;
    const entries = [trace].flat().map((t) => ({ ...t, action, actorId: actor.id, actorName: actor.name, at: now, requestId }));
    if (entries.length) await tx.insert(auditEntry).values(entries);
    noteChanges(
      tx,
      entries.map((e) => e.subject),
    );
    return result;
  };
  /** `inside` joins a transaction that another command already holds. */
  return Object.assign((db: Db, input: I, actor: Actor, now = new Date()) => db.transaction((tx) => inside(tx, input, { actor, now })), {
    inside,
  });
}
