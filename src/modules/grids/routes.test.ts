import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import { gridRoom } from '../../app/wiring.ts';
import { recordAgreement } from '../funds/agreement-commands.ts';
import { anAgreement } from '../funds/test-database.ts';
import { verifyTotals } from '../funds/verify-queries.ts';
import { changeProjects, recordGrid } from './commands.ts';
import { checkEdits, openProjectGrid } from './project-queries.ts';
import { checkGrid } from './queries.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
let codes: { first: string; second: string; theirs: string };
let ids: string[];
const { kinds, projectFields } = gridRoom;
beforeAll(async () => {
  t = await openLedger(now);
  for (const [code, zh] of [
    ['land', '土地'],
    ['other', '其他'],
  ])
    await t.pool.query(
      "insert into dictionary_entry (id, dictionary, code, name_zh, name_en, order_no) values (gen_random_uuid(), 'arrival_kind', $1, $2, $1, 1)",
      [code, zh],
    );
  ids = [
    await projectAt(t, 'building', now, { name: '甲项目', totalMinor: 1e12 }),
    await projectAt(t, 'building', now, { name: '乙项目', totalMinor: 1e12 }),
    await projectAt(t, 'building', now, { name: '南项目' }),
  ];
  await t.pool.query('update project set unit_id = $2 where id = $1', [ids[2], t.units.south]);
  for (const id of ids)
    await recordAgreement(t.db, anAgreement(id, { signedOn: '2026-01-01', totalMinor: 1e12 }), t.everyone.promotion_admin, now);
  const { rows } = await t.pool.query<{ code: string }>('select code from project order by code');
  codes = { first: rows[0]!.code, second: rows[1]!.code, theirs: rows[2]!.code };
});
afterAll(() => t.close());

const clerk = () => t.everyone.promoter;
const count = async (table: string) => Number((await t.pool.query(`select count(*) as n from ${table}`)).rows[0].n);
const rowsOf = (more: object[]) => more.map((row) => row as Record<string, string>);
const arrivals = (rows: object[], acknowledged: { codes: string[]; reason: string } | null = null) => ({
  kind: 'arrivals' as const,
  unit: '万元' as const,
  rows: rowsOf(rows),
  acknowledged,
});
const record = recordGrid(kinds);
const good = (project: string, more = {}) => ({ project, arrivedOn: '2026.3.15', amount: '1,200.5', kind: '土地', ...more });

describe('a table of arrivals', () => {
  test('is read as an import reads, by code or exact name, and every fault of every row is named at its cell', async () => {
    const rows = [
      good('甲项目'),
      {},
      good('没有的项目'),
      good(codes.second, { arrivedOn: '3月', amount: 'abc', kind: '捐款' }),
      good(codes.theirs),
      { project: '乙项目' },
      good('乙项目', { currency: 'USD', rate: '7.1' }),
    ];
    const { rows: judged, fen } = await checkGrid(t.db, kinds, arrivals(rows), { actor: clerk(), now });
    expect(
      judged.map((j) => [j.row, j.outcome, j.findings.filter((f) => f.severity === 'refuse').map((f) => `${f.field} ${f.code}`)]),
    ).toEqual([
      [1, 'new', []],
      [3, 'refused', ['project arrival.project_unknown']],
      [4, 'refused', ['arrivedOn date.year_missing', 'amount amount.unreadable', 'kind choice.unknown']],
      [5, 'refused', ['project arrival.project_unknown']],
      [6, 'refused', ['arrivedOn field.required', 'amount field.required']],
      [7, 'refused', ['rateSource money.rate_source_missing', 'rateOn field.required']],
    ]);
    expect([judged[0]!.project?.name, fen]).toEqual(['甲项目', 1200_5000_00]);
    expect(await count('arrival')).toBe(0);
  });

  test('one row that cannot be keeps all of them out, and each is named', async () => {
    const act = record(t.db, arrivals([good('甲项目'), good('没有的项目'), good(codes.theirs)]), clerk(), now);
    await expect(act).rejects.toMatchObject({ code: 'grid.refused', details: { count: 2, rows: [{ row: 2 }, { row: 3 }] } });
    expect(await count('arrival')).toBe(0);
  });

  test('what looks unusual wants a tick and a reason, which stay with the entry', async () => {
    const rows = [good('甲项目', { arrivedOn: '2025-12-01' }), good('乙项目')];
    await expect(record(t.db, arrivals(rows), clerk(), now)).rejects.toMatchObject({
      code: 'grid.needs_acknowledgement',
      details: { codes: ['arrival.before_signing'] },
    });
    const answer = { codes: ['arrival.before_signing'], reason: '定金' };
    const { recorded, actId } = await record(t.db, arrivals(rows, answer), clerk(), now);
    const { rows: kept } = await t.pool.query('select amount_fen::text, batch_id, acknowledged from arrival order by arrived_on');
    expect([recorded, kept]).toMatchObject([
      2,
      [
        { amount_fen: '1200500000', batch_id: actId, acknowledged: { reason: '定金' } },
        { amount_fen: '1200500000', acknowledged: null },
      ],
    ]);
    expect(await verifyTotals(t.db)).toEqual([]);
  });

  test('the same table again changes nothing and says so', async () => {
    const rows = [good('乙项目')];
    const { rows: judged } = await checkGrid(t.db, kinds, arrivals(rows), { actor: clerk(), now });
    expect(judged.map((j) => j.outcome)).toEqual(['unchanged']);
    await expect(record(t.db, arrivals(rows), clerk(), now)).rejects.toMatchObject({ code: 'grid.nothing_to_write' });
    expect(await count('arrival')).toBe(2);
  });

  test('those who only read fill no table', async () => {
    for (const role of ['finance', 'leader', 'auditor'] as const) {
      await expect(record(t.db, arrivals([good('甲项目')]), t.everyone[role], now)).rejects.toMatchObject({ code: 'grid.may_not_enter' });
    }
  });
});

test('a table of investment takes parts, adds them up, and asks about a month that has rows', async () => {
  const typed = (rows: object[], acknowledged: { codes: string[]; reason: string } | null = null) => ({
    kind: 'investments' as const,
    unit: '万元' as const,
    rows: rowsOf(rows),
    acknowledged,
  });
  const rows = [
    { project: '甲项目', month: '2026年9月', civil: '100', equipment: '50' },
    { project: '甲项目', month: '2026-10', amount: '80' },
    { project: '乙项目', month: '2026-10', civil: '10', amount: '11' },
  ];
  const { rows: judged } = await checkGrid(t.db, kinds, typed(rows), { actor: clerk(), now });
  expect(judged.map((j) => [j.outcome, j.findings.map((f) => f.code)])).toEqual([
    ['new', []],
    ['refused', ['investment.parts_missing']],
    ['refused', ['investment.parts_differ_from_amount']],
  ]);
  await record(t.db, typed(rows.slice(0, 1)), clerk(), now);
  const again = typed([{ project: '甲项目', month: '2026-09', civil: '1' }]);
  await expect(record(t.db, again, clerk(), now)).rejects.toMatchObject({ details: { codes: ['investment.month_has_rows'] } });
  const { rows: kept } = await t.pool.query('select month, civil_fen::text, equipment_fen::text, amount_fen::text from investment');
  expect(kept).toEqual([{ month: '2026-09', civil_fen: '100000000', equipment_fen: '50000000', amount_fen: '150000000' }]);
  expect(await verifyTotals(t.db)).toEqual([]);
});

describe('a table of projects', () => {
  const change = changeProjects(projectFields);
  const opened = () => openProjectGrid(t.db, projectFields, ids, { actor: clerk(), now });
  test('holds only what its writer may edit, as people write it', async () => {
    const { rows, left } = await opened();
    expect([rows.map((r) => r.name), left]).toEqual([['甲项目', '乙项目'], 1]);
    expect(rows[0]!.cells).toMatchObject({ unit: '北山镇招商办', person: clerk().name, industry: '3217', plannedStartOn: '2026-03' });
  });

  test('G2 changes each its own way, all or none; names are looked up, a cleared cell is nothing, frozen and required fields stay', async () => {
    const { rows } = await opened();
    const edit = (i: number, cells: Record<string, string>) => ({ id: rows[i]!.id, version: rows[i]!.version, cells });
    const bad = [edit(0, { remark: '可以' }), edit(1, { name: '', person: '没有此人', total: '12x' })];
    const judged = await checkEdits(t.db, projectFields, bad, { actor: clerk(), now });
    expect(judged.rows.map((r) => [r.outcome, r.findings.map((f) => `${f.field} ${f.code}`).toSorted()])).toEqual([
      ['changed', []],
      ['refused', ['name field.required', 'person grid.word_unknown', 'total amount.unreadable']],
    ]);
    await expect(change(t.db, { rows: bad }, clerk(), now)).rejects.toMatchObject({
      code: 'grid.refused',
      details: { rows: [{ row: 2 }] },
    });
    const other = t.everyone.unit_head;
    const { changed } = await change(
      t.db,
      { rows: [edit(0, { remark: '可以', person: other.name }), edit(1, { contactName: '' })] },
      clerk(),
      now,
    ).catch((e: unknown) => ({ changed: e }));
    expect(changed).toBe(1);
    const { rows: kept } = await t.pool.query('select remark, person_id, version from project where id = $1', [rows[0]!.id]);
    expect(kept).toEqual([{ remark: '可以', person_id: other.id, version: rows[0]!.version + 1 }]);
  });

  test('a row that another person changed meanwhile keeps all of them out', async () => {
    const { rows } = await opened();
    await t.pool.query('update project set version = version + 1 where id = $1', [rows[0]!.id]);
    const stale = rows.map(({ id, version }) => ({ id, version, cells: { remark: '新' } }));
    await expect(change(t.db, { rows: stale }, clerk(), now)).rejects.toMatchObject({
      details: { count: 1, rows: [{ row: 1, findings: [{ code: 'project.changed_meanwhile' }] }] },
    });
  });

  test('those of another unit are as unknown as those that never were', async () => {
    const stranger = await t.person(t.units.south, 'promoter');
    const { rows } = await opened();
    const edits = rows.map(({ id, version }) => ({ id, version, cells: { remark: '改' } }));
    const { rows: judged } = await checkEdits(t.db, projectFields, edits, { actor: stranger, now });
    expect(judged.map((j) => [j.project, j.findings.map((f) => f.code)])).toEqual([
      [null, ['project.unknown']],
      [null, ['project.unknown']],
    ]);
  });
});
