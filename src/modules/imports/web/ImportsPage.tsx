import { useQuery } from '@tanstack/react-query';
import { addressOf } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { type Language, useLanguage, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { importsContract } from '../contract.ts';
import type { ImportKindView, ImportLine } from '../domain/import-view.ts';
import { BringFile } from './BringFile.tsx';
import { imports, kindsQuery } from './client.ts';
import { Mark, type Tone } from './Mark.tsx';
import './imports.css';

/** Where an office's own lists come in: bring a file, take up an import that was left, look at those that are done. */
export function ImportsPage() {
  const t = useText();
  const query = useQuery(kindsQuery);
  return (
    <>
      <PageHeader title={t('imports.menu')} />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('imports.none')}</p>
          ) : (
            <>
              <BringFile kinds={items} />
              <ImportList kinds={items} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function ImportList({ kinds }: { kinds: readonly ImportKindView[] }) {
  const t = useText();
  const columns = useColumns(kinds, useLanguage());
  return (
    <section className="import-part" aria-label={t('imports.list')}>
      <h2>{t('imports.list')}</h2>
      <DataTable
        name="imports"
        label={t('imports.list')}
        inline
        // What kind of file is to be brought is said in the address as well, and is no filter of this list.
        prefix="list."
        defaults={{ size: 20 }}
        columns={columns}
        load={({ page, size }) => imports.list({ query: { page, size } })}
        rowKey={(row) => row.id}
        rowHref={(row) => `/imports/${row.id}`}
        totals={(page) => t('imports.total', { n: page.total })}
        empty={{ title: t('imports.empty') }}
      />
    </section>
  );
}

function useColumns(kinds: readonly ImportKindView[], language: Language): Column<ImportLine>[] {
  const t = useText();
  return [
    { key: 'file', title: t('imports.file'), width: 220, render: (row) => row.fileName },
    { key: 'kind', title: t('imports.kind'), width: 80, render: (row) => kinds.find((k) => k.key === row.kind)?.[language] ?? row.kind },
    { key: 'sheet', title: t('imports.sheet'), width: 120, render: (row) => row.sheet ?? t('kit.none') },
    { key: 'state', title: t('imports.state'), width: 90, render: (row) => <StateMark row={row} /> },
    { key: 'counts', title: t('imports.result'), width: 230, render: (row) => <Counts row={row} /> },
    { key: 'by', title: t('imports.by'), width: 80, render: (row) => row.by.name },
    { key: 'at', title: t('imports.at'), width: 150, render: (row) => momentText(row.committedAt ?? row.createdAt) },
    {
      key: 'original',
      title: t('imports.original'),
      width: 70,
      render: (row) => (
        <a
          href={addressOf(importsContract.original, { params: { id: row.id } })}
          download
          aria-label={`${t('imports.download')} ${row.fileName}`}
        >
          {t('imports.download')}
        </a>
      ),
    },
  ];
}

const tones: Record<ImportLine['status'], Tone> = {
  draft: 'look',
  checking: 'act',
  checked: 'look',
  committing: 'act',
  committed: 'good',
  discarded: 'plain',
};
function StateMark({ row }: { row: ImportLine }) {
  const t = useText();
  return <Mark tone={tones[row.status]}>{t(`imports.state.${row.status}`)}</Mark>;
}

function Counts({ row: { counts, status } }: { row: ImportLine }) {
  const t = useText();
  if (!counts) return t('kit.none');
  if (status === 'committed' && counts.new + counts.changed === 0) return t('imports.counts.nothing', { n: counts.unchanged });
  const parts = (['new', 'changed', 'unchanged', 'refused'] as const).filter((key) => counts[key] > 0);
  return parts.map((key) => `${t(`imports.outcome.${key}`)} ${counts[key].toLocaleString('en')}`).join(t('shell.comma'));
}
