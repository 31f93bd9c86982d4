import * as z from 'zod';
import { amountUnits } from '../../../kernel/money.ts';
import { cellName, columnIndex, type MergedRange } from '../../../kernel/sheet-row.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import { figureKeys } from '../../figures/domain/card.ts';

const sheet = z.string().min(1).max(100);
/** 'B5' */
const Cell = z.string().regex(/^[A-Z]{1,3}[1-9]\d{0,5}$/);
const ColumnName = z.string().regex(/^[A-Z]{1,3}$/);
const decimals = z.int().min(0).max(6);
const words = z.string().max(200);

export const periods = ['month', 'year', 'total'] as const;
export const figureParts = ['value', 'numerator', 'denominator'] as const;
export const textKinds = ['unit', 'filled_on', 'as_of', 'month', 'preparer'] as const;
export const listSources = ['projects', 'agreements', 'arrivals', 'investments'] as const;
export type ListSource = (typeof listSources)[number];
/** Which rows of a list, by the day that counts for it (signing, arrival, month of investment). */
export const listPeriods = ['month', 'year', 'total', 'any'] as const;

/** Whose figure: the unit the form is filled for, one unit, or the unit that the same row names in a column. */
const Scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mine') }),
  z.strictObject({ kind: z.literal('unit'), unitId: z.uuid() }),
  z.strictObject({ kind: z.literal('row'), column: ColumnName }),
]);

const FigureBinding = z.strictObject({
  kind: z.literal('figure'),
  sheet,
  cell: Cell,
  key: z.enum(figureKeys),
  /** A rate as its percentage, or one of the two numbers it divides. */
  part: z.enum(figureParts),
  scope: Scope,
  period: z.enum(periods),
  /** The same period of the year before (上年同期). */
  lastYear: z.boolean(),
  amountUnit: z.enum(amountUnits),
  decimals,
});
const TextBinding = z.strictObject({ kind: z.literal('text'), sheet, cell: Cell, text: z.enum(textKinds), before: words, after: words });
const ListColumn = z.strictObject({ column: ColumnName, field: z.string().max(40), amountUnit: z.enum(amountUnits), decimals });
const ListBinding = z.strictObject({
  kind: z.literal('list'),
  sheet,
  /** The first row of the list, and the last that the form has drawn for it; more rows are added below that one. */
  cell: Cell,
  lastRow: z.int().min(1).max(999_999),
  source: z.enum(listSources),
  columns: z.array(ListColumn).min(1).max(60),
  filter: z.record(z.string().max(20), z.string().max(200)),
  period: z.enum(listPeriods),
});
/** What a cell of a form shows. */
export const Binding = z.discriminatedUnion('kind', [FigureBinding, TextBinding, ListBinding]);
export type Binding = z.output<typeof Binding>;
export type FigureBinding = z.output<typeof FigureBinding>;
export type TextBinding = z.output<typeof TextBinding>;
export type ListBinding = z.output<typeof ListBinding>;
export const Bindings = z.array(Binding).max(2000);

/** A sheet as far as bindings have to know it. */
export type DrawnSheet = Readonly<{
  name: string;
  cells: readonly Readonly<{ cell: string; row: number; column: number; text: string; formula: string | null }>[];
  merges: readonly MergedRange[];
}>;

/** 'B5' as row from 1 and column from 0. */
export function placeIn(cell: string): { row: number; column: number } {
  const letters = /^[A-Z]+/.exec(cell)![0];
  return { row: Number(cell.slice(letters.length)), column: columnIndex(letters) };
}

const isCovered = (merges: readonly MergedRange[], row: number, column: number) =>
  merges.some((m) => row >= m.top && row <= m.bottom && column >= m.left && column <= m.right && !(row === m.top && column === m.left));

/** Every cell that a binding writes into, as the form is drawn. */
const cellsOf = (b: Binding) => {
  const { row, column } = placeIn(b.cell);
  return b.kind === 'list' ? b.columns.map((c) => ({ row, column: columnIndex(c.column) })) : [{ row, column }];
};
const rowsOf = (b: Binding) => {
  const { row } = placeIn(b.cell);
  return { first: row, last: b.kind === 'list' ? b.lastRow : row };
};

/**
 * Do the bindings fit the form? Refuses, naming the cell: form.no_such_sheet, form.cell_has_formula, form.cell_covered (by a merged
 * cell), form.cell_bound_twice, form.list_rows_backwards, form.lists_overlap.
 */
export function checkBindings(bindings: readonly Binding[], sheets: readonly DrawnSheet[]): true | Refusal {
  const taken = new Set<string>();
  for (const binding of bindings) {
    const wrong = checkOne(binding, sheets, taken);
    if (wrong) return wrong;
  }
  for (const [i, one] of bindings.entries()) {
    const other = bindings.find((b, n) => n !== i && one.kind === 'list' && b.sheet === one.sheet && overlaps(one, b));
    if (other) return refuse('invalid', 'form.lists_overlap', { sheet: one.sheet, cell: other.cell });
  }
  return true;
}
/** Those bindings that still fit another version of the file, in their order; the rest have lost their cell. */
export function fittingBindings(bindings: readonly Binding[], sheets: readonly DrawnSheet[]): Binding[] {
  const kept: Binding[] = [];
  for (const binding of bindings) if (checkBindings([...kept, binding], sheets) === true) kept.push(binding);
  return kept;
}
const overlaps = (list: Binding, other: Binding) => {
  const [a, b] = [rowsOf(list), rowsOf(other)];
  return a.first <= b.last && b.first <= a.last;
};

function checkOne(binding: Binding, sheets: readonly DrawnSheet[], taken: Set<string>): Refusal | null {
  const { sheet: name, cell } = binding;
  const drawn = sheets.find((s) => s.name === name);
  if (!drawn) return refuse('invalid', 'form.no_such_sheet', { sheet: name });
  if (binding.kind === 'list' && binding.lastRow < placeIn(cell).row)
    return refuse('invalid', 'form.list_rows_backwards', { sheet: name, cell });
  for (const { row, column } of cellsOf(binding)) {
    const at = cellName(column, row);
    if (taken.has(`${name}!${at}`)) return refuse('invalid', 'form.cell_bound_twice', { sheet: name, cell: at });
    taken.add(`${name}!${at}`);
    if (isCovered(drawn.merges, row, column)) return refuse('invalid', 'form.cell_covered', { sheet: name, cell: at });
    if (drawn.cells.some((c) => c.cell === at && c.formula !== null))
      return refuse('invalid', 'form.cell_has_formula', { sheet: name, cell: at });
  }
  return null;
}
