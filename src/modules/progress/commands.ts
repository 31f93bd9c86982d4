import { and, desc, eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf, lastDayOf, type Month } from '../../kernel/day.ts';
import { Refusal, refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { type InvestmentFault, sumOfParts } from '../funds/domain/investment-check.ts';
import { examineInvestments, type HeldProject, holdProjects } from '../funds/known-queries.ts';
import { holdMonths } from '../funds/month-commands.ts';
import { clearNotices } from '../notices/commands.ts';
import { checkReport, lackingEntry, noMoney, type ReportedMoney, yuan } from './domain/report.ts';
import { coveredMonths, dueOn, isExempt, opensOn, type ReportRules } from './domain/rules.ts';
import { type KnownMonth, ledgerMonths } from './ledger-queries.ts';
import { checkReporting, may } from './policy.ts';
import { exceptionFor, openMonthAt, reportRulesFor } from './queries.ts';
import { monthReport, monthReportException, reportDue } from './tables.ts';

type Row = typeof monthReport.$inferSelect;

/** A report as it is sent. Without `money` it says what the ledger holds already (无变化). */
export type NewReport = Readonly<{
  projectId: string;
  month: Month;
  isUnchanged: boolean;
  summary: string | null;
  problems: string | null;
  money: ReportedMoney | null;
  yearFen?: number | null;
  totalFen?: number | null;
  reason: string | null;
  supersedes: string | null;
  batchId?: string | null;
}>;

/** Holds the months' closings and the projects, in the order that every act on money keeps. Refuses project.unknown. */
export async function holdReported(tx: Tx, projectIds: readonly string[], { actor, now }: Now) {
  const closed = await holdMonths(tx, { now });
  const ids = [...new Set(projectIds)].toSorted();
  const held = await holdProjects(tx, ids);
  const unknown = ids.find((id) => !held.has(id) || !may.read(actor, held.get(id)!));
  if (unknown) throw refuse('not_found', 'project.unknown', { id: unknown });
  return { closed, held };
}

/** Refuses report.month_closed, unless the project is named as an exception that still holds. */
export async function checkOpen(tx: Tx, closed: Month | null, projectId: string, month: Month, today: Day): Promise<void> {
  if (closed === null || month > closed || (await exceptionFor(tx, projectId, month, today))) return;
  throw refuse('rule', 'report.month_closed', { month, closedThrough: closed });
}

function checkMonth(rules: ReportRules, month: Month, today: Day) {
  if (isExempt(rules, month)) throw refuse('rule', 'report.month_exempt', { month });
  const opens = opensOn(rules, month);
  if (opens > today) throw refuse('rule', 'report.not_open_yet', { month, opensOn: opens });
}

/** The latest report of a month of each of these projects. */
async function latestReports(tx: Tx, projectIds: readonly string[], month: Month): Promise<Map<string, string>> {
  const rows = await tx
    .selectDistinctOn([monthReport.projectId], { projectId: monthReport.projectId, id: monthReport.id })
    .from(monthReport)
    .where(and(sql`${monthReport.projectId} = any(${sql.param([...projectIds])}::uuid[])`, eq(monthReport.month, month)))
    .orderBy(monthReport.projectId, desc(monthReport.recordedAt), desc(monthReport.id));
  return new Map(rows.map((r) => [r.projectId, r.id]));
}

const farAbove = (fault: InvestmentFault) => fault.code === 'far_above_last_month';
/** An amount far above the month before wants a reason: refuses report.needs_reason, with what was found. */
async function checkReasons(tx: Tx, rows: readonly Row[], knownOf: (projectId: string) => KnownMonth, context: Now) {
  const asked = rows.flatMap((row) => {
    const lacks = row.reason === null ? lackingEntry(row, knownOf(row.projectId).typed) : null;
    return lacks ? [{ ...lacks, amountFen: sumOfParts(lacks), projectId: row.projectId, month: row.month }] : [];
  });
  const entries = asked.map((entry) => ({ ...entry, remark: null, batchId: null, acknowledged: null }));
  for (const found of await examineInvestments(tx, entries, context)) {
    if (found instanceof Refusal) throw found;
    const fault = found.faults.find(farAbove);
    if (fault)
      throw refuse('rule', 'report.needs_reason', {
        field: 'reason',
        month: fault.month,
        found: yuan(fault.monthFen),
        last: yuan(fault.lastMonthFen),
      });
  }
}

/** Reports of one month, each checked against the ledger and written beside what was sent before. */
export async function enterReports(tx: Tx, month: Month, given: readonly NewReport[], context: Now): Promise<Row[]> {
  const { actor, now } = context;
  const today = dayOf(now);
  const ids = given.map((g) => g.projectId);
  const { closed, held } = await holdReported(tx, ids, context);
  const rules = await reportRulesFor(tx, month);
  const latest = await latestReports(tx, ids, month);
  const knownOf = await ledgerMonths(tx, ids, month, coveredMonths(rules, month));
  for (const { projectId, supersedes } of given) {
    settle(checkReporting(actor, held.get(projectId)!));
    await checkOpen(tx, closed, projectId, month, today);
    const last = latest.get(projectId) ?? null;
    if (last !== supersedes) throw refuse('conflict', 'report.changed_meanwhile', { id: projectId, month });
  }
  checkMonth(rules, month, today);
  const rows = given.map((g) => rowOf(g, knownOf(g.projectId), context));
  await checkReasons(tx, rows, knownOf, context);
  await insertMany(tx, monthReport, rows);
  await standAs(tx, { rows, held, rules, today });
  for (const { supersedes } of rows) if (supersedes) await clearNotices(tx, { subjectId: supersedes, kinds: ['report.returned'] }, now);
  return rows;
}

function rowOf(given: NewReport, known: KnownMonth, { actor, now }: Now): Row {
  const { projectId, month, isUnchanged, summary, problems, reason, supersedes, batchId = null } = given;
  const money = given.money ?? { ...noMoney, ...known.typed };
  const { amountFen } = settle(checkReport({ ...given, ...money }, known));
  const words = { summary: summary || null, problems: problems || null, reason: reason || null };
  const mark = { supersedes, batchId, recordedBy: actor.id, recordedAt: now };
  return { projectId, id: v7(), month, isUnchanged, ...words, ...partsOf(money), amountFen, ...mark };
}
const partsOf = ({ civilFen, installationFen, equipmentFen, otherFen, oldBuildingFen, landFen }: ReportedMoney): ReportedMoney => ({
  civilFen,
  installationFen,
  equipmentFen,
  otherFen,
  oldBuildingFen,
  landFen,
});

type Sent = Readonly<{ rows: readonly Row[]; held: ReadonlyMap<string, HeldProject>; rules: ReportRules; today: Day }>;
/** Where the months stand now; one that nobody owed is kept beside those that somebody does. */
async function standAs(tx: Tx, { rows, held, rules, today }: Sent): Promise<void> {
  const dues = rows.map(({ projectId, month, id }) => {
    const { unitId, stage } = held.get(projectId)!;
    const isOwed = rules.stages.includes(stage);
    return { projectId, month, unitId, dueOn: dueOn(rules, month), isOwed, state: 'submitted' as const, reportedOn: today, reportId: id };
  });
  if (dues.length === 0) return;
  await tx
    .insert(reportDue)
    .values(dues)
    .onConflictDoUpdate({
      target: [reportDue.projectId, reportDue.month],
      set: {
        state: sql`excluded.state`,
        reportId: sql`excluded.report_id`,
        reportedOn: sql`coalesce(${reportDue.reportedOn}, excluded.reported_on)`,
      },
    });
}

const traceOf = (after: Row) => ({ subject: 'month_report', subjectId: after.id, after });

/**
 * Reports a month of a project, or reports it anew. Refuses: project.unknown, report.may_not_report, report.project_aside,
 * report.month_exempt, report.not_open_yet, report.month_closed, report.changed_meanwhile, report.needs_reason, and what `checkReport` does.
 */
export const submitReport = command('report.submit', async (tx, input: NewReport, context) => {
  const [row] = await enterReports(tx, input.month, [input], context);
  return { result: { id: row!.id }, trace: traceOf(row!) };
});

type Given = Readonly<{ batchId: string; reports: readonly NewReport[] }>;
/** Reports that a table brings, each as if it were sent by itself; all of them or none. Answers with their ids, in their order. Refuses as `submitReport` does. */
export const submitGiven = command('report.submit_all', async (tx, { batchId, reports }: Given, context) => {
  const made = new Map<string, string>();
  for (const [month, ofMonth] of Map.groupBy(reports, (r) => r.month))
    for (const row of await enterReports(tx, month, ofMonth, context)) made.set(`${row.projectId} ${month}`, row.id);
  const ids = reports.map((r) => made.get(`${r.projectId} ${r.month}`)!);
  const trace = { subject: 'import', subjectId: batchId, after: { reports: ids.length } };
  return { result: { ids }, trace: ids.length > 0 ? trace : [] };
});

type Unchanged = Readonly<{ month: Month; projectIds: readonly string[] }>;
/** Says of projects that nothing has changed: their month is what the ledger holds of it. Refuses as `submitReport` does. */
export const submitUnchanged = command('report.submit_unchanged', async (tx, { month, projectIds }: Unchanged, context) => {
  const nothingNew = { month, isUnchanged: true, summary: null, problems: null, money: null, reason: null, supersedes: null };
  const given = [...new Set(projectIds)].map((projectId) => ({ ...nothingNew, projectId }));
  const rows = await enterReports(tx, month, given, context);
  return { result: { reported: rows.length }, trace: rows.map(traceOf) };
});

type Exception = Readonly<{ id: string; month: Month; untilOn: Day; reason: string }>;
/** Names a project that may still report a closed month. Refuses project.unknown, report.may_not_except, report.exception_is_past. */
export const exceptProject = command('report.except', async (tx, { id, month, untilOn, reason }: Exception, context) => {
  const { actor, now } = context;
  await holdReported(tx, [id], context);
  if (!may.except(actor)) throw refuse('forbidden', 'report.may_not_except');
  if (untilOn < dayOf(now)) throw refuse('invalid', 'report.exception_is_past', { field: 'untilOn' });
  const row = { projectId: id, id: v7(), month, untilOn, reason, grantedBy: actor.id, grantedAt: now };
  await tx.insert(monthReportException).values(row);
  return { result: { id: row.id }, trace: { subject: 'project', subjectId: id, after: row } };
});

/**
 * Opens the month that can be reported: projects that were at their stage by its end and still are owe a report; one that stands aside
 * is excused as long as it does. With `touchedSince` only projects are looked at that were changed from then on. Leaves no entry when
 * nothing is new.
 */
export const openReports = command('report.open', async (tx, { touchedSince = null }: { touchedSince?: Date | null }, { now }) => {
  const month = await openMonthAt(tx, now);
  const rules = await reportRulesFor(tx, month);
  const owes = sql`p.side is null and p.stage = any(${sql.param(rules.stages)}::text[])`;
  const isMeant = touchedSince ? sql`p.updated_at >= ${touchedSince}` : sql`true`;
  // Who owes and is not yet there is found as a set: asked row by row, a month that fills while it is read takes as long as its square.
  const { rowCount: opened } = await tx.execute(sql`
    insert into report_due (project_id, month, unit_id, due_on, is_owed, state)
    select p.id, ${month}, p.unit_id, ${dueOn(rules, month)}, true, 'missing' from project p
      join (select p.id from project p where ${owes} and ${isMeant} except select project_id from report_due where month = ${month}) as fresh using (id)
    where exists (select 1 from stage_change c where c.project_id = p.id and c.to_stage = any(${sql.param(rules.stages)}::text[])
        and c.happened_on <= ${lastDayOf(month)})
    on conflict do nothing`);
  const { rowCount: moved } = await tx.execute(sql`
    update report_due d set state = case when ${owes} then 'missing' else 'excused' end from project p
    where p.id = d.project_id and ${isMeant} and d.month = ${month} and d.state = case when ${owes} then 'excused' else 'missing' end`);
  const changes = (opened ?? 0) + (moved ?? 0);
  const after = { month, opened, moved };
  return { result: { month, changes }, trace: changes ? { subject: 'month', subjectId: v7(), after } : [] };
});

type Move = Readonly<{ projectId: string; toUnitId: string }>;
/** A project that changes its unit takes its months along. */
export const moveReports = command('report.move', async (tx, { projectId, toUnitId }: Move) => {
  await tx.update(reportDue).set({ unitId: toUnitId }).where(eq(reportDue.projectId, projectId));
  return { result: {}, trace: [] };
});
