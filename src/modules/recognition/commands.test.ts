import { read, utils } from '@e965/xlsx';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { recordArrival, reverseArrival } from '../funds/arrival-commands.ts';
import { anArrival } from '../funds/test-database.ts';
import { bytesOf } from '../../platform/sheet/sheet-fixture.ts';
import { publishPreset } from '../reference/commands.ts';
import { giveVerdicts, publishRecognition } from './commands.ts';
import { presets, recognitionPresets } from './domain/preset.ts';
import { exportReconciliation } from './export-queries.ts';
import { listJudged, verdictHistory } from './queries.ts';
import { differencesOf, reconciliation } from './reconcile-queries.ts';
import { tryRule } from './rule-queries.ts';

const now = new Date('2026-06-20T04:00:00Z');
const later = (n: number) => new Date(now.getTime() + n * 86_400_000);
const t = await openLedger(now);
afterAll(t.close);
const { promotion_admin: bureau, statistics, promoter, auditor } = t.everyone;
const anyway = { codes: ['arrived_above_agreed', 'arrived_above_total', 'before_signing', 'same_voucher'], reason: '已核实' };

let project: string;
let [machine, wages, late]: string[] = [];
const arrive = async (more: Parameters<typeof anArrival>[1]) =>
  (await recordArrival(t.db, { ...anArrival(project, { acknowledged: anyway, payerDivision: '330100', ...more }) }, promoter, now)).id;

beforeAll(async () => {
  for (const preset of recognitionPresets) await publishPreset(t.db, preset);
  const promotion = { ...presets['provincial-promotion'], home: '640425' };
  await publishRecognition(t.db, { basis: 'promotion', effectiveFrom: '2026-01-01', preset: null, body: promotion }, bureau, now);
  project = await projectAt(t, 'building', now, { totalMinor: 600_000_000, name: '对账项目' });
  await t.pool.query("update project set signed_on = '2026-01-10' where id = $1", [project]);
  machine = await arrive({ amountMinor: 1000, kind: 'equipment' });
  wages = await arrive({ amountMinor: 300, kind: 'working_capital' });
  late = await arrive({ amountMinor: 70, kind: 'civil', arrivedOn: '2026-06-01' });
});

const give = (basis: string, arrivalId: string | undefined, actor: Actor, more: object = {}, at = now) =>
  giveVerdicts(
    t.db,
    {
      basis,
      recognisedOn: null,
      remark: null,
      rows: [{ projectId: project, arrivalId: arrivalId!, supersedes: null, own: null }],
      ...more,
    },
    actor,
    at,
  );
const may = { from: '2026-05', to: '2026-05' };
const close = (a: string, b: string, more: object = {}) => reconciliation(t.db, { ...may, a, b, ...more }, bureau);

describe('verdicts', () => {
  test('one arrival, two 口径, two verdicts that differ, each by its own authority', async () => {
    await give('promotion', wages, bureau);
    await give('statistics', wages, statistics);
    await give('promotion', machine, bureau);
    await give('statistics', machine, statistics);
    const { items } = await listJudged(t.db, { basis: 'promotion', page: 1, size: 50, project }, bureau, now);
    const said = items
      .find((r) => r.id === wages)!
      .verdicts.map((v) => `${v.basis} ${v.outcome} ${v.reason} ${v.amountFen} v${v.ruleVersion}`);
    expect(said.toSorted()).toEqual(['promotion counted meets_rule 300 v2', 'statistics left_out kind_not_counted 0 v1']);
  });
  test('nobody judges under another’s 口径 (Appendix H)', async () => {
    const refused = { code: 'verdict.may_not_give' };
    await expect(give('statistics', late, bureau)).rejects.toMatchObject(refused);
    await expect(give('promotion', late, statistics)).rejects.toMatchObject(refused);
    await expect(give('promotion', late, promoter)).rejects.toMatchObject(refused);
    await expect(give('promotion', late, auditor)).rejects.toMatchObject(refused);
  });
  test('a verdict seen out of date is refused, and a later one supersedes and leaves the history', async () => {
    await expect(give('promotion', wages, bureau)).rejects.toMatchObject({ code: 'verdict.changed_meanwhile' });
    const { items } = await verdictHistory(t.db, project, wages!, bureau);
    const first = items.find((v) => v.basis === 'promotion')!;
    const part = {
      projectId: project,
      arrivalId: wages!,
      supersedes: first.id,
      own: { outcome: 'counted', reason: 'part_counted', amountFen: 200 },
    };
    await expect(give('promotion', wages, bureau, { rows: [part] })).rejects.toMatchObject({ code: 'verdict.remark_required' });
    const beyond = { ...part, own: { ...part.own, amountFen: 301 } };
    const remark = '其中 200 为区外资金';
    await expect(give('promotion', wages, bureau, { rows: [beyond], remark })).rejects.toMatchObject({
      code: 'verdict.amount_beyond_arrival',
    });
    await give('promotion', wages, bureau, { rows: [part], remark }, later(1));
    const after = await verdictHistory(t.db, project, wages!, bureau);
    expect(after.items.filter((v) => v.basis === 'promotion').map((v) => v.amountFen)).toEqual([300, 200]);
    await expect(t.pool.query('update verdict set amount_fen = 1')).rejects.toThrow('permission denied');
  });
});

describe('the reconciliation of a month', () => {
  test('closes to zero and says why each yuan differs', async () => {
    const found = await close('promotion', 'statistics');
    expect(found).toMatchObject({ aFen: 1200, bFen: 1000, explainedFen: 200, unexplainedFen: 0, sameFen: 1000 });
    expect(found.groups).toEqual([{ kind: 'only_a', because: 'kind_not_counted', count: 1, aFen: 200, bFen: 0, differenceFen: 200 }]);
    const rows = await differencesOf(t.db, { ...may, a: 'promotion', b: 'statistics', page: 1, size: 10, kind: 'only_a' }, bureau);
    expect(rows.items.map((r) => r.id)).toEqual([wages]);
  });
  test('as a workbook its lines and the arrivals behind them come to the same', async () => {
    const asked = { ...may, a: 'promotion', b: 'statistics', language: 'zh', amountUnit: '元' } as const;
    const { body, filename } = await exportReconciliation(t.db, asked, bureau, now);
    expect(filename).toBe('对账-2026-06-20.xlsx');
    const book = read(await bytesOf(body as Readable));
    const lines = (name: string) => utils.sheet_to_json<(string | number)[]>(book.Sheets[name]!, { header: 1 });
    const said = lines('对账').map((l) => [l[0], l[1] ?? '', l[3] ?? null]);
    expect(said.slice(1, 8)).toEqual([
      ['2026-05', '', null],
      ['项目', '原因', '金额（元）'],
      ['招商口径', '', 12],
      ['统计口径', '', 10],
      ['仅招商口径计入', '资金类别不计入', 2],
      ['差额合计', '', 2],
      ['尚未说明', '', 0],
    ]);
    expect(lines('明细').map((l) => l.slice(4))).toEqual([
      ['到位资金（元）', '招商口径（元）', '统计口径（元）', '差异', '原因'],
      [3, 2, 0, '仅招商口径计入', '资金类别不计入'],
    ]);
  });
  test('against the ledger, what nobody judged is named', async () => {
    const found = await close('ledger', 'audit');
    expect(found).toMatchObject({ aFen: 1300, bFen: 0, unexplainedFen: 0 });
    expect(found.groups.map((g) => g.because)).toEqual(['not_judged']);
  });
  test('as of the day before the second verdict it is what it was then', async () => {
    expect((await close('promotion', 'statistics', { asOf: '2026-06-20' })).aFen).toBe(1300);
    expect((await close('promotion', 'statistics', { asOf: '2026-06-21' })).aFen).toBe(1200);
  });
  test('a reversal ends the counting in every 口径, and only from then on', async () => {
    await reverseArrival(t.db, { projectId: project, id: machine!, reason: '退款' }, promoter, later(2));
    expect(await close('promotion', 'statistics')).toMatchObject({ aFen: 200, bFen: 0, unexplainedFen: 0 });
    expect(await close('promotion', 'statistics', { asOf: '2026-06-21' })).toMatchObject({ aFen: 1200, bFen: 1000, unexplainedFen: 0 });
  });
  test('another township sees nothing of it', async () => {
    const stranger = await t.person(t.units.south, 'unit_head');
    const found = await reconciliation(t.db, { ...may, a: 'promotion', b: 'statistics' }, stranger);
    expect(found).toMatchObject({ aFen: 0, bFen: 0, groups: [] });
    expect((await listJudged(t.db, { basis: 'promotion', page: 1, size: 50 }, stranger, now)).total).toBe(0);
    await expect(verdictHistory(t.db, project, wages!, stranger)).rejects.toMatchObject({ code: 'project.unknown' });
  });
});

test('a draft is tried without writing, and a new version rewrites no verdict', async () => {
  const draft = { ...presets['huainan-2010'], home: '640425' };
  const before = await t.pool.query('select count(*) from verdict');
  const trial = await tryRule(t.db, 'promotion', draft, bureau);
  expect(trial.items.find((r) => r.id === wages)).toMatchObject({
    was: { outcome: 'counted', amountFen: 200 },
    would: { outcome: 'left_out', reason: 'kind_not_counted' },
  });
  await publishRecognition(
    t.db,
    { basis: 'promotion', effectiveFrom: '2026-01-01', preset: 'huainan-2010', body: draft },
    bureau,
    later(3),
  );
  expect((await t.pool.query('select count(*) from verdict')).rows).toEqual(before.rows);
  expect(await close('promotion', 'statistics')).toMatchObject({ aFen: 200 });
});
