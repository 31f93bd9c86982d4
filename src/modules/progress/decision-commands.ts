import { and, eq, inArray, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now, type Trace } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import type { NewInvestment } from '../funds/contract.ts';
import { type InvestmentParts, investmentFaultCodes, sumOfParts } from '../funds/domain/investment-check.ts';
import { correctInvestment, recordInvestments, reverseInvestment } from '../funds/investment-commands.ts';
import { notify } from '../notices/commands.ts';
import { checkOpen, holdReported } from './commands.ts';
import { lackingEntry, parts, yuan } from './domain/report.ts';
import { coveredMonths } from './domain/rules.ts';
import { type KnownMonth, ledgerMonths } from './ledger-queries.ts';
import { checkDeciding } from './policy.ts';
import { reportRulesFor } from './queries.ts';
import { monthReport, monthReportDecision, reportDue } from './tables.ts';

type Row = typeof monthReport.$inferSelect;
type Key = Readonly<{ projectId: string; id: string }>;

/** The reports an act decides on, their projects held. Refuses project.unknown, report.unknown, report.not_waiting, report.may_not_decide. */
async function waitingReports(tx: Tx, keys: readonly Key[], context: Now): Promise<Row[]> {
  const { actor, now } = context;
  const { closed, held } = await holdReported(
    tx,
    keys.map((k) => k.projectId),
    context,
  );
  const list = (field: keyof Key) => sql`any(${sql.param(keys.map((k) => k[field]))}::uuid[])`;
  const found = await tx
    .select({ report: monthReport, state: reportDue.state })
    .from(monthReport)
    .leftJoin(reportDue, and(eq(reportDue.projectId, monthReport.projectId), eq(reportDue.reportId, monthReport.id)))
    .where(and(sql`${monthReport.projectId} = ${list('projectId')}`, sql`${monthReport.id} = ${list('id')}`));
  const byId = new Map(found.map((f) => [f.report.id, f]));
  const rows: Row[] = [];
  for (const { projectId, id } of keys) {
    const one = byId.get(id);
    if (one?.report.projectId !== projectId) throw refuse('not_found', 'report.unknown', { id });
    // Only the latest report of a month stands in report_due, and only one that nobody has decided on is 'submitted' there.
    if (one.state !== 'submitted') throw refuse('conflict', 'report.not_waiting', { id, month: one.report.month });
    settle(checkDeciding(actor, held.get(projectId)!, one.report));
    await checkOpen(tx, closed, projectId, one.report.month, dayOf(now));
    rows.push(one.report);
  }
  return rows;
}

/** An entry as a report gives it; why it is odd, if it is, the report has said. */
const entryOf = ({ projectId, month, summary, reason }: Row, lacks: InvestmentParts): NewInvestment => ({
  projectId,
  month,
  ...lacks,
  amountFen: sumOfParts(lacks),
  remark: summary,
  batchId: null,
  acknowledged: { codes: [...investmentFaultCodes], reason: reason ?? summary ?? month },
});

const same = (a: InvestmentParts, b: InvestmentParts) => parts.every((part) => a[part] === b[part]);

/** Brings the ledger to what a report says, where an earlier report of its month has an entry there. Answers with the new entry. */
async function correctEntry(tx: Tx, row: Row, own: NonNullable<KnownMonth['own']>, lacks: InvestmentParts | null, context: Now) {
  if (lacks && same(own, lacks)) return null;
  const wanted = { projectId: row.projectId, id: own.id, reason: row.reason ?? row.summary ?? row.month };
  if (!lacks) {
    await reverseInvestment.inside(tx, wanted, context);
    return null;
  }
  const { projectId: _, batchId: __, ...entry } = entryOf(row, lacks);
  return (await correctInvestment.inside(tx, { ...wanted, entry }, context)).id;
}

/** Brings the ledger to what the reports say; by report, the entry that did it. */
async function bringLedger(tx: Tx, rows: readonly Row[], context: Now): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  const fresh: { id: string; entry: NewInvestment }[] = [];
  for (const { row, typed, own } of await withLedger(tx, rows)) {
    const lacks = lackingEntry(row, typed);
    refuseBelow(row, lacks, typed);
    if (!own && lacks) fresh.push({ id: row.id, entry: entryOf(row, lacks) });
    const entry = own && (await correctEntry(tx, row, own, lacks, context));
    if (entry) entries.set(row.id, entry);
  }
  if (fresh.length === 0) return entries;
  const recorded = await recordInvestments.inside(
    tx,
    fresh.map((f) => f.entry),
    context,
  );
  for (const [i, { id }] of fresh.entries()) entries.set(id, recorded.ids[i]!);
  return entries;
}

async function withLedger(tx: Tx, rows: readonly Row[]): Promise<(KnownMonth & { row: Row })[]> {
  const all: (KnownMonth & { row: Row })[] = [];
  for (const [month, ofMonth] of Map.groupBy(rows, (r) => r.month)) {
    const ids = ofMonth.map((r) => r.projectId);
    const knownOf = await ledgerMonths(tx, ids, month, coveredMonths(await reportRulesFor(tx, month), month));
    all.push(...ofMonth.map((row) => ({ row, ...knownOf(row.projectId) })));
  }
  return all;
}

/** Something was typed into the ledger since the report was sent. */
function refuseBelow(row: Row, lacks: InvestmentParts | null, typed: InvestmentParts) {
  const field = lacks && parts.find((part) => lacks[part] < 0);
  if (field) throw refuse('rule', 'report.below_ledger', { field, id: row.id, ledger: yuan(typed[field]), found: yuan(row[field]) });
}

/**
 * Accepts reports: the ledger comes to what they say, by one entry each where it does not say so already. All of them or none. Refuses:
 * project.unknown, report.unknown, report.not_waiting, report.may_not_decide, report.own_report, report.month_closed, report.below_ledger.
 */
export const acceptReports = command('report.accept', async (tx, { reports }: { reports: readonly Key[] }, context) => {
  const rows = await waitingReports(tx, reports, context);
  const entries = await bringLedger(tx, rows, context);
  const decisions = rows.map((row) => decisionOf(row, 'accepted', null, entries.get(row.id) ?? null, context));
  await insertMany(tx, monthReportDecision, decisions);
  await tx
    .update(reportDue)
    .set({ state: 'accepted' })
    .where(
      inArray(
        reportDue.reportId,
        rows.map((r) => r.id),
      ),
    );
  return { result: { accepted: rows.length, entries: entries.size }, trace: decisions.map(traceOf) };
});

type Returning = Readonly<{ projectId: string; id: string; note: string }>;
/** Returns a report to whoever sent it, who is told. Refuses as accepting does. */
export const returnReport = command('report.return', async (tx, { note, ...key }: Returning, context) => {
  const [row] = await waitingReports(tx, [key], context);
  const decision = decisionOf(row!, 'returned', note, null, context);
  await tx.insert(monthReportDecision).values(decision);
  await tx.update(reportDue).set({ state: 'returned' }).where(eq(reportDue.reportId, row!.id));
  const { projectId, id, month, recordedBy } = row!;
  const link = `/projects/${projectId}/reports/${month}`;
  const about = { kind: 'report.returned', subject: 'month_report', subjectId: id, projectId, link, params: { month } } as const;
  await notify(tx, [{ ...about, to: [recordedBy] }], context);
  return { result: { id: decision.id }, trace: traceOf(decision) };
});

type Decision = typeof monthReportDecision.$inferSelect;
const decisionOf = (
  { projectId, id }: Row,
  outcome: Decision['outcome'],
  note: string | null,
  investmentId: string | null,
  { actor, now }: Now,
): Decision => ({ projectId, id: v7(), reportId: id, outcome, note, investmentId, decidedBy: actor.id, decidedAt: now });
const traceOf = (after: Decision): Trace => ({ subject: 'month_report', subjectId: after.reportId, after });
