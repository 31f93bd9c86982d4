import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleTheDistrict } from '../src/app/demo/people.ts';
import { actorByLogin } from '../src/modules/identity/queries.ts';
import { createProject } from '../src/modules/projects/commands.ts';
import type { Runtime } from '../src/app/parts.ts';
import { expectClean } from './browser.ts';
import { choose } from './choose.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

let house: House;
let page: Page;
let faults: string[];
let codes: string[];
let head: string;

/** A clerk with two projects, in the server as it really runs. */
async function fill({ db }: Runtime) {
  await peopleTheDistrict(db, new Date());
  const clerk = (await actorByLogin(db, 'qingsui'))!;
  head = (await actorByLogin(db, 'qingsui-head'))!.name;
  const record = {
    stage: 'planning' as const,
    unitId: clerk.unitId,
    industryCode: '3217',
    totalMinor: 1e11,
    personId: clerk.id,
    source: 'lead',
  };
  const made = [];
  for (const name of ['镁合金压铸项目', '冷链物流项目']) made.push(await createProject(db, { ...record, name }, clerk));
  codes = made.map((p) => p.code);
}
beforeAll(async () => {
  house = await openHouse(fill);
  ({ page, faults } = house);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.address });
  await house.signIn('qingsui');
}, openingTime);

afterAll(() => house?.close(), 60_000);

const button = (name: string | RegExp) => house.button(name);
const cell = (row: number, col: number) => page.locator(`[data-at="${row}.${col}"]`);
const arrivals = async () =>
  Number((await house.database.pool.query('select coalesce(sum(amount_fen), 0)::text as sum from arrival')).rows[0].sum);

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
    await expect.poll(() => button(/^登记 1 行$/).isDisabled(), patience).toBe(true);
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
  await choose(page, page.getByLabel('接收人'), head, head);
  await page.getByText('可移交 2 项').waitFor(patience);
  await expectClean(page);
  await page.getByLabel('移交原因').fill('换岗');
  await button('移交 2 项').click();
  await page.getByText('已移交 2 项').waitFor(patience);
  const { rows } = await house.database.pool.query('select distinct p.name from project j join person p on p.id = j.person_id');
  expect(rows).toEqual([{ name: head }]);
  await expectClean(page);
});

test('nothing went wrong in any page on the way', () => {
  expect(faults).toEqual([]);
});
