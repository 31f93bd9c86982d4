import type { FindingGroup } from '../domain/import-view.ts';

const few = 12;
/**
 * Where a finding stands, as far as it is drawn: a few places first, then every place the server named. `more` are those behind the fold
 * and `cut` those that it did not name; drawn, folded and unnamed together are all of them.
 */
export function placesOf({ cells, rows, count }: FindingGroup, isAll: boolean, rowWords: (row: number) => string) {
  const named = cells.length > 0 ? cells : rows.map(rowWords);
  const hasFold = named.length > few;
  return { shown: isAll ? named : named.slice(0, few), hasFold, more: hasFold ? count - few : 0, cut: Math.max(0, count - named.length) };
}
