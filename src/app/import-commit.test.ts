import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importInterrupted } from '../modules/imports/commands.ts';
import { commitRows } from '../modules/imports/commit-commands.ts';
import { readableBatch } from '../modules/imports/queries.ts';
import { updateProject } from '../modules/projects/commands.ts';
import { importKinds } from './import-kinds.ts';
import './wiring.ts';
import { type Desk, arrivalKind, asLedger, asPayments, countsOf, ledger, openDesk, payments, projectKind } from './testing/import-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const batchOf = (id: string) => readableBatch(desk.db, id, importKinds, desk.admin);

test('I11 soft faults need a tick and a reason, which are kept with the import and with the rows', async () => {
  await desk.imported(desk.admin, 'project', [ledger, ['S1', '十一号厂', 100, 80, '2026-01', '北山镇']], asLedger);
  const money = [payments, ['S1', '2026-02-01', 50, ''], ['S1', '2026-02-02', 60, ''], ['S1', '2025-12-01', 1, '']];
  const { id, result } = await desk.checked(desk.admin, 'arrival', money, asPayments);
  const soft = result.warnings.map((w) => [w.row, w.code]);
  expect(soft).toEqual([
    [3, 'arrival.above_total'],
    [3, 'arrival.above_agreed'],
    [4, 'arrival.before_signing'],
  ]);
  await expect(desk.commit(desk.admin, id)).rejects.toMatchObject({ code: 'import.not_acknowledged' });
  await expect(desk.commit(desk.admin, id, { reason: '银行回单已核', codes: ['arrival.above_total'] })).rejects.toMatchObject({
    details: { codes: expect.arrayContaining(['arrival.above_agreed', 'arrival.before_signing']) },
  });
  await expect(desk.commit(desk.admin, id, { reason: '   ' })).rejects.toMatchObject({ code: 'import.not_acknowledged' });
  await desk.commit(desk.admin, id, { reason: '银行回单已核' });
  expect((await batchOf(id)).acknowledged).toMatchObject({ reason: '银行回单已核' });
  const kept = await desk.rowsOf<{ acknowledged: { reason: string; faults: { code: string }[] } | null }>(
    'select acknowledged from arrival where batch_id = $1 order by arrived_on',
    [id],
  );
  expect(kept.map((k) => k.acknowledged?.faults.map((f) => f.code) ?? [])).toEqual([
    expect.arrayContaining(['before_signing']),
    [],
    ['arrived_above_agreed', 'arrived_above_total'],
  ]);
  expect(kept[2]!.acknowledged!.reason).toBe('银行回单已核');
});

test('D2 what looks like a project of the book, or of the file, is shown before anything is written and goes into the pool', async () => {
  const known = ['L0', '查重镁业轻量化部件生产线项目', 500, null, null, '北山镇'];
  await desk.imported(desk.admin, 'project', [ledger, known], asLedger);
  await desk.rowsOf(
    "update project set investor_name = '查重集团', investor_key = '查重集团', contact_phone = '0952-2036618', phone_key = '09522036618' where name = $1",
    [known[1]],
  );
  const head = [...ledger, '投资方', '联系电话', '行业'];
  const columns = { columns: { ...asLedger.columns, 投资方: 'investor', 联系电话: 'contactPhone', 行业: 'industry' } };
  const { id, result } = await desk.checked(
    desk.admin,
    'project',
    [
      head,
      ['L1', '查重镁业 轻量化部件（生产线）项目', 9, null, null, '南河镇', '别家', '', '3217'],
      ['L2', '查重镁业轻量化部件新生产线项目', 9, null, null, '北山镇', '查重集团有限公司', '', '3217'],
      ['L4', '电话相同的项目', 9, null, null, '北山镇', '另一家', '0952 2036618', '3217'],
      ['F1', '文件内甲基地', 90, null, null, '北山镇', '文件集团', '', '3217'],
      ['F2', '文件内乙仓库', 89, null, null, '北山镇', '文件集团', '', '3217'],
    ],
    columns,
  );
  expect(result.warnings.filter((w) => w.code.startsWith('project.duplicate_')).map((w) => [w.row, w.code])).toEqual([
    [2, 'project.duplicate_l1'],
    [3, 'project.duplicate_l2'],
    [4, 'project.duplicate_l4'],
  ]);
  await expect(desk.commit(desk.admin, id)).rejects.toMatchObject({ code: 'import.not_acknowledged' });
  await desk.commit(desk.admin, id, { reason: '逐一核对过' });
  const cases = await desk.rowsOf<{ name: string; level: string; reason: string | null }>(
    'select p.name, d.level, d.override_reason as reason from duplicate_case d join project p on p.id = d.project_id order by d.level, p.name',
  );
  expect(cases).toEqual([
    { name: '查重镁业 轻量化部件（生产线）项目', level: 'L1', reason: '逐一核对过' },
    { name: '查重镁业轻量化部件新生产线项目', level: 'L2', reason: '逐一核对过' },
    { name: '文件内乙仓库', level: 'L3', reason: null },
    { name: '电话相同的项目', level: 'L4', reason: null },
  ]);
});

test(
  'signed again (再次签约) in a ledger is an event: no total grows, nothing is taken back, and the same ledger again changes nothing',
  { timeout: 60_000 },
  async () => {
    const head = [...ledger, '协议类型'];
    const columns = { columns: { ...asLedger.columns, 协议类型: 'agreementKind' } };
    const bring = (...lines: (string | number)[][]) => desk.checked(desk.admin, 'project', [head, ...lines], columns);
    const signing = ['Z1', '再签项目', 900, 500, '2026-02-01', '北山镇', '投资协议'];
    const opened = await bring(['Z0', '未签先续项目', 900, 500, '2026-02-01', '北山镇', '再次签约'], signing);
    expect(opened.result.refused.map((f) => [f.row, f.code])).toEqual([[2, 'agreement.not_signed_yet']]);
    await desk.commit(desk.admin, opened.id, { skipRefused: true });
    const held = () =>
      desk.rowsOf(
        `select p.agreed_fen, p.signed_on, (select string_agg(a.kind || ' ' || a.total_fen, ', ' order by a.recorded_at, a.id) from agreement a
         where a.project_id = p.id) as deals from project p where p.name = '再签项目'`,
      );
    const [signed] = await held();
    const again = ['Z1', '再签项目', 900, 800, '2026-05-01', '北山镇', '再次签约'];
    const { id, result } = await bring(again);
    expect(result).toMatchObject({ refused: [], changed: 1 });
    await desk.commit(desk.admin, id);
    expect(await held()).toEqual([{ ...signed, deals: 'investment 500000000, resigning 800000000' }]);
    expect((await bring(again)).result).toMatchObject({ refused: [], unchanged: 1, changed: 0 });
  },
);

describe('I12 a failure midway leaves nothing', () => {
  const many = [ledger, ...Array.from({ length: 600 }, (_, i) => [`M${i}`, `十二号第${i}厂`, 10, 5, '2026-01', '北山镇'])];

  test('when the work is cancelled, and it can be committed afterwards', async () => {
    const { id } = await desk.checked(desk.admin, 'project', many, asLedger);
    const before = await countsOf(desk);
    let told = 0;
    const progress = () => {
      told += 1;
      if (told > 1) throw new Error('cancelled');
      return Promise.resolve();
    };
    await expect(
      commitRows(desk.db, { batchId: id, kind: projectKind, prepared: undefined, progress }, desk.admin, desk.now),
    ).rejects.toThrow('cancelled');
    expect(await countsOf(desk)).toEqual(before);
    await desk.commit(desk.admin, id);
    expect(await countsOf(desk)).toMatchObject({ projects: before.projects + 600, agreements: before.agreements + 600 });
  });

  test('when the database loses the connection, and an import that a killed server left is taken up again', async () => {
    const money = [payments, ...Array.from({ length: 600 }, (_, i) => [`M${i}`, '2026-02', 1, ''])];
    const { id } = await desk.checked(desk.admin, 'arrival', money, asPayments);
    const before = await countsOf(desk);
    let told = 0;
    const progress = async () => {
      told += 1;
      if (told === 1)
        await desk.rowsOf(
          "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()",
        );
    };
    await expect(
      commitRows(desk.db, { batchId: id, kind: arrivalKind, prepared: undefined, progress }, desk.admin, desk.now),
    ).rejects.toThrow();
    expect(await countsOf(desk)).toEqual(before);
    const taskId = '01890000-0000-7000-8000-000000000001';
    await desk.rowsOf("update import_batch set status = 'committing', task_id = $2 where id = $1", [id, taskId]);
    await importInterrupted(desk.db, taskId, desk.now);
    expect(await batchOf(id)).toMatchObject({ status: 'checked', refusal: { code: 'import.interrupted' } });
    await desk.commit(desk.admin, id);
    expect(await countsOf(desk)).toEqual({ ...before, arrivals: before.arrivals + 600 });
  });
});

test('I16 of two who import the same at once one wins and the other is told what differs', async () => {
  const rows = [ledger, ['W1', '十六号厂', 100, 80, '2026-01', '北山镇']];
  const [one, other] = [await desk.person(desk.units.bureau, 'promotion_admin'), await desk.person(desk.units.bureau, 'promotion_admin')];
  const first = await desk.checked(one, 'project', rows, asLedger);
  const second = await desk.checked(other, 'project', rows, asLedger);
  const ends = await Promise.allSettled([desk.commit(one, first.id), desk.commit(other, second.id)]);
  expect(ends.map((e) => e.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const lost = ends.find((e) => e.status === 'rejected') as PromiseRejectedResult;
  expect(lost.reason).toMatchObject({
    code: 'import.stale',
    details: { rows: 1, differences: [{ row: 2, was: 'new', now: 'unchanged' }] },
  });
  expect(await desk.numberOf("select count(*) as n from project where name = '十六号厂'")).toBe(1);
  const money = await desk.checked(one, 'arrival', [payments, ['W1', '2026-02', 5, '']], asPayments);
  const [{ id, version } = { id: '', version: 0 }] = await desk.rowsOf<{ id: string; version: number }>(
    "select id, version from project where name = '十六号厂'",
  );
  const change = await desk.checked(one, 'project', [ledger, ['W1', '十六号厂', 130, '', '', '北山镇']], asLedger);
  await updateProject(desk.db, { id, version, patch: { totalMinor: 120_000_000 } }, desk.admin, desk.now);
  await expect(desk.commit(one, change.id)).rejects.toMatchObject({
    code: 'import.stale',
    details: { differences: [{ row: 2, fields: ['total'] }] },
  });
  await desk.commit(one, money.id);
  await expect(desk.commit(one, money.id)).rejects.toMatchObject({ code: 'import.already_committed' });
});
