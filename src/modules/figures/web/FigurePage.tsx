import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { api } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { NotFound } from '../../../web/PageError.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { type Dimension, dimensions, figuresContract, type FigureRow } from '../contract.ts';
import { cards, type FigureKey, figureKeys } from '../domain/card.ts';
import { AsOfPicker } from './AsOfPicker.tsx';
import { whyAddress, withAsOf } from './as-of.ts';
import { CardDrawer } from './CardDrawer.tsx';
import { queryIn, type Shown, shownFigure } from './figure-words.ts';
import { useCards } from './use-card.ts';

const figures = api(figuresContract);
const isKey = (key: string): key is FigureKey => (figureKeys as readonly string[]).includes(key);

/** A figure opened: the rows it is made of, or those it leaves out; their sum is the figure. */
export function FigurePage() {
  const { key = '' } = useParams();
  return isKey(key) ? <FigureRows figure={key} /> : <NotFound />;
}

const isAmount = (key: FigureKey) => cards[key].kind === 'amount' || key === 'arrival_rate';

function FigureRows({ figure }: { figure: FigureKey }) {
  const t = useText();
  const language = useLanguage();
  const { query, excluded, dimension, bucket, setSearch } = useAsked();
  const [card, setCard] = useState(false);
  const value = useQuery({ queryKey: ['figures', query], queryFn: () => figures.list({ query }) });
  const shown = value.data?.figures.find((f) => f.key === figure);
  const words = shown && shownFigure(t, figure, shown);
  const name = useCards().cardOf(figure)[language].name;
  const columns = useColumns(figure);
  return (
    <>
      <PageHeader
        title={name}
        trail={[[t('cockpit.menu'), '/cockpit']]}
        note={
          value.data && t('figures.asked', { through: value.data.asked.through, from: value.data.asked.from ?? t('figures.sinceBegin') })
        }
      >
        <AsOfPicker value={query.asOf} onChange={(asOf) => setSearch((now) => withAsOf(now, asOf))} />
        <Link to={whyAddress(figure, query)}>{t('figures.why')}</Link>
        <Button onClick={() => setCard(true)}>{t('figures.card')}</Button>
      </PageHeader>
      <p className="figure-line">
        <b>{words && !bucket && written(words)}</b>
      </p>
      <DataTable
        key={`${figure}${String(excluded)}`}
        name={`figure-${figure}`}
        label={name}
        columns={columns}
        queryKey={[figure, query, excluded, dimension, bucket]}
        load={(state) =>
          figures.rows({
            params: { key: figure },
            query: { ...query, ...cut(dimension, bucket), excluded: excluded ? 'true' : 'false', page: state.page, size: state.size },
          })
        }
        rowKey={(row) => row.projectId}
        rowHref={(row) => `/projects/${row.projectId}`}
        totals={(page) => t('figures.rows.total', { n: page.total })}
        tools={
          <Segmented
            value={excluded ? 'excluded' : 'counted'}
            onChange={(choice) => setSearch((now) => (now.set('excluded', String(choice === 'excluded')), now.delete('page'), now))}
            options={[
              { value: 'counted', label: t('figures.rows.counted') },
              { value: 'excluded', label: t('figures.rows.excluded', { n: shown?.excluded ?? 0 }) },
            ]}
          />
        }
        empty={{ title: t('figures.rows.none') }}
      />
      <CardDrawer figure={card ? figure : null} asOf={query.asOf} onClose={() => setCard(false)} />
    </>
  );
}

/** What the address asks for. */
function useAsked() {
  const [search, setSearch] = useSearchParams();
  return {
    query: queryIn(search),
    excluded: search.get('excluded') === 'true',
    dimension: dimensions.find((d) => d === search.get('dimension')),
    bucket: search.get('bucket') ?? undefined,
    setSearch,
  };
}
const written = ({ value, unit = '', ratio }: Shown) => `${value} ${unit} ${ratio ? `(${ratio})` : ''}`;

const cut = (dimension: Dimension | undefined, bucket: string | undefined) =>
  dimension ? { dimension, ...(bucket !== undefined && { bucket }) } : {};
type RowsPage = { items: readonly FigureRow[]; total: number; sum: number; denominatorSum: number | null };

function useColumns(figure: FigureKey): Column<FigureRow, RowsPage>[] {
  const t = useText();
  const amount = (fen: number | null) => (isAmount(figure) ? <Money fen={fen} unit="万元" /> : String(fen ?? ''));
  const isRate = cards[figure].kind === 'rate';
  const value: Column<FigureRow, RowsPage> = {
    key: 'value',
    title: t(isRate ? 'figures.card.numerator' : 'figures.rows.value'),
    width: 140,
    numeric: true,
    render: (row) => amount(row.value),
    total: (page) => amount(page.sum),
  };
  const denominator: Column<FigureRow, RowsPage> = {
    key: 'denominator',
    title: t('figures.card.denominator'),
    width: 140,
    numeric: true,
    render: (row) => amount(row.denominatorValue),
    total: (page) => amount(page.denominatorSum),
  };
  return [
    { key: 'name', title: t('figures.rows.name'), width: 300, render: (row) => <Link to={`/projects/${row.projectId}`}>{row.name}</Link> },
    { key: 'code', title: t('figures.rows.code'), width: 140, render: (row) => row.code },
    { key: 'unit', title: t('figures.rows.unit'), width: 160, render: (row) => row.unitName },
    {
      key: 'stage',
      title: t('figures.rows.stage'),
      width: 90,
      render: (row) => t(row.side ? `projects.side.${row.side}` : `projects.stage.${row.stage}`),
    },
    { key: 'signedOn', title: t('figures.rows.signedOn'), width: 110, render: (row) => row.signedOn ?? t('kit.none') },
    value,
    ...(isRate ? [denominator] : []),
  ];
}
