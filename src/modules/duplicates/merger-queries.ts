import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { enterpriseFields } from '../enterprises/domain/enterprise.ts';
import { enterpriseById, survivorOf } from '../enterprises/queries.ts';
import { person, unit } from '../identity/tables.ts';
import { recordFields } from '../projects/domain/record.ts';
import { projectSurvivor } from '../projects/merged-queries.ts';
import { visibleProject } from '../projects/queries.ts';
import { rowsOf } from '../reference/queries.ts';
import type { MergerPreview, MergerView } from './contract.ts';
import { type Decision, mergeDecisions } from './domain/merge-decision.ts';
import { doublesOf, type EntryBrief, fieldPairs, stageOutcome } from './domain/merger.ts';
import { may } from './policy.ts';
import { merger, mergerConsent } from './tables.ts';

export type Subject = 'project' | 'enterprise';
export type Pair = Readonly<{ subject: Subject; fromId: string; intoId: string }>;

/** Decided with another field, or derived from others. */
const together = new Set<string>(['withheld', 'currency', 'rate', 'rateSource', 'rateOn']);
const projectFields = recordFields.filter((f) => !together.has(f));

/** The two as they stand: what was merged already means what it has become. Refuses two that are one, so that no circle can come about. */
async function settledPair(db: Reader, { subject, fromId, intoId }: Pair, actor: Actor): Promise<Pair> {
  const follow = async (id: string) => {
    if (subject === 'enterprise') return survivorOf(db, id);
    await visibleProject(db, id, actor);
    return (await projectSurvivor(db, id)) ?? id;
  };
  const [from, into] = [await follow(fromId), await follow(intoId)];
  if (from === into) throw refuse('rule', 'merger.same_record', { id: into });
  return { subject, fromId: from, intoId: into };
}

const dots = (column: string) => column.split('.') as [string, string];
/** How many rows speak of the one that is merged, by table and column. */
async function relationsOf(db: Reader, { subject, fromId }: Pair): Promise<MergerPreview['relations']> {
  const found: MergerPreview['relations'] = [];
  for (const [relation, decision] of Object.entries<Decision>(mergeDecisions[subject])) {
    const [table, column] = dots(relation);
    const [row] = await rowsOf<{ count: number }>(
      db,
      sql`select count(*)::int as count from ${sql.identifier(table)} where ${sql.identifier(column)} = ${fromId}`,
    );
    found.push({ relation, decision, count: row!.count });
  }
  return found.filter((r) => r.count > 0 && r.decision !== 'merger');
}

/** Entries of a project that count now. */
export const entriesOf = (db: Reader, projectId: string): Promise<EntryBrief[]> =>
  rowsOf<EntryBrief>(
    db,
    sql`select 'agreement' as ledger, e.id, e.signed_on as on, e.total_fen as fen, e.kind, null::text as "voucherNo" from agreement e
        where e.project_id = ${projectId} and e.reverses is null and not exists (select 1 from agreement r where r.project_id = e.project_id and r.reverses = e.id)
      union all select 'arrival', e.id, e.arrived_on, e.amount_fen, e.kind, e.voucher_no from arrival e
        where e.project_id = ${projectId} and e.reverses is null and not exists (select 1 from arrival r where r.project_id = e.project_id and r.reverses = e.id)
      union all select 'investment', e.id, e.month, e.amount_fen, 'month', null from investment e
        where e.project_id = ${projectId} and e.reverses is null and not exists (select 1 from investment r where r.project_id = e.project_id and r.reverses = e.id)
      order by 1, 3, 2`,
  );

async function unitNames(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: unit.id, name: unit.name })
    .from(unit)
    .where(inArray(unit.id, [...new Set(ids)]));
  return new Map(rows.map((r) => [r.id, r.name]));
}

type Owned = Readonly<{ unitId: string }>;
const ownersOf = (one: Owned, other: Owned, names: ReadonlyMap<string, string>) =>
  one.unitId === other.unitId ? [] : [one, other].map(({ unitId }) => ({ unitId, unitName: names.get(unitId) ?? '' }));

/** What a merger would do, row by row and yuan by yuan; writes nothing. */
export async function previewMerger(db: Reader, asked: Pair, actor: Actor): Promise<MergerPreview> {
  const pair = await settledPair(db, asked, actor);
  return pair.subject === 'project' ? previewProjects(db, pair, actor) : previewEnterprises(db, pair);
}

async function previewProjects(db: Reader, pair: Pair, actor: Actor): Promise<MergerPreview> {
  const [from, into] = [await visibleProject(db, pair.fromId, actor), await visibleProject(db, pair.intoId, actor)];
  const names = await unitNames(db, [from.unitId, into.unitId]);
  const doubles = doublesOf(await entriesOf(db, from.id), await entriesOf(db, into.id));
  const lost = (ledger: EntryBrief['ledger']) =>
    doubles
      .filter(({ entry: e }) => e.ledger === ledger && e.kind !== 'framework' && e.kind !== 'resigning')
      .reduce((sum, { entry }) => sum + entry.fen, 0);
  const before = {
    agreedFen: from.agreedFen + into.agreedFen,
    arrivedFen: from.arrivedFen + into.arrivedFen,
    investedFen: from.investedFen + into.investedFen,
    projects: 2,
  };
  const withoutDoubles = {
    agreedFen: before.agreedFen - lost('agreement'),
    arrivedFen: before.arrivedFen - lost('arrival'),
    investedFen: before.investedFen - lost('investment'),
    projects: 1,
  };
  return {
    subject: 'project',
    from: { ...pickBrief(from), unitName: names.get(from.unitId) ?? '' },
    into: { ...pickBrief(into), unitName: names.get(into.unitId) ?? '' },
    fields: fieldPairs(from, into, projectFields),
    stage: { from: from.stage, into: into.stage, outcome: stageOutcome(into.stage, from.stage) },
    relations: await relationsOf(db, pair),
    sums: { before, withoutDoubles },
    doubles,
    owners: ownersOf(from, into, names),
  };
}
const pickBrief = ({ id, code, name, unitId, version }: { id: string; code: string; name: string; unitId: string; version: number }) => ({
  id,
  code,
  name,
  unitId,
  version,
});

async function previewEnterprises(db: Reader, pair: Pair): Promise<MergerPreview> {
  const [from, into] = [await enterpriseById(db, pair.fromId), await enterpriseById(db, pair.intoId)];
  const names = await unitNames(db, [from.unitId, into.unitId]);
  const [sums] = await rowsOf<NonNullable<MergerPreview['sums']>['before']>(
    db,
    sql`select coalesce(sum(agreed_fen), 0)::bigint as "agreedFen", coalesce(sum(arrived_fen), 0)::bigint as "arrivedFen",
        coalesce(sum(invested_fen), 0)::bigint as "investedFen", count(*)::int as projects
      from project where investor_id in (${from.id}, ${into.id}) or company_id in (${from.id}, ${into.id})`,
  );
  const brief = (e: typeof from) => ({ ...pickBrief({ ...e, code: '' }), code: e.uscc, unitName: names.get(e.unitId) ?? '' });
  return {
    subject: 'enterprise',
    from: brief(from),
    into: brief(into),
    fields: fieldPairs(from, into, enterpriseFields),
    stage: null,
    relations: await relationsOf(db, pair),
    sums: { before: sums!, withoutDoubles: sums! },
    doubles: [],
    owners: ownersOf(from, into, names),
  };
}

export type MergerRow = typeof merger.$inferSelect;
export const consentsOf = (db: Reader, ids: readonly string[]) =>
  db
    .select({ consent: mergerConsent, unitName: unit.name })
    .from(mergerConsent)
    .innerJoin(unit, eq(unit.id, mergerConsent.unitId))
    .where(inArray(mergerConsent.mergerId, [...ids]));

/** Mergers that the actor has a part in: the bureau all, a unit those it is asked about; names only of what is theirs to see. */
export async function listMergers(
  db: Reader,
  query: { of?: string | undefined; open?: string | undefined },
  actor: Actor,
): Promise<MergerView[]> {
  const of = query.of ? sql`(m.from_id = ${query.of} or m.into_id = ${query.of})` : sql`true`;
  const open = query.open === 'true' ? sql`m.status in ('asked', 'agreed')` : sql`true`;
  const mine = may.merge(actor)
    ? sql`true`
    : sql`exists (select 1 from ${mergerConsent} c where c.merger_id = m.id and c.unit_id = any(${sql.param([...actor.unitIds])}::uuid[]))`;
  const ids = await rowsOf<{ id: string }>(
    db,
    sql`select m.id from ${merger} m where ${of} and ${open} and ${mine} order by m.asked_at desc, m.id desc limit 100`,
  );
  if (!ids.length) return [];
  const rows = await db
    .select({ m: merger, askedByName: person.name })
    .from(merger)
    .leftJoin(person, eq(person.id, merger.askedBy))
    .where(
      inArray(
        merger.id,
        ids.map((r) => r.id),
      ),
    )
    .orderBy(desc(merger.askedAt), desc(merger.id));
  const consents = await consentsOf(
    db,
    rows.map((r) => r.m.id),
  );
  const names = await namesOf(
    db,
    rows.map((r) => r.m),
    actor,
  );
  return rows.map(({ m, askedByName }) => present(m, askedByName ?? '', consents, names, actor));
}

type Consents = Awaited<ReturnType<typeof consentsOf>>;
function present(m: MergerRow, askedByName: string, all: Consents, names: ReadonlyMap<string, string>, actor: Actor): MergerView {
  const consents = all.filter((c) => c.consent.mergerId === m.id);
  return {
    id: m.id,
    subject: m.subject,
    status: m.status,
    fromId: m.fromId,
    fromName: names.get(m.fromId) ?? null,
    intoId: m.intoId,
    intoName: names.get(m.intoId) ?? null,
    reason: m.reason,
    askedAt: m.askedAt.toISOString(),
    askedByName,
    doneAt: m.doneAt?.toISOString() ?? null,
    undoneAt: m.undoneAt?.toISOString() ?? null,
    undoReason: m.undoReason,
    consents: consents.map(({ consent: { unitId, verdict, note }, unitName }) => ({ unitId, unitName, verdict, note })),
    can: {
      consent: m.status === 'asked' && consents.some(({ consent: c }) => c.verdict === null && may.consent(actor, c.unitId)),
      carryOut: m.status === 'agreed' && may.merge(actor),
      undo: m.status === 'done' && may.merge(actor),
    },
  };
}

async function namesOf(db: Reader, rows: readonly MergerRow[], actor: Actor): Promise<Map<string, string>> {
  const ids = sql`${sql.param(rows.flatMap((r) => [r.fromId, r.intoId]))}::uuid[]`;
  // An owner who is asked must know what of its own is meant; the other side stays unnamed to it.
  const seen = may.merge(actor) ? sql`true` : sql`p.unit_id = any(${sql.param([...actor.unitIds])}::uuid[])`;
  const found = await rowsOf<{ id: string; name: string }>(
    db,
    sql`select p.id, p.code || ' ' || p.name as name from project p where p.id = any(${ids}) and ${seen}
      union all select e.id, e.name from enterprise e where e.id = any(${ids})`,
  );
  return new Map(found.map((f) => [f.id, f.name]));
}
