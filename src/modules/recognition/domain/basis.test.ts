import { describe, expect, test } from 'vitest';
import { type BasisEntry, basesFault } from './basis.ts';

const known = [
  { code: 'promotion', ruleVersions: [1, 2] },
  { code: 'audit', ruleVersions: [] },
];
const promotion: BasisEntry = { code: 'promotion', nameZh: '招商口径', nameEn: 'Promotion', isActive: true, ruleVersion: null };
const audit: BasisEntry = { code: 'audit', nameZh: '审计口径', nameEn: 'Audit', isActive: false, ruleVersion: null };
const fault = (...bases: BasisEntry[]) => basesFault(bases, known)?.code ?? null;

describe('the list of 口径', () => {
  test('may rename, reorder, retire, and hold one to a version of its rule', () => {
    expect(fault({ ...audit, nameZh: '审计核定' }, { ...promotion, ruleVersion: 2 })).toBeNull();
  });
  test.each([
    ['one twice', [promotion, audit, { ...audit, nameZh: '甲', nameEn: 'A' }], 'recognition.basis_twice'],
    ['one name for two', [promotion, { ...audit, nameZh: '招商口径' }], 'recognition.basis_twice'],
    ['one that nobody knows', [promotion, audit, { ...audit, code: 'tax', nameZh: '甲', nameEn: 'A' }], 'recognition.basis_unknown'],
    ['one left out', [promotion], 'recognition.basis_missing'],
    ['a version that there is not', [{ ...promotion, ruleVersion: 3 }, audit], 'recognition.rule_unknown'],
    ['none in use', [{ ...promotion, isActive: false }, audit], 'recognition.no_basis_active'],
  ] as const)('refuses %s', (_, bases, code) => {
    expect(fault(...bases)).toBe(code);
  });
});
