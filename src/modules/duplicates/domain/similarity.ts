/** How alike two normalised names are, in percent: 100 less the share of characters that must change to make one the other. */
export function similarityPercent(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  const longest = x.length > y.length ? x.length : y.length;
  return longest === 0 ? 100 : Number((100 - (distance(x, y) / longest) * 100).toFixed(2));
}

/** Fewest characters to insert, delete or replace (Levenshtein). */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push([replaced, row[j]! + 1, next[j - 1]! + 1].reduce((least, n) => (n < least ? n : least)));
    }
    row = next;
  }
  return row[b.length]!;
}
