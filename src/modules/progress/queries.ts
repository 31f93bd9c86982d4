import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { dayOf, lastDayOf, type Month } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { closedThrough } from '../funds/month-queries.ts';
import { unitTree } from '../identity/queries.ts';
import { person } from '../identity/tables.ts';
import { readName, visibleProject } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import { currentRule } from '../reference/queries.ts';
import type { progressContract, Report } from './contract.ts';
import { isLate } from './domain/report.ts';
import { coveredMonths, defaultReportRules, dueOn, lastBefore, openMonth, opensOn, ReportRules, reportPreset } from './domain/rules.ts';
import { ledgerMonths } from './ledger-queries.ts';
import { may } from './policy.ts';
import { monthReport, monthReportDecision, monthReportException, reportDue } from './tables.ts';

type C = typeof progressContract;

/** The rules for the report of a month: those in effect at its end. */
export async function reportRulesFor(db: Reader, month: Month): Promise<ReportRules> {
  const rule = await currentRule(db, reportPreset.kind, lastDayOf(month));
  return rule ? ReportRules.parse(rule.body) : defaultReportRules;
}
/** The latest month that can be reported now. */
export async function openMonthAt(db: Reader, now: Date): Promise<Month> {
  const today = dayOf(now);
  return openMonth(await reportRulesFor(db, today.slice(0, 7)), today);
}

/** The exception from a closed month that holds for a project on a day, if there is one. */
export async function exceptionFor(db: Reader, projectId: string, month: Month, today: string) {
  const [row] = await db
    .select({ untilOn: monthReportException.untilOn, reason: monthReportException.reason })
    .from(monthReportException)
    .where(and(eq(monthReportException.projectId, projectId), eq(monthReportException.month, month)))
    .orderBy(desc(monthReportException.untilOn))
    .limit(1);
  return row && row.untilOn >= today ? row : null;
}

/** The reports of a month of a project, the latest first, each with what was decided of it. */
export async function reportsOfMonth(db: Reader, projectId: string, month: Month, mayKnow: boolean): Promise<Report[]> {
  const decider = alias(person, 'decider');
  const rows = await db
    .select({ report: monthReport, by: person.name, decision: monthReportDecision, decidedBy: decider.name })
    .from(monthReport)
    .leftJoin(person, eq(person.id, monthReport.recordedBy))
    .leftJoin(
      monthReportDecision,
      and(eq(monthReportDecision.projectId, monthReport.projectId), eq(monthReportDecision.reportId, monthReport.id)),
    )
    .leftJoin(decider, eq(decider.id, monthReportDecision.decidedBy))
    .where(and(eq(monthReport.projectId, projectId), eq(monthReport.month, month)))
    .orderBy(desc(monthReport.recordedAt), desc(monthReport.id));
  const known = (words: string | null) => (mayKnow ? words : null);
  return rows.map(({ report: r, by, decision, decidedBy }) => ({
    id: r.id,
    isUnchanged: r.isUnchanged,
    summary: known(r.summary),
    problems: known(r.problems),
    civilFen: r.civilFen,
    installationFen: r.installationFen,
    equipmentFen: r.equipmentFen,
    otherFen: r.otherFen,
    oldBuildingFen: r.oldBuildingFen,
    landFen: r.landFen,
    amountFen: r.amountFen,
    reason: known(r.reason),
    by: by ?? '',
    at: r.recordedAt.toISOString(),
    outcome: decision?.outcome ?? null,
    note: known(decision?.note ?? null),
    decidedBy,
    decidedAt: decision?.decidedAt.toISOString() ?? null,
  }));
}

/** A month of a project, ready to be reported. Refuses project.unknown. */
export async function reportForm(
  db: Reader,
  { id, month }: Readonly<{ id: string; month: Month }>,
  actor: Actor,
  now: Date,
): Promise<Result<C['form']>> {
  const project = await visibleProject(db, id, actor);
  const rules = await reportRulesFor(db, month);
  const today = dayOf(now);
  const [due] = await db
    .select()
    .from(reportDue)
    .where(and(eq(reportDue.projectId, id), eq(reportDue.month, month)));
  const covers = coveredMonths(rules, month);
  const { typed, earlierYearsFen, earlierThisYearFen } = (await ledgerMonths(db, [id], month, covers))(id);
  const lock = await lockOf(db, id, month, today);
  const reports = await reportsOfMonth(db, id, month, may.knowWords(actor, project));
  const isOpen = covers.length > 0 && opensOn(rules, month) <= today && (!lock.isClosed || lock.exception !== null);
  const waiting = isOpen && due?.state === 'submitted' ? await latestReport(db, id, month) : null;
  return {
    project: await headOf(db, project, actor),
    ...standingOf(due, dueOn(rules, month), month, today),
    covers,
    opensOn: opensOn(rules, month),
    ...lock,
    ledger: { typed, earlierYearsFen, earlierThisYearFen },
    reports,
    can: {
      report: isOpen && may.report(actor, project),
      decide: waiting !== null && may.decide(actor, project, waiting),
      except: lock.isClosed && !lock.exception && may.except(actor),
    },
  };
}

async function headOf(db: Reader, project: Awaited<ReturnType<typeof visibleProject>>, actor: Actor) {
  const { id, code, stage, totalFen, unitId } = project;
  const unitName = (await unitTree(db)).find((u) => u.id === unitId)?.name ?? '';
  return { id, code, name: readName(actor, project), unitName, stage, totalFen };
}

/** Is the month closed, and is the project named as an exception? */
async function lockOf(db: Reader, id: string, month: Month, today: string) {
  const closed = await closedThrough(db);
  const isClosed = closed !== null && month <= closed;
  return { isClosed, exception: isClosed ? await exceptionFor(db, id, month, today) : null };
}

type Due = typeof reportDue.$inferSelect;
const standingOf = (due: Due | undefined, fallbackDueOn: string, month: Month, today: string) => ({
  month,
  state: due?.state ?? null,
  dueOn: due?.dueOn ?? fallbackDueOn,
  reportedOn: due?.reportedOn ?? null,
  isLate: due ? due.state !== 'excused' && isLate(due, today) : false,
});

export async function latestReport(db: Reader, projectId: string, month: Month) {
  const [row] = await db
    .select()
    .from(monthReport)
    .where(and(eq(monthReport.projectId, projectId), eq(monthReport.month, month)))
    .orderBy(desc(monthReport.recordedAt), desc(monthReport.id))
    .limit(1);
  return row ?? null;
}

/** The months of a project with what was reported of each, the latest first. Refuses project.unknown. */
export async function reportsOfProject(db: Reader, id: string, actor: Actor, now: Date): Promise<Result<C['ofProject']>> {
  const project = await visibleProject(db, id, actor);
  const today = dayOf(now);
  const rows = await db
    .select({ due: reportDue, report: monthReport })
    .from(reportDue)
    .leftJoin(monthReport, and(eq(monthReport.projectId, reportDue.projectId), eq(monthReport.id, reportDue.reportId)))
    .where(eq(reportDue.projectId, id))
    .orderBy(desc(reportDue.month));
  const mayKnow = may.knowWords(actor, project);
  return {
    months: rows.map(({ due, report }) => ({
      ...standingOf(due, due.dueOn, due.month, today),
      amountFen: report?.amountFen ?? null,
      summary: mayKnow ? (report?.summary ?? null) : null,
      isUnchanged: report?.isUnchanged ?? false,
    })),
    openMonth: await openMonthAt(db, now),
    can: { report: may.report(actor, project) },
  };
}

type Counts = Omit<Result<C['completeness']>['units'][number], 'unitId' | 'unitName'>;
const noCounts: Counts = { owed: 0, reported: 0, onTime: 0, late: 0, missing: 0, submitted: 0, returned: 0, accepted: 0 };
const countOf = (what: string) => sql.raw(`count(*) filter (where ${what})::int`);

/** Rows of report_due of units that the actor may see, as a condition over their unit. */
export function dueScope(actor: Actor, unitId: SQL): SQL {
  const scope = scopeOf(actor);
  return scope === 'all' ? sql`true` : sql`${unitId} = any(${sql.param(scope)}::uuid[])`;
}

/** The latest month of reports whose last day has passed: one that can still be sent in time is not late yet. */
export async function dueMonthAt(db: Reader, now: Date): Promise<Month> {
  const open = await openMonthAt(db, now);
  const rules = await reportRulesFor(db, open);
  return dueOn(rules, open) < dayOf(now) ? open : lastBefore(rules, open);
}

/** How complete and timely the reports of a month are: every unit the actor may see, in establishment order. */
export async function completeness(db: Reader, asked: Month | undefined, actor: Actor, now: Date): Promise<Result<C['completeness']>> {
  const month = asked ?? (await openMonthAt(db, now));
  const rules = await reportRulesFor(db, month);
  const mine = dueScope(actor, sql`unit_id`);
  const { rows } = await db.execute<Counts & { unitId: string }>(sql`
    select unit_id as "unitId", count(*)::int as owed, ${countOf('reported_on is not null')} as reported,
      ${countOf('reported_on <= due_on')} as "onTime", ${countOf('reported_on > due_on')} as late, ${countOf("state = 'missing'")} as missing,
      ${countOf("state = 'submitted'")} as submitted, ${countOf("state = 'returned'")} as returned, ${countOf("state = 'accepted'")} as accepted
    from report_due where month = ${month} and is_owed and state <> 'excused' and ${mine} group by unit_id`);
  const { rows: months } = await db.execute<{ month: Month }>(sql`
    with recursive m as (
      select max(month) as month from report_due where ${mine}
      union all select (select max(d.month) from report_due d where d.month < m.month and ${dueScope(actor, sql`d.unit_id`)}) from m where m.month is not null)
    select month from m where month is not null limit 60`);
  const found = new Map(rows.map((r) => [r.unitId, r]));
  const units = (await unitTree(db)).flatMap(({ id, name }) => {
    const row = found.get(id);
    return row ? [{ ...row, unitId: id, unitName: name }] : [];
  });
  const keys = Object.keys(noCounts) as (keyof Counts)[];
  const total = Object.fromEntries(keys.map((k) => [k, units.reduce((sum, u) => sum + u[k], 0)])) as Counts;
  return { month, dueOn: dueOn(rules, month), months: months.map((m) => m.month), units, total };
}

type Reported = Readonly<{ project: typeof project.$inferSelect }>;
const aboutReport =
  (isAllowed: (actor: Actor, row: Reported) => boolean) =>
  async (db: Reader, _: string, subjectId: string, projectId: string | null, actor: Actor): Promise<boolean> => {
    if (!projectId) return false;
    const [row] = await db
      .select({ project })
      .from(monthReport)
      .innerJoin(project, eq(project.id, monthReport.projectId))
      .where(and(eq(monthReport.projectId, projectId), eq(monthReport.id, subjectId)));
    return row !== undefined && may.read(actor, row.project) && may.knowWords(actor, row.project) && isAllowed(actor, row);
  };

/** May the actor read, or add to, the pictures of a report? For wiring with the evidence room. */
export const reportEvidence = {
  mayRead: aboutReport(() => true),
  /** Whoever may report the project. */
  mayAttach: aboutReport((actor, row) => may.report(actor, row.project)),
};
