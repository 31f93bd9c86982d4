/** The round that an address asks for; the newest when it names none. */
export function roundIn(search: URLSearchParams): number | undefined {
  const round = Number(search.get('round'));
  return Number.isInteger(round) && round > 0 ? round : undefined;
}
