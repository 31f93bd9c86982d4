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

/** The invented district, whose approvals are dealt with by its approval bureau. */
beforeAll(async () => {
  house = await openHouse(({ db }) => loadDemo(db, new Date()));
  ({ page, faults } = house);
}, openingTime);

afterAll(() => house?.close(), 60_000);

test(
  'from what the department has open to one approval: its clock is stopped, goes on, and it is granted',
  { timeout: 300_000 },
  async () => {
    await house.signIn('shenpi');
    await page.goto('/permits?state=open');
    await page.getByRole('table', { name: '审批事项' }).waitFor(patience);
    await page.getByText('办理中').first().waitFor(patience);
    await expectClean(page);
    const { rows } = await house.database.pool.query<{ id: string; name: string }>(`
      select s.project_id as id, i.name from permit_standing s join permit_item i on i.project_id = s.project_id and i.id = s.permit_id
        join project p on p.id = s.project_id
      where s.state = 'running' and s.gaps_by is null and i.role <> 'development' and i.after = '{}' and p.side is null and p.stage not in ('planning', 'negotiating')
        and s.accepted_on < current_date::text order by s.accepted_on, i.id limit 1`);
    const { id, name } = rows[0]!;
    await page.goto(`/projects/${id}?tab=permits`);
    await page.getByRole('button', { name: `办理：${name}` }).click(patience);
    await expectClean(page);
    const record = () => page.getByRole('dialog').getByRole('button', { name: '登记', exact: true }).click(patience);
    await choose(page, page.getByLabel('登记什么', { exact: true }), '停表');
    await choose(page, page.getByLabel('停表原因', { exact: true }), '专家评审');
    await page.getByLabel('原因', { exact: true }).fill('专家评审');
    await record();
    await page.getByRole('dialog').getByText('‖ 停表').waitFor(patience);
    await record();
    await page.getByRole('dialog').getByText('◑ 办理中').waitFor(patience);
    await choose(page, page.getByLabel('登记什么', { exact: true }), '批准');
    await page.getByLabel('文号、证号').fill('栖审〔2026〕8号');
    await record();
    await page.getByRole('dialog').getByText('● 已批准').waitFor(patience);
    await page.getByRole('dialog').getByText('栖审〔2026〕8号').first().waitFor(patience);
    await expectClean(page);
    expect(faults).toEqual([]);
  },
);

test(
  'an approval is accepted with gaps (容缺): what is missing, its day and the signed promise, and then it is supplied',
  { timeout: 300_000 },
  async () => {
    await house.signIn('shenpi');
    const { rows } = await house.database.pool.query<{ id: string; name: string }>(`
      select s.project_id as id, i.name from permit_standing s join permit_item i on i.project_id = s.project_id and i.id = s.permit_id
        join project p on p.id = s.project_id
      where s.state = 'waiting' and i.may_lack and i.role <> 'development' and i.after = '{}' and p.side is null
        and p.stage not in ('planning', 'negotiating') order by p.code, i.id limit 1`);
    const { id, name } = rows[0]!;
    await page.goto(`/projects/${id}?tab=permits`);
    await page.getByRole('button', { name: `办理：${name}` }).click(patience);
    const dialog = page.getByRole('dialog');
    await choose(page, page.getByLabel('登记什么', { exact: true }), '受理');
    await dialog.locator('.ant-segmented-item', { hasText: '容缺受理' }).click(patience);
    await dialog.getByLabel('材料', { exact: true }).fill('施工合同、保函、', patience);
    await dialog.getByLabel('承诺补齐日期').fill(addDays(dayOf(new Date()), 20));
    const record = () => dialog.getByRole('button', { name: '登记', exact: true }).click(patience);
    // Without the signed promise it is not accepted.
    await record();
    await dialog.getByRole('alert').getByText('承诺书', { exact: false }).first().waitFor(patience);
    await expect.poll(() => faults.splice(0), patience).toEqual([expect.stringContaining('400')]);
    const promise = { name: '容缺承诺书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n% 承诺\n%%EOF\n') };
    await dialog.locator('input[type=file]').setInputFiles(promise, patience);
    await dialog.getByText(promise.name).first().waitFor(patience);
    await expectClean(page);
    await record();
    await dialog.getByText('◑ 办理中').waitFor(patience);
    await dialog.getByText(/前补齐：施工合同/).waitFor(patience);
    await dialog.getByRole('link', { name: promise.name }).waitFor(patience);
    await expectClean(page);
    // What comes next is what is missing: it is all there.
    await record();
    await dialog.locator('.permit-entries li', { hasText: '补齐容缺材料' }).getByText('施工合同').first().waitFor(patience);
    await dialog.getByText(/前补齐：施工合同/).waitFor({ state: 'detached', ...patience });
    expect(faults).toEqual([]);
  },
);

test('templates of approvals, departments and fees', { timeout: 300_000 }, async () => {
  await page.goto('/permit-rules');
  await page.getByRole('table', { name: '收费清单' }).waitFor(patience);
  await expectClean(page);
  expect(faults).toEqual([]);
});

test(
  'the gate asks for an approval from a day on, and the checklist of a project names it and opens it',
  { timeout: 300_000 },
  async () => {
    const { rows } = await house.database.pool.query<{ id: string }>(`
    select p.id from project p join permit_item i on i.project_id = p.id and i.key = 'construction'
      join permit_standing s on s.project_id = p.id and s.permit_id = i.id
    where p.stage = 'preparing' and p.side is null and s.state not in ('granted', 'dropped') order by p.code limit 1`);
    await house.signIn('zhaoshang');
    await page.goto('/projects/gate');
    await page.getByRole('button', { name: '加上这些', exact: true }).click(patience);
    await page.getByRole('button', { name: '去掉 审批：建筑工程施工许可' }).waitFor(patience);
    await page.getByRole('button', { name: '预览影响', exact: true }).click(patience);
    await page.getByRole('heading', { name: '“审批：竣工验收备案' }).waitFor(patience);
    await expectClean(page);
    await page.getByRole('button', { name: '发布', exact: true }).click(patience);
    await page.getByText('现行：第 2 版。').waitFor(patience);
    await page.goto(`/projects/${rows[0]!.id}`);
    await page.getByRole('link', { name: '建筑工程施工许可', exact: true }).first().click(patience);
    await page.getByRole('dialog').getByText('建筑工程施工许可').first().waitFor(patience);
    await expectClean(page);
    expect(faults).toEqual([]);
  },
);
