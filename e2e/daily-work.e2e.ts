import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessPassword, peopleTheDistrict } from '../src/app/demo/people.ts';
import { openRuntime } from '../src/app/runtime.ts';
import { serve } from '../src/app/serve.ts';
import { actorByLogin } from '../src/modules/identity/queries.ts';
import { createProject } from '../src/modules/projects/commands.ts';
import { loadConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { testDatabase } from '../src/platform/test-database.ts';
import { expectClean, openBrowser, openPage } from './browser.ts';

let folder: string;
let database: Awaited<ReturnType<typeof testDatabase>>;
let runtime: Awaited<ReturnType<typeof openRuntime>>;
let app: FastifyInstance;
let browser: Browser;
let page: Page;
let faults: string[];
let codes: string[];
let head: string;

/** A clerk with two projects, in the server as it really runs. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhuchao-daily-'));
  database = await testDatabase();
  const env = { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl, ZHUCHAO_DATA: folder, PORT: '0' };
  runtime = await openRuntime(loadConfig(env), createLog('error'), { join: true });
  await peopleTheDistrict(runtime.db, new Date());
  const clerk = (await actorByLogin(runtime.db, 'qingsui'))!;
  head = (await actorByLogin(runtime.db, 'qingsui-head'))!.name;
  const record = {
    stage: 'planning' as const,
    unitId: clerk.unitId,
    industryCode: '3217',
    totalMinor: 1e11,
    personId: clerk.id,
    source: 'lead',
  };
  const served = await serve(runtime);
  app = served.app;
  const made = [];
  for (const name of ['镁合金压铸项目', '冷链物流项目']) made.push(await createProject(runtime.db, { ...record, name }, clerk));
  codes = made.map((p) => p.code);
  browser = await openBrowser();
  ({ page, faults } = await openPage(browser, served.address));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: served.address });
  await page.goto('/');
  await page.getByLabel('登录名').fill('qingsui');
  await page.getByLabel('密码').fill(businessPassword);
  await page.keyboard.press('Enter');
  await page.locator('.desk section').first().waitFor(patience);
  // Asking who is signed in is answered with a refusal until someone is; the browser notes it as an error.
  faults.length = 0;
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await runtime?.close();
  await database?.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const patience = { timeout: 90_000 };
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const cell = (row: number, col: number) => page.locator(`[data-at="${row}.${col}"]`);
const arrivals = async () =>
  Number((await database.pool.query('select coalesce(sum(amount_fen), 0)::text as sum from arrival')).rows[0].sum);

test('her desk says what her projects lack', { timeout: 120_000 }, async () => {
  await page.getByText(/镁合金压铸项目：进入在谈还缺/).waitFor(patience);
  await expectClean(page);
});

test(
  'she pastes a table from Excel, mends it by keyboard, loses nothing by a reload, records it whole and takes it back',
  { timeout: 240_000 },
  async () => {
    await page.goto('/grids/arrivals');
    await cell(0, 0).waitFor(patience);
    const table = [
      ['到位金额（亿元）', '项目名称', '到账日期', '资金类别'],
      ['0.12', codes[0], '2026.3.15', '设备'],
      ['1,200万', '没有的项目', '2026-04', '土建'],
    ];
    await page.evaluate((text) => navigator.clipboard.writeText(text), table.map((row) => row.join('\t')).join('\n'));
    await page.keyboard.press('Control+v');
    await page.getByText('找不到项目“没有的项目”').first().waitFor(patience);
    expect(await button(/^登记 1 行$/).isDisabled()).toBe(true);
    await expectClean(page);
    await page.reload();
    await page.getByText(/已恢复 .* 的草稿/).waitFor(patience);
    await cell(1, 0).click();
    await page.keyboard.type('冷链物流项目');
    await page.keyboard.press('Enter');
    await page.getByText(/可登记 2 行，合计 2,400.00 万元/).waitFor(patience);
    await page.getByRole('checkbox', { name: '已逐处核对，情况属实' }).check();
    await page.getByLabel('说明原因，随记录保存').fill('签约前的定金');
    await button('登记 2 行').click();
    await page.getByText('已登记到位资金 2 笔').waitFor(patience);
    expect(await arrivals()).toBe(2400_0000_00);
    await button(/^撤\s?销$/).click();
    await page.getByText('已撤销').waitFor(patience);
    expect(await arrivals()).toBe(0);
    await page.goto('/undo');
    await page.getByRole('heading', { name: '最近操作' }).waitFor(patience);
    await expectClean(page);
  },
);

test('she hands her work over to the head of her unit, who has it from then on', { timeout: 180_000 }, async () => {
  await page.goto('/handovers');
  await button('移交工作').click(patience);
  await page.getByLabel('接收人').fill(head);
  await page.locator('.ant-select-item-option').first().click(patience);
  await page.getByText('可移交 2 项').waitFor(patience);
  await expectClean(page);
  await page.getByLabel('移交原因').fill('换岗');
  await button('移交 2 项').click();
  await page.getByText('已移交 2 项').waitFor(patience);
  const { rows } = await database.pool.query('select distinct p.name from project j join person p on p.id = j.person_id');
  expect(rows).toEqual([{ name: head }]);
  await expectClean(page);
});

test('nothing went wrong in any page on the way', () => {
  expect(faults).toEqual([]);
});
