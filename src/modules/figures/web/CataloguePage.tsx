import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api } from '../../../web/api.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { figuresContract, type FigureValue } from '../contract.ts';
import type { FigureKey } from '../domain/card.ts';
import { AsOfPicker } from './AsOfPicker.tsx';
import { withAsOf } from './as-of.ts';
import { CardDrawer } from './CardDrawer.tsx';
import { catalogueParts } from './catalogue-parts.ts';
import { figureAddress, queryIn, shownFigure } from './figure-words.ts';
import { useCards } from './use-card.ts';

const figures = api(figuresContract);

/** Every named figure with its value now, its definition one click away. */
export function CataloguePage() {
  const t = useText();
  const language = useLanguage();
  const { cardOf } = useCards();
  const [card, setCard] = useState<FigureKey | null>(null);
  const [search, setSearch] = useSearchParams();
  const asked = queryIn(search);
  const query = useQuery({ queryKey: ['figures', asked], queryFn: () => figures.list({ query: asked }) });
  return (
    <>
      <PageHeader
        title={t('figures.menu')}
        note={
          query.data && t('figures.asked', { through: query.data.asked.through, from: query.data.asked.from ?? t('figures.sinceBegin') })
        }
      >
        <AsOfPicker value={asked.asOf} onChange={(asOf) => setSearch((now) => withAsOf(now, asOf))} />
      </PageHeader>
      <Loaded query={query}>
        {(data) => (
          <DataTable<FigureValue, { items: readonly FigureValue[]; total: number }>
            name="figure-catalogue"
            label={t('figures.menu')}
            inline
            queryKey={[asked]}
            rowKey={(row) => row.key}
            rowHref={(row) => figureAddress(row.key, asked)}
            load={async () => ({ items: data.figures, total: data.figures.length })}
            columns={[
              {
                key: 'name',
                title: t('figures.name'),
                width: 200,
                render: (row) => <Link to={figureAddress(row.key, asked)}>{cardOf(row.key)[language].name}</Link>,
              },
              { key: 'value', title: t('figures.value'), width: 140, numeric: true, render: (row) => valueLine(t, row) },
              {
                key: 'definition',
                title: t('figures.card.definition'),
                width: 420,
                wideOnly: true,
                render: (row) => cardOf(row.key)[language].definition,
              },
              {
                key: 'card',
                title: t('figures.card'),
                width: 90,
                render: (row) => (
                  <Button size="small" onClick={() => setCard(row.key)}>
                    {t('figures.card.open')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <CardDrawer figure={card} asOf={asked.asOf} onClose={() => setCard(null)} />
      {!asked.asOf && (
        <Suspense>
          {catalogueParts().map((Part, i) => (
            <Part key={i} />
          ))}
        </Suspense>
      )}
    </>
  );
}

const valueLine = (t: ReturnType<typeof useText>, row: Parameters<typeof shownFigure>[2] & { key: FigureKey }) => {
  const { value, unit } = shownFigure(t, row.key, row);
  return `${value} ${unit ?? ''}`;
};
