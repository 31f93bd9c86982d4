import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { draftsOf } from '../drafts/queries.ts';
import { importBatch } from '../imports/tables.ts';
import { missingFor, namesOf } from '../projects/domain/gate.ts';
import { nextStage, stages } from '../projects/domain/stage.ts';
import { type FactsOf, gateFactsOf, gateRulesOn, namesOfProjects, projectWhere, shownName } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import type { Desk, DeskItem, deskSections } from './contract.ts';
import { deskSeen } from './tables.ts';

/** What a room puts on the desk: one line in the list of app/wiring.ts, and its words `desk.item.<kind>`. */
export type Contributor = Readonly<{
  section: (typeof deskSections)[number];
  find: (db: Reader, actor: Actor, now: Date) => Promise<readonly DeskItem[]>;
}>;

const unseenDays = 7;
const shownAtMost = 50;

/** One's desk: what every room contributes, in the order of the sections, and what changed since one last said so. */
export async function deskOf(db: Reader, contributors: readonly Contributor[], actor: Actor, now: Date): Promise<Desk> {
  const found = await Promise.all(contributors.map(async ({ section, find }) => ({ section, items: await find(db, actor, now) })));
  const of = (key: Contributor['section']) => found.flatMap((f) => (f.section === key ? f.items : [])).slice(0, shownAtMost);
  const sections = (['todo', 'returned', 'due'] as const).map((key) => ({ key, items: of(key) }));
  const [seen] = await db.select().from(deskSeen).where(eq(deskSeen.personId, actor.id));
  const since = seen?.seenAt ?? new Date(now.getTime() - unseenDays * 86_400_000);
  return { sections, changes: { since: since.toISOString(), items: await changesSince(db, since, actor) } };
}

/** Ledger rows about a project, each with its kind, who wrote it and when. */
export const ledgerRows: SQL = sql`(
  select project_id, 'stage' as kind, recorded_by, recorded_at from stage_change
  union all select project_id, 'money', recorded_by, recorded_at from agreement
  union all select project_id, 'money', recorded_by, recorded_at from arrival
  union all select project_id, 'money', recorded_by, recorded_at from investment
  union all select project_id, 'note', recorded_by, recorded_at from project_note
  union all select project_id, 'comment', recorded_by, recorded_at from project_comment)`;

/** What others changed on projects that the actor answers for or watches, and may see, the latest first. */
async function changesSince(db: Reader, since: Date, actor: Actor): Promise<Desk['changes']['items']> {
  const name = shownName(actor, 'project');
  type Row = Omit<Desk['changes']['items'][number], 'at'> & { at: Date | string };
  const { rows } = await db.execute<Row>(sql`
    with mine as (select id from project where person_id = ${actor.id} and ${projectWhere(actor)}
      union select project.id from project_watch w join project on project.id = w.project_id where w.person_id = ${actor.id} and ${projectWhere(actor)})
    select project.id as "projectId", ${name.text} as title, max(r.recorded_at) as at,
      count(*) filter (where r.kind = 'stage')::int as stages, count(*) filter (where r.kind = 'money')::int as money,
      count(*) filter (where r.kind = 'note')::int as notes, count(*) filter (where r.kind = 'comment')::int as comments
    from mine join project on project.id = mine.id join ${ledgerRows} r on r.project_id = project.id
    where r.recorded_at > ${since} and r.recorded_by <> ${actor.id}
    group by project.id order by at desc, project.id limit ${shownAtMost}`);
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
}

/** Lists that the actor brought in and that are judged and not written yet. */
export async function checkedImports(db: Reader, actor: Actor): Promise<DeskItem[]> {
  const rows = await db
    .select({ id: importBatch.id, title: importBatch.fileName })
    .from(importBatch)
    .where(and(eq(importBatch.actorId, actor.id), eq(importBatch.status, 'checked')))
    .orderBy(desc(importBatch.createdAt))
    .limit(shownAtMost);
  return rows.map(({ id, title }) => ({ key: id, kind: 'import', title, params: {}, link: `/imports/${id}` }));
}

/** Forms of which there is one each, whatever they are about; of the others only what kind of form it is is told. */
const single = ['project.new', 'grid.arrivals', 'grid.investments', 'grid.projects'];
/** What the actor began to write and has not sent. */
export async function unsentDrafts(db: Reader, actor: Actor): Promise<DeskItem[]> {
  const drafts = await draftsOf(db, actor);
  return drafts.map(({ form, place }) => {
    const what = single.includes(form) ? form : form.split('.')[0]!;
    return { key: form, kind: 'draft', title: null, params: { form: what }, link: place };
  });
}

const examinedAtMost = 30;
/** Projects the actor answers for that lack something of what their next stage asks. */
export const lackingProjects =
  (factsOf: FactsOf) =>
  async (db: Reader, actor: Actor, now: Date): Promise<DeskItem[]> => {
    const day = dayOf(now);
    const rules = await gateRulesOn(db, day);
    const rows = await db
      .select()
      .from(project)
      .where(and(eq(project.personId, actor.id), isNull(project.side), inArray(project.stage, stages.slice(0, -1)), projectWhere(actor)))
      .orderBy(desc(project.updatedAt), project.id)
      .limit(examinedAtMost);
    const names = await namesOfProjects(
      db,
      rows.map((r) => r.id),
      actor,
    );
    const items: DeskItem[] = [];
    for (const row of rows) {
      const to = nextStage(row.stage);
      const missing = to ? missingFor(rules, day, row, await gateFactsOf(db, row.id, { rules, day }, factsOf), row.stage, to) : [];
      if (!to || missing.length === 0) continue;
      const params = { stage: to, n: namesOf(missing).missing.length };
      items.push({ key: row.id, kind: 'lacking', title: names.get(row.id) ?? null, params, link: `/projects/${row.id}` });
    }
    return items;
  };
