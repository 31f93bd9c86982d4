import { expect, test } from 'vitest';
import { type Actor, type Role, roles } from '../../kernel/actor.ts';
import { may, mayRetract } from './policy.ts';

const holder = (role: Role, unitIds: string[]): Actor => ({ id: role, name: '', unitId: unitIds[0]!, unitIds, roles: [role] });
const admins: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin'];
const own: readonly Role[] = ['promoter', 'unit_head'];
const know: readonly Role[] = [...own, 'promotion_admin', 'leader'];

test.each(roles)('%s reads comments where the project is theirs to see, and before signing only who may know the investor', (role) => {
  const [near, far] = [holder(role, ['north']), holder(role, ['south'])];
  const [open, secret] = [false, true].map((isConfidential) => ({ unitId: 'north', isConfidential }));
  const isBusiness = !admins.includes(role);
  expect([may.watch(near, open!), may.read(near, open!), may.read(near, secret!)]).toEqual([isBusiness, isBusiness, know.includes(role)]);
  const seesAll = isBusiness && !own.includes(role);
  expect([may.watch(far, open!), may.read(far, open!), may.read(far, secret!)]).toEqual([seesAll, seesAll, seesAll && know.includes(role)]);
  expect(mayRetract(near, { recordedBy: role, isRetracted: false })).toBe(true);
  expect(mayRetract(near, { recordedBy: role, isRetracted: true })).toBe(false);
  expect(mayRetract(near, { recordedBy: 'another', isRetracted: false })).toBe(false);
});
