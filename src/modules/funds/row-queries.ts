import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { question, type Reader } from '../../platform/db.ts';
import { person, unit } from '../identity/tables.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { project } from '../projects/tables.ts';
import type { Agreement, Arrival, Investment } from './contract.ts';
import type { Acknowledged } from './domain/entry.ts';
import { plainRate } from './domain/money-entry.ts';
import { may } from './policy.ts';
import { agreement, arrival, investment } from './tables.ts';

/** Which rows, in which order: the condition may speak of the ledger, its project and the project's unit. */
export type Cut = Readonly<{ where: SQL | undefined; order: readonly SQL[]; limit?: number; offset?: number }>;

const about = {
  code: project.code,
  name: project.name,
  maskedName: project.maskedName,
  unitId: project.unitId,
  stage: project.stage,
  side: project.side,
  unitName: unit.name,
  recorderName: person.name,
  recorderUnitId: person.unitId,
};
type About = Readonly<{
  code: string;
  name: string;
  maskedName: string;
  unitId: string;
  stage: Stage;
  side: Side | null;
  unitName: string;
  recorderName: string | null;
  recorderUnitId: string | null;
  reversedBy: string | null;
}>;
type Row = Readonly<{
  id: string;
  projectId: string;
  remark: string | null;
  reverses: string | null;
  reason: string | null;
  batchId: string | null;
  recordedBy: string;
  recordedAt: Date;
}>;

export type LedgerTable = typeof agreement | typeof arrival | typeof investment;
const reverserOf = (ledger: LedgerTable) =>
  sql<string | null>`(select r.id from ${ledger} r where r.project_id = ${ledger.projectId} and r.reverses = ${ledger.id})`;
// Past the last row there is none: a plain way to say "all".
const allRows = 2 ** 31 - 1;

const agreements = (db: Reader) =>
  db
    .select({ row: agreement, about: { ...about, reversedBy: reverserOf(agreement) } })
    .from(agreement)
    .innerJoin(project, eq(project.id, agreement.projectId))
    .innerJoin(unit, eq(unit.id, project.unitId))
    .leftJoin(person, eq(person.id, agreement.recordedBy));
const shownAgreement = ({ row, about: a }: Awaited<ReturnType<typeof agreements>>[number], actor: Actor): Agreement => {
  const common = present(row, a, actor);
  return { ...row, rate: plainRate(row.rate), ...(common.isMasked && { title: null, party: null }), ...common };
};
/** Agreements with the names around them, as the actor may read them. */
export const agreementRows = async (db: Reader, { where, order, limit = allRows, offset = 0 }: Cut, actor: Actor): Promise<Agreement[]> =>
  (
    await agreements(db)
      .where(where)
      .orderBy(...order)
      .limit(limit)
      .offset(offset)
  ).map((found) => shownAgreement(found, actor));
const agreementsOf = question(['projectId'], (db, { projectId }) =>
  agreements(db).where(eq(agreement.projectId, projectId)).orderBy(asc(agreement.signedOn), asc(agreement.recordedAt), asc(agreement.id)),
);
/** The same of one project, all of them, from the earliest on. */
export const agreementsOfProject = async (db: Reader, projectId: string, actor: Actor): Promise<Agreement[]> =>
  (await agreementsOf(db, { projectId })).map((found) => shownAgreement(found, actor));

const arrivals = (db: Reader) =>
  db
    .select({ row: arrival, about: { ...about, reversedBy: reverserOf(arrival) } })
    .from(arrival)
    .innerJoin(project, eq(project.id, arrival.projectId))
    .innerJoin(unit, eq(unit.id, project.unitId))
    .leftJoin(person, eq(person.id, arrival.recordedBy));
const shownArrival = ({ row, about: a }: Awaited<ReturnType<typeof arrivals>>[number], actor: Actor): Arrival => {
  const common = present(row, a, actor);
  const withheld = common.isMasked && { payer: null, payerRegion: null, payerDivision: null };
  return { ...row, rate: plainRate(row.rate), ...withheld, ...common, acknowledged: kept(row.acknowledged, common) };
};
/** Arrivals with the names around them, as the actor may read them. */
export const arrivalRows = async (db: Reader, { where, order, limit = allRows, offset = 0 }: Cut, actor: Actor): Promise<Arrival[]> =>
  (
    await arrivals(db)
      .where(where)
      .orderBy(...order)
      .limit(limit)
      .offset(offset)
  ).map((found) => shownArrival(found, actor));
const arrivalsOf = question(['projectId'], (db, { projectId }) =>
  arrivals(db).where(eq(arrival.projectId, projectId)).orderBy(asc(arrival.arrivedOn), asc(arrival.recordedAt), asc(arrival.id)),
);
/** The same of one project, all of them, from the earliest on. */
export const arrivalsOfProject = async (db: Reader, projectId: string, actor: Actor): Promise<Arrival[]> =>
  (await arrivalsOf(db, { projectId })).map((found) => shownArrival(found, actor));

const investments = (db: Reader) =>
  db
    .select({ row: investment, about: { ...about, reversedBy: reverserOf(investment) } })
    .from(investment)
    .innerJoin(project, eq(project.id, investment.projectId))
    .innerJoin(unit, eq(unit.id, project.unitId))
    .leftJoin(person, eq(person.id, investment.recordedBy));
const shownInvestment = ({ row, about: a }: Awaited<ReturnType<typeof investments>>[number], actor: Actor): Investment => {
  const common = present(row, a, actor);
  return { ...row, ...common, acknowledged: kept(row.acknowledged, common) };
};
/** Months of investment with the names around them, as the actor may read them. */
export const investmentRows = async (db: Reader, { where, order, limit = allRows, offset = 0 }: Cut, actor: Actor): Promise<Investment[]> =>
  (
    await investments(db)
      .where(where)
      .orderBy(...order)
      .limit(limit)
      .offset(offset)
  ).map((found) => shownInvestment(found, actor));
const investmentsOf = question(['projectId'], (db, { projectId }) =>
  investments(db).where(eq(investment.projectId, projectId)).orderBy(asc(investment.month), asc(investment.recordedAt), asc(investment.id)),
);
/** The same of one project, all of them, from the earliest on. */
export const investmentsOfProject = async (db: Reader, projectId: string, actor: Actor): Promise<Investment[]> =>
  (await investmentsOf(db, { projectId })).map((found) => shownInvestment(found, actor));

/** Why a row stands in spite of its faults; the words may tell who pays. */
function kept(value: unknown, { isMasked }: Readonly<{ isMasked: boolean }>) {
  const acknowledged = value as { reason: string; faults: { code: string }[] } | null satisfies Acknowledged | null;
  return acknowledged && isMasked ? { ...acknowledged, reason: '' } : acknowledged;
}

function present(row: Row, a: About, actor: Actor) {
  const isMasked = !may.knowPayer(actor, a);
  const isStanding = row.reverses === null && a.reversedBy === null;
  return {
    projectCode: a.code,
    projectName: isMasked ? a.maskedName : a.name,
    unitId: a.unitId,
    unitName: a.unitName,
    isMasked,
    remark: isMasked ? null : row.remark,
    reason: isMasked ? null : row.reason,
    reversedBy: a.reversedBy,
    recordedByName: a.recorderName,
    recordedAt: row.recordedAt.toISOString(),
    can: { reverse: isStanding && may.reverse(actor, a, a) },
  };
}

/** What decides whether a row may be taken back: the present unit of its recorder, and the row that reversed it already. */
export async function standingOf(db: Reader, ledger: LedgerTable, row: Readonly<{ id: string; projectId: string; recordedBy: string }>) {
  const [recorder] = await db.select({ unitId: person.unitId }).from(person).where(eq(person.id, row.recordedBy));
  const [reverser] = await db
    .select({ id: ledger.id })
    .from(ledger)
    .where(and(eq(ledger.projectId, row.projectId), eq(ledger.reverses, row.id)));
  return { recorderUnitId: recorder?.unitId ?? null, reversedBy: reverser?.id ?? null };
}
