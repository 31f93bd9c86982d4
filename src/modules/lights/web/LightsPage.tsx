import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { useMe } from '../../../web/session.ts';
import { type Text, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import type { LightRow } from '../contract.ts';
import { colours } from '../domain/rule.ts';
import { lights } from './client.ts';
import { FollowActs } from './FollowActs.tsx';
import { lightSentence } from './LightReasons.tsx';
import { UnitLights } from './UnitLights.tsx';

type Page = Awaited<ReturnType<typeof lights.list>>;

function load({ page, size, q, filters }: TableState) {
  const colour = colours.find((c) => c === choicesIn(filters['colour'])[0]);
  return lights.list({ query: { page, size, q: q || undefined, unit: filters['unit'] || undefined, ...(colour && { colour }) } });
}

/** 亮灯: the light of every project under way, the worst and longest first, each with its sentence. */
export function LightsPage() {
  const t = useText();
  const [shown, setShown] = useState<Page | null>(null);
  const mayFollow = useMe().roles.some((role) => role === 'promotion_admin' || role === 'supervision');
  const [byUnit, setByUnit] = useState(false);
  return (
    <>
      <PageHeader title={t('lights.title')} note={shown ? t('lights.note', { month: shown.month }) : undefined}>
        <Button aria-pressed={byUnit} onClick={() => setByUnit(!byUnit)}>
          {t('lights.units')}
        </Button>
        <Link to="/lights/compare">{t('lights.compare')}</Link>
        <Link to="/lights/rules">{t('lights.rules')}</Link>
      </PageHeader>
      {byUnit && <UnitLights />}
      <DataTable
        name="lights"
        label={t('lights.title')}
        columns={mayFollow ? columnsOf(t).toSpliced(3, 0, followColumn(t)) : columnsOf(t)}
        search={t('lights.search')}
        load={load}
        onPage={setShown}
        rowKey={(r) => r.projectId}
        rowHref={(r) => `/projects/${r.projectId}?tab=lights`}
        totals={(page) =>
          colours
            .toReversed()
            .map((c) => `${t(`lights.colour.${c}`)} ${page.counts[c]}`)
            .join(' · ')
        }
        empty={{ title: t('lights.empty') }}
      />
    </>
  );
}

const followColumn = (t: Text): Column<LightRow, Page> => ({
  key: 'follow',
  title: t('lights.follow'),
  width: 250,
  render: ({ projectId, projectName, unitId, colour, follow, dimensions }) =>
    follow && (colour === 'yellow' || colour === 'red') ? (
      <FollowActs lit={{ projectId, projectName, unitId, colour, ...follow, why: dimensions }} />
    ) : (
      t('kit.none')
    ),
});
const columnsOf = (t: Text): Column<LightRow, Page>[] => [
  { key: 'project', title: t('projects.name'), width: 230, render: (r) => r.projectName },
  {
    key: 'colour',
    title: t('lights.colour'),
    width: 100,
    filter: { kind: 'choice', options: colours.toReversed().map((value) => ({ value, label: t(`lights.colour.${value}`) })) },
    render: (r) => <LightMark colour={r.colour} isExempt={r.isExempt} />,
  },
  {
    key: 'why',
    title: t('lights.why'),
    width: 400,
    render: (r) => (r.dimensions[0] ? lightSentence(t, r.dimensions[0]) : t('lights.why.not_lit')),
  },
  { key: 'since', title: t('lights.since'), width: 100, render: (r) => r.since },
  { key: 'unit', title: t('projects.unit'), width: 150, filter: unitFilter, render: (r) => r.unitName },
];
