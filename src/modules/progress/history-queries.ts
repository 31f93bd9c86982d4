import { asc, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { peopleOf } from '../identity/queries.ts';
import type { HistoryLine } from '../projects/domain/project-page.ts';
import { isHidden, type ProjectRow } from '../projects/queries.ts';
import { monthReport, monthReportDecision } from './tables.ts';

/** The monthly reports of a project in its history: sent, accepted, returned. For wiring with the projects room. */
export async function reportHistory(db: Reader, project: ProjectRow, actor: Actor): Promise<HistoryLine[]> {
  const rows = await db
    .select({ report: monthReport, decision: monthReportDecision })
    .from(monthReport)
    .leftJoin(monthReportDecision, eq(monthReportDecision.reportId, monthReport.id))
    .where(eq(monthReport.projectId, project.id))
    .orderBy(asc(monthReport.recordedAt));
  const people = await peopleOf(db, [
    ...new Set(rows.flatMap((r) => [r.report.recordedBy, ...(r.decision ? [r.decision.decidedBy] : [])])),
  ]);
  const nameOf = (id: string) => people.get(id)?.name ?? null;
  const masked = isHidden(actor, project);
  const line = (month: string, what: string, by: string, at: Date, note: string | null): HistoryLine => ({
    at: at.toISOString(),
    by: nameOf(by),
    title: { key: `progress.history.${what}`, params: { month }, words: {} },
    reasons: [],
    note: masked ? null : note,
    link: `/projects/${project.id}/reports/${month}`,
  });
  const sent = new Map(rows.map((r) => [r.report.id, r.report]));
  return [
    ...[...sent.values()].map((r) => line(r.month, r.isUnchanged ? 'unchanged' : 'sent', r.recordedBy, r.recordedAt, r.summary)),
    ...rows.flatMap(({ report, decision: d }) => (d ? [line(report.month, d.outcome, d.decidedBy, d.decidedAt, d.note)] : [])),
  ];
}
