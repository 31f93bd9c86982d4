import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useText } from '../../../web/text.ts';
import type { GridKind } from '../domain/grid-row.ts';
import { grids } from './client.ts';
import { EntryGrid } from './EntryGrid.tsx';
import './grids.css';

const lists = { arrivals: ['funds.tab.arrival', '/arrivals'], investments: ['funds.tab.investment', '/investments'] } as const;

function EntryGridPage({ kind }: { kind: GridKind }) {
  const t = useText();
  const query = useQuery({ queryKey: ['grid', kind], queryFn: () => grids.fields({ params: { kind } }), staleTime: 60_000 });
  const [list, path] = lists[kind];
  return (
    <>
      <PageHeader title={t(`grids.title.${kind}`)} trail={[[t(list), path]]} note={t('grids.note')} />
      <Loaded query={query}>{({ fields }) => <EntryGrid kind={kind} fields={fields} />}</Loaded>
    </>
  );
}

/** 到位资金 of many projects, typed or pasted as a table. */
export const ArrivalGridPage = () => <EntryGridPage kind="arrivals" />;
/** 完成投资 of many projects and months, typed or pasted as a table. */
export const InvestmentGridPage = () => <EntryGridPage kind="investments" />;
