import type { Page } from 'playwright-core';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleTheDistrict } from '../src/app/demo/people.ts';
import { recordArrival } from '../src/modules/funds/arrival-commands.ts';
import { addMonths, dayOf, monthOf } from '../src/kernel/day.ts';
import { importProjects } from '../src/modules/projects/import-commands.ts';
import type { Runtime } from '../src/app/parts.ts';
import { expectClean } from './browser.ts';
import { choose } from './choose.ts';
import { type House, openHouse, openingTime, patience, wordsOf } from './house.ts';

const month = addMonths(monthOf(dayOf(new Date()))!, -1);
const next = addMonths(month, 1);
/** 2026年7月 */
const said = (of: string) => `${of.slice(0, 4)}年${Number(of.slice(5))}月`;
let house: House;
let page: Page;
let faults: string[];
let project: string;

/** A district with one project, to which money arrived last month. */
async function fill({ db }: Runtime) {
  const { keeper, units } = await peopleTheDistrict(db, new Date());
  const rows = [{ name: '年产5万吨镁合金压铸件项目', unitId: units.get('QW-X01')!, stage: 'building' as const, happenedOn: month }];
  [{ id: project }] = (await importProjects(db, { batchId: v7(), rows }, keeper)) as [{ id: string; code: string }];
  const terms = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null, payer: null, payerRegion: null, remark: null };
  const acknowledged = { codes: ['before_signing', 'arrived_above_agreed'], reason: '先到位后签约' };
  const arrived = { arrivedOn: `${month}-08`, amountMinor: 120_000_000, kind: 'civil' as const, voucherNo: 'A1' };
  await recordArrival(db, { ...terms, ...arrived, acknowledged, projectId: project }, keeper);
}
beforeAll(async () => {
  house = await openHouse(fill);
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

const button = (name: string | RegExp) => house.button(name);

test('the bureau reads what the month lacks, and closes it', { timeout: 180_000 }, async () => {
  await house.signIn('zhaoshang');
  await page.goto('/closings');
  await button(`封账${said(month)}`).click(patience);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('笔到位资金没有佐证材料').waitFor(patience);
  await expectClean(page);
  const close = dialog.getByRole('button', { name: `封账${said(month)}`, exact: true });
  await expect.poll(() => close.isDisabled(), patience).toBe(true);
  await dialog.getByRole('checkbox').check();
  await close.click();
  await page.getByText(`已封账至${said(month)}`).waitFor(patience);
  await expectClean(page);
});

const asOfClosing = () => page.goto(`/figures/arrived_amount?asOf=${month}`);
/** Everything the page has to say once all its parts have come. */
const whole = /建账以来至.*截至.*封账.*120\.00万元.*合计1个项目.*共1条/;

test(
  'a late entry is announced before it is saved; as of the closing all stays the same, and “why” lists the entry',
  { timeout: 240_000 },
  async () => {
    const words = wordsOf(page.locator('main'));
    await asOfClosing();
    await expect.poll(words, patience).toMatch(whole);
    const before = await words();
    await page.goto(`/projects/${project}?tab=arrivals&act=record`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('到位时间').first().fill(`${month}-20`);
    await dialog.getByText(`将记入${said(next)}`).waitFor(patience);
    await expectClean(page);
    await dialog.getByLabel('金额').first().fill('30');
    await choose(page, dialog.getByLabel('资金类别'), '土建');
    await dialog.getByRole('button', { name: '登记到位', exact: true }).click();
    await dialog.getByText('为什么属实').waitFor(patience);
    await dialog.getByLabel('为什么属实（会随这一笔保留）').fill('银行回单晚到');
    for (const tick of await dialog.getByRole('checkbox').all()) await tick.check();
    await dialog.getByRole('button', { name: '登记到位', exact: true }).click();
    await dialog.waitFor({ state: 'hidden', ...patience });
    await page.getByText(`（记入 ${next}）`).first().waitFor(patience);
    await asOfClosing();
    await expect.poll(words, patience).toBe(before);
    await expectClean(page);
    await page.goto(`/figures/arrived_amount/why?before=${month}`);
    await page.locator('.why-sum').waitFor(patience);
    await expect.poll(async () => await page.locator('tbody tr[data-row-key]').count(), { timeout: 20_000 }).toBe(1);
    await expect.poll(wordsOf(page.locator('.why-sum')), patience).toMatch(/相差30\.00.*所列合计30\.00.*未说明0/);
    await expect.poll(wordsOf(page.locator('tbody')), patience).toContain(next);
    await expectClean(page);
    // What wants an answer is refused first, which the browser notes as an error.
    expect(faults.filter((fault) => !fault.includes('/arrivals'))).toEqual([]);
  },
);
