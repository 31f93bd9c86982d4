import { and, desc, eq, sql } from 'drizzle-orm';
import { type Actor, hasRole } from '../../kernel/actor.ts';
import { addDays, dayOf, type Month } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { namesOfProjects } from '../projects/queries.ts';
import { mayReportSome } from './policy.ts';
import { openMonthAt } from './queries.ts';
import { monthReport, reportDue } from './tables.ts';

/** A line on somebody's desk. */
type Item = Readonly<{ key: string; kind: string; title: string | null; params: Record<string, string | number>; link: string }>;
const soonDays = 3;
const shownAtMost = 20;

type Standing = { missing: number; waiting: number; dueOn: string | null };
/** What the actor's own units still owe of a month, and what of theirs waits for its review. */
async function standing(db: Reader, month: Month, actor: Actor): Promise<Standing> {
  const { rows } = await db.execute<Standing>(sql`
    select count(*) filter (where d.state = 'missing' and d.is_owed)::int as missing, min(d.due_on) as "dueOn",
      count(*) filter (where d.state = 'submitted' and r.recorded_by <> ${actor.id})::int as waiting
    from report_due d left join month_report r on r.project_id = d.project_id and r.id = d.report_id
    where d.month = ${month} and d.unit_id = any(${sql.param(actor.unitIds)}::uuid[])`);
  return rows[0]!;
}

const listLink = (month: Month, state: string) => `/reports?month=${month}&state=${state}`;

/** 月报 on the desk: how many the unit still owes or has to review, when that is due soon, and those returned to the actor. */
export const reportItems =
  (section: 'todo' | 'returned' | 'due') =>
  async (db: Reader, actor: Actor, now: Date): Promise<Item[]> => {
    if (section === 'returned') return returnedItems(db, actor);
    // The bureau reports for nobody, though it could for everybody.
    if (!mayReportSome(actor) || hasRole(actor, 'promotion_admin')) return [];
    const month = await openMonthAt(db, now);
    const { missing, waiting, dueOn } = await standing(db, month, actor);
    const due = dueOn ?? '';
    const isSoon = due <= addDays(dayOf(now), soonDays);
    const items: Item[] = [];
    if (missing > 0 && isSoon === (section === 'due'))
      items.push({
        key: month,
        kind: `report_${section}`,
        title: null,
        params: { n: missing, month, due },
        link: listLink(month, 'missing'),
      });
    if (waiting > 0 && section === 'todo' && hasRole(actor, 'unit_head'))
      items.push({
        key: `${month} waiting`,
        kind: 'report_waiting',
        title: null,
        params: { n: waiting, month },
        link: listLink(month, 'submitted'),
      });
    return items;
  };

async function returnedItems(db: Reader, actor: Actor): Promise<Item[]> {
  const rows = await db
    .select({ id: monthReport.id, projectId: monthReport.projectId, month: monthReport.month })
    .from(reportDue)
    .innerJoin(monthReport, and(eq(monthReport.projectId, reportDue.projectId), eq(monthReport.id, reportDue.reportId)))
    .where(and(eq(reportDue.state, 'returned'), eq(monthReport.recordedBy, actor.id)))
    .orderBy(desc(monthReport.recordedAt))
    .limit(shownAtMost);
  const names = await namesOfProjects(
    db,
    rows.map((r) => r.projectId),
    actor,
  );
  return rows.flatMap(({ id, projectId, month }) => {
    const title = names.get(projectId);
    return title ? [{ key: id, kind: 'report_returned', title, params: { month }, link: `/projects/${projectId}/reports/${month}` }] : [];
  });
}
