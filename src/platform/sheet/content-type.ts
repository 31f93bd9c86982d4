import type { FileHandle } from 'node:fs/promises';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { SheetLimits } from './book.ts';
import { fileChunks } from './text-encoding.ts';
import { openZip, partText, type Zip } from './zip.ts';

/** What the bytes of a file are, whatever its name says. Text still has to be told apart by its words. */
export type Content =
  | Readonly<{ kind: 'zip'; format: 'xlsx' | 'xlsm' | 'xlsb' | 'ods'; zip: Zip }>
  | Readonly<{ kind: 'xls' }>
  | Readonly<{ kind: 'text' }>;

/** `found` names what it is instead, as a short word the web can show (pdf, docx, image …). */
export const notSheet = (found: string): Refusal => refuse('invalid', 'sheet.not_a_spreadsheet', { found });

const strangers: readonly [string, string][] = [
  ['25504446', 'pdf'],
  ['89504e47', 'image'],
  ['ffd8ff', 'image'],
  ['47494638', 'image'],
  ['424d', 'image'],
  ['52617221', 'archive'],
  ['377abcaf271c', 'archive'],
  ['1f8b', 'archive'],
  ['7b5c727466', 'rtf'],
  ['7f454c46', 'program'],
  ['4d5a', 'program'],
];

/** Decides by magic numbers and by the directory of the container. Throws `sheet.*` refusals for everything that is not a spreadsheet. */
export async function contentOf(file: FileHandle, size: number, head: Buffer, limits: SheetLimits): Promise<Content> {
  const magic = head.toString('hex', 0, 8);
  if (magic.startsWith('504b0304') || magic.startsWith('504b0506')) return zipContent(await openZip(file, size, limits), limits);
  if (magic === 'd0cf11e0a1b11ae1') return compoundContent(file, size);
  // A bare BIFF 2–8 stream, as some old exporters write it.
  if (/^09(00|02|04|08)(04|06|08|10)00/.test(magic)) return { kind: 'xls' };
  const stranger = strangers.find(([bytes]) => magic.startsWith(bytes));
  if (stranger && !isMostlyText(head)) throw notSheet(stranger[1]);
  if (stranger?.[1] === 'pdf' || stranger?.[1] === 'rtf') throw notSheet(stranger[1]);
  return { kind: 'text' };
}

const isMostlyText = (head: Buffer) => !head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));

async function zipContent(zip: Zip, limits: SheetLimits): Promise<Content> {
  const has = (name: string) => zip.entries.has(name);
  if ([...zip.entries.values()].some((entry) => entry.encrypted)) throw refuse('invalid', 'sheet.encrypted');
  if (has('xl/workbook.bin')) return { kind: 'zip', format: 'xlsb', zip };
  if (has('xl/workbook.xml') || (has('[content_types].xml') && has('xl/styles.xml'))) {
    return { kind: 'zip', format: has('xl/vbaproject.bin') ? 'xlsm' : 'xlsx', zip };
  }
  if (has('content.xml')) return openDocument(zip, limits);
  if (has('word/document.xml')) throw notSheet('docx');
  throw notSheet(has('ppt/presentation.xml') ? 'pptx' : 'archive');
}

async function openDocument(zip: Zip, limits: SheetLimits): Promise<Content> {
  const manifest = (await partText(zip, 'META-INF/manifest.xml', limits.wholeBytes)) ?? '';
  if (manifest.includes('encryption-data')) throw refuse('invalid', 'sheet.encrypted');
  const type = (await partText(zip, 'mimetype', 4096)) ?? manifest;
  if (!type.includes('spreadsheet')) throw notSheet(type.includes('presentation') ? 'odp' : 'odt');
  return { kind: 'zip', format: 'ods', zip };
}

const parts: readonly [string, 'xls' | 'encrypted' | 'doc' | 'ppt'][] = [
  ['EncryptedPackage', 'encrypted'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
  ['WordDocument', 'doc'],
  ['PowerPoint Document', 'ppt'],
];
/** A compound file (OLE 2): its directory entries are 128 bytes long and begin with the name of the part in UTF-16. */
async function compoundContent(file: FileHandle, size: number): Promise<Content> {
  const found = new Set<string>();
  for await (const chunk of fileChunks(file, size)) {
    for (const [name, kind] of parts) if (hasPart(chunk, Buffer.from(`${name}\0`, 'utf16le'))) found.add(kind);
  }
  if (found.has('encrypted')) throw refuse('invalid', 'sheet.encrypted');
  if (found.has('xls')) return { kind: 'xls' };
  throw notSheet(found.has('doc') ? 'doc' : found.has('ppt') ? 'ppt' : 'unknown');
}
function hasPart(chunk: Buffer, name: Buffer): boolean {
  for (let at = chunk.indexOf(name); at >= 0; at = chunk.indexOf(name, at + 1)) if (at % 128 === 0) return true;
  return false;
}
