import { and, type AnyColumn, asc, desc, eq, gte, ilike, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { type Paging, rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { unitIdsBelow } from '../identity/queries.ts';
import { maskedWhere, projectWhere } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import type { Agreement, Arrival, Investment } from './contract.ts';
import type { AgreementFilter, ArrivalFilter, InvestmentFilter } from './domain/list-filter.ts';
import { inForce } from './known-queries.ts';
import { mayRecordSome } from './policy.ts';
import { agreementRows, arrivalRows, type Cut, investmentRows } from './row-queries.ts';
import { agreement, arrival, investment } from './tables.ts';

type Common = Readonly<{
  project?: string | undefined;
  unit?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  batch?: string | undefined;
  status: 'in_force' | 'all';
  order: 'asc' | 'desc';
}>;
type Ledger = typeof agreement | typeof arrival | typeof investment;

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** The rows the filters leave within what the actor may see: page, count, totals and export all use it. */
async function commonWhere(db: Reader, ledger: Ledger, happened: AnyColumn, f: Common, actor: Actor): Promise<SQL[]> {
  const conditions = [
    projectWhere(actor),
    f.project && eq(ledger.projectId, f.project),
    f.unit && (await unitWhere(db, f.unit)),
    // A date known only to its year is in a period that begins in January of it, and in none that begins later.
    f.from && gte(happened, f.from.endsWith('-01') && f.from.length === 7 ? f.from.slice(0, 4) : f.from),
    f.to && lte(happened, `${f.to}~`),
    f.batch && eq(ledger.batchId, f.batch),
    f.status === 'in_force' && inForce(ledger),
  ];
  return conditions.filter((c) => typeof c === 'object');
}

async function unitWhere(db: Reader, unitId: string): Promise<SQL> {
  const ids = await unitIdsBelow(db, unitId);
  if (!ids.length) throw refuse('not_found', 'unit.unknown', { id: unitId });
  return sql`${project.unitId} = any(${sql.param(ids)}::uuid[])`;
}

const orderBy = (by: AnyColumn, ledger: Ledger, order: 'asc' | 'desc') =>
  order === 'asc' ? [asc(by), asc(ledger.id)] : [desc(by), desc(ledger.id)];
const flaggedWhere = (column: AnyColumn, flagged: 'true' | 'false' | undefined) =>
  flagged === undefined ? undefined : flagged === 'true' ? isNotNull(column) : isNull(column);

/** Only these can be sorted by. */
const agreementSort = {
  signedOn: agreement.signedOn,
  totalFen: agreement.totalFen,
  recordedAt: agreement.recordedAt,
  projectCode: project.code,
};
const arrivalSort = {
  arrivedOn: arrival.arrivedOn,
  amountFen: arrival.amountFen,
  recordedAt: arrival.recordedAt,
  projectCode: project.code,
};
const investmentSort = {
  month: investment.month,
  amountFen: investment.amountFen,
  recordedAt: investment.recordedAt,
  projectCode: project.code,
};

/** Agreements across projects, as one cut for page, totals and export. */
export async function agreementCut(db: Reader, f: AgreementFilter, actor: Actor): Promise<Cut> {
  const where = and(
    ...(await commonWhere(db, agreement, agreement.signedOn, f, actor)),
    f.kind ? eq(agreement.kind, f.kind) : undefined,
    f.currency ? eq(agreement.currency, f.currency) : undefined,
  );
  return { where, order: orderBy(agreementSort[f.sort], agreement, f.order) };
}

/** Arrivals across projects. A payer that the actor may not know is not found by searching for it either. */
export async function arrivalCut(db: Reader, f: ArrivalFilter, actor: Actor): Promise<Cut> {
  const where = and(
    ...(await commonWhere(db, arrival, arrival.arrivedOn, f, actor)),
    f.kind ? eq(arrival.kind, f.kind) : undefined,
    f.currency ? eq(arrival.currency, f.currency) : undefined,
    f.payer ? and(ilike(arrival.payer, like(f.payer)), sql`not ${maskedWhere(actor)}`) : undefined,
    f.voucherNo ? ilike(arrival.voucherNo, like(f.voucherNo)) : undefined,
    flaggedWhere(arrival.acknowledged, f.flagged),
  );
  return { where, order: orderBy(arrivalSort[f.sort], arrival, f.order) };
}

/** Months of investment across projects. */
export async function investmentCut(db: Reader, f: InvestmentFilter, actor: Actor): Promise<Cut> {
  const where = and(...(await commonWhere(db, investment, investment.month, f, actor)), flaggedWhere(investment.acknowledged, f.flagged));
  return { where, order: orderBy(investmentSort[f.sort], investment, f.order) };
}

type Totals = { count: number; fen: number; byCurrency: { currency: string; minor: number; fen: number }[] };
/** Count and sums of everything the cut holds, in fen and in each currency. */
async function totalsOf(
  db: Reader,
  ledger: Ledger,
  where: SQL | undefined,
  money: { currency: AnyColumn | SQL; minor: AnyColumn; fen: AnyColumn },
): Promise<Totals> {
  const currency = sql<string>`${money.currency}`;
  const rows = await db
    .select({
      currency,
      count: sql<number>`count(*)`,
      minor: sql<number>`sum(${money.minor})::bigint`,
      fen: sql<number>`sum(${money.fen})::bigint`,
    })
    .from(ledger)
    .innerJoin(project, eq(project.id, ledger.projectId))
    .where(where)
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  const yuanFirst = rows.toSorted((a, b) => Number(b.currency === 'CNY') - Number(a.currency === 'CNY'));
  return {
    count: rows.reduce((n, r) => n + r.count, 0),
    fen: rows.reduce((n, r) => n + r.fen, 0),
    byCurrency: yuanFirst.map((r) => ({ currency: r.currency, minor: r.minor, fen: r.fen })),
  };
}

export async function listAgreements(db: Reader, f: AgreementFilter & Paging, actor: Actor): Promise<Listed<Agreement>> {
  const cut = await agreementCut(db, f, actor);
  const money = { currency: agreement.currency, minor: agreement.totalMinor, fen: agreement.totalFen };
  const [items, totals] = await Promise.all([agreementRows(db, { ...cut, ...page(f) }, actor), totalsOf(db, agreement, cut.where, money)]);
  return { items, totals, can: { record: mayRecordSome(actor) } };
}

export async function listArrivals(db: Reader, f: ArrivalFilter & Paging, actor: Actor): Promise<Listed<Arrival>> {
  const cut = await arrivalCut(db, f, actor);
  const money = { currency: arrival.currency, minor: arrival.amountMinor, fen: arrival.amountFen };
  const [items, totals] = await Promise.all([arrivalRows(db, { ...cut, ...page(f) }, actor), totalsOf(db, arrival, cut.where, money)]);
  return { items, totals, can: { record: mayRecordSome(actor) } };
}

export async function listInvestments(db: Reader, f: InvestmentFilter & Paging, actor: Actor): Promise<Listed<Investment>> {
  const cut = await investmentCut(db, f, actor);
  const money = { currency: sql`'CNY'`, minor: investment.amountFen, fen: investment.amountFen };
  const [items, totals] = await Promise.all([
    investmentRows(db, { ...cut, ...page(f) }, actor),
    totalsOf(db, investment, cut.where, money),
  ]);
  return { items, totals, can: { record: mayRecordSome(actor) } };
}

type Listed<R> = { items: R[]; totals: Totals; can: { record: boolean } };
const page = (asked: Paging) => ({ limit: asked.size, offset: rowsBefore(asked) });
