/** Expands scientific notation into plain digits: '1.5E+3' → '1500', '1e-7' → '0.0000001'. */
function expanded(text: string): string {
  const m = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text);
  if (!m) return text;
  const [sign, whole, fraction, power] = [m[1]!, m[2]!, m[3] ?? '', Number(m[4])];
  const digits = whole + fraction;
  const point = whole.length + power;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const trimmed = (text: string) => {
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return plain === '-0' ? '0' : plain;
};

/**
 * The decimal a person means by a stored floating-point number: at most 15 significant digits, as Excel itself keeps and shows,
 * never scientific: 0.30000000000000004 → '0.3', 1.23E+17 → '123000000000000000'. Null when it is not a finite number.
 */
export function plainDecimal(value: string | number): string | null {
  if (typeof value === 'string' && /^-?(0|[1-9]\d{0,14})$/.test(value)) return value === '-0' ? '0' : value;
  if (typeof value === 'string' && value.length <= 15 && /^-?(0|[1-9]\d*)\.\d+$/.test(value)) return trimmed(value);
  const n = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(n)) return null;
  return trimmed(expanded(String(Number(n.toPrecision(15)))));
}
