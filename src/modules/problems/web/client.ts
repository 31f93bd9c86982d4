import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { useLanguage } from '../../../web/text.ts';
import { problemsContract } from '../contract.ts';

export const problems = api(problemsContract);
const rulesQuery = { queryKey: ['problems', 'rules'], queryFn: () => problems.rules({}), staleTime: 60_000 };

/** The types and levels in force, and the words of all there ever were. */
export function useProblemRules() {
  const language = useLanguage();
  const query = useQuery(rulesQuery);
  const all = [...(query.data?.versions.toReversed().map((v) => v.rules) ?? []), ...(query.data ? [query.data.current.rules] : [])];
  const words = (part: 'types' | 'levels') => new Map(all.flatMap((r) => r[part].map((w) => [w.key, w[language]] as const)));
  const [types, levels] = [words('types'), words('levels')];
  return {
    query,
    typeWord: (key: string) => types.get(key) ?? key,
    levelWord: (key: string) => levels.get(key) ?? key,
    typeOptions: [...types].map(([value, label]) => ({ value, label })),
    levelOptions: [...levels].map(([value, label]) => ({ value, label })),
    current: query.data?.current.rules ?? null,
  };
}
