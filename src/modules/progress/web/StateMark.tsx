import { useText } from '../../../web/text.ts';
import type { ReportState } from '../domain/report.ts';

/** Where a report stands, in words, and whether it is late. */
export function StateMark({ state, isLate }: { state: ReportState | null; isLate: boolean }) {
  const t = useText();
  if (!state) return <span>{t('progress.state.none')}</span>;
  return (
    <>
      <span className={`report-state report-${state}`}>{t(`progress.state.${state}`)}</span>{' '}
      {isLate && <span className="report-late">{t(state === 'missing' ? 'progress.overdue' : 'progress.late')}</span>}
    </>
  );
}
