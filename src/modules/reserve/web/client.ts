import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { useLanguage } from '../../../web/text.ts';
import { reserveContract } from '../contract.ts';
import { reservePreset } from '../domain/rule.ts';

export const reserve = api(reserveContract);
export const rulesQuery = { queryKey: ['reserve', 'rules'], queryFn: () => reserve.rules({}) };

/** Themes and items of 前期工作 in the reader's language; what the rules know no more keeps its key. */
export function useReserveWords() {
  const language = useLanguage();
  const { data } = useQuery(rulesQuery);
  const { themes, items } = data?.current.rules ?? reservePreset.body;
  const of = (words: typeof themes) => (key: string) => words.find((w) => w.key === key)?.[language] ?? key;
  return { themes: themes.map((w) => ({ value: w.key, label: w[language] })), theme: of(themes), item: of(items) };
}
