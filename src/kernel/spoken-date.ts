import { isPartialDate, type PartialDate, precisionOf } from './day.ts';

/** How sentences in Chinese say a date, as far as it is known: on screen, and in papers, which are written on the server. */
export const zhDates = {
  'kit.date.day': '{y}年{m}月{d}日',
  'kit.date.month': '{y}年{m}月',
  'kit.date.year': '{y}年',
} as const;

type Params = Readonly<Record<string, unknown>>;
const dated: ReadonlySet<string> = new Set(['month', 'due', 'on']);
/** What a sentence is filled with: its dates as the language of `say` has them, 2026年7月 in Chinese; all else as it is. */
export function spokenDates(params: Params, say: (key: string, params: Params) => string): Record<string, unknown> {
  const wordOf = (date: PartialDate) => {
    const [y, m, d] = date.split('-').map(Number);
    return say(`kit.date.${precisionOf(date)}`, { y, m, d });
  };
  const isDate = (name: string, value: unknown): value is PartialDate => dated.has(name) && isPartialDate(String(value));
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isDate(name, value) ? wordOf(value) : value]));
}
