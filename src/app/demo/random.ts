/** A small seeded generator (mulberry32): the same seed gives the same demo on every machine. */
export function seeded(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    next,
    below,
    between: (least: number, most: number) => least + below(most - least + 1),
    pick: <T>(items: readonly T[]): T => items[below(items.length)]!,
    chance: (p: number) => next() < p,
    shuffled: <T>(items: readonly T[]): T[] => {
      const copy = [...items];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [copy[i], copy[j]] = [copy[j]!, copy[i]!];
      }
      return copy;
    },
  };
}
export type Random = ReturnType<typeof seeded>;

/**
 * Splits a whole into integer shares by weight, none above its cap, so that they sum to the whole exactly.
 * Throws when the caps cannot hold it.
 */
export function split(whole: number, weights: readonly number[], caps: readonly number[] = weights.map(() => whole)): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((w, i) => Math.min(caps[i]!, Math.floor((whole * w) / sum)));
  let rest = whole - shares.reduce((a, b) => a + b, 0);
  if (caps.reduce((a, b) => a + b, 0) < whole) throw new RangeError('the caps cannot hold the whole');
  for (let i = 0; rest > 0; i = (i + 1) % shares.length) {
    const room = caps[i]! - shares[i]!;
    const add = Math.min(room, Math.max(1, Math.floor(rest / shares.length)), rest);
    shares[i]! += add;
    rest -= add;
  }
  return shares;
}
