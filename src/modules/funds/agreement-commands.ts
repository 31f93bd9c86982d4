import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf, type PartialDate } from '../../kernel/day.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { NewAgreement } from './contract.ts';
import { asSigned, checkStanding, readAgreement, totalsOf } from './domain/agreement.ts';
import { agreementPostings } from './domain/postings.ts';
import { bookedOn as bookingOf } from './domain/month.ts';
import { agreementsOfProjects } from './known-queries.ts';
import {
  append,
  type Batch,
  batchTrace,
  bookedBack,
  checkReversal,
  type Correction,
  hold,
  inRow,
  negated,
  opened,
  ownEntry,
  post,
  type PostingSums,
  type Reversal,
  reversing,
  slices,
  type Written,
} from './posting-commands.ts';
import { agreement } from './tables.ts';

type Row = typeof agreement.$inferSelect;
type One = Omit<NewAgreement, 'externalRef' | 'batchId'>;

const into = (sums: PostingSums, written?: Written) => ({ ledger: agreement, sums, postingsOf: agreementPostings, written });

async function enter(tx: Tx, given: readonly NewAgreement[], sums: PostingSums, { actor, now }: Now, written?: Written): Promise<Row[]> {
  const today = dayOf(now);
  const signed = await signedProjects(tx, sums);
  return append(tx, into(sums, written), given, (one, i): Row => {
    const read = readAgreement({ ...one, kind: asSigned(one.kind, signed.has(one.projectId)) }, today);
    if (read instanceof Refusal) throw inRow(read, i, given.length);
    if (read.kind === 'investment') signed.add(one.projectId);
    const { projectId, title, party, remark, externalRef, batchId } = one;
    const stated = { title: title || null, party: party || null, remark: remark || null, externalRef: externalRef || null };
    return {
      projectId,
      ...read,
      ...stated,
      bookedOn: bookingOf(read.signedOn, sums.closed),
      id: v7(),
      ...ownEntry,
      firstCountedOn: null,
      batchId,
      recordedBy: actor.id,
      recordedAt: now,
    };
  });
}

/** Which of the projects held have a 投资协议 in force. */
async function signedProjects(tx: Tx, { held }: PostingSums): Promise<Set<string>> {
  const signed = new Set<string>();
  for (const ids of slices([...held.keys()])) {
    const inForce = await agreementsOfProjects(tx, ids);
    for (const id of ids) if (inForce.get(id)?.some((a) => a.kind === 'investment')) signed.add(id);
  }
  return signed;
}

async function takeBack(tx: Tx, wanted: Reversal, sums: PostingSums, context: Now): Promise<{ row: Row; reversal: Row }> {
  const [row] = await tx
    .select()
    .from(agreement)
    .where(and(eq(agreement.projectId, wanted.projectId), eq(agreement.id, wanted.id)));
  await checkReversal(tx, agreement, row, wanted, sums.held, context);
  const { totalMinor, attractedMinor, fixedMinor, totalFen, attractedFen, fixedFen } = row!;
  const reversal: Row = {
    ...row!,
    totalMinor: negated(totalMinor),
    attractedMinor: negated(attractedMinor),
    fixedMinor: negated(fixedMinor),
    totalFen: negated(totalFen),
    attractedFen: negated(attractedFen),
    fixedFen: negated(fixedFen),
    ...reversing(wanted, context),
    firstCountedOn: null,
    bookedOn: bookedBack({ happenedOn: row!.signedOn, bookedOn: row!.bookedOn }, sums),
  };
  await append(tx, into(sums), [reversal], (r) => r);
  return { row: row!, reversal };
}

/** Asks of each project whether its agreements may stand together as they now are, dates the signing anew and carries the totals. */
async function conclude(tx: Tx, sums: PostingSums, context: Now) {
  const signed = new Map<string, PartialDate | null>();
  for (const ids of slices([...sums.held.keys()])) {
    const inForce = await agreementsOfProjects(tx, ids);
    for (const id of ids) {
      const standing = inForce.get(id) ?? [];
      const fault = checkStanding(standing);
      if (fault instanceof Refusal) throw refuse(fault.kind, fault.code, { ...fault.details, projectId: id });
      signed.set(id, totalsOf(standing).signedOn);
    }
  }
  await post(tx, sums, context, signed);
}

/** Records an agreement. 投资协议 and 补充协议 add to the agreed sum; the 投资协议 dates the signing; a second one is kept as an event. */
export const recordAgreement = command('agreement.record', async (tx, one: One, context) => {
  const sums = await hold(tx, [one.projectId], 'record', context);
  const [row] = await enter(tx, [{ ...one, externalRef: null, batchId: null }], sums, context);
  await conclude(tx, sums, context);
  return { result: { id: row!.id }, trace: { subject: 'agreement', subjectId: row!.id, after: row } };
});

/** Records many agreements in one act, ids in their order. Give all rows of a transaction in one call: totals are posted once, at its end. */
export const recordAgreements = command('agreement.record_batch', async (tx, batch: Batch<NewAgreement>, context) => {
  const { rows: given, written, counted } = opened(batch);
  const sums = await hold(
    tx,
    given.map((r) => r.projectId),
    'record',
    context,
    counted,
  );
  const rows = await enter(tx, given, sums, context, written);
  await conclude(tx, sums, context);
  return {
    result: { ids: rows.map((r) => r.id) },
    trace: batchTrace(
      'agreement',
      rows,
      rows.reduce((sum, r) => sum + r.totalFen, 0),
    ),
  };
});

/** Takes an agreement back: a row with the amounts negated, that names it and says why. Refused while a supplement leans on it. */
export const reverseAgreement = command('agreement.reverse', async (tx, wanted: Reversal, context) => {
  const sums = await hold(tx, [wanted.projectId], 'read', context);
  const { row, reversal } = await takeBack(tx, wanted, sums, context);
  await conclude(tx, sums, context);
  return { result: { id: reversal.id }, trace: { subject: 'agreement', subjectId: row.id, before: row, after: reversal } };
});

/** Takes an agreement back and records it anew, in one act. Answers with the new row. */
export const correctAgreement = command('agreement.correct', async (tx, { entry, batchId = null, ...wanted }: Correction<One>, context) => {
  const sums = await hold(tx, [wanted.projectId], 'record', context);
  const { row, reversal } = await takeBack(tx, wanted, sums, context);
  const [anew] = await enter(tx, [{ ...entry, projectId: row.projectId, externalRef: row.externalRef, batchId }], sums, context);
  await conclude(tx, sums, context);
  return {
    result: { id: anew!.id },
    trace: [
      { subject: 'agreement', subjectId: row.id, before: row, after: reversal },
      { subject: 'agreement', subjectId: anew!.id, after: anew },
    ],
  };
});
