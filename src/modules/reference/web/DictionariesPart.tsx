import { useQuery } from '@tanstack/react-query';
import { Button, Select, Space, Table, type TableProps, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type DictionaryEntry } from '../contract.ts';
import { EntryDialog, type EntryDraft } from './EntryDialog.tsx';
import { reference } from './client.ts';

const dictionariesQuery = { queryKey: ['dictionaries'], queryFn: () => reference.dictionaries({}) };

/** One dictionary at a time: its words in order, retired ones greyed, with what the reader may change. */
export function DictionariesPart() {
  const t = useText();
  const query = useQuery(dictionariesQuery);
  const [search, setSearch] = useSearchParams();
  const [draft, setDraft] = useState<EntryDraft | null>(null);
  return (
    <Loaded query={query}>
      {({ items, can }) => {
        const shown = items.find((d) => d.dictionary === search.get('d')) ?? items[0]!;
        const next = (shown.entries.at(-1)?.orderNo ?? 0) + 10;
        return (
          <section className="reference-part" aria-label={t(`dictionary.${shown.dictionary}`)}>
            <div className="reference-tools">
              <Select
                aria-label={t('reference.part.dictionaries')}
                value={shown.dictionary}
                onChange={(d) => setSearch({ d })}
                options={items.map((d) => ({ value: d.dictionary, label: t(`dictionary.${d.dictionary}`) }))}
                popupMatchSelectWidth={false}
              />
              {can.edit && !shown.isClosed && (
                <Button type="primary" onClick={() => setDraft({ dictionary: shown.dictionary, orderNo: next })}>
                  {t('reference.entry.add')}
                </Button>
              )}
              {shown.isClosed && <span className="hint">{t('reference.closed')}</span>}
            </div>
            <Entries
              entries={shown.entries}
              mayEdit={can.edit}
              onEdit={(entry) => setDraft({ dictionary: shown.dictionary, entry, orderNo: entry.orderNo })}
            />
            {draft && <EntryDialog draft={draft} onClose={() => setDraft(null)} />}
          </section>
        );
      }}
    </Loaded>
  );
}

type EntriesProps = { entries: readonly DictionaryEntry[]; mayEdit: boolean; onEdit: (entry: DictionaryEntry) => void };
function Entries({ entries, mayEdit, onEdit }: EntriesProps) {
  const t = useText();
  const isCurrency = entries.some((e) => e.minorDigits !== null);
  const columns: TableProps<DictionaryEntry>['columns'] = [
    {
      key: 'zh',
      title: t('reference.entry.nameZh'),
      width: 200,
      rowScope: 'row',
      render: (_, e) => <span className={e.isActive ? '' : 'retired'}>{e.nameZh}</span>,
    },
    { key: 'en', title: t('reference.entry.nameEn'), width: 240, dataIndex: 'nameEn' },
    { key: 'code', title: t('reference.entry.code'), width: 160, dataIndex: 'code' },
    ...(isCurrency
      ? [{ key: 'digits', title: t('reference.entry.minorDigits'), width: 100, align: 'end' as const, dataIndex: 'minorDigits' }]
      : []),
    { key: 'order', title: t('reference.entry.order'), width: 80, align: 'end', dataIndex: 'orderNo' },
    {
      key: 'state',
      title: t('reference.state'),
      width: 90,
      render: (_, e) => (e.isActive ? t('reference.offered') : <Tag>{t('reference.retired')}</Tag>),
    },
    ...(mayEdit
      ? [
          {
            key: 'acts',
            title: t('reference.acts'),
            width: 140,
            render: (_: unknown, e: DictionaryEntry) => <EntryActs entry={e} onEdit={onEdit} />,
          },
        ]
      : []),
  ];
  return (
    <Table<DictionaryEntry>
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={[...entries]}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  );
}

function EntryActs({ entry, onEdit }: { entry: DictionaryEntry; onEdit: (entry: DictionaryEntry) => void }) {
  const t = useText();
  const { id, nameZh, nameEn, orderNo, version, isActive } = entry;
  const turn = useCommand({
    run: () => reference.editEntry({ params: { id }, body: { nameZh, nameEn, orderNo, version, isActive: !isActive } }),
    done: t(isActive ? 'reference.entry.nowRetired' : 'reference.entry.nowOffered', { name: nameZh }),
    stale: [dictionariesQuery.queryKey],
  });
  return (
    <Space>
      <Button size="small" onClick={() => onEdit(entry)} aria-label={`${t('reference.entry.edit')} ${nameZh}`}>
        {t('reference.entry.edit')}
      </Button>
      <Button
        size="small"
        loading={turn.busy}
        onClick={() => turn.run()}
        aria-label={`${t(isActive ? 'reference.retire' : 'reference.offer')} ${nameZh}`}
      >
        {t(isActive ? 'reference.retire' : 'reference.offer')}
      </Button>
    </Space>
  );
}
