import { Tag } from 'antd';
import { useText } from '../../../web/text.ts';
import type { ReportState } from '../domain/report.ts';

const colours: Record<ReportState, string> = {
  missing: 'default',
  submitted: 'blue',
  returned: 'orange',
  accepted: 'green',
  excused: 'default',
};

/** Where a report stands, in words, and whether it is late. */
export function StateMark({ state, isLate }: { state: ReportState | null; isLate: boolean }) {
  const t = useText();
  if (!state) return <span>{t('progress.state.none')}</span>;
  return (
    <>
      <Tag color={colours[state]}>{t(`progress.state.${state}`)}</Tag>
      {isLate && <span className="report-late">{t(state === 'missing' ? 'progress.overdue' : 'progress.late')}</span>}
    </>
  );
}
