import type { PartialDate } from '../../../kernel/day.ts';
import { type Fen, formatFen } from '../../../kernel/money.ts';
import { decimalText, divideRounded, ratio } from '../../../kernel/number.ts';

const wan: Fen = 1_000_000;
const yi: Fen = 10_000_000_000;

/** An amount as papers write it: 亿元 from 1亿 on, 万元 below, two decimals, half away from zero; what rounds to 10000.00万元 is 1.00亿元. */
export function amountText(fen: Fen): string {
  const size = fen < 0 ? -fen : fen;
  const half = wan / 200;
  return size + half >= yi ? `${formatFen(fen, '亿元')}亿元` : `${formatFen(fen, '万元')}万元`;
}

/** An amount in a table of 万元, its unit said above the table. */
export const wanText = (fen: Fen) => formatFen(fen, '万元');

/** A date inside a paper about its year: 10月15日, 10月, 2026年. */
export function dateText(date: PartialDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return month ? `${month}月${day ? `${day}日` : ''}` : `${year}年`;
}

export type Growth = Readonly<{ text: string; percent: string; numerator: number; denominator: number; isMultiple: boolean }>;
/** From here on a growth is told as a multiple: 12.00倍 reads better than 1100.00%. */
const manifold = 10;

/**
 * How the later amount differs: by how many per cent, without its sign, or from tenfold growth on as a multiple of the earlier.
 * Null where there is nothing to compare with (nothing before, or reversals above what came in).
 */
export function growthOf(now: Fen, before: Fen): Growth | null {
  if (before <= 0 || now < 0) return null;
  const by = now - before;
  if (now < before * manifold) {
    const { percent } = ratio(by < 0 ? -by : by, before);
    return { text: `${percent}%`, percent: by < 0 ? `-${percent}` : percent!, numerator: by, denominator: before, isMultiple: false };
  }
  const times = decimalText(divideRounded(BigInt(now) * 100n, BigInt(before)), 2);
  return { text: `${times}倍`, percent: ratio(now, before).percent!, numerator: now, denominator: before, isMultiple: true };
}
