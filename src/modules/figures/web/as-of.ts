import type { FigureQuery } from '../contract.ts';
import type { FigureKey } from '../domain/card.ts';

/** An address asked as of something else; its last day goes with it. */
export function withAsOf(search: URLSearchParams, asOf: string | undefined): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of ['asOf', 'through', 'page']) next.delete(name);
  if (asOf) next.set('asOf', asOf);
  return next;
}

/** Where it is told why a figure changed since what is on screen. */
export function whyAddress(key: FigureKey, { unitId, from, asOf }: FigureQuery): string {
  const search = new URLSearchParams(
    Object.entries({ unitId, from, before: asOf }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  return search.size ? `/figures/${key}/why?${search}` : `/figures/${key}/why`;
}
