import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { refuse } from '../kernel/refusal.ts';
import { auditEntry } from './audit.ts';
import { command, requestScope, type Trace } from './command.ts';
import { task } from './tasks.ts';
import { testDatabase } from './test-database.ts';

const { db, close } = await testDatabase();
afterAll(close);
const actor: Actor = { id: v7(), name: '甲', unitId: v7(), unitIds: [], roles: ['promoter'] };
const now = new Date('2026-11-20T01:00:00Z');

type Input = { id: string; trace?: Trace | Trace[]; fail?: boolean };
const begin = command('thing.begin', async (tx, { id, trace, fail }: Input, context) => {
  await tx.insert(task).values({ id, kind: 'thing', status: 'waiting', actorId: context.actor.id, input: {}, createdAt: context.now });
  if (fail) throw refuse('rule', 'thing.refused');
  return { result: id, trace: trace ?? { subject: 'thing', subjectId: id, before: null, after: { kind: 'thing' } } };
});
const rows = (id: string) => db.select().from(task).where(eq(task.id, id));
const entries = (id: string) => db.select().from(auditEntry).where(eq(auditEntry.subjectId, id));

describe('a command', () => {
  test('writes what it did and who did it, when, in which request, as one', async () => {
    const id = v7();
    await requestScope.run({ requestId: 'r-1' }, () => begin(db, { id }, actor, now));
    expect(await rows(id)).toHaveLength(1);
    expect(await entries(id)).toMatchObject([
      { action: 'thing.begin', actorId: actor.id, actorName: '甲', at: now, requestId: 'r-1', subject: 'thing', after: { kind: 'thing' } },
    ]);
  });

  test('that refuses leaves neither its row nor an entry', async () => {
    const id = v7();
    await expect(begin(db, { id, fail: true }, actor, now)).rejects.toMatchObject({ code: 'thing.refused' });
    expect([await rows(id), await entries(id)]).toEqual([[], []]);
  });

  test('that cannot be entered in the trace did not happen', async () => {
    const id = v7();
    const unwritable = { subject: 'thing', subjectId: 'not an id' };
    await expect(begin(db, { id, trace: [{ subject: 'thing', subjectId: id }, unwritable] }, actor, now)).rejects.toThrow();
    expect([await rows(id), await entries(id)]).toEqual([[], []]);
  });

  test('may touch several things, with an entry each, or none at all', async () => {
    const [id, other, nothing] = [v7(), v7(), v7()];
    await begin(db, { id, trace: [id, other].map((subjectId) => ({ subject: 'thing', subjectId })) }, actor, now);
    await begin(db, { id: nothing, trace: [] }, actor, now);
    expect([await entries(id), await entries(other), await entries(nothing)].map((e) => e.length)).toEqual([1, 1, 0]);
  });

  test('inside another shares its fate: what the outer one gives up, the inner one never did', async () => {
    const [inner, outer] = [v7(), v7()];
    const both = command('thing.both', async (tx, input: Input, context) => {
      await begin.inside(tx, { id: inner }, context);
      await begin.inside(tx, input, context);
      return { result: null, trace: [] };
    });
    await expect(both(db, { id: outer, fail: true }, actor, now)).rejects.toMatchObject({ code: 'thing.refused' });
    expect([await rows(inner), await entries(inner)]).toEqual([[], []]);
    await both(db, { id: outer }, actor, now);
    expect((await entries(inner)).map((e) => e.action)).toEqual(['thing.begin']);
  });
});
