import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { reserveContract } from '../contract.ts';
import { ideaNo, ideaStates } from '../domain/idea.ts';
import type { IdeaRow } from '../domain/view.ts';
import { reserve, useReserveWords } from './client.ts';
import { IdeaDialog } from './IdeaDialog.tsx';
import './reserve.css';

type Page = Awaited<ReturnType<typeof reserve.list>>;
const readiness = ['true', 'false'] as const;

/** What the server is asked for a state of the table. */
function askedOf({ q, filters }: TableState) {
  const state = ideaStates.find((s) => s === choicesIn(filters['state'])[0]);
  const ready = readiness.find((r) => r === choicesIn(filters['readiness'])[0]);
  return {
    q: q || undefined,
    unit: filters['unit'] || undefined,
    theme: choicesIn(filters['theme'])[0] || undefined,
    ...(state && { state }),
    ...(ready && { ready }),
  };
}

/** 谋划储备: ideas of the district by theme; ticked ones are compared. */
export function IdeasPage() {
  const t = useText();
  const language = useLanguage();
  const navigate = useNavigate();
  const words = useReserveWords();
  const [mayCreate, setMayCreate] = useState(false);
  const [creating, setCreating] = useState(false);
  const [picked, setPicked] = useState<readonly string[]>([]);
  return (
    <>
      <PageHeader title={t('reserve.title')} note={t('reserve.note')}>
        <Link to="/ideas/rules">{t('reserve.rules')}</Link>
        {mayCreate && (
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('reserve.create')}
          </Button>
        )}
      </PageHeader>
      <DataTable<IdeaRow, Page>
        name="ideas"
        label={t('reserve.title')}
        columns={columnsOf(t, words)}
        search={t('reserve.search')}
        load={(state) => reserve.list({ query: { ...askedOf(state), page: state.page, size: state.size } })}
        onPage={({ can }) => setMayCreate(can.create)}
        rowKey={(i) => i.id}
        rowHref={(i) => `/ideas/${i.id}`}
        selection={{ keys: picked, onChange: setPicked }}
        tools={
          <Button disabled={picked.length < 2} onClick={() => void navigate(`/ideas/comparison?ids=${picked.join(',')}`)}>
            {t('reserve.compare.picked', { n: picked.length })}
          </Button>
        }
        totals={(page) => (
          <>
            {t('reserve.totals', { n: page.total })} <Money fen={page.totalFen} />
          </>
        )}
        exportHref={(state) => addressOf(reserveContract.exportReport, { query: { ...askedOf(state), language } })}
        empty={{ title: t('reserve.empty') }}
      />
      {creating && <IdeaDialog idea={null} onClose={() => setCreating(false)} />}
    </>
  );
}

const columnsOf = (t: Text, words: ReturnType<typeof useReserveWords>): Column<IdeaRow, Page>[] => [
  { key: 'name', title: t('reserve.name'), width: 260, render: (i) => i.name },
  { key: 'no', title: t('reserve.no'), width: 120, render: (i) => ideaNo(i), wideOnly: true },
  {
    key: 'theme',
    title: t('reserve.theme'),
    width: 130,
    filter: { kind: 'choice', options: words.themes },
    render: (i) => words.theme(i.theme),
  },
  {
    key: 'readiness',
    title: t('reserve.readiness'),
    width: 120,
    numeric: true,
    filter: { kind: 'choice', options: readiness.map((value) => ({ value, label: t(`reserve.ready.${value}`) })) },
    render: (i) => t('reserve.readiness.of', i.readiness),
  },
  { key: 'total', title: t('reserve.total'), width: 130, numeric: true, render: (i) => <Money fen={i.totalFen} unit="万元" /> },
  {
    key: 'state',
    title: t('reserve.state'),
    width: 110,
    filter: { kind: 'choice', options: ideaStates.map((value) => ({ value, label: t(`reserve.state.${value}`) })) },
    render: (i) => t(`reserve.state.${i.state}`),
  },
  { key: 'industry', title: t('reserve.industry'), width: 150, render: (i) => i.industryName ?? t('kit.none'), wideOnly: true },
  { key: 'unit', title: t('people.unit'), width: 150, filter: unitFilter, render: (i) => i.unitName },
];
