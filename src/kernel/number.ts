/** Divides integers and rounds half away from zero (四舍五入), exactly, whatever the size. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('division by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const q = (n * 2n + d) / (d * 2n);
  return negative ? -q : q;
}

export const largest = (first: number, ...more: readonly number[]): number => more.reduce((a, b) => (b > a ? b : a), first);
export const smallest = (first: number, ...more: readonly number[]): number => more.reduce((a, b) => (b < a ? b : a), first);

/** A ratio keeps what it was made of. `percent` is text with the stated decimals, or null when the denominator is 0. */
export type Ratio = Readonly<{ numerator: number; denominator: number; percent: string | null }>;

/** Percent rounded half away from zero to `decimals` places: ratio(291, 292) → "99.66". */
export function ratio(numerator: number, denominator: number, decimals = 2): Ratio {
  if (denominator === 0) return { numerator, denominator, percent: null };
  const scaled = divideRounded(BigInt(numerator) * 100n * 10n ** BigInt(decimals), BigInt(denominator));
  return { numerator, denominator, percent: decimalText(scaled, decimals) };
}

/** Integer scaled by 10^decimals → decimal text: decimalText(3273n, 2) → "32.73". */
export function decimalText(scaled: bigint, decimals: number): string {
  const sign = scaled < 0n ? '-' : '';
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const fullWidth = '０１２３４５６７８９．，－＋％（）：／　';
const halfWidth = '0123456789.,-+%():/ ';
// Most text has none of them, and this is asked of every cell of a sheet.
const wide = new RegExp(`[${fullWidth}]`);
/** Full-width digits, signs, brackets and spaces become half-width; other characters stay. */
export const toHalfWidth = (text: string) => (wide.test(text) ? [...text].map((c) => halfWidth[fullWidth.indexOf(c)] ?? c).join('') : text);

/** Decimal text → integer scaled by 10^decimals, or null when it is not a plain decimal or has more digits than fit exactly. */
export function scaledInteger(text: string, decimals: number): bigint | null {
  const m = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!m) return null;
  const fraction = (m[3] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return null;
  const value = BigInt(m[2]! + fraction.padEnd(decimals, '0'));
  return m[1] === '-' ? -value : value;
}
