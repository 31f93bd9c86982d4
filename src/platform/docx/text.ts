import { createHash } from 'node:crypto';
import { Bookmark, TextRun, type IRunOptions, type ParagraphChild } from 'docx';

/** A piece of text. One with a `figureKey` is a number of the ledger: it becomes a bookmark that the annex can point to. */
type Run = Readonly<{
  text: string;
  bold?: boolean | undefined;
  figureKey?: string | undefined;
  /** Printed raised behind the text, such as 〔1〕: the line of the annex where the figure stands. */
  mark?: string | undefined;
}>;
export type Text = string | readonly (string | Run)[];

/** The bookmarks given so far: a name may stand only once in a document. */
export type Anchors = Set<string>;

const forbidden = /[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}\u2028\u2029]/gu;
/** The text as XML 1.0 and Word can hold it, in one line. */
export const plain = (text: string) => text.replace(/[\t\n\r]+/g, ' ').replace(forbidden, '');

const lines = (text: string) => text.split(/\r\n|[\n\r\u2028\u2029]/).map(plain);

/** How wide a text is in characters of its own size: a Chinese character 1, a digit or Latin letter ½. */
export function widthInCharacters(text: string): number {
  let width = 0;
  for (const c of text) width += c <= '\u00ff' ? 0.5 : 1;
  return width;
}

/**
 * The bookmark of a figure in the document, for links like 月分析.docx#name: the key itself where Word allows it as a name
 * (a letter, then letters, digits and _, 40 at most), else its readable part and a checksum.
 */
export function figureBookmark(key: string): string {
  if (/^[a-z]\w{0,39}$/i.test(key)) return key;
  const readable = key
    .replace(/\W+/g, '_')
    .replace(/^[^a-z]+/i, '')
    .slice(0, 30);
  return `${readable || 'figure'}_${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

/** Without the hint Word sets “ ” … — in the Latin font, half as wide as they should be. */
const hint = { hint: 'eastAsia' };

/** The runs of a paragraph; `look` is laid over each. The first run of a figure carries its bookmark. */
export function textRuns(text: Text, anchors: Anchors, look: IRunOptions = {}): ParagraphChild[] {
  const pieces = typeof text === 'string' ? [{ text }] : text.map((p) => (typeof p === 'string' ? { text: p } : p));
  return pieces.flatMap((piece: Run) => {
    const own: IRunOptions = { font: hint, ...look, ...(piece.bold ? { bold: true } : {}) };
    const children: ParagraphChild[] = lines(piece.text).map((t, i) => new TextRun({ ...own, text: t, ...(i > 0 ? { break: 1 } : {}) }));
    const anchored = anchor(piece.figureKey, children, anchors);
    return piece.mark ? [...anchored, new TextRun({ ...own, text: plain(piece.mark), superScript: true })] : anchored;
  });
}

function anchor(key: string | undefined, children: ParagraphChild[], anchors: Anchors): ParagraphChild[] {
  if (key === undefined) return children;
  const id = figureBookmark(key);
  // Word knows names without regard to case and drops the second of two.
  const name = id.toLowerCase();
  if (anchors.has(name)) return children;
  anchors.add(name);
  return [new Bookmark({ id, children })];
}
