import type { ReactNode } from 'react';
import { Money } from '../../../web/kit/Money.tsx';
import { useText } from '../../../web/text.ts';
import { EvidenceList } from '../../evidence/web/EvidenceList.tsx';
import { momentText } from '../../identity/web/moment.ts';
import type { Report, ReportForm } from '../contract.ts';
import { parts } from '../domain/report.ts';

/** Every report of the month, the latest first: what it said and what was decided. */
export function ReportHistory({ form }: { form: ReportForm }) {
  const t = useText();
  if (form.reports.length === 0) return null;
  return (
    <section className="report-history" aria-label={t('progress.history')}>
      <h2>{t('progress.history')}</h2>
      {form.reports.map((report, i) => (
        <One key={report.id} report={report}>
          {/* Of the report that counts the pictures stand open; of earlier ones they are looked up. */}
          {i === 0 && <Pictures projectId={form.project.id} report={report} />}
        </One>
      ))}
    </section>
  );
}

/** Pictures and papers of a report; whoever may report may add them. None to who may not read its words. */
function Pictures({ projectId, report }: { projectId: string; report: Report }) {
  const t = useText();
  if (report.summary === null && !report.isUnchanged) return null;
  return (
    <>
      <h3>{t('progress.pictures')}</h3>
      <EvidenceList subject="month_report" subjectId={report.id} projectId={projectId} kinds={['site_photo', 'site_check', 'other']} />
    </>
  );
}

function One({ report: r, children }: { report: Report; children: ReactNode }) {
  const t = useText();
  const extra = (['oldBuildingFen', 'landFen'] as const).filter((key) => r[key] > 0);
  return (
    <article>
      <p>{r.isUnchanged ? t('progress.unchanged') : (r.summary ?? t('projects.masked'))}</p>
      <p className="report-parts">
        <b>
          <Money fen={r.amountFen} />
        </b>
        {parts.map((part) => (
          <span key={part}>
            {t(`funds.${part}`)} <Money fen={r[part]} />
          </span>
        ))}
        {extra.map((key) => (
          <span key={key}>
            {t(`field.${key}`)} <Money fen={r[key]} />
          </span>
        ))}
      </p>
      {r.problems && (
        <p>
          {t('progress.problems')}：{r.problems}
        </p>
      )}
      {r.reason && (
        <p>
          {t('progress.reason')}：{r.reason}
        </p>
      )}
      <p className="report-trace">
        {t('progress.sentBy', { by: r.by, at: momentText(r.at) })}
        {r.outcome &&
          ` · ${t(`progress.outcome.${r.outcome}`, { by: r.decidedBy ?? '', at: momentText(r.decidedAt!), note: r.note ?? '' })}`}
      </p>
      {children}
    </article>
  );
}
