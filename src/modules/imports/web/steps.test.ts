import { expect, test } from 'vitest';
import { openSteps, stepOf } from './steps.ts';

const mine = { work: true };

test('a reloaded page stands where the import stands', () => {
  expect(stepOf({ status: 'draft', can: mine }, null, false)).toBe('sheet');
  expect(stepOf({ status: 'draft', can: mine }, null, true)).toBe('columns');
  expect(stepOf({ status: 'checking', can: mine }, 'columns', true)).toBe('check');
  expect(stepOf({ status: 'committed', can: mine }, 'columns', true)).toBe('commit');
});
test('one goes back to the columns of a checked import, and never to those of a finished one', () => {
  expect(stepOf({ status: 'checked', can: mine }, 'columns', true)).toBe('columns');
  expect(openSteps({ status: 'committed', can: mine })).toEqual(['check', 'commit']);
});
test("another's import is looked at and not worked on", () => {
  expect(openSteps({ status: 'checked', can: { work: false } })).toEqual(['check']);
  expect(stepOf({ status: 'draft', can: { work: false } }, 'columns', true)).toBe('file');
});
