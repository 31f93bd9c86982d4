import { describe, expect, test } from 'vitest';
import type { Actor, Role } from '../../kernel/actor.ts';
import { roles } from '../../kernel/actor.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { may } from './policy.ts';

const actor = (role: Role, unitIds: readonly string[] = ['east']): Actor => ({
  id: role,
  name: '',
  unitId: unitIds[0]!,
  unitIds,
  roles: [role],
});
const project = (stage: Stage = 'building', side: Side | null = null) => ({ unitId: 'east', stage, side });
const allowed = (rule: (a: Actor) => boolean, unitIds?: readonly string[]) => roles.filter((role) => rule(actor(role, unitIds)));

describe('who reports and who reviews', () => {
  test('the unit’s own people and the bureau report; of another unit the bureau alone', () => {
    expect(allowed((a) => may.report(a, project()))).toEqual(['promoter', 'unit_head', 'promotion_admin']);
    expect(allowed((a) => may.report(a, project()), ['west'])).toEqual(['promotion_admin']);
  });
  test('nothing is reported of a project in talks or one that stands aside', () => {
    expect(allowed((a) => may.report(a, project('negotiating')))).toEqual([]);
    expect(allowed((a) => may.report(a, project('building', 'suspended')))).toEqual([]);
  });
  test('the head of the unit or the bureau decides, and nobody on their own report', () => {
    const by = (recordedBy: string) => allowed((a) => may.decide(a, project(), { recordedBy }));
    expect(by('somebody')).toEqual(['unit_head', 'promotion_admin']);
    expect(by('unit_head')).toEqual(['promotion_admin']);
    expect(allowed((a) => may.decide(a, project(), { recordedBy: 'x' }), ['west'])).toEqual(['promotion_admin']);
  });
  test('exceptions are the bureau’s; what is said of a project in talks is for those who know the investor', () => {
    expect(allowed((a) => may.except(a))).toEqual(['promotion_admin']);
    expect(allowed((a) => may.knowWords(a, project('negotiating')))).toEqual(['promoter', 'unit_head', 'promotion_admin', 'leader']);
  });
});
