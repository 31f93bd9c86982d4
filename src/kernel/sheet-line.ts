import type { HeaderBlock } from './sheet-header.ts';
import { normaliseHeader } from './sheet-header.ts';
import { cellAt, type Cell, type Row } from './sheet-row.ts';
import { isBlank } from './sheet-value.ts';

/**
 * What a row below the header is: a record; 合计/总计 or 小计 (never imported, but checked against the sums); a heading between
 * groups (一、签约项目, or a text merged across); the header printed again; a note (注：…, 填表人：…); blank but for dashes.
 * A row in doubt is a record, so that nothing is left out unseen.
 */
export type LineKind = 'record' | 'total' | 'subtotal' | 'section' | 'header' | 'note' | 'blank';

const total = /^(总计|合计|总合计|全区合计|全县合计|全市合计|累计合计|共计|grandtotal|total)(\(.*\))?(共?\d+(个|项|家)(项目)?)?$/;
const subtotal = /^(小计|分计|subtotal)(\(.*\))?$|小计$/;
const totalEnding = /(合计|总计)$/;
const note =
  /^(注|备注|说明|附注|填表说明|填报说明|制表|制表人|填表人|填报人|填报单位|审核人|联系人|单位负责人|负责人|报送日期|填报日期|数据来源|资料来源|note|source)\d*[.:、]/;
const section = /^([一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+[类批部])/;

/** Decides by the first texts of the row, since totals and notes are written at its left edge. */
export function lineKind(row: Row, block: HeaderBlock): LineKind {
  const own = row.cells.filter((cell) => !cell.merged && !isBlank(cell));
  if (own.length === 0) return 'blank';
  if (isHeaderAgain(row, block)) return 'header';
  return summaryKind(own) ?? asideKind(row, own, block) ?? 'record';
}

function summaryKind(own: readonly Cell[]): 'total' | 'subtotal' | null {
  const texts = own.filter((cell) => cell.kind === 'text');
  const first = texts.slice(0, 3).map((cell) => normaliseHeader(cell.text));
  if (first.some((text) => total.test(text))) return 'total';
  if (first.some((text) => subtotal.test(text) && text.length <= 20)) return 'subtotal';
  const lead = first[0] ?? '';
  return own[0] === texts[0] && totalEnding.test(lead) && lead.length <= 16 && texts.length <= 2 ? 'total' : null;
}

function asideKind(row: Row, own: readonly Cell[], block: HeaderBlock): 'note' | 'section' | null {
  const cell = own[0]!;
  if (cell.kind !== 'text' || !isSparse(own.length, block)) return null;
  const lead = normaliseHeader(cell.text);
  if (note.test(lead.length < 6 ? `${lead}:` : lead)) return 'note';
  if (own.length > 1) return null;
  if (section.test(lead)) return 'section';
  const right = cellAt(row, cell.column + 1);
  if (!right.merged || right.text !== cell.text) return null;
  return lead.length <= 20 ? 'section' : 'note';
}

const isSparse = (filled: number, block: HeaderBlock) => block.headers.length > 2 && filled <= Math.max(1, block.headers.length / 3);

/** Long tables repeat their header on every printed page. */
function isHeaderAgain(row: Row, block: HeaderBlock): boolean {
  const headers = partsOf(block);
  let other = 0;
  let same = 0;
  for (const [column, parts] of headers) {
    const cell = cellAt(row, column);
    if (isBlank(cell)) continue;
    // A header is text; a year in a header is the only number that is one.
    if ((cell.kind === 'text' || cell.kind === 'number') && parts.includes(normaliseHeader(cell.text))) same += 1;
    // Three of four must be the same; in most rows that is over after a few cells.
    else if ((other += 1) * 4 > headers.length) return false;
  }
  return same >= 2 && same >= other * 3;
}
const parts = new WeakMap<HeaderBlock, [number, string[]][]>();
/** The headers of a block to compare with, made once and not for every row. */
function partsOf(block: HeaderBlock): [number, string[]][] {
  const known =
    parts.get(block) ?? block.headers.map(({ column, label }): [number, string[]] => [column, normaliseHeader(label).split('/')]);
  parts.set(block, known);
  return known;
}
