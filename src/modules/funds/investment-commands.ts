import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { NewInvestment } from './contract.ts';
import { bookedOn } from './domain/month.ts';
import { investmentPostings } from './domain/postings.ts';
import { examineInvestments } from './known-queries.ts';
import {
  append,
  type Batch,
  batchTrace,
  bookedBack,
  checkReversal,
  hold,
  keptFaults,
  negated,
  opened,
  ownEntry,
  post,
  type PostingSums,
  type Reversal,
  reversing,
  settleAll,
  type Written,
} from './posting-commands.ts';
import { investment } from './tables.ts';

type Row = typeof investment.$inferSelect;
type One = Omit<NewInvestment, 'batchId'>;

const into = (sums: PostingSums, written?: Written) => ({ ledger: investment, sums, postingsOf: investmentPostings, written });

async function enter(tx: Tx, given: readonly NewInvestment[], sums: PostingSums, context: Now, written?: Written): Promise<Row[]> {
  const { actor, now } = context;
  const judged = settleAll('investment', given, await examineInvestments(tx, given, context));
  return append(tx, into(sums, written), judged, ({ entry, faults }, i): Row => {
    const { remark, batchId, acknowledged } = given[i]!;
    const mark = { id: v7(), ...ownEntry, batchId, recordedBy: actor.id, recordedAt: now };
    return {
      ...entry,
      bookedOn: bookedOn(entry.month, sums.closed),
      ...mark,
      remark: remark || null,
      acknowledged: keptFaults(acknowledged, faults),
    };
  });
}

async function takeBack(tx: Tx, wanted: Reversal, sums: PostingSums, context: Now): Promise<{ row: Row; reversal: Row }> {
  const [row] = await tx
    .select()
    .from(investment)
    .where(and(eq(investment.projectId, wanted.projectId), eq(investment.id, wanted.id)));
  await checkReversal(tx, investment, row, wanted, sums.held, context);
  const { civilFen, installationFen, equipmentFen, otherFen, amountFen } = row!;
  const reversal: Row = {
    ...row!,
    civilFen: negated(civilFen),
    installationFen: negated(installationFen),
    equipmentFen: negated(equipmentFen),
    otherFen: negated(otherFen),
    amountFen: negated(amountFen),
    ...reversing(wanted, context),
    bookedOn: bookedBack({ happenedOn: row!.month, bookedOn: row!.bookedOn }, sums),
    acknowledged: null,
  };
  await append(tx, into(sums), [reversal], (r) => r);
  return { row: row!, reversal };
}

/** Records a month of investment done. Refuses what cannot be, and (`investment.needs_acknowledgement`) what looks wrong and was not answered for. */
export const recordInvestment = command('investment.record', async (tx, one: One, context) => {
  const sums = await hold(tx, [one.projectId], 'record', context);
  const [row] = await enter(tx, [{ ...one, batchId: null }], sums, context);
  await post(tx, sums, context);
  return { result: { id: row!.id }, trace: { subject: 'investment', subjectId: row!.id, after: row } };
});

/** Records many months in one act, ids in their order. Give all rows of a transaction in one call: totals are posted once, at its end. */
export const recordInvestments = command('investment.record_batch', async (tx, batch: Batch<NewInvestment>, context) => {
  const { rows: given, written } = opened(batch);
  const sums = await hold(
    tx,
    given.map((r) => r.projectId),
    'record',
    context,
  );
  const rows = await enter(tx, given, sums, context, written);
  await post(tx, sums, context);
  return {
    result: { ids: rows.map((r) => r.id) },
    trace: batchTrace(
      'investment',
      rows,
      rows.reduce((sum, r) => sum + r.amountFen, 0),
    ),
  };
});

/** Takes a month of investment back: a row with the amounts negated, that names it and says why. */
export const reverseInvestment = command('investment.reverse', async (tx, wanted: Reversal, context) => {
  const sums = await hold(tx, [wanted.projectId], 'read', context);
  const { row, reversal } = await takeBack(tx, wanted, sums, context);
  await post(tx, sums, context);
  return { result: { id: reversal.id }, trace: { subject: 'investment', subjectId: row.id, before: row, after: reversal } };
});

/** Takes a month back and records it anew, in one act. Answers with the new row. */
export const correctInvestment = command(
  'investment.correct',
  async (tx, { entry, ...wanted }: Reversal & { entry: Omit<One, 'projectId'> }, context) => {
    const sums = await hold(tx, [wanted.projectId], 'record', context);
    const { row, reversal } = await takeBack(tx, wanted, sums, context);
    const [anew] = await enter(tx, [{ ...entry, projectId: row.projectId, batchId: null }], sums, context);
    await post(tx, sums, context);
    return {
      result: { id: anew!.id },
      trace: [
        { subject: 'investment', subjectId: row.id, before: row, after: reversal },
        { subject: 'investment', subjectId: anew!.id, after: anew },
      ],
    };
  },
);
