import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { publishPreset } from '../reference/commands.ts';
import { actOnPermit, layPermits, setAgent, setChannel } from './commands.ts';
import type { PermitAct } from './domain/act.ts';
import { permitPresets } from './domain/preset.ts';
import { permitItems } from './desk-queries.ts';
import { listPermits, permitsByUnit } from './list-queries.ts';
import { permitsOf } from './project-queries.ts';
import { publishDepartments, publishFees, publishTemplate } from './rule-commands.ts';
import { permitRulesOf } from './rule-queries.ts';
import { refreshOpenPermits } from './standing-commands.ts';
import { verifyDecided } from './verify-queries.ts';

// Monday 15 June 2026; 端午节 is 19 to 21 June.
const now = new Date('2026-06-15T02:00:00Z');
const at = (day: string) => new Date(`${day}T02:00:00Z`);
const t = await openLedger(now);
afterAll(t.close);
const { promotion_admin: bureau, approval, development, promoter, auditor } = t.everyone;
let stranger: Actor;
let other: Actor;
let project: string;
beforeAll(async () => {
  for (const preset of permitPresets) await publishPreset(t.db, preset);
  stranger = await t.person(t.units.south, 'promoter', 'unit_head');
  other = await t.person(t.units.park, 'approval');
  project = await projectAt(t, 'preparing', now, { name: '报批项目' });
});

const keys = ['building_plan', 'drawings', 'construction', 'fire'];
const lay = (actor: Actor, more: object = {}) =>
  layPermits(t.db, { projectId: project, class: 'industrial_new', keys, ...more }, actor, now);
const seen = (actor: Actor = approval, when = now) => permitsOf(t.db, project, actor, when);
const permit = async (key: string, when = now, actor = approval) => (await seen(actor, when)).permits.find((p) => p.key === key)!;
async function act(actor: Actor, key: string, said: PermitAct, when = at(said.on)) {
  const { id, last } = await permit(key, when);
  return actOnPermit(t.db, { projectId: project, permitId: id, act: said, last, uploadIds: [] }, actor, when);
}
const applied = (on: string) => ({ kind: 'applied', on, words: null }) as const;
const accepted = (on: string) => ({ kind: 'accepted', on, mode: 'full', missing: null, until: null, words: null }) as const;
const granted = (on: string) => ({ kind: 'granted', on, number: null, words: null }) as const;

describe('which approvals a project needs', () => {
  test('is said by its unit, the approval bureau or the promotion bureau; a stranger knows of no project', async () => {
    await expect(lay(auditor)).rejects.toMatchObject({ code: 'permit.may_not_plan' });
    await expect(lay(development)).rejects.toMatchObject({ code: 'permit.may_not_plan' });
    await expect(lay(stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(seen(stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    expect(await lay(promoter)).toEqual({ added: 4 });
  });
  test('comes from the template in force, once each, under the national code', async () => {
    await expect(lay(promoter)).rejects.toMatchObject({ code: 'permit.nothing_to_lay' });
    await expect(lay(promoter, { keys: ['nothing'] })).rejects.toMatchObject({ code: 'permit.unknown_key' });
    const found = await seen();
    expect(found.nationalCode).toMatch(/^2601-640425-04-01-\d{6}$/);
    expect(found.permits.map((p) => [p.stage, p.key, p.state])).toEqual([
      ['planning', 'building_plan', 'waiting'],
      ['construction', 'drawings', 'waiting'],
      ['construction', 'construction', 'waiting'],
      ['completion', 'fire', 'waiting'],
    ]);
    expect(found.fees.map((f) => f.key).toSorted()).toEqual(['drawings', 'infrastructure', 'permit']);
  });
});

describe('what happens to an approval', () => {
  test('is entered by each side: the unit applies, the department decides', async () => {
    await expect(act(promoter, 'drawings', accepted('2026-06-15'))).rejects.toMatchObject({ code: 'permit.may_not_act' });
    await expect(act(auditor, 'drawings', applied('2026-06-15'))).rejects.toMatchObject({ code: 'permit.may_not_act' });
    await expect(act(development, 'drawings', accepted('2026-06-15'))).rejects.toMatchObject({ code: 'permit.may_not_act' });
    await act(promoter, 'drawings', applied('2026-06-15'));
    await act(approval, 'drawings', accepted('2026-06-15'));
    // Seven working days from Tuesday 16 on: 16, 17, 18, 22, 23, 24, 25 — 19 June is 端午节.
    expect(await permit('drawings')).toMatchObject({
      state: 'running',
      promised: { dueOn: '2026-06-25', left: 7, isLate: false },
      legal: { dueOn: '2026-07-07' },
    });
  });
  test('a stop moves both last days, and what stood still is told', async () => {
    await act(approval, 'drawings', { kind: 'stopped', on: '2026-06-17', cause: 'expert', reason: '专家评审' });
    expect(await permit('drawings', at('2026-06-24'))).toMatchObject({ state: 'stopped', promised: { dueOn: null }, used: 2, stood: 4 });
    await act(approval, 'drawings', { kind: 'resumed', on: '2026-06-24', words: null });
    expect(await permit('drawings', at('2026-06-24'))).toMatchObject({ state: 'running', promised: { dueOn: '2026-07-01' }, stood: 4 });
  });
  test('of two who enter at once one is told', async () => {
    const { id, last } = await permit('drawings', at('2026-06-25'));
    const say = () =>
      actOnPermit(t.db, { projectId: project, permitId: id, act: granted('2026-06-25'), last, uploadIds: [] }, approval, at('2026-06-25'));
    const both = await Promise.allSettled([say(), say()]);
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((r) => r.status === 'rejected')).toMatchObject({ reason: { code: 'permit.changed_meanwhile' } });
  });
  test('a permit is not granted before what it waits for; what is not needed is not waited for', async () => {
    await act(promoter, 'construction', applied('2026-06-25'));
    await act(approval, 'construction', accepted('2026-06-25'));
    await expect(act(approval, 'construction', granted('2026-06-26'))).rejects.toMatchObject({
      code: 'permit.waits_for',
      details: { names: '建设工程规划许可' },
    });
    await act(promoter, 'building_plan', { kind: 'dropped', on: '2026-06-26', reason: '既有厂房' });
    await act(approval, 'construction', granted('2026-06-26'));
    expect(await permit('construction', at('2026-06-26'))).toMatchObject({ state: 'granted', validUntil: '2026-09-26', isExpired: false });
    expect(await permit('construction', at('2026-09-27'))).toMatchObject({ isExpired: true });
  });
  test('building that began in time uses the permit: its end does not matter any more', async () => {
    await t.pool.query("update project_standing set started_on = '2026-09' where project_id = $1", [project]);
    expect(await permit('construction', at('2026-09-27'))).toMatchObject({ isUsed: true, isExpired: false });
    await t.pool.query("update project_standing set started_on = '2026-10' where project_id = $1", [project]);
    expect(await permit('construction', at('2026-10-02'))).toMatchObject({ isUsed: false, isExpired: true });
    await t.pool.query('update project_standing set started_on = null where project_id = $1', [project]);
  });
  test('what was entered wrongly is taken back by the side that entered it, and stays readable', async () => {
    await expect(act(promoter, 'construction', { kind: 'taken_back', on: '2026-06-26', reason: '登错' })).rejects.toMatchObject({
      code: 'permit.may_not_act',
    });
    await act(approval, 'construction', { kind: 'taken_back', on: '2026-06-26', reason: '登错' });
    const found = await permit('construction', at('2026-06-26'));
    expect([found.state, found.entries.map((e) => [e.kind, e.isGone])]).toEqual([
      'running',
      [
        ['applied', false],
        ['accepted', false],
        ['granted', true],
        ['taken_back', false],
      ],
    ]);
    await act(approval, 'construction', granted('2026-06-26'));
  });
  test('an approval of another project is unknown', async () => {
    const elsewhere = await projectAt(t, 'preparing', now, { name: '另一项目', investorName: '另一家' });
    const { id } = await permit('fire');
    const say = { projectId: elsewhere, permitId: id, act: applied('2026-06-15'), last: null, uploadIds: [] };
    await expect(actOnPermit(t.db, say, approval, now)).rejects.toMatchObject({ code: 'permit.unknown' });
  });
});

describe('agent and green channel', () => {
  test('are the district’s to give; an agent can see the project', async () => {
    await expect(setAgent(t.db, { projectId: project, personId: promoter.id }, promoter, now)).rejects.toMatchObject({
      code: 'permit.may_not_arrange',
    });
    await expect(setAgent(t.db, { projectId: project, personId: stranger.id }, approval, now)).rejects.toMatchObject({
      code: 'permit.agent_unfit',
    });
    await t.pool.query("insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', 'auditor', $2)", [
      auditor.id,
      now,
    ]);
    await setAgent(t.db, { projectId: project, personId: auditor.id }, approval, now);
    expect((await seen()).agent).toEqual({ id: auditor.id, name: auditor.name });
    await act(auditor, 'fire', applied('2026-06-15'));
    await expect(act(auditor, 'fire', accepted('2026-06-15'))).rejects.toMatchObject({ code: 'permit.may_not_act' });
  });
  test('what is accepted from then on has the shorter promise', async () => {
    await setChannel(t.db, { projectId: project, isGreen: true, reason: '重点项目' }, bureau, now);
    await expect(setChannel(t.db, { projectId: project, isGreen: true, reason: '再来' }, bureau, now)).rejects.toMatchObject({
      code: 'permit.nothing_changed',
    });
    await act(approval, 'fire', accepted('2026-06-15'));
    expect(await permit('fire')).toMatchObject({ isGreen: true, promised: { days: 5, dueOn: '2026-06-23' } });
  });
});

describe('departments', () => {
  test('once the district says which unit a department is, only its people decide, and its desk has what is due', async () => {
    const lines = async (actor: Actor, day: string) =>
      (await permitItems('department')(t.db, actor, at(day))).map((i) => [i.kind, i.params['name'], i.params['days']]);
    expect(await lines(other, '2026-06-23')).toEqual([['permit_due_today', '消防验收', 0]]);
    const body = { departments: [{ role: 'construction' as const, unitId: t.units.bureau }] };
    await expect(publishDepartments(t.db, { effectiveFrom: '2026-01-01', body }, approval, now)).rejects.toMatchObject({
      code: 'session.role_may_not',
    });
    await publishDepartments(t.db, { effectiveFrom: '2026-01-01', body }, bureau, now);
    await expect(act(other, 'fire', granted('2026-06-22'))).rejects.toMatchObject({ code: 'permit.may_not_act' });
    expect(await lines(other, '2026-06-23')).toEqual([]);
    expect(await lines(approval, '2026-06-18')).toEqual([]);
    expect(await lines(approval, '2026-06-22')).toEqual([['permit_due', '消防验收', 1]]);
    expect(await lines(approval, '2026-06-23')).toEqual([['permit_due_today', '消防验收', 0]]);
    expect(await lines(approval, '2026-06-25')).toEqual([['permit_due_late', '消防验收', 2]]);
    expect(await lines(promoter, '2026-06-23')).toEqual([]);
    expect((await permit('fire')).department).toBe('招商局');
  });
});

describe('the list over all projects', () => {
  const page = { page: 1, size: 50, sort: 'due', order: 'asc' } as const;
  const list = async (more: object, when: string, actor = approval) => listPermits(t.db, { ...page, ...more }, actor, at(when));
  const names = async (more: object, when: string, actor = approval) => (await list(more, when, actor)).items.map((i) => i.name);
  test('knows what is due today, soon, late, and what ends unused: both sides of each day', async () => {
    expect(await names({ state: 'due' }, '2026-06-22')).toEqual([]);
    expect(await names({ state: 'soon' }, '2026-06-17')).toEqual(['消防验收']);
    expect(await names({ state: 'soon' }, '2026-06-16')).toEqual([]);
    expect(await names({ state: 'due' }, '2026-06-23')).toEqual(['消防验收']);
    expect(await names({ state: 'late' }, '2026-06-23')).toEqual([]);
    expect(await names({ state: 'late' }, '2026-06-24')).toEqual(['消防验收']);
    expect(await names({ state: 'expiring' }, '2026-08-26')).toEqual([]);
    expect(await names({ state: 'expiring' }, '2026-08-27')).toEqual(['建筑工程施工许可']);
  });
  test('is cut to what one may see, to one’s department and to what one runs errands for', async () => {
    expect(await names({}, '2026-06-23', stranger)).toEqual([]);
    expect((await list({}, '2026-06-23', stranger)).decided).toBe(0);
    expect(await names({ mine: 'department', state: 'open' }, '2026-06-23', other)).toEqual([]);
    expect(await names({ mine: 'agent', state: 'open' }, '2026-06-23', auditor)).toEqual(['消防验收']);
    expect(await names({ mine: 'agent' }, '2026-06-23', promoter)).toEqual([]);
    expect(await names({ q: '施工许可' }, '2026-06-23')).toEqual(['建筑工程施工许可']);
  });
  test('counts what was decided and what of it as promised', async () => {
    expect(await list({ state: 'granted' }, '2026-06-26')).toMatchObject({ total: 2, projects: 1, decided: 2, onTime: 2 });
    expect(await verifyDecided(t.db)).toEqual([]);
    const write = (onTime: number) => t.pool.query('update permit_decided set on_time = $1', [onTime]);
    await write(1);
    expect(await verifyDecided(t.db)).toMatchObject([
      { total: 'permits_decided', about: project, kept: null, recomputed: { year: '2026', decided: 2, on_time: 2 } },
      { kept: { on_time: 1 }, recomputed: null },
    ]);
    await write(2);
  });
  test('by unit, as every list says it of the unit', async () => {
    const day = '2026-06-24';
    const [unit] = await permitsByUnit(t.db, bureau, day);
    const of = async (more: object) => (await list(more, day, bureau)).total;
    expect(unit).toMatchObject({ late: 1, decided: 2, onTime: 2 });
    expect([await of({ state: 'late', unit: unit!.unitId }), await of({ decided: '2026', onTime: 'true' })]).toEqual([1, 2]);
    expect(await permitsByUnit(t.db, stranger, day)).toEqual([]);
  });
  test('nobody is pressed where a project stands aside', async () => {
    await t.pool.query("update project set side = 'suspended' where id = $1", [project]);
    expect(await names({ state: 'due' }, '2026-06-30')).toEqual([]);
    expect(await permitItems('department')(t.db, approval, at('2026-06-30'))).toEqual([]);
    await expect(act(approval, 'fire', granted('2026-06-22'))).rejects.toMatchObject({ code: 'permit.may_not_act' });
    await t.pool.query('update project set side = null where id = $1', [project]);
  });
  test('looked at again, everything stands as the commands left it', async () => {
    const rows = async () => (await t.pool.query('select * from permit_standing order by project_id, permit_id')).rows;
    const before = await rows();
    await refreshOpenPermits(t.db, at('2026-06-23'));
    expect(await rows()).toEqual(before);
  });
});

test('容缺: without its promise it is not accepted, and its days stand on the desk of whoever keeps the project', async () => {
  const lacking: PermitAct = { kind: 'accepted', on: '2026-06-26', mode: 'lacking', missing: ['保函'], until: '2026-07-10', words: null };
  await act(promoter, 'building_plan', { kind: 'revived', on: '2026-06-26', reason: '扩建' });
  await act(promoter, 'building_plan', applied('2026-06-26'));
  const { id, last } = await permit('building_plan', at('2026-06-26'));
  await expect(act(approval, 'building_plan', lacking)).rejects.toMatchObject({ code: 'permit.promise_required' });
  await t.pool.query(
    `insert into permit_event (project_id, id, permit_id, kind, happened_on, mode, missing, until_on, is_green, recorded_by, recorded_at)
     values ($1, gen_random_uuid(), $2, 'accepted', '2026-06-26', 'lacking', '{保函}', '2026-07-10', false, $3, $4)`,
    [project, id, approval.id, at('2026-06-26')],
  );
  expect(last).not.toBeNull();
  await act(approval, 'building_plan', { kind: 'stopped', on: '2026-06-26', cause: 'publicity', reason: '批前公示' });
  const lines = async (day: string) =>
    (await permitItems('keeper')(t.db, promoter, at(day))).map((i) => i.kind).filter((k) => k.startsWith('permit_gap'));
  expect(await lines('2026-07-06')).toEqual([]);
  expect(await lines('2026-07-07')).toEqual(['permit_gap']);
  expect(await lines('2026-07-10')).toEqual(['permit_gap_today']);
  expect(await permit('building_plan', at('2026-07-11'))).toMatchObject({ state: 'lapsed' });
});

describe('rules', () => {
  test('templates and fees are the bureau’s to publish; projects keep the limits that were laid down', async () => {
    const { items, can } = await permitRulesOf(t.db, bureau);
    expect(can.publish).toBe(true);
    const { body } = items.find((i) => i.class === 'industrial_new')!.versions[0]!;
    const shorter = { ...body, permits: body.permits.map((p) => (p.key === 'fire' ? { ...p, promisedDays: 6 } : p)) };
    const publish = (actor: Actor, next = shorter) =>
      publishTemplate(t.db, { class: 'industrial_new', effectiveFrom: '2026-01-01', body: next }, actor, now);
    await expect(publish(promoter)).rejects.toMatchObject({ code: 'session.role_may_not' });
    const selfish = { ...shorter, permits: [{ ...shorter.permits[0]!, after: [shorter.permits[0]!.key] }] };
    await expect(publish(bureau, selfish)).rejects.toMatchObject({ code: 'permit.cycle' });
    await publish(bureau);
    expect((await permit('fire')).promisedDays).toBe(7);
  });
  test('a relief is for everyone', async () => {
    const fee = { key: 'a', name: '配套费', permit: null, standard: '减半', isFree: true, basis: '会议纪要', appliesToEveryone: false };
    const publish = publishFees(t.db, { effectiveFrom: '2026-01-01', body: { fees: [fee] } }, bureau, now);
    await expect(publish).rejects.toMatchObject({ code: 'permit.selective_relief' });
  });
});

test('before the signing only those who know the investor read what was said', async () => {
  const talks = await projectAt(t, 'negotiating', now, { name: '乙公司年产万吨项目', investorName: '乙公司' });
  await layPermits(t.db, { projectId: talks, class: 'equipment', keys: ['filing'] }, promoter, now);
  const [item] = (await permitsOf(t.db, talks, promoter, now)).permits;
  const said = { kind: 'applied', on: '2026-06-15', words: '乙公司已递交' } as const;
  await actOnPermit(t.db, { projectId: talks, permitId: item!.id, act: said, last: null, uploadIds: [] }, promoter, now);
  expect(JSON.stringify(await permitsOf(t.db, talks, promoter, now))).toContain('乙公司');
  expect(JSON.stringify(await permitsOf(t.db, talks, approval, now))).not.toContain('乙公司');
  const listed = await listPermits(t.db, { page: 1, size: 50, sort: 'due', order: 'asc' }, approval, now);
  expect(listed.items.some((i) => i.projectId === talks)).toBe(true);
  expect(JSON.stringify(listed)).not.toContain('乙公司');
});
