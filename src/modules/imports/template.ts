import type { Actor } from '../../kernel/actor.ts';
import type { ImportField, ImportValue } from '../../kernel/import-row.ts';
import { minorDigits } from '../../kernel/currency.ts';
import { refuse } from '../../kernel/refusal.ts';
import { cellAt } from '../../kernel/sheet-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import type { CurrentRow, ImportKind } from '../../platform/import-kind.ts';
import type { BookInfo } from '../../platform/sheet/book.ts';
import { previewSheet } from '../../platform/sheet/reader.ts';
import { type SheetColumn, type SheetLine, type SheetValue, sheetStream } from '../../platform/sheet/writer.ts';
import { fieldNotes } from './domain/field-note.ts';
import { type Region, regionOf } from './queries.ts';

/** The hidden sheet by which we know our own templates again. */
export const markSheet = '_zhuchao';
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A template of a kind: its columns, how to fill them in, and a hidden mark. Filled, it holds what the actor may import again. */
export async function templateFile(db: Reader, kind: ImportKind, isFilled: boolean, actor: Actor): Promise<Download> {
  const fields = await kind.fields(db);
  const region = await regionOf(db);
  const sheets = [
    { sheetName: kind.zh, columns: fields.map(columnOf), rows: isFilled ? lines(kind.current(db, actor), fields) : [] },
    { sheetName: '填写说明', columns: noteColumns, rows: fieldNotes(fields) },
    {
      sheetName: markSheet,
      columns: markColumns,
      rows: [[kind.key, String(kind.version), region.code, region.name]],
      hidden: true as const,
    },
  ];
  return { filename: `${kind.zh}${isFilled ? '台账' : '模板'}.xlsx`, contentType: xlsxType, body: sheetStream(sheets) };
}

const textColumns = (headers: readonly string[], width: number): SheetColumn[] =>
  headers.map((header) => ({ header, kind: 'text', width }));
const noteColumns = textColumns(['列', 'Column', '必填', '填写说明', 'How to fill it in'], 30);
const markColumns = textColumns(['kind', 'version', 'region', 'name'], 12);

function columnOf(field: ImportField): SheetColumn {
  const mark = field.required ? '*' : '';
  if (field.type === 'amount') return { header: `${mark}${field.zh}（万元）`, kind: 'amount', unit: '万元' };
  const header = `${mark}${field.zh}${field.unit ? `（${field.unit}）` : ''}`;
  if (field.type === 'date' || field.type === 'day' || field.type === 'month') return { header, kind: 'date' };
  return { header, kind: field.type === 'whole' ? 'integer' : 'text' };
}

async function* lines(rows: AsyncIterable<readonly CurrentRow[]>, fields: readonly ImportField[]): AsyncGenerator<SheetLine> {
  for await (const batch of rows) for (const row of batch) yield fields.map((field) => shown(field, row));
}
function shown(field: ImportField, { values, terms }: CurrentRow): SheetValue {
  const value: ImportValue | null = values[field.key] ?? termOf(field.key, terms);
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? '是' : '否';
  // The column shows hundredths; whole yen are a hundred of them.
  if (field.type === 'amount') return Number(value) * 10 ** (2 - (minorDigits[terms.currency] ?? 2));
  return field.choices?.find((c) => c.value === value)?.names[0] ?? value;
}
const termOf = (key: string, { currency, rate, rateSource, rateOn }: CurrentRow['terms']): string | null =>
  currency === 'CNY'
    ? null
    : (new Map<string, string | null>([
        ['currency', currency],
        ['rate', rate],
        ['rateSource', rateSource],
        ['rateOn', rateOn],
      ]).get(key) ?? null);

/** Refuses a template of ours that is for something else, before any row is looked at: import.wrong_template, .old_template, .other_region. */
export async function checkTemplate(path: string, book: BookInfo, kind: ImportKind, region: Region): Promise<void> {
  if (!book.sheets.some((s) => s.name === markSheet)) return;
  const { rows } = await previewSheet(path, markSheet, 5);
  const mark = rows.find((row) => row.number === 2);
  const [key = '', version = '', code = '', name = ''] = mark ? [0, 1, 2, 3].map((column) => cellAt(mark, column).text) : [];
  if (key !== kind.key) throw refuse('invalid', 'import.wrong_template', { found: key, expected: kind.key });
  if (Number(version) !== kind.version) throw refuse('invalid', 'import.old_template', { found: version, expected: String(kind.version) });
  if (code !== region.code) throw refuse('invalid', 'import.other_region', { found: name || code, expected: region.name });
}
