import { expect, test } from 'vitest';
import { type Role, roles } from '../../kernel/actor.ts';
import { may } from './policy.ts';

const actor = (role: Role, id = 'a', unitIds = ['u']) => ({ id, name: role, unitId: unitIds[0]!, unitIds, roles: [role] });
const business = (role: Role) => !role.endsWith('_admin') || role === 'promotion_admin';

test('work is handed over by whoever has it, by the head of their unit, or by the bureau', () => {
  for (const role of roles) {
    expect([role, may.handOver(actor(role), { id: 'a', unitId: 'u' })]).toEqual([role, business(role)]);
    expect([role, may.handOver(actor(role), { id: 'b', unitId: 'u' })]).toEqual([role, role === 'unit_head' || role === 'promotion_admin']);
    expect([role, may.handOver(actor(role), { id: 'b', unitId: 'elsewhere' })]).toEqual([role, role === 'promotion_admin']);
    expect([role, may.receive(actor(role, 'b'), { id: 'a', unitId: 'u' })]).toEqual([role, business(role)]);
    expect(may.receive(actor(role, 'a'), { id: 'a', unitId: 'u' })).toBe(false);
  }
});

test('a handover is read by those it is about, by whoever made it, the head of the unit and the bureau', () => {
  const made = { fromId: 'f', toId: 't', recordedBy: 'r', unitId: 'u' };
  const reads = (role: Role, id: string, unitIds = ['u']) => may.read(actor(role, id, unitIds), made);
  expect(['f', 't', 'r', 'x'].map((id) => reads('promoter', id))).toEqual([true, true, true, false]);
  expect([reads('unit_head', 'x'), reads('unit_head', 'x', ['v']), reads('promotion_admin', 'x', ['v'])]).toEqual([true, false, true]);
  expect(reads('system_admin', 'f')).toBe(false);
});
