import { expect, test } from 'vitest';
import { roles } from '../../kernel/actor.ts';
import { may } from './policy.ts';

test('everybody takes back their own acts only; the bureau alone makes a step back at once', () => {
  const actors = roles.map((role) => ({ id: 'a', name: role, unitId: 'u', unitIds: ['u'], roles: [role] }));
  for (const actor of actors) expect([may.undo(actor, { actorId: 'a' }), may.undo(actor, { actorId: 'b' })]).toEqual([true, false]);
  expect(actors.filter((a) => may.stepBackAtOnce(a)).map((a) => a.name)).toEqual(['promotion_admin']);
});
