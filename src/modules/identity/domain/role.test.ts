import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adminRoles, roles } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { classOfRoles, rolesOfClass } from './role.ts';

test('an administrator holds that one role and no other; business roles go together', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...roles)), (held) => {
      const admins = held.filter((r) => (adminRoles as readonly string[]).includes(r));
      const together = admins.length === 0 || held.length === 1;
      expect(!(classOfRoles(held) instanceof Refusal)).toBe(together);
    }),
  );
});

test('every role belongs to one class', () => {
  expect(Object.values(rolesOfClass).flat().toSorted()).toEqual([...roles].toSorted());
});
