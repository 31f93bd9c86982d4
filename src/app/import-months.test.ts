import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeWithFigures } from '../modules/closings/commands.ts';
import { fundsOfProject } from '../modules/funds/queries.ts';
import { reopenMonth } from '../modules/funds/month-commands.ts';
import { rememberedSetup } from '../modules/imports/queries.ts';
import { compareVersions, listVersions } from '../modules/imports/version-queries.ts';
import { importKinds } from './import-kinds.ts';
import { type Desk, asLedger, asPayments, countsOf, ledger, openDesk, payments } from './testing/import-desk.ts';
import './wiring.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const rows = [ledger, ['C1', '十四号甲厂', 900, 800, '2026-03-02', '北山镇'], ['C2', '十四号乙厂', 900, 800, '2026-03-05', '北山镇']];
  await desk.imported(desk.admin, 'project', rows, asLedger);
});
afterAll(() => desk.close());

const projectOf = async (name: string) => (await desk.rowsOf<{ id: string }>('select id from project where name = $1', [name]))[0]!.id;
const fundsOf = async (name: string) => fundsOfProject(desk.db, await projectOf(name), desk.admin);
const withRef = [...payments, '外部编号'];
const asReferenced = { columns: { ...asPayments.columns, 外部编号: 'externalRef' } };

test('I13 a form that is submitted again keeps its earlier version; they differ cell by cell, and what is reported names version, file and cell', async () => {
  const clerk = await desk.person(desk.units.north, 'promoter');
  const submit = async (rows: readonly (readonly (string | number)[])[], name: string) => {
    const id = await desk.bring(clerk, 'arrival', [withRef, ...rows], name);
    await desk.setUp(clerk, id, asReferenced);
    await desk.check(clerk, id);
    await desk.commit(clerk, id, { reason: '测试' });
    return id;
  };
  const one = await submit(
    [
      ['C1', '2026-03-08', 100, 'A1', 'R1'],
      ['C1', '2026-03-09', 50, 'A2', 'R2'],
      ['C2', '2026-03-10', 7, 'A3', ''],
    ],
    '三月到位.xlsx',
  );
  const two = await submit(
    [
      ['C1', '2026-03-08', 120, 'A1', 'R1'],
      ['C1', '2026-03-09', 50, 'A2', 'R2'],
      ['C2', '2026-03-11', 9, 'A4', ''],
    ],
    '三月到位更正.xlsx',
  );

  const { items } = await listVersions(desk.db, two, importKinds, clerk);
  expect(items.map((v) => [v.id, v.edition, v.fileName])).toEqual([
    [one, 1, '三月到位.xlsx'],
    [two, 2, '三月到位更正.xlsx'],
  ]);
  const compared = await compareVersions(desk.db, { id: two, with: one, page: 1, size: 50 }, importKinds, clerk);
  expect(compared.items.map((l) => [l.change, l.field, l.wasCell, l.cell, l.was, l.now])).toEqual([
    ['cell', 'amount', 'C2', 'C2', 100_000_000, 120_000_000],
    ['cell', 'amount', 'C4', 'C4', 7_000_000, 9_000_000],
    ['cell', 'arrivedOn', 'B4', 'B4', '2026-03-10', '2026-03-11'],
    ['cell', 'voucherNo', 'D4', 'D4', 'A3', 'A4'],
  ]);
  expect(compared.total).toBe(4);
  const same = await compareVersions(desk.db, { id: two, with: two, page: 1, size: 50 }, importKinds, clerk);
  expect(same).toEqual({ items: [], total: 0 });

  const standing = (await fundsOf('十四号甲厂')).arrivals.filter((a) => !a.reverses && !a.reversedBy);
  const sources = standing.map((a) => [a.voucherNo, a.source?.fileName, a.source?.edition, a.source?.sheet, a.source?.cell]);
  expect(sources).toEqual([
    ['A1', '三月到位更正.xlsx', 2, '台账', 'C2'],
    ['A2', '三月到位.xlsx', 1, '台账', 'C3'],
  ]);
  const [agreement] = (await fundsOf('十四号甲厂')).agreements;
  expect(agreement!.source).toMatchObject({ fileName: '台账.xlsx', edition: 1, cell: 'D2' });
  const other = await desk.person(desk.units.south, 'promoter');
  await expect(listVersions(desk.db, two, importKinds, other)).rejects.toMatchObject({ code: 'import.unknown' });
  await expect(compareVersions(desk.db, { id: two, with: one, page: 1, size: 50 }, importKinds, other)).rejects.toMatchObject({
    code: 'import.unknown',
  });
});

describe('I14 when a month is closed', () => {
  const late = [payments, ['C2', '2026-05-02', 3, 'L1'], ['C2', '2026-03-20', 4, 'L2'], ['没有的项目', '2026', 1, 'L3']];
  const close = (month: string) => closeWithFigures(desk.db, { month, acknowledged: true, note: null }, desk.admin, desk.now);
  beforeAll(async () => {
    await close('2026-03');
    await close('2026-04');
  });

  test('an import of rows of that month is refused before any row is checked, naming the months found and the next open one', async () => {
    const before = await countsOf(desk);
    const id = await desk.bring(desk.admin, 'arrival', late);
    await desk.setUp(desk.admin, id, asPayments);
    await expect(desk.check(desk.admin, id)).rejects.toMatchObject({
      kind: 'rule',
      code: 'import.month_closed',
      details: { found: ['2026', '2026-03'], rows: 2, row: 3, through: '2026-04', expected: '2026-05' },
    });
    expect(await desk.numberOf('select count(*) as n from import_row where batch_id = $1', [id])).toBe(0);
    expect(await countsOf(desk)).toEqual(before);
    const open = await desk.checked(desk.admin, 'arrival', late.slice(0, 2), asPayments);
    expect(open.result).toMatchObject({ new: 1, warnings: [] });
  });

  test('whoever says so has them booked in the next open month, with their own date kept; the next file is asked again', async () => {
    const { id, result } = await desk.checked(desk.admin, 'arrival', late.slice(0, 3), { ...asPayments, closedMonths: 'book' });
    expect(result.warnings).toMatchObject([{ row: 3, code: 'arrival.month_closed', cell: 'B3', found: '2026-03-20', expected: '2026-05' }]);
    await desk.commit(desk.admin, id, { reason: '补登' });
    const { arrivals } = await fundsOf('十四号乙厂');
    expect(arrivals.find((a) => a.voucherNo === 'L2')).toMatchObject({ arrivedOn: '2026-03-20', bookedOn: '2026-05' });
    expect(arrivals.find((a) => a.voucherNo === 'L1')).toMatchObject({ bookedOn: null });
    const [{ signature } = { signature: '' }] = await desk.rowsOf<{ signature: string }>(
      "select header->>'signature' as signature from import_batch where id = $1",
      [id],
    );
    expect(await rememberedSetup(desk.db, 'arrival', signature, desk.admin)).not.toHaveProperty('closedMonths');
  });

  test('a month that is closed between check and import stands in its way too, and a reopened one does not', async () => {
    const { id } = await desk.checked(desk.admin, 'arrival', [payments, ['C2', '2026-05-21', 8, 'L8']], asPayments);
    await close('2026-05');
    const before = await countsOf(desk);
    await expect(desk.commit(desk.admin, id)).rejects.toMatchObject({
      code: 'import.month_closed',
      details: { found: ['2026-05'], expected: '2026-06' },
    });
    expect(await countsOf(desk)).toEqual(before);
    await reopenMonth(desk.db, { month: '2026-05', reason: '补记五月到位' }, desk.admin, desk.now);
    await desk.commit(desk.admin, id);
    expect((await fundsOf('十四号乙厂')).arrivals.find((a) => a.voucherNo === 'L8')).toMatchObject({ bookedOn: null });
  });

  test('a ledger of projects comes in again unchanged; only money it would write into a closed month needs a tick and a reason', async () => {
    const rows = [ledger, ['C1', '十四号甲厂', 900, 800, '2026-03-02', '北山镇'], ['C3', '十四号丙厂', 50, 40, '2026-04-01', '北山镇']];
    const { id, result } = await desk.checked(desk.admin, 'project', rows, asLedger);
    expect(result).toMatchObject({ unchanged: 1, new: 1 });
    expect(result.warnings).toMatchObject([{ row: 3, code: 'agreement.month_closed', found: '2026-04-01', expected: '2026-05' }]);
    await expect(desk.commit(desk.admin, id)).rejects.toMatchObject({ code: 'import.not_acknowledged' });
    await desk.commit(desk.admin, id, { reason: '四月签约补登' });
    expect((await fundsOf('十四号丙厂')).agreements).toMatchObject([{ signedOn: '2026-04-01', bookedOn: '2026-05' }]);
  });
});
