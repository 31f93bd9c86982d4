import { useSearchParams } from 'react-router';

/** Where the reader is in a tree that can also be searched, kept in the address: words, branch, opened row, and one yes-or-no. */
export function useBrowse() {
  const [search, setSearch] = useSearchParams();
  const [q, under, all, open] = ['q', 'under', 'all', 'open'].map((name) => search.get(name) ?? '') as [string, string, string, string];
  const change = (part: Partial<Record<'q' | 'under' | 'all' | 'open', string>>) =>
    setSearch(Object.fromEntries(Object.entries({ q, under, all, ...part }).filter(([, value]) => value !== '')));
  /** What the server is asked: the words, else the branch, else the top. */
  const branch = under === '' ? {} : { under };
  return { q, under, open, isAll: all === '1', asked: q === '' ? branch : { q }, change };
}

/** A yes or no in an address. */
export const flag = (isSet: boolean) => (isSet ? 'true' : 'false');
