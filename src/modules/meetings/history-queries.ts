import { asc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { peopleOf, unitTree } from '../identity/queries.ts';
import type { HistoryLine } from '../projects/domain/project-page.ts';
import { isHidden, type ProjectRow } from '../projects/queries.ts';
import { meetingWhere } from './queries.ts';
import { taskWhere } from './task-queries.ts';
import { supervision, supervisionEvent } from './tables.ts';

/** The meetings that had a project on the table, and what was asked about it step by step, as far as the actor may see them. For wiring with the projects room. */
export async function meetingHistory(db: Reader, project: ProjectRow, actor: Actor): Promise<HistoryLine[]> {
  const isKnown = !isHidden(actor, project);
  const { rows: held } = await db.execute<{ id: string; title: string; heldOn: string; by: string; at: string }>(sql`
    select m.id, m.title, m.held_on as "heldOn", m.held_by as by, m.held_at as at from meeting m
    where m.state = 'held' and m.id in (select meeting_id from meeting_item where project_id = ${project.id}) and ${meetingWhere(actor)}`);
  const { rows: seen } = await db.execute<{ id: string }>(
    sql`select t.id from supervision t where t.project_id = ${project.id} and ${taskWhere(actor)}`,
  );
  const ids = sql`any(${sql.param(seen.map((t) => t.id))}::uuid[])`;
  const tasks = await db
    .select()
    .from(supervision)
    .where(sql`${supervision.id} = ${ids}`);
  const steps = await db
    .select({ step: supervisionEvent, year: supervision.year, no: supervision.no })
    .from(supervisionEvent)
    .innerJoin(supervision, eq(supervision.id, supervisionEvent.supervisionId))
    .where(sql`${supervisionEvent.supervisionId} = ${ids}`)
    .orderBy(asc(supervisionEvent.recordedAt));
  const people = await peopleOf(db, [
    ...new Set([...held.map((m) => m.by), ...tasks.map((t) => t.issuedBy), ...steps.map((s) => s.step.recordedBy)]),
  ]);
  const units = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
  type Line = Readonly<{ key: string; params: Record<string, string | number>; by: string; at: Date; note: string | null; link: string }>;
  const line = ({ key, params, by, at, note, link }: Line): HistoryLine => ({
    at: at.toISOString(),
    by: people.get(by)?.name ?? null,
    title: { key, params, words: {} },
    reasons: [],
    note: isKnown ? note : null,
    link,
  });
  return [
    ...held.map((m) =>
      line({ ...m, key: 'meetings.history.held', params: { on: m.heldOn }, at: new Date(m.at), note: m.title, link: `/meetings/${m.id}` }),
    ),
    ...tasks.map(({ id, year, no, dueOn, issuedBy, issuedAt, title }) =>
      line({
        key: 'supervisions.history.issued',
        params: { year, no, due: dueOn },
        by: issuedBy,
        at: issuedAt,
        note: title,
        link: `/supervisions/${id}`,
      }),
    ),
    ...steps.map(({ step: s, year, no }) =>
      line({
        key: `supervisions.history.${s.kind}`,
        params: { year, no, unit: units.get(s.unitId) ?? '' },
        by: s.recordedBy,
        at: s.recordedAt,
        note: s.words,
        link: `/supervisions/${s.supervisionId}`,
      }),
    ),
  ];
}
