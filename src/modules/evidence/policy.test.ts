import { expect, test } from 'vitest';
import { roles } from '../../kernel/actor.ts';
import { may } from './policy.ts';

const row = { uploadedBy: 'b', isRetracted: false, mayAttach: true };
test.each(roles)('a %s retracts another’s evidence only as head of the unit or administrator of the bureau', (role) => {
  const actor = { id: 'a', name: '甲', unitId: 'u', unitIds: ['u'], roles: [role] };
  expect(may.retract(actor, row)).toBe(role === 'unit_head' || role === 'promotion_admin');
  expect(may.retract(actor, { ...row, uploadedBy: 'a' })).toBe(true);
  expect(may.retract(actor, { ...row, uploadedBy: 'a', mayAttach: false })).toBe(false);
  expect(may.retract(actor, { ...row, uploadedBy: 'a', isRetracted: true })).toBe(false);
});
