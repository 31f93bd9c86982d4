import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { useText } from '../../../web/text.ts';
import type { ImportCounts, ImportRowView, ImportView } from '../domain/import-view.ts';
import { imports } from './client.ts';
import { expectedIn, findingSentence } from './finding-sentence.ts';
import { Mark } from './Mark.tsx';
import type { KindWords } from './kind-words.ts';
import { plannedFields } from './mapping.ts';

const choices = ['all', 'new', 'changed', 'unchanged', 'refused', 'warned'] as const;
type Shown = (typeof choices)[number];

/** Which rows are shown, in the address; at first those that need looking at. */
export function useShown(counts: ImportCounts) {
  const [search, setSearch] = useSearchParams();
  const usual = (['refused', 'changed', 'warned'] as const).find((key) => counts[key] > 0) ?? 'all';
  const shown = choices.find((c) => c === search.get('show')) ?? usual;
  const show = (next: Shown) =>
    setSearch((now) => new URLSearchParams([...[...now].filter(([key]) => key !== 'show' && !key.startsWith('rows.')), ['show', next]]), {
      replace: true,
    });
  return [shown, show] as const;
}

/** The rows of the file as they were judged: values, what changes from what, and what is wrong. */
export function JudgedRows({ batch, kind }: { batch: ImportView; kind: KindWords }) {
  const t = useText();
  const [shown, show] = useShown(batch.counts!);
  const counts = { all: batch.counts!.rows, ...batch.counts! };
  const columns = useColumns(batch, kind, shown);
  return (
    <section className="import-part" aria-label={t('imports.rows')}>
      <h2>{t('imports.rows')}</h2>
      <DataTable
        key={shown}
        name={`import-rows-${kind.key}`}
        label={t('imports.rows')}
        inline
        prefix="rows."
        defaults={{ size: 20 }}
        columns={columns}
        queryKey={[batch.id, shown, batch.taskId]}
        load={({ page, size }) =>
          imports.rows({
            params: { id: batch.id },
            query: { page, size, ...(shown === 'warned' ? { warned: 'yes' } : shown !== 'all' && { outcome: shown }) },
          })
        }
        rowKey={(row) => String(row.row)}
        renderPanel={(row) => <RowDetails row={row} kind={kind} />}
        panelTitle={(row) => t('imports.row', { row: row.row })}
        empty={{ title: t('imports.rows.none') }}
        tools={
          <Segmented
            aria-label={t('imports.rows.shown')}
            value={shown}
            onChange={show}
            options={choices
              .filter((c) => c === 'all' || c === shown || counts[c] > 0)
              .map((value) => ({ value, label: t(`imports.outcome.${value}`) }))}
          />
        }
      />
    </section>
  );
}

const tones = { new: 'good', changed: 'act', unchanged: 'plain', refused: 'wrong' } as const;
const mostFields = 5;

function useColumns(batch: ImportView, kind: KindWords, shown: Shown): Column<ImportRowView>[] {
  const t = useText();
  const counts = batch.counts!;
  const hasChanges = counts.changed > 0 && (shown === 'all' || shown === 'changed');
  const hasProblems = counts.refused + counts.warned > 0 && shown !== 'unchanged';
  const planned = batch.setup ? plannedFields(batch.setup, kind.fields) : [];
  const usual = hasChanges || hasProblems ? 2 : mostFields;
  const fields = planned.map((field, i): Column<ImportRowView> => ({
    key: `f-${field.key}`,
    title: kind.nameOf(field.key),
    width: i === 0 ? 240 : 180,
    numeric: field.type === 'amount',
    extra: i >= usual,
    render: (row) => kind.valueOf(field.key, row.values[field.key] ?? null, row.currency),
  }));
  const changes: Column<ImportRowView> = {
    key: 'changes',
    title: t('imports.changes'),
    width: 380,
    render: (row) => <Changes row={row} kind={kind} />,
  };
  const problems: Column<ImportRowView> = {
    key: 'problems',
    title: t('imports.problems'),
    width: 420,
    render: (row) => <Problems row={row} kind={kind} />,
  };
  return [
    { key: 'row', title: t('imports.rowNumber'), width: 96, render: (row) => t('imports.row', { row: row.row }) },
    {
      key: 'outcome',
      title: t('imports.result'),
      width: 90,
      render: (row) => <Mark tone={tones[row.outcome]}>{t(`imports.outcome.${row.outcome}`)}</Mark>,
    },
    ...fields.slice(0, 2),
    ...(hasChanges ? [changes] : []),
    ...(hasProblems ? [problems] : []),
    ...fields.slice(2),
  ];
}

function Changes({ row, kind }: { row: ImportRowView; kind: KindWords }) {
  const t = useText();
  const words = changeWords(row, kind)
    .map((c) => `${c.name} ${c.before} → ${c.after}`)
    .join(t('imports.semicolon'));
  return <span title={words}>{words || t('kit.none')}</span>;
}

const changeWords = (row: ImportRowView, kind: KindWords) =>
  row.changes.map(({ field, before, after }) => ({
    field,
    name: kind.nameOf(field),
    before: kind.valueOf(field, before, row.currency),
    after: kind.valueOf(field, after, row.currency),
  }));

function useSentences(row: ImportRowView, kind: KindWords) {
  const t = useText();
  return [...row.faults, ...row.warnings].map((finding) => {
    const { what, todo } = findingSentence(t, { ...finding, expected: expectedIn(kind, finding, finding.field) });
    const at = [finding.cell, finding.field && kind.nameOf(finding.field)].filter(Boolean).join(' ');
    return {
      key: `${finding.code} ${finding.field ?? ''}`,
      what: at ? `${at}${t('imports.colon')}${what}` : what,
      todo,
      isFault: !('severity' in finding),
    };
  });
}

function Problems({ row, kind }: { row: ImportRowView; kind: KindWords }) {
  const t = useText();
  const words = useSentences(row, kind)
    .map((s) => s.what)
    .join(t('imports.semicolon'));
  return <span title={words}>{words || t('kit.none')}</span>;
}

/** A row with every value, every change and everything found. */
function RowDetails({ row, kind }: { row: ImportRowView; kind: KindWords }) {
  const t = useText();
  const sentences = useSentences(row, kind);
  const changes = changeWords(row, kind);
  return (
    <div className="import-row">
      <Mark tone={tones[row.outcome]}>{t(`imports.outcome.${row.outcome}`)}</Mark>
      {sentences.length > 0 && (
        <ul>
          {sentences.map(({ key, what, todo, isFault }) => (
            <li key={key}>
              <span className={isFault ? 'wrong' : undefined}>{what}</span> {todo}
            </li>
          ))}
        </ul>
      )}
      {changes.length > 0 && (
        <>
          <h3>{t('imports.changes')}</h3>
          <dl>
            {changes.map(({ field, name, before, after }) => (
              <div key={field}>
                <dt>{name}</dt>
                <dd>
                  <del>{before}</del> → <ins>{after}</ins>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h3>{t('imports.values')}</h3>
      <dl>
        {kind.fields
          .filter(({ key }) => key in row.values)
          .map(({ key }) => (
            <div key={key}>
              <dt>{kind.nameOf(key)}</dt>
              <dd>{kind.valueOf(key, row.values[key] ?? null, row.currency)}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
