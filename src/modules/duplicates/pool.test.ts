import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import type { Actor } from '../../kernel/actor.ts';
import { createEnterprise, updateEnterprise } from '../enterprises/commands.ts';
import { recordAgreement } from '../funds/agreement-commands.ts';
import { fundsOfProject } from '../funds/queries.ts';
import { anAgreement } from '../funds/test-database.ts';
import { verifyTotals } from '../funds/verify-queries.ts';
import { createProject } from '../projects/commands.ts';
import type { RecordPatch } from '../projects/domain/record.ts';
import { reactions } from '../projects/record-commands.ts';
import { publishRule } from '../reference/commands.ts';
import { poolEntered, ruleCase } from './case-commands.ts';
import { getCase, listCases } from './case-queries.ts';
import { shippedRules } from './domain/rules.ts';

vi.setConfig({ testTimeout: 60_000 });
const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
let south: Actor;
let admin: Actor;
beforeAll(async () => {
  t = await openLedger(now);
  reactions.registered = (tx, entered, context) => poolEntered.inside(tx, entered, context);
  south = await t.person(t.units.south, 'promoter', 'unit_head');
  admin = t.everyone.promotion_admin;
});
afterAll(() => t.close());

type More = RecordPatch & { duplicateReason?: string };
const enter = (name: string, { name: _name, unitId: _unit, ...more }: More = {}, actor: Actor = t.everyone.promoter) =>
  createProject(
    t.db,
    { name, stage: 'planning', unitId: actor.unitId, industryCode: '3217', totalMinor: 100, personId: actor.id, source: 'lead', ...more },
    actor,
    now,
  );
const pool = async (actor: Actor, query: object = {}) =>
  (await listCases(t.db, { query: { status: 'open', page: 1, size: 100, ...query } }, actor, now)).items;
const caseOf = async (id: string, actor: Actor = t.everyone.promoter) => (await pool(actor, { project: id, status: 'all' }))[0];
const blocked = (level: string, name: string) => ({
  kind: 'rule',
  code: 'duplicate.blocked',
  details: { candidates: [expect.objectContaining({ level, name })] },
});

describe('T7 what looks like a project of the book is found when it is entered', () => {
  test('L1 the same name keeps it out until a reason is given, and then it waits in the pool', async () => {
    await enter('白石沟风电（一期）项目');
    await expect(enter('白石沟 风电(一期)项目')).rejects.toMatchObject(blocked('L1', '白石沟风电（一期）项目'));
    const { id } = await enter('白石沟 风电(一期)项目', { duplicateReason: '用地不同，另行备案' });
    expect(await caseOf(id)).toMatchObject({
      level: 'L1',
      status: 'open',
      overrideReason: '用地不同，另行备案',
      other: { name: '白石沟风电（一期）项目' },
      dueAt: new Date(now.getTime() + 24 * 3_600_000).toISOString(),
    });
  });

  test('L2 a similar name of the same investor keeps it out; D2 also when the investor is known by a former name', async () => {
    const { id: investor, version } = await createEnterprise(t.db, { name: '旧时镁业有限公司', isSeen: false }, t.everyone.promoter, now);
    await updateEnterprise(t.db, { id: investor, version, patch: { name: '今日新材股份有限公司' } }, t.everyone.promoter, now);
    const first = '青石镁合金精密压铸及轻量化部件智造基地项目';
    const second = '青石镁合金精密压铸及轻量化部件制造园区项目';
    await enter(first, { investorName: '旧时镁业有限责任公司', totalMinor: 1 });
    await expect(enter(second, { investorName: '今日新材股份公司', totalMinor: 900 })).rejects.toMatchObject(blocked('L2', first));
    await enter(second, { investorName: '别家公司', totalMinor: 900 });
  });

  test('L3 investor, industry and amount, and L4 telephone or address, are only told and put in the pool', async () => {
    const investor = { investorName: '三级集团有限公司', totalMinor: 1000 };
    await enter('甲光伏项目', { ...investor, contactPhone: '13800001111' });
    const l3 = await enter('乙储能电站', { ...investor, totalMinor: 800 });
    expect(await caseOf(l3.id)).toMatchObject({ level: 'L3', signs: [{ code: 'same_deal', percent: 20 }], overrideReason: null });
    const far = await enter('丙制氢厂', { ...investor, totalMinor: 500 });
    expect(await caseOf(far.id)).toBeUndefined();
    const l4 = await enter('丁物流园', { contactPhone: '+86 138 0000 1111' });
    expect(await caseOf(l4.id)).toMatchObject({ level: 'L4', signs: [{ code: 'same_phone' }] });
  });

  test('thresholds are published data: with a stricter amount the same two are no pair', async () => {
    const investor = { investorName: '阈值集团', industryCode: '7810' };
    await enter('阈值一号', { ...investor, totalMinor: 1000 });
    await publishRule(
      t.db,
      {
        kind: 'duplicate-check',
        preset: null,
        effectiveFrom: '2026-01-01',
        effectiveTo: null,
        body: { ...shippedRules, amountPercent: 5 },
      },
      admin,
      now,
    );
    const { id } = await enter('储能二号', { ...investor, totalMinor: 900 });
    expect(await caseOf(id)).toBeUndefined();
    await publishRule(
      t.db,
      { kind: 'duplicate-check', preset: null, effectiveFrom: '2026-01-01', effectiveTo: null, body: shippedRules },
      admin,
      now,
    );
  });

  test('D10 a project of another unit is told of without a word of it, and its case shows each side its own', async () => {
    await enter('隐秘谷项目', { investorName: '隐秘集团' }, south);
    const refused = await enter('隐秘谷项目', { investorName: '隐秘集团' }).catch((e: unknown) => e);
    expect(refused).toMatchObject({ code: 'duplicate.blocked_elsewhere', details: { candidates: [], isElsewhere: true } });
    expect(JSON.stringify((refused as { details: unknown }).details)).not.toMatch(/隐秘|南河/);
    const { id } = await enter('隐秘谷项目', { investorName: '隐秘集团', duplicateReason: '本单位自行引进' });
    const mine = (await caseOf(id))!;
    expect([mine.one?.id, mine.other, mine.can.decide]).toEqual([id, null, false]);
    const theirs = (await caseOf(id, south))!;
    expect([theirs.one, theirs.other?.name, theirs.overrideReason]).toEqual([null, '隐秘谷项目', null]);
    expect((await caseOf(id, admin))!.can.decide).toBe(true);
    const stranger = await t.person(t.units.park, 'promoter');
    await expect(getCase(t.db, id, mine.id, stranger, now)).rejects.toMatchObject({ code: 'duplicate.unknown' });
    expect(await pool(stranger)).toEqual([]);
  });
});

describe('the pool', () => {
  test('each level is decided by a person: L1 as a project of its own with a reason, a hint let pass, both with their history', async () => {
    const all = await pool(admin);
    expect(new Set(all.map((c) => c.level))).toEqual(new Set(['L1', 'L3', 'L4']));
    const [l1, l4] = [all.find((c) => c.level === 'L1' && c.one!.unitName === '北山镇')!, all.find((c) => c.level === 'L4')!];
    const rule = (c: typeof l1, verdict: 'ignored' | 'separate', reason?: string, actor = admin) =>
      ruleCase(t.db, { projectId: c.projectId, caseId: c.id, verdict, reason }, actor, now);
    await expect(rule(l1, 'ignored', '看过')).rejects.toMatchObject({ code: 'duplicate.must_be_decided' });
    await expect(rule(l1, 'separate')).rejects.toMatchObject({ code: 'duplicate.reason_required' });
    await expect(rule(l1, 'separate', '一期二期', t.everyone.promoter)).rejects.toMatchObject({ code: 'duplicate.may_not_decide' });
    await rule(l1, 'separate', '一期二期', t.everyone.unit_head);
    await expect(rule(l1, 'separate', '再来')).rejects.toMatchObject({ code: 'duplicate.decided_already' });
    await rule(l4, 'ignored');
    expect((await getCase(t.db, l1.projectId, l1.id, admin, now)).rulings).toMatchObject([{ verdict: 'separate', reason: '一期二期' }]);
    expect((await pool(admin, { status: 'decided' })).map((c) => c.status).toSorted()).toEqual(['ignored', 'separate']);
  });

  test('a case is overdue after its 24 hours', async () => {
    const later = async (hours: number) =>
      (await listCases(t.db, { query: { status: 'overdue', page: 1, size: 1 } }, admin, new Date(now.getTime() + hours * 3_600_000)))
        .overdue;
    expect(await later(23)).toBe(0);
    expect(await later(25)).toBeGreaterThan(0);
  });
});

describe('T7 a second signing', () => {
  test('is an event and leaves every total as it was, whatever it is recorded as', async () => {
    const { id } = await enter('重复签约项目');
    const totals = async () =>
      (await t.pool.query('select agreed_fen, attracted_fen, fixed_fen, signed_on from project where id = $1', [id])).rows[0];
    const sign = (more: Parameters<typeof anAgreement>[1]) => recordAgreement(t.db, anAgreement(id, more), t.everyone.promoter, now);
    await expect(sign({ kind: 'resigning', totalMinor: 5, attractedMinor: null, fixedMinor: null })).rejects.toMatchObject({
      code: 'agreement.not_signed_yet',
    });
    await sign({ totalMinor: 500, attractedMinor: 400, fixedMinor: null, signedOn: '2026-03' });
    const before = await totals();
    const months = async () => (await t.pool.query('select * from month_total order by 1, 2, 3')).rows;
    const monthsBefore = await months();
    await sign({ totalMinor: 800, attractedMinor: 800, fixedMinor: null, signedOn: '2026-09' });
    await sign({ kind: 'resigning', totalMinor: 800, attractedMinor: 700, fixedMinor: null, signedOn: '2026-01' });
    await sign({ kind: 'resigning', totalMinor: 900, attractedMinor: null, fixedMinor: null, signedOn: '2026-10' });
    expect([await totals(), await months()]).toEqual([before, monthsBefore]);
    const { agreements } = await fundsOfProject(t.db, id, t.everyone.promoter);
    expect(agreements.map((g) => g.kind).toSorted()).toEqual(['investment', 'resigning', 'resigning', 'resigning']);
    expect(await verifyTotals(t.db)).toEqual([]);
  });
});
