import { expect, test } from 'vitest';
import { type Actor, type Role, roles } from '../../kernel/actor.ts';
import { actKinds } from './domain/act.ts';
import { may, mayAct, mayPublish } from './policy.ts';

const actor = (role: Role, unitIds: readonly string[] = ['own']): Actor => ({
  id: `a-${role}`,
  name: role,
  unitId: unitIds[0]!,
  unitIds,
  roles: [role],
});
const project = { unitId: 'own', stage: 'preparing', side: null, agentId: 'a-auditor' } as const;
const anyone = { role: 'construction', unitId: null } as const;
const who = (asks: (a: Actor) => boolean) => roles.filter((r) => asks(actor(r)));

test('who arranges, applies and decides', () => {
  expect(who((a) => may.plan(a, project))).toEqual(['promoter', 'unit_head', 'promotion_admin', 'approval']);
  expect(who((a) => may.arrange(a, project))).toEqual(['promotion_admin', 'approval']);
  expect(who((a) => mayAct('applied', a, project, anyone))).toEqual(['promoter', 'unit_head', 'promotion_admin', 'auditor', 'approval']);
  expect(who((a) => mayAct('accepted', a, project, anyone))).toEqual(['approval']);
  expect(who((a) => mayAct('granted', a, project, { ...anyone, role: 'development' }))).toEqual(['development', 'approval']);
  expect(who(mayPublish)).toEqual(['promotion_admin']);
});
test('a department is its own unit; another office of approvals decides nothing there', () => {
  const theirs = { ...anyone, unitId: 'theirs' };
  expect(mayAct('granted', actor('approval'), project, theirs)).toBe(false);
  expect(mayAct('granted', actor('approval', ['theirs']), project, theirs)).toBe(true);
});
test('nothing is entered of a project that stands aside, nor by people of other units', () => {
  const aside = { ...project, side: 'suspended' } as const;
  const far = { ...project, unitId: 'far' };
  for (const kind of actKinds) {
    expect(roles.filter((r) => mayAct(kind, actor(r), aside, anyone))).toEqual([]);
    expect(mayAct(kind, actor('promoter'), far, anyone)).toBe(false);
  }
});
test('what was entered is taken back by its own side', () => {
  expect(mayAct('taken_back', actor('promoter'), project, anyone, 'applied')).toBe(true);
  expect(mayAct('taken_back', actor('promoter'), project, anyone, 'granted')).toBe(false);
  expect(mayAct('taken_back', actor('approval'), project, anyone, 'granted')).toBe(true);
});
