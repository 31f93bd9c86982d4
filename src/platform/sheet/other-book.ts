import { read, set_cptable, SSF, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { refuse } from '../../kernel/refusal.ts';
import type { Cell } from '../../kernel/sheet-row.ts';
import { booleanValue, emptyValue, errorValue, numberValue, textValue, uncalculated, type Value } from './cell-value.ts';
import { chineseFormats, formatOf, plainFormat, type NumberFormat } from './number-format.ts';
import type { RawRow, SheetSource } from './raw-row.ts';

const errorCodes: Record<number, string> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/** Reads the formats that must be held as a whole: .xls, .xlsb, .ods as bytes; .html and 2003 .xml as text. */
export function readOther(content: Buffer | string): { sheets: SheetSource[]; hasMacros: boolean } {
  set_cptable(codepages);
  for (const [id, code] of chineseFormats) SSF.load(code, id);
  const options = { dense: true, cellNF: true, cellText: false, cellHTML: false, cellStyles: true, bookVBA: true };
  const book = parse(() =>
    typeof content === 'string' ? read(content, { ...options, type: 'string', raw: true }) : read(content, { ...options, type: 'buffer' }),
  );
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  const sheets = book.SheetNames.map((name, i) =>
    source(name, book.Sheets[name], (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0, from1904),
  );
  return { sheets, hasMacros: book.vbaraw !== undefined };
}

function parse(run: () => WorkBook): WorkBook {
  try {
    return run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw /password|encrypt/i.test(reason)
      ? refuse('invalid', 'sheet.encrypted')
      : refuse('invalid', 'sheet.damaged', { part: 'workbook' });
  }
}

function source(name: string, sheet: WorkSheet | undefined, hidden: boolean, from1904: boolean): SheetSource {
  const hiddenColumns = (sheet?.['!cols'] ?? []).flatMap((column, i) => (column?.hidden ? [i] : []));
  const merges = (sheet?.['!merges'] ?? []).map(({ s, e }) => ({ top: s.r + 1, bottom: e.r + 1, left: s.c, right: e.c }));
  return {
    name,
    hidden,
    layout: () => Promise.resolve({ merges, hiddenColumns }),
    rows: () => rows(sheet, from1904),
  };
}

async function* rows(sheet: WorkSheet | undefined, from1904: boolean): AsyncGenerator<RawRow[]> {
  const lines = sheet?.['!data'] ?? [];
  const formats = new Map<string, NumberFormat>();
  const formatFor = (code: string | number | undefined) => {
    if (code === undefined || code === 'General') return plainFormat;
    const key = String(code);
    if (!formats.has(key)) formats.set(key, formatOf(key));
    return formats.get(key)!;
  };
  for (const [index, line] of lines.entries()) {
    const cells = (line ?? []).flatMap((cell, column) => cellOf(cell, column, formatFor(cell?.z), from1904));
    const hidden = sheet?.['!rows']?.[index]?.hidden === true;
    if (cells.length > 0) yield [{ number: index + 1, cells, hidden }];
  }
}

function cellOf(cell: CellObject | undefined, column: number, format: NumberFormat, from1904: boolean): Cell[] {
  if (!cell) return [];
  const value = valueOf(cell, format, from1904);
  if (value.kind === 'empty') return [];
  return [{ column, ...value, ...(cell.f === undefined ? {} : { formula: true as const }) }];
}

function valueOf(cell: CellObject, format: NumberFormat, from1904: boolean): Value {
  if (cell.v === undefined || cell.v === null) return cell.f === undefined ? emptyValue : uncalculated;
  if (cell.t === 'n') return numberValue(Number(cell.v), format, from1904);
  if (cell.t === 'b') return booleanValue(cell.v === true);
  if (cell.t === 'e') return errorValue(errorCodes[Number(cell.v)] ?? String(cell.v));
  return textValue(String(cell.v));
}
