import { cellName, columnIndex } from '../../../kernel/sheet-row.ts';
import type { Language, Text } from '../../../web/text.ts';
import { cards } from '../../figures/domain/card.ts';
import type { ListField } from '../contract.ts';
import { type Binding, type ListBinding, placeIn } from '../domain/binding.ts';
import type { Marked } from './FormGrid.tsx';

type Sources = readonly Readonly<{ source: string; fields: readonly ListField[] }>[];

/** What a binding says of its cell, in a few words. */
export function bindingWords(t: Text, language: Language, b: Binding): string {
  if (b.kind === 'text') return `${b.before}〈${t(`forms.text.${b.text}`)}〉${b.after}`;
  if (b.kind === 'list') return t('forms.list.of', { source: t(`forms.source.${b.source}`) });
  const part = b.part === 'value' ? '' : t(`forms.part.${b.part}`);
  const period = t(`forms.period.${b.period}`) + (b.lastYear ? t('forms.lastYear.short') : '');
  return `${cards[b.key][language].name}${part} · ${period}`;
}

export const fieldName = (sources: Sources, source: string, field: string, language: Language) =>
  sources.find((s) => s.source === source)?.fields.find((f) => f.field === field)?.[language] ?? field;

/** Which cells of a sheet show what they are bound to. */
export function bindingMarks(
  t: Text,
  language: Language,
  bindings: readonly Binding[],
  sheet: string,
  sources: Sources,
): Map<string, Marked> {
  const marks = new Map<string, Marked>();
  for (const b of bindings) {
    if (b.sheet !== sheet) continue;
    const words = bindingWords(t, language, b);
    if (b.kind !== 'list') marks.set(b.cell, { words, kind: b.kind, title: words });
    else for (const [at, mark] of listMarks(b, (field) => fieldName(sources, b.source, field, language), words)) marks.set(at, mark);
  }
  return marks;
}

const mostMarked = 20;
function* listMarks(b: ListBinding, nameOf: (field: string) => string, words: string): Generator<[string, Marked]> {
  const { row } = placeIn(b.cell);
  const last = Math.min(b.lastRow, row + mostMarked);
  for (const { column, field } of b.columns)
    for (let at = row; at <= last; at += 1) {
      const name = nameOf(field);
      yield [cellName(columnIndex(column), at), { words: at === row ? `↓ ${name}` : '⋮', kind: 'list', title: `${words} · ${name}` }];
    }
}

/** The binding that a cell belongs to, or null. */
export const bindingAt = (bindings: readonly Binding[], sheet: string, cell: string): Binding | null =>
  bindings.find((b) => b.sheet === sheet && (b.kind === 'list' ? isInList(b, cell) : b.cell === cell)) ?? null;
function isInList(b: Extract<Binding, { kind: 'list' }>, cell: string): boolean {
  const { row, column } = placeIn(cell);
  return row >= placeIn(b.cell).row && row <= b.lastRow && b.columns.some((c) => columnIndex(c.column) === column);
}
