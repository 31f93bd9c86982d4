import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { api } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { identity } from '../../../web/session.ts';
import { useLanguage, useText } from '../../../web/text.ts';
import type { FigureQuery } from '../../figures/contract.ts';
import { cards, type FigureKey } from '../../figures/domain/card.ts';
import { AsOfPicker } from '../../figures/web/AsOfPicker.tsx';
import { FigureTiles } from '../../figures/web/FigureTiles.tsx';
import { queryIn } from '../../figures/web/figure-words.ts';
import { cockpitContract, type RankBy, rankings } from '../contract.ts';
import { Changes, Silent } from './Changes.tsx';
import { Funnel, Ranking, Trend } from './Charts.tsx';
import { DeliveryPart } from './DeliveryPart.tsx';
import './cockpit.css';

const cockpit = api(cockpitContract);

const groups: readonly [string, readonly FigureKey[]][] = [
  ['cockpit.signed', ['signed_count', 'signed_amount', 'attracted_amount', 'arrived_amount', 'arrival_rate', 'fulfilment_rate']],
  ['cockpit.progress', ['started_count', 'start_rate', 'producing_count', 'production_rate', 'ledger_count']],
  ['cockpit.invested', ['invested_count', 'invested_amount', 'new_count', 'continued_count']],
];

const periods = ['all', 'year', 'month'] as const;
/** The first month of a period that ends today, by the reader's own calendar in Shanghai time. */
const firstMonth = (period: (typeof periods)[number]): string | null => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString();
  return period === 'year' ? `${today.slice(0, 4)}-01` : period === 'month' ? today.slice(0, 7) : null;
};

/** Where each project stands and where every number comes from, for the signed-in person's scope. */
export function CockpitPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const query = queryIn(search);
  const rankBy = rankings.find((r) => r === search.get('rankBy')) ?? 'signed_amount';
  const view = useQuery({ queryKey: ['cockpit', query, rankBy], queryFn: () => cockpit.view({ query: { ...query, rankBy } }) });
  const set = (name: string, value: string | null) =>
    setSearch((now) => (value ? now.set(name, value) : now.delete(name), now), { replace: true });
  return (
    <>
      <PageHeader
        title={view.data ? t('cockpit.title', { unit: view.data.unitName }) : t('cockpit.menu')}
        note={view.data && t('cockpit.asOf', { day: view.data.asked.through })}
      >
        <Scope query={query} set={set} />
      </PageHeader>
      <Loaded query={view}>
        {(data) => (
          <>
            {groups.map(([title, keys]) => (
              <section key={title} aria-label={t(title)} className="cockpit-part">
                <h2>{t(title)}</h2>
                <FigureTiles figures={data.figures} keys={keys} query={query} asOf={data.asked.through} />
              </section>
            ))}
            {!query.asOf && <DeliveryPart unitId={query.unitId} />}
            <div className="cockpit-charts">
              <div>
                <Funnel groups={data.funnel} query={query} />
                <Trend months={data.trend} />
              </div>
              <section aria-label={t('cockpit.ranking')}>
                <RankChoice rankBy={rankBy} onChange={(r) => set('rankBy', r)} />
                <Ranking groups={data.ranking} rankBy={rankBy} query={query} />
              </section>
              <section aria-label={t('cockpit.changes')}>
                <Changes changes={data.changes} />
              </section>
              <section aria-label={t('cockpit.silent', { month: data.reportMonth })}>
                <Silent units={data.units} silent={data.silent} month={data.reportMonth} query={query} />
              </section>
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}

function Scope({ query, set }: { query: FigureQuery; set: (name: string, value: string | null) => void }) {
  const t = useText();
  const period = periods.find((p) => firstMonth(p) === (query.from ?? null)) ?? 'all';
  return (
    <>
      <UnitPicker
        aria-label={t('cockpit.unit')}
        placeholder={t('cockpit.unit')}
        value={query.unitId ?? null}
        load={async () => (await identity.units({})).items}
        onChange={(id) => set('unitId', id)}
      />
      <AsOfPicker value={query.asOf} onChange={(asOf) => set('asOf', asOf ?? null)} />
      <Segmented
        aria-label={t('cockpit.period')}
        value={period}
        onChange={(p) => set('from', firstMonth(p))}
        options={periods.map((value) => ({ value, label: t(`cockpit.period.${value}`) }))}
      />
    </>
  );
}

function RankChoice({ rankBy, onChange }: { rankBy: RankBy; onChange: (rankBy: RankBy) => void }) {
  const t = useText();
  const language = useLanguage();
  return (
    <Select
      size="small"
      className="cockpit-rank"
      aria-label={t('cockpit.rankBy')}
      value={rankBy}
      onChange={onChange}
      options={rankings.map((value) => ({ value, label: cards[value][language].name }))}
    />
  );
}
