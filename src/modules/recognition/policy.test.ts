import { describe, expect, test } from 'vitest';
import { type Actor, roles, type Role } from '../../kernel/actor.ts';
import { may } from './policy.ts';

const own = 'unit-own';
const actor = (role: Role): Actor => ({ id: role, name: role, unitId: own, unitIds: [own], roles: [role] });
const project = { unitId: own, stage: 'building', side: null } as const;
const bases = {
  promotion: ['promotion_admin'],
  statistics: ['statistics'],
  foreign: ['promotion_admin'],
  audit: ['auditor', 'finance'],
} as const;

describe('who gives which verdict (Appendix H)', () => {
  test.each(Object.entries(bases))('under %s only %s', (_, allowed) => {
    const able = roles.filter((role) => may.give(actor(role), { roles: allowed }, project));
    expect(able.toSorted()).toEqual([...allowed].toSorted());
  });
  test('nobody on a project that was merged away', () => {
    expect(roles.filter((role) => may.give(actor(role), { roles }, { ...project, side: 'merged' }))).toEqual([]);
  });
  test('a red flag is answered by who reviews, not by who records', () => {
    const able = roles.filter((role) => may.resolve(actor(role), project));
    expect(able.toSorted()).toEqual(['auditor', 'finance', 'promotion_admin', 'statistics']);
  });
  test('rules are published by the promotion bureau', () => {
    expect(roles.filter((role) => may.publish(actor(role)))).toEqual(['promotion_admin']);
  });
});
