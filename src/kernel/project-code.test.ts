import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readProjectCode } from './project-code.ts';
import { Refusal } from './refusal.ts';

const read = (text: string) => readProjectCode(text, '2026-11-22');

test.each([
  ['2111-330113-04-01-123456', { form: 'gb', given: '2021-11', region: '330113' }],
  ['2011-000000-60-01-00001X', { form: 'gb', given: '2020-11', region: '000000' }],
  ['2611-659001-07-02-99887A', { form: 'gb', given: '2026-11', region: '659001' }],
  ['2017-330110-78-03-012345', { form: 'old', given: '2017', region: '330110' }],
  ['2019-522301-48-01-003311', { form: 'old', given: '2019', region: '522301' }],
])('%s is read, with and without hyphens', (text, expected) => {
  expect(read(text)).toEqual({ ...expected, text });
  expect(read(text.replaceAll('-', ''))).toEqual({ ...expected, text });
  expect(read(` ${text.replaceAll('-', '—').toLowerCase()} `)).toEqual({ ...expected, text });
});

test.each([
  ['2111-330113-04-01-12345', 'project_code.shape'],
  ['2111-33011A-04-01-123456', 'project_code.shape'],
  ['', 'project_code.shape'],
  ['2111-990113-04-01-123456', 'project_code.region'],
  ['2113-330113-04-01-123456', 'project_code.time'],
  ['2010-330113-04-01-123456', 'project_code.time'],
  ['2612-330113-04-01-123456', 'project_code.time'],
  ['2018-330113-04-01-12345A', 'project_code.time'],
  ['1998-330113-04-01-123456', 'project_code.time'],
])('%s is refused as %s', (text, code) => expect(read(text)).toMatchObject({ kind: 'invalid', code }));

test('whatever is typed, the answer is a code of 24 characters or a refusal', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789AX-－ '), maxLength: 30 }), (text) => {
      const answer = read(text);
      if (answer instanceof Refusal) return;
      expect(answer.text).toMatch(/^\d{4}-\d{6}-\d{2}-\d{2}-[0-9A-Z]{6}$/);
      expect(read(answer.text)).toEqual(answer);
    }),
  );
});
