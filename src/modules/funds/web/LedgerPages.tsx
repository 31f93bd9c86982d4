import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { formatFen, grouped } from '../../../kernel/money.ts';
import type { Paging } from '../../../kernel/paging.ts';
import { addressOf } from '../../../web/api.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { useLanguage, useText } from '../../../web/text.ts';
import { useWords } from '../../projects/web/names.ts';
import { useViews } from '../../projects/web/saved-views.ts';
import { type Agreement, type Arrival, fundsContract, type Investment } from '../contract.ts';
import type { Ledger } from '../domain/entry.ts';
import { funds } from './client.ts';
import { agreementColumns, arrivalColumns, investmentColumns, type ListColumn } from './list-columns.tsx';
import { askedOf, exportedColumns } from './list-query.ts';

type Asked = Record<string, string>;
type Loaded<R> = { items: R[]; totals: { count: number; fen: number }; can: { record: boolean } };
type Props<R> = {
  ledger: Ledger;
  /** The column of its date. */
  date: string;
  tab: string;
  columns: readonly ListColumn<R>[];
  load: (asked: Asked, part: Paging) => Promise<Loaded<R>>;
  exported: (query: Asked) => string;
};

/** One ledger over all projects: filtered, summed and exported as it stands on screen. */
function LedgerPage<R extends Agreement | Arrival | Investment>({ ledger, date, tab, columns, load, exported }: Props<R>) {
  const t = useText();
  const language = useLanguage();
  const navigate = useNavigate();
  const views = useViews(tab);
  const [mayRecord, setMayRecord] = useState(false);
  const page = async (state: TableState) => {
    const { items, totals, can } = await load(askedOf(state, date), { page: state.page, size: state.size });
    return { items, totals, total: totals.count, can };
  };
  return (
    <>
      <PageHeader title={t(`funds.tab.${ledger}`)} note={t('funds.page.note')}>
        {mayRecord && ledger !== 'agreement' && <Button onClick={() => void navigate(`/grids/${tab}`)}>{t('funds.grid')}</Button>}
      </PageHeader>
      <DataTable
        name={tab}
        label={t(`funds.tab.${ledger}`)}
        columns={columns}
        load={page}
        onPage={({ can }) => setMayRecord(can.record)}
        rowKey={(r) => r.id}
        rowHref={(r) => `/projects/${r.projectId}?tab=${tab}#entry-${r.id}`}
        totals={({ totals }) => t('funds.totals', { n: grouped(String(totals.count)), amount: grouped(formatFen(totals.fen, '亿元', 2)) })}
        exportHref={(state, keys) => exported({ ...askedOf(state, date), columns: exportedColumns(keys), language })}
        views={views}
        empty={{ title: t(`funds.empty.${ledger}`) }}
      />
    </>
  );
}

export function AgreementsPage() {
  const t = useText();
  const [kinds, currencies] = [useWords('agreement_kind'), useWords('currency')];
  return (
    <LedgerPage
      ledger="agreement"
      date="signedOn"
      tab="agreements"
      columns={agreementColumns(t, kinds, currencies)}
      load={(asked, part) => funds.agreements({ query: { ...asked, ...part } })}
      exported={(query) => addressOf(fundsContract.exportAgreements, { query })}
    />
  );
}

export function ArrivalsPage() {
  const t = useText();
  const [kinds, currencies] = [useWords('arrival_kind'), useWords('currency')];
  return (
    <LedgerPage
      ledger="arrival"
      date="arrivedOn"
      tab="arrivals"
      columns={arrivalColumns(t, kinds, currencies)}
      load={(asked, part) => funds.arrivals({ query: { ...asked, ...part } })}
      exported={(query) => addressOf(fundsContract.exportArrivals, { query })}
    />
  );
}

export function InvestmentsPage() {
  const t = useText();
  return (
    <LedgerPage
      ledger="investment"
      date="month"
      tab="investments"
      columns={investmentColumns(t)}
      load={(asked, part) => funds.investments({ query: { ...asked, ...part } })}
      exported={(query) => addressOf(fundsContract.exportInvestments, { query })}
    />
  );
}
