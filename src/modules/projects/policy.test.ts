import { describe, expect, test } from 'vitest';
import { type Actor, businessRoles, type Role, roles } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { builtInAuthorities, dateEvents } from './domain/authority-date.ts';
import { type Side, type Stage, stages } from './domain/stage.ts';
import { type Act, checkAssign, checkRecognise, checkVerify, isMasked, may, wayOf } from './policy.ts';

const own = '018f0000-0000-7000-8000-0000000000a1';
const below = '018f0000-0000-7000-8000-0000000000a2';
const foreign = '018f0000-0000-7000-8000-0000000000b1';
const actor = (role: Role, id = role): Actor => ({ id, name: role, unitId: own, unitIds: [own, below], roles: [role] });
const at = (stage: Stage, unitId = own, side: Side | null = null) => ({ unitId, stage, side });

const nobody: readonly Role[] = [];
const admin: readonly Role[] = ['promotion_admin'];
const unit: readonly Role[] = ['promoter', 'unit_head', 'promotion_admin'];
const head: readonly Role[] = ['unit_head', 'promotion_admin'];
const district = businessRoles.filter((r) => r !== 'promoter' && r !== 'unit_head');

/** The whole matrix: for each act, who may in the own unit (or below it) and who in a foreign one, at early and at later stages. */
const matrix: Record<Act, Record<'own' | 'foreign', (stage: Stage) => readonly Role[]>> = {
  read: { own: () => businessRoles, foreign: () => district },
  create: { own: (s) => (isEarly(s) ? unit : nobody), foreign: (s) => (isEarly(s) ? admin : nobody) },
  import: { own: (s) => (isEarly(s) ? unit : admin), foreign: () => admin },
  edit: { own: () => unit, foreign: () => admin },
  restate: { own: () => admin, foreign: () => admin },
  forward: { own: () => unit, foreign: () => admin },
  skip: { own: () => admin, foreign: () => admin },
  regress: { own: () => admin, foreign: () => admin },
  propose: { own: () => unit, foreign: () => admin },
  aside: { own: () => head, foreign: () => admin },
  claim: { own: (s) => (isEarly(s) ? nobody : unit), foreign: (s) => (isEarly(s) ? nobody : admin) },
  recognise: { own: (s) => (isEarly(s) ? nobody : businessRoles), foreign: (s) => (isEarly(s) ? nobody : district) },
  merge: { own: () => admin, foreign: () => admin },
  reopen: { own: () => head, foreign: () => admin },
};
const isEarly = (stage: Stage) => stage === 'planning' || stage === 'negotiating';

describe('G2 every stage and role, for every act', () => {
  test.each(Object.keys(matrix) as Act[])('%s', (act) => {
    for (const stage of stages) {
      for (const role of roles) {
        const label = `${act} ${stage} ${role}`;
        for (const unitId of [own, below])
          expect(may[act](actor(role), at(stage, unitId)), label).toBe(matrix[act].own(stage).includes(role));
        expect(may[act](actor(role), at(stage, foreign)), `${label} foreign`).toBe(matrix[act].foreign(stage).includes(role));
      }
    }
  });
  test('a project that stands aside is edited and reopened by head and bureau; D7 a merged one is read only; none of them moves', () => {
    for (const role of roles) {
      const aside = at('signed', own, 'suspended');
      const merged = at('signed', own, 'merged');
      expect([may.edit(actor(role), aside), may.reopen(actor(role), aside)]).toEqual([head.includes(role), head.includes(role)]);
      expect([may.edit(actor(role), merged), may.reopen(actor(role), merged)]).toEqual([false, admin.includes(role)]);
      for (const act of ['forward', 'skip', 'regress', 'propose', 'create'] as const)
        expect(may[act](actor(role), aside), `${act} ${role}`).toBe(false);
      expect(may.import(actor(role), at('planning', own, 'withdrawn'))).toBe(admin.includes(role));
    }
  });
  test('a project is given only to units where one could have made it', () => {
    for (const role of roles) {
      expect(checkAssign(actor(role), foreign) === true).toBe(admin.includes(role));
      expect(checkAssign(actor(role), below) === true).toBe(unit.includes(role));
    }
  });
});

describe('dates of authorities', () => {
  test('are written down by the roles that the rules name for the authority and the event, from signing on', () => {
    for (const { authority, events, roles: named } of builtInAuthorities.authorities) {
      for (const event of dateEvents) {
        for (const role of roles) {
          const is = (stage: Stage, unitId: string) =>
            checkRecognise(actor(role), at(stage, unitId), builtInAuthorities, { authority, event }) === true;
          const wanted = events.includes(event) && named.includes(role);
          expect(is('building', foreign), `${authority} ${event} ${role}`).toBe(wanted);
          expect(is('negotiating', own)).toBe(false);
        }
      }
    }
  });
});

describe('the investor in talks', () => {
  test('is known to the unit in talks, the bureau and the leaders; to others from signing on', () => {
    for (const stage of stages) {
      for (const role of roles) {
        const knowsOwn = ['promoter', 'unit_head', 'promotion_admin', 'leader'].includes(role);
        const knowsAll = ['promotion_admin', 'leader'].includes(role);
        expect(isMasked(actor(role), at(stage, below)), `${stage} ${role}`).toBe(isEarly(stage) && !knowsOwn);
        expect(isMasked(actor(role), at(stage, foreign)), `${stage} ${role} foreign`).toBe(isEarly(stage) && !knowsAll);
      }
    }
  });
});

describe('G3 two people', () => {
  const landing = (proposedBy: string) => ({ proposedBy, kind: 'forward' as const, verifiers: ['unit_head', 'promotion_admin'] as const });
  const verdict = (a: Actor, p: Parameters<typeof checkVerify>[2], unitId = own) => {
    const answer = checkVerify(a, at('preparing', unitId), p);
    return answer instanceof Refusal ? answer.code : answer;
  };
  test('who proposed the landing may not verify it, whatever the role', () => {
    for (const role of roles) expect(verdict(actor(role, 'x' as Role), landing('x'))).toBe('project.proposer_may_not_verify');
  });
  test('the head of a unit above the project or the bureau may', () => {
    for (const role of roles) {
      expect(verdict(actor(role), landing('y'), below) === true).toBe(head.includes(role));
      expect(verdict(actor(role), landing('y'), foreign) === true).toBe(admin.includes(role));
    }
  });
  test('G5 a step back is approved by the bureau alone', () => {
    for (const role of roles)
      expect(verdict(actor(role), { proposedBy: 'y', kind: 'regress', verifiers: null }) === true).toBe(admin.includes(role));
  });
});

test('G4 the way of a move: at once, proposed, or not at all', () => {
  const way = (role: Role, kind: 'forward' | 'skip' | 'regress', second: boolean) => wayOf(actor(role), at('preparing'), kind, second);
  expect([way('promoter', 'forward', false), way('promoter', 'forward', true)]).toEqual(['move', 'propose']);
  expect([way('promoter', 'skip', false), way('unit_head', 'skip', true), way('promotion_admin', 'skip', false)]).toEqual([
    null,
    null,
    'move',
  ]);
  expect([way('promoter', 'regress', false), way('promotion_admin', 'regress', false), way('leader', 'regress', false)]).toEqual([
    'propose',
    'move',
    null,
  ]);
});
