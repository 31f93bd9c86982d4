import { setImmediate as requestsTurn } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { v7 } from 'uuid';
import type { PartialDate } from '../../kernel/day.ts';
import type { Fen } from '../../kernel/money.ts';
import { Refusal, refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now, type Trace } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { postTotals, type TotalsChange } from '../projects/totals-commands.ts';
import {
  type Acknowledged,
  type Acknowledgement,
  answers,
  type Ledger,
  monthKey,
  type MonthTotalKind,
  monthTotalKinds,
} from './domain/entry.ts';
import { type Posting, type ProjectSums, without, withPosting } from './domain/postings.ts';
import { type Examined, type HeldProject, holdProjects } from './known-queries.ts';
import { bookedOn, type ClosedThrough, countedOn } from './domain/month.ts';
import { holdMonths } from './month-commands.ts';
import { check } from './policy.ts';
import { type LedgerTable, standingOf } from './row-queries.ts';
import { monthTotal } from './tables.ts';
import { monthSumsOf } from './verify-queries.ts';

const rowsPerStatement = 1000;

export type Held = ReadonlyMap<string, HeldProject>;

/** Parts of a long list, so that every statement is of a bounded size and requests get their turn between them. */
export function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) yield rows.slice(from, from + rowsPerStatement);
}

/** Holds the projects of an act, in the order of their ids, and asks the policy for each; nothing is recorded with a project before this.
 * Answers with the empty sums of the act. */
export async function hold(
  tx: Tx,
  projectIds: readonly string[],
  act: 'record' | 'read',
  { actor, now }: Now,
  counted?: CountedOf,
): Promise<PostingSums> {
  const closed = await holdMonths(tx, { now });
  const held = new Map<string, HeldProject>();
  for (const ids of slices([...new Set(projectIds)].toSorted())) {
    const found = await holdProjects(tx, ids);
    for (const id of ids) {
      const row = found.get(id);
      if (!row) throw refuse('not_found', 'project.unknown', { id });
      settle(check(act, actor, row));
      held.set(id, row);
    }
  }
  return new PostingSums(held, closed, counted);
}

export type Written = (count: number) => Promise<void>;
/**
 * Rows of a batch; `written` is told how many are in, so that long work can show its progress or stop by throwing; `counted` is what
 * projects that were entered just before count of the rows already.
 */
type Opened<R> = Readonly<{ rows: readonly R[]; written?: Written; counted?: CountedOf }>;
export type Batch<R> = readonly R[] | Opened<R>;
const isList = <R>(batch: Batch<R>): batch is readonly R[] => Array.isArray(batch);
export const opened = <R>(batch: Batch<R>): Opened<R> => (isList(batch) ? { rows: batch } : batch);

/**
 * Appends rows to a ledger, made part by part of what was given, and adds what they come to to the sums of the act.
 * Answers with the rows.
 */
export async function append<R extends object, G>(
  tx: Tx,
  into: Into<R>,
  given: readonly G[],
  make: (one: G, at: number) => R,
): Promise<R[]> {
  const rows: R[] = [];
  for (const part of slices(given)) {
    const made = part.map((one, i) => make(one, rows.length + i));
    await insertMany(tx, into.ledger, made);
    into.sums.add(made.flatMap(into.postingsOf));
    rows.push(...made);
    await into.written?.(rows.length);
  }
  return rows;
}
type Into<R> = Readonly<{ ledger: PgTable; sums: PostingSums; postingsOf: (row: R) => readonly Posting[]; written?: Written | undefined }>;

type Judged<E, F> = Readonly<{ entry: E; faults: readonly F[] }>;
const namedRows = 50;
/** Every row can be read and every soft fault is answered, or nothing is recorded. In a batch the refusal names the row, from 0. */
export function settleAll<E, F extends Readonly<{ code: string }>>(
  ledger: Ledger,
  rows: readonly Readonly<{ acknowledged: Acknowledgement | null }>[],
  examined: readonly Examined<E, F>[],
): Judged<E, F>[] {
  const judged = examined.map((e, row) => {
    if (e instanceof Refusal) throw inRow(e, row, rows.length);
    return e;
  });
  const unanswered = judged.flatMap(({ faults }, row) => (answers(rows[row]!.acknowledged, faults) ? [] : [{ row, faults }]));
  if (!unanswered.length) return judged;
  throw refuse('rule', `${ledger}.needs_acknowledgement`, {
    faults: unanswered[0]!.faults,
    count: unanswered.length,
    rows: unanswered.slice(0, namedRows),
  });
}
export const inRow = ({ kind, code, details }: Refusal, row: number, of: number) =>
  refuse(kind, code, of > 1 ? { ...details, row } : details);

/** What of an acknowledgement is kept with its row. */
export const keptFaults = <F extends Readonly<{ code: string }>>(
  given: Acknowledgement | null,
  faults: readonly F[],
): Acknowledged | null => (given && faults.length ? { reason: given.reason.trim(), faults } : null);

type Recorded = Readonly<{ id: string; projectId: string; recordedBy: string; reverses: string | null }>;
/** May this row be taken back, by this person, with this reason? Refuses a reversal, and a row that is reversed already. */
export async function checkReversal(tx: Tx, ledger: LedgerTable, row: Recorded | undefined, wanted: Reversal, held: Held, { actor }: Now) {
  if (!row) throw refuse('not_found', 'entry.unknown', { id: wanted.id });
  const { recorderUnitId, reversedBy } = await standingOf(tx, ledger, row);
  settle(check('reverse', actor, held.get(row.projectId)!, { recorderUnitId }));
  if (row.reverses) throw refuse('rule', 'entry.is_reversal', { reverses: row.reverses });
  if (reversedBy) throw refuse('conflict', 'entry.already_reversed', { reversedBy });
  if (!wanted.reason.trim()) throw refuse('invalid', 'entry.reason_required', { field: 'reason' });
}
export type Reversal = Readonly<{ projectId: string; id: string; reason: string }>;
/** An entry taken back and recorded anew; by an import, when one says so. */
export type Correction<E> = Reversal & Readonly<{ entry: Omit<E, 'projectId'>; batchId?: string | null }>;
/** A row is taken back in the month it counts in, or, when that is closed, in the next open one. */
export const bookedBack = (counts: Readonly<{ happenedOn: PartialDate; bookedOn: string | null }>, { closed }: PostingSums) =>
  bookedOn(countedOn(counts), closed) ?? counts.bookedOn;
/** What a reversing row has of its own; for the rest it is the row it reverses, with its amounts negated and its date kept. */
export const reversing = ({ id, reason }: Reversal, { actor, now }: Now) =>
  ({
    id: v7(),
    reverses: id,
    reason: reason.trim(),
    batchId: null,
    fromProjectId: null,
    fromId: null,
    recordedBy: actor.id,
    recordedAt: now,
  }) as const;
/** What a row has that was recorded for itself: it takes nothing back and came from no other project. */
export const ownEntry = { reverses: null, reason: null, fromProjectId: null, fromId: null } as const;
export const negated = <T extends number | null>(amount: T) => (amount === null ? null : 0 - amount) as T;

/** One trace for many rows: how many, of how many projects, to what sum. */
export const batchTrace = (ledger: Ledger, rows: readonly Readonly<{ projectId: string; batchId: string | null }>[], fen: Fen): Trace[] =>
  rows.length
    ? [
        {
          subject: `${ledger}_batch`,
          subjectId: rows[0]!.batchId ?? v7(),
          after: { rows: rows.length, projects: new Set(rows.map((r) => r.projectId)).size, fen },
        },
      ]
    : [];

/** What the totals of a project that was entered in this transaction hold already of the rows that follow it. */
type Counted = Readonly<{ sums: ProjectSums; signedOn?: PartialDate | null }>;
export type CountedOf = (projectId: string) => Counted | undefined;
type MonthSum = { unitId: string; month: string; kind: MonthTotalKind; fen: Fen; entries: number };

/** What an act adds to the running totals, gathered while its rows are appended. */
export class PostingSums {
  readonly held: Held;
  readonly closed: ClosedThrough;
  readonly projects = new Map<string, ProjectSums>();
  readonly months = new Map<string, MonthSum>();
  readonly investedFrom = new Map<string, string>();
  readonly #counted: CountedOf;

  constructor(held: Held, closed: ClosedThrough, counted: CountedOf = () => undefined) {
    this.held = held;
    this.closed = closed;
    this.#counted = counted;
  }

  add(postings: readonly Posting[]) {
    for (const { projectId, kind, countsOn, fen, entries } of postings) {
      this.projects.set(projectId, withPosting(this.projects.get(projectId) ?? {}, { kind, fen }));
      if (kind === 'invested' && countsOn < (this.investedFrom.get(projectId) ?? '9')) this.investedFrom.set(projectId, countsOn);
      if (kind !== 'fixed') this.addMonth({ unitId: this.held.get(projectId)!.unitId, month: monthKey(countsOn), kind, fen, entries });
    }
  }

  /** What is still to be added to the totals of these projects, beyond what they count already. */
  changes(ids: readonly string[], signed?: ReadonlyMap<string, PartialDate | null>): TotalsChange[] {
    return ids.flatMap((projectId) => {
      const counted = this.#counted(projectId);
      const sums = without(this.projects.get(projectId) ?? {}, counted?.sums ?? {});
      const signedOn = signed?.get(projectId);
      const isCounted = counted && (signedOn === undefined || signedOn === counted.signedOn);
      if (isCounted && Object.values(sums).every((fen) => fen === 0)) return [];
      const investedFrom = this.investedFrom.get(projectId);
      return [{ projectId, ...sums, ...(signedOn !== undefined && { signedOn }), ...(investedFrom && { investedFrom }) }];
    });
  }

  addMonth(more: MonthSum) {
    const key = `${monthTotalKinds.indexOf(more.kind)} ${more.unitId} ${more.month}`;
    const sum = this.months.get(key) ?? { ...more, fen: 0, entries: 0 };
    this.months.set(key, { ...sum, fen: sum.fen + more.fen, entries: sum.entries + more.entries });
  }
}

/**
 * Carries everything an act appended into the running totals, once and last: the totals of the projects it holds, then the
 * month totals in one statement in one order (kind, unit, month), which is the order of every other act.
 * `signed` gives the day of signing of projects whose agreements changed.
 */
export async function post(tx: Tx, sums: PostingSums, context: Now, signed?: ReadonlyMap<string, PartialDate | null>) {
  const ids = [...new Set([...sums.projects.keys(), ...(signed?.keys() ?? [])])].toSorted();
  for (const part of slices(ids)) {
    await requestsTurn();
    await postTotals.inside(tx, sums.changes(part, signed), context);
  }
  await postMonths(tx, sums.months);
  await ledgerReactions.changed(tx, ids, context);
}

/** What rooms to the right do, in the same transaction, when the money of projects changed. Set once, in app/wiring.ts. */
export const ledgerReactions = { changed: async (_tx: Tx, _projectIds: readonly string[], _context: Now): Promise<unknown> => undefined };

async function postMonths(tx: Tx, months: PostingSums['months']) {
  if (!months.size) return;
  const rows = [...months]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, m]) => ({ unit_id: m.unitId, month: m.month, kind: m.kind, amount_fen: m.fen, entries: m.entries }));
  await tx.execute(sql`
    insert into ${monthTotal} as kept (unit_id, month, kind, amount_fen, entries)
    select unit_id, month, kind, amount_fen, entries from jsonb_populate_recordset(null::${monthTotal}, ${JSON.stringify(rows)}::jsonb)
    on conflict (unit_id, month, kind) do update set amount_fen = kept.amount_fen + excluded.amount_fen, entries = kept.entries + excluded.entries`);
}

/**
 * The project counts for another unit from now on, with all its months. Joins the command that moves the project, which
 * holds its row and leaves the trace.
 */
export const moveMonthTotals = command(
  'month_total.move',
  async (tx, { projectId, fromUnitId, toUnitId }: { projectId: string; fromUnitId: string; toUnitId: string }) => {
    const months = fromUnitId === toUnitId ? [] : await monthSumsOf(tx, projectId);
    const sums = new PostingSums(new Map(), null);
    for (const m of months) {
      sums.addMonth({ ...m, unitId: fromUnitId, fen: 0 - m.fen, entries: 0 - m.entries });
      sums.addMonth({ ...m, unitId: toUnitId });
    }
    await postMonths(tx, sums.months);
    return { result: {}, trace: [] };
  },
);
