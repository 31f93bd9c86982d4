import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleTheDistrict } from '../src/app/demo/people.ts';
import { cards } from '../src/modules/figures/domain/card.ts';
import { readDocumentXml, readParagraphs } from '../src/platform/docx/test-document.ts';
import { expectClean } from './browser.ts';
import { type House, openHouse, openingTime, patience, wordsOf } from './house.ts';
import { writeLedger } from './ledger-file.ts';

const year = new Date().getFullYear() - 1;
let house: House;
let page: Page;
let faults: string[];

/** The server as it really runs, on a port of its own, over an invented district that has people and no project yet. */
beforeAll(async () => {
  house = await openHouse(({ db }) => peopleTheDistrict(db, new Date()));
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

const button = (name: string | RegExp) => house.button(name);

/** Brings the ledger and goes through sheet and columns as they are suggested, up to the result of the check. */
async function bringLedger(look: () => Promise<void> = () => Promise.resolve()) {
  await page.goto('/imports?kind=project');
  await page.locator('input[type=file]').setInputFiles(join(house.folder, 'ledger.xlsx'));
  await page.waitForURL(/imports\/[0-9a-f-]{36}/, patience);
  await button('下一步：对应列').waitFor(patience);
  await look();
  await button('下一步：对应列').click();
  await button('检查').waitFor(patience);
  await look();
  await button('检查').click();
  await page.locator('.import-tiles').waitFor(patience);
}
const tiles = () => wordsOf(page.locator('.import-tiles'))();

test('a clerk signs in and sees an empty ledger as one', { timeout: 180_000 }, async () => {
  await house.comeIn('zhaoshang');
  await expectClean(page);
  // Asking who is signed in is answered with a refusal until someone is; the browser notes it as an error.
  faults.length = 0;
  await page.keyboard.press('Enter');
  await page.locator('.desk section').first().waitFor(patience);
  await expectClean(page);
  await page.goto('/cockpit');
  await page.locator('.figure').first().waitFor(patience);
  await expectClean(page);
  await page.goto('/projects');
  await page.getByText('还没有项目').first().waitFor(patience);
  await expectClean(page);
});

test(
  'she brings the file as the office keeps it and sees what would come of it before anything is written',
  { timeout: 240_000 },
  async () => {
    await writeLedger(join(house.folder, 'ledger.xlsx'), year);
    await page.goto('/imports?kind=project');
    await page.locator('input[type=file]').waitFor({ state: 'attached', ...patience });
    await page.getByText('还没有导入').first().waitFor(patience);
    await expectClean(page);
    await bringLedger(() => expectClean(page));
    await expectClean(page);
    await expect.poll(tiles, patience).toContain('新增4更新0无变化0不能导入1');
    for (const said of ['没有单位“不存在的局”', 'D9', '550,005,000.00元', '都与各行相加一致'])
      await expect.poll(wordsOf(page.locator('main')), patience).toContain(said);
    expect((await house.database.pool.query('select 1 from project')).rowCount).toBe(0);
  },
);

test('refused rows stay out only when she says so; a reload loses nothing', { timeout: 180_000 }, async () => {
  await button('下一步：导入').click();
  const go = button(/^导入 4 行$/);
  await go.waitFor(patience);
  await expect.poll(() => go.isDisabled(), patience).toBe(true);
  await page.reload();
  await page.getByRole('checkbox', { name: /跳过/ }).check(patience);
  await expectClean(page);
  await go.click();
  await page.getByText('导入完成：新增 4 行').waitFor(patience);
  await expectClean(page);
  await page.getByRole('link', { name: '查看新增的项目' }).click();
  await page.getByText('年产5万吨镁合金压铸件项目').first().waitFor(patience);
  await expectClean(page);
});

test('the same file again changes nothing and says so', { timeout: 180_000 }, async () => {
  await bringLedger();
  await expect.poll(tiles, patience).toContain('新增0更新0无变化4不能导入1');
  await expect.poll(wordsOf(page.locator('main')), patience).toContain('已导入过同一文件');
  // The second submission of the form, held to the first.
  await page.getByText('与那一次提交的内容完全相同').waitFor(patience);
});

test('a figure opens to the rows that add up to it', { timeout: 180_000 }, async () => {
  await page.goto('/cockpit');
  const tile = page.locator('.figure', { hasText: cards.signed_amount.zh.name }).first();
  await tile.waitFor(patience);
  await expect.poll(wordsOf(tile), patience).toContain('5.50亿元');
  await tile.locator('.figure-main').click();
  await page.waitForURL(/figures\/signed_amount/);
  await page.getByText('冷链物流园项目').first().waitFor(patience);
  // Asked until it holds: a busy machine may still be drawing the rows.
  const amounts = async () => {
    const texts = await page.locator('tbody tr[data-row-key] td:last-child').allInnerTexts();
    return texts.map((text) => Number(text.replace(/[^\d.]/g, ''))).toSorted((a, b) => a - b);
  };
  await expect.poll(amounts, patience).toEqual([8000.5, 12000, 35000]);
  await expect.poll(wordsOf(page.locator('tfoot')), patience).toContain('55,000.50');
  await expectClean(page);
});

test('she makes the monthly analysis of it and takes it along as Word and as its annex', { timeout: 240_000 }, async () => {
  await page.goto('/papers');
  await button('生成文书').first().click(patience);
  await page.getByRole('dialog').getByRole('button', { name: '生成文书' }).click();
  await page.waitForURL(/papers\/[0-9a-f-]{36}/, patience);
  const saved = async (words: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: words }).click(patience)]);
    const path = join(house.folder, download.suggestedFilename());
    await download.saveAs(path);
    return { path, bytes: await readFile(path) };
  };
  const paper = await saved('下载 Word');
  const text = readParagraphs(readDocumentXml(paper.bytes))
    .map((p) => p.text)
    .join('\n');
  expect(paper.path).toMatch(/\.docx$/);
  expect(text).toContain('5.50亿元');
  const annex = await saved('下载附件 Excel');
  expect(annex.path).toMatch(/\.xlsx$/);
  expect(annex.bytes.subarray(0, 2).toString()).toBe('PK');
  await expectClean(page);
});

test('nothing went wrong in any page on the way', () => {
  expect(faults).toEqual([]);
});
