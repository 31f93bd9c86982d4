import { sql } from 'drizzle-orm';
import type { Role } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { basesOn, ruleOn } from './basis-queries.ts';
import { type Cell, settled, type Said } from './domain/claim.ts';
import { type Fact, factsOf, proposalFor, verdictsInForce } from './facts-queries.ts';

export type ArrivalKey = Readonly<{ projectId: string; arrivalId: string }>;
export type Opinion = Said & Readonly<{ arrivalId: string; basis: string; remark: string | null; givenBy: string; by: string | null }>;
/** How an arrival stands under one 口径, and what the claim would add. */
export type BasisCell = Omit<Cell, 'opinion'> &
  Readonly<{
    basis: string;
    roles: readonly Role[];
    opinion: Opinion | null;
    would: Said | null;
    rule: Awaited<ReturnType<typeof ruleOn>>;
    inForceId: string | null;
  }>;
type Under = Readonly<{
  basis: Awaited<ReturnType<typeof basesOn>>[number];
  rule: Awaited<ReturnType<typeof ruleOn>>;
  inForce: Awaited<ReturnType<typeof verdictsInForce>>;
}>;
type Stood = Readonly<{ fact: Fact; cells: readonly BasisCell[] }>;

/** The last word of each office on the arrivals of a claim. */
async function opinionsOn(db: Reader, claimId: string): Promise<Map<string, Opinion>> {
  const { rows } = await db.execute<Opinion>(sql`
    select distinct on (o.arrival_id, o.basis) o.arrival_id as "arrivalId", o.basis, o.outcome, o.reason, o.amount_fen as "amountFen", o.remark,
      o.given_by as "givenBy", n.name as by
    from claim_opinion o left join person n on n.id = o.given_by where o.claim_id = ${claimId}
    order by o.arrival_id, o.basis, o.recorded_at desc, o.id desc`);
  return new Map(rows.map((o) => [`${o.arrivalId} ${o.basis}`, o]));
}

/** Arrivals of a claim that are in force, by id, each under every 口径 in use on the day. Reversed ones are not in the answer. */
export async function cellsOf(db: Reader, claimId: string, keys: readonly ArrivalKey[], day: Day): Promise<Map<string, Stood>> {
  if (!keys.length) return new Map();
  const list = (field: keyof ArrivalKey) => sql`any(${sql.param(keys.map((k) => k[field]))}::uuid[])`;
  const facts = await factsOf(db, sql`m.project_id = ${list('projectId')} and m.id = ${list('arrivalId')}`, keys.length);
  const opinions = await opinionsOn(db, claimId);
  const bases: Under[] = [];
  for (const basis of (await basesOn(db, day)).filter((b) => b.isActive)) {
    const rule = await ruleOn(db, basis.code, day);
    bases.push({ basis, rule, inForce: await verdictsInForce(db, basis.code, facts) });
  }
  const cellOf = (fact: Fact, { basis, rule, inForce: known }: Under): BasisCell => {
    const opinion = opinions.get(`${fact.id} ${basis.code}`) ?? null;
    const found = known.get(fact.id);
    const inForce = found ? { outcome: found.outcome, reason: found.reason, amountFen: found.amountFen } : null;
    const { outcome, reason, amountFen } = proposalFor(rule?.body ?? null, fact);
    const cell = { opinion, inForce, proposal: { outcome, reason, amountFen } };
    const would = settled(cell);
    return { ...cell, basis: basis.code, roles: basis.roles, would, rule, inForceId: found?.id ?? null };
  };
  return new Map(facts.map((fact) => [fact.id, { fact, cells: bases.map((b) => cellOf(fact, b)) }]));
}
