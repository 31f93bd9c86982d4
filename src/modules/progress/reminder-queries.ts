import { sql } from 'drizzle-orm';
import type { Day, Month } from '../../kernel/day.ts';
import { closedThrough } from '../funds/month-queries.ts';
import type { Source } from '../reminders/audience-queries.ts';

type Row = Readonly<{ projectId: string; unitId: string; month: Month; dueOn: Day; reportId: string | null; recordedBy: string | null }>;

/**
 * Reports that are missing, for whoever keeps the project, and those returned, for whoever sent them. A month that is closed is over, but
 * for projects that may report it all the same.
 */
export const dueReports: Source = async (db, { today, through, projectIds }) => {
  const of = projectIds ? sql`and d.project_id = any(${sql.param([...projectIds])}::uuid[])` : sql``;
  const closed = await closedThrough(db);
  const isOpen = sql`(d.month > ${closed ?? ''} or exists (select 1 from month_report_exception x
    where x.project_id = d.project_id and x.month = d.month and x.until_on >= ${today}))`;
  const { rows } = await db.execute<Row>(sql`
    select d.project_id as "projectId", d.unit_id as "unitId", d.month, d.due_on as "dueOn", d.report_id as "reportId",
      case when d.state = 'returned' then r.recorded_by end as "recordedBy"
    from report_due d join project p on p.id = d.project_id
      left join month_report r on r.project_id = d.project_id and r.id = d.report_id
    where p.side is null and ((d.state = 'missing' and d.is_owed) or d.state = 'returned') and d.due_on <= ${through} and ${isOpen} ${of}`);
  return rows.map(({ projectId, unitId, month, dueOn, reportId, recordedBy }) => ({
    kind: recordedBy ? ('report_returned' as const) : ('report' as const),
    subject: recordedBy ? 'report_returned' : 'report',
    subjectId: projectId,
    part: recordedBy ? (reportId ?? month) : month,
    projectId,
    unitId,
    dueOn,
    contactOn: null,
    to: recordedBy ? [recordedBy] : null,
    above: null,
    also: [],
    state: null,
    isForNamed: false,
    link: `/projects/${projectId}/reports/${month}`,
    params: { month },
  }));
};
