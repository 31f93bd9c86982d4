import { decimalText, divideRounded, scaledInteger, toHalfWidth } from './number.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Money is integer fen (1 元 = 100 fen). */
export type Fen = number;
export const amountUnits = ['元', '万元', '亿元'] as const;
export type AmountUnit = (typeof amountUnits)[number];
const fenPower: Record<AmountUnit, number> = { 元: 2, 万元: 6, 亿元: 10 };

export type ParsedAmount = Readonly<{ minor: number; /** 约, 余, 左右 … kept as a remark, never silently lost. */ remark: string | null }>;

const hedge = /约|大约|近|余|左右|上下|多/g;
const unitInText: readonly [RegExp, AmountUnit][] = [[/亿元?$/, '亿元'], [/万元?$/, '万元'], [/元$/, '元']];

/**
 * Reads an amount written by people: thousands separators, full-width digits, a unit inside the text that
 * overrides `unit`, hedges such as 约 / 余. Minor units (fen, cents) out, exactly, never through a float.
 */
export function parseAmount(text: string, unit: AmountUnit): ParsedAmount | Refusal {
  const bad = () => refuse('invalid', 'amount.unreadable', { found: text, expected: 'decimal' });
  const plain = toHalfWidth(text).replace(/[\s￥¥]/g, '');
  const hedges = plain.match(hedge);
  let body = plain.replace(hedge, '');
  const own = unitInText.find(([re]) => re.test(body));
  if (own) body = body.replace(own[0], '');
  if (body.includes(',') && !/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(body)) return bad();
  const power = fenPower[own?.[1] ?? unit];
  const scaled = scaledInteger(body.replaceAll(',', ''), power);
  if (scaled === null) {
    return scaledInteger(body.replaceAll(',', ''), 40) === null ? bad() : refuse('invalid', 'amount.finer_than_fen', { found: text });
  }
  if (scaled > BigInt(Number.MAX_SAFE_INTEGER) || scaled < BigInt(Number.MIN_SAFE_INTEGER)) return refuse('invalid', 'amount.too_large', { found: text });
  return { minor: Number(scaled), remark: hedges ? text.trim() : null };
}

/** Fen → text in the chosen unit, rounded half away from zero: formatFen(483300000000, '亿元', 2) → "48.33". */
export function formatFen(fen: Fen, unit: AmountUnit, decimals = 2): string {
  const power = fenPower[unit];
  const scaled = divideRounded(BigInt(fen) * 10n ** BigInt(decimals), 10n ** BigInt(power));
  return decimalText(scaled, decimals);
}

/** Groups the integer part by thousands: "20301533997.17" → "20,301,533,997.17". */
export const grouped = (text: string) => text.replace(/^(-?\d+)/, (n) => n.replace(/\B(?=(\d{3})+$)/g, ','));

/** Foreign minor units × rate (decimal text, CNY per unit) → fen, rounded half away from zero. Null when the rate is not a positive decimal. */
export function convert(minor: number, rate: string): Fen | null {
  const scaledRate = scaledInteger(rate, 10);
  if (scaledRate === null || scaledRate <= 0n) return null;
  return Number(divideRounded(BigInt(minor) * scaledRate, 10n ** 10n));
}
