import type { Actor } from '../../kernel/actor.ts';
import { formatFen } from '../../kernel/money.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { FormValue } from '../../platform/sheet/form/fill.ts';
import { ledgerLines, ledgerListFields } from '../funds/export-queries.ts';
import { ListQuery } from '../projects/domain/list-filter.ts';
import { projectLines, projectListFields } from '../projects/export-queries.ts';
import type { ListField } from './contract.ts';
import { type ListBinding, type ListSource, listSources } from './domain/binding.ts';
import { type Filled, listSpan } from './domain/period.ts';

/** A form that people still print. */
const mostRows = 2000;

const ordinal: ListField = { field: 'no', zh: '序号', en: 'No.', kind: 'number', aliases: [] };
const fieldsOf = (source: ListSource): readonly ListField[] => [
  ordinal,
  ...(source === 'projects' ? projectListFields : ledgerListFields(source)),
];

/** Fields that the columns of a list can show. */
export const listFields = () => ({ sources: listSources.map((source) => ({ source, fields: [...fieldsOf(source)] })) });

/** Names no field, or a filter that its list does not know, in a binding. Refuses form.unknown_field, form.unreadable_filter. */
export function checkList({ source, columns, filter, sheet, cell }: ListBinding): void {
  const known = fieldsOf(source);
  const strange = columns.find((c) => !known.some((f) => f.field === c.field));
  if (strange) throw refuse('invalid', 'form.unknown_field', { sheet, cell, field: strange.field });
  const names = source === 'projects' ? Object.keys(ListQuery.shape) : ['unit', 'kind'];
  const isReadable =
    Object.keys(filter).every((name) => names.includes(name)) && (source !== 'projects' || ListQuery.safeParse(filter).success);
  if (!isReadable) throw refuse('invalid', 'form.unreadable_filter', { sheet, cell });
}

type Filter = Readonly<Record<string, string>>;
/** The rows of a list as they are written, for the filled month, as the actor may read them. Refuses form.list_too_long. */
export async function listRows(db: Reader, b: ListBinding, filter: Filter, filled: Filled, actor: Actor): Promise<(FormValue | null)[][]> {
  const known = fieldsOf(b.source);
  const read = b.columns.filter((c) => c.field !== 'no').map((c) => c.field);
  const lines = await linesOf(db, b, filter, filled, actor, read);
  return lines.map((line, i) => {
    let at = 0;
    return b.columns.map((c) => {
      if (c.field === 'no') return { kind: 'number', decimal: String(i + 1) };
      const value = line[at++] ?? null;
      return valueOf(value, known.find((f) => f.field === c.field)!.kind, c);
    });
  });
}

type Line = readonly unknown[];
async function linesOf(
  db: Reader,
  b: ListBinding,
  filter: Filter,
  filled: Filled,
  actor: Actor,
  fields: readonly string[],
): Promise<readonly Line[]> {
  const span = listSpan(b.period, filled);
  try {
    if (b.source !== 'projects')
      return await ledgerLines(
        db,
        b.source,
        { unit: filter['unit'], kind: filter['kind'], from: span?.from ?? undefined, to: span?.to },
        fields,
        actor,
        mostRows,
      );
    const signed = span && { signedTo: span.to, ...(span.from && { signedFrom: span.from }), signed: 'true' };
    const query = ListQuery.parse({ sort: 'signedOn', order: 'asc', ...filter, ...signed });
    return (await projectLines(db, query, fields, actor, mostRows)).lines;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code?.endsWith('.export_too_large')) throw refuse('rule', 'form.list_too_long', { sheet: b.sheet, cell: b.cell, most: mostRows });
    throw error;
  }
}

function valueOf(value: unknown, kind: ListField['kind'], { amountUnit, decimals }: ListBinding['columns'][number]): FormValue | null {
  if (value === null || value === '') return null;
  if (kind === 'amount') return { kind: 'number', decimal: formatFen(Number(value), amountUnit, decimals) };
  if (kind === 'date') return { kind: 'date', date: String(value) };
  const text = String(value);
  return kind === 'number' && /^-?\d+(\.\d+)?$/.test(text) ? { kind: 'number', decimal: text } : { kind: 'text', text };
}
