import type { Page } from 'playwright-core';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleTheDistrict } from '../src/app/demo/people.ts';
import type { Runtime } from '../src/app/parts.ts';
import { addMonths, dayOf } from '../src/kernel/day.ts';
import { refreshAllLights } from '../src/modules/lights/commands.ts';
import { openReports } from '../src/modules/progress/commands.ts';
import { defaultReportRules, openMonth } from '../src/modules/progress/domain/rules.ts';
import { importProjects } from '../src/modules/projects/import-commands.ts';
import { expectClean } from './browser.ts';
import { choose } from './choose.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

const month = openMonth(defaultReportRules, dayOf(new Date()));
const name = '年产2万吨铝合金型材项目';
let house: House;
let page: Page;
let faults: string[];

/** A district with one project, started half a year ago, which owes a report and is in no statistics yet. */
async function fill({ db }: Runtime) {
  const { keeper, units, staff } = await peopleTheDistrict(db, new Date());
  const happenedOn = addMonths(month, -6);
  const personId = staff.get('QW-X01')![0]!;
  const rows = [{ name, unitId: units.get('QW-X01')!, personId, stage: 'building' as const, happenedOn }];
  await importProjects(db, { batchId: v7(), rows }, keeper);
  await openReports(db, {}, keeper);
  await refreshAllLights(db, new Date());
}
beforeAll(async () => {
  house = await openHouse(fill);
  ({ page, faults } = house);
}, openingTime);
afterAll(() => house?.close(), 60_000);

test('a month is reported by one, accepted by another, and is in the ledger', { timeout: 180_000 }, async () => {
  await house.signIn('qingsui');
  await page.goto(`/reports?month=${month}`);
  await page.getByRole('link', { name: '填报', exact: true }).click(patience);
  await page.getByLabel('本月进展').fill('主体封顶，开始安装');
  await page.getByLabel('建筑工程').first().fill('120');
  await page.getByLabel('存在问题').fill('变压器增容尚未批复');
  await expectClean(page);
  await page.getByRole('button', { name: '提交审核' }).click();
  await page.getByText('待审核').first().waitFor(patience);
  await house.signIn('qingsui-head');
  await page.goto(`/reports?month=${month}&state=submitted`);
  await page.locator('main').getByRole('link', { name: '审核', exact: true }).click(patience);
  await page.getByRole('button', { name: '审核通过' }).click(patience);
  await page.getByText('已通过').first().waitFor(patience);
  await expectClean(page);
  await page.goto(`/reports/completeness?month=${month}`);
  await page.getByText('100.0%').first().waitFor(patience);
  await expectClean(page);
});

test('its light says why, and other rules are tried before they are published', { timeout: 180_000 }, async () => {
  await house.signIn('zhaoshang');
  await page.goto('/lights');
  await page.getByText('入库纳统').first().waitFor(patience);
  await expectClean(page);
  await page.goto('/lights/compare');
  await page.getByText(name).first().waitFor(patience);
  await expectClean(page);
  await page.goto('/lights/rules');
  await choose(page, page.getByLabel('公布的规则'), '武汉市重大项目');
  await page.getByText('有 1 个项目的灯会变').waitFor(patience);
  await expectClean(page);
  await page.getByRole('button', { name: '发布规则' }).click();
  await page.getByText('现行规则：武汉市重大项目（第 2 版）').waitFor(patience);
  expect(faults).toEqual([]);
});
