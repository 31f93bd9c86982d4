import { sql, type SQL } from 'drizzle-orm';
import type { PartialDate } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { EvidenceKind } from '../evidence/domain/file.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { divisionInWords, regionOf } from './domain/region.ts';
import type { RecognitionRule } from './domain/rule.ts';
import { type ArrivalFacts, type Outcome, propose, type Reason } from './domain/verdict.ts';

/** Arrivals in force, over aliases m (arrival) and p (project), as known at an instant. */
export const standing = (asOf: string | null): SQL => {
  const known = (alias: string) => (asOf ? sql`and ${sql.raw(alias)}.recorded_at <= ${asOf}` : sql``);
  return sql`m.reverses is null ${known('m')} and not exists (
    select 1 from arrival r where r.project_id = m.project_id and r.reverses = m.id ${known('r')})`;
};

/** The verdict in force of arrival m under a 口径, as known at an instant: the one that no other supersedes. */
export const verdictOf = (basis: string | SQL, asOf: string | null): SQL => {
  const known = (alias: string) => (asOf ? sql`and ${sql.raw(alias)}.recorded_at <= ${asOf}` : sql``);
  return sql`select v.* from verdict v where v.project_id = m.project_id and v.arrival_id = m.id and v.basis = ${basis} ${known('v')}
    and not exists (select 1 from verdict n where n.project_id = v.project_id and n.supersedes = v.id ${known('n')})`;
};

type FactRow = Omit<ArrivalFacts, 'region'> & {
  id: string;
  projectId: string;
  division: string | null;
  words: string | null;
  countedOn: PartialDate;
  unitId: string;
  stage: Stage;
  side: Side | null;
};
export type Fact = Readonly<{ id: string; projectId: string; project: { id: string; unitId: string; stage: Stage; side: Side | null } }> &
  Readonly<{ facts: Omit<ArrivalFacts, 'region'>; division: string | null; /** When the ledger counts it. */ countedOn: PartialDate }>;

/** What rules ask of arrivals in force that satisfy `where` (over m, the arrival, and p, its project). */
export async function factsOf(db: Reader, where: SQL, limit: number): Promise<Fact[]> {
  const { rows } = await db.execute<FactRow>(sql`
    select m.id, m.project_id as "projectId", m.arrived_on as "arrivedOn", m.kind, m.amount_fen as "amountFen", m.currency,
      m.amount_minor as "amountMinor", coalesce(m.booked_on, m.arrived_on) as "countedOn", m.payer, m.payer_division as division, m.payer_region as words, p.signed_on as "signedOn",
      p.total_fen as "totalFen", p.industry_code as "industryCode", i.section, p.natong_on as "natongOn",
      p.investor_kind as "investorKind", p.unit_id as "unitId", p.stage, p.side,
      array(select distinct e.kind from evidence e where not exists (select 1 from evidence_retraction x where x.evidence_id = e.id)
        and ((e.subject = 'arrival' and e.subject_id = m.id) or (e.subject = 'project' and e.subject_id = p.id))) as evidence
    from arrival m join project p on p.id = m.project_id left join industry i on i.code = p.industry_code
    where ${standing(null)} and ${where} order by m.arrived_on desc, m.id desc limit ${limit}`);
  const places = await placesIn(db, rows);
  return rows.map(({ id, projectId, division, words, countedOn, unitId, stage, side, ...facts }) => ({
    id,
    projectId,
    countedOn,
    project: { id: projectId, unitId, stage, side },
    facts: { ...facts, evidence: facts.evidence as readonly EvidenceKind[] },
    division: division ?? divisionInWords(words, places),
  }));
}

/** Provinces and prefectures in use: regions in words are rarely finer. Asked for only when a row has words and no code. */
async function placesIn(db: Reader, rows: readonly FactRow[]) {
  if (!rows.some((r) => r.division === null && r.words !== null)) return [];
  const found = await db.execute<{ code: string; name: string }>(
    sql`select code, name from division where last_year is null and level in ('province', 'prefecture')`,
  );
  return found.rows;
}

/** What a rule proposes for an arrival. */
export const proposalFor = (rule: RecognitionRule | null, { facts, division }: Fact) =>
  propose(rule, { ...facts, region: regionOf(division, rule?.home ?? null) });

export type InForce = { id: string; arrivalId: string; outcome: Outcome; reason: Reason; amountFen: number };
/** Verdicts in force of these arrivals under one 口径, by arrival. */
export async function verdictsInForce(db: Reader, basis: string, keys: readonly Readonly<{ id: string; projectId: string }>[]) {
  const list = (field: 'id' | 'projectId') => sql`any(${sql.param([...new Set(keys.map((k) => k[field]))])}::uuid[])`;
  const { rows } = await db.execute<InForce>(sql`
    select v.id, v.arrival_id as "arrivalId", v.outcome, v.reason, v.amount_fen as "amountFen" from verdict v
    where v.project_id = ${list('projectId')} and v.arrival_id = ${list('id')} and v.basis = ${basis}
      and not exists (select 1 from verdict n where n.project_id = v.project_id and n.supersedes = v.id)`);
  return new Map(rows.map((r) => [r.arrivalId, r]));
}
