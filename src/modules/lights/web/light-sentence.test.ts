import { expect, test } from 'vitest';
import { historySentence } from '../../projects/web/history-sentence.ts';
import { phrase, type Text } from '../../../web/text.ts';
import { wordsOf } from '../domain/why-words.ts';
import { lightSentence } from './LightReasons.tsx';
import { en, zh } from './messages.ts';

const inEnglish: Text = (key, params) => phrase(en, key, params);
const inChinese: Text = (key, params) => phrase(zh, key, params);
const judged = {
  key: 'started',
  kind: 'event',
  colour: 'red',
  code: 'overdue_day',
  details: { event: 'started', due: '2026-07-03' },
} as const;

test('a sentence of lights that begins with a word put into it begins with a capital, on its own and in a history', () => {
  const said = 'Start of building was due 2026-07-03 and is not there → red';
  expect(lightSentence(inEnglish, judged)).toBe(said);
  const line = { key: 'lights.why.overdue_day', params: judged.details, words: wordsOf(judged) };
  expect(historySentence(inEnglish, line)).toBe(said);
  expect(lightSentence(inChinese, judged)).toContain('开工');
});
