import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/app/demo/load.ts';
import { expectClean } from './browser.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

let house: House;
let page: Page;
let faults: string[];

/** The invented district, whose projects are planned and not all in time. */
beforeAll(async () => {
  house = await openHouse(({ db }) => loadDemo(db, new Date()));
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

test(
  'from the overdue milestones of all projects to one of them, its progress, and a plan in the place of the first',
  { timeout: 300_000 },
  async () => {
    await house.signIn('zhaoshang');
    await page.goto('/milestones');
    await page
      .getByText(/逾期 \d+ 天/)
      .first()
      .waitFor(patience);
    await expectClean(page);
    // One that is recorded here and not with the project, of a project that goes on.
    const { rows } = await house.database.pool.query<{ id: string }>(`
    select s.project_id as id from milestone_standing s join project p on p.id = s.project_id
    where s.event is null and s.finished_on is null and s.finish_on < current_date::text and p.side is null order by s.finish_on, 1 limit 1`);
    await page.goto(`/projects/${rows[0]!.id}?tab=milestones`);
    const nodes = page.getByRole('table', { name: '节点计划' });
    await nodes.waitFor(patience);
    await expectClean(page);
    const overdue = nodes.locator('tr', { hasText: '逾期' }).filter({ has: page.getByRole('button', { name: /^登记/ }) });
    await overdue.first().getByRole('button').click();
    await page.getByText('实际完成', { exact: true }).last().click();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已登记').waitFor(patience);
    await page.getByRole('button', { name: '调整计划' }).click();
    await page.getByLabel('承诺投产').fill('2029-12-31');
    await page.getByLabel('调整原因').fill('设备交期推迟');
    await page
      .getByText(/（原 \d{4}-\d\d-\d\d）/)
      .first()
      .waitFor(patience);
    await page.getByRole('button', { name: '保存计划' }).click(patience);
    await page.getByText('第 2 版（', { exact: false }).waitFor(patience);
    await expect.poll(() => page.getByText('设备交期推迟').count(), patience).toBe(1);
    await expectClean(page);
    expect(faults).toEqual([]);
  },
);

test('templates of each class, and a draft of the next version', { timeout: 300_000 }, async () => {
  await page.goto('/milestone-templates');
  await page.getByRole('button', { name: '以此修订' }).first().click(patience);
  await page.getByLabel('土地出让的工期', { exact: true }).waitFor(patience);
  await expectClean(page);
  expect(faults).toEqual([]);
});
