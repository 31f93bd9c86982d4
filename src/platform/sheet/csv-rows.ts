import { refuse } from '../../kernel/refusal.ts';
import type { Cell } from '../../kernel/sheet-row.ts';
import { textValue, type Value } from './cell-value.ts';
import type { RawRow } from './raw-row.ts';

const longestRecord = 4 * 2 ** 20;

/** Splits delimited text that arrives in pieces into records (RFC 4180: quotes doubled, line breaks inside quotes kept). */
export class CsvScanner {
  readonly #delimiter: string;
  #records: string[][] = [];
  #record: string[] = [];
  #rest = '';

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records completed by this piece. */
  write(chunk: string): string[][] {
    this.#records = [];
    const s = this.#rest + chunk;
    let at = 0;
    for (;;) {
      const end = fieldEnd(s, at, this.#delimiter);
      // The last character may be half of a line end or of a doubled quote.
      if (end < 0 || end >= s.length - 1) break;
      this.#field(s.slice(at, end));
      at = end + 1;
      if (s[end] === this.#delimiter) continue;
      if (s[end] === '\r' && s[end + 1] === '\n') at += 1;
      this.#endRecord();
    }
    this.#rest = s.slice(at);
    return this.#records;
  }

  /** Is a quote open that closes nowhere, or not for so long that it must be a stray one? */
  get isStuck(): boolean {
    return this.#rest.length > longestRecord;
  }

  /** What the last line holds when no line end follows it. */
  end(): string[][] {
    const records = this.write('\n\n');
    if (this.#rest.length > 1) this.#rest = this.#rest.padEnd(longestRecord + 1);
    return records.length > 0 && records.at(-1)!.every((field) => field === '') ? records.slice(0, -1) : records;
  }

  #field(raw: string) {
    const quoted = /^\s*"([\s\S]*)"\s*$/.exec(raw);
    this.#record.push(quoted ? quoted[1]!.replaceAll('""', '"') : raw);
  }
  #endRecord() {
    this.#records.push(this.#record);
    this.#record = [];
  }
}

function fieldEnd(s: string, from: number, delimiter: string): number {
  let at = from;
  if (s[at] === '"') {
    at = closingQuote(s, at);
    if (at < 0) return -1;
  }
  for (let i = at; i < s.length; i += 1) {
    const c = s[i];
    if (c === delimiter || c === '\n' || c === '\r') return i;
  }
  return -1;
}
function closingQuote(s: string, open: number): number {
  for (let at = s.indexOf('"', open + 1); at >= 0; at = s.indexOf('"', at + 2)) if (s[at + 1] !== '"') return at;
  return -1;
}

const candidates = [',', '\t', ';', '|'];
/** The delimiter that cuts most of the first lines into the same number of fields; null when none cuts them alike. */
export function delimiterOf(sample: string): string | null {
  const named = /^\ufeff?sep=(.)\r?\n/i.exec(sample)?.[1];
  if (named) return named;
  const cuts = candidates.map((delimiter) => cutBy(sample, delimiter));
  const best = cuts.reduce((a, b) => (b.lines > a.lines || (b.lines === a.lines && b.width > a.width) ? b : a));
  // Prose has commas too, but no two lines have them alike.
  return best.lines > 0 && best.lines * 3 >= best.filled ? best.delimiter : null;
}
/** How many of the first fifty lines a delimiter cuts into the most common number of fields. */
function cutBy(sample: string, delimiter: string) {
  const records = new CsvScanner(delimiter).write(`${sample}\n\n`).slice(0, 50);
  const filled = records.filter((record) => record.some((field) => field.trim() !== ''));
  const counts = new Map<number, number>();
  for (const { length } of filled) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width, lines] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { delimiter, lines, width, filled: filled.length };
}

/** A record number is the row number that Excel shows: blank lines count, a line break inside quotes does not. */
export async function* csvRows(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<RawRow[]> {
  const scanner = new CsvScanner(delimiter);
  let number = 0;
  const rowsOf = (records: string[][]) =>
    records.flatMap((record): RawRow[] => {
      if (number === 0 && /^sep=.?$/i.test(record.join(delimiter))) return [];
      number += 1;
      const cells = record.flatMap(cellOf);
      return cells.length > 0 ? [{ number, cells, hidden: false }] : [];
    });
  const checked = (rows: RawRow[]) => {
    if (scanner.isStuck) throw refuse('invalid', 'sheet.unclosed_quote', { row: number + 1 });
    return rows;
  };
  for await (const chunk of chunks) yield checked(rowsOf(scanner.write(chunk)));
  yield checked(rowsOf(scanner.end()));
}

function cellOf(raw: string, column: number): Cell[] {
  const value = valueOf(raw);
  return value.kind === 'empty' ? [] : [{ column, ...value }];
}
/**
 * A field that Excel would have written for a number is a number, so that 2026.1 is known to have lost its zero;
 * anything else (leading zeros, 2026.10, 16 and more digits) is text. ="00123" is the text 00123.
 */
function valueOf(raw: string): Value {
  const value = textValue(/^="([^"]*)"$/.exec(raw)?.[1] ?? raw);
  if (value.kind !== 'text') return value;
  if (/^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/.test(value.text)) return { kind: 'error', text: value.text };
  const isNumber = /^-?(0|[1-9]\d{0,14})(\.\d*[1-9])?$/.test(value.text) && value.text.length <= 17 && !raw.startsWith('=');
  return isNumber ? { kind: 'number', text: value.text } : value;
}
