import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/app/demo/load.ts';
import type { Runtime } from '../src/app/parts.ts';
import { reminderFeed } from '../src/app/wiring.ts';
import { addDays, dayOf } from '../src/kernel/day.ts';
import { product } from '../src/modules/reference/commands.ts';
import { remind } from '../src/modules/reminders/commands.ts';
import { expectClean } from './browser.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

type Told = Readonly<{ projectId: string; key: string; name: string }>;
let house: House<Told>;
let page: Page;
let faults: string[];

/** A milestone that is recorded here and not with the project, of a project that goes on, comes to be overdue and the keeper's own. */
async function comeDue({ db, pool }: Runtime, now: Date): Promise<Told> {
  const { rows } = await pool.query<Told>(`
    select s.project_id as "projectId", s.key, s.name from milestone_standing s join project p on p.id = s.project_id
    where s.event is null and s.finished_on is null and p.side is null and p.stage <> 'at_capacity' order by s.finish_on, 1, 2 limit 1`);
  const told = rows[0]!;
  await pool.query("update project set person_id = (select id from person where login = 'zhaoshang') where id = $1", [told.projectId]);
  await pool.query('update milestone_standing set finish_on = $3 where project_id = $1 and key = $2', [
    told.projectId,
    told.key,
    addDays(dayOf(now), -1),
  ]);
  // The demo looked after everybody in this hour already.
  await remind(db, reminderFeed, product, new Date(now.getTime() + 3_600_000));
  return told;
}

/** The invented district, in which one thing more has come due. */
beforeAll(async () => {
  house = await openHouse(async (runtime) => {
    const now = new Date();
    await loadDemo(runtime.db, now);
    return comeDue(runtime, now);
  });
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

test('R11 a reminder opens the very milestone that is to be recorded; done, it goes', { timeout: 300_000 }, async () => {
  const { projectId, key, name } = house.filled;
  await house.signIn('zhaoshang');
  await page.goto('/reminders');
  const line = page.locator(`a[href="/projects/${projectId}?tab=milestones&node=${encodeURIComponent(key)}"]`).first();
  await line.waitFor(patience);
  await expectClean(page);
  await line.click();
  const dialog = page.getByRole('dialog', { name });
  await dialog.waitFor(patience);
  await dialog.getByText('实际完成', { exact: true }).first().click(patience);
  await dialog.getByRole('button', { name: '保存', exact: true }).click(patience);
  await dialog.waitFor({ state: 'detached', ...patience });
  await expect.poll(() => new URL(page.url()).searchParams.get('node'), patience).toBeNull();
  const open = 'select count(*)::int as n from milestone_standing where project_id = $1 and key = $2 and finished_on is null';
  expect((await house.database.pool.query<{ n: number }>(open, [projectId, key])).rows[0]!.n).toBe(0);
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
  await page.goto('/reminders/rules');
  await page.getByLabel('节点提前几天提醒').fill('10', patience);
  await expectClean(page);
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByText('第 2 版，自').waitFor(patience);
  expect(faults).toEqual([]);
});
