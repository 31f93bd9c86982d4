import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { xmlText } from './cell-xml.ts';
import { stylesXml } from './styles-xml.ts';
import { zipStream, type ZipPart } from './zip-stream.ts';

/** One sheet as XML: what stands before the rows, the rows one by one, and what stands after them once they are counted. */
export type SheetXml = Readonly<{
  name: string;
  hidden?: true;
  before: string;
  rows: () => AsyncIterable<string> | Iterable<string>;
  after: () => string;
  /** Ranges known only after the rows: 'A3:L100' to filter, rows to repeat on every printed page. */
  ranges: () => Readonly<{ filter: string | null; printTitles: string | null }>;
}>;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRels = 'http://schemas.openxmlformats.org/package/2006/relationships';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** An .xlsx file as a stream that is made as fast as it is taken. */
export function xlsxStream(sheets: readonly SheetXml[]): Readable {
  const named = uniqueNames(sheets.map((sheet) => sheet.name));
  return Readable.from(zipStream(partsOf(sheets, named)), { objectMode: false, highWaterMark: 256 * 1024 });
}

function* partsOf(sheets: readonly SheetXml[], names: readonly string[]): Generator<ZipPart> {
  const ids = sheets.map((_, i) => i + 1);
  const overrides = ids.map((id) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${types}.worksheet+xml"/>`).join('');
  yield text(
    '[Content_Types].xml',
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${overrides}</Types>`,
  );
  yield text('_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']]));
  for (const [i, sheet] of sheets.entries()) yield { name: `xl/worksheets/sheet${i + 1}.xml`, content: sheetContent(sheet) };
  yield text('xl/styles.xml', stylesXml(main));
  yield text('xl/workbook.xml', workbookXml(sheets, names));
  const links = ids.map((id): [string, string, string] => [`rId${id}`, 'worksheet', `worksheets/sheet${id}.xml`]);
  yield text('xl/_rels/workbook.xml.rels', relations([...links, [`rId${ids.length + 1}`, 'styles', 'styles.xml']]));
}
const text = (name: string, body: string): ZipPart => ({ name, content: [declaration + body] });
const relations = (links: readonly [string, string, string][]) =>
  `<Relationships xmlns="${packageRels}">${links.map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** Pieces of some 32 kB, with a turn for everyone else between them. */
async function* sheetContent(sheet: SheetXml): AsyncGenerator<string> {
  let piece = `${declaration}<worksheet xmlns="${main}">${sheet.before}<sheetData>`;
  for await (const row of sheet.rows()) {
    piece += row;
    if (piece.length < 32_768) continue;
    yield piece;
    piece = '';
    await setImmediate();
  }
  yield `${piece}</sheetData>${sheet.after()}</worksheet>`;
}

function workbookXml(sheets: readonly SheetXml[], names: readonly string[]): string {
  const list = names
    .map((name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}"${sheets[i]!.hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`)
    .join('');
  const defined = sheets.flatMap((sheet, i) => {
    const { filter, printTitles } = sheet.ranges();
    const quoted = `'${names[i]!.replaceAll("'", "''")}'!`;
    return [
      filter &&
        `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${xmlText(quoted + absolute(filter))}</definedName>`,
      printTitles && `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${xmlText(quoted + printTitles)}</definedName>`,
    ].filter(Boolean);
  });
  const ranges = defined.length > 0 ? `<definedNames>${defined.join('')}</definedNames>` : '';
  return `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list}</sheets>${ranges}</workbook>`;
}
const absolute = (range: string) => range.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');

/** Excel allows 31 characters, none of []:*?/\, and no name twice. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const clean =
      name
        .replace(/[[\]:*?/\\]/g, ' ')
        .replace(/^'+|'+$/g, '')
        .trim()
        .slice(0, 31) || `Sheet${i + 1}`;
    let unique = clean;
    for (let n = 2; taken.has(unique.toLowerCase()); n += 1) unique = `${clean.slice(0, 31 - String(n).length - 3)} (${n})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
