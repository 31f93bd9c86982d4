import { afterAll, beforeAll, expect, test } from 'vitest';
import { listIdeas } from '../modules/reserve/queries.ts';
import { reservePreset } from '../modules/reserve/domain/rule.ts';
import { publishPreset } from '../modules/reference/commands.ts';
import { type Desk, openDesk } from './testing/import-desk.ts';

const now = new Date('2026-06-15T02:00:00Z');
const header = ['储备项目', '主题', '责任单位', '总投资（万元）', '用地面积（亩）', '带动就业'];
const columns = { 储备项目: 'name', 主题: 'theme', 责任单位: 'unit', 总投资: 'total', 用地面积: 'land', 带动就业: 'jobs' };
let t: Desk;
const theme = '清洁能源';
beforeAll(async () => {
  t = await openDesk(now);
  await publishPreset(t.db, reservePreset);
});
afterAll(() => t.close());

test('a list of ideas becomes the reserve: what is faulty is named, the same again changes nothing', { timeout: 60_000 }, async () => {
  const bureau = t.everyone.promotion_admin;
  const good = [
    ['镁基储氢材料', theme, '北山镇', 32_000, '60.5', 180],
    ['冷链集散中心', theme, '南河镇', null, null, null],
  ];
  const faulty = [
    ['无主题项目', '没有的主题', '北山镇', 1, null, null],
    ['无单位项目', theme, '没有的镇', 1, null, null],
    ['镁基储氢材料', theme, '北山镇', 1, null, null],
  ];
  const { id, result } = await t.checked(bureau, 'idea', [header, ...good, ...faulty], { columns });
  expect(result.refused.map((r) => [r.row, r.field, r.code])).toEqual([
    [4, 'theme', 'choice.unknown'],
    [5, 'unit', 'idea.unit_unknown'],
    [6, 'name', 'idea.twice_in_file'],
  ]);
  await t.commit(bureau, id, { skipRefused: true });
  const { items } = await listIdeas(t.db, { page: 1, size: 50 }, bureau, now);
  expect(items.map((i) => [i.name, i.totalFen, i.theme]).toSorted()).toEqual([
    ['冷链集散中心', null, 'clean_energy'],
    ['镁基储氢材料', 32_000_000_000, 'clean_energy'],
  ]);
  const { rows } = await t.pool.query("select land_mu::text as land, jobs from idea where name = '镁基储氢材料'");
  expect(rows).toEqual([{ land: '60.50', jobs: 180 }]);
  const again = await t.checked(bureau, 'idea', [header, ...good], { columns });
  expect(again.result).toMatchObject({ new: 0, unchanged: 2 });
});

test('a person of one unit brings in ideas of that unit only', { timeout: 60_000 }, async () => {
  const { result } = await t.checked(t.everyone.promoter, 'idea', [header, ['河畔文旅', theme, '南河镇', 1, null, null]], { columns });
  expect(result.refused.map((r) => [r.field, r.code])).toEqual([['unit', 'idea.may_not_keep']]);
});
