import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/app/demo/load.ts';
import { expectClean } from './browser.ts';
import { type House, openHouse, openingTime, patience, wordsOf } from './house.ts';

let house: House;
let page: Page;
let faults: string[];

/** The invented district, whose bureau and statistics office have judged its arrivals. */
beforeAll(async () => {
  house = await openHouse(({ db }) => loadDemo(db, new Date()));
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

test('one arrival with two verdicts that differ, and the reconciliation of its month closes to zero', { timeout: 300_000 }, async () => {
  const { rows } = await house.database.pool.query<{ project_id: string; month: string }>(`
    select p.project_id, left(p.counts_on, 7) as month from verdict p join verdict s using (project_id, arrival_id)
    where p.basis = 'promotion' and p.outcome = 'counted' and s.basis = 'statistics' and s.outcome = 'left_out' order by 2 desc, 1 limit 1`);
  const { project_id: project, month } = rows[0]!;
  await house.signIn('zhaoshang');
  await page.goto(`/reconciliation?a=promotion&b=statistics&from=${month}&to=${month}`);
  await page.getByText('余 0.00 元').waitFor(patience);
  await expectClean(page);
  await page.getByRole('button', { name: '仅招商口径计入' }).first().click();
  await page.locator(`a[href^="/projects/${project}"]`).first().click(patience);
  const verdicts = page.getByRole('table', { name: '认定' });
  await verdicts.waitFor(patience);
  await expect.poll(wordsOf(verdicts), patience).toMatch(/(?<!不)计入/);
  await expect.poll(wordsOf(verdicts), patience).toContain('资金类别不计入');
  await expectClean(page);
  expect(faults).toEqual([]);
});

test('red flags with their rows, a figure of one 口径 with its card, and the list of 口径', { timeout: 300_000 }, async () => {
  await page.goto('/red-flags');
  await page
    .getByText(/凭证号“JZ-.*”用了 2 次/)
    .first()
    .waitFor(patience);
  await expectClean(page);
  await page.goto('/figures/recognised_promotion');
  await page.getByRole('button', { name: '口径卡' }).click(patience);
  await page.getByText('栖梧区招商到位认定办法', { exact: false }).waitFor(patience);
  await expectClean(page);
  await page.goto('/recognition-bases');
  await page.getByLabel('中文名称 promotion').waitFor(patience);
  await expectClean(page);
  expect(faults).toEqual([]);
});

test('the bureau returns a claim, and the unit sends it up again with nothing lost', { timeout: 300_000 }, async () => {
  await page.goto('/claims');
  await page.getByRole('link', { name: '青穗镇' }).first().click(patience);
  const lines = page.getByRole('table', { name: '到位资金和各口径结论' });
  await lines.waitFor(patience);
  await lines.getByRole('row').nth(1).waitFor(patience);
  const before = await lines.getByRole('row').count();
  await expectClean(page);
  await page.getByRole('button', { name: '退回' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('请补银行回单');
  await page.getByRole('dialog').getByRole('button', { name: '退回' }).click();
  await page.getByText('已退回').first().waitFor(patience);
  const address = new URL(page.url()).pathname;
  await page.context().clearCookies();
  await house.signIn('qingsui');
  await page.goto(address);
  await page.getByRole('button', { name: '修改后重新申报' }).click(patience);
  await page.getByRole('table', { name: '选择要申报的到位资金' }).waitFor(patience);
  await expectClean(page);
  await page.getByRole('button', { name: /^申报 \d+ 笔$/ }).click();
  await page.getByText('审核中').first().waitFor(patience);
  await expect.poll(() => lines.getByRole('row').count(), patience).toBe(before);
  await page.getByText('请补银行回单').waitFor(patience);
  expect(faults).toEqual([]);
});
