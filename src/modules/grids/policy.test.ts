import { expect, test } from 'vitest';
import { roles } from '../../kernel/actor.ts';
import { may } from './policy.ts';

test('tables are filled by those who record entries', () => {
  const who = roles.filter((role) => may.enter({ id: 'a', name: role, unitId: 'u', unitIds: ['u'], roles: [role] }));
  expect(who).toEqual(['promoter', 'unit_head', 'promotion_admin']);
});
