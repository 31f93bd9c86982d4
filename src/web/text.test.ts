import { expect, test } from 'vitest';
import { Refusal } from '../kernel/refusal.ts';
import { refusalSentence } from './kit/refusal-sentence.ts';
import { addMessages, phrase } from './text.ts';
import { zh as refusals } from './messages/refusals.ts';
import { zh as shell } from './messages/shell.ts';

const demo = { 'refusal.project.stale': '“{field}”刚被{by}改过', 'refusal.project.stale.do': '请刷新后再改', 'field.name': '项目名称' };
addMessages({ zh: demo, en: demo });
const t = (key: string, params?: Record<string, unknown>) => phrase({ ...shell, ...refusals, ...demo }, key, params);

test('a sentence is filled with its details and counts in English', () => {
  expect(phrase({ k: '{n} {n:row|rows} of {name}' }, 'k', { n: 1, name: 'A' })).toBe('1 row of A');
  expect(phrase({ k: '{n} {n:row|rows}' }, 'k', { n: 0 })).toBe('0 rows');
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
