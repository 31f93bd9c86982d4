import type { Cited, Run } from './content.ts';

type Said = Readonly<{ ref: string; name: string; text?: string }>;
const none = { figure: null, percent: null, ratio: null, version: null, dimension: null, bucket: null, projectId: null };

/** Writes numbers as runs and remembers of each which lines of the paper it counts, by their place among `lines`. */
export function citingLines<L>(lines: readonly L[], period: Pick<Cited, 'from' | 'through'>) {
  const numbers: Cited[] = [];
  const at = new Map(lines.map((l, i) => [l, i]));
  const note = (some: readonly L[], number: Pick<Cited, 'ref' | 'name' | 'text' | 'kind' | 'value'> & Partial<Cited>): Run => {
    numbers.push({ ...none, ...period, rows: some.length, lines: some.map((l) => at.get(l)!), ...number });
    return { text: number.text, ref: number.ref };
  };
  return {
    /** A number of these lines: how many they are, or the `value` that is told of them. */
    cite: (some: readonly L[], { ref, name, text = String(some.length) }: Said, value = some.length): Run =>
      note(some, { ref, name, text, kind: 'count', value }),
    /** Which part of `whole` these lines are, in per cent with one digit; of nothing there is no part. */
    share: (some: readonly L[], whole: readonly L[], { ref, name }: Omit<Said, 'text'>): Run => {
      if (whole.length === 0) return '—';
      const percent = ((100 * some.length) / whole.length).toFixed(1);
      const ratio = { numerator: some.length, denominator: whole.length, unit: 'count' as const };
      return note(some, { ref, name, text: `${percent}%`, kind: 'rate', value: null, percent, ratio });
    },
    numbers: (): Cited[] => numbers,
  };
}
export type CitingLines<L> = ReturnType<typeof citingLines<L>>;
