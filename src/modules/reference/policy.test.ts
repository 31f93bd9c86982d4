import { expect, test } from 'vitest';
import { roles } from '../../kernel/actor.ts';
import { may } from './policy.ts';

test.each(roles)('%s edits dictionaries, industries and rules only as the bureau’s administrator', (role) => {
  const actor = { id: 'a', name: '甲', unitId: 'u', unitIds: ['u'], roles: [role] };
  for (const decide of Object.values(may)) expect(decide(actor)).toBe(role === 'promotion_admin');
});
