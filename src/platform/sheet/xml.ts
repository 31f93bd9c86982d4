import { refuse } from '../../kernel/refusal.ts';

/** Names come without their namespace prefix, since some writers prefix everything (x:row, x:c). Text comes raw; decode it with `decodeXml`. */
export type XmlHandler = Readonly<{
  open: (name: string, attributes: string, isEmpty: boolean) => void;
  close: (name: string) => void;
  text: (raw: string) => void;
}>;

const longestToken = 8 * 2 ** 20;

/**
 * Splits XML that arrives in pieces into tags and texts. It expands no entities of a DTD and follows no reference,
 * so a hostile file can at most be refused.
 */
export class XmlScanner {
  #rest = '';
  readonly #handler: XmlHandler;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  write(chunk: string) {
    const s = this.#rest === '' ? chunk : this.#rest + chunk;
    let at = 0;
    for (let open = s.indexOf('<'); open >= 0; open = s.indexOf('<', at)) {
      const end = tokenEnd(s, open);
      if (end < 0) break;
      if (open > at) this.#handler.text(s.slice(at, open));
      this.#token(s, open, end);
      at = end;
    }
    this.#rest = s.slice(at);
    if (this.#rest.length > longestToken) throw refuse('invalid', 'sheet.damaged', { part: 'xml' });
  }

  #token(s: string, open: number, end: number) {
    const second = s.charCodeAt(open + 1);
    if (second === 47) return this.#handler.close(localName(s.slice(open + 2, end - 1)));
    if (second === 33) return this.#declaration(s, open, end);
    if (second === 63) return;
    const isEmpty = s.charCodeAt(end - 2) === 47;
    const inner = s.slice(open + 1, isEmpty ? end - 2 : end - 1);
    const space = inner.search(/\s/);
    const name = localName(space < 0 ? inner : inner.slice(0, space));
    this.#handler.open(name, space < 0 ? '' : inner.slice(space + 1), isEmpty);
    if (isEmpty) this.#handler.close(name);
  }

  #declaration(s: string, open: number, end: number) {
    if (s.startsWith('<![CDATA[', open)) this.#handler.text(s.slice(open + 9, end - 3).replaceAll('&', '&amp;'));
    else if (!s.startsWith('<!--', open)) throw refuse('invalid', 'sheet.damaged', { part: 'doctype' });
  }
}

function tokenEnd(s: string, open: number): number {
  if (s.charCodeAt(open + 1) === 33) {
    const closing = s.startsWith('<!--', open) ? '-->' : s.startsWith('<![CDATA[', open) ? ']]>' : '>';
    const at = s.indexOf(closing, open + 3);
    return at < 0 ? -1 : at + closing.length;
  }
  let end = s.indexOf('>', open);
  while (end >= 0 && isInsideQuotes(s, open, end)) end = s.indexOf('>', end + 1);
  return end < 0 ? -1 : end + 1;
}

function isInsideQuotes(s: string, from: number, to: number): boolean {
  let quote = 0;
  for (let i = from; i < to; i += 1) {
    const c = s.charCodeAt(i);
    if (quote === 0 && (c === 34 || c === 39)) quote = c;
    else if (c === quote) quote = 0;
  }
  return quote !== 0;
}

function localName(name: string): string {
  const trimmed = name.trimEnd();
  return trimmed.slice(trimmed.indexOf(':') + 1);
}

/** The value of one attribute out of a tag's attribute text, or null. */
export function attribute(attributes: string, name: string): string | null {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    if (at > 0 && attributes.charCodeAt(at - 1) > 32) continue;
    const start = at + name.length + 2;
    if (attributes.startsWith('="', start - 2)) return decodeXml(attributes.slice(start, attributes.indexOf('"', start)));
    const m = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(at + name.length));
    if (m) return decodeXml(m[1] ?? m[2] ?? '');
  }
  return null;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces the five named and all numeric character references. */
export function decodeXml(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, body: string) => {
    if (body[0] !== '#') return named[body] ?? whole;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** A handler with only the parts given. */
export const xmlHandler = (parts: Partial<XmlHandler>): XmlHandler => ({
  open: () => undefined,
  close: () => undefined,
  text: () => undefined,
  ...parts,
});
