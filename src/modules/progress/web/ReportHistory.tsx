import { Money } from '../../../web/kit/Money.tsx';
import { useText } from '../../../web/text.ts';
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
      {form.reports.map((report) => (
        <One key={report.id} report={report} />
      ))}
    </section>
  );
}

function One({ report: r }: { report: Report }) {
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
    </article>
  );
}
