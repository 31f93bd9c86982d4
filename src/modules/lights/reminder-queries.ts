import { sql } from 'drizzle-orm';
import { dayOf, type Month } from '../../kernel/day.ts';
import { peopleInRole } from '../identity/queries.ts';
import { headsByUnit, type Source } from '../reminders/audience-queries.ts';
import { type Audience, reached } from './domain/escalation.ts';
import { escalationOn } from './rule-queries.ts';

type Row = Readonly<{
  projectId: string;
  unitId: string;
  leaderId: string | null;
  colour: 'yellow' | 'red';
  since: Month;
  month: Month;
  explainedAt: string | null;
}>;

/**
 * Lights that are not green, for the keeper of the project and whomever the table of escalation names. That the unit said why is a contact:
 * it is not told again at once.
 */
export const litProjects: Source = async (db, { today, projectIds }) => {
  const of = projectIds ? sql`and s.project_id = any(${sql.param([...projectIds])}::uuid[])` : sql``;
  const { rows } = await db.execute<Row>(sql`
    select s.project_id as "projectId", p.unit_id as "unitId", p.leader_id as "leaderId", s.colour, s.since, s.month,
      (select max(r.recorded_at) from light_reason r where r.project_id = s.project_id and r.month >= s.since) as "explainedAt"
    from light_standing s join project p on p.id = s.project_id
    where p.side is null and s.colour in ('yellow', 'red') and not s.is_exempt ${of}`);
  if (rows.length === 0) return [];
  const [{ escalation }, heads] = [await escalationOn(db, today), await headsByUnit(db)];
  const ids = async (role: 'promotion_admin' | 'supervision') => (await peopleInRole(db, role)).map((p) => p.id);
  const offices = { bureau: await ids('promotion_admin'), supervision: await ids('supervision') };
  const peopleOf = (who: Audience, row: Row): readonly string[] => {
    if (who === 'unit_head') return heads(row.unitId);
    if (who === 'leader') return row.leaderId ? [row.leaderId] : [];
    return offices[who];
  };
  // Many lights have stood equally long.
  const stages = new Map<string, ReturnType<typeof reached>>();
  const stageOf = (row: Row) => {
    const key = `${row.colour} ${row.since} ${row.month}`;
    if (!stages.has(key)) stages.set(key, reached(escalation, row));
    return stages.get(key);
  };
  return rows.flatMap((row) => {
    const found = stageOf(row);
    if (!found) return [];
    const { stage, months, since } = found;
    return [
      {
        kind: 'light' as const,
        subject: stage.raise ? `light_${stage.raise}` : 'light',
        subjectId: row.projectId,
        part: `${row.colour} ${String(stage.months)}`,
        projectId: row.projectId,
        unitId: row.unitId,
        dueOn: since,
        contactOn: row.explainedAt === null ? null : dayOf(new Date(row.explainedAt)),
        to: null,
        also: stage.tell.flatMap((who) => peopleOf(who, row)),
        state: row.colour,
        above: null,
        isForNamed: false,
        link: `/projects/${row.projectId}?tab=lights&act=explain`,
        params: { months },
      },
    ];
  });
};
