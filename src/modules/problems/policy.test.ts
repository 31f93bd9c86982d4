import { expect, test } from 'vitest';
import type { Actor, Role } from '../../kernel/actor.ts';
import { type EventKind, eventKinds, type Tier } from './domain/problem.ts';
import { may } from './policy.ts';

const actor = (role: Role, unitId: string): Actor => ({ id: `${role} ${unitId}`, name: role, unitId, unitIds: [unitId], roles: [role] });
const project = { unitId: 'east', stage: 'building', side: null } as const;
const acts = (who: Actor, tier: Tier = 'unit', of: Parameters<typeof may.record>[2] = project): EventKind[] =>
  eventKinds.filter((kind) => may.record(kind, who, of, { ownerUnitId: 'power', tier, solvedBy: null, lastBy: null }));

test('who may do what about a problem: the unit of the project, the unit that is to solve it, the bureau, and leaders once it has come up', () => {
  const all: EventKind[] = eventKinds.filter((kind) => kind !== 'taken_back');
  expect(acts(actor('promotion_admin', 'bureau'))).toEqual(all);
  expect(acts(actor('unit_head', 'east'))).toEqual(all.filter((k) => k !== 'solved'));
  expect(acts(actor('promoter', 'east'))).toEqual(all.filter((k) => k !== 'solved' && k !== 'assigned'));
  expect(acts(actor('development', 'power'))).toEqual(['acted', 'escalated', 'solved', 'linked']);
  for (const stranger of [actor('promoter', 'west'), actor('statistics', 'bureau'), actor('leader', 'district')])
    expect(acts(stranger)).toEqual([]);
  for (const tier of ['leader', 'meeting'] as const) expect(acts(actor('leader', 'district'), tier)).toEqual(['acted', 'solved']);
  // Nobody works on what was merged, and of a project in talks whoever may not know the investor reads and does nothing.
  expect(acts(actor('promotion_admin', 'bureau'), 'unit', { ...project, side: 'merged' })).toEqual([]);
  expect(acts(actor('development', 'power'), 'unit', { ...project, stage: 'negotiating' })).toEqual([]);
});

test('what was entered last is taken back by whoever entered it, of whatever role and unit, and by nobody else', () => {
  const [mine, bureau] = [actor('development', 'power'), actor('promotion_admin', 'bureau')];
  const takes = (who: Actor, lastBy: string | null) =>
    may.record('taken_back', who, project, { ownerUnitId: 'power', tier: 'unit', solvedBy: null, lastBy });
  expect([takes(mine, mine.id), takes(bureau, mine.id), takes(bureau, bureau.id), takes(bureau, null)]).toEqual([true, false, true, false]);
});
