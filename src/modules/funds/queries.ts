import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Fen } from '../../kernel/money.ts';
import { keptIn, type Reader } from '../../platform/db.ts';
import { sourcesOf } from '../imports/version-queries.ts';
import { visibleProject } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import type { Agreement, Arrival, fundsContract, Investment } from './contract.ts';
import { counts } from './domain/agreement.ts';
import { closedThrough } from './month-queries.ts';
import { may } from './policy.ts';
import { agreementsOfProject, arrivalsOfProject, investmentsOfProject, type LedgerTable } from './row-queries.ts';
import { agreement, arrival, investment } from './tables.ts';

type C = typeof fundsContract;

/** Everything recorded with one project. A project the actor may not see is as unknown as one that never was. */
export async function fundsOfProject(db: Reader, id: string, actor: Actor): Promise<Result<C['ofProject']>> {
  const record = await visibleProject(db, id, actor);
  const [agreements, arrivals, investments, through] = await Promise.all([
    agreementsOfProject(db, id, actor),
    arrivalsOfProject(db, id, actor),
    investmentsOfProject(db, id, actor),
    keptIn(db, 'closed months', ['month'], () => closedThrough(db)),
  ]);
  const { agreedFen, attractedFen, fixedFen, arrivedFen, investedFen, signedOn } = record;
  const sources = await sourcesOf(db, [...originsOf(agreements, agreedIn), ...originsOf(arrivals, arrivedIn)], actor);
  const sourced = <R extends { id: string }>(row: R) => ({ ...row, source: sources.get(row.id) ?? null });
  return {
    agreements: agreements.map(sourced),
    arrivals: running(arrivals).map(sourced),
    investments: runningByYear(investments),
    totals: {
      agreedFen,
      attractedFen,
      fixedFen,
      arrivedFen,
      investedFen,
      signedOn,
      agreedBy: agreedBy(agreements),
      arrivedBy: arrivedBy(arrivals),
    },
    closedThrough: through,
    can: { record: may.record(actor, record) },
  };
}

/** The field of an imported sheet that holds an entry's amount, by kind of import. */
const agreedIn = { project: 'agreed' };
const arrivedIn = { project: 'arrived', arrival: 'amount' };
/** A file may name the investor: what is withheld of an entry is withheld of its origin. */
const originsOf = (rows: readonly (Agreement | Arrival)[], field: Readonly<Record<string, string>>) =>
  rows.filter((r) => !r.isMasked).map(({ id, projectId, batchId }) => ({ id, projectId, batchId, field }));

function running(rows: readonly Arrival[]) {
  let cumulativeFen: Fen = 0;
  return rows.map((row) => ({ ...row, cumulativeFen: (cumulativeFen += row.amountFen) }));
}

function runningByYear(rows: readonly Investment[]) {
  let cumulativeFen: Fen = 0;
  const years: Record<string, Fen> = {};
  return rows.map((row) => {
    const year = row.month.slice(0, 4);
    years[year] = (years[year] ?? 0) + row.amountFen;
    cumulativeFen += row.amountFen;
    return { ...row, cumulativeFen, yearFen: years[year] };
  });
}

type Money = Readonly<{ currency: string; minor: number; fen: Fen }>;
/** CNY first, then by code; a currency whose rows cancelled out is not there. */
function byCurrency(rows: readonly Money[]): Money[] {
  const sums = new Map<string, Money>();
  for (const { currency, minor, fen } of rows) {
    const sum = sums.get(currency) ?? { minor: 0, fen: 0 };
    sums.set(currency, { currency, minor: sum.minor + minor, fen: sum.fen + fen });
  }
  const isYuan = ({ currency }: Money) => Number(currency === 'CNY');
  return [...sums.values()].filter((s) => s.minor !== 0).toSorted((a, b) => isYuan(b) - isYuan(a) || a.currency.localeCompare(b.currency));
}
const agreedBy = (rows: readonly Agreement[]) =>
  byCurrency(rows.filter(counts).map((r) => ({ currency: r.currency, minor: r.totalMinor, fen: r.totalFen })));
const arrivedBy = (rows: readonly Arrival[]) =>
  byCurrency(rows.map((r) => ({ currency: r.currency, minor: r.amountMinor, fen: r.amountFen })));

const ledgerTables: Readonly<Record<string, LedgerTable>> = { agreement, arrival, investment };
type EntryAsk = (db: Reader, subject: string, subjectId: string, projectId: string | null, actor: Actor) => Promise<boolean>;
const entryAsk =
  (answer: (actor: Actor, project: Awaited<ReturnType<typeof visibleProject>>) => boolean): EntryAsk =>
  async (db, subject, subjectId, projectId, actor) => {
    const ledger = ledgerTables[subject];
    if (!ledger || !projectId) return false;
    const [row] = await db
      .select({ project })
      .from(ledger)
      .innerJoin(project, eq(project.id, ledger.projectId))
      .where(and(eq(ledger.projectId, projectId), eq(ledger.id, subjectId)));
    return row !== undefined && answer(actor, row.project);
  };
/**
 * May the actor read, or add to, the evidence of a row of these ledgers? Papers name who pays, so they are as secret as the payer.
 * For wiring with the evidence room; false for a row that is not there.
 */
export const entryEvidence = {
  mayRead: entryAsk((actor, p) => may.read(actor, p) && may.knowPayer(actor, p)),
  mayAttach: entryAsk((actor, p) => may.read(actor, p) && may.knowPayer(actor, p) && may.record(actor, p)),
};
