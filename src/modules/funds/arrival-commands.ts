import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { NewArrival } from './contract.ts';
import { asKept } from './domain/arrival-check.ts';
import { bookedOn } from './domain/month.ts';
import { arrivalPostings } from './domain/postings.ts';
import { examineArrivals } from './known-queries.ts';
import {
  append,
  type Batch,
  batchTrace,
  bookedBack,
  checkReversal,
  type Correction,
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
import { arrival } from './tables.ts';

type Row = typeof arrival.$inferSelect;
type One = Omit<NewArrival, 'externalRef' | 'batchId'>;

const into = (sums: PostingSums, written?: Written) => ({ ledger: arrival, sums, postingsOf: arrivalPostings, written });

async function enter(tx: Tx, given: readonly NewArrival[], sums: PostingSums, context: Now, written?: Written): Promise<Row[]> {
  const { actor, now } = context;
  const judged = settleAll('arrival', given, await examineArrivals(tx, given, context));
  return append(tx, into(sums, written), judged, ({ entry, faults }, i): Row => {
    const { payer, payerRegion, payerDivision, voucherOn, remark, externalRef, batchId, acknowledged } = given[i]!;
    const stated = {
      payer: payer || null,
      payerRegion: payerRegion || null,
      payerDivision: payerDivision || null,
      voucherOn: voucherOn || null,
      remark: remark || null,
      externalRef: externalRef || null,
    };
    const mark = { id: v7(), ...ownEntry, batchId, recordedBy: actor.id, recordedAt: now };
    return {
      ...entry,
      bookedOn: bookedOn(entry.arrivedOn, sums.closed),
      ...stated,
      ...mark,
      acknowledged: keptFaults(acknowledged, faults.map(asKept)),
    };
  });
}

async function takeBack(tx: Tx, wanted: Reversal, sums: PostingSums, context: Now): Promise<{ row: Row; reversal: Row }> {
  const [row] = await tx
    .select()
    .from(arrival)
    .where(and(eq(arrival.projectId, wanted.projectId), eq(arrival.id, wanted.id)));
  await checkReversal(tx, arrival, row, wanted, sums.held, context);
  const amounts = { amountMinor: negated(row!.amountMinor), amountFen: negated(row!.amountFen) };
  const booked = bookedBack({ happenedOn: row!.arrivedOn, bookedOn: row!.bookedOn }, sums);
  const reversal: Row = { ...row!, ...amounts, ...reversing(wanted, context), bookedOn: booked, acknowledged: null };
  await append(tx, into(sums), [reversal], (r) => r);
  return { row: row!, reversal };
}

/** Records money that arrived. Refuses what cannot be, and (`arrival.needs_acknowledgement`) what looks wrong and was not answered for. */
export const recordArrival = command('arrival.record', async (tx, one: One, context) => {
  const sums = await hold(tx, [one.projectId], 'record', context);
  const [row] = await enter(tx, [{ ...one, externalRef: null, batchId: null }], sums, context);
  await post(tx, sums, context);
  return { result: { id: row!.id }, trace: { subject: 'arrival', subjectId: row!.id, after: row } };
});

/** Records many arrivals in one act, ids in their order. Give all rows of a transaction in one call: totals are posted once, at its end. */
export const recordArrivals = command('arrival.record_batch', async (tx, batch: Batch<NewArrival>, context) => {
  const { rows: given, written, counted } = opened(batch);
  const sums = await hold(
    tx,
    given.map((r) => r.projectId),
    'record',
    context,
    counted,
  );
  const rows = await enter(tx, given, sums, context, written);
  await post(tx, sums, context);
  return {
    result: { ids: rows.map((r) => r.id) },
    trace: batchTrace(
      'arrival',
      rows,
      rows.reduce((sum, r) => sum + r.amountFen, 0),
    ),
  };
});

/** Takes an arrival back: a row with the amount negated, that names it and says why. */
export const reverseArrival = command('arrival.reverse', async (tx, wanted: Reversal, context) => {
  const sums = await hold(tx, [wanted.projectId], 'read', context);
  const { row, reversal } = await takeBack(tx, wanted, sums, context);
  await post(tx, sums, context);
  return { result: { id: reversal.id }, trace: { subject: 'arrival', subjectId: row.id, before: row, after: reversal } };
});

/** Takes an arrival back and records it anew, in one act. Answers with the new row. */
export const correctArrival = command('arrival.correct', async (tx, { entry, batchId = null, ...wanted }: Correction<One>, context) => {
  const sums = await hold(tx, [wanted.projectId], 'record', context);
  const { row, reversal } = await takeBack(tx, wanted, sums, context);
  const [anew] = await enter(tx, [{ ...entry, projectId: row.projectId, externalRef: row.externalRef, batchId }], sums, context);
  await post(tx, sums, context);
  return {
    result: { id: anew!.id },
    trace: [
      { subject: 'arrival', subjectId: row.id, before: row, after: reversal },
      { subject: 'arrival', subjectId: anew!.id, after: anew },
    ],
  };
});
