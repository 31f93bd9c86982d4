import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { useToday } from '../../projects/web/use-today.ts';
import type { ForecastRules } from '../domain/rule.ts';
import { forecasts } from './client.ts';
import './forecast.css';

type Found = Awaited<ReturnType<typeof forecasts.rules>>;
type Unit = 'months' | 'nodes' | 'days' | 'share';
/** Numbers that stand alone, with what they may be and what they count. */
const single = {
  recentMonths: [2, 24, 'months'],
  leastMonths: [1, 12, 'months'],
  leastNodes: [1, 10, 'nodes'],
  unknownStretch: [10_000, 50_000, 'share'],
  planWeight: [0, 10_000, 'share'],
  moneyWeight: [0, 10_000, 'share'],
  mostMonths: [6, 120, 'months'],
} as const;
const three = ['low', 'likely', 'high'] as const;

/** 预测规则: by what forecasts are made; a new version is published from a day on. */
export function RulesPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['forecast', 'rules'], queryFn: () => forecasts.rules({}) });
  return (
    <>
      <PageHeader title={t('forecast.rules')} trail={[[t('forecast.title'), '/forecasts']]} note={t('forecast.rules.note')} />
      <Loaded query={query}>{(found) => <Body key={found.current.version} t={t} found={found} />}</Loaded>
    </>
  );
}

function Body({ t, found }: { t: Text; found: Found }) {
  const today = useToday();
  const [rules, setRules] = useState<ForecastRules>(found.current.rules);
  const [effectiveFrom, setEffectiveFrom] = useState(today);
  const disabled = !found.can.publish;
  const act = useCommand({
    run: () => forecasts.publish({ body: { rules, effectiveFrom } }),
    done: ({ version }) => t('forecast.rules.published', { n: version }),
    refusals: 'alert',
  });
  const spans = (['completesAt', 'toProduction'] as const).flatMap((part) => three.map((at) => ({ part, at })));
  return (
    <section className="forecast-card">
      <RefusalAlert refusal={act.refusal} />
      <div className="forecast-rules">
        {Object.entries(single).map(([key, [min, max, unit]]) => {
          const of = key as keyof typeof single;
          return (
            <label key={key}>
              {t(`forecast.rules.${key}`)}
              <Counted {...{ t, min, max, unit, disabled }} value={rules[of]} onChange={(n) => setRules({ ...rules, [of]: n })} />
            </label>
          );
        })}
        {(['low', 'high'] as const).map((at) => (
          <label key={at}>
            {t(`forecast.rules.quantiles.${at}`)}
            <Counted
              {...{ t, disabled }}
              min={0}
              max={10_000}
              unit="share"
              value={rules.quantiles[at]}
              onChange={(n) => setRules({ ...rules, quantiles: { ...rules.quantiles, [at]: n } })}
            />
          </label>
        ))}
        {spans.map(({ part, at }) => (
          <label key={`${part} ${at}`}>
            {t(`forecast.rules.${part}`, { at: t(`forecast.rules.at.${at}`) })}
            <Counted
              {...{ t, disabled }}
              min={0}
              max={part === 'completesAt' ? 10_000 : 1500}
              unit={part === 'completesAt' ? 'share' : 'days'}
              value={rules[part][at]}
              onChange={(n) => setRules({ ...rules, [part]: { ...rules[part], [at]: n } })}
            />
          </label>
        ))}
      </div>
      {found.can.publish && (
        <div className="forecast-rules">
          <label>
            {t('forecast.rules.from')}
            <Input type="date" min={today} value={effectiveFrom} onChange={(e) => setEffectiveFrom(e.target.value)} />
          </label>
          <Button type="primary" loading={act.busy} onClick={() => act.run(undefined)}>
            {t('forecast.rules.publish')}
          </Button>
        </div>
      )}
      <h2>{t('forecast.rules.versions')}</h2>
      <ul className="forecast-reasons">
        {found.versions.map((v) => (
          <li key={v.version}>{t('forecast.rules.version', { n: v.version, from: v.effectiveFrom, at: momentText(v.publishedAt) })}</li>
        ))}
      </ul>
    </section>
  );
}

type CountedProps = { t: Text; min: number; max: number; unit: Unit; disabled: boolean; value: number; onChange: (n: number) => void };
/** A number with what it counts; shares, kept in ten-thousandths, are read and typed in percent. */
function Counted({ t, min, max, unit, disabled, value, onChange }: CountedProps) {
  const per = unit === 'share' ? 100 : 1;
  return (
    <InputNumber
      min={min / per}
      max={max / per}
      {...(unit !== 'share' && { precision: 0 })}
      suffix={t(`forecast.rules.unit.${unit}`)}
      disabled={disabled}
      value={value / per}
      onChange={(n) => onChange(Math.round((n ?? min / per) * per))}
    />
  );
}
