import { begun, type Text } from '../../../web/text.ts';
import type { HistoryLine } from '../domain/project-page.ts';

/** What a later room says of a project in its history: with its dates and words as the reader's language has them. */
export const historySentence = (t: Text, { key, params, words }: HistoryLine['title']): string =>
  begun(t(key, { ...params, ...Object.fromEntries(Object.entries(words).map(([name, word]) => [name, t(word)])) }));
