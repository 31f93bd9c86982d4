import { DownloadOutlined, LoadingOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, type InputRef, Tag } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { formatFen } from '../../kernel/money.ts';
import { useText } from '../text.ts';
import { fittingUnit } from './amount-choice.ts';
import type { Column } from './column.ts';
import { filterWords } from './ColumnFilter.tsx';
import { MenuButton } from './MenuButton.tsx';
import { Pop } from './Pop.tsx';
import { type Change, type TableState, withFilter } from './table-state.ts';

const sharings = ['nobody', 'unit', 'everyone'] as const;
type Sharing = (typeof sharings)[number];
/** A saved view: a name and the query of the address that brings it back. Only one's own can be shared or deleted. */
type View = { id: string; name: string; label: string; query: string; isOwn: boolean; sharedWith: Sharing };
export type Views = {
  items: readonly View[];
  onSave: (name: string, query: string) => void;
  onDelete: (id: string) => void;
  /** Shows a view to one's unit, to everyone, or to oneself again. */
  onShare: (view: View, sharedWith: Sharing) => void;
};

type Props<Row, P> = {
  state: TableState;
  change: (part: Change, how?: { replace?: boolean }) => void;
  /** Those on screen. */
  columns: readonly Column<Row, P>[];
  choose: (keys: readonly string[] | null) => void;
  busy: boolean;
  options: {
    columns: readonly Column<Row, P>[];
    search?: string;
    exportHref?: (state: TableState, columns: readonly string[]) => string;
    views?: Views;
    tools?: ReactNode;
  };
};

/** The line above a table: search, saved views, columns, export, and the filters that are on. */
export function TableTools<Row, P>({ state, change, columns, choose, busy, options }: Props<Row, P>) {
  const { search, exportHref, views, tools } = options;
  const t = useText();
  const shown = columns.map((c) => c.key);
  const on = options.columns.filter((c) => c.filter && state.filters[c.key]);
  const amount = (fen: number) => `${formatFen(fen, fittingUnit(fen))} ${t(`amount.${fittingUnit(fen)}`)}`;
  return (
    <div className="table-tools">
      {search !== undefined && <SearchBox key={state.q} value={state.q} words={search} onSearch={(q) => change({ q })} />}
      {tools}
      {busy && <LoadingOutlined aria-label={t('kit.table.refreshing')} />}
      <span className="tools-end">
        {views && <ViewMenu views={views} cols={shown} />}
        <ColumnChooser columns={options.columns} shown={shown} choose={choose} />
        {exportHref && (
          <Button icon={<DownloadOutlined />} href={exportHref(state, shown)} download>
            {t('kit.table.export')}
          </Button>
        )}
      </span>
      {on.length > 0 && (
        <section className="filters-on" aria-label={t('kit.table.filtersOn')}>
          {on.map((c) => (
            <Tag
              key={c.key}
              closable={{ 'aria-label': `${t('kit.table.filter.clear')} ${c.title}` }}
              onClose={() => change(withFilter(state, c.key, ''))}
            >
              {t('kit.table.filterOn', { column: c.title, words: filterWords(c.filter!, state.filters[c.key]!, amount) })}
            </Tag>
          ))}
          <Button type="link" size="small" onClick={() => change({ filters: {}, q: '' })}>
            {t('kit.table.clearAll')}
          </Button>
        </section>
      )}
    </div>
  );
}

function SearchBox({ value, words, onSearch }: { value: string; words: string; onSearch: (q: string) => void }) {
  const [draft, setDraft] = useState(value);
  return (
    <Input.Search
      className="search"
      value={draft}
      placeholder={words}
      aria-label={words}
      allowClear
      onChange={(e) => setDraft(e.target.value)}
      onSearch={(q) => q.trim() !== value && onSearch(q.trim())}
    />
  );
}

type ChooserProps = {
  columns: readonly { key: string; title: string }[];
  shown: readonly string[];
  choose: (keys: readonly string[] | null) => void;
};
function ColumnChooser({ columns, shown, choose }: ChooserProps) {
  const t = useText();
  const options = columns.map((c, i) => ({ value: c.key, label: c.title, disabled: i === 0 }));
  const button = (open: boolean) => (
    <Button icon={<SettingOutlined />} aria-expanded={open}>
      {t('kit.table.columns')}
    </Button>
  );
  return (
    <Pop label={t('kit.table.columns')} button={button}>
      {() => (
        <div className="filter-form">
          <Checkbox.Group className="filter-choices" options={options} value={[...shown]} onChange={(keys) => choose(keys)} />
          <div className="filter-acts">
            <Button size="small" onClick={() => choose(null)}>
              {t('kit.table.columns.reset')}
            </Button>
          </div>
        </div>
      )}
    </Pop>
  );
}

function ViewMenu({ views, cols }: { views: Views; cols: readonly string[] }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const [naming, setNaming] = useState(false);
  const query = () => {
    const kept = new URLSearchParams([...search].filter(([k]) => k !== 'row' && k !== 'page'));
    kept.set('cols', cols.join(','));
    return kept.toString();
  };
  const save = (name: string) => {
    if (name.trim()) views.onSave(name.trim(), query());
    setNaming(false);
  };
  if (naming) return <NameBox onGive={save} onCancel={() => setNaming(false)} />;
  const own = views.items.filter((v) => v.isOwn);
  const groups = [
    { choices: views.items.map((v) => ({ key: v.id, label: v.label, onChoose: () => setSearch(new URLSearchParams(v.query)) })) },
    { choices: [{ key: 'save', label: t('kit.table.saveView'), onChoose: () => setNaming(true) }] },
    ...own.map((v) => ({
      heading: t('kit.table.shareView', { name: v.name }),
      choices: sharings.map((sharing) => ({
        key: `share ${v.id} ${sharing}`,
        label: t(`kit.table.shareView.${sharing}`),
        isOn: v.sharedWith === sharing,
        onChoose: () => views.onShare(v, sharing),
      })),
    })),
    {
      heading: t('kit.table.dropView'),
      choices: own.map((v) => ({ key: `drop ${v.id}`, label: v.name, isDanger: true, onChoose: () => views.onDelete(v.id) })),
    },
  ];
  return (
    <MenuButton
      label={t('kit.table.views')}
      groups={groups}
      button={(open) => <Button aria-expanded={open}>{t('kit.table.views')}</Button>}
    />
  );
}

function NameBox({ onGive, onCancel }: { onGive: (name: string) => void; onCancel: () => void }) {
  const t = useText();
  const box = useRef<InputRef>(null);
  // Asked for by the choice just made, so the cursor waits here.
  useEffect(() => box.current?.focus(), []);
  const words = t('kit.table.viewName');
  return (
    <Input.Search
      ref={box}
      className="view-name"
      maxLength={40}
      placeholder={words}
      aria-label={words}
      enterButton={t('kit.table.saveView')}
      onSearch={onGive}
      onKeyDown={(e) => e.key === 'Escape' && onCancel()}
    />
  );
}
