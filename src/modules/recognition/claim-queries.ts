import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import { isAskedToSign } from '../reviews/seat-queries.ts';
import { basesOn } from './basis-queries.ts';
import { type ArrivalKey, type BasisCell, cellsOf } from './cell-queries.ts';
import type { ClaimBrief, ClaimedArrival, claimEndpoints, ClaimLine } from './domain/claim-contract.ts';
import { mostOfClaim, type Said } from './domain/claim.ts';
import { claimSubject } from './domain/flow.ts';
import { standing, verdictOf } from './facts-queries.ts';
import { may } from './policy.ts';
import { underUnit } from './queries.ts';
import { claimLine, verdictClaim } from './tables.ts';

type C = typeof claimEndpoints;
export type ClaimRow = typeof verdictClaim.$inferSelect;

/** The claim, if it is the actor's to read; else as unknown as one that never was (`claim.unknown`). `lock` holds the row. */
export async function readableClaim(db: Reader, id: string, actor: Actor, lock = false): Promise<ClaimRow> {
  const found = db.select().from(verdictClaim).where(eq(verdictClaim.id, id));
  const [row] = await (lock ? found.for('update') : found);
  if (!row || !may.readClaim(actor, row)) throw refuse('not_found', 'claim.unknown', { id });
  return row;
}

/** The same, or whatever claim the actor is asked to sign: that one they read whole, wherever it comes from. */
async function shownClaim(db: Reader, id: string, actor: Actor, now: Date): Promise<ClaimRow & { isSigned: boolean }> {
  const isSigned = await isAskedToSign(db, { subject: claimSubject, subjectId: id }, actor, dayOf(now));
  if (!isSigned) return { ...(await readableClaim(db, id, actor)), isSigned };
  const [row] = await db.select().from(verdictClaim).where(eq(verdictClaim.id, id));
  return { ...row!, isSigned };
}

/** The arrivals of a claim as it was sent last. */
export const linesOf = (db: Reader, { id, round }: Pick<ClaimRow, 'id' | 'round'>): Promise<ArrivalKey[]> =>
  db
    .select({ projectId: claimLine.projectId, arrivalId: claimLine.arrivalId })
    .from(claimLine)
    .where(and(eq(claimLine.claimId, id), eq(claimLine.round, round)));

/** Is arrival m in a claim in one of these states, other than this one? Over alias m. */
export const claimedElsewhere = (states: readonly ClaimRow['state'][], but: string | null): SQL =>
  sql`exists (select 1 from claim_line l join verdict_claim c on c.id = l.claim_id and c.round = l.round
    where l.project_id = m.project_id and l.arrival_id = m.id and c.state = any(${sql.param([...states])}::text[])
      and ${but ? sql`c.id <> ${but}` : sql`true`})`;

/** When arrival m counts in the ledger: its month, or its year when no more is known. */
const monthOfM = sql`left(coalesce(m.booked_on, m.arrived_on), 7)`;
/** May arrival m be sent up by the actor, in a claim of its own or in this one? There is something to judge, and nobody is at it. */
export async function claimableWhere(db: Reader, actor: Actor, now: Date, claimId: string | null): Promise<SQL> {
  const codes = (await basesOn(db, dayOf(now))).filter((b) => b.isActive).map((b) => b.code);
  const judgedUnder = verdictOf(sql`b.code`, null);
  return sql`${standing(null)} and p.unit_id = any(${sql.param(actor.unitIds)}::uuid[]) and p.side is distinct from 'merged'
    and not ${claimedElsewhere(['open', 'returned'], claimId)}
    and exists (select 1 from unnest(${sql.param(codes)}::text[]) b(code)
      where not exists (select 1 from (${judgedUnder}) f where f.outcome <> 'pending'))`;
}

type Described = ClaimedArrival & { isReversed: boolean; isOpen: boolean };
const described = (actor: Actor): SQL => {
  const name = shownName(actor);
  return sql`select m.id, m.project_id as "projectId", p.code as "projectCode", ${name.text} as "projectName", u.name as "unitName",
      m.arrived_on as "arrivedOn", m.amount_fen as "amountFen", m.kind, case when ${name.masked} then null else m.payer end as payer,
      ${name.masked} as "isMasked", not (${standing(null)}) as "isReversed", ${projectWhere(actor, 'p')} as "isOpen"
    from arrival m join project p on p.id = m.project_id join unit u on u.id = p.unit_id`;
};

/** What the actor may send up of a month (the latest with anything when none is asked for), with what a returned claim of theirs holds. */
export async function claimable(
  db: Reader,
  { month, claim }: Received<C['claimable']>['query'],
  actor: Actor,
  now: Date,
): Promise<Result<C['claimable']>> {
  const returned = claim ? await readableClaim(db, claim, actor) : null;
  const where = await claimableWhere(db, actor, now, claim ?? null);
  const { rows: months } = await db.execute<{ month: string; count: number }>(sql`
    select ${monthOfM} as month, count(*) as count from arrival m join project p on p.id = m.project_id where ${where}
    group by 1 order by 1 desc limit 60`);
  const chosen = returned?.month ?? month ?? months[0]?.month ?? null;
  const { rows: items } = await db.execute<ClaimedArrival>(
    sql`${described(actor)} where ${where} and ${monthOfM} = ${chosen} order by m.arrived_on, m.id limit ${mostOfClaim}`,
  );
  const total = Number(months.find((m) => m.month === chosen)?.count ?? 0);
  return {
    month: chosen,
    months: months.map((m) => ({ month: m.month, count: Number(m.count) })),
    items,
    total,
  };
}

/** Claims of the units that the actor may see, newest first. */
export async function listClaims(db: Reader, query: Received<C['claims']>['query'], actor: Actor): Promise<Result<C['claims']>> {
  const scope = scopeOf(actor);
  const where = sql`${scope === 'all' ? sql`true` : sql`c.unit_id = any(${sql.param(scope)}::uuid[])`}
    and ${await underUnit(db, query.unit, sql`c.unit_id`)} and ${query.state ? sql`c.state = ${query.state}` : sql`true`}
    and ${query.month ? sql`c.month = ${query.month}` : sql`true`}`;
  const items = await briefs(db, sql`${where} order by c.submitted_at desc, c.id desc limit ${query.size} offset ${rowsBefore(query)}`);
  const { rows } = await db.execute<{ total: number }>(sql`select count(*) as total from verdict_claim c where ${where}`);
  return { items, total: Number(rows[0]!.total), can: { claim: may.claim(actor) } };
}

async function briefs(db: Reader, where: SQL): Promise<ClaimBrief[]> {
  const { rows } = await db.execute<ClaimBrief>(sql`
    select c.id, u.name as "unitName", c.month, c.round, c.state, c.remark, n.name as "submittedBy",
      to_char(c.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "submittedAt", l.arrivals::int as arrivals, l.fen
    from verdict_claim c join unit u on u.id = c.unit_id join person n on n.id = c.submitted_by cross join lateral (
      select count(*) as arrivals, coalesce(sum(m.amount_fen), 0)::bigint as fen
      from claim_line l join arrival m on m.project_id = l.project_id and m.id = l.arrival_id where l.claim_id = c.id and l.round = c.round) l
    where ${where}`);
  return rows;
}

/** A claim with its arrivals, each under every 口径 in use. Refuses claim.unknown. */
export async function claimView(db: Reader, id: string, actor: Actor, now: Date): Promise<Result<C['claim']>> {
  const claim = await shownClaim(db, id, actor, now);
  const [brief] = await briefs(db, sql`c.id = ${id}`);
  const keys = await linesOf(db, claim);
  const list = (field: keyof ArrivalKey) => sql`any(${sql.param(keys.map((k) => k[field]))}::uuid[])`;
  const { rows } = await db.execute<Described>(sql`${described(actor)}
    where m.project_id = ${list('projectId')} and m.id = ${list('arrivalId')} and
      ${claim.isSigned ? sql`true` : projectWhere(actor, 'p')} order by m.arrived_on, m.id`);
  const stood = await cellsOf(db, id, keys, dayOf(now));
  const isOpen = claim.state === 'open';
  const lines = rows.map(({ isOpen: open, ...row }): ClaimLine => {
    const found = stood.get(row.id);
    return {
      ...row,
      can: { open },
      cells: (found?.cells ?? []).map((cell) => shownCell(cell, row.isMasked, isOpen && canOpine(actor, cell, found!.fact.project))),
    };
  });
  const can = { resubmit: claim.state === 'returned' && may.claimAgain(actor, claim) };
  return { ...brief!, lines, hidden: keys.length - lines.length, can };
}

type Project = Parameters<typeof may.give>[2];
const canOpine = (actor: Actor, { roles }: BasisCell, project: Project) => may.give(actor, { roles }, project);
const saidOf = ({ outcome, reason, amountFen }: Said): Said => ({ outcome, reason, amountFen });
const shownCell = (
  { basis, inForce, proposal, opinion, would }: BasisCell,
  isMasked: boolean,
  opine: boolean,
): ClaimLine['cells'][number] => ({
  basis,
  inForce,
  proposal,
  opinion: opinion && { ...saidOf(opinion), remark: isMasked ? null : opinion.remark, by: opinion.by ?? '' },
  would: would && saidOf(would),
  can: { opine },
});
