import { and, asc, eq, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { PartialDate } from '../../kernel/day.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { carryEvidence } from '../evidence/commands.ts';
import { totalsOf } from './domain/agreement.ts';
import type { Ledger } from './domain/entry.ts';
import { agreementPostings, arrivalPostings, investmentPostings, type Posting } from './domain/postings.ts';
import { agreementsOfProjects, holdProjects, inForce } from './known-queries.ts';
import { holdMonths } from './month-commands.ts';
import { append, bookedBack, negated, post, PostingSums, reversing } from './posting-commands.ts';
import { agreement, arrival, investment } from './tables.ts';

/** One entry that was carried over: the row taken back, and the row it became (null where it was a double and was left out). */
export type Carried = Readonly<{ ledger: Ledger; fromId: string; toId: string | null }>;
type Transfer = {
  fromId: string;
  toId: string;
  /** Entries that are doubles of what the other project has: taken back, not entered again. */ leave: readonly string[];
  reason: string;
  /** Only these rows; all in force without it. */ only?: readonly string[];
};

/** Arrivals that became others: what was said of the one holds of the other. */
export type Followed = Readonly<{
  fromProjectId: string;
  toProjectId: string;
  pairs: readonly Readonly<{ fromId: string; toId: string }>[];
}>;
/** What rooms to the right do, in the same transaction, when arrivals become those of another project. Set once, in app/wiring.ts. */
export const carrying = { arrivals: async (_tx: Tx, _followed: Followed, _context: Now): Promise<unknown> => undefined };

type Deal = typeof agreement.$inferSelect;
type Money = typeof arrival.$inferSelect;
type Work = typeof investment.$inferSelect;
type Entry = Deal | Money | Work;
/** One of the three ledgers as a transfer sees it. */
type Book<R extends Entry> = Readonly<{
  ledger: Ledger;
  table: typeof agreement | typeof arrival | typeof investment;
  postingsOf: (row: R) => readonly Posting[];
  negate: (row: R) => R;
  happenedOn: (row: R) => PartialDate;
}>;
const deals: Book<Deal> = {
  ledger: 'agreement',
  table: agreement,
  postingsOf: agreementPostings,
  negate: (r) => ({
    ...r,
    totalMinor: negated(r.totalMinor),
    attractedMinor: negated(r.attractedMinor),
    fixedMinor: negated(r.fixedMinor),
    totalFen: negated(r.totalFen),
    attractedFen: negated(r.attractedFen),
    fixedFen: negated(r.fixedFen),
    firstCountedOn: null,
  }),
  happenedOn: (r) => r.signedOn,
};
const money: Book<Money> = {
  ledger: 'arrival',
  table: arrival,
  postingsOf: arrivalPostings,
  negate: (r) => ({ ...r, amountMinor: negated(r.amountMinor), amountFen: negated(r.amountFen), acknowledged: null }),
  happenedOn: (r) => r.arrivedOn,
};
const work: Book<Work> = {
  ledger: 'investment',
  table: investment,
  postingsOf: investmentPostings,
  negate: (r) => ({
    ...r,
    civilFen: negated(r.civilFen),
    installationFen: negated(r.installationFen),
    equipmentFen: negated(r.equipmentFen),
    otherFen: negated(r.otherFen),
    amountFen: negated(r.amountFen),
    acknowledged: null,
  }),
  happenedOn: (r) => r.month,
};

const own = ({ actor, now }: Now) => ({ reverses: null, reason: null, recordedBy: actor.id, recordedAt: now });
/** A signing that a closed month reported is no new one where it is carried to: it goes on counting from then. */
const firstCounted = <R extends Entry>(row: R) =>
  'signedOn' in row ? { firstCountedOn: row.firstCountedOn ?? row.bookedOn ?? row.signedOn } : {};

/** Takes the rows in force back where they are and enters them with another project: same day, same amounts, recorded now. */
async function carry<R extends Entry>(tx: Tx, book: Book<R>, transfer: Transfer, sums: PostingSums, context: Now): Promise<Carried[]> {
  const { fromId, toId, leave, only, reason } = transfer;
  const { table, ledger, postingsOf } = book;
  const isAsked = and(eq(table.projectId, fromId), inForce(table), only && inArray(table.id, [...only]));
  const rows = (await tx.select().from(table).where(isAsked).orderBy(asc(table.recordedAt), asc(table.id))) as R[];
  const booked = (row: R) => bookedBack({ happenedOn: book.happenedOn(row), bookedOn: row.bookedOn }, sums);
  const back = rows.map((row): R => ({
    ...book.negate(row),
    ...reversing({ id: row.id, projectId: fromId, reason }, context),
    bookedOn: booked(row),
  }));
  const anew = rows
    .filter((row) => !leave.includes(row.id))
    .map((row): R => ({
      ...row,
      ...own(context),
      ...firstCounted(row),
      id: v7(),
      projectId: toId,
      bookedOn: booked(row),
      fromProjectId: fromId,
      fromId: row.id,
    }));
  await append(tx, { ledger: table, sums, postingsOf }, [...back, ...anew], (row) => row);
  const became = new Map(anew.map((row) => [row.fromId, row.id]));
  return rows.map((row) => ({ ledger, fromId: row.id, toId: became.get(row.id) ?? null }));
}

/** Papers and verdicts of entries are those of what the entries became. */
async function follow(tx: Tx, fromProjectId: string, toProjectId: string, carried: readonly Carried[], context: Now) {
  const pairs = carried.flatMap(({ ledger, fromId, toId }) => (toId === null ? [] : [{ ledger, fromId, toId }]));
  await carryEvidence.inside(tx, { pairs, toProjectId }, context);
  await carrying.arrivals(tx, { fromProjectId, toProjectId, pairs: pairs.filter((p) => p.ledger === 'arrival') }, context);
}

/**
 * The entries of one project become those of another: each is reversed where it is and entered there, recorded now, with its own day,
 * and booked in the next open month where that day is closed. What was known before stays as it was; the sums of both together stay
 * the same, but for doubles that are left out. For mergers, whose command has decided who may.
 */
export const transferEntries = command('entry.transfer', async (tx, transfer: Transfer, context) => {
  const { fromId, toId, reason } = transfer;
  const closed = await holdMonths(tx, context);
  const sums = new PostingSums(await holdProjects(tx, [fromId, toId].toSorted()), closed);
  const done = [
    ...(await carry(tx, deals, transfer, sums, context)),
    ...(await carry(tx, money, transfer, sums, context)),
    ...(await carry(tx, work, transfer, sums, context)),
  ];
  await follow(tx, fromId, toId, done, context);
  await post(tx, sums, context, await signingDays(tx, [fromId, toId]));
  const after = { to: toId, reason, entries: done.length, leftOut: done.filter((d) => d.toId === null).map((d) => d.fromId) };
  return { result: done, trace: done.length ? { subject: 'project', subjectId: fromId, after } : [] };
});

/** What was left out as a double is entered again where it was. */
async function enterAgain<R extends Entry>(
  tx: Tx,
  book: Book<R>,
  projectId: string,
  ids: readonly string[],
  sums: PostingSums,
  context: Now,
) {
  const { table, ledger, postingsOf } = book;
  const isLeft = and(eq(table.projectId, projectId), inArray(table.id, [...ids]));
  const rows = (ids.length ? await tx.select().from(table).where(isLeft) : []) as R[];
  const anew = rows.map((row): R => ({
    ...row,
    ...own(context),
    ...firstCounted(row),
    id: v7(),
    bookedOn: bookedBack({ happenedOn: book.happenedOn(row), bookedOn: row.bookedOn }, sums),
    fromProjectId: projectId,
    fromId: row.id,
  }));
  await append(tx, { ledger: table, sums, postingsOf }, anew, (row) => row);
  return anew.map((row): Carried => ({ ledger, fromId: row.fromId!, toId: row.id }));
}

type Restore = { fromId: string; toId: string; carried: readonly Carried[]; reason: string };
/** Takes a transfer back: what was carried over goes home, and what was left out as a double is entered again where it was. */
export const restoreEntries = command('entry.restore', async (tx, { fromId, toId, carried, reason }: Restore, context) => {
  const moved = carried.flatMap((c) => (c.toId ? [c.toId] : []));
  const home = moved.length
    ? await transferEntries.inside(tx, { fromId: toId, toId: fromId, leave: [], reason, only: moved }, context)
    : [];
  const left = (ledger: Ledger) => carried.filter((c) => c.toId === null && c.ledger === ledger).map((c) => c.fromId);
  const sums = new PostingSums(await holdProjects(tx, [fromId]), await holdMonths(tx, context));
  const again = [
    ...(await enterAgain(tx, deals, fromId, left('agreement'), sums, context)),
    ...(await enterAgain(tx, money, fromId, left('arrival'), sums, context)),
    ...(await enterAgain(tx, work, fromId, left('investment'), sums, context)),
  ];
  await follow(tx, fromId, fromId, again, context);
  if (again.length) await post(tx, sums, context, await signingDays(tx, [fromId]));
  const after = { entries: home.length + again.length, reason };
  return { result: {}, trace: { subject: 'project', subjectId: fromId, after } };
});

async function signingDays(tx: Tx, ids: readonly string[]): Promise<Map<string, PartialDate | null>> {
  const held = await agreementsOfProjects(tx, ids);
  return new Map(ids.map((id) => [id, totalsOf(held.get(id) ?? []).signedOn]));
}
