/**
 * Two neighbouring characters as one number, in each of the units or (`null`) anywhere: what the search index of projects holds, as
 * `project_search_keys` of the database computes it. Units whose ids end alike share a key, so a hit's unit is still to be looked at.
 */
export function searchKeys(gram: string, units: readonly string[] | null): string[] {
  const [first = '', second = ''] = [...gram];
  const key = (BigInt(first.codePointAt(0) ?? 0) << 21n) | BigInt(second.codePointAt(0) ?? 0);
  if (units === null) return [`${key}`];
  return units.map((unit) => `${((BigInt(`0x${unit.slice(-5)}`) + 1n) << 42n) | key}`);
}
