import type { Page } from 'playwright-core';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleTheDistrict } from '../src/app/demo/people.ts';
import type { Runtime } from '../src/app/parts.ts';
import { importProjects } from '../src/modules/projects/import-commands.ts';
import { expectClean } from './browser.ts';
import { choose } from './choose.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

let house: House;
let page: Page;
let faults: string[];

/** A district with one project under way. */
async function fill({ db }: Runtime) {
  const { keeper, units, staff } = await peopleTheDistrict(db, new Date());
  const personId = staff.get('QW-X01')![0]!;
  const rows = [
    { name: '年产2万吨铝合金型材项目', unitId: units.get('QW-X01')!, personId, stage: 'building' as const, happenedOn: '2026-01' },
  ];
  return (await importProjects(db, { batchId: v7(), rows }, keeper))[0]!.id;
}
beforeAll(async () => {
  house = await openHouse(fill);
  ({ page, faults } = house);
}, openingTime);
afterAll(() => house?.close(), 60_000);

test(
  'a problem is raised by the township, solved by a department, and closed by what the enterprise says',
  { timeout: 240_000 },
  async () => {
    await house.signIn('qingsui');
    await page.goto(`/projects/${String(house.filled)}?tab=problems`);
    await house.openDialog('提出问题');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('问题', { exact: true }).fill('变压器增容尚未批复');
    await dialog.getByLabel('具体情况').fill('需要增容到 2000 千伏安');
    await choose(page, dialog.getByLabel('类型'), '要素');
    await choose(page, dialog.getByLabel('责任单位'), '发展和改革局', '发展和改革局');
    await house.sendDialog('提出问题');
    await page.getByRole('link', { name: '变压器增容尚未批复' }).waitFor(patience);
    await expectClean(page);

    await house.signIn('fagai');
    await page.goto('/problems');
    await page.getByRole('link', { name: '变压器增容尚未批复' }).first().waitFor(patience);
    await house.button('统计').click();
    await page.getByRole('table', { name: '按责任单位' }).waitFor(patience);
    await expectClean(page);
    await page.getByRole('link', { name: '变压器增容尚未批复' }).first().click();
    await house.openDialog('报办结');
    await page.getByRole('dialog').getByLabel('解决结果').fill('供电方案已批复');
    const paper = { name: '供电方案批复.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n% 批复\n%%EOF\n') };
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(paper, patience);
    await page.getByRole('dialog').getByText(paper.name).waitFor(patience);
    await expectClean(page);
    await house.sendDialog('报办结');
    await page.getByText('报办结，请企业确认').waitFor(patience);
    await page.getByRole('link', { name: paper.name }).waitFor(patience);

    await house.signIn('qingsui');
    await page
      .getByText(/请向企业确认/)
      .first()
      .click(patience);
    await house.openDialog('企业确认');
    await page.getByRole('dialog').getByLabel('企业经办人').fill('企业厂长');
    await house.sendDialog('企业确认');
    await page.getByText('企业确认（企业厂长').waitFor(patience);
    await house.openDialog('撤回上一步');
    await page.getByRole('dialog').getByLabel('原因', { exact: true }).fill('登错了一家');
    await house.sendDialog('撤回上一步');
    await page.getByText('登错了一家').waitFor(patience);
    await house.openDialog('企业确认');
    await page.getByRole('dialog').getByLabel('企业经办人').fill('企业厂长');
    await house.sendDialog('企业确认');
    await expect.poll(() => page.getByText('企业确认（企业厂长').count(), patience).toBe(2);
    await expectClean(page);
    await page.goto('/problems/board');
    await page.getByRole('region', { name: '已办结' }).getByRole('link', { name: '变压器增容尚未批复' }).waitFor(patience);
    await expectClean(page);
    await page.goto('/problems/rules');
    await page.getByText('等级与时限', { exact: false }).waitFor(patience);
    await expectClean(page);
    expect(faults).toEqual([]);
  },
);
