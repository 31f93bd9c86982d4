import { useQuery } from '@tanstack/react-query';
import { Empty } from 'antd';
import { type ReactNode } from 'react';
import { Link } from 'react-router';
import { ratio } from '../../../kernel/number.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { Forecast, ProjectForecast } from '../domain/view.ts';
import { forecasts } from './client.ts';
import './forecast.css';
import { reasonSentence, slipWords } from './forecast-words.ts';

/** 滑期预测 of a project: when it is likely to produce, what it is likely to invest this year, why, and what that is made from. */
export function ForecastSection({ projectId }: { projectId: string }) {
  const t = useText();
  const query = useQuery({ queryKey: ['forecast', projectId], queryFn: () => forecasts.ofProject({ params: { id: projectId } }) });
  return (
    <Loaded query={query}>
      {(found) => (
        <section aria-label={t('forecast.section')}>
          {found.forecast ? (
            <>
              <div className="forecast-cards">
                <FinishCard t={t} forecast={found.forecast} id={projectId} />
                <YearCard t={t} forecast={found.forecast} id={projectId} />
              </div>
              <p className="hint">{t('forecast.made', { through: found.forecast.through, on: found.today, n: found.ruleVersion })}</p>
              <Inputs t={t} found={found} />
            </>
          ) : (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('forecast.not_forecast')} />
          )}
        </section>
      )}
    </Loaded>
  );
}

type CardProps = { t: Text; forecast: Forecast; id: string };
function FinishCard({ t, forecast, id }: CardProps) {
  const { finish, promisedOn, lateDays } = forecast;
  return (
    <article className="forecast-card" aria-label={t('forecast.finish')}>
      <h2>{t('forecast.finish')}</h2>
      {finish ? (
        <>
          <p className="forecast-likely">
            <Link to={`/projects/${id}?tab=milestones`}>{finish.isBeyond ? t('forecast.state.beyond') : finish.likely}</Link>{' '}
            {promisedOn && <strong className={(lateDays ?? 0) > 0 ? 'forecast-late' : undefined}>{slipWords(t, lateDays)}</strong>}
          </p>
          <p>{t('forecast.between', { from: finish.low, to: finish.high, promised: promisedOn ?? t('forecast.no_promise') })}</p>
        </>
      ) : (
        <p className="forecast-likely">{t('forecast.none')}</p>
      )}
      <Reasons t={t} forecast={forecast} about="finish" />
    </article>
  );
}

function YearCard({ t, forecast, id }: CardProps) {
  const { year } = forecast;
  return (
    <article className="forecast-card" aria-label={t('forecast.year_end')}>
      <h2>{t('forecast.year_end')}</h2>
      {year ? (
        <>
          <p className="forecast-likely">
            <Link to={`/projects/${id}?tab=investments`}>
              <Money fen={year.likely} />
            </Link>{' '}
            {year.planFen !== null && (
              <strong title={`${year.likely} / ${year.planFen}`}>
                {t('forecast.of_plan', { percent: ratio(year.likely, year.planFen).percent ?? t('kit.none') })}
              </strong>
            )}
          </p>
          <p>
            {t('forecast.at_least')} <Money fen={year.low} /> {t('forecast.at_most')} <Money fen={year.high} /> {t('forecast.done')}{' '}
            <Money fen={year.doneFen} />
            {year.planFen !== null && (
              <>
                {' '}
                <Link to={`/projects/${id}?tab=year-plan`}>
                  {t('forecast.plan')} <Money fen={year.planFen} />
                </Link>
              </>
            )}
          </p>
        </>
      ) : (
        <p className="forecast-likely">{t('forecast.none')}</p>
      )}
      <Reasons t={t} forecast={forecast} about="year" />
    </article>
  );
}

function Reasons({ t, forecast, about }: { t: Text; forecast: Forecast; about: 'finish' | 'year' }) {
  return (
    <ul className="forecast-reasons">
      {forecast.reasons
        .filter((r) => r.about === about)
        .map((r) => (
          <li key={`${r.code} ${JSON.stringify(r.details)}`}>{reasonSentence(t, r)}</li>
        ))}
    </ul>
  );
}

/** What the numbers are made from: months of investment, and nodes against their plan. */
function Inputs({ t, found: { months, nodes } }: { t: Text; found: ProjectForecast }): ReactNode {
  if (months.length === 0 && nodes.length === 0) return null;
  return (
    <details className="forecast-inputs">
      <summary>{t('forecast.inputs')}</summary>
      <p>{t('forecast.how')}</p>
      <div className="forecast-cards">
        <Sheet
          label={t('forecast.inputs.months')}
          items={months}
          rowKey={(m) => m.month}
          nothing={t('forecast.inputs.no_months')}
          columns={[
            { key: 'month', title: t('forecast.inputs.month'), width: 110, render: (m) => m.month },
            {
              key: 'fen',
              title: t('forecast.inputs.invested'),
              width: 140,
              numeric: true,
              render: (m) => <Money fen={m.fen} unit="万元" />,
            },
          ]}
        />
        <Sheet
          label={t('forecast.inputs.nodes')}
          items={nodes}
          rowKey={(n) => n.key}
          nothing={t('forecast.inputs.no_nodes')}
          columns={[
            { key: 'node', title: t('forecast.inputs.node'), width: 160, render: (n) => n.name },
            { key: 'planned', title: t('forecast.inputs.planned'), width: 90, numeric: true, render: (n) => n.planned },
            {
              key: 'took',
              title: t('forecast.inputs.took'),
              width: 110,
              numeric: true,
              render: (n) => (n.isOpen ? t('forecast.inputs.open', { n: n.took }) : n.took),
            },
          ]}
        />
      </div>
    </details>
  );
}
