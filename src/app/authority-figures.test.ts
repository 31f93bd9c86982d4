import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { figureCards, figureValues } from '../modules/figures/queries.ts';
import { recordDate } from '../modules/projects/date-commands.ts';
import { builtInAuthorities } from '../modules/projects/domain/authority-date.ts';
import { importProjects } from '../modules/projects/import-commands.ts';
import { projectDates } from '../modules/projects/date-queries.ts';
import { type Desk, openDesk, opened } from './testing/import-desk.ts';
import { suggestSetup } from '../modules/imports/suggestion.ts';
import { readableBatch } from '../modules/imports/queries.ts';
import { templateFile } from '../modules/imports/template.ts';
import { importKinds } from './import-kinds.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Desk;
beforeAll(async () => {
  t = await openDesk(now);
  for (const [code, name] of [
    ['promotion', '招商局'],
    ['statistics', '统计局'],
    ['industry', '工信局'],
  ])
    await t.pool.query(
      "insert into dictionary_entry (id, dictionary, code, name_zh, name_en, order_no) values ($1, 'authority', $2, $3, $2, 1)",
      [v7(), code, name],
    );
});
afterAll(() => t.close());

test('figures count starts by the date that the rules name, and the card says whose it is', async () => {
  const rows = [{ name: '镁合金压铸项目', unitId: t.units.north, stage: 'building' as const, startedOn: '2026-03', signedOn: '2025-10' }];
  const [made] = await importProjects(t.db, { batchId: v7(), rows }, t.everyone.promotion_admin, now);
  const entry = { event: 'started' as const, authority: 'statistics', kind: 'works' as const, happenedOn: '2026-05', insteadOf: null };
  await recordDate(t.db, { ...entry, id: made!.id, uploadIds: [] }, t.everyone.statistics, now);
  const opened = async (month: string) => {
    const asked = { from: month, through: `${month}-31` };
    const { figures } = await figureValues(t.db, asked, t.everyone.promotion_admin, now, ['opened_count']);
    return figures[0]!.value;
  };
  expect([await opened('2026-03'), await opened('2026-05')]).toEqual([1, 0]);
  expect((await figureCards(t.db, {}, t.everyone.promotion_admin, now)).dates.started).toBeNull();
  const body = { ...builtInAuthorities, counts: { started: 'statistics', production: 'claimed' } };
  await t.pool.query(
    `insert into rule_version (id, kind, version, effective_from, body, published_at, published_by) values ($1, 'authority-dates', 1, '2020-01-01', $2, $3, $1)`,
    [v7(), body, now],
  );
  expect([await opened('2026-03'), await opened('2026-05')]).toEqual([0, 1]);
  expect((await figureCards(t.db, {}, t.everyone.promotion_admin, now)).dates).toMatchObject({
    started: { zh: expect.any(String) },
    production: null,
  });
});

test(
  'an authority’s own list of dates comes in as an import: each is judged as by itself, and what stood before stays',
  { timeout: 60_000 },
  async () => {
    const rows = [
      { name: '智能仓储项目', unitId: t.units.north, stage: 'building' as const, startedOn: '2026-03', signedOn: '2025-10' },
      { name: '冷链物流项目', unitId: t.units.south, stage: 'building' as const, startedOn: '2026-04', signedOn: '2025-10' },
      { name: '在谈项目', unitId: t.units.south, stage: 'negotiating' as const },
    ];
    const [first, second] = await importProjects(t.db, { batchId: v7(), rows }, t.everyone.promotion_admin, now);
    const office = t.everyone.statistics;
    const header = ['项目名称', '事项', '认定部门', '认定时间', '开工类型', '变更原因'];
    const columns = {
      项目名称: 'project',
      事项: 'event',
      认定部门: 'authority',
      认定时间: 'happenedOn',
      开工类型: 'kind',
      变更原因: 'reason',
    };
    const { id, result } = await t.checked(
      office,
      'authority_date',
      [
        header,
        ['智能仓储项目', '开工', '统计局', '2026-05', '建安类', ''],
        ['智能仓储项目', '入库', '统计局', '2026-06-01', '', ''],
        [second!.code, '开工', '统计局', '2026-05', '', ''],
        ['冷链物流项目', '开工', '招商局', '2026-05', '开业', ''],
        ['在谈项目', '开工', '统计局', '2026-05', '开业', ''],
        ['没有的项目', '进规', '统计局', '2026-05', '', ''],
        ['智能仓储项目', '开工', '统计局', '2026-07', '设备购置类', ''],
        ['冷链物流项目', '入库', '统计局', '2027-01', '', ''],
      ],
      { columns },
    );
    expect(result.refused.map((r) => [r.row, r.field, r.code])).toEqual([
      [4, 'kind', 'project.start_kind_required'],
      [5, 'authority', 'project.may_not_recognise'],
      [6, 'project', expect.stringMatching(/date_before_signing|project_unknown/)],
      [7, 'project', 'date.project_unknown'],
      [8, 'event', 'date.twice_in_file'],
      [9, 'happenedOn', 'project.date_in_future'],
    ]);
    await t.commit(office, id, { skipRefused: true });
    const again = [
      header,
      ['智能仓储项目', '开工', '统计局', '2026-06', '建安类', ''],
      ['智能仓储项目', '入库', '统计局', '2026-06-01', '', ''],
    ];
    const without = await t.checked(office, 'authority_date', again, { columns });
    expect(without.result).toMatchObject({ unchanged: 1, refused: [{ row: 2, field: 'reason', code: 'project.reason_required' }] });
    again[1]![5] = '现场核实';
    const { id: later, result: changed } = await t.checked(office, 'authority_date', again, { columns });
    expect(changed).toMatchObject({ changed: 1, unchanged: 1, refused: [] });
    await t.commit(office, later);
    const { cells } = await projectDates(t.db, first!.id, office, now);
    const started = cells.find((c) => c.event === 'started' && c.authority === 'statistics')!;
    expect(started).toMatchObject({
      standing: { happenedOn: '2026-06', kind: 'works', reason: '现场核实' },
      earlier: [{ happenedOn: '2026-05' }],
    });

    const kind = importKinds.find((k) => k.key === 'authority_date')!;
    const file = await opened((await templateFile(t.db, kind, true, office)).body as AsyncIterable<unknown>);
    const back = await t.bringBytes(office, kind.key, file.bytes, '导出.xlsx');
    const { setup } = await suggestSetup(t.db, t.room.files, await readableBatch(t.db, back, importKinds, office), kind, {}, office);
    await t.setUp(office, back, setup);
    expect(await t.check(office, back)).toMatchObject({ new: 0, changed: 0, refused: [] });
  },
);
