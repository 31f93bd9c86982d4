import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, peopleTheDistrict } from '../src/app/demo/people.ts';
import { dayOf } from '../src/kernel/day.ts';
import { recordAgreement } from '../src/modules/funds/agreement-commands.ts';
import { verifyTotals } from '../src/modules/funds/verify-queries.ts';
import { createProject } from '../src/modules/projects/commands.ts';
import type { Runtime } from '../src/app/parts.ts';
import type { Db } from '../src/platform/db.ts';
import { expectClean } from './browser.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

const now = new Date();
let house: House;
let page: Page;
let faults: string[];
let db: Db;
let cast: Cast;
const unit = 'QW-X01';

const enter = (name: string, more: object) =>
  createProject(
    db,
    {
      name,
      stage: 'planning',
      unitId: cast.units.get(unit)!,
      personId: cast.staff.get(unit)![0],
      source: 'lead',
      investorName: '华岳镁业集团',
      industryCode: '3217',
      totalMinor: 300_000_000_00,
      ...more,
    },
    cast.keeper,
    now,
  );
const deal = { kind: 'investment' as const, title: null, party: null, totalMinor: 280_000_000_00, attractedMinor: null, fixedMinor: null };
const terms = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null, remark: null };
let first: { id: string };

/** The server as it really runs, over an invented district with one project that has signed and one that seems to be it, of each level but the first. */
async function fill(runtime: Runtime) {
  db = runtime.db;
  cast = await peopleTheDistrict(db, now);
  first = await enter('华岳镁合金压铸件生产线项目', { contactPhone: '0952-2036618' });
  await recordAgreement(db, { projectId: first.id, signedOn: dayOf(now), ...deal, ...terms }, cast.keeper, now);
  await enter('华岳镁合金压铸件新生产线项目', { totalMinor: 100, duplicateReason: '企业称另建一线' });
  await enter('轻量化轮毂基地', {});
  await enter('职工公寓', { investorName: null, industryCode: '7810', totalMinor: 100, contactPhone: '0952-2036618' });
}
beforeAll(async () => {
  house = await openHouse(fill);
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

const button = (name: string | RegExp) => house.button(name);
const agreed = async () =>
  (await house.database.pool.query<{ fen: string }>('select sum(agreed_fen)::text as fen from project')).rows[0]!.fen;

/** Opens the case of a level in the pool. */
async function openCase(level: string) {
  await page.goto('/duplicates');
  await page.getByRole('row').filter({ hasText: level }).first().click(patience);
  await page.locator('.panel').waitFor(patience);
}
const decided = () => page.getByText('已裁定').first().waitFor(patience);

test('L1 to L4 are each found and decided by a person; a second signing adds nothing', { timeout: 300_000 }, async () => {
  await house.signIn('zhaoshang');
  const before = await agreed();
  await page.goto('/projects/new');
  await page.locator('#record_name').fill('华岳 镁合金压铸件(生产线)项目', patience);
  await page.locator('.notice').getByText('名称相同').first().waitFor(patience);
  await expectClean(page);
  // What the screen showed is what the server enforces: without a reason it is not entered.
  const refused = enter('华岳 镁合金压铸件(生产线)项目', {});
  await expect(refused).rejects.toMatchObject({ code: 'duplicate.blocked' });
  await enter('华岳 镁合金压铸件(生产线)项目', { duplicateReason: '另一处用地' });

  await page.goto('/duplicates');
  // Its reasons are longer than their column: pointed at, the cell says all of them.
  const reasons = page.getByRole('cell', { name: /^一级.*金额相差/ });
  await reasons.hover(patience);
  expect(await reasons.getAttribute('title')).toBe((await reasons.innerText()).trim());
  await openCase('一级');
  await expectClean(page);
  await button('视为新项目').click();
  await page.getByRole('dialog').last().getByLabel('原因').fill('用地和备案均不同');
  await page.getByRole('dialog').last().getByRole('button', { name: '视为新项目' }).click();
  await decided();
  await openCase('三级');
  await button('忽略').click();
  await decided();
  await openCase('四级');
  await button('忽略').click();
  await decided();
  await openCase('二级');
  await button('合并').click();
  await page.getByRole('heading', { name: '合计：合并前 → 合并后' }).waitFor(patience);
  await expectClean(page);
  await page.getByLabel('原因').fill('同一项目重复登记');
  await button('合并').click();
  await page.waitForURL(/mergers$/, patience);
  await page.getByText('已合并').first().waitFor(patience);
  await expectClean(page);
  expect(await agreed()).toBe(before);

  await page.goto(`/projects/${first.id}?tab=agreements&act=record`);
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/将记为“再次签约”/).waitFor(patience);
  await dialog.getByLabel(/签约时间/).fill(dayOf(now));
  await dialog
    .getByLabel(/协议总额|总额/)
    .first()
    .fill('99');
  await dialog.getByRole('button', { name: /登记/ }).last().click();
  await page.getByRole('cell', { name: '再次签约' }).waitFor(patience);
  expect(await agreed()).toBe(before);
  expect(await verifyTotals(db)).toEqual([]);
  // Until the reason is written, the preview answers that it is asked for; the browser notes that as an error.
  expect(faults.filter((fault) => !fault.endsWith('/api/mergers/preview'))).toEqual([]);
});
