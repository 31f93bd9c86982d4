import { expect, test } from 'vitest';
import { type Actor, type Role, roles } from '../../kernel/actor.ts';
import { may, maySit } from './policy.ts';

const holder = (role: Role, unitIds = ['north']): Actor => ({ id: role, name: '', unitId: unitIds[0]!, unitIds, roles: [role] });
const review = { unitId: 'north', submittedBy: 'clerk' };
const seat = (role: Role, of: 'unit' | 'district') => ({ role, of, personId: null });

test.each(roles)('%s sits on the seat of their role: of the unit only within their units, of the district anywhere', (role) => {
  const isBusiness = !['system_admin', 'security_admin', 'audit_admin'].includes(role);
  const [near, far] = [holder(role), holder(role, ['south'])];
  expect([maySit(near, review, seat(role, 'unit')), maySit(far, review, seat(role, 'unit'))]).toEqual([isBusiness, false]);
  expect([maySit(near, review, seat(role, 'district')), maySit(far, review, seat(role, 'district'))]).toEqual([isBusiness, isBusiness]);
  const another = seat(role === 'finance' ? 'statistics' : 'finance', 'district');
  expect(maySit(near, review, another)).toBe(false);
  expect(maySit(near, review, { ...another, personId: role })).toBe(isBusiness);
  expect(maySit(near, review, { ...seat(role, 'district'), personId: 'another' })).toBe(false);
  expect(maySit(near, { ...review, submittedBy: role }, seat(role, 'district'))).toBe(false);
  expect(may.withdraw(near, review)).toBe(false);
  expect(may.withdraw(near, { ...review, submittedBy: role })).toBe(true);
  expect(may.beAsked(near)).toBe(isBusiness);
});

test('a review is read within one’s units, and by whoever is asked to sign it', () => {
  const far = holder('promoter', ['south']);
  expect(may.read(holder('promoter'), review, [])).toBe(true);
  expect(may.read(far, review, [])).toBe(false);
  expect(may.read(far, review, [{ role: null, of: 'unit', personId: 'promoter' }])).toBe(true);
  expect(may.read(holder('system_admin'), review, [])).toBe(false);
});
