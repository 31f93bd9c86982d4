import { useState } from 'react';
import { Link } from 'react-router';
import { ratio } from '../../../kernel/number.ts';
import { addressOf } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { forecastContract } from '../contract.ts';
import { defaultForecastRules } from '../domain/rule.ts';
import { type ForecastRow, slipStates } from '../domain/view.ts';
import { forecasts } from './client.ts';
import './forecast.css';
import { reasonSentence, slipWords } from './forecast-words.ts';

type Page = Awaited<ReturnType<typeof forecasts.list>>;
const stages = defaultForecastRules.stages;
const leastDays = ['30', '90', '180', '365'] as const;

/** What the server is asked for a state of the table. */
function askedOf({ q, filters }: TableState) {
  const one = <T extends string>(values: readonly T[], key: string) => values.find((v) => v === choicesIn(filters[key])[0]);
  const [state, stage, lateFrom] = [one(slipStates, 'likely'), one(stages, 'stage'), one(leastDays, 'late')];
  return {
    q: q || undefined,
    unit: filters['unit'] || undefined,
    ...(state && { state }),
    ...(stage && { stage }),
    ...(lateFrom && { lateFrom }),
  };
}

/** 预计滑期: over all projects, those likely to be latest first, each with why. */
export function ForecastsPage() {
  const t = useText();
  const language = useLanguage();
  const [madeOn, setMadeOn] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={t('forecast.title')} note={madeOn ? t('forecast.note', { on: madeOn }) : undefined}>
        <Link to="/forecasts/rules">{t('forecast.rules')}</Link>
      </PageHeader>
      <DataTable<ForecastRow, Page>
        name="forecasts"
        label={t('forecast.title')}
        columns={columnsOf(t)}
        search={t('forecast.search')}
        load={(state) => forecasts.list({ query: { ...askedOf(state), page: state.page, size: state.size } })}
        onPage={({ madeOn: on }) => setMadeOn(on)}
        rowKey={(r) => r.projectId}
        rowHref={(r) => `/projects/${r.projectId}?tab=forecast`}
        totals={({ counts }) => slipStates.map((s) => `${t(`forecast.state.${s}`)} ${counts[s]}`).join(' · ')}
        exportHref={(state) => addressOf(forecastContract.exportList, { query: { ...askedOf(state), language } })}
        empty={{ title: t('forecast.empty') }}
      />
    </>
  );
}

const columnsOf = (t: Text): Column<ForecastRow, Page>[] => [
  { key: 'project', title: t('projects.name'), width: 230, render: (r) => r.projectName },
  {
    key: 'late',
    title: t('forecast.late'),
    width: 110,
    numeric: true,
    filter: { kind: 'choice', options: leastDays.map((value) => ({ value, label: t('forecast.late.from', { n: value }) })) },
    render: (r) => <span className={(r.lateDays ?? 0) > 0 ? 'forecast-late' : undefined}>{slipWords(t, r.lateDays)}</span>,
  },
  { key: 'promised', title: t('forecast.promised'), width: 104, render: (r) => r.promisedOn ?? t('kit.none') },
  {
    key: 'likely',
    title: t('forecast.likely'),
    width: 118,
    filter: { kind: 'choice', options: slipStates.map((value) => ({ value, label: t(`forecast.state.${value}`) })) },
    render: (r) => (r.finish ? (r.finish.isBeyond ? t('forecast.state.beyond') : r.finish.likely) : t('forecast.none')),
  },
  {
    key: 'range',
    title: t('forecast.range'),
    width: 214,
    render: (r) => (r.finish ? t('forecast.from_to', r.finish) : t('kit.none')),
    wideOnly: true,
  },
  { key: 'why', title: t('forecast.why'), width: 320, render: (r) => firstReason(t, r), wideOnly: true },
  { key: 'year', title: t('forecast.year'), width: 120, numeric: true, render: (r) => <Money fen={r.year?.likely} unit="万元" /> },
  {
    key: 'rate',
    title: t('forecast.rate'),
    width: 110,
    numeric: true,
    render: (r) => (r.year?.planFen ? `${ratio(r.year.likely, r.year.planFen).percent}%` : t('kit.none')),
  },
  {
    key: 'stage',
    title: t('field.stage'),
    width: 90,
    filter: { kind: 'choice', options: stages.map((value) => ({ value, label: t(`projects.stage.${value}`) })) },
    render: (r) => t(`projects.stage.${r.stage}`),
  },
  { key: 'unit', title: t('projects.unit'), width: 140, filter: unitFilter, render: (r) => r.unitName },
];
const firstReason = (t: Text, { reasons }: ForecastRow) => {
  const [first] = reasons.filter((r) => r.about === 'finish' && r.code !== 'no_nodes');
  return first ? reasonSentence(t, first) : t('kit.none');
};
