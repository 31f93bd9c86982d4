import { hasMessage, type Text } from '../../../web/text.ts';
import type { CellFault, RowNote } from '../../../web/kit/grid-column.ts';
import { findingSentence } from '../../imports/web/finding-sentence.ts';
import type { GridFinding, GridOutcome } from '../contract.ts';

const tone = { refuse: 'wrong', acknowledge: 'odd', warn: 'told' } as const;
export type Said = CellFault & Readonly<{ code: string; column: string }>;

/** A finding as a sentence: an import's own words, else those of the refusal it is. */
export function sentenceOf(t: Text, finding: GridFinding): string {
  const { code, details, found, expected } = finding;
  const isRefusal = !hasMessage(`finding.${code}`) && hasMessage(`refusal.${code}`);
  if (isRefusal) return t(`refusal.${code}`, { ...details, ...fieldsIn(t, details), found, expected });
  const { what, todo } = findingSentence(t, finding);
  // What an import says to do beside its words is for the steps of an import.
  return todo && !hasMessage(`finding.${code}.do`) ? `${what}${t('grids.then')}${todo}` : what;
}
function fieldsIn(t: Text, details: GridFinding['details']) {
  const fields = details?.['fields'];
  if (!Array.isArray(fields)) return {};
  const named = fields.map((f) => (hasMessage(`field.${String(f)}`) ? t(`field.${String(f)}`) : String(f)));
  return { fields: named.join(t('shell.comma')) };
}

type Columns = readonly Readonly<{ key: string; title: string }>[];
/** Everything found in the rows, each at its cell. `place` gives the row of the table for the number of a judged row. */
export function saidOf(t: Text, rows: readonly GridOutcome[], columns: Columns, place: (row: number) => number): Said[] {
  return rows.flatMap(({ row, findings }) =>
    findings.map((f) => {
      const col = Math.max(
        0,
        columns.findIndex((c) => c.key === f.field),
      );
      return { row: place(row), col, words: sentenceOf(t, f), severity: tone[f.severity], code: f.code, column: columns[col]?.title ?? '' };
    }),
  );
}

/** What is said at the end of a row. */
export function noteOf(t: Text, { outcome, project, findings }: GridOutcome): RowNote {
  const name = project?.name ?? '';
  if (outcome === 'refused') return { words: t('grids.row.refused', { name }), tone: 'wrong' };
  if (outcome === 'unchanged') return { words: t('grids.row.unchanged', { name }), tone: 'soft' };
  if (findings.some((f) => f.severity === 'acknowledge')) return { words: t('grids.row.odd', { name }), tone: 'odd' };
  return { words: t(`grids.row.${outcome}`, { name }), tone: 'good' };
}
