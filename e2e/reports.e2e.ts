import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Workbook } from 'exceljs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/app/demo/load.ts';
import { expectClean } from './browser.ts';
import { type House, openHouse, openingTime, patience, wordsOf } from './house.ts';

const template = join(import.meta.dirname, '../src/app/demo/monthly-form.xlsx');
let house: House;
let page: Page;
let faults: string[];

/** The invented district with its ledger, and nobody's form in it. */
beforeAll(async () => {
  house = await openHouse(({ db }) => loadDemo(db, new Date()));
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

const button = (name: string | RegExp) => house.button(name);
async function download(click: () => Promise<void>): Promise<Workbook> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  const book = new Workbook();
  await book.xlsx.load((await readFile(await file.path())) as never);
  return book;
}

test(
  'B05 a collection shows what it costs before it is issued; a unit fills only the gaps; the office takes it all along',
  { timeout: 300_000 },
  async () => {
    await house.signIn('fagai');
    await page.goto('/collections');
    await page.getByText('还没有征集').first().waitFor(patience);
    await page.goto('/collections/new');
    await page.getByLabel('名称').first().fill('在建项目用工摸底');
    await button('加上全部园区').click(patience);
    await page.getByLabel('从台账选').click();
    await page.keyboard.type('项目阶段');
    await page.keyboard.press('Enter');
    await button(/新增一项/).click();
    const label = page.getByRole('textbox', { name: '名称', exact: true }).last();
    await label.fill('投资主体');
    await button('算负担、查重复').click();
    await page.getByText('台账已有：投资方').waitFor(patience);
    await expectClean(page);
    await label.fill('现场用工人数');
    await button('算负担、查重复').click();
    await page.locator('.collection-figures').waitFor(patience);
    // What the first count found stays on screen until the second has answered.
    const halfIsKnown = async () => {
      const [, cells, known] = /应填总数(\d+)台账已有(\d+)/.exec(await wordsOf(page.locator('.collection-figures'))())!.map(Number);
      return known! > 0 && cells === 2 * known!;
    };
    await expect.poll(halfIsKnown, patience).toBe(true);
    await expectClean(page);
    await button('发布').click();
    await page.waitForURL(/collections\/[0-9a-f-]{36}$/, patience);
    await page.getByRole('link', { name: '栖梧经济开发区' }).waitFor(patience);
    await expectClean(page);
    const address = page.url();

    await house.signIn('kaifaqu');
    await page.getByText('在建项目用工摸底').first().click(patience);
    const gaps = page.locator('.collection-sheet input');
    await gaps.first().waitFor(patience);
    await expectClean(page);
    for (const gap of await gaps.all()) await gap.fill('12');
    await button('保存草稿').click();
    await button('提交').click(patience);
    await page.getByText('已提交').first().waitFor(patience);

    await house.signIn('fagai');
    await page.goto(address);
    await page.getByText('各单位进度（1 / 3 已提交）').waitFor(patience);
    const sheet = (await download(() => page.getByRole('link', { name: '导出汇总' }).click(patience))).worksheets[0]!;
    const rows: unknown[][] = [];
    sheet.eachRow((row) => rows.push(['C', 'D', 'E'].map((column) => row.getCell(column).value)));
    const answered = rows.filter((row) => row[2] === '已提交');
    expect(answered.length).toBeGreaterThan(0);
    for (const row of answered) expect(row).toEqual([expect.any(String), '12', '已提交']);
    await button('一键催办').click();
    await page.getByText('已催办 2 个单位').waitFor(patience);
    await button('结束征集').first().click();
    await page.locator('.ant-popconfirm').getByRole('button', { name: '结束征集' }).click();
    await page.locator('main').getByText('已结束').first().waitFor(patience);
    await page.goto('/collections/burden');
    await page.getByText(/合计 3 份报表/).waitFor(patience);
    await expectClean(page);
    expect(faults).toEqual([]);
  },
);

/** What a form is besides its values: merged cells, formulas, widths, looks. */
const layoutOf = (book: Workbook) =>
  book.worksheets.map((sheet) => {
    const formulas: [string, string, unknown][] = [];
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.formula) formulas.push([cell.address, cell.formula, cell.style]);
      }),
    );
    const { columns, pageSetup } = sheet;
    return { name: sheet.name, formulas, widths: columns.map((c) => c.width), print: pageSetup.orientation };
  });

test(
  "a department's own form is uploaded once, bound by its headers, filled in one click, and replaced when it changes",
  { timeout: 300_000 },
  async () => {
    await house.signIn('fagai');
    await page.goto('/forms');
    await button('上传表样').first().click(patience);
    await page.locator('input[type=file]').setInputFiles(template);
    await page.getByRole('dialog').getByRole('button', { name: '上传表样' }).click();
    await page.waitForURL(/forms\/[0-9a-f-]{36}$/, patience);
    const address = page.url();
    await button('识别表头').click(patience);
    await page.getByText(/按表头识别出 \d+ 处/).waitFor(patience);
    await button('保存对应关系').click();
    await page.getByText('第 2 版对应').waitFor(patience);
    await expectClean(page);
    const fillIn = async () => {
      await button('一键填表').click(patience);
      await page.getByRole('dialog').getByRole('button', { name: '一键填表' }).click();
      await page.waitForURL(/form-fillings\//, patience);
      return download(() => page.getByRole('link', { name: /下载/ }).first().click(patience));
    };
    const filled = await fillIn();
    await expectClean(page);
    const empty = new Workbook();
    await empty.xlsx.load((await readFile(template)) as never);
    expect(layoutOf(filled)[0]).toEqual(layoutOf(empty)[0]);
    expect(filled.worksheets[0]!.model.merges).toEqual(empty.worksheets[0]!.model.merges);

    const next = join(house.folder, '统计表（新）.xlsx');
    empty.worksheets[0]!.getCell('A1').value = '新表头';
    await writeFile(next, Buffer.from(await empty.xlsx.writeBuffer()));
    await page.goto(address);
    await button('更换表样').click(patience);
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(next);
    await expectClean(page);
    await page.getByRole('dialog').getByRole('button', { name: '更换表样' }).click();
    await page.getByText('第 3 版对应').waitFor(patience);
    expect((await fillIn()).worksheets[0]!.getCell('A1').text).toBe('新表头');
    expect(faults).toEqual([]);
  },
);
