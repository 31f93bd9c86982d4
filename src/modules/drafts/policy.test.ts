import { expect, test } from 'vitest';
import { roles } from '../../kernel/actor.ts';
import { may } from './policy.ts';

test('a draft is its writer’s alone, whatever the role', () => {
  for (const role of roles) {
    const actor = { id: 'a', name: role, unitId: 'u', unitIds: ['u'], roles: [role] };
    expect([may.keep(actor, { personId: 'a' }), may.keep(actor, { personId: 'b' })]).toEqual([true, false]);
  }
});
