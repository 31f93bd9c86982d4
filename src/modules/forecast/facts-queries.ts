import { type SQL, sql } from 'drizzle-orm';
import { addMonths, type Day, firstDayOf, lastDayOf, type Month, monthOf, monthsFrom, type PartialDate } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { dueBy } from '../milestones/domain/year-plan.ts';
import { knownOf } from '../milestones/facts-queries.ts';
import { type YearPlanRow, yearPlansIn } from '../milestones/year-plan-queries.ts';
import { dueOn, isExempt } from '../progress/domain/rules.ts';
import { reportRulesFor } from '../progress/queries.ts';
import type { Stage } from '../projects/domain/stage.ts';
import type { ForecastFacts, ForecastNode } from './domain/facts.ts';

export type ForecastProject = ForecastFacts & Readonly<{ projectId: string; unitId: string }>;
type Row = Readonly<{
  projectId: string;
  unitId: string;
  stage: Stage;
  totalFen: number | null;
  startedOn: PartialDate | null;
  completedOn: PartialDate | null;
  plannedProductionOn: PartialDate | null;
  promisedOn: Day | null;
  months: Readonly<Record<Month, number>> | null;
}>;
type PlannedNode = Omit<ForecastNode, 'startedOn' | 'finishedOn'> &
  Readonly<{ projectId: string; event: 'started' | 'completed' | 'production' | null }>;

/** What projects are forecast from as of a day: those of a condition over `p` that do not stand aside, in the order of their ids. */
export async function forecastFacts(db: Reader, today: Day, where: SQL): Promise<ForecastProject[]> {
  const { rows } = await db.execute<Row>(sql`
    select p.id as "projectId", p.unit_id as "unitId", p.stage, p.total_fen as "totalFen", coalesce(p.started_on, s.started_on) as "startedOn",
      p.completed_on as "completedOn", p.planned_production_on as "plannedProductionOn",
      (select promised_on from milestone_plan where project_id = p.id order by no desc limit 1) as "promisedOn",
      (select jsonb_object_agg(month, fen) from (select month, sum(amount_fen) as fen from investment where project_id = p.id group by month) i) as months
    from project p left join project_standing s on s.project_id = p.id where p.side is null and ${where} order by p.id`);
  const ids = rows.map((r) => r.projectId);
  const nodes = await nodesOf(db, ids, today);
  const year = Number(today.slice(0, 4));
  const plans = new Map((await yearPlansIn(db, ids)).filter((p) => p.year === year).map((p) => [p.projectId, p]));
  const known = await knownMonth(db, today);
  return rows.map((row) => factsOf(row, { today, known, plan: plans.get(row.projectId), nodes: nodes.get(row.projectId) ?? [] }));
}

/** The last month that is over; and whether those that say nothing of it may still be about to. */
async function knownMonth(db: Reader, today: Day): Promise<Readonly<{ month: Month; isOpen: boolean }>> {
  const month = addMonths(monthOf(today)!, -1);
  const rules = await reportRulesFor(db, month);
  return { month, isOpen: isExempt(rules, month) || today <= dueOn(rules, month) };
}

type About = Readonly<{
  today: Day;
  known: Awaited<ReturnType<typeof knownMonth>>;
  plan: YearPlanRow | undefined;
  nodes: readonly ForecastNode[];
}>;
function factsOf(row: Row, { today, known, plan, nodes }: About): ForecastProject {
  const { projectId, unitId, stage, totalFen, plannedProductionOn } = row;
  const invested = row.months ?? {};
  // Until its report is due, a month without an entry is not known, rather than one without investment.
  const through = known.isOpen && invested[known.month] === undefined ? addMonths(known.month, -1) : known.month;
  const upTo = Object.entries(invested).filter(([month]) => month <= through);
  const sum = (from: Month) => upTo.reduce((all, [month, fen]) => (month >= from ? all + fen : all), 0);
  const first = [...(row.startedOn ? [monthOf(firstDayOf(row.startedOn))!] : []), ...upTo.map(([month]) => month)].toSorted()[0];
  return {
    projectId,
    unitId,
    today,
    stage,
    promisedOn: row.promisedOn ?? (plannedProductionOn && lastDayOf(plannedProductionOn)),
    completedOn: row.completedOn,
    totalFen,
    through,
    investedFen: sum(''),
    yearDoneFen: sum(`${today.slice(0, 4)}-01`),
    months: first ? monthsFrom(first, through).map((month) => ({ month, fen: invested[month] ?? 0 })) : [],
    yearPlan: plan ? dueBy(plan, through) : null,
    nodes,
  };
}

/** The nodes of the plans in force and what became of them. */
async function nodesOf(db: Reader, projectIds: readonly string[], today: Day): Promise<Map<string, ForecastNode[]>> {
  const { rows } = await db.execute<PlannedNode>(sql`
    select n.project_id as "projectId", n.key, n.name, n.days, n.unit, n.after, n.is_outdoor as "isOutdoor", n.event, n.start_on as "startOn",
      n.finish_on as "finishOn"
    from milestone_plan p join milestone_node n on n.project_id = p.project_id and n.plan_id = p.id
    where p.project_id = any(${sql.param([...projectIds])}::uuid[])
      and not exists (select 1 from milestone_plan l where l.project_id = p.project_id and l.no > p.no)
    order by n.project_id, n.order_no`);
  const planned = Map.groupBy(rows, (r) => r.projectId);
  const known = await knownOf(db, planned, today);
  const nothing = { startedOn: null, finishedOn: null };
  return new Map([...planned].map(([id, nodes]) => [id, nodes.map((node) => ({ ...node, ...(known.get(id)?.get(node.key) ?? nothing) }))]));
}
