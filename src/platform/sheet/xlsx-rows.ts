import type { Cell, MergedRange } from '../../kernel/sheet-row.ts';
import { columnIndex } from '../../kernel/sheet-row.ts';
import { booleanValue, emptyValue, errorValue, isoValue, numberValue, textValue, uncalculated, type Value } from './cell-value.ts';
import { plainFormat } from './number-format.ts';
import type { RawRow } from './raw-row.ts';
import { attribute, decodeXml, xmlHandler, XmlScanner } from './xml.ts';
import { isTrue, type XlsxBook, type XlsxSheet } from './xlsx-book.ts';

/** The rows of one sheet that hold something, streamed: nothing but the texts of the workbook stays in memory. */
export async function* xlsxRows(book: XlsxBook, sheet: XlsxSheet): AsyncGenerator<RawRow[]> {
  const reader = new RowReader(book, await book.texts());
  const decoder = new TextDecoder();
  for await (const chunk of book.zip.open(sheet.entry)) {
    const rows = reader.read(decoder.decode(chunk, { stream: true }));
    if (rows.length > 0) yield rows;
  }
}

class RowReader {
  readonly #book: XlsxBook;
  readonly #texts: readonly string[];
  readonly #scanner: XmlScanner;
  #rows: RawRow[] = [];
  #row = 0;
  #hidden = false;
  #cells: Cell[] = [];
  #column = -1;
  #attributes = '';
  #value = '';
  #hasValue = false;
  #inline = '';
  #formula = false;
  #phonetic = false;
  #reading: 'v' | 't' | null = null;

  constructor(book: XlsxBook, texts: readonly string[]) {
    this.#book = book;
    this.#texts = texts;
    this.#scanner = new XmlScanner({
      open: (name, attributes) => this.#open(name, attributes),
      close: (name) => this.#close(name),
      text: (raw) => this.#text(raw),
    });
  }

  read(chunk: string): RawRow[] {
    this.#rows = [];
    this.#scanner.write(chunk);
    return this.#rows;
  }

  #open(name: string, attributes: string) {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v') this.#reading = 'v';
    else if (name === 't') this.#reading = this.#phonetic ? null : 't';
    else if (name === 'f') this.#formula = true;
    else if (name === 'rPh') this.#phonetic = true;
    else if (name === 'row') this.#openRow(attributes);
  }
  #openRow(attributes: string) {
    this.#row = Number(attribute(attributes, 'r') ?? this.#row + 1);
    this.#hidden = isTrue(attribute(attributes, 'hidden'));
    this.#cells = [];
    this.#column = -1;
  }
  #openCell(attributes: string) {
    const letters = /^[A-Z]+/i.exec(attribute(attributes, 'r') ?? '')?.[0];
    const column = letters ? columnIndex(letters) : -1;
    this.#column = column >= 0 ? column : this.#column + 1;
    this.#attributes = attributes;
    this.#value = '';
    this.#inline = '';
    this.#hasValue = false;
    this.#formula = false;
  }
  #text(raw: string) {
    if (this.#reading === 'v') {
      this.#value += raw;
      this.#hasValue = true;
    } else if (this.#reading === 't') this.#inline += raw;
  }
  #close(name: string) {
    if (name === 'v' || name === 't') this.#reading = null;
    else if (name === 'c') this.#closeCell();
    else if (name === 'rPh') this.#phonetic = false;
    else if (name === 'row' && this.#cells.length > 0) {
      this.#rows.push({ number: this.#row, cells: this.#cells, hidden: this.#hidden });
    }
  }
  #closeCell() {
    const value = this.#cellValue();
    if (value.kind === 'empty') return;
    this.#cells.push({ column: this.#column, ...value, ...(this.#formula ? { formula: true as const } : {}) });
  }

  #cellValue(): Value {
    const type = attribute(this.#attributes, 't') ?? 'n';
    if (type === 'inlineStr') return textValue(decodeXml(this.#inline));
    // A formula may rightly give no text; any other formula without a value was never calculated.
    if (!this.#hasValue) return this.#formula && type !== 'str' ? uncalculated : emptyValue;
    const raw = decodeXml(this.#value);
    if (type !== 'n') return this.#typedValue(type, raw);
    const format = this.#book.formats[Number(attribute(this.#attributes, 's') ?? 0)] ?? plainFormat;
    return numberValue(raw, format, this.#book.from1904);
  }
  #typedValue(type: string, raw: string): Value {
    if (type === 's') return textValue(this.#texts[Number(raw)] ?? '');
    if (type === 'b') return booleanValue(isTrue(raw.trim()));
    if (type === 'e') return errorValue(raw.trim());
    return type === 'd' ? isoValue(raw) : textValue(raw);
  }
}

/** Merged ranges and hidden columns. Ranges stand after the cells in the file, so the cells are passed over as bytes. */
export async function xlsxLayout(book: XlsxBook, sheet: XlsxSheet) {
  const merges: MergedRange[] = [];
  const hiddenColumns: number[] = [];
  const scanner = () =>
    new XmlScanner(
      xmlHandler({
        open: (name, attributes) => {
          if (name === 'mergeCell') merges.push(...rangeOf(attribute(attributes, 'ref') ?? ''));
          if (name === 'col' && isTrue(attribute(attributes, 'hidden'))) hiddenColumns.push(...columnsOf(attributes));
        },
      }),
    );
  const [head, tail] = [scanner(), scanner()];
  const decoder = new TextDecoder();
  let part: 'head' | 'cells' | 'tail' = 'head';
  let carried = Buffer.alloc(0);
  for await (const chunk of book.zip.open(sheet.entry)) {
    const bytes = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk;
    if (part === 'head') {
      const end = bytes.indexOf('sheetData');
      head.write(bytes.toString('latin1', 0, end < 0 ? bytes.length : end));
      if (end >= 0) part = 'cells';
      else continue;
    }
    if (part === 'cells') {
      const start = bytes.indexOf('mergeCells');
      carried = start < 0 ? Buffer.from(bytes.subarray(-16)) : Buffer.alloc(0);
      if (start < 0) continue;
      part = 'tail';
      tail.write(bytes.toString('latin1', start));
      continue;
    }
    tail.write(decoder.decode(chunk, { stream: true }));
  }
  return { merges, hiddenColumns };
}

function rangeOf(ref: string): MergedRange[] {
  const m = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/i.exec(ref);
  if (!m) return [];
  return [{ top: Number(m[2]), bottom: Number(m[4]), left: columnIndex(m[1]!), right: columnIndex(m[3]!) }];
}
function columnsOf(attributes: string): number[] {
  const [min, max] = [Number(attribute(attributes, 'min')), Number(attribute(attributes, 'max'))];
  // A sheet may hide everything to the right of its table; those columns hold nothing.
  return Array.from({ length: Math.max(0, Math.min(max, 1000) - min + 1) }, (_, i) => min - 1 + i);
}
