import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileTypeFromFile } from 'file-type';
import { refuse, type Refusal } from '../kernel/refusal.ts';

export type FileType = Readonly<{ mediaType: string; extension: string }>;

const office = 'application/vnd.openxmlformats-officedocument';
/** Every kind of file that is let in, by what its content was found to be, with the extensions that may name it. */
const allowed: Readonly<Record<string, readonly [mediaType: string, ...extensions: string[]]>> = {
  pdf: ['application/pdf', 'pdf'],
  ofd: ['application/ofd', 'ofd'],
  jpg: ['image/jpeg', 'jpg', 'jpeg'],
  png: ['image/png', 'png'],
  gif: ['image/gif', 'gif'],
  webp: ['image/webp', 'webp'],
  bmp: ['image/bmp', 'bmp'],
  tif: ['image/tiff', 'tif', 'tiff'],
  heic: ['image/heic', 'heic', 'heif'],
  docx: [`${office}.wordprocessingml.document`, 'docx'],
  xlsx: [`${office}.spreadsheetml.sheet`, 'xlsx'],
  pptx: [`${office}.presentationml.presentation`, 'pptx'],
  xlsb: ['application/vnd.ms-excel.sheet.binary.macroEnabled.12', 'xlsb'],
  odt: ['application/vnd.oasis.opendocument.text', 'odt'],
  ods: ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  odp: ['application/vnd.oasis.opendocument.presentation', 'odp'],
  doc: ['application/msword', 'doc', 'wps'],
  xls: ['application/vnd.ms-excel', 'xls', 'et'],
  ppt: ['application/vnd.ms-powerpoint', 'ppt', 'dps'],
  csv: ['text/csv', 'csv'],
  txt: ['text/plain', 'txt'],
};

const kinds = Object.keys(allowed);
/** Every ending that a file's name may have, without the dot. */
export const allowedExtensions = Object.values(allowed).flatMap(([, ...extensions]) => extensions);
const extensionOf = (name: string) => extname(name).slice(1).toLowerCase();

/**
 * What a file is, by its bytes; its name must say the same. Refuses: file.empty, file.too_large, file.type_not_allowed
 * (programs, web pages, drawings with script, archives, macros), file.password_protected, file.type_mismatch.
 */
export async function typeOfFile(path: string, name: string, maxBytes: number): Promise<FileType | Refusal> {
  const { size } = await stat(path);
  if (size === 0) return refuse('invalid', 'file.empty');
  if (size > maxBytes) return refuse('invalid', 'file.too_large', { size, limit: maxBytes });
  const declared = extensionOf(name);
  const found = await contentKinds(path);
  if (found.includes('encrypted')) return refuse('invalid', 'file.password_protected', { name });
  const possible = found.filter((kind) => kinds.includes(kind));
  const kind = possible.find((k) => allowed[k]!.slice(1).includes(declared));
  if (kind) return { mediaType: allowed[kind]![0], extension: declared };
  if (possible.length) return refuse('invalid', 'file.type_mismatch', { found: possible[0], expected: declared || null });
  return refuse('invalid', 'file.type_not_allowed', { found: found[0] ?? 'unknown', allowed: allowedExtensions });
}

/** Every kind that the content may be: an old office file can hold another one inside. */
async function contentKinds(path: string): Promise<string[]> {
  const sniffed = (await fileTypeFromFile(path))?.ext;
  if (sniffed === 'cfb') return compoundKinds(path);
  if (sniffed === 'zip') return zipKinds(path);
  // Only two letters, MZ and BM, begin a program and a picture: a table may begin so too, but it has no control characters.
  if (sniffed && !(['exe', 'bmp'].includes(sniffed) && (await isText(path)))) return [sniffed];
  if (!(await isText(path))) return [];
  return (await isMarkup(path)) ? ['markup'] : ['txt', 'csv'];
}

async function slice(path: string, from: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

// Names of streams in compound files (.doc, .xls, .ppt, and office files locked with a password).
const streams = { encrypted: ['EncryptedPackage'], xls: ['Workbook', 'Book'], doc: ['WordDocument'], ppt: ['PowerPoint Document'] };
const marks = Object.entries(streams).flatMap(([kind, names]) =>
  names.map((name) => ({ kind, mark: Buffer.from(`${name}\0`, 'utf16le') })),
);

async function compoundKinds(path: string): Promise<string[]> {
  const found = new Set<string>();
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    const part = Buffer.concat([rest, chunk as Buffer]);
    for (const { kind, mark } of marks) if (part.includes(mark)) found.add(kind);
    rest = part.subarray(-64);
  }
  return found.size ? [...found] : ['cfb'];
}

/** Formats that are archives by their first bytes are known by a file inside; the list of names is at the archive's end. */
async function zipKinds(path: string): Promise<string[]> {
  const { size } = await stat(path);
  const tail = await slice(path, Math.max(0, size - 262_144), 262_144);
  if (tail.includes('xl/workbook.bin')) return ['xlsb'];
  return tail.includes('OFD.xml') ? ['ofd'] : ['zip'];
}

// Everything below a space but tab, line feed, form feed and carriage return.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/;

/** Text in UTF-8, UTF-16 with its mark, or GB18030, without control characters. */
async function isText(path: string): Promise<boolean> {
  const mark = await slice(path, 0, 2);
  const isWide = mark[0] === 0xff && mark[1] === 0xfe;
  for (const encoding of isWide ? ['utf-16le'] : ['utf-8', 'gb18030']) if (await decodes(path, encoding)) return true;
  return false;
}

async function decodes(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) if (control.test(decoder.decode(chunk as Buffer, { stream: true }))) return false;
    return !control.test(decoder.decode());
  } catch {
    return false;
  }
}

/** Web pages, drawings and scripts are text that a browser or shell would run. */
async function isMarkup(path: string): Promise<boolean> {
  const head = (await slice(path, 0, 4096)).toString('latin1').replaceAll('\0', '');
  return /^[^a-z0-9]*(#!|<[!?a-z])/i.test(head) || /<(script|svg|html|iframe|body|object)[\s>]/i.test(head);
}
