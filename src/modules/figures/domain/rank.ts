type Ranked = Readonly<{ value: number | null; ratio: Readonly<{ numerator: number; denominator: number }> | null }>;

/** Compares two fractions exactly, without dividing. */
const compareRatio = (a: { numerator: number; denominator: number }, b: { numerator: number; denominator: number }) => {
  const left = BigInt(a.numerator) * BigInt(b.denominator);
  const right = BigInt(b.numerator) * BigInt(a.denominator);
  return left === right ? 0 : left > right ? -1 : 1;
};

function compare(a: Ranked, b: Ranked): number {
  if (a.ratio && b.ratio) return compareRatio(a.ratio, b.ratio);
  return (b.value ?? 0) - (a.value ?? 0);
}

/** Gives each its place by value, highest first; equals share a place and the next is skipped (1, 2, 2, 4). A rate over nothing has none. */
export function ranked<T extends Ranked>(items: readonly T[]): (T & { rank: number | null })[] {
  const comparable = items.filter((i) => !i.ratio || i.ratio.denominator > 0);
  return items.map((item) => ({
    ...item,
    rank: comparable.includes(item) ? 1 + comparable.filter((other) => compare(other, item) < 0).length : null,
  }));
}
