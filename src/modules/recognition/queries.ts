import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import { person } from '../identity/tables.ts';
import { unitIdsBelow } from '../identity/queries.ts';
import { projectWhere, shownName, visibleProject } from '../projects/queries.ts';
import { basisOf, ruleOn } from './basis-queries.ts';
import { type Judged, type recognitionContract, Verdict } from './contract.ts';
import type { Proposal } from './domain/verdict.ts';
import { type Fact, factsOf, proposalFor, standing, verdictOf } from './facts-queries.ts';
import { liveClaims } from './live-claim-queries.ts';
import { may } from './policy.ts';
import { verdict } from './tables.ts';

type C = typeof recognitionContract;
type Period = Readonly<{ from?: string | undefined; to?: string | undefined }>;

/** A date within a period of months or years; one known only to its year is in a period that begins in January of it. */
export const inPeriod = (column: SQL, { from, to }: Period): SQL => {
  const first = from?.length === 7 && from.endsWith('-01') ? from.slice(0, 4) : (from ?? '');
  return to ? sql`(${column} >= ${first} and ${column} <= ${`${to}~`})` : sql`${column} >= ${first}`;
};

/** The unit and everything below it, over an expression of the unit. Refuses: unit.unknown. */
export async function underUnit(db: Reader, unitId: string | undefined, column: SQL): Promise<SQL> {
  if (!unitId) return sql`true`;
  const ids = await unitIdsBelow(db, unitId);
  if (!ids.length) throw refuse('not_found', 'unit.unknown', { id: unitId });
  return sql`${column} = any(${sql.param(ids)}::uuid[])`;
}

type Row = Pick<
  Judged,
  'id' | 'projectId' | 'projectCode' | 'projectName' | 'unitName' | 'arrivedOn' | 'amountFen' | 'kind' | 'payer' | 'isMasked'
>;

/** Arrivals in force that the actor may see, each with its verdicts and what the rule of the 口径 asked for proposes. */
export async function listJudged(
  db: Reader,
  query: Received<C['arrivals']>['query'],
  actor: Actor,
  now: Date,
): Promise<Result<C['arrivals']>> {
  const basis = await basisOf(db, query.basis, dayOf(now));
  const inForce = verdictOf(query.basis, null);
  const stands =
    query.outcome === undefined
      ? sql`true`
      : query.outcome === 'not_judged'
        ? sql`not exists (${inForce})`
        : sql`exists (select 1 from (${inForce}) f where f.outcome = ${query.outcome})`;
  const where = sql`${standing(null)} and ${projectWhere(actor, 'p')} and ${query.project ? sql`m.project_id = ${query.project}` : sql`true`}
    and ${await underUnit(db, query.unit, sql`p.unit_id`)} and ${inPeriod(sql`m.arrived_on`, query)} and ${stands}`;
  const from = sql`from arrival m join project p on p.id = m.project_id`;
  const name = shownName(actor);
  const { rows } = await db.execute<Row>(sql`
    select m.id, m.project_id as "projectId", p.code as "projectCode", ${name.text} as "projectName", u.name as "unitName",
      m.arrived_on as "arrivedOn", m.amount_fen as "amountFen", m.kind, case when ${name.masked} then null else m.payer end as payer,
      ${name.masked} as "isMasked"
    ${from} join unit u on u.id = p.unit_id where ${where}
    order by m.arrived_on desc, m.id desc limit ${query.size} offset ${rowsBefore(query)}`);
  const { rows: sums } = await db.execute<{ total: number; fen: number }>(
    sql`select count(*) as total, coalesce(sum(m.amount_fen), 0)::bigint as fen ${from} where ${where}`,
  );
  const [verdicts, proposals] = [await verdictsOf(db, rows), await proposalsOf(db, rows, query.basis, now)];
  const claims = await liveClaims(db, rows);
  const items = rows.map((row) => {
    const found = proposals.get(row.id);
    const claim = claims.get(row.id) ?? null;
    return {
      ...row,
      verdicts: (verdicts.get(row.id) ?? []).map((v) => (row.isMasked ? { ...v, remark: null } : v)),
      // What a reason rests on may tell who pays.
      proposal: found ? { ...found.proposal, ...(row.isMasked && { params: {} }) } : null,
      claim,
      can: { give: found !== undefined && basis.isActive && claim?.state !== 'open' && may.give(actor, basis, found.project) },
    };
  });
  return { items, total: Number(sums[0]!.total), fen: Number(sums[0]!.fen) };
}

type Proposed = Readonly<{ proposal: Proposal; project: Fact['project'] }>;
async function proposalsOf(db: Reader, rows: readonly Row[], basis: string, now: Date): Promise<Map<string, Proposed>> {
  if (!rows.length) return new Map<string, Proposed>();
  const list = (field: 'id' | 'projectId') => sql`any(${sql.param(rows.map((r) => r[field]))}::uuid[])`;
  const rule = await ruleOn(db, basis, dayOf(now));
  const facts = await factsOf(db, sql`m.project_id = ${list('projectId')} and m.id = ${list('id')}`, rows.length);
  return new Map(facts.map((f) => [f.id, { proposal: proposalFor(rule?.body ?? null, f), project: f.project }]));
}

const verdictShape = {
  id: verdict.id,
  arrivalId: verdict.arrivalId,
  basis: verdict.basis,
  outcome: verdict.outcome,
  reason: verdict.reason,
  amountFen: verdict.amountFen,
  countsOn: verdict.countsOn,
  recognisedOn: verdict.recognisedOn,
  ruleVersion: verdict.ruleVersion,
  remark: verdict.remark,
  givenByName: person.name,
  recordedAt: verdict.recordedAt,
  supersedes: verdict.supersedes,
  claimId: verdict.claimId,
};
type Kept = Omit<Verdict, 'recordedAt'> & { arrivalId: string; recordedAt: Date };
const shown = ({ recordedAt, ...v }: Kept): Verdict => Verdict.parse({ ...v, recordedAt: recordedAt.toISOString() });

/** Verdicts in force of every 口径, by arrival. */
async function verdictsOf(db: Reader, rows: readonly Row[]): Promise<Map<string, Verdict[]>> {
  if (!rows.length) return new Map();
  const list = (field: 'id' | 'projectId') => sql`any(${sql.param(rows.map((r) => r[field]))}::uuid[])`;
  const found = await db
    .select(verdictShape)
    .from(verdict)
    .leftJoin(person, eq(person.id, verdict.givenBy))
    .where(
      sql`${verdict.projectId} = ${list('projectId')} and ${verdict.arrivalId} = ${list('id')} and not exists (
        select 1 from verdict n where n.project_id = ${verdict.projectId} and n.supersedes = ${verdict.id})`,
    );
  return new Map([...Map.groupBy(found, (v) => v.arrivalId)].map(([id, all]) => [id, all.map(shown)]));
}

/** Every verdict ever given on an arrival, in the order in which they were given. */
export async function verdictHistory(db: Reader, projectId: string, arrivalId: string, actor: Actor): Promise<Result<C['history']>> {
  const record = await visibleProject(db, projectId, actor);
  const rows = await db
    .select(verdictShape)
    .from(verdict)
    .leftJoin(person, eq(person.id, verdict.givenBy))
    .where(and(eq(verdict.projectId, projectId), eq(verdict.arrivalId, arrivalId)))
    .orderBy(asc(verdict.basis), asc(verdict.recordedAt), asc(verdict.id));
  const knows = may.knowPayer(actor, record);
  return { items: rows.map(shown).map((v) => (knows ? v : { ...v, remark: null })) };
}
