import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastDayOf } from '../kernel/day.ts';
import { closeWithFigures } from '../modules/closings/commands.ts';
import { verifyClosings } from '../modules/closings/queries.ts';
import type { FigureKey } from '../modules/figures/domain/card.ts';
import { recognisedKeys } from '../modules/figures/domain/recognised.ts';
import { figureCards, figureRows, figureValues } from '../modules/figures/queries.ts';
import { whyChanged } from '../modules/figures/why-queries.ts';
import { recordArrival, reverseArrival } from '../modules/funds/arrival-commands.ts';
import { arrivalFaultCodes } from '../modules/funds/domain/arrival-check.ts';
import { anArrival } from '../modules/funds/test-database.ts';
import { importProjects } from '../modules/projects/import-commands.ts';
import { exitProject } from '../modules/projects/move-commands.ts';
import { addBasis } from '../modules/recognition/basis-commands.ts';
import { basisVersions } from '../modules/recognition/basis-queries.ts';
import { giveVerdicts, publishBases, publishRecognition } from '../modules/recognition/commands.ts';
import { presets, recognitionPresets } from '../modules/recognition/domain/preset.ts';
import { listJudged } from '../modules/recognition/queries.ts';
import { reconciliation } from '../modules/recognition/reconcile-queries.ts';
import { publishPreset } from '../modules/reference/commands.ts';
import { openLedger } from './testing/ledger.ts';
import './wiring.ts';

const t = await openLedger(new Date('2026-08-01T02:00:00Z'));
afterAll(t.close);
const { promotion_admin: bureau, statistics } = t.everyone;
let clock = Date.parse('2026-08-20T02:00:00Z');
const at = (day: string) => void (clock = Date.parse(`${day}T02:00:00Z`));
const now = () => new Date((clock += 60_000));

const batchId = '0190a000-0000-7000-8000-000000000002';
const enter = async (name: string, unitId: string) => {
  const row = {
    name,
    unitId,
    stage: 'building' as const,
    happenedOn: '2026-08',
    industryCode: '3217',
    totalMinor: 900_000_000,
    signedOn: '2026-08-01',
  };
  return (await importProjects(t.db, { batchId, rows: [row] }, bureau, now()))[0]!.id;
};
const arrive = async (projectId: string, arrivedOn: string, amountMinor: number, kind: 'civil' | 'working_capital' = 'civil') => {
  const acknowledged = { codes: [...arrivalFaultCodes], reason: '已核实' };
  const entry = anArrival(projectId, { arrivedOn, amountMinor, kind, acknowledged, payerDivision: '330100' });
  return (await recordArrival(t.db, entry, bureau, now())).id;
};
const judge = async (basis: 'promotion' | 'statistics', projectId: string, arrivalId: string, own: number | null = null) => {
  const actor = basis === 'promotion' ? bureau : statistics;
  const { items } = await listJudged(t.db, { basis, page: 1, size: 200, project: projectId }, actor, now());
  const supersedes = items.find((r) => r.id === arrivalId)!.verdicts.find((v) => v.basis === basis)?.id ?? null;
  const said = own === null ? null : ({ outcome: own ? 'counted' : 'left_out', reason: 'judged_otherwise', amountFen: own } as const);
  const rows = [{ projectId, arrivalId, supersedes, own: said }];
  await giveVerdicts(t.db, { basis, rows, recognisedOn: null, remark: own === null ? null : '经核实' }, actor, now());
};
const value = async (key: FigureKey, query: object = {}) => (await figureValues(t.db, query, bureau, now(), [key])).figures[0]!;
const month = (m: string) => ({ from: m, through: lastDayOf(m) });
const none = { numerator: 0, denominator: 0 };

let a: string;
let b: string;
let machine: string;
let wages: string;
beforeAll(async () => {
  for (const preset of recognitionPresets) await publishPreset(t.db, preset);
  const promotion = { ...presets['provincial-promotion'], title: '本区招商认定办法', needsSigning: false, home: '640425' };
  await publishRecognition(t.db, { basis: 'promotion', effectiveFrom: '2026-01-01', preset: null, body: promotion }, bureau, now());
  const fixed = { ...presets['fixed-investment'], needsStatistics: false };
  await publishRecognition(t.db, { basis: 'statistics', effectiveFrom: '2026-01-01', preset: null, body: fixed }, bureau, now());
  [a, b] = [await enter('甲项目', t.units.north), await enter('乙项目', t.units.south)];
  machine = await arrive(a, '2026-08-10', 1_000_000_01);
  wages = await arrive(a, '2026-08-11', 300_000_02, 'working_capital');
  const other = await arrive(b, '2026-08-12', 50_000_03, 'working_capital');
  await arrive(b, '2026-08-13', 7_000_04);
  for (const [project, id] of [
    [a, machine],
    [a, wages],
    [b, other],
  ] as const) {
    await judge('promotion', project, id);
    await judge('statistics', project, id);
  }
});

describe('figures per 口径', () => {
  test('what counts under each, with the rows that add up to it and the projects left out', async () => {
    expect((await value('arrived_amount')).value).toBe(1_357_000_10);
    expect(await value('recognised_promotion')).toMatchObject({ value: 1_350_000_06, rows: 2, excluded: 0 });
    expect(await value('recognised_statistics')).toMatchObject({ value: 1_000_000_01, rows: 1, excluded: 1 });
    expect(await value('recognised_audit')).toMatchObject({ value: 0, rows: 0, excluded: 2 });
    for (const key of recognisedKeys) {
      const page = { excluded: false, page: 1, size: 50 };
      const rows = await figureRows(t.db, key, page, bureau, now());
      expect([key, rows.items.reduce((sum, r) => sum + r.value, 0)]).toEqual([key, (await value(key)).value]);
      const out = await figureRows(t.db, key, { ...page, excluded: true }, bureau, now());
      expect([key, out.total]).toEqual([key, (await value(key)).excluded]);
    }
    const out = await figureRows(t.db, 'recognised_statistics', { excluded: true, page: 1, size: 50 }, bureau, now());
    expect(out.items.map((r) => r.name)).toEqual(['乙项目']);
  });

  test('a township’s is its own', async () => {
    const head = await t.person(t.units.south, 'unit_head');
    const { figures } = await figureValues(t.db, {}, head, now(), ['recognised_promotion']);
    expect(figures[0]).toMatchObject({ value: 50_000_03, rows: 1 });
  });

  test('the card names the 口径 and the rule in force', async () => {
    const { bases } = await figureCards(t.db, {}, bureau, now());
    expect(bases[0]).toEqual({ code: 'promotion', zh: '招商口径', en: 'Promotion', rule: { title: '本区招商认定办法', version: 2 } });
    const list = bases.map(({ code, zh, en }) => ({ code, nameZh: zh, nameEn: en, isActive: code !== 'foreign', ruleVersion: null }));
    const renamed = list.map((x) => (x.code === 'promotion' ? { ...x, nameZh: '招引口径', ruleVersion: 1 } : x)).toReversed();
    const publish = (actor = bureau) => publishBases(t.db, { effectiveFrom: '2026-08-01', bases: renamed }, actor, now());
    await expect(publish(statistics)).rejects.toMatchObject({ kind: 'forbidden' });
    await publish();
    const after = (await figureCards(t.db, {}, bureau, now())).bases;
    expect(after.map((x) => x.code)).toEqual(['audit', 'foreign', 'statistics', 'promotion']);
    expect(after[3]).toMatchObject({ zh: '招引口径', rule: { title: '省级招商统计', version: 1 } });
    const rows = [{ projectId: a, arrivalId: machine, supersedes: null, own: null }];
    const foreign = giveVerdicts(t.db, { basis: 'foreign', rows, recognisedOn: null, remark: null }, bureau, now());
    await expect(foreign).rejects.toMatchObject({ code: 'verdict.basis_not_in_use' });
    const versions = await t.pool.query("select count(*)::int as n from rule_version where kind = 'recognition-bases'");
    expect(versions.rows).toEqual([{ n: 1 }]);
    await publishBases(t.db, { effectiveFrom: '2026-08-01', bases: list.map((x) => ({ ...x, isActive: true })) }, bureau, now());
  });
});

describe('a 口径 of the district’s own', () => {
  const judgeOwn = (actor: typeof bureau) => {
    const rows = [{ projectId: a, arrivalId: machine, supersedes: null, own: null }];
    return giveVerdicts(t.db, { basis: 'own_a', rows, recognisedOn: null, remark: null }, actor, now());
  };
  const keys = async () => (await figureValues(t.db, {}, bureau, now())).figures.map((f) => f.key);

  test('is added by the bureau, and nothing is judged under it before it is published with the list', async () => {
    const add = (nameZh: string, actor = bureau) => addBasis(t.db, { nameZh, nameEn: `${nameZh} en`, roles: ['finance'] }, actor, now());
    await expect(add('乡村振兴口径', statistics)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await add('乡村振兴口径')).toEqual({ code: 'own_a' });
    await expect(add('乡村振兴口径')).rejects.toMatchObject({ code: 'recognition.basis_twice' });
    for (const [i, code] of ['own_b', 'own_c', 'own_d'].entries()) expect(await add(`备用${i}`)).toEqual({ code });
    await expect(add('第五个')).rejects.toMatchObject({ code: 'recognition.bases_full', details: { n: 4 } });
    await expect(judgeOwn(t.everyone.finance)).rejects.toMatchObject({ code: 'verdict.basis_not_in_use' });
    expect(await keys()).not.toContain('recognised_own_a');
  });

  test('has its rule, its verdicts by its office, its figure by its name, and is reconciled with every other', async () => {
    const body = { ...presets['fixed-investment'], title: '乡村振兴认定办法', needsStatistics: false };
    await publishRecognition(t.db, { basis: 'own_a', effectiveFrom: '2026-01-01', preset: null, body }, bureau, now());
    const { current } = await basisVersions(t.db, bureau, now());
    const bases = current.map((b) => ({ ...b, isActive: b.isActive || b.code === 'own_a' })).filter((b) => b.isActive);
    const publish = (list: typeof current) => publishBases(t.db, { effectiveFrom: '2026-08-01', bases: list }, bureau, now());
    await expect(publish(bases)).rejects.toMatchObject({ code: 'recognition.basis_missing' });
    await publish(current.map((b) => ({ ...b, isActive: b.isActive || b.code === 'own_a' })));
    await expect(judgeOwn(statistics)).rejects.toMatchObject({ code: 'verdict.may_not_give' });
    await judgeOwn(t.everyone.finance);
    expect(await value('recognised_own_a')).toMatchObject({ value: 1_000_000_01, rows: 1 });
    expect(await keys()).toContain('recognised_own_a');
    const { cards, bases: named } = await figureCards(t.db, {}, bureau, now());
    expect(cards.find((c) => c.key === 'recognised_own_a')).toMatchObject({ zh: { name: '乡村振兴口径到位' }, kind: 'amount' });
    expect(named.find((b) => b.code === 'own_a')).toMatchObject({ rule: { title: '乡村振兴认定办法', version: 1 } });
    const between = await reconciliation(t.db, { a: 'promotion', b: 'own_a', from: '2026-08', to: '2026-08' }, bureau);
    expect(between).toMatchObject({ unexplainedFen: 0, bFen: 1_000_000_01 });
  });
});

describe('after the month is closed', () => {
  let closed: Record<string, number | null>;
  const all = async (query: object) =>
    Object.fromEntries(
      (await figureValues(t.db, query, bureau, now(), [...recognisedKeys, 'arrived_amount'])).figures.map((f) => [f.key, f.value]),
    );
  beforeAll(async () => {
    at('2026-09-03');
    await judge('promotion', a, wages, 200_000_02);
    await closeWithFigures(t.db, { month: '2026-08', acknowledged: true, note: null }, bureau, now());
    closed = await all(month('2026-08'));
    at('2026-09-10');
    await judge('promotion', a, wages, 0);
    await judge('statistics', a, wages, 40_000_00);
    await reverseArrival(t.db, { projectId: a, id: machine, reason: '退款' }, bureau, now());
    const late = await arrive(a, '2026-08-25', 9_000_05);
    await judge('promotion', a, late);
    const version = (await t.pool.query<{ version: number }>('select version from project where id = $1', [b])).rows[0]!.version;
    const side = { side: 'transferred' as const, reason: '划转', exitTo: '邻区', happenedOn: '2026-09' };
    await exitProject(t.db, { id: b, version, ...side }, bureau, now());
  });

  test('it says the same as of its closing, the verdict that came last before it included', async () => {
    expect(closed).toMatchObject({ recognised_promotion: 1_250_000_06, recognised_statistics: 1_000_000_01 });
    expect(await all({ ...month('2026-08'), asOf: '2026-08' })).toEqual(closed);
    expect(await verifyClosings(t.db)).toEqual([]);
  });

  test('why each changed since is a list of verdicts and entries that leaves nothing over', async () => {
    for (const key of [...recognisedKeys, 'arrived_amount'] as const) {
      const why = await whyChanged(t.db, key, { before: '2026-08', after: undefined, page: 1, size: 100 }, bureau, now());
      expect([key, why.remainder]).toEqual([key, none]);
      expect([key, why.items.reduce((sum, e) => sum + e.numerator, 0)]).toEqual([key, why.difference.numerator]);
    }
    const why = await whyChanged(t.db, 'recognised_promotion', { before: '2026-08', after: undefined, page: 1, size: 100 }, bureau, now());
    const said = why.items.map((e) => `${e.ledger} ${e.kind} ${e.numerator}`);
    expect(said.toReversed()).toEqual([
      'verdict judged -20000002',
      'arrival reversed -100000001',
      'verdict judged 900005',
      'stage_change aside -5000003',
    ]);
  });

  test('the ledger’s side of a reconciliation is the figure of arrived funds, month by month, and the verdicts’ sides are theirs', async () => {
    const sides = { ledger: 'arrived_amount', promotion: 'recognised_promotion', statistics: 'recognised_statistics' } as const;
    for (const m of ['2026-08', '2026-09']) {
      for (const [basis, key] of Object.entries(sides)) {
        const found = await reconciliation(t.db, { a: basis, b: 'ledger', from: m, to: m }, bureau);
        expect([m, key, found.aFen]).toEqual([m, key, (await value(key, month(m))).value]);
        expect([m, found.bFen]).toEqual([m, (await value('arrived_amount', month(m))).value]);
        expect([m, basis, found.unexplainedFen]).toEqual([m, basis, 0]);
      }
    }
    const late = await reconciliation(t.db, { a: 'ledger', b: 'promotion', from: '2026-09', to: '2026-09' }, bureau);
    expect(late).toMatchObject({ aFen: 9_000_05 - 1_000_000_01, bFen: 9_000_05 });
    expect(late.groups.map((g) => g.because)).toEqual(['reversed']);
  });
});
