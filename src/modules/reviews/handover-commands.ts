import { and, eq, inArray } from 'drizzle-orm';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { note, settleInto } from './commands.ts';
import { passOn, waiting } from './domain/state.ts';
import { seatsOf } from './queries.ts';
import { review } from './tables.ts';

type Asked = Readonly<{ fromId: string; toId: string; reason: string; seats: readonly string[]; returned: readonly string[] }>;

/**
 * The reviews of one person go to another, inside a handover that has judged who may: seats given to them by name are passed on, what was
 * returned to them is the other's to submit again. Nothing signed or said changes. Refuses review.changed_meanwhile.
 */
export const handOverReviews = command('review.hand_over', async (tx, { fromId, toId, reason, seats, returned }: Asked, context) => {
  const ids = [...new Set([...seats, ...returned])].toSorted();
  const rows = await tx.select().from(review).where(inArray(review.id, ids)).orderBy(review.id).for('update');
  for (const row of rows.filter((r) => seats.includes(r.id))) {
    const { status, step, round } = row;
    const state = { status, step, round, seats: await seatsOf(tx, row) };
    const seat = waiting(row.steps, state).find((s) => s.personId === fromId);
    if (!seat) throw refuse('conflict', 'review.changed_meanwhile', { version: row.version });
    await settleInto(tx, row, settle(passOn(row.steps, state, seat.no, toId)), context);
    await note(tx, row.id, { kind: 'transfer', round, step, targetId: toId, forPersonId: fromId, opinion: reason }, context);
  }
  for (const row of rows.filter((r) => returned.includes(r.id))) {
    if (row.status !== 'returned' || row.submittedBy !== fromId)
      throw refuse('conflict', 'review.changed_meanwhile', { version: row.version });
    await tx
      .update(review)
      .set({ submittedBy: toId, version: row.version + 1 })
      .where(and(eq(review.id, row.id)));
  }
  return {
    result: { moved: rows.length },
    trace: rows.map((r) => ({ subject: 'review', subjectId: r.id, after: { from: fromId, to: toId, reason } })),
  };
});
