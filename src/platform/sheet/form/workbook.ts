import { refuse } from '../../../kernel/refusal.ts';
import { plainFormat, type NumberFormat } from '../number-format.ts';
import { attribute } from '../xml.ts';
import { links, resolve, styleFormats, textCollector } from '../xlsx-book.ts';
import { Package } from './package.ts';
import { elements } from './sheet-part.ts';

export type FormSheet = Readonly<{ name: string; path: string; hidden: boolean }>;

/** An .xlsx form: its parts, and where everything stands. */
export class FormBook {
  readonly parts: Package;
  readonly path: string;
  readonly sheets: readonly FormSheet[];
  readonly #folder: string;
  readonly #stylesPath: string | null;

  constructor(file: Buffer) {
    this.parts = new Package(file);
    this.path = resolve('', relationsOf(this.parts, '').find((r) => r.type === 'officeDocument')?.target ?? 'xl/workbook.xml');
    this.#folder = this.path.slice(0, this.path.lastIndexOf('/') + 1);
    const text = this.text(this.path);
    const relations = relationsOf(this.parts, this.path);
    const prefix = /<((?:\w+:)?)workbook\b/.exec(text)?.[1] ?? '';
    this.sheets = [...elements(text, `${prefix}sheet`)].flatMap(({ attributes }) => {
      const id = /(?:^|\s)(?:\w+:)?id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1];
      const link = relations.find((r) => r.id === id && r.type === 'worksheet');
      const path = link && resolve(this.#folder, link.target);
      if (!path || this.parts.text(path) === null) return [];
      return [{ name: attribute(attributes, 'name') ?? '', path, hidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible' }];
    });
    if (this.sheets.length === 0) throw refuse('invalid', 'sheet.empty');
    const styles = relations.find((r) => r.type === 'styles');
    this.#stylesPath = styles ? resolve(this.#folder, styles.target) : null;
  }

  text(path: string): string {
    const text = this.parts.text(path);
    if (text === null) throw refuse('invalid', 'sheet.damaged', { part: path });
    return text;
  }

  sheet(name: string): FormSheet {
    const found = this.sheets.find((s) => s.name === name);
    if (!found) throw refuse('not_found', 'sheet.no_such_sheet', { sheet: name });
    return found;
  }

  /** Parts that a part names, by the kind of relation. */
  related(path: string, type: string): string[] {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    return relationsOf(this.parts, path).flatMap((r) => (r.type === type ? [resolve(folder, r.target)] : []));
  }

  texts(): readonly string[] {
    const [path] = this.related(this.path, 'sharedStrings');
    if (!path) return [];
    const { scanner, texts } = textCollector();
    scanner.write(this.text(path));
    return texts;
  }

  get styles(): string {
    return this.#stylesPath === null ? '' : this.text(this.#stylesPath);
  }

  setStyles(text: string) {
    if (this.#stylesPath !== null) this.parts.set(this.#stylesPath, text);
  }

  formats(): (style: number) => NumberFormat {
    const formats = styleFormats(this.styles);
    return (style) => formats[style] ?? plainFormat;
  }
}

const relationsOf = (parts: Package, path: string) => {
  const at = path.lastIndexOf('/') + 1;
  return links(parts.text(`${path.slice(0, at)}_rels/${path.slice(at)}.rels`) ?? '');
};

/** Opening it, a spreadsheet program calculates every formula: their saved results are of the empty form. */
export function calculatedOnOpening(workbook: string): string {
  const known = /<((?:\w+:)?)calcPr\b([^>]*?)(\/?)>/.exec(workbook);
  if (known) {
    const attributes = known[2]!.replace(/\s+fullCalcOnLoad\s*=\s*("[^"]*"|'[^']*')/, '').trimEnd();
    return workbook.replace(known[0], `<${known[1]}calcPr${attributes} fullCalcOnLoad="1"${known[3]}>`);
  }
  const prefix = /<((?:\w+:)?)workbook\b/.exec(workbook)?.[1] ?? '';
  const before = ['definedNames', 'externalReferences', 'functionGroups', 'sheets'].find((name) =>
    workbook.includes(`</${prefix}${name}>`),
  );
  if (!before) throw refuse('invalid', 'sheet.damaged', { part: 'workbook' });
  const close = `</${prefix}${before}>`;
  return workbook.replace(close, `${close}<${prefix}calcPr calcId="0" fullCalcOnLoad="1"/>`);
}

/** Clones styles with Excel's mark for text that looks like a formula, so that it stays text when a person edits the cell. */
export class QuotedStyles {
  readonly #book: FormBook;
  readonly #made = new Map<number, number>();
  readonly #added: string[] = [];

  constructor(book: FormBook) {
    this.#book = book;
  }

  styleFor(style: number): number {
    const known = this.#made.get(style);
    if (known !== undefined) return known;
    const { all, prefix } = this.#xfs();
    const plain = all[style];
    if (plain === undefined) return style;
    const head = /\squotePrefix\s*=\s*("[^"]*"|'[^']*')/.test(plain) ? plain.replace(/\squotePrefix\s*=\s*("[^"]*"|'[^']*')/, '') : plain;
    this.#added.push(head.replace(`<${prefix}xf`, `<${prefix}xf quotePrefix="1"`));
    const made = all.length + this.#added.length - 1;
    this.#made.set(style, made);
    return made;
  }

  #xfs() {
    const text = this.#book.styles;
    const open = /<((?:\w+:)?)cellXfs\b[^>]*>/.exec(text);
    const prefix = open?.[1] ?? '';
    const start = open ? open.index + open[0].length : 0;
    const end = open ? text.indexOf(`</${prefix}cellXfs>`, start) : 0;
    const all = [...elements(text.slice(start, end), `${prefix}xf`)].map(({ attributes, inner }) =>
      inner === '' ? `<${prefix}xf ${attributes}/>` : `<${prefix}xf ${attributes}>${inner}</${prefix}xf>`,
    );
    return { all, prefix, text, start, end, open: open?.[0] ?? '' };
  }

  /** Writes the styles that were asked for; nothing changes when there were none. */
  save() {
    if (this.#added.length === 0) return;
    const { all, text, start, end, open } = this.#xfs();
    const counted = open.replace(/\scount\s*=\s*("[^"]*"|'[^']*')/, ` count="${all.length + this.#added.length}"`);
    this.#book.setStyles(text.slice(0, start - open.length) + counted + text.slice(start, end) + this.#added.join('') + text.slice(end));
  }
}
