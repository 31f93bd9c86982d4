import { expect, test } from 'vitest';
import { type Actor, type Role, roles } from '../../kernel/actor.ts';
import { may, mayRead } from './policy.ts';

const holder = (role: Role): Actor => ({ id: role, name: '', unitId: 'u', unitIds: ['u'], roles: [role] });

test.each(roles)('%s: robots and what became of messages are the system administrator’s, a notice is its reader’s', (role) => {
  const actor = holder(role);
  const isSystem = role === 'system_admin';
  expect([may.editRobots(actor), may.readDeliveries(actor)]).toEqual([isSystem, isSystem]);
  expect([mayRead(actor, { personId: role }), mayRead(actor, { personId: 'another' })]).toEqual([true, false]);
});
