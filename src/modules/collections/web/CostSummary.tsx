import { Alert } from 'antd';
import { useText } from '../../../web/text.ts';
import type { Cost } from '../domain/cost.ts';

/** What a collection costs the units, and how it was counted. */
export function CostSummary({ cost }: { cost: Cost }) {
  const t = useText();
  return (
    <>
      <dl className="collection-figures">
        {(['cells', 'known', 'gaps', 'minutesOnce', 'minutesYear'] as const).map((key) => (
          <div key={key}>
            <dt>{t(`collections.cost.${key}`)}</dt>
            <dd>{cost[key]}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">
        {t('collections.cost.how', { gaps: cost.gaps, minutes: cost.minutesOnce, times: cost.timesAYear, year: cost.minutesYear })}
      </p>
      {cost.needsApproval && <Alert type="warning" showIcon title={t('collections.cost.approval', { role: t(`role.${cost.approver}`) })} />}
    </>
  );
}
