import { describe, expect, test } from 'vitest';
import { type Actor, roles, type Role, officeRoles } from '../../kernel/actor.ts';
import { may } from './policy.ts';

const [office, unit, other] = ['unit-office', 'unit-asked', 'unit-other'];
const actor = (role: Role, unitId: string): Actor => ({ id: `${role} ${unitId}`, name: role, unitId, unitIds: [unitId], roles: [role] });
const able = (allowed: (a: Actor) => boolean, unitId: string) => roles.filter((role) => allowed(actor(role, unitId))).toSorted();
const issued = { unitId: office, status: 'issued', createdBy: 'development unit-office', cost: { approver: 'leader' } } as const;
const waiting = { ...issued, status: 'waiting' } as const;
const open = { unitId: unit, status: 'open' } as const;
const business = roles.filter((r) => !r.endsWith('_admin') || r === 'promotion_admin').toSorted();

describe('who asks, who answers, who decides', () => {
  test('offices ask; those who report, those who decide and the administrators do not', () => {
    expect(able(may.issue, office)).toEqual(officeRoles.toSorted());
    expect(roles.filter((r) => !(officeRoles as readonly string[]).includes(r)).toSorted()).toEqual(
      ['audit_admin', 'leader', 'promoter', 'security_admin', 'system_admin'].toSorted(),
    );
  });
  test('only the people of the unit fill in its sheet, and never a leader', () => {
    expect(able((a) => may.fill(a, issued, open), unit)).toEqual(business.filter((r) => r !== 'leader'));
    expect(able((a) => may.fill(a, issued, open), other)).toEqual([]);
    expect(able((a) => may.fill(a, issued, { ...open, status: 'submitted' }), unit)).toEqual([]);
    expect(able((a) => may.fill(a, { ...issued, status: 'closed' }, open), unit)).toEqual([]);
  });
  test('a sheet is read by its unit once it is issued, and by who oversees it', () => {
    expect(able((a) => may.readSheet(a, issued, unit), other)).toEqual(['leader', 'promotion_admin']);
    expect(able((a) => may.readSheet(a, issued, unit), unit)).toEqual(business);
    expect(able((a) => may.readSheet(a, waiting, unit), unit)).toEqual(['leader', 'promotion_admin']);
    expect(able((a) => may.readSheet(a, issued, unit), office)).toEqual(business.filter((r) => !['promoter', 'unit_head'].includes(r)));
  });
  test('the office that asked and the promotion bureau manage it while it runs', () => {
    expect(able((a) => may.manage(a, issued), office)).toEqual(officeRoles.toSorted());
    expect(able((a) => may.manage(a, issued), other)).toEqual(['promotion_admin']);
    expect(able((a) => may.manage(a, waiting), office)).toEqual([]);
  });
  test('what costs much is approved by the role of the rule, never by who asked', () => {
    expect(able((a) => may.decide(a, waiting), other)).toEqual(['leader']);
    expect(able((a) => may.decide(a, issued), other)).toEqual([]);
    const own = { ...waiting, createdBy: 'leader unit-office' };
    expect(able((a) => may.decide(a, own), office)).toEqual([]);
  });
});
