import { decimalText, divideRounded, scaledInteger, toHalfWidth } from './number.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Money is integer fen (1 元 = 100 fen). */
export type Fen = number;
export const amountUnits = ['元', '万元', '亿元'] as const;
export type AmountUnit = (typeof amountUnits)[number];
const fenPower: Record<AmountUnit, number> = { 元: 2, 万元: 6, 亿元: 10 };

export type ParsedAmount = Readonly<{ minor: number; /** 约, 余, 左右 … kept as a remark, never silently lost. */ remark: string | null }>;

const hedge = /大约|大概|约|近|余|左右|上下|多|逾|超过|超|以上|不低于|不少于|预计|暂估/g;
const unitInText: readonly [RegExp, AmountUnit][] = [
  [/亿元?$/, '亿元'],
  [/万元?$/, '万元'],
  [/元$/, '元'],
];
const currencyWords: readonly [RegExp, string][] = [
  [/人民币|rmb|cny|￥|¥/gi, 'CNY'],
  [/美元|美金|usd|us\$|\$/gi, 'USD'],
  [/欧元|eur|€/gi, 'EUR'],
  [/港币|港元|hkd/gi, 'HKD'],
  [/日元|jpy/gi, 'JPY'],
  [/英镑|gbp|£/gi, 'GBP'],
];

/**
 * Reads an amount written by people: thousands separators, full-width digits, a unit inside the text that
 * overrides `unit` (1200万元, 1亿2000万), hedges such as 约 / 余, the currency's own name. Hundredths (fen, cents) out, exactly,
 * never through a float. Refuses amount.unreadable, amount.finer_than_fen, amount.too_large, amount.other_currency.
 */
export function parseAmount(text: string, unit: AmountUnit, currency = 'CNY'): ParsedAmount | Refusal {
  const plain = toHalfWidth(text).replace(/\s/g, '');
  const named = withoutCurrency(plain, currency);
  if (named === null) return refuse('invalid', 'amount.other_currency', { found: text, expected: currency });
  const hedges = named.match(hedge);
  // A hedge stands beside a number, never inside it: 3余5 is not 35.
  const body = named.replace(hedge, (words, at: number) =>
    /\d$/.test(named.slice(0, at)) && /^[\d.,]/.test(named.slice(at + words.length)) ? '?' : '',
  );
  const sum = hundredths(body, unit);
  if (sum === null) {
    const isDecimal = hundredths(body, unit, 40) !== null;
    return refuse('invalid', isDecimal ? 'amount.finer_than_fen' : 'amount.unreadable', { found: text, expected: 'decimal' });
  }
  if (sum > BigInt(Number.MAX_SAFE_INTEGER) || sum < BigInt(Number.MIN_SAFE_INTEGER))
    return refuse('invalid', 'amount.too_large', { found: text });
  return { minor: Number(sum), remark: hedges ? text.trim() : null };
}

/** Null when the text names another currency. */
function withoutCurrency(plain: string, currency: string): string | null {
  const found = currencyWords.find(([words]) => plain.search(words) >= 0);
  if (!found) return plain;
  if (found[1] !== currency) return null;
  // 500万美元 names the scale and the currency in one word.
  return plain.replace(found[0], '');
}

/** '1200万' → fen; '1亿2000万' is the sum of its parts. `extraDigits` lets finer amounts through, to tell them from words. */
function hundredths(body: string, unit: AmountUnit, extraDigits = 0): bigint | null {
  const parts = /^([\d.]+亿)([\d.]+万元?)$/.exec(body);
  if (parts) {
    const [high, low] = [hundredths(parts[1]!, unit, extraDigits), hundredths(parts[2]!, unit, extraDigits)];
    return high === null || low === null ? null : high + low;
  }
  const own = unitInText.find(([re]) => re.test(body));
  const digits = own ? body.replace(own[0], '') : body;
  if (digits.includes(',') && !/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(digits)) return null;
  return scaledInteger(digits.replaceAll(',', ''), fenPower[own?.[1] ?? unit] + extraDigits);
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
