import { describe, expect, test } from 'vitest';
import { type Actor, mayKnowInvestor, type Role, roles, scopeOf } from '../../kernel/actor.ts';
import { roleClasses } from './domain/unit.ts';
import { may, mayOn } from './policy.ts';

const own = '0199-own';
const below = '0199-below';
const foreign = '0199-foreign';
const actor = (role: Role): Actor => ({ id: 'me', name: '甲', unitId: own, unitIds: [own, below], roles: [role] });
const nobody: Actor = { ...actor('promoter'), roles: [] };

const holders = (test: (a: Actor) => boolean) => roles.filter((role) => test(actor(role)));

describe('who may, role by role', () => {
  test.each([
    ['editUnits', ['system_admin']],
    ['readAccounts', ['system_admin']],
    ['createPeople', ['system_admin']],
    ['readRoles', ['security_admin']],
    ['readAudit', ['audit_admin']],
  ] as const)('%s: %s and nobody else', (act, allowed) => {
    expect(holders((a) => may[act](a))).toEqual(allowed);
    expect(may[act](nobody)).toBe(false);
  });

  const another = roleClasses.map((roleClass) => ({ id: 'another', roleClass }));
  const self = roleClasses.map((roleClass) => ({ id: 'me', roleClass }));
  test.each([
    ['edit', ['system_admin'], ['system_admin']],
    ['revealPhone', ['system_admin'], ['system_admin']],
    ['deactivate', ['system_admin'], []],
    ['grantRoles', ['security_admin'], []],
    ['readSessions', ['security_admin'], [...roles]],
    ['revokeSessions', ['security_admin'], [...roles]],
  ] as const)('%s on another: %s; on oneself: %s', (act, onAnother, onSelf) => {
    for (const person of another) expect(holders((a) => mayOn[act](a, person))).toEqual(onAnother);
    for (const person of self) expect(holders((a) => mayOn[act](a, person))).toEqual(onSelf);
  });

  test.each([
    ['business', ['system_admin']],
    ['system', ['system_admin']],
    ['security', ['security_admin']],
    ['audit', ['audit_admin']],
  ] as const)('the password of another of class %s is reset by %s only', (roleClass, allowed) => {
    expect(holders((a) => mayOn.resetPassword(a, { id: 'another', roleClass }))).toEqual(allowed);
    expect(holders((a) => mayOn.resetPassword(a, { id: 'me', roleClass }))).toEqual([]);
  });
});

describe('whose rows, role by role', () => {
  const scopes: Record<Role, 'all' | 'own' | 'none'> = {
    promoter: 'own',
    unit_head: 'own',
    promotion_admin: 'all',
    development: 'all',
    statistics: 'all',
    finance: 'all',
    auditor: 'all',
    approval: 'all',
    supervision: 'all',
    organisation: 'all',
    leader: 'all',
    system_admin: 'none',
    security_admin: 'none',
    audit_admin: 'none',
  };
  test.each(roles.map((role) => [role, scopes[role]] as const))('%s sees the rows of: %s', (role, scope) => {
    expect(scopeOf(actor(role))).toEqual({ all: 'all', own: [own, below], none: [] }[scope]);
  });
  test('investors still in talks are known to their units, the bureau and the leaders', () => {
    expect(holders((a) => mayKnowInvestor(a, below))).toEqual(['promoter', 'unit_head', 'promotion_admin', 'leader']);
    expect(holders((a) => mayKnowInvestor(a, foreign))).toEqual(['promotion_admin', 'leader']);
  });
});
