import type { Page } from 'playwright-core';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleTheDistrict } from '../src/app/demo/people.ts';
import type { Runtime } from '../src/app/parts.ts';
import { importProjects } from '../src/modules/projects/import-commands.ts';
import { createIdea } from '../src/modules/reserve/commands.ts';
import { expectClean } from './browser.ts';
import { choose } from './choose.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

let house: House;
let page: Page;
let faults: string[];

/** A district with one idea in its reserve, and one project under way. */
async function fill({ db }: Runtime) {
  const { keeper, units, staff } = await peopleTheDistrict(db, new Date());
  const [unitId, personId] = [units.get('QW-X01')!, staff.get('QW-X01')![0]!];
  const idea = { name: '枸杞深加工产业园', theme: 'farm_products', unitId, personId, industryCode: '1373', totalFen: 8_000_000_000 };
  await createIdea(db, { ...idea, jobs: 120, flowsFen: [-8_000_000_000, 3_000_000_000, 4_000_000_000, 5_000_000_000] }, keeper);
  const rows = [
    { name: '年产2万吨铝合金型材项目', unitId, personId, stage: 'building' as const, happenedOn: '2026-01', startedOn: '2026-01' },
  ];
  return (await importProjects(db, { batchId: v7(), rows }, keeper))[0]!.id;
}
beforeAll(async () => {
  house = await openHouse(fill);
  ({ page, faults } = house);
}, openingTime);
afterAll(() => house?.close(), 60_000);

test(
  'an idea gets ready, is compared with another and becomes a project once; a project tells its forecast',
  { timeout: 240_000 },
  async () => {
    await house.signIn('qingsui');
    await page.goto('/ideas');
    await page.getByRole('link', { name: '枸杞深加工产业园' }).waitFor(patience);
    await house.button('新增储备').click(patience);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('项目名称').fill('冷链物流中心');
    await choose(page, dialog.getByLabel('主题'), '农产品精深加工');
    await dialog.getByLabel('总投资').fill('3000');
    await dialog.getByLabel('逐年净现金流（万元）').fill('-3000, 900, 1200, 1500');
    await dialog.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByRole('heading', { name: '冷链物流中心' }).waitFor(patience);
    await house.button('登记用地').click(patience);
    const item = page.getByRole('dialog', { name: '登记用地' });
    await choose(page, item.getByLabel('进展'), '已完成');
    await item.getByLabel('完成时间').fill('2026-01-05');
    await item.getByLabel('依据').fill('自然资发〔2026〕1号');
    await item.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText('1/6').first().waitFor(patience);
    await item.waitFor({ state: 'hidden', ...patience });
    await expectClean(page);

    await page.goto('/ideas');
    await page.getByRole('link', { name: '冷链物流中心' }).waitFor(patience);
    for (const box of await page.locator('tbody input[type="checkbox"]').all()) await box.check();
    await house.button('比选 2 个').click(patience);
    await page.getByRole('table', { name: '效益比选' }).waitFor(patience);
    await expectClean(page);
    await page.getByRole('table', { name: '效益比选' }).getByRole('link', { name: '枸杞深加工产业园' }).click();
    await house.button('转为项目').click(patience);
    const promotion = page.getByRole('dialog', { name: '转为项目' });
    await promotion.getByRole('button', { name: '转为项目' }).click(patience);
    await page.waitForURL(/\/projects\//, patience);
    await page.goto(`${page.url()}?tab=idea`);
    await page.getByRole('link', { name: /枸杞深加工产业园/ }).click(patience);
    await page.getByText('已转入项目：').waitFor(patience);
    await expectClean(page);
    await page.goto('/ideas/rules');
    await page.getByRole('heading', { name: '前期事项' }).waitFor(patience);
    await expectClean(page);

    await page.goto(`/projects/${String(house.filled)}?tab=forecast`);
    await page.getByRole('article', { name: '预计投产时间' }).waitFor(patience);
    await expectClean(page);
    await page.goto('/forecasts');
    await page.getByText('没有需要预测的项目').first().waitFor(patience);
    await expectClean(page);
    expect(faults).toEqual([]);
  },
);
