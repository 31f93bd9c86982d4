import type { Finding, ImportField, RuleFinding } from '../../../kernel/import-row.ts';
import type { AmountUnit } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Cell } from '../../../kernel/sheet-row.ts';
import type { FieldPlan } from '../../imports/domain/read-plan.ts';
import { type ReadRow, RowMapper } from '../../imports/domain/row-mapper.ts';

/** The books that are filled as a table of cells. */
export const gridKinds = ['arrivals', 'investments'] as const;
export type GridKind = (typeof gridKinds)[number];
export const mostRows = 500;
/** A row as it was typed or pasted: text by field. */
export type TypedRow = Readonly<Record<string, string>>;

/** How a typed cell is read: by the same rules as a cell of a file that is brought in. */
export const planOf = (field: ImportField, column: number, unit: AmountUnit): FieldPlan => ({
  field,
  column: { column, label: field.zh, unit: null },
  compose: null,
  byDefault: null,
  words: new Map(),
  amount: field.type === 'amount' ? { unit, currency: null } : null,
  factor: null,
});

const cellOf = (column: number, text: string): Cell => ({ column, kind: text.trim() === '' ? 'empty' : 'text', text });
const noTerms = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };

/** Reads the rows that hold anything, each under its number in the table, from 1. */
export function readTyped(fields: readonly ImportField[], rows: readonly TypedRow[], unit: AmountUnit): ReadRow[] {
  const plans = fields.map((field, i) => planOf(field, i, unit));
  const mapper = new RowMapper({ fields: plans, fillDown: [], terms: noTerms, year: null });
  return rows.flatMap((typed, i) => {
    const row = { number: i + 1, cells: fields.map((field, c) => cellOf(c, typed[field.key] ?? '')) };
    return mapper.holdsAnything(row) ? [mapper.read(row)] : [];
  });
}

/** A refusal as something found in a row. */
export function findingOf({ code, details }: Refusal, fallback: string | null): Finding {
  const { field = fallback, found, expected, ...more } = details as { field?: string | null; found?: unknown; expected?: unknown };
  return {
    code,
    field,
    ...(found !== undefined && { found: String(found) }),
    ...(expected !== undefined && { expected: String(expected) }),
    ...(Object.keys(more).length > 0 && { details: more }),
  };
}
export const refusing = (finding: Finding): RuleFinding => ({ ...finding, severity: 'refuse' });
export const telling = (finding: Finding): RuleFinding => ({ ...finding, severity: 'warn' });
