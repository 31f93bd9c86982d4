/** What sums of lists are kept by: the industry, or bands of one amount. A project is in one line of every facet. */
export type ListFacet = 'industry' | 'total' | 'agreed' | 'arrived' | 'invested';

/** Amounts (fen) are told apart by their first digit: 37 is in the band of 30, which ends below 40. All below nought are in one band. */
export function amountBand(fen: number): number {
  if (fen < 0) return -1;
  const digit = 10 ** (String(fen).length - 1);
  return fen - (fen % digit);
}
const endOf = (band: number) => (band < 0 ? 0 : band + 10 ** (String(band).length - 1));

type Range = Readonly<{ min: number; max: number }>;
/**
 * A range of amounts as whole bands, from one up to below another (null: to the last), and the pieces of bands at its edges, whose
 * projects have to be looked at one by one. Together they are the range, each amount once.
 */
export type Banded = Readonly<{ from: number; below: number | null; edges: readonly Range[] }>;

const none = { from: 0, below: 0 };
/** Without `min` amounts below nought are in it; neither end may itself be below nought. */
export function banded(min: number | undefined, max: number | undefined): Banded {
  const first = min === undefined ? -1 : amountBand(min);
  const from = min === undefined || first === min ? first : endOf(first);
  const start = { min: min ?? 0, max: from - 1 };
  if (max === undefined) return { from, below: null, edges: [start].filter(isRange) };
  if (min !== undefined && min > max) return { ...none, edges: [] };
  const last = amountBand(max);
  const below = endOf(last) === max + 1 ? max + 1 : last;
  if (from > below) return { ...none, edges: [{ min: start.min, max }] };
  return { from, below, edges: [start, { min: below, max }].filter(isRange) };
}
const isRange = ({ min, max }: Range) => min <= max;
