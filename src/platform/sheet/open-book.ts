import type { FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { refuse } from '../../kernel/refusal.ts';
import type { SheetLimits } from './book.ts';
import { contentOf, notSheet } from './content-type.ts';
import { csvRows, delimiterOf } from './csv-rows.ts';
import type { OpenBook } from './raw-row.ts';
import { textChunks, textEncoding, type TextEncoding } from './text-encoding.ts';
import { openXlsx } from './xlsx-book.ts';
import { xlsxLayout, xlsxRows } from './xlsx-rows.ts';
import type { Zip } from './zip.ts';

/** Opens a file of any supported format by what it contains, or throws a `sheet.*` refusal. */
export async function openBook(file: FileHandle, fileName: string, limits: SheetLimits): Promise<OpenBook> {
  const { size } = await file.stat();
  if (size === 0) throw refuse('invalid', 'sheet.empty_file');
  if (size > limits.fileBytes) throw refuse('invalid', 'sheet.file_too_large', { bytes: size, limit: limits.fileBytes });
  const head = Buffer.alloc(Math.min(size, 8192));
  await file.read(head, 0, head.length, 0);
  const content = await contentOf(file, size, head, limits);
  if (content.kind === 'text') return textBook(file, size, head, fileName, limits);
  if (content.kind === 'xls') return wholeBook(file, size, 'xls', limits);
  const { zip, format } = content;
  if (format === 'xlsx' || format === 'xlsm') return xlsxBook(zip, format, limits);
  await checkParts(zip, limits);
  return wholeBook(file, size, format, limits);
}

const plain = { encoding: null, delimiter: null, hasMacros: false, hasLinks: false };

async function xlsxBook(zip: Zip, format: 'xlsx' | 'xlsm', limits: SheetLimits): Promise<OpenBook> {
  const book = await openXlsx(zip, limits);
  const sheets = book.sheets.map((sheet) => ({
    name: sheet.name,
    hidden: sheet.hidden,
    layout: () => xlsxLayout(book, sheet),
    rows: () => xlsxRows(book, sheet),
  }));
  return { ...plain, format, hasMacros: format === 'xlsm', hasLinks: book.hasLinks, sheets };
}

/** Inflates every part once and throws the bytes away: the library that reads these formats trusts what the file declares. */
async function checkParts(zip: Zip, limits: SheetLimits) {
  let total = 0;
  for (const entry of zip.entries.values()) {
    total += entry.size;
    if (total > limits.wholeBytes) throw refuse('invalid', 'sheet.too_large', { bytes: total, limit: limits.wholeBytes });
    for await (const chunk of zip.open(entry)) void chunk;
  }
}

async function wholeBook(file: FileHandle, size: number, format: 'xls' | 'xlsb' | 'ods', limits: SheetLimits): Promise<OpenBook> {
  if (size > limits.wholeBytes) throw refuse('invalid', 'sheet.too_large', { bytes: size, limit: limits.wholeBytes });
  const bytes = Buffer.alloc(size);
  await file.read(bytes, 0, size, 0);
  const { readOther } = await import('./other-book.ts');
  return { ...plain, format, ...readOther(bytes) };
}

async function textBook(file: FileHandle, size: number, head: Buffer, fileName: string, limits: SheetLimits): Promise<OpenBook> {
  const encoding = await textEncoding(file, size, head);
  const sample = await firstText(file, size, encoding);
  if (sample.trim() === '') throw refuse('invalid', 'sheet.empty');
  if (/[\p{Cc}--[\t\n\v\f\r\u0080-\u009f]]/v.test(sample)) throw notSheet('binary');
  if (/^\s*</.test(sample)) return markupBook(file, size, encoding, sample, limits);
  if (/^\s*\{/.test(sample)) throw notSheet('json');
  if (/^MIME-Version:/i.test(sample)) throw notSheet('mhtml');
  const delimiter = delimiterOf(sample);
  // One column may be a list of names, but only in a file that claims to be no more.
  if (delimiter === null && !/^(\.(csv|txt|tsv))?$/i.test(extname(fileName))) throw notSheet('text');
  const rows = () => csvRows(textChunks(file, size, encoding), delimiter ?? ',');
  const layout = () => Promise.resolve({ merges: [], hiddenColumns: [] });
  return { ...plain, format: 'csv', encoding, delimiter: delimiter ?? ',', sheets: [{ name: 'CSV', hidden: false, layout, rows }] };
}

async function firstText(file: FileHandle, size: number, encoding: TextEncoding): Promise<string> {
  for await (const text of textChunks(file, size, encoding)) return text.slice(0, 65_536);
  return '';
}

/** Many systems export an HTML table, or the XML of Excel 2003, under the name .xls. */
async function markupBook(file: FileHandle, size: number, encoding: TextEncoding, sample: string, limits: SheetLimits): Promise<OpenBook> {
  const format = sample.includes('urn:schemas-microsoft-com:office:spreadsheet') ? 'xml' : 'html';
  if (format === 'html' && !/<table[\s>]/i.test(sample)) throw notSheet(/<html|<!doctype html|<body/i.test(sample) ? 'html' : 'xml');
  if (size > limits.wholeBytes / 8) throw refuse('invalid', 'sheet.too_large', { bytes: size, limit: limits.wholeBytes / 8 });
  let text = '';
  for await (const chunk of textChunks(file, size, encoding)) text += chunk;
  const { readOther } = await import('./other-book.ts');
  return { ...plain, format, encoding, ...readOther(text) };
}
