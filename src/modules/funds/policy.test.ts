import { describe, expect, test } from 'vitest';
import { type Actor, adminRoles, businessRoles, type Role, roles } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { stages } from '../projects/domain/stage.ts';
import { check, may } from './policy.ts';

const own = 'township';
const below = 'office-of-the-township';
const foreign = 'other-township';
const person = (...held: Role[]): Actor => ({ id: 'a', name: 'A', unitId: own, unitIds: [own, below], roles: held });
const project = (unitId: string, stage: (typeof stages)[number] = 'building') => ({ id: 'p', unitId, stage, side: null });
const codeOf = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer);

const clerks: Role[] = ['promoter', 'unit_head'];
const wide: readonly Role[] = businessRoles.filter((r) => !clerks.includes(r));

describe('who may read the money of a project', () => {
  test.each(roles.map((role) => [role]))('%s', (role) => {
    const a = person(role);
    const isAdmin = (adminRoles as readonly string[]).includes(role);
    expect([own, below, foreign].map((u) => may.read(a, project(u)))).toEqual(
      isAdmin ? [false, false, false] : [true, true, wide.includes(role)],
    );
  });
});

describe('who may record', () => {
  test.each(roles.map((role) => [role]))('%s', (role) => {
    const a = person(role);
    const expected = role === 'promotion_admin' ? [true, true, true] : clerks.includes(role) ? [true, true, false] : [false, false, false];
    expect([own, below, foreign].map((u) => may.record(a, project(u)))).toEqual(expected);
  });
  test('an auditor who is also a promoter reads everything and records only at home', () => {
    const both = person('auditor', 'promoter');
    expect([may.read(both, project(foreign)), may.record(both, project(foreign)), may.record(both, project(own))]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('who may take a row back', () => {
  const recorders = [own, below, foreign, null];
  test.each(roles.map((role) => [role]))('%s', (role) => {
    const a = person(role);
    const by = (unitId: string) => recorders.map((recorderUnitId) => may.reverse(a, project(unitId), { recorderUnitId }));
    const all = role === 'promotion_admin';
    expect(by(own)).toEqual(clerks.includes(role) ? [true, true, false, false] : [all, all, all, all]);
    expect(by(foreign)).toEqual([all, all, all, all]);
  });
});

describe('who may know the payer', () => {
  test.each(stages.map((stage) => [stage]))('of a project at %s', (stage) => {
    const isOpen = !['planning', 'negotiating'].includes(stage);
    for (const role of ['promotion_admin', 'leader'] as const) expect(may.knowPayer(person(role), project(foreign, stage))).toBe(true);
    for (const role of clerks) expect([own, foreign].map((u) => may.knowPayer(person(role), project(u, stage)))).toEqual([true, isOpen]);
    for (const role of ['statistics', 'finance', 'auditor', 'development', 'approval', 'supervision', 'organisation'] as const) {
      expect([own, foreign].map((u) => may.knowPayer(person(role), project(u, stage)))).toEqual([isOpen, isOpen]);
    }
  });
});

test('nobody records with a project that was merged into another', () => {
  const merged = { ...project(own), side: 'merged' as const };
  const entry = { recorderUnitId: own };
  expect([may.read, may.record].map((f) => f(person('promotion_admin'), merged))).toEqual([true, false]);
  expect(may.reverse(person('promotion_admin'), merged, entry)).toBe(false);
  for (const side of ['withdrawn', 'suspended', 'transferred'] as const)
    expect(may.record(person('promoter'), { ...merged, side })).toBe(true);
});

test('what may not be read is unknown; what may be read and not changed is forbidden', () => {
  expect(codeOf(check('record', person('promoter'), project(foreign)))).toBe('project.unknown');
  expect(codeOf(check('reverse', person('unit_head'), project(foreign), { recorderUnitId: own }))).toBe('project.unknown');
  expect(codeOf(check('read', person('system_admin'), project(own)))).toBe('project.unknown');
  expect(codeOf(check('record', person('finance'), project(own)))).toBe('entry.may_not_record');
  expect(codeOf(check('reverse', person('promoter'), project(own), { recorderUnitId: foreign }))).toBe('entry.may_not_reverse');
  expect(check('record', person('promoter'), project(below))).toBe(true);
});
