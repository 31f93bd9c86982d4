import { Link } from 'react-router';
import { Money } from '../../../web/kit/Money.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { becauseWords } from '../domain/words.ts';
import type { recognition } from './client.ts';
import { VerdictTag } from './VerdictTag.tsx';

type Trial = Awaited<ReturnType<typeof recognition.trial>>;

/** What a draft would say: by outcome and reason, and where it differs from the verdicts that stand. Nothing was written. */
export function TrialResult({ trial }: { trial: Trial }) {
  const t = useText();
  const language = useLanguage();
  return (
    <>
      <h3>{t('recognition.trial.title', { n: trial.arrivals, changed: trial.changed })}</h3>
      {trial.isCut && <p>{t('recognition.trial.cut')}</p>}
      <Sheet
        label={t('recognition.trial.sums')}
        rowKey={(r) => `${r.outcome} ${r.reason}`}
        items={trial.proposed}
        columns={[
          { key: 'outcome', title: t('recognition.outcome'), width: 120, render: (r) => t(`recognition.outcome.${r.outcome}`) },
          { key: 'because', title: t('recognition.because'), width: 200, render: (r) => becauseWords(r.reason, language) },
          { key: 'count', title: t('recognition.count'), width: 80, numeric: true, render: (r) => r.count },
          { key: 'fen', title: t('funds.amount'), width: 140, numeric: true, render: (r) => <Money fen={r.fen} unit="万元" /> },
        ]}
      />
      <h3>{t('recognition.trial.changes')}</h3>
      <Sheet
        label={t('recognition.trial.changes')}
        rowKey={(r) => r.id}
        items={trial.items}
        nothing={t('recognition.trial.none')}
        columns={[
          {
            key: 'project',
            title: t('recognition.project'),
            width: 240,
            render: (r) => <Link to={`/projects/${r.projectId}?tab=verdicts`}>{r.projectName}</Link>,
          },
          { key: 'arrivedOn', title: t('funds.arrivedOn'), width: 104, render: (r) => r.arrivedOn },
          { key: 'amount', title: t('funds.amount'), width: 120, numeric: true, render: (r) => <Money fen={r.amountFen} unit="万元" /> },
          { key: 'was', title: t('recognition.trial.was'), width: 160, render: (r) => <VerdictTag {...r.was} /> },
          { key: 'would', title: t('recognition.trial.would'), width: 160, render: (r) => <VerdictTag {...r.would} /> },
        ]}
      />
    </>
  );
}
