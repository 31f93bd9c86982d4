import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/app/demo/load.ts';
import { addDays, dayOf } from '../src/kernel/day.ts';
import { expectClean } from './browser.ts';
import { choose } from './choose.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

let house: House;
let page: Page;
let faults: string[];
beforeAll(async () => {
  house = await openHouse(({ db }) => loadDemo(db, new Date()));
  ({ page, faults } = house);
}, openingTime);
afterAll(() => house?.close(), 60_000);

test('a meeting takes a problem, decides, and its task is fed back by a unit and accepted', { timeout: 300_000 }, async () => {
  await house.signIn('zhaoshang');
  await page.goto('/meetings');
  await page.getByRole('link', { name: '项目建设月例会' }).first().click(patience);
  await house.openDialog('添加议题');
  const agenda = page.getByRole('dialog');
  await agenda.getByLabel('议题').fill('四季度投资形势');
  await agenda.getByRole('checkbox').first().check(patience);
  await house.sendDialog('添加 2 项');
  await page.getByText('四季度投资形势').waitFor(patience);
  await expectClean(page);
  await house.openDialog('下达督办');
  const issue = page.getByRole('dialog');
  await issue.getByLabel('督办事项').fill('梳理四季度投资');
  await issue.getByLabel('具体要求').fill('逐个项目梳理');
  await choose(page, issue.getByLabel('责任单位'), '青穗镇', '青穗');
  await page.keyboard.press('Escape');
  await issue.getByLabel('时限').fill(addDays(dayOf(new Date()), 10));
  await house.sendDialog('下达督办');
  await page.getByRole('link', { name: '梳理四季度投资' }).waitFor(patience);

  await house.signIn('qingsui');
  await page.goto('/supervisions');
  await page.getByRole('link', { name: '梳理四季度投资' }).first().click(patience);
  await house.openDialog('反馈');
  await page.getByRole('dialog').getByLabel('办理结果').fill('已梳理');
  await house.sendDialog('反馈');
  await page.getByText('待验收').first().waitFor(patience);
  await expectClean(page);

  await house.signIn('zhaoshang');
  await page.goto('/supervisions');
  await page.getByRole('link', { name: '梳理四季度投资' }).first().click(patience);
  await house.openDialog('验收通过');
  await page.getByRole('dialog').getByLabel('验收意见').fill('同意');
  await house.sendDialog('验收通过');
  await page.getByText('已办结').first().waitFor(patience);
  await page.goto('/meetings?kind=signing');
  await page
    .getByRole('link', { name: /集中签约/ })
    .first()
    .click(patience);
  await page.getByText('已投产').waitFor(patience);
  await expectClean(page);
  expect(faults).toEqual([]);
});
