import { isPartialDate, type PartialDate, precisionOf } from './day.ts';

/** How sentences in Chinese say a date, as far as it is known: on screen, and in papers, which are written on the server. */
export const zhDates = {
  'kit.date.day': '{y}年{m}月{d}日',
  'kit.date.month': '{y}年{m}月',
  'kit.date.year': '{y}年',
} as const;
/** Sentences in English say it as columns do. */
export const enDates: Readonly<Record<keyof typeof zhDates, string>> = {
  'kit.date.day': '{y}-{m}-{d}',
  'kit.date.month': '{y}-{m}',
  'kit.date.year': '{y}',
};

type Params = Readonly<Record<string, unknown>>;
/** The words of the language that speaks; without words for them dates stay as they are. */
type DateWords = Readonly<Partial<Record<string, string>>>;

/**
 * Names by which sentences ask for a date; a text of its shape is one, a number is not.
 * What stands in a column of dates, or is quoted as somebody wrote it, is asked for by another name.
 */
const dated = /^(?:month|on|due|day|from|to|through|until|today|asOf|start|finish|happened|booked|\w+On)$/;

/** 2026-07-03 → 2026年7月3日, 2026-07 → 2026年7月; anything else as it is. */
function spokenDate(value: unknown, words: DateWords): unknown {
  if (typeof value !== 'string' || !isPartialDate(value)) return value;
  const pattern = words[`kit.date.${precisionOf(value)}`];
  return pattern === undefined ? value : inWords(value, pattern);
}

function inWords(date: PartialDate, pattern: string): string {
  const [y, m, d] = date.split('-');
  const parts: Params = { y, m, d };
  const said = pattern.replace(/\{(\w+)\}/g, (_, name: string) => String(parts[name]));
  return said.replace(/(?<=[年月])0/g, '');
}

/** What a sentence is filled with: its dates as its language says them; all else as it is. */
export function spokenDates(params: Params, words: DateWords): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, dated.test(name) ? spokenDate(value, words) : value]));
}
