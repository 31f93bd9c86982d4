import { refuse } from '../../kernel/refusal.ts';
import type { SheetLimits } from './book.ts';
import { builtInFormat, formatOf, plainFormat, type NumberFormat } from './number-format.ts';
import { attribute, decodeXml, xmlHandler, XmlScanner } from './xml.ts';
import { partText, type Zip, type ZipEntry } from './zip.ts';

export type XlsxSheet = Readonly<{ name: string; hidden: boolean; entry: ZipEntry }>;
export type XlsxBook = Readonly<{
  zip: Zip;
  sheets: readonly XlsxSheet[];
  from1904: boolean;
  formats: readonly NumberFormat[];
  hasLinks: boolean;
  /** Read on first use: the texts may be larger than all the rest. */
  texts: () => Promise<readonly string[]>;
}>;

type Link = { id: string; target: string; type: string };

/** Reads the directory of an .xlsx: sheets in their order, number formats, the date system. Cells come later, streamed. */
export async function openXlsx(zip: Zip, limits: SheetLimits): Promise<XlsxBook> {
  const root = links((await partText(zip, '_rels/.rels', limits.wholeBytes)) ?? '');
  const main = root.find((link) => link.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const path = resolve('', main);
  const text = await partText(zip, path, limits.wholeBytes);
  if (text === null) throw refuse('invalid', 'sheet.damaged', { part: path });
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const relations = links((await partText(zip, `${folder}_rels/${path.slice(folder.length)}.rels`, limits.wholeBytes)) ?? '');
  const partOf = (type: string) => relations.find((link) => link.type === type)?.target;
  const { from1904, named } = workbook(text);
  const sheets = named.flatMap(({ name, hidden, id }) => {
    const link = relations.find((r) => r.id === id && r.type === 'worksheet');
    const entry = link && zip.entries.get(resolve(folder, link.target).toLowerCase());
    return entry ? [{ name, hidden, entry }] : [];
  });
  const styles = partOf('styles');
  const formats = styles ? styleFormats((await partText(zip, resolve(folder, styles), limits.wholeBytes)) ?? '') : [];
  const strings = partOf('sharedStrings');
  const entry = strings && zip.entries.get(resolve(folder, strings).toLowerCase());
  let texts: Promise<readonly string[]> | undefined;
  return {
    zip,
    sheets,
    from1904,
    formats,
    hasLinks: relations.some((link) => link.type === 'externalLink'),
    texts: () => (texts ??= entry ? sharedTexts(zip, entry, limits) : Promise.resolve([])),
  };
}

/** A part named by a relation of a part in this folder. */
export function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts: string[] = [];
  for (const part of (folder + target).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function scan(text: string, open: (name: string, attributes: string) => void) {
  new XmlScanner(xmlHandler({ open })).write(text);
}

/** The relations of a part, out of its .rels. */
export function links(text: string): Link[] {
  const found: Link[] = [];
  scan(text, (name, attributes) => {
    if (name !== 'Relationship') return;
    const type = attribute(attributes, 'Type') ?? '';
    const target = (attribute(attributes, 'Target') ?? '').replaceAll('\\', '/');
    found.push({ id: attribute(attributes, 'Id') ?? '', target, type: type.slice(type.lastIndexOf('/') + 1) });
  });
  return found;
}

function workbook(text: string) {
  let from1904 = false;
  const named: { name: string; hidden: boolean; id: string }[] = [];
  scan(text, (name, attributes) => {
    if (name === 'workbookPr') from1904 = isTrue(attribute(attributes, 'date1904'));
    if (name !== 'sheet') return;
    const id = /(?:^|\s)(?:\w+:)?id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? '';
    const state = attribute(attributes, 'state') ?? 'visible';
    named.push({ name: attribute(attributes, 'name') ?? '', hidden: state !== 'visible', id });
  });
  return { from1904, named };
}
export const isTrue = (value: string | null) => value === '1' || value === 'true';

/** The number format of each cell style, by its index. */
export function styleFormats(text: string): NumberFormat[] {
  const codes = new Map<number, NumberFormat>();
  const formats: NumberFormat[] = [];
  let isInCells = false;
  const scanner = new XmlScanner(
    xmlHandler({
      open: (name, attributes) => {
        if (name === 'cellXfs') isInCells = true;
        if (name === 'numFmt') codes.set(Number(attribute(attributes, 'numFmtId')), formatOf(attribute(attributes, 'formatCode') ?? ''));
        if (name !== 'xf' || !isInCells) return;
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        formats.push(id === 0 ? plainFormat : (codes.get(id) ?? builtInFormat(id)));
      },
      close: (name) => {
        if (name === 'cellXfs') isInCells = false;
      },
    }),
  );
  scanner.write(text);
  return formats;
}

/** Every text of the workbook once: rich text joined, phonetic guides left out. */
async function sharedTexts(zip: Zip, entry: ZipEntry, limits: SheetLimits): Promise<readonly string[]> {
  if (entry.size > limits.wholeBytes) throw refuse('invalid', 'sheet.too_large', { bytes: entry.size, limit: limits.wholeBytes });
  const { scanner, texts } = textCollector();
  const decoder = new TextDecoder();
  for await (const chunk of zip.open(entry)) scanner.write(decoder.decode(chunk, { stream: true }));
  return texts;
}

/** Collects the texts of a shared strings part that is written to its scanner. */
export function textCollector() {
  const texts: string[] = [];
  let current = '';
  let phonetic = 0;
  let isText = false;
  const scanner = new XmlScanner({
    open: (name) => {
      if (name === 'rPh') phonetic += 1;
      else if (name === 't') isText = phonetic === 0;
    },
    text: (raw) => {
      if (isText) current += decodeXml(raw);
    },
    close: (name) => {
      if (name === 't') isText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') {
        texts.push(current);
        current = '';
      }
    },
  });
  return { scanner, texts };
}
