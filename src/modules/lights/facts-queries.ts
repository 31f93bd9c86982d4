import { type SQL, sql } from 'drizzle-orm';
import { type Day, lastDayOf, type Month, type PartialDate } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Due } from '../milestones/domain/year-plan.ts';
import { type OpenNode, overdueOf, scheduleOf } from '../milestones/queries.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import type { LightFacts } from './domain/light.ts';

export type LitProject = LightFacts & Readonly<{ projectId: string; unitId: string; side: Side | null }>;
type Row = Readonly<{
  projectId: string;
  unitId: string;
  stage: Stage;
  side: Side | null;
  plannedStartOn: PartialDate | null;
  startedOn: PartialDate | null;
  plannedCompletionOn: PartialDate | null;
  completedOn: PartialDate | null;
  plannedProductionOn: PartialDate | null;
  productionOn: PartialDate | null;
  natongOn: PartialDate | null;
  owesReport: boolean;
  reportedOn: Day | null;
  totalFen: number | null;
  doneFen: number;
  updatedOn: PartialDate | null;
}>;

/** What the lights of projects are judged by for a month, as of a day: the projects of a condition over `p`, in the order of their ids. */
export async function lightFacts(db: Reader, month: Month, today: Day, where: SQL): Promise<LitProject[]> {
  const { rows } = await db.execute<Row>(sql`
    select p.id as "projectId", p.unit_id as "unitId", p.stage, p.side, p.planned_start_on as "plannedStartOn",
      coalesce(p.started_on, s.started_on) as "startedOn", p.planned_completion_on as "plannedCompletionOn", p.completed_on as "completedOn",
      p.planned_production_on as "plannedProductionOn", coalesce(p.production_on, s.production_on) as "productionOn", coalesce(p.natong_on, (select happened_on from authority_date
        where project_id = p.id and event = 'natong' and happened_on is not null order by recorded_at desc, id desc limit 1)) as "natongOn",
      coalesce(d.is_owed and d.state <> 'excused', false) as "owesReport", d.reported_on as "reportedOn", p.total_fen as "totalFen", i.done_fen as "doneFen",
      greatest(n.last_on, c.last_on, a.last_on, i.last_on, r.last_on) as "updatedOn"
    from project p left join project_standing s on s.project_id = p.id
      left join report_due d on d.project_id = p.id and d.month = ${month}
      cross join lateral (select coalesce(sum(amount_fen) filter (where month >= ${`${month.slice(0, 4)}-01`} and month <= ${month}), 0)::bigint as done_fen,
        max(month) as last_on from investment where project_id = p.id) i
      cross join lateral (select max(happened_on) as last_on from project_note where project_id = p.id) n
      cross join lateral (select max(happened_on) as last_on from stage_change where project_id = p.id) c
      cross join lateral (select max(arrived_on) as last_on from arrival where project_id = p.id) a
      cross join lateral (select max(month) as last_on from month_report where project_id = p.id) r
    where p.side is null and ${where} order by p.id`);
  const ids = rows.map((r) => r.projectId);
  const [schedules, overdue] = [await scheduleOf(db, ids, month), await overdueOf(db, ids, today)];
  return rows.map((row) => factsOf(row, { month, today, due: schedules.get(row.projectId), node: overdue.get(row.projectId)?.[0] }));
}

type Known = Readonly<{ month: Month; today: Day; due: Due | undefined; node: OpenNode | undefined }>;
function factsOf(row: Row, { month, today, due, node }: Known): LitProject {
  const { projectId, unitId, stage, side, totalFen, startedOn, updatedOn } = row;
  return {
    projectId,
    unitId,
    side,
    month,
    today,
    stage,
    totalFen,
    schedule: due ? { doneFen: row.doneFen, plannedFen: due.plannedFen, yearPlanFen: due.totalFen } : null,
    events: {
      started: { due: row.plannedStartOn, happened: startedOn },
      completed: { due: row.plannedCompletionOn, happened: row.completedOn },
      production: { due: row.plannedProductionOn, happened: row.productionOn },
      // 入库 is due from the start of building on.
      natong: { due: startedOn, happened: row.natongOn },
      report: { due: row.owesReport ? lastDayOf(month) : null, happened: row.reportedOn },
    },
    updatedOn,
    missed: node ? { name: node.name, finishOn: node.finishOn, days: node.lateDays } : null,
  };
}
