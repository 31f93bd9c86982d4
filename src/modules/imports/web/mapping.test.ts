import { expect, test } from 'vitest';
import type { ImportFieldView } from '../domain/import-view.ts';
import { composedSample, type Header, missingFields, openWords, whole, withColumn, wordsOf } from './mapping.ts';

const field = (key: string, more: Partial<ImportFieldView> = {}): ImportFieldView => ({
  key,
  zh: key,
  en: key,
  type: 'text',
  required: false,
  unit: null,
  choices: null,
  ...more,
});
const stage = field('stage', { type: 'choice', choices: [{ value: 'signed', names: ['签约（协议）', 'Signed'] }] });

test('a field given to a second column leaves the first', () => {
  const setup = withColumn({ columns: { 名称: 'name', 投资方: 'investor' }, compose: { code: '{名称}' } }, '投资方', 'name');
  expect(setup.columns).toEqual({ 投资方: 'name' });
});
test('a column takes the place of a composition of the same field', () => {
  expect(withColumn({ columns: {}, compose: { name: '{甲}{乙}' } }, '甲', 'name').compose).toEqual({});
});
test('a required field is missing until a column, a composition or a fixed value gives it', () => {
  const fields = [field('name', { required: true }), field('unit', { required: true })];
  expect(missingFields({ columns: { 甲: 'name' }, defaults: { unit: ' ' } }, fields).map((f) => f.key)).toEqual(['unit']);
  expect(missingFields({ columns: {}, compose: { name: '{甲}' }, defaults: { unit: '招商局' } }, fields)).toEqual([]);
});
test('what was left empty is not sent', () => {
  expect(whole({ columns: { 甲: 'name' }, defaults: { unit: '' }, compose: { place: ' ' }, rate: '' })).toEqual({
    columns: { 甲: 'name' },
    compose: {},
    defaults: {},
  });
});
test('a choice knows its own names however they are written; other words wait for an answer', () => {
  const words = wordsOf(stage, ['签 约(协议)', 'ｓｉｇｎｅｄ', '谈崩了', '已签'], { 已签: 'signed' });
  expect(words.map((w) => w.known)).toEqual(['signed', 'signed', null, null]);
  expect(openWords(words).map((w) => w.word)).toEqual(['谈崩了']);
});
test('a composition shows what the first row would give', () => {
  const header = (label: string, sample: string) => ({ label, samples: [sample] }) as unknown as Header;
  expect(composedSample('{City}  {State} 项目', [header('City', 'Boston'), header('State', 'MA')])).toBe('Boston MA 项目');
});
