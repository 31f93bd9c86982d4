/**
 * Why a figure changed: what kind of thing was recorded. `time`: nothing was; the days that passed did it (six months since signing).
 * `rule`: a threshold or the authority whose dates count became another.
 */
export const whyKinds = [
  'registered',
  'recorded',
  'reversed',
  'judged',
  'moved',
  'aside',
  'merged',
  'moved_unit',
  'restated',
  'dated',
  'time',
  'rule',
] as const;
export type WhyKind = (typeof whyKinds)[number];
export const whyLedgers = [
  'agreement',
  'arrival',
  'investment',
  'verdict',
  'stage_change',
  'attribution',
  'authority_date',
  'none',
] as const;
export type WhyLedger = (typeof whyLedgers)[number];

type Parts = Readonly<{ numerator: number; denominator: number }>;
const plus = (a: Parts, b: Parts): Parts => ({ numerator: a.numerator + b.numerator, denominator: a.denominator + b.denominator });
const nothing: Parts = { numerator: 0, denominator: 0 };
const sumOf = (parts: readonly Parts[]): Parts => parts.reduce(plus, nothing);

/** What is listed, by kind in the order above; and what of the difference no entry explains, which must be nothing. */
export function explained<E extends Parts & Readonly<{ kind: WhyKind }>>(entries: readonly E[], difference: Parts) {
  const groups = whyKinds.flatMap((kind) => {
    const own = entries.filter((e) => e.kind === kind);
    return own.length ? [{ kind, count: own.length, ...sumOf(own) }] : [];
  });
  const listed = sumOf(entries);
  const remainder = plus(difference, { numerator: 0 - listed.numerator, denominator: 0 - listed.denominator });
  return { groups, listed, remainder };
}
