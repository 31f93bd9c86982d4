import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { acceptable, hasExpired } from './password.ts';
import { defaultSecurityRules } from './security-rules.ts';

const rule = defaultSecurityRules.password;
const codeOf = (password: string, login = 'wang.xm') => {
  const answer = acceptable(password, [login], rule);
  return answer instanceof Refusal ? answer.code : 'ok';
};

describe('a password', () => {
  test.each([
    ['Kf7mQx2pT', 'password.too_short'],
    ['Kf7mQx2pTb', 'ok'],
    ['kf7mqx2ptb', 'password.too_plain'],
    ['kf7mqx2pt!', 'ok'],
    ['KFMQXPTBWZ', 'password.too_plain'],
    ['筑巢引凤2026安居乐', 'password.too_plain'],
    ['筑巢引凤2026AnJuLe', 'ok'],
    ['Wang.Xm2026!', 'password.contains_login'],
    [`Aa1${'x'.repeat(125)}`, 'ok'],
    [`Aa1${'x'.repeat(126)}`, 'password.too_long'],
  ])('%s is judged %s', (password, code) => {
    expect(codeOf(password)).toBe(code);
  });
  test('characters are counted as people count them', () => {
    expect(codeOf('Aa1🐦🐦🐦🐦🐦🐦')).toBe('password.too_short');
    expect(codeOf('Aa1🐦🐦🐦🐦🐦🐦🐦')).toBe('ok');
  });
  test('whatever is put around the login, the login is found', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (a, b) => {
        expect(codeOf(`Aa1!Aa1!Aa1!${a}WANG.xm${b}`)).toBe('password.contains_login');
      }),
    );
  });
  test('it expires on the ninetieth day, not before', () => {
    const changed = new Date('2026-01-01T00:00:00Z');
    expect(hasExpired(changed, new Date('2026-03-31T23:59:59Z'), rule)).toBe(false);
    expect(hasExpired(changed, new Date('2026-04-01T00:00:00Z'), rule)).toBe(true);
    expect(hasExpired(changed, new Date('2030-01-01T00:00:00Z'), { ...rule, days: 0 })).toBe(false);
  });
});
