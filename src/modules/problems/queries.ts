import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type Actor, isBusiness, scopeOf } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { addDays, type Day, dayOf, daysBetween } from '../../kernel/day.ts';
import type { Paging } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { pageWithSums } from '../../platform/page.ts';
import { unitIdsBelow, unitTree } from '../identity/queries.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import { literal } from '../reference/queries.ts';
import type { ProblemFilter, ProblemRow, problemsContract } from './contract.ts';
import { type Age, ageKeys, ages, isOverdue, tiers } from './domain/problem.ts';
import { problemStanding } from './tables.ts';

type C = typeof problemsContract;

/** Problems s that the actor may see: those of their projects, and those that their unit is to solve. */
export function problemWhere(actor: Actor): SQL {
  if (!isBusiness(actor)) return sql`false`;
  if (scopeOf(actor) === 'all') return sql`true`;
  return sql`(s.project_id in (select v.id from project v where ${projectWhere(actor, 'v')})
    or s.owner_unit_id = any(${sql.param([...actor.unitIds])}::uuid[]))`;
}

/** Joined to keys by what may be missing, so that what a question does not name is not read. */
const joined = sql`left join problem q on q.project_id = s.project_id and q.id = s.problem_id left join project p on p.id = s.project_id
  left join unit u on u.id = p.unit_id left join unit o on o.id = s.owner_unit_id`;
const problemsFrom: SQL = sql`from problem_standing s ${joined}`;

/** The title as the actor may read it: before signing it may tell the investor. */
export const shownTitle = (actor: Actor): SQL => sql`case when ${shownName(actor).masked} then '' else q.title end`;

export const overdue = (today: Day): SQL => sql`(s.state = 'open' and (s.due_on < ${today} or s.late_on is not null))`;
const live = sql`s.state in ('open', 'solved')`;

const ageWhere = (age: Age, today: Day): SQL => {
  const [first, last] = ages[age];
  return sql`(${live} and s.raised_on <= ${addDays(today, -first)} and s.raised_on >= ${addDays(today, -last)})`;
};

async function below(db: Reader, unit: string, column: SQL): Promise<SQL> {
  const ids = await unitIdsBelow(db, unit);
  if (ids.length === 0) throw refuse('not_found', 'unit.unknown', { id: unit });
  return sql`${column} = any(${sql.param(ids)}::uuid[])`;
}

/** What the filters leave of what the actor may see. Refuses unit.unknown. */
async function filterWhere(db: Reader, f: ProblemFilter, actor: Actor, today: Day): Promise<SQL> {
  const late = overdue(today);
  const conditions: (SQL | undefined)[] = [
    problemWhere(actor),
    f.state && (f.state === 'live' ? live : sql`s.state = ${f.state}`),
    f.type ? sql`q.type = ${f.type}` : undefined,
    f.level ? sql`q.level = ${f.level}` : undefined,
    f.tier && sql`s.tier = ${f.tier}`,
    f.unit ? await below(db, f.unit, sql`p.unit_id`) : undefined,
    f.owner ? await below(db, f.owner, sql`s.owner_unit_id`) : undefined,
    f.overdue && sql`${late} = ${f.overdue === 'true'}`,
    f.age && ageWhere(f.age, today),
    f.q ? wordsWhere(f.q, actor) : undefined,
  ];
  return sql.join(
    conditions.filter((c) => c !== undefined),
    sql` and `,
  );
}
const wordsWhere = (q: string, actor: Actor): SQL => {
  const part = `%${literal(q)}%`;
  return sql`(${shownName(actor).text} ilike ${part} or ${shownTitle(actor)} ilike ${part} or p.code ilike ${`${literal(q)}%`})`;
};

type Raw = Omit<ProblemRow, 'isOverdue' | 'ageDays'>;
const withDays = (row: Raw, today: Day): ProblemRow => ({
  ...row,
  isOverdue: isOverdue(row, today),
  ageDays: daysBetween(row.raisedOn, row.closedOn ?? today),
});

const columns = (actor: Actor): SQL => sql`q.project_id as "projectId", p.code as "projectCode", ${shownName(actor).text} as "projectName",
  u.name as "unitName", q.id, q.year, q.no, q.type, q.level, ${shownTitle(actor)} as title, q.source, s.state, s.tier,
  s.owner_unit_id as "ownerUnitId", o.name as "ownerName", s.due_on as "dueOn", s.late_on as "lateOn", s.raised_on as "raisedOn",
  s.closed_on as "closedOn"`;

/** Rows of problems s, raised as q, of projects p. */
export async function problemRows(db: Reader, where: SQL, part: SQL, actor: Actor, today: Day): Promise<ProblemRow[]> {
  const { rows } = await db.execute<Raw>(sql`select ${columns(actor)} ${problemsFrom} where ${where} ${part}`);
  return rows.map((row) => withDays(row, today));
}

/** The most pressing first, of problems that are over the latest. */
const pressing = sql`array_position(array['open', 'solved', 'closed', 'merged', 'withdrawn'], s.state),
  case when s.state in ('closed', 'merged', 'withdrawn') then null else s.due_on end, s.raised_on desc, s.problem_id desc`;

/** The pool, the most pressing first. Refuses unit.unknown. */
export async function listProblems(db: Reader, query: Received<C['list']>['query'], actor: Actor, now: Date): Promise<Result<C['list']>> {
  const today = dayOf(now);
  const { page, size, ...filter } = query;
  const where = await filterWhere(db, filter, actor, today);
  const { items, sums } = await pageOf(db, where, { page, size }, actor, today);
  return { items, ...sums };
}

type Counts = { open: number; overdue: number; solved: number };
const countsOf = (today: Day): SQL => sql`count(*) filter (where s.state = 'open')::int as open,
  count(*) filter (where ${overdue(today)})::int as overdue, count(*) filter (where s.state = 'solved')::int as solved`;

async function pageOf(db: Reader, where: SQL, paging: Paging, actor: Actor, today: Day) {
  const { items, sums } = await pageWithSums<Raw, Counts & { total: number }>(
    db,
    {
      found: sql`select s.project_id, s.problem_id, s.state, s.due_on, s.late_on, s.raised_on ${problemsFrom} where ${where}`,
      order: pressing,
      sums: sql`count(*)::int as total, ${countsOf(today)}`,
      columns: columns(actor),
      joins: sql`join problem_standing s on s.project_id = f.project_id and s.problem_id = f.problem_id ${joined}`,
    },
    paging,
  );
  return { items: items.map((row) => withDays(row, today)), sums };
}

const onBoard = 20;
/** The pool as a board. Refuses unit.unknown. */
export async function problemBoard(db: Reader, query: Received<C['board']>['query'], actor: Actor, now: Date): Promise<Result<C['board']>> {
  const today = dayOf(now);
  const where = await filterWhere(db, query, actor, today);
  const places = [
    ...tiers.map((key) => ({ key, is: sql`s.state = 'open' and s.tier = ${key}` })),
    { key: 'solved' as const, is: sql`s.state = 'solved'` },
    { key: 'closed' as const, is: sql`s.state = 'closed' and s.closed_on >= ${addDays(today, -90)}` },
  ];
  const columns = await Promise.all(
    places.map(async ({ key, is }) => {
      const all = sql`${where} and ${is}`;
      const { rows } = await db.execute<{ total: number }>(sql`select count(*)::int as total ${problemsFrom} where ${all}`);
      return { key, total: rows[0]!.total, items: await problemRows(db, all, sql`order by ${pressing} limit ${onBoard}`, actor, today) };
    }),
  );
  return { columns };
}

/** What is not closed, by age and by owner; of all owners or of those named. */
export async function problemFigures(
  db: Reader,
  actor: Actor,
  now: Date,
  owners: readonly string[] | null = null,
): Promise<Result<C['figures']>> {
  const today = dayOf(now);
  const band = sql`case ${sql.join(
    ageKeys.map((age) => sql`when ${ageWhere(age, today)} then ${sql.raw(`'${age}'`)}`),
    sql` `,
  )} end`;
  const owned = owners ? sql`s.owner_unit_id = any(${sql.param([...owners])}::uuid[])` : sql`true`;
  const where = sql`${problemWhere(actor)} and ${live} and ${owned}`;
  const { rows } = await db.execute<Counts & { unitId: string; age: Age; oldest: Day }>(sql`
    select s.owner_unit_id as "unitId", ${band} as age, min(s.raised_on) as oldest, ${countsOf(today)} ${problemsFrom} where ${where} group by 1, 2`);
  const [ofAge, ofUnit] = [Map.groupBy(rows, (r) => r.age), Map.groupBy(rows, (r) => r.unitId)];
  return {
    ages: ageKeys.map((age) => ({ ...sumOf(ofAge.get(age) ?? []), age })),
    owners: (await unitTree(db)).flatMap(({ id, name }) => {
      const found = ofUnit.get(id);
      if (!found) return [];
      const oldest = found.map((r) => r.oldest).reduce((a, b) => (a < b ? a : b));
      return [{ ...sumOf(found), unitId: id, unitName: name, oldestDays: daysBetween(oldest, today) }];
    }),
  };
}
const sumOf = (all: readonly Counts[]): Counts =>
  all.reduce((sum, one) => ({ open: sum.open + one.open, overdue: sum.overdue + one.overdue, solved: sum.solved + one.solved }), {
    open: 0,
    overdue: 0,
    solved: 0,
  });

const mostRows = 50_000;
/** The same for a file. Refuses unit.unknown, problem.export_too_large. */
export async function problemsForSheet(db: Reader, filter: ProblemFilter, actor: Actor, today: Day): Promise<ProblemRow[]> {
  const rows = await problemRows(
    db,
    await filterWhere(db, filter, actor, today),
    sql`order by ${pressing} limit ${mostRows + 1}`,
    actor,
    today,
  );
  if (rows.length > mostRows) throw refuse('rule', 'problem.export_too_large', { most: mostRows });
  return rows;
}

/** Where a problem stands, or null where there is none; `lock` holds it until the transaction ends. */
export async function standingRow(db: Reader, projectId: string, problemId: string, lock = false) {
  const found = db
    .select()
    .from(problemStanding)
    .where(and(eq(problemStanding.projectId, projectId), eq(problemStanding.problemId, problemId)));
  const [row] = await (lock ? found.for('update') : found);
  return row ?? null;
}
