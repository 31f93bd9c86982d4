import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../src/app/demo/load.ts';
import type { Runtime } from '../src/app/parts.ts';
import { addDays, dayOf } from '../src/kernel/day.ts';
import { actorByLogin } from '../src/modules/identity/queries.ts';
import { sentenceOf } from '../src/modules/lights/domain/why-words.ts';
import { listLights } from '../src/modules/lights/queries.ts';
import { lightMonth } from '../src/modules/lights/rule-queries.ts';
import { makePaper } from '../src/modules/papers/commands.ts';
import { readDocumentXml, readParagraphs } from '../src/platform/docx/test-document.ts';
import { expectClean } from './browser.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';

type Lit = { id: string; name: string; sentence: string; paper: string; notice: string };
let house: House<Lit>;
let page: Page;
let faults: string[];

/** The red light of the demonstration that stands first, a circular of what was asked of units and a notice of lights. */
async function fill({ db, files }: Runtime): Promise<Lit> {
  const now = new Date();
  await loadDemo(db, now);
  const office = (await actorByLogin(db, 'ducha'))!;
  const { items } = await listLights(db, { page: 1, size: 20, colour: 'red' }, office, now);
  const { projectId, projectName, dimensions } = items.find((l) => l.follow !== null)!;
  const { id: paper } = await makePaper(files)(db, { kind: 'supervision_notice', month: dayOf(now).slice(0, 7) }, office, now);
  const keeper = (await actorByLogin(db, 'zhaoshang'))!;
  const { id: notice } = await makePaper(files)(db, { kind: 'light_notice', month: lightMonth(now) }, keeper, now);
  return { paper, notice, id: projectId, name: projectName, sentence: sentenceOf(dimensions[0]!) };
}
beforeAll(async () => {
  house = await openHouse(fill);
  ({ page, faults } = house);
}, openingTime);
afterAll(() => house?.close(), 60_000);

test('those who answer for a red light are spoken with and written to, and its history says so', { timeout: 300_000 }, async () => {
  const { id, name, sentence } = house.filled;
  await house.signIn('ducha');
  await page.goto('/lights?colour=red');
  await page.getByText(sentence).first().waitFor(patience);
  const dialog = page.getByRole('dialog');
  await house.openDialog(`约谈：${name}`);
  await dialog.getByText(sentence).waitFor(patience);
  await dialog.getByLabel('约谈人和被约谈人').fill('督查室主任约谈镇长');
  await dialog.getByLabel('约谈情况和结果').fill('月底前报整改计划');
  await house.sendDialog('登记约谈');

  await page.goto(`/projects/${id}?tab=lights`);
  const followed = page.getByRole('list', { name: '约谈和督办' });
  await followed.getByText('约谈 督查室主任约谈镇长：月底前报整改计划').waitFor(patience);
  await house.openDialog(`督办函：${name}`);
  await expect.poll(() => dialog.getByLabel('具体要求').inputValue(), patience).toContain(sentence);
  await dialog.getByLabel('时限').fill(addDays(dayOf(new Date()), 10));
  await house.sendDialog('下达督办');
  await page.waitForURL(/\/supervisions\/[0-9a-f-]{36}/, patience);
  const task = new URL(page.url()).pathname;
  await page.getByRole('link', { name: sentence }).waitFor(patience);
  await expectClean(page);
  const letter = page.getByRole('link', { name: '督办函（.docx）' });
  const [download] = await Promise.all([page.waitForEvent('download'), letter.click(patience)]);
  const path = join(house.folder, download.suggestedFilename());
  expect(path).toMatch(/\.docx$/);
  await download.saveAs(path);
  const said = readParagraphs(readDocumentXml(await readFile(path))).map((p) => p.text);
  expect(said.join('\n')).toContain(`鉴于${name}`);
  expect(said.join('\n')).toContain(sentence);

  await page.goto(`/projects/${id}?tab=lights`);
  // The demonstration may have written about it before.
  await followed.locator(`a[href="${task}"]`).filter({ hasText: '下达督办' }).waitFor(patience);
  await expectClean(page);
  await page.goto(`/projects/${id}?tab=history`);
  const log = page.locator('main ol.log').last();
  for (const words of ['约谈 督查室主任约谈镇长', '月底前报整改计划', '下达督办']) await log.getByText(words).first().waitFor(patience);
});

test(
  'a number of the circular opens the tasks that it counts, one of the notice of lights the projects',
  { timeout: 120_000 },
  async () => {
    await page.goto(`/papers/${house.filled.paper}`);
    await page
      .getByTitle(/^交办的督办事项：\d+$/)
      .first()
      .click(patience);
    const dialog = page.getByRole('dialog', { name: /^交办的督办事项/ });
    await dialog.getByText('施工许可并联办理').first().waitFor(patience);
    await expectClean(page);
    await dialog.getByRole('link', { name: '施工许可并联办理' }).first().click(patience);
    await page.getByRole('heading', { name: '施工许可并联办理', level: 1 }).waitFor(patience);
    await page.goto(`/papers/${house.filled.notice}`);
    await page
      .getByTitle(/^红灯项目：\d+$/)
      .first()
      .click(patience);
    const shown = page.getByRole('dialog', { name: /^红灯项目/ });
    await shown
      .getByText(/^红灯，连续\d+个月$/)
      .first()
      .waitFor(patience);
    await expectClean(page);
    await shown.getByRole('link').first().click(patience);
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}\?tab=lights$/, patience);
    expect(faults).toEqual([]);
  },
);
