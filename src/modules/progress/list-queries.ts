import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { dayOf, type Month } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { unitIdsBelow } from '../identity/queries.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { shownName } from '../projects/queries.ts';
import { literal } from '../reference/queries.ts';
import type { progressContract, ReportFilter, ReportRow } from './contract.ts';
import { isLate } from './domain/report.ts';
import { dueOn } from './domain/rules.ts';
import { may, mayDecideSome, mayReportSome } from './policy.ts';
import { dueScope, openMonthAt, reportRulesFor } from './queries.ts';

type C = typeof progressContract;
type Cut = Readonly<{ where: SQL; order: SQL; limit?: number; offset?: number }>;

async function unitWhere(db: Reader, unitId: string | undefined): Promise<SQL> {
  if (!unitId) return sql`true`;
  const ids = await unitIdsBelow(db, unitId);
  if (!ids.length) throw refuse('not_found', 'unit.unknown', { id: unitId });
  return sql`d.unit_id = any(${sql.param(ids)}::uuid[])`;
}

/** Sent after its day, or still missing when the day is past. */
const lateWhere = (late: 'true' | 'false' | undefined, today: string): SQL => {
  if (late === undefined) return sql`true`;
  const isLateNow = sql`coalesce(d.reported_on, ${today}) > d.due_on`;
  return late === 'true' ? isLateNow : sql`not ${isLateNow}`;
};

/** What the filters leave of a month within what the actor may see: page, count, sum and export all use it. */
async function whereOf(db: Reader, f: ReportFilter & { month: Month }, actor: Actor, today: string): Promise<SQL> {
  const name = shownName(actor);
  return sql`d.month = ${f.month} and ${dueScope(actor, sql`d.unit_id`)} and ${await unitWhere(db, f.unit)}
    and ${f.state ? sql`d.state = ${f.state}` : sql`d.state <> 'excused'`} and ${lateWhere(f.late, today)}
    and ${f.problems ? sql`r.problems is not null` : sql`true`}
    and ${f.q ? sql`(${name.text} ilike ${`%${literal(f.q)}%`} or p.code ilike ${`${literal(f.q)}%`})` : sql`true`}`;
}

const from = sql`from report_due d join project p on p.id = d.project_id join unit u on u.id = d.unit_id
  left join month_report r on r.project_id = d.project_id and r.id = d.report_id`;
const sorts = { project: sql`p.code`, reported: sql`r.recorded_at`, amount: sql`r.amount_fen` };

type Row = Omit<ReportRow, 'isLate' | 'can'> & Readonly<{ stage: Stage; side: Side | null; recordedBy: string | null }>;
const allRows = 2 ** 31 - 1;

/** Rows of reports as the actor may read them. */
async function reportRows(
  db: Reader,
  { where, order, limit = allRows, offset = 0 }: Cut,
  actor: Actor,
  today: string,
): Promise<ReportRow[]> {
  const name = shownName(actor);
  const known = (column: string) => sql`case when ${name.masked} then null else ${sql.raw(column)} end`;
  const { rows } = await db.execute<Row>(sql`
    select d.project_id as "projectId", p.code as "projectCode", ${name.text} as "projectName", d.unit_id as "unitId", u.name as "unitName",
      p.stage, p.side, d.month, d.state, d.due_on as "dueOn", d.reported_on as "reportedOn", d.report_id as "reportId",
      r.amount_fen as "amountFen", coalesce(r.is_unchanged, false) as "isUnchanged", ${known('r.summary')} as summary,
      ${known('r.problems')} as problems, n.name as by, r.recorded_by as "recordedBy"
    ${from} left join person n on n.id = r.recorded_by where ${where} order by ${order} limit ${limit} offset ${offset}`);
  return rows.map(({ stage, side, recordedBy, ...row }) => {
    const project = { unitId: row.unitId, stage, side };
    return {
      ...row,
      isLate: row.state !== 'excused' && isLate(row, today),
      can: {
        report: row.state !== 'accepted' && may.report(actor, project),
        decide: row.state === 'submitted' && recordedBy !== null && may.decide(actor, project, { recordedBy }),
      },
    };
  });
}

type SheetParts = Readonly<
  Record<'civilFen' | 'installationFen' | 'equipmentFen' | 'otherFen' | 'oldBuildingFen' | 'landFen', number | null>
>;
/** The same rows for a file, with what the amount of each is made of. Refuses unit.unknown. */
export async function reportsForSheet(
  db: Reader,
  filter: ReportFilter & { month: Month },
  actor: Actor,
  { today, most }: Readonly<{ today: string; most: number }>,
): Promise<(ReportRow & SheetParts)[]> {
  const where = await whereOf(db, filter, actor, today);
  const rows = await reportRows(db, { where, order: sql`u.order_no, u.code, p.code`, limit: most }, actor, today);
  const { rows: parts } = await db.execute<SheetParts & { id: string }>(sql`
    select r.id, r.civil_fen as "civilFen", r.installation_fen as "installationFen", r.equipment_fen as "equipmentFen", r.other_fen as "otherFen",
      r.old_building_fen as "oldBuildingFen", r.land_fen as "landFen" ${from} where ${where} and r.id is not null`);
  const of = new Map(parts.map(({ id, ...part }) => [id, part]));
  return rows.map((row) => ({ ...row, ...(of.get(row.reportId ?? '') ?? noParts) }));
}
const noParts = { civilFen: null, installationFen: null, equipmentFen: null, otherFen: null, oldBuildingFen: null, landFen: null };

const orderOf = ({ sort, order }: Received<C['list']>['query']): SQL => {
  const by = sort === 'unit' ? sql`u.order_no ${sql.raw(order)}, u.code` : sql`${sorts[sort]} ${sql.raw(order)} nulls last`;
  return sql`${by}, p.code`;
};

/** Reports of a month that the actor may see, page by page. Refuses unit.unknown. */
export async function listReports(db: Reader, query: Received<C['list']>['query'], actor: Actor, now: Date): Promise<Result<C['list']>> {
  const month = query.month ?? (await openMonthAt(db, now));
  const today = dayOf(now);
  const where = await whereOf(db, { ...query, month }, actor, today);
  const { page, size } = query;
  const items = await reportRows(db, { where, order: orderOf(query), limit: size, offset: rowsBefore({ page, size }) }, actor, today);
  const { rows } = await db.execute<{ total: number; amountFen: number }>(
    sql`select count(*)::int as total, coalesce(sum(r.amount_fen), 0)::bigint as "amountFen" ${from} where ${where}`,
  );
  return {
    items,
    ...rows[0]!,
    month,
    dueOn: dueOn(await reportRulesFor(db, month), month),
    can: { report: mayReportSome(actor), decide: mayDecideSome(actor) },
  };
}
