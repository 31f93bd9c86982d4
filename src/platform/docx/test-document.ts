import { inflateRawSync } from 'node:zlib';

/** The parts of a .docx by path, read from the central directory of its zip. */
export function readParts(docx: Buffer): Map<string, string> {
  const end = docx.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const parts = new Map<string, string>();
  let at = docx.readUInt32LE(end + 16);
  for (let n = docx.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => docx.readUInt16LE(at + o));
    const local = docx.readUInt32LE(at + 42);
    const start = local + 30 + docx.readUInt16LE(local + 26) + docx.readUInt16LE(local + 28);
    const raw = docx.subarray(start, start + docx.readUInt32LE(at + 20));
    const bytes = docx.readUInt16LE(at + 10) === 0 ? raw : inflateRawSync(raw);
    const name = docx.toString('utf8', at + 46, at + 46 + nameLength!);
    // Pictures are no text; what is text must be UTF-8.
    const isText = /\.(xml|rels|vml)$/.test(name);
    parts.set(name, isText ? new TextDecoder('utf-8', { fatal: true }).decode(bytes) : bytes.toString('latin1'));
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return parts;
}

/** A part by its path, with the words around it left out: tags in order, as a reader meets them. */
export function readPart(docx: Buffer, path: string): string {
  const part = readParts(docx).get(path);
  if (part === undefined) throw new Error(`no ${path}`);
  return part;
}
export const readDocumentXml = (docx: Buffer) => readPart(docx, 'word/document.xml');

export type ReadParagraph = Readonly<{ style: string; text: string; xml: string }>;
/** The paragraphs of the body as they are read: style, words and XML. */
export const readParagraphs = (xml: string): ReadParagraph[] =>
  [...xml.matchAll(/<w:p>.*?<\/w:p>/gs)].map(([p]) => ({ style: /<w:pStyle w:val="(\w+)"/.exec(p)?.[1] ?? '', text: wordsOf(p), xml: p }));

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescaped = (text: string) => text.replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all);
const wordsOf = (xml: string) =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:(br|tab)\/>/g)]
    .map(([, t, mark]) => (mark ? (mark === 'br' ? '\n' : '\t') : unescaped(t ?? '')))
    .join('');

/** What keeps the text from being well-formed XML 1.0, or null: tags that do not match, characters it cannot hold, bare & and <. */
export function faultOfXml(xml: string): string | null {
  const bad = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(xml);
  if (bad) return `character ${bad[0].codePointAt(0)}`;
  const open: string[] = [];
  const rest = xml
    .replace(/<\?[^>]*\?>/g, '')
    .replace(/<(\/?)([\w:]+)((?: [\w:]+="[^"<]*")*)(\/?)>/g, (tag, closing: string, name: string, _: string, empty: string) => {
      if (closing === '' && empty === '') open.push(name);
      if (closing !== '' && open.pop() !== name) return `<${tag}`;
      return '';
    });
  if (rest.includes('<')) return `tag ${rest.slice(rest.indexOf('<'), rest.indexOf('<') + 40)}`;
  if (/&(?!(lt|gt|amp|quot|apos|#\d+|#x[0-9a-f]+);)/i.test(rest)) return 'bare &';
  return open.length > 0 ? `open ${open.join(' ')}` : null;
}
