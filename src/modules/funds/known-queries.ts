import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Fen } from '../../kernel/money.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Now } from '../../platform/command.ts';
import { question, type Reader } from '../../platform/db.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { project } from '../projects/tables.ts';
import type { NewArrival, NewInvestment } from './contract.ts';
import { countedKinds, type Standing } from './domain/agreement.ts';
import {
  type ArrivalEntry,
  type ArrivalFault,
  arrivalJudge,
  type ProjectMoney,
  readArrival,
  type VoucherUses,
} from './domain/arrival-check.ts';
import {
  checkInvestment,
  type InvestmentEntry,
  type InvestmentFault,
  investmentJudge,
  type ProjectWork,
  sumOfParts,
} from './domain/investment-check.ts';
import { noMoney, plus, type Terms } from './domain/money-entry.ts';
import { may } from './policy.ts';
import { agreement, arrival, investment } from './tables.ts';

const ofProjects = (column: PgColumn, ids: readonly string[]) => sql`${column} = any(${sql.param(ids)}::uuid[])`;

/** Rows that count, as a condition on a ledger: not reversing and not reversed. */
export const inForce = (ledger: Ledger): SQL => sql`(${ledger.reverses} is null and not exists (
  select 1 from ${ledger} r where r.project_id = ${ledger.projectId} and r.reverses = ${ledger.id}))`;
type Ledger = PgTable & Readonly<{ id: PgColumn; projectId: PgColumn; reverses: PgColumn }>;

export type HeldProject = Readonly<{ id: string; unitId: string; stage: Stage; side: Side | null }>;
/**
 * Holds the projects until the transaction ends, always in the order of their ids, so that two acts on several projects
 * wait for one another instead of deadlocking. Whoever holds a project is alone with its rows and its totals.
 */
export async function holdProjects(db: Reader, ids: readonly string[]): Promise<Map<string, HeldProject>> {
  const rows = await db
    .select({ id: project.id, unitId: project.unitId, stage: project.stage, side: project.side })
    .from(project)
    .where(ofProjects(project.id, ids))
    .orderBy(asc(project.id))
    .for('update');
  return new Map(rows.map((row) => [row.id, row]));
}

export type Examined<E, F> = Readonly<{ entry: E; faults: readonly F[] }> | Refusal;

/** So few at a time that no request waits while a long list is examined. */
const atOnce = 250;
async function inTurns<R, E, F>(
  rows: readonly R[],
  read: (row: R) => E | Refusal,
  learn: (entries: readonly E[]) => Promise<void>,
  judge: (entry: E) => F[],
): Promise<Examined<E, F>[]> {
  const examined: Examined<E, F>[] = [];
  for (let at = 0; at < rows.length; at += atOnce) {
    const some = rows.slice(at, at + atOnce).map(read);
    await learn(some.filter((e): e is Exclude<typeof e, Refusal> => !(e instanceof Refusal)));
    examined.push(...some.map((entry) => (entry instanceof Refusal ? entry : { entry, faults: judge(entry) })));
  }
  return examined;
}

/**
 * What recording these arrivals would find, row by row: why a row is refused, or its amount in fen and its soft faults, each
 * judged as if those before it were recorded. Writes nothing; who may record is not asked here. Import shows it, recording heeds it.
 */
export async function examineArrivals(
  db: Reader,
  rows: readonly NewArrival[],
  { actor, now }: Now,
): Promise<Examined<ArrivalEntry & Terms, ArrivalFault>[]> {
  const { lacks, learn, judge } = arrivalJudge(dayOf(now));
  const learnOf = async (entries: readonly ArrivalEntry[]) => {
    const { projects, vouchers } = lacks(entries);
    learn({ projects: await moneyOf(db, projects), vouchers: await vouchersUsed(db, vouchers, actor) });
  };
  return inTurns(rows, readArrival, learnOf, judge);
}

/** As `examineArrivals`, for months of investment. */
export async function examineInvestments(
  db: Reader,
  rows: readonly NewInvestment[],
  { now }: Pick<Now, 'now'>,
): Promise<Examined<InvestmentEntry, InvestmentFault>[]> {
  const { lacks, learn, judge } = investmentJudge();
  const read = (row: NewInvestment): InvestmentEntry | Refusal => {
    const fault = checkInvestment(row, dayOf(now));
    const { projectId, month, civilFen, installationFen, equipmentFen, otherFen } = row;
    const parts = { civilFen, installationFen, equipmentFen, otherFen };
    return fault instanceof Refusal ? fault : { projectId, month, ...parts, amountFen: sumOfParts(parts) };
  };
  return inTurns(rows, read, async (entries) => learn(await workOf(db, lacks(entries))), judge);
}

type MoneyLine = {
  id: string;
  what: 'record' | 'agreed' | 'arrived';
  currency: string;
  day: string | null;
  minor: number | null;
  fen: Fen | null;
};
/** Of each project its total, and what its agreements and arrivals come to by currency and month: one question, for every entry asks it. */
async function moneyOf(db: Reader, ids: readonly string[]): Promise<Map<string, ProjectMoney>> {
  if (!ids.length) return new Map();
  const { rows } = await db.execute<MoneyLine>(sql`
    select id, 'record' as what, currency, signed_on as day, total_minor as minor, total_fen as fen from ${project} where ${ofProjects(project.id, ids)}
    union all select project_id, 'agreed', currency, null, ${sumOf(agreement.totalMinor)}, ${sumOf(agreement.totalFen)} from ${agreement}
      where ${ofProjects(agreement.projectId, ids)} and ${inArray(agreement.kind, countedKinds)} group by project_id, currency
    union all select project_id, 'arrived', currency, left(arrived_on, 7), ${sumOf(arrival.amountMinor)}, ${sumOf(arrival.amountFen)} from ${arrival}
      where ${ofProjects(arrival.projectId, ids)} group by project_id, currency, left(arrived_on, 7)`);
  const known = new Map<string, ProjectMoney>();
  for (const [id, lines] of Map.groupBy(rows, (line) => line.id)) {
    const record = lines.find((line) => line.what === 'record');
    if (!record) continue;
    const sums = (what: MoneyLine['what']) =>
      lines.flatMap((l) => (l.what === what ? [{ currency: l.currency, month: l.day ?? '', minor: l.minor ?? 0, fen: l.fen ?? 0 }] : []));
    const arrived = sums('arrived');
    known.set(id, {
      signedOn: record.day,
      agreed: summed(sums('agreed')),
      arrived: summed(arrived),
      total: record.fen === null ? null : plus(noMoney, record.currency, record.minor ?? record.fen, record.fen),
      months: byMonth(arrived),
    });
  }
  return known;
}
const sumOf = (column: PgColumn) => sql<number>`coalesce(sum(${column}), 0)::bigint`;
const summed = (rows: readonly { currency: string; minor: number; fen: Fen }[]) =>
  rows.reduce((sums, r) => plus(sums, r.currency, r.minor, r.fen), noMoney);
function byMonth(rows: readonly { month: string; fen: Fen }[]): Record<string, Fen> {
  const months: Record<string, Fen> = {};
  for (const { month, fen } of rows) if (month.length === 7) months[month] = (months[month] ?? 0) + fen;
  return months;
}

const shownUses = 5;
type Use = HeldProject & { voucherNo: string; uses: number; projectName: string; maskedName: string; arrivedOn: string; amountFen: Fen };

/** Where these voucher numbers are in use, by whichever unit; named only are projects that the actor may read, as they may read them. */
async function vouchersUsed(db: Reader, numbers: readonly string[], actor: Actor): Promise<Map<string, VoucherUses>> {
  if (!numbers.length) return new Map();
  const scope = scopeOf(actor);
  const isSeen = scope === 'all' ? sql`true` : sql`${project.unitId} = any(${sql.param(scope)}::uuid[])`;
  const { rows } = await db.execute<Use>(sql`
    select * from (
      select ${arrival.voucherNo} as "voucherNo", ${arrival.arrivedOn} as "arrivedOn", ${arrival.amountFen} as "amountFen",
        ${project.id}, ${project.unitId} as "unitId", ${project.stage}, ${project.side}, ${project.name} as "projectName",
        ${project.maskedName} as "maskedName", count(*) over (partition by ${arrival.voucherNo}) as uses,
        row_number() over (partition by ${arrival.voucherNo} order by ${isSeen} desc, ${arrival.recordedAt} desc, ${arrival.id}) as nth
      from ${arrival} join ${project} on ${project.id} = ${arrival.projectId}
      where ${arrival.voucherNo} = any(${sql.param(numbers)}::text[]) and ${inForce(arrival)}) u
    where nth <= ${shownUses} order by "voucherNo", nth`);
  const shown = (uses: readonly Use[]) =>
    uses
      .filter((u) => may.read(actor, u))
      .map((u) => ({
        projectId: u.id,
        projectName: may.knowPayer(actor, u) ? u.projectName : u.maskedName,
        arrivedOn: u.arrivedOn,
        amountFen: u.amountFen,
      }));
  return new Map([...Map.groupBy(rows, (u) => u.voucherNo)].map(([no, uses]) => [no, { uses: uses[0]!.uses, shown: shown(uses) }]));
}

async function workOf(db: Reader, ids: readonly string[]): Promise<Map<string, ProjectWork>> {
  if (!ids.length) return new Map();
  const rows = await db
    .select({ id: investment.projectId, month: investment.month, fen: sumOf(investment.amountFen) })
    .from(investment)
    .where(and(ofProjects(investment.projectId, ids), inForce(investment)))
    .groupBy(investment.projectId, investment.month);
  return new Map(
    [...Map.groupBy(rows, (r) => r.id)].map(([id, own]) => [id, { investedFen: own.reduce((s, r) => s + r.fen, 0), months: byMonth(own) }]),
  );
}

export type AgreementInForce = Standing &
  Readonly<{
    id: string;
    title: string | null;
    party: string | null;
    attractedMinor: number | null;
    fixedMinor: number | null;
    externalRef: string | null;
  }>;
/** Agreements in force of each project, as recorded. */
export async function agreementsOfProjects(db: Reader, ids: readonly string[]): Promise<Map<string, AgreementInForce[]>> {
  const {
    projectId,
    id,
    kind,
    signedOn,
    title,
    party,
    currency,
    totalMinor,
    attractedMinor,
    fixedMinor,
    totalFen,
    attractedFen,
    fixedFen,
    externalRef,
  } = agreement;
  const rows = await db
    .select({
      projectId,
      id,
      kind,
      signedOn,
      title,
      party,
      currency,
      totalMinor,
      attractedMinor,
      fixedMinor,
      totalFen,
      attractedFen,
      fixedFen,
      externalRef,
    })
    .from(agreement)
    .where(and(ofProjects(projectId, ids), inForce(agreement)))
    .orderBy(asc(agreement.recordedAt), asc(agreement.id));
  return Map.groupBy(rows, (r) => r.projectId);
}

const investmentAgreement = question(['projectId'], (db, { projectId }) =>
  db
    .select({ id: agreement.id })
    .from(agreement)
    .where(and(eq(agreement.projectId, projectId), eq(agreement.kind, 'investment'), inForce(agreement)))
    .limit(1),
);
/** What the stage gate asks of this room about one project. */
export async function factsOfProject(db: Reader, projectId: string) {
  const found = await investmentAgreement(db, { projectId });
  return { hasInvestmentAgreement: found.length > 0 };
}
