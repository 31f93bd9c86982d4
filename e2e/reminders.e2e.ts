import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/app/demo/load.ts';
import { expectClean } from './browser.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

let house: House;
let page: Page;
let faults: string[];

/** The invented district, whose people were looked after once. */
beforeAll(async () => {
  house = await openHouse(({ db }) => loadDemo(db, new Date()));
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

test('R11 a reminder opens the very milestone that is to be recorded; done, it goes', { timeout: 300_000 }, async () => {
  const { rows } = await house.database.pool.query<{ login: string; name: string; link: string }>(`
    select p.login, r.params ->> 'name' as name, r.link from reminder r join person p on p.id = r.person_id
    where r.kind = 'milestone' and r.link like '%node=%' and r.cleared_at is null and p.login is not null
      and exists (select 1 from project j where j.id = r.project_id and j.person_id = r.person_id)
    order by r.due_on, r.id limit 1`);
  const { login, name, link } = rows[0]!;
  await house.signIn(login);
  await page.goto('/reminders');
  const line = page.locator(`a[href="${link}"]`).first();
  await line.waitFor(patience);
  await expectClean(page);
  await line.click();
  const dialog = page.getByRole('dialog', { name });
  await dialog.waitFor(patience);
  await dialog.getByText('实际完成', { exact: true }).click(patience);
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('已登记').waitFor(patience);
  await dialog.waitFor({ state: 'detached', ...patience });
  expect(new URL(page.url()).searchParams.get('node')).toBeNull();
  expect(faults).toEqual([]);
});

test('how early and how often is chosen by a person, never below what the unit and the district ask', { timeout: 300_000 }, async () => {
  await page.goto('/notices/choices');
  const ahead = page.getByLabel('节点提前几天提醒');
  await ahead.waitFor(patience);
  await expectClean(page);
  await ahead.fill('14');
  await page.getByRole('button', { name: '保存提醒时间' }).click();
  await page.getByText('已保存').waitFor(patience);
  await house.signIn('zhaoshang');
  await page.goto('/reminders/rules');
  await page.getByLabel('节点提前几天提醒').fill('10', patience);
  await expectClean(page);
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByText('第 2 版，自').waitFor(patience);
  expect(faults).toEqual([]);
});
