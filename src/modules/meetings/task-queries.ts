import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { type Actor, isBusiness } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { type Paper, papersOf } from '../evidence/queries.ts';
import { type Letter, lightAt } from '../lights/follow-queries.ts';
import { peopleOf, unitIdsBelow, unitTree } from '../identity/queries.ts';
import { shownName } from '../projects/queries.ts';
import { literal } from '../reference/queries.ts';
import type { meetingsContract, TaskFilter, TaskRow } from './contract.ts';
import { isOverdue, stepKinds, follows } from './domain/supervision.ts';
import { may, mayRecord } from './policy.ts';
import { meeting, supervision, supervisionEvent, supervisionUnit } from './tables.ts';

type C = typeof meetingsContract;

/** Tasks t that the actor may see: offices of the whole district all, others those of their units. */
export function taskWhere(actor: Actor): SQL {
  if (!isBusiness(actor)) return sql`false`;
  if (may.seeAll(actor)) return sql`true`;
  return sql`exists (select 1 from supervision_unit w where w.supervision_id = t.id and w.unit_id = any(${sql.param([...actor.unitIds])}::uuid[]))`;
}
/** Words of a task of a project in talks tell its investor; its own unit, of which it is asked, knows. */
const shown = (actor: Actor, words: SQL): SQL => sql`case when p.id is not null and ${shownName(actor).masked} then '' else ${words} end`;

type Raw = Omit<TaskRow, 'units'>;
/** Tasks that the actor may see with their units in the order they were named. */
export async function taskRows(db: Reader, where: SQL, part: SQL, actor: Actor, today: Day): Promise<TaskRow[]> {
  const { rows } = await db.execute<Raw>(sql`
    select t.id, t.year, t.no, t.source, ${shown(actor, sql`t.title`)} as title, t.project_id as "projectId",
      case when p.id is null then null else ${shownName(actor).text} end as "projectName", t.due_on as "dueOn", t.issued_on as "issuedOn"
    from supervision t left join project p on p.id = t.project_id where ${taskWhere(actor)} and ${where} ${part}`);
  const ids = rows.map((r) => r.id);
  const units = ids.length
    ? await db
        .select()
        .from(supervisionUnit)
        .where(sql`${supervisionUnit.supervisionId} = any(${sql.param(ids)}::uuid[])`)
        .orderBy(asc(supervisionUnit.orderNo))
    : [];
  const names = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
  const of = Map.groupBy(units, (u) => u.supervisionId);
  return rows.map((row) => ({
    ...row,
    units: (of.get(row.id) ?? []).map((u) => ({
      unitId: u.unitId,
      unitName: names.get(u.unitId) ?? '',
      state: u.state,
      dueOn: u.dueOn,
      doneOn: u.doneOn,
      isOverdue: isOverdue(u, today),
    })),
  }));
}

const late = (today: Day): SQL =>
  sql`(case when w.state in ('accepted', 'fed_back') then w.done_on > w.due_on else w.due_on < ${today} end)`;

/** What the filters leave, over t and p. Refuses unit.unknown. */
async function filterWhere(db: Reader, { state, unit, q }: TaskFilter, actor: Actor, today: Day): Promise<SQL> {
  const ids = unit ? await unitIdsBelow(db, unit) : null;
  if (ids?.length === 0) throw refuse('not_found', 'unit.unknown', { id: unit });
  const live = sql`w.state <> 'accepted'`;
  const stands = !state
    ? sql`true`
    : state === 'live'
      ? live
      : state === 'overdue'
        ? sql`${live} and ${late(today)}`
        : sql`w.state = ${state}`;
  return sql`exists (select 1 from supervision_unit w where w.supervision_id = t.id and ${stands}
      and ${ids ? sql`w.unit_id = any(${sql.param(ids)}::uuid[])` : sql`true`})
    and ${q ? sql`${shown(actor, sql`t.title`)} ilike ${`%${literal(q)}%`}` : sql`true`}`;
}

const mostRows = 20_000;
/** The same for a file. Refuses unit.unknown, supervision.export_too_large. */
export async function tasksForSheet(db: Reader, filter: TaskFilter, actor: Actor, today: Day): Promise<TaskRow[]> {
  const where = await filterWhere(db, filter, actor, today);
  const rows = await taskRows(db, where, sql`order by t.year desc, t.no desc limit ${mostRows + 1}`, actor, today);
  if (rows.length > mostRows) throw refuse('rule', 'supervision.export_too_large', { most: mostRows });
  return rows;
}

/** What each unit fed back last, of tasks that the actor may see whole: by task and unit. */
export async function lastFeedback(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ key: string; words: string }>(sql`
    select distinct on (e.supervision_id, e.unit_id) e.supervision_id || ' ' || e.unit_id as key, e.words from supervision_event e
    where e.kind = 'fed_back' and e.supervision_id = any(${sql.param([...ids])}::uuid[])
    order by e.supervision_id, e.unit_id, e.recorded_at desc, e.id desc`);
  return new Map(rows.map((r) => [r.key, r.words]));
}

/** Tasks by where a unit stands with them. Refuses unit.unknown. */
export async function listTasks(db: Reader, query: Received<C['tasks']>['query'], actor: Actor, now: Date): Promise<Result<C['tasks']>> {
  const { page, size, ...filter } = query;
  const today = dayOf(now);
  const where = await filterWhere(db, filter, actor, today);
  const items = await taskRows(
    db,
    where,
    sql`order by t.year desc, t.no desc limit ${size} offset ${rowsBefore({ page, size })}`,
    actor,
    today,
  );
  const { rows } = await db.execute<{ total: number }>(
    sql`select count(*)::int as total from supervision t left join project p on p.id = t.project_id where ${taskWhere(actor)} and ${where}`,
  );
  return { items, total: rows[0]!.total, can: { issue: may.issue(actor) } };
}

/** Tasks about these projects that the actor may see, for the room of lights. */
export async function lettersOf(db: Reader, projectIds: readonly string[], actor: Actor): Promise<Letter[]> {
  const { rows } = await db.execute<Letter>(sql`
    select t.project_id as "projectId", t.id, t.year, t.no, t.issued_on as "issuedOn", t.due_on as "dueOn", t.source = 'light' as "isOfLight"
    from supervision t where t.project_id = any(${sql.param([...projectIds])}::uuid[]) and ${taskWhere(actor)} order by t.year desc, t.no desc`);
  return rows;
}

/** Which tasks a unit is late with, of those that the actor may see: one row a unit. */
export async function lateTasks(db: Reader, actor: Actor, today: Day): Promise<{ taskId: string; unitId: string }[]> {
  const { rows } = await db.execute<{ taskId: string; unitId: string }>(sql`
    select t.id as "taskId", w.unit_id as "unitId" from supervision_unit w join supervision t on t.id = w.supervision_id
    where w.state <> 'accepted' and ${late(today)} and ${taskWhere(actor)}`);
  return rows;
}

/** Who fed back last for each unit of a task. */
export async function feedersOf(db: Reader, supervisionId: string): Promise<Map<string, string>> {
  const rows = await db
    .select({ unitId: supervisionEvent.unitId, by: supervisionEvent.recordedBy })
    .from(supervisionEvent)
    .where(and(eq(supervisionEvent.supervisionId, supervisionId), eq(supervisionEvent.kind, 'fed_back')))
    .orderBy(asc(supervisionEvent.recordedAt), asc(supervisionEvent.id));
  // The last of each unit stays.
  return new Map(rows.map((r) => [r.unitId, r.by]));
}

/** A task with what each unit did; its words hidden from whoever may not know the investor. Refuses supervision.unknown. */
export async function taskOf(db: Reader, id: string, actor: Actor, now: Date): Promise<Result<C['task']>> {
  const [row] = await taskRows(db, sql`t.id = ${id}`, sql``, actor, dayOf(now));
  if (!row) throw refuse('not_found', 'supervision.unknown', { id });
  const [kept] = await db.select().from(supervision).where(eq(supervision.id, id));
  const isMasked = row.title === '';
  const steps = await db
    .select()
    .from(supervisionEvent)
    .where(eq(supervisionEvent.supervisionId, id))
    .orderBy(asc(supervisionEvent.recordedAt), asc(supervisionEvent.id));
  const papers = isMasked
    ? new Map<string, Paper[]>()
    : await papersOf(
        db,
        'supervision',
        steps.map((s) => s.id),
      );
  const people = await peopleOf(db, [
    ...new Set([kept!.issuedBy, ...(kept!.leaderId ? [kept!.leaderId] : []), ...steps.map((s) => s.recordedBy)]),
  ]);
  const nameOf = (person: string) => people.get(person)?.name ?? '';
  const feeders = await feedersOf(db, id);
  const of = kept!.meetingId
    ? await db.select({ id: meeting.id, title: meeting.title }).from(meeting).where(eq(meeting.id, kept!.meetingId))
    : [];
  return {
    ...row,
    words: isMasked ? '' : kept!.words,
    meeting: of[0] ?? null,
    leader: kept!.leaderId && nameOf(kept!.leaderId),
    light: !isMasked && kept!.lightId && kept!.projectId ? await lightAt(db, kept!.projectId, kept!.lightId) : null,
    issuedBy: nameOf(kept!.issuedBy),
    steps: steps.map(({ id: stepId, unitId, kind, words, dueOn, recordedBy, recordedAt }) => ({
      id: stepId,
      unitId,
      kind,
      dueOn,
      words: isMasked ? '' : words,
      by: nameOf(recordedBy),
      at: recordedAt.toISOString(),
      evidence: papers.get(stepId) ?? [],
    })),
    can: Object.fromEntries(
      row.units.map(({ unitId, state }) => [
        unitId,
        stepKinds.filter((kind) => follows(state, kind) === true && mayRecord(kind, actor, unitId, feeders.get(unitId) ?? null)),
      ]),
    ),
  };
}
