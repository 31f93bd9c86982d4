import type { AmountUnit } from './money.ts';
import { toHalfWidth } from './number.ts';
import { cellAt, type Cell, type Row } from './sheet-row.ts';
import { isBlank } from './sheet-value.ts';

/** A unit written in a header. `amountUnit` and `currency` are set for money: 万美元 is 万元 of USD. */
export type HeaderUnit = Readonly<{ text: string; amountUnit: AmountUnit | null; currency: string | null }>;
export type Header = Readonly<{
  column: number;
  /** As the person reads it, parents joined by '/', repeated ones numbered: '资金到位情况/累计', '备注 (2)'. Unique in the sheet. */
  label: string;
  unit: HeaderUnit | null;
}>;
export type HeaderBlock = Readonly<{
  /** Row numbers of the header, top to bottom. */
  rows: readonly number[];
  headers: readonly Header[];
  /** What stands above the header: the title, and the unit of 单位：万元. */
  title: string | null;
  unit: HeaderUnit | null;
}>;

/** The same header written differently: width, case, spaces, line breaks, brackets, asterisks of required fields and outer colons go. */
export function normaliseHeader(text: string): string {
  return toHalfWidth(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s/g, '')
    .replace(/[〔【[{]/g, '(')
    .replace(/[〕】\]}]/g, ')')
    .replace(/^[*★☆:]+|[*★☆:]+$/g, '');
}

const currencies: readonly [RegExp, string][] = [
  [/美元|美金|usd/, 'USD'],
  [/欧元|eur/, 'EUR'],
  [/港币|港元|hkd/, 'HKD'],
  [/日元|jpy/, 'JPY'],
  [/英镑|gbp/, 'GBP'],
];
const scales: readonly [RegExp, AmountUnit][] = [
  [/^亿/, '亿元'],
  [/^万/, '万元'],
  [/^/, '元'],
];
const moneyUnit = /^(亿|万)?(人民币|元|美元|美金|欧元|港币|港元|日元|英镑|usd|eur|hkd|jpy|gbp)$|^[亿万]$/;
const otherUnit = /^(亩|公顷|平方米|平米|㎡|m2|平方公里|人|个|家|户|项|台|套|吨|万吨|千瓦|kw|mw|公里|年|月|天|%)$/;

/** Reads a bare unit such as 万元, 亿, 万美元, 亩; null when it is none we know. */
export function unitOf(text: string): HeaderUnit | null {
  const bare = normaliseHeader(text)
    .replace(/^人民币/, '')
    .replace(/\/.*$/, '');
  if (otherUnit.test(bare)) return { text: text.trim(), amountUnit: null, currency: null };
  if (!moneyUnit.test(bare)) return null;
  const amountUnit = scales.find(([scale]) => scale.test(bare))![1];
  return { text: text.trim(), amountUnit, currency: currencies.find(([words]) => words.test(bare))?.[1] ?? 'CNY' };
}

const trailingUnit = /(?:单位:|[\s,、:_-])\s*([^\s,、:()_-]{1,4})\s*$/;
/** The unit in a header's brackets, after 单位：, or at its very end after a space, comma or colon: 投资总额（万元), 用地面积:亩. */
export function headerUnit(header: string): HeaderUnit | null {
  const text = toHalfWidth(header);
  const bracketed = [...text.matchAll(/[([【〔]([^()[\]【】〔〕]*)[)\]】〕]/g)].map((m) => m[1]!.replace(/^\s*单位\s*:?/, ''));
  const trailing = trailingUnit.exec(text)?.[1] ?? (text.trim().endsWith('%') ? '%' : '');
  for (const candidate of [...bracketed.reverse(), trailing]) {
    const found = unitOf(candidate.trim());
    if (found) return found;
  }
  return null;
}

/** A header without its unit and required mark, for comparing with aliases: '*投资总额（万元)' → '投资总额'. */
export function bareHeader(header: string): string {
  const cut = toHalfWidth(header).replace(trailingUnit, (whole, unit: string) => (unitOf(unit) ? '' : whole));
  const text = normaliseHeader(cut).replace(/\(([^()]*)\)/g, (whole, inner: string) => (unitOf(inner.replace(/^单位:?/, '')) ? '' : whole));
  return text.replace(/%$/, '');
}

/** The unit note that many tables carry above the header: 单位：万元, （金额单位：亿元、亩). */
function unitNote(row: Row): HeaderUnit | null {
  for (const cell of row.cells) {
    const m = /单位\s*[:：]\s*([^\s,，、;；)）]+)/.exec(cell.text);
    const unit = m ? unitOf(m[1]!) : null;
    if (unit?.amountUnit) return unit;
  }
  return null;
}

const isYear = (cell: Cell) => cell.kind === 'number' && /^(19|20)\d\d$/.test(cell.text);
/** Short text that is not a filled-in line such as 填报单位：某局. */
const isNameLike = (cell: Cell) =>
  isYear(cell) || (cell.kind === 'text' && cell.text.length <= 40 && !isBlank(cell) && !/[:：]./.test(cell.text));
const words =
  /名称|单位|时间|日期|金额|投资|资金|序号|编号|编码|代码|备注|姓名|电话|类型|类别|地址|地点|面积|内容|规模|进展|进度|阶段|状态|责任|领导|联系|行业|产业|来源|年度|累计|合同|协议|name|date|amount|code|type|year|city|state|id\b/i;

/** How much a row looks like a header: different short texts, familiar words, few values. */
function likeness(row: Row): number {
  const own = row.cells.filter((cell) => cell.kind !== 'empty');
  const texts = new Set(own.filter(isNameLike).map((cell) => normaliseHeader(cell.text)));
  const values = own.filter((cell) => !cell.merged && !isYear(cell) && (cell.kind === 'number' || cell.kind === 'date')).length;
  const familiar = [...texts].filter((text) => words.test(text)).length;
  if (texts.size === 1 && own.length === 1 && familiar === 1) return 0.5;
  return texts.size < 2 ? 0 : texts.size + familiar - values * 2;
}

/** Where the header probably is among the first rows of a sheet; null when no row looks like one. */
export function findHeader(rows: readonly Row[]): HeaderBlock | null {
  const first = rows.slice(0, 30);
  const scores = first.map(likeness);
  const best = Math.max(0, ...scores);
  if (best === 0) return null;
  // The first row that is nearly as good as the best: rows of text below a header look like headers too.
  let top = scores.findIndex((score) => score > 0 && score >= best * 0.5);
  let bottom = top;
  while (bottom + 1 < first.length && bottom - top < 3 && continues(first[bottom]!, first[bottom + 1]!)) bottom += 1;
  while (top > 0 && bottom - top < 3 && likeness(first[top - 1]!) > 0 && continues(first[top - 1]!, first[top]!)) top -= 1;
  return headerBlock(
    rows,
    first.slice(top, bottom + 1).map((row) => row.number),
  );
}

/** Does the next row name parts of what this row names: nothing but names, and only under merged headers or under gaps? */
function continues(row: Row, next: Row): boolean {
  const own = next.cells.filter((cell) => cell.kind !== 'empty' && !cell.merged);
  return own.length > 0 && own.every((cell) => isNameLike(cell) && isDivided(row, next, cell.column));
}
function isDivided(row: Row, next: Row, column: number): boolean {
  const [here, right] = [cellAt(row, column), cellAt(row, column + 1)];
  if (here.kind === 'empty') return row.cells.slice(0, column).some((cell) => cell.kind === 'text');
  if (here.merged || (right.merged && right.text === here.text)) return true;
  return right.kind === 'empty' && cellAt(next, column + 1).kind === 'text';
}

/** The headers made of the given header rows (row numbers), with title and unit from the rows above them. */
export function headerBlock(rows: readonly Row[], headerRows: readonly number[]): HeaderBlock {
  const lines = headerRows.flatMap((number) => rows.filter((row) => row.number === number));
  const above = rows.filter((row) => row.number < Math.min(...headerRows));
  const unit = above.map(unitNote).find((found) => found !== null) ?? null;
  const title = above
    .flatMap((row) => row.cells.filter((cell) => cell.kind === 'text' && !cell.merged))
    .find((cell) => !/单位\s*[:：]/.test(cell.text));
  const width = Math.max(0, ...lines.map((row) => row.cells.length));
  const labels = Array.from({ length: width }, (_, column) => joined(lines, column));
  return { rows: headerRows, headers: numbered(labels), title: title?.text ?? null, unit };
}

function joined(lines: readonly Row[], column: number): string {
  const parts: string[] = [];
  for (const [depth, line] of lines.entries()) {
    const text = (cellAt(line, column).text || parentText(lines, depth, column)).replace(/\s*\n\s*/g, '').trim();
    if (text !== '' && parts.at(-1) !== text) parts.push(text);
  }
  return parts.join('/');
}
/** Without merged cells (.csv), a blank above a sub-header belongs to the nearest header to its left, if that one has sub-headers too. */
function parentText(lines: readonly Row[], depth: number, column: number): string {
  const below = lines[depth + 1];
  if (!below || cellAt(below, column).kind === 'empty' || cellAt(below, column).merged) return '';
  for (let left = column - 1; left >= 0; left -= 1) {
    const cell = cellAt(lines[depth]!, left);
    if (cell.kind !== 'empty') return cellAt(below, left).kind === 'empty' || cellAt(below, left).merged ? '' : cell.text;
  }
  return '';
}

function numbered(labels: readonly string[]): Header[] {
  const taken = new Set<string>();
  return labels.flatMap((label, column) => {
    if (label === '') return [];
    let unique = label;
    for (let n = 2; taken.has(normaliseHeader(unique)); n += 1) unique = `${label} (${n})`;
    taken.add(normaliseHeader(unique));
    return [{ column, label: unique, unit: headerUnit(label) }];
  });
}
