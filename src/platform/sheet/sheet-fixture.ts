import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row } from '../../kernel/sheet-row.ts';
import { readRows, type ReadOptions } from './reader.ts';
import { zipStream } from './zip-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'sheet-'));
let count = 0;
/** Writes the bytes to a file of its own and gives its path. */
export function tempFile(name: string, bytes: Buffer | string): string {
  count += 1;
  const path = join(folder, `${count}-${name}`);
  writeFileSync(path, bytes);
  return path;
}
export const bytesOf = (stream: Readable) => buffer(stream);

export async function zipBytes(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of zipStream(Object.entries(parts).map(([name, text]) => ({ name, content: [text] })))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rels = (links: readonly (readonly [string, string, string])[]) =>
  `<Relationships>${links.map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

export type XlsxFixture = Readonly<{
  /** What stands inside <worksheet>, by sheet name. */
  sheets: Readonly<Record<string, string>>;
  hidden?: readonly string[];
  /** Format codes or built-in numbers; style n+1 has the nth, style 0 has none. */
  formats?: readonly (string | number)[];
  texts?: string;
  workbookPr?: string;
  extra?: Readonly<Record<string, string>>;
  links?: readonly (readonly [string, string, string])[];
}>;

/** An .xlsx as some program might write it, down to its faults. */
export function xlsxParts({
  sheets,
  hidden = [],
  formats = [],
  texts,
  workbookPr = '',
  extra = {},
  links = [],
}: XlsxFixture): Record<string, string> {
  const names = Object.keys(sheets);
  const list = names.map(
    (name, i) => `<sheet name="${name}" sheetId="${i + 1}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
  );
  const codes = formats.map((format, i) =>
    typeof format === 'number' ? '' : `<numFmt numFmtId="${200 + i}" formatCode="${format.replaceAll('"', '&quot;')}"/>`,
  );
  const xfs = formats.map((format, i) => `<xf numFmtId="${typeof format === 'number' ? format : 200 + i}"/>`);
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': rels([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr ${workbookPr}/><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': rels([
      ...names.map((_, i) => [`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`] as const),
      ['rId98', 'styles', 'styles.xml'],
      ['rId99', 'sharedStrings', 'sharedStrings.xml'],
      ...links,
    ]),
    'xl/styles.xml': `<styleSheet><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`,
    ...(texts === undefined ? {} : { 'xl/sharedStrings.xml': `<sst xmlns="${main}">${texts}</sst>` }),
    ...Object.fromEntries(
      names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, `<worksheet xmlns="${main}">${sheets[name]}</worksheet>`]),
    ),
    ...extra,
  };
}
export async function xlsxFile(fixture: XlsxFixture, name = 'a.xlsx'): Promise<string> {
  return tempFile(name, await zipBytes(xlsxParts(fixture)));
}
/** One sheet with the given rows. */
export const oneSheet = (rows: string, rest: Omit<XlsxFixture, 'sheets'> = {}, after = '') =>
  xlsxFile({ ...rest, sheets: { Sheet1: `<sheetData>${rows}</sheetData>${after}` } });

export async function allRows(path: string, sheet: string | null = null, options: ReadOptions & { fromRow?: number } = {}): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of readRows(path, sheet, options)) rows.push(...batch);
  return rows;
}
/** '3: text 甲 | number 5 | +text 甲' : row number, then kind and text of each cell; + is merged, = is a formula, ~ is hidden. */
export const drawn = (rows: readonly Row[]) =>
  rows.map(
    (row) =>
      `${row.number}${row.hidden ? '~' : ''}: ${row.cells.map((c) => (c.kind === 'empty' ? '·' : `${c.merged ? '+' : ''}${c.formula ? '=' : ''}${c.kind} ${c.text}${c.percent ? ' %' : ''}`)).join(' | ')}`,
  );
export const drawnFile = async (path: string, sheet: string | null = null, options: ReadOptions & { fromRow?: number } = {}) =>
  drawn(await allRows(path, sheet, options));

/** The code and details of the refusal that a reading ends in. */
export async function refusalOf(
  reading: Promise<unknown>,
): Promise<{ kind: string; code: string; details: Record<string, unknown> } | 'no refusal'> {
  try {
    await reading;
    return 'no refusal';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: error.kind, code: error.code, details: error.details };
  }
}
