import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { type Actor, inScope, scopeOf } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { refuse } from '../../kernel/refusal.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import { person } from '../identity/tables.ts';
import { rowsOf } from '../reference/queries.ts';
import type { DuplicateCase, duplicatesContract } from './contract.ts';
import { may } from './policy.ts';
import { duplicateCase, duplicateRuling } from './tables.ts';

type C = typeof duplicatesContract;
type Side = NonNullable<DuplicateCase['one']> & { unitId: string };
type Row = Omit<DuplicateCase, 'one' | 'other' | 'can' | 'isOverdue'> & { one: Side; other: Side };

/** Cases with a project that the actor may see. */
function caseWhere(actor: Actor): SQL {
  const scope = scopeOf(actor);
  if (scope === 'all') return sql`true`;
  return sql`(a.unit_id = any(${sql.param(scope)}::uuid[]) or b.unit_id = any(${sql.param(scope)}::uuid[]))`;
}
const sideOf = (p: string) => {
  const c = sql.identifier(p);
  return sql`jsonb_build_object('id', ${c}.id, 'code', ${c}.code, 'name', ${c}.name, 'investorName', ${c}.investor_name, 'stage', ${c}.stage,
    'side', ${c}.side, 'unitId', ${c}.unit_id, 'totalFen', ${c}.total_fen, 'agreedFen', ${c}.agreed_fen, 'arrivedFen', ${c}.arrived_fen,
    'unitName', (select u.name from unit u where u.id = ${c}.unit_id), 'industryName', (select i.name from industry i where i.code = ${c}.industry_code))`;
};
const joined = sql`duplicate_case d join project a on a.id = d.project_id join project b on b.id = d.other_id`;
const columns = sql`d.id, d.project_id as "projectId", d.level, d.signs, d.status, d.opened_how as "openedHow", d.opened_at as "openedAt",
  coalesce((select w.name from person w where w.id = d.opened_by), '') as "openedByName", d.due_at as "dueAt",
  d.override_reason as "overrideReason", d.decided_at as "decidedAt", ${sideOf('a')} as one, ${sideOf('b')} as other`;
const iso = (at: string) => new Date(at).toISOString();

function present(row: Row, actor: Actor, now: Date): DuplicateCase {
  const { one, other } = row;
  // A project of another unit stays unnamed, and so do the words that speak of it.
  const shown = ({ unitId, ...side }: Side) => (inScope(actor, unitId) ? side : null);
  const isOpen = row.status === 'open';
  return {
    ...row,
    openedAt: iso(row.openedAt),
    dueAt: iso(row.dueAt),
    decidedAt: row.decidedAt && iso(row.decidedAt),
    isOverdue: isOpen && new Date(row.dueAt) < now,
    overrideReason: inScope(actor, one.unitId) ? row.overrideReason : null,
    openedByName: inScope(actor, one.unitId) ? row.openedByName : '',
    one: shown(one),
    other: shown(other),
    can: { decide: isOpen && may.decide(actor, one, other), merge: isOpen && may.merge(actor) },
  };
}

/** A page of the pool, the oldest due first. */
export async function listCases(db: Reader, { query }: Received<C['pool']>, actor: Actor, now: Date): Promise<Result<C['pool']>> {
  const overdue = sql`d.status = 'open' and d.due_at < ${now}`;
  const by = { open: sql`d.status = 'open'`, overdue, decided: sql`d.status <> 'open'`, all: sql`true` };
  const where = sql`${caseWhere(actor)} and ${by[query.status]}
    ${query.level ? sql`and d.level = ${query.level}` : sql``}
    ${query.project ? sql`and (d.project_id = ${query.project} or d.other_id = ${query.project})` : sql``}`;
  const rows = await rowsOf<Row>(
    db,
    sql`select ${columns} from ${joined} where ${where} order by d.status <> 'open', d.due_at, d.level, d.id limit ${query.size} offset ${rowsBefore(query)}`,
  );
  const [count] = await rowsOf<{ total: number; overdue: number }>(
    db,
    sql`select count(*) filter (where ${where})::int as total, count(*) filter (where ${overdue} and ${caseWhere(actor)})::int as overdue from ${joined}`,
  );
  return { items: rows.map((row) => present(row, actor, now)), ...count! };
}

/** One case and its rulings. Refuses duplicate.unknown, also for who has no part in it. */
export async function getCase(db: Reader, projectId: string, id: string, actor: Actor, now: Date): Promise<Result<C['case']>> {
  const [row] = await rowsOf<Row>(
    db,
    sql`select ${columns} from ${joined} where d.project_id = ${projectId} and d.id = ${id} and ${caseWhere(actor)}`,
  );
  if (!row || !may.read(actor, row.one, row.other)) throw refuse('not_found', 'duplicate.unknown', { id });
  const rulings = await db
    .select({ ruling: duplicateRuling, byName: person.name })
    .from(duplicateRuling)
    .leftJoin(person, eq(person.id, duplicateRuling.recordedBy))
    .where(and(eq(duplicateRuling.projectId, projectId), eq(duplicateRuling.caseId, id)))
    .orderBy(asc(duplicateRuling.recordedAt), asc(duplicateRuling.id));
  const shown = present(row, actor, now);
  const isWhole = shown.one !== null && shown.other !== null;
  return {
    case: shown,
    rulings: rulings.map(({ ruling, byName }) => ({
      verdict: ruling.verdict,
      reason: isWhole ? ruling.reason : null,
      at: ruling.recordedAt.toISOString(),
      byName: isWhole ? (byName ?? '') : '',
    })),
  };
}

/** A case as it is kept, held until the transaction ends, with the units of its two projects. */
export async function lockedCase(db: Reader, projectId: string, id: string, actor: Actor) {
  const [row] = await rowsOf<
    Pick<typeof duplicateCase.$inferSelect, 'level' | 'status' | 'otherId'> & { oneUnit: string; otherUnit: string }
  >(
    db,
    sql`select d.level, d.status, d.other_id as "otherId", a.unit_id as "oneUnit", b.unit_id as "otherUnit" from ${joined}
      where d.project_id = ${projectId} and d.id = ${id} and ${caseWhere(actor)} for update of d`,
  );
  if (!row) throw refuse('not_found', 'duplicate.unknown', { id });
  return row;
}
