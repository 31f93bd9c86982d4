import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { ImportView, VersionLine } from '../domain/import-view.ts';
import { imports } from './client.ts';
import type { KindWords } from './kind-words.ts';

type Props = { batch: ImportView; kind: KindWords };

/** Earlier submissions of the same form: all are kept, and any of them can be compared with this one, cell by cell. */
export function Versions({ batch, kind }: Props) {
  const t = useText();
  const versions = useQuery({
    queryKey: ['import-versions', batch.id, batch.status],
    queryFn: () => imports.versions({ params: { id: batch.id } }),
  });
  const columns = useColumns(kind);
  const [chosen, choose] = useState<string | null>(null);
  const all = versions.data?.items ?? [];
  const own = all.find((v) => v.id === batch.id);
  const earlier = all.filter((v) => !own || v.edition < own.edition);
  const [last] = earlier.slice(-1);
  if (!last) return null;
  const other = earlier.find((v) => v.id === chosen) ?? last;
  return (
    <section className="import-part" aria-label={t('imports.versions')}>
      <h2>{t('imports.versions')}</h2>
      <p>{t('imports.versions.which', { n: own?.edition ?? earlier.length + 1, earlier: earlier.length })}</p>
      <DataTable
        name={`import-versions-${kind.key}`}
        label={t('imports.versions')}
        inline
        prefix="cells."
        defaults={{ size: 20 }}
        columns={columns}
        queryKey={[batch.id, batch.taskId, other.id]}
        load={({ page, size }) => imports.compare({ params: { id: batch.id }, query: { with: other.id, page, size } })}
        rowKey={(line) => `${line.change} ${line.wasCell ?? ''} ${line.cell ?? ''} ${line.field ?? ''}`}
        totals={(page) => t('imports.versions.total', { n: page.total })}
        empty={{ title: t('imports.versions.same') }}
        tools={
          <Select
            aria-label={t('imports.versions.with')}
            value={other.id}
            onChange={choose}
            options={earlier.toReversed().map((v) => ({
              value: v.id,
              label: t('imports.versions.one', { n: v.edition, file: v.fileName, name: v.by, at: momentText(v.committedAt) }),
            }))}
          />
        }
      />
    </section>
  );
}

function useColumns(kind: KindWords): Column<VersionLine>[] {
  const t = useText();
  const value = (line: VersionLine, v: VersionLine['was']) =>
    line.field === null || v === null ? t('kit.none') : kind.valueOf(line.field, v, 'CNY');
  return [
    { key: 'change', title: t('imports.versions.change'), width: 110, render: (line) => t(`imports.versions.${line.change}`) },
    {
      key: 'field',
      title: t('imports.versions.field'),
      width: 150,
      render: (line) => (line.field === null ? t('kit.none') : kind.nameOf(line.field)),
    },
    { key: 'was', title: t('imports.versions.was'), width: 200, render: (line) => value(line, line.was) },
    { key: 'now', title: t('imports.versions.now'), width: 200, render: (line) => value(line, line.now) },
    { key: 'wasCell', title: t('imports.versions.wasCell'), width: 100, render: (line) => line.wasCell ?? t('kit.none') },
    { key: 'cell', title: t('imports.versions.atCell'), width: 100, render: (line) => line.cell ?? t('kit.none') },
  ];
}
