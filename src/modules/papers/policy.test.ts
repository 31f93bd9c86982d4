import { expect, test } from 'vitest';
import { type Actor, adminRoles, type Role, roles } from '../../kernel/actor.ts';
import type { PaperKind } from './domain/kind.ts';
import { check, kindsToMake, may } from './policy.ts';

const actor = (role: Role, ...unitIds: string[]): Actor => ({ id: 'a', name: '甲', unitId: unitIds[0]!, unitIds, roles: [role] });
const own = { kind: 'monthly_analysis', unitId: 'north', status: 'draft' } as const;
const acts = ['read', 'make', 'edit', 'issue'] as const;
const allowed = (role: Role, unitId: string, status: 'draft' | 'issued' = 'draft', kind: PaperKind = 'monthly_analysis') =>
  acts.filter((act) => may[act](actor(role, 'north', 'section'), { kind, unitId, status })).join(' ');

test('the whole matrix of own and foreign units', () => {
  const matrix = Object.fromEntries(roles.map((role) => [role, [allowed(role, 'north'), allowed(role, 'district')]]));
  const readers = roles.filter((r) => !['promoter', 'unit_head', 'promotion_admin', ...adminRoles].includes(r));
  expect(matrix).toEqual({
    promoter: ['read', ''],
    unit_head: ['read make edit issue', ''],
    promotion_admin: ['read make edit issue', 'read make edit issue'],
    ...Object.fromEntries(readers.map((r) => [r, ['read', 'read']])),
    ...Object.fromEntries(adminRoles.map((r) => [r, ['', '']])),
  });
});
test('an issued paper may be made anew, and is read, but is neither edited nor issued again', () => {
  expect(allowed('promotion_admin', 'north', 'issued')).toBe('read make');
  expect(check('edit', actor('promotion_admin', 'north'), { ...own, status: 'issued' })).toMatchObject({
    code: 'paper.already_issued',
  });
});
test('who may not is told so', () => {
  expect(check('make', actor('leader', 'north'), own)).toMatchObject({ kind: 'forbidden', code: 'paper.may_not_make' });
  expect(check('edit', actor('promoter', 'north'), own)).toMatchObject({ code: 'paper.may_not_edit' });
  expect(check('issue', actor('promoter', 'north'), own)).toMatchObject({ code: 'paper.may_not_issue' });
});
test('papers are made by the promotion bureau and by heads of units; circulars of supervision by its office too', () => {
  const all = ['monthly_analysis', 'light_notice', 'supervision_notice'];
  const made = Object.fromEntries(roles.map((role) => [role, kindsToMake(actor(role, 'north'))]));
  expect(Object.entries(made).filter(([, kinds]) => kinds.length > 0)).toEqual([
    ['unit_head', all],
    ['promotion_admin', all],
    ['supervision', ['supervision_notice']],
  ]);
  expect(allowed('supervision', 'district', 'draft', 'supervision_notice')).toBe('read make edit issue');
  expect(allowed('supervision', 'north')).toBe('read');
});
