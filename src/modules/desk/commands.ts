import { sql } from 'drizzle-orm';
import { command } from '../../platform/command.ts';
import { inScope, isBusiness } from '../../kernel/actor.ts';
import { actorsOf, peopleOf } from '../identity/queries.ts';
import { notify } from '../notices/commands.ts';
import { ledgerRows } from './queries.ts';
import { deskSeen } from './tables.ts';

/** Leaves no entry: seeing is not an act. */
export const markSeen = command('desk.seen', async (tx, _: object, { actor, now }) => {
  const seen = { personId: actor.id, seenAt: now };
  await tx.insert(deskSeen).values(seen).onConflictDoUpdate({ target: deskSeen.personId, set: seen });
  return { result: { seenAt: now.toISOString() }, trace: [] };
});

type Untold = { personId: string; projectId: string; unitId: string; kind: 'stage' | 'money'; by: string };
const oncePerRun = 2000;

/**
 * Tells whoever watches a project that its stage or its money changed: everything since they were last told of it, or since they began
 * to watch, in one notice, so that an import of many rows tells once and a job that was down tells late and not twice. Comments tell
 * at once by themselves. Leaves no entry: it changes nothing.
 */
export const tellWatchers = command('desk.tell_watchers', async (tx, _: object, context) => {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('watchers', 0))`);
  const { rows } = await tx.execute<Untold>(sql`
    select w.person_id as "personId", p.id as "projectId", p.unit_id as "unitId", r.kind,
      (array_agg(r.recorded_by order by r.recorded_at desc))[1] as by
    from project_watch w join project p on p.id = w.project_id join ${ledgerRows} r on r.project_id = w.project_id
    where r.kind in ('stage', 'money') and r.recorded_by <> w.person_id and r.recorded_at > greatest(w.since, coalesce((
      select max(n.created_at) from notice n where n.person_id = w.person_id and n.project_id = w.project_id and n.kind = 'project.' || r.kind), w.since))
    group by w.person_id, p.id, r.kind limit ${oncePerRun}`);
  const readers = await actorsOf(
    tx,
    rows.map((r) => r.personId),
  );
  const people = await peopleOf(tx, [...new Set(rows.map((r) => r.by))]);
  const told = rows.filter((r) => {
    const reader = readers.get(r.personId);
    return reader && isBusiness(reader) && inScope(reader, r.unitId);
  });
  await notify(
    tx,
    told.map((r) => ({
      to: [r.personId],
      kind: `project.${r.kind}` as const,
      subject: 'project',
      subjectId: r.projectId,
      projectId: r.projectId,
      link: `/projects/${r.projectId}?tab=${r.kind === 'stage' ? 'stages' : 'arrivals'}`,
      params: { by: people.get(r.by)?.name ?? '' },
    })),
    context,
  );
  return { result: { told: told.length }, trace: [] };
});
