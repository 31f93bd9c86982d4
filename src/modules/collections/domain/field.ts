import * as z from 'zod';
import { isPartialDate } from '../../../kernel/day.ts';
import { scaledInteger, toHalfWidth } from '../../../kernel/number.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

export const fieldTypes = ['text', 'number', 'amount', 'date', 'yes_no'] as const;
export type FieldType = (typeof fieldTypes)[number];
export const frequencies = ['once', 'monthly', 'quarterly'] as const;
export type Frequency = (typeof frequencies)[number];
export const rowKinds = ['project', 'unit'] as const;
export type RowKind = (typeof rowKinds)[number];

/** One question of a collection: a field that the ledger has, one kept from an earlier collection, or a new one. */
export const Field = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  source: z.enum(['ledger', 'kept', 'new']),
  /** The ledger's name of the field, or the id of the kept one. */
  of: z.string().max(40).nullable(),
  label: z.string().trim().min(1).max(40),
  type: z.enum(fieldTypes),
  unit: z.string().trim().max(10).nullable(),
  /** Why it is asked although the ledger has a field of that name. */
  reason: z.string().trim().max(200).nullable(),
});
export type Field = z.output<typeof Field>;

/** Answers of one sheet: by row, then by the key of the field. */
export const Answers = z.record(z.string().max(40), z.record(z.string().max(40), z.string().max(1000)));
export type Answers = z.output<typeof Answers>;

const decimal = (text: string) => toHalfWidth(text).replaceAll(',', '').trim();
const readers: Record<FieldType, (text: string) => string | null> = {
  text: (text) => text.trim(),
  number: (text) => (scaledInteger(decimal(text), 6) === null ? null : decimal(text)),
  // In the unit that the question names; never through a float.
  amount: (text) => (scaledInteger(decimal(text), 6) === null ? null : decimal(text)),
  date: (text) => (isPartialDate(text.trim()) ? text.trim() : null),
  yes_no: (text) => (['yes', 'no'].includes(text) ? text : null),
};

/** An answer as it is kept; empty stays empty. Refuses collection.answer_unreadable with the row and the field. */
export function readAnswer({ key, label, type }: Pick<Field, 'key' | 'label' | 'type'>, text: string, row: string): string | Refusal {
  if (text.trim() === '') return '';
  return readers[type](text) ?? refuse('invalid', 'collection.answer_unreadable', { row, key, label, found: text, type });
}
