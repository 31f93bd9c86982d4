import { expect, test } from 'vitest';
import { Refusal } from '../kernel/refusal.ts';
import { refusalSentence } from './kit/refusal-sentence.ts';
import { addMessages, phrase } from './text.ts';
import { zh as refusals } from './messages/refusals.ts';
import { en, zh as shell } from './messages/shell.ts';

const demo = { 'refusal.project.stale': '“{field}”刚被{by}改过', 'refusal.project.stale.do': '请刷新后再改', 'field.name': '项目名称' };
addMessages({ zh: demo, en: demo });
const t = (key: string, params?: Record<string, unknown>) => phrase({ ...shell, ...refusals, ...demo }, key, params);

test('a sentence is filled with its details and counts in English', () => {
  expect(phrase({ k: '{n} {n:row|rows} of {name}' }, 'k', { n: 1, name: 'A' })).toBe('1 row of A');
  expect(phrase({ k: '{n} {n:row|rows}' }, 'k', { n: 0 })).toBe('0 rows');
});
test('a sentence says its dates as its language does; a column of dates and what is quoted stay as they are', () => {
  const words = { k: '已封账至{month}，{on}起，到{due}，{from}至{to}；{date}；“{found}”；{year}', n: '次月{day}日前，第{from}—{to}条' };
  const params = {
    month: '2026-07',
    on: '2026-07-03',
    due: '2026',
    from: '2026-01',
    to: '2026-12-31',
    date: '2026-07-03',
    found: '2026-07',
    year: 2026,
  };
  const said = (language: Record<string, string>, key: string, given: object) => phrase({ ...language, ...words }, key, { ...given });
  expect(said(shell, 'k', params)).toBe(
    '已封账至2026年7月，2026年7月3日起，到2026年，2026年1月至2026年12月31日；2026-07-03；“2026-07”；2026',
  );
  expect(said(en, 'k', params)).toBe('已封账至2026-07，2026-07-03起，到2026，2026-01至2026-12-31；2026-07-03；“2026-07”；2026');
  expect(said(shell, 'n', { day: 5, from: 2001, to: 2050 })).toBe('次月5日前，第2001—2050条');
});
test('a refusal says the dates among its details, whatever they are called there', () => {
  const zh = { 'refusal.month.out_of_order': '现在应当封{expected}', 'refusal.import.month_closed': '有些月份已封账（{found}）' };
  addMessages({ zh, en: zh });
  const say = (key: string, params?: Record<string, unknown>) => phrase({ ...shell, ...zh }, key, params);
  expect(refusalSentence(say, new Refusal('rule', 'month.out_of_order', { expected: '2026-07' })).what).toBe('现在应当封2026年7月');
  expect(refusalSentence(say, new Refusal('rule', 'import.month_closed', { found: ['2026-06', '2026-07'] })).what).toContain(
    '2026年6月、2026年7月',
  );
});
test('a refusal says what happened to the field by its name on screen, and what to do', () => {
  const refusal = new Refusal('conflict', 'project.stale', { field: 'name', by: '林木' });
  expect(refusalSentence(t, refusal)).toEqual({ what: '“项目名称”刚被林木改过', todo: '请刷新后再改', issues: [] });
});
test('each fault of a form is listed under its field', () => {
  const refusal = new Refusal('invalid', 'request.invalid', { issues: [{ field: 'body.name', problem: '太长' }] });
  expect(refusalSentence(t, refusal).issues).toEqual(['项目名称：太长']);
});
test('a refusal without words of its own still says of what kind it is', () => {
  expect(refusalSentence(t, new Refusal('forbidden', 'thing.unheard_of')).what).toContain('没有权限');
});
