import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalUscc, organisationCheckCharacter, usccCheckCharacter, usccWarning } from './uscc.ts';

test.each([
  ['91350100M000100Y43', 'GB 32100-2015 appendix B'],
  ['91110000600037341L', 'python-stdnum'],
  ['912201011239989159', 'a car maker'],
  ['91330100716105852F', 'a network company'],
  ['11370881004339597L', 'an office of a county government'],
  ['91110108551385082Q', 'an electronics company'],
])('%s is a sound code (%s)', (uscc) => expect(usccWarning(uscc)).toBeNull());

test.each([
  ['A1110000600037341L', { code: 'uscc.check_character', found: 'L', expected: 'K' }],
  ['12345', { code: 'uscc.length', found: 5, expected: 18 }],
  ['91110000MA01B8KX40', { code: 'uscc.check_character', found: '0', expected: '9' }],
  ['91110000I109304510', { code: 'uscc.character', found: 'I', position: 9 }],
  ['91440300MA5DJYNF8L', { code: 'uscc.check_character', found: 'L', expected: 'B' }],
  ['91310115MA1H8R7C6D', { code: 'uscc.check_character', found: 'D', expected: '7' }],
  ['91A50100M000100Y43', { code: 'uscc.character', found: 'A', position: 3 }],
])('%s is doubtful, and it is said why', (uscc, warning) => expect(usccWarning(uscc)).toEqual(warning));

test('the worked examples of both standards give their check characters', () => {
  expect(usccCheckCharacter('91350100M000100Y4')).toBe('3');
  expect(usccCheckCharacter('91310115MA1H8R7C6')).toBe('7');
  expect(organisationCheckCharacter('D2143569')).toBe('X');
  expect(organisationCheckCharacter('M000100Y')).toBe('4');
});

test('a code typed full-width, in small letters or with blanks is the same code', () => {
  expect(normalUscc(' ９1350100m000-100y43 ')).toBe('91350100M000100Y43');
  expect(usccWarning(' ９1350100m000 100y43 ')).toBeNull();
});

const digits = '0123456789';
const valid = fc
  .tuple(
    fc.constantFrom(...'1599Y'),
    fc.string({ unit: fc.constantFrom(...digits), minLength: 7, maxLength: 7 }),
    fc.string({ unit: fc.constantFrom(...digits, ...'ABCDEFGHJKLMNPQRTUWXY'), minLength: 8, maxLength: 8 }),
  )
  .map(([authority, region, body]) => authority + region + body + organisationCheckCharacter(body))
  .map((first17) => first17 + usccCheckCharacter(first17));

test('one mistyped character is always noticed', () => {
  fc.assert(
    fc.property(valid, fc.nat({ max: 17 }), fc.constantFrom(...digits, ...'ABCDEFGHJKLMNPQRTUWXY'), (uscc, at, typed) => {
      fc.pre(uscc[at] !== typed);
      expect(usccWarning(uscc)).toBeNull();
      expect(usccWarning(uscc.slice(0, at) + typed + uscc.slice(at + 1))).not.toBeNull();
    }),
  );
});
