import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleTheDistrict } from '../src/app/demo/people.ts';
import type { Runtime } from '../src/app/parts.ts';
import type { Actor } from '../src/kernel/actor.ts';
import { recordAgreement } from '../src/modules/funds/agreement-commands.ts';
import { actorByLogin } from '../src/modules/identity/queries.ts';
import { refreshAllLights } from '../src/modules/lights/commands.ts';
import { escalateOverdue } from '../src/modules/problems/commands.ts';
import { openReports } from '../src/modules/progress/commands.ts';
import { addCode, createProject, updateProject } from '../src/modules/projects/commands.ts';
import { answersLate, expectClean } from './browser.ts';
import { choose as chooseOn } from './choose.ts';
import { type House, openHouse, openingTime, patience } from './house.ts';
import { timeFrom } from './time.ts';

/** A project takes most of a year. */
const { now, becomes, shift, setTime } = timeFrom('2026-01-12');
const problem = '施工用电迟迟未通';
const task = '协调施工用电接入';
let house: House;
let page: Page;
let faults: string[];
let runtime: Runtime;
let clerk: Actor;
let id: string;

/** One project in 谋划, with everything typed in that later stages ask for; what happens to it happens in the browser. */
async function fill(opened: Runtime) {
  runtime = opened;
  runtime.now = now;
  // Nobody is asked for another password every ninety days here.
  const { security } = runtime.config;
  runtime.config = { ...runtime.config, security: { ...security, password: { ...security.password, days: 0 } } };
  const { db } = runtime;
  const { leaders } = await peopleTheDistrict(db, now());
  clerk = (await actorByLogin(db, 'qingsui'))!;
  const record = {
    name: '年产2万吨铝合金型材项目',
    unitId: clerk.unitId,
    personId: clerk.id,
    leaderId: leaders[1]!,
    industryCode: '3217',
    totalMinor: 12_000_0000_00,
    source: 'lead',
    investorName: '华锐集团',
    investorUscc: '91350100M000100Y43',
    landMu: '30.00',
    plannedStartOn: '2026-04',
    plannedCompletionOn: '2026-10',
    plannedProductionOn: '2026-11',
    registeredCompany: '栖梧华锐公司',
    place: '青穗镇产业园',
    nature: 'new',
    scale: '租赁厂房2万平方米',
  };
  ({ id } = await createProject(db, { ...record, stage: 'planning' }, clerk, now()));
}
beforeAll(async () => {
  house = await openHouse(fill);
  ({ page, faults } = house);
  await shift(page);
}, openingTime);
afterAll(() => house?.close(), 60_000);

async function comes(day: string, login: string) {
  becomes(day);
  await setTime(page);
  await house.signIn(login);
}
const tab = (key: string) => page.goto(`/projects/${id}?tab=${key}`);
const dialog = () => page.getByRole('dialog');
const main = () => page.locator('main');
const choose = (field: Locator, option: string, typed?: string) => chooseOn(page, field, option, typed);

async function moves(name: string, done: string) {
  await page.goto(`/projects/${id}`);
  await house.button(name).click(patience);
  await dialog()
    .getByLabel(/的时间/)
    .waitFor(patience);
  await dialog().getByRole('button', { name }).click(patience);
  await page.getByText(done).first().waitFor(patience);
}
/** What one asks for another verifies. */
async function verified(day: string, to: string) {
  await moves(`提请核实：${to}`, `已提请核实：${to}`);
  await comes(day, 'qingsui-head');
  await page.goto(`/projects/${id}`);
  await house.button('核实通过').click(patience);
  await page.getByText('已核实，阶段已变动').waitFor(patience);
}
async function proves(kind: string) {
  await tab(`evidence&kind=${kind}`);
  const name = `${kind}.pdf`;
  const buffer = Buffer.from(`%PDF-1.7\n% ${kind}\n%%EOF\n`);
  const input = page.locator('.evidence input[type=file]');
  await input.waitFor({ state: 'attached', ...patience });
  await input.setInputFiles({ name, mimeType: 'application/pdf', buffer });
  await page.getByRole('link', { name }).waitFor(patience);
}
const version = async () => (await house.database.pool.query('select version from project where id = $1', [id])).rows[0].version as number;

test('it is talked about, signed and prepared, and its milestones are planned backwards', { timeout: 240_000 }, async () => {
  await house.signIn('qingsui');
  await moves('推进到在谈', '已到在谈阶段');
  const amounts = { totalMinor: 12_000_0000_00, attractedMinor: null, fixedMinor: null };
  const terms = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null };
  const deal = { kind: 'investment' as const, title: '投资协议', signedOn: '2026-01-12', party: '华锐集团' };
  await recordAgreement(runtime.db, { projectId: id, ...deal, ...amounts, ...terms, remark: null }, clerk, now());
  await moves('推进到签约', '已到签约阶段');
  await moves('推进到前期', '已到前期阶段');
  await tab('milestones');
  await house.button('编制计划').click(patience);
  await choose(dialog().getByLabel('项目类型'), '租赁厂房');
  await dialog().getByLabel('承诺投产').fill('2026-11-30');
  await house.button('保存计划').click(patience);
  await page.getByRole('table', { name: '节点计划' }).waitFor(patience);
});

test('a department stops the clock of an approval for its experts, goes on, and grants it', { timeout: 240_000 }, async () => {
  await comes('2026-02-02', 'shenpi');
  await tab('permits');
  await house.button('列出审批事项').click(patience);
  await choose(dialog().getByLabel('项目类型'), '租赁厂房');
  await dialog()
    .getByRole('button', { name: /^列入 \d+ 项/ })
    .click(patience);
  const first = page.getByRole('button', { name: /^办理：/ }).first();
  const act = async (name: string, shown: string, more = async () => {}) => {
    await choose(dialog().getByLabel('登记什么', { exact: true }), name);
    await more();
    await dialog().getByRole('button', { name: '登记', exact: true }).click(patience);
    await dialog().getByText(shown).first().waitFor(patience);
  };
  await first.click(patience);
  await act('受理', '◑ 办理中');
  await act('停表', '‖ 停表', async () => {
    await choose(dialog().getByLabel('停表原因'), '专家评审');
    await dialog().getByLabel('原因', { exact: true }).fill('需要专家评审');
  });
  await comes('2026-02-09', 'shenpi');
  await tab('permits');
  await first.click(patience);
  await act('恢复计时', '◑ 办理中');
  await act('批准', '● 已批准');
  await page.keyboard.press('Escape');
  // The week for which it stood still is not among the days that were used.
  await page
    .getByText(/停表 [1-9]/)
    .first()
    .waitFor(patience);
});

test('it starts when a second person says so', { timeout: 240_000 }, async () => {
  await comes('2026-04-10', 'qingsui');
  await addCode(runtime.db, { id, version: await version(), scheme: 'national', code: '2601-640425-04-01-000001' }, clerk, now());
  await proves('construction_permit');
  await verified('2026-04-10', '在建');
});

test('three months are reported, and the light turns yellow and then red, each with its sentence', { timeout: 300_000 }, async () => {
  await comes('2026-04-27', 'qingsui');
  await tab('year-plan');
  await house.openDialog('编制年度计划');
  await dialog().getByLabel('年度计划投资').fill('9000');
  await dialog().getByLabel('起始月').fill('4');
  await dialog().getByRole('button', { name: '保存', exact: true }).click(patience);
  await page.getByText('年度计划已保存').waitFor(patience);
  for (const [day, month, amount, words] of [
    ['2026-04-28', '2026-04', '1000', '厂房改造完成'],
    ['2026-05-27', '2026-05', '100', '设备陆续到场'],
    ['2026-06-26', '2026-06', '100', '等待通电'],
  ] as const) {
    await comes(day, 'qingsui');
    await openReports(runtime.db, {}, clerk, now());
    await page.goto(`/projects/${id}/reports/${month}`);
    await page.getByLabel('本月进展').fill(words, patience);
    await page.getByLabel('设备工器具购置').first().fill(amount);
    await house.button('提交审核').click(patience);
    await main().getByText('待审核').first().waitFor(patience);
    await comes(day, 'qingsui-head');
    await page.goto(`/projects/${id}/reports/${month}`);
    await house.button('审核通过').click(patience);
    await main().getByText('已通过').first().waitFor(patience);
    if (month === '2026-05') await lights('2026-06-02', '▲ 黄', '截至2026年5月完成 12.22%，序时 22.22%，落后 10.00 个百分点 → 黄');
  }
  await lights('2026-08-03', '■ 红', '截至2026年7月完成 13.33%，序时 44.44%，落后 31.11 个百分点 → 红');
});
/** In the night before a day lights are looked at again. */
async function lights(day: string, mark: string, sentence: string) {
  await comes(day, 'qingsui');
  await refreshAllLights(runtime.db, now());
  await tab('lights');
  const section = page.getByRole('region', { name: '亮灯', exact: true });
  await section.locator('.light-now').getByText(mark).waitFor(patience);
  await section.locator('.light-now').getByText(sentence).waitFor(patience);
}

test('what stands in the way goes up by itself until a meeting has it', { timeout: 240_000 }, async () => {
  await tab('problems');
  await house.openDialog('提出问题');
  await dialog().getByLabel('问题', { exact: true }).fill(problem);
  await dialog().getByLabel('具体情况').fill('等待变电站增容');
  await choose(dialog().getByLabel('类型'), '要素');
  await choose(dialog().getByLabel('等级'), '紧急');
  await choose(dialog().getByLabel('责任单位'), '发展和改革局', '发展和改革局');
  await house.sendDialog('提出问题');
  await page.getByRole('link', { name: problem }).waitFor(patience);
  for (const day of ['2026-08-05', '2026-08-07']) {
    becomes(day);
    await escalateOverdue(runtime.db, now());
  }
  await comes('2026-08-07', 'zhaoshang');
  await page.goto('/meetings');
  await house.openDialog('安排会议');
  await dialog().getByLabel('会议名称').fill('八月联席会议');
  await house.sendDialog('安排会议');
  await page.getByRole('heading', { name: '八月联席会议' }).waitFor(patience);
  await house.openDialog('添加议题');
  await dialog().getByRole('checkbox', { name: problem }).check(patience);
  await dialog()
    .getByText(/^红灯 1$/)
    .click(patience);
  await dialog().getByText('落后 31.11 个百分点').waitFor(patience);
  await dialog().getByRole('checkbox').first().check(patience);
  await house.sendDialog('添加 2 项');
  const agenda = page.locator('.meeting-agenda').first();
  await agenda.getByText('落后 31.11 个百分点').waitFor(patience);
  await expectClean(page);
  // Whatever else the red light brings to light is raised from here, with the meeting as its source.
  await agenda.getByRole('button', { name: /就.*提出问题/ }).click(patience);
  await expect.poll(() => dialog().getByLabel('问题', { exact: true }).inputValue(), patience).toContain('落后 31.11 个百分点');
  await expect.poll(() => dialog().getByLabel('走访或会议日期').inputValue(), patience).toBe('2026-08-07');
  await house.button(/^取\s?消$/).click(patience);
  await page.getByLabel('会议纪要').fill('边议边记');
  // The page hears late that the meeting is held: what is begun meanwhile stays, and so do minutes that nobody saved.
  const hears = await answersLate(page, /\/api\/meetings\/[^/]+$/);
  await house.button('确认召开').click(patience);
  await page.getByText('已召开').first().waitFor(patience);
  await house.button('下达督办').click(patience);
  await dialog().getByLabel('督办事项').fill(task);
  hears();
  await page.getByText('边议边记', { exact: true }).and(page.locator('p')).waitFor(patience);
  await dialog().getByLabel('具体要求').fill('八月底前通电');
  await choose(dialog().getByLabel('责任单位'), '发展和改革局', '发展和改革局');
  await page.keyboard.press('Escape');
  await choose(dialog().getByLabel('涉及项目'), '铝合金');
  await dialog().getByLabel('时限').fill('2026-08-31');
  await house.sendDialog('下达督办');
  await page.getByRole('link', { name: task }).waitFor(patience);
});

test('the task is fed back and accepted, and the enterprise says that the problem is solved', { timeout: 240_000 }, async () => {
  await comes('2026-08-20', 'fagai');
  await page.goto('/supervisions');
  await page.getByRole('link', { name: task }).click(patience);
  await house.openDialog('反馈');
  await dialog().getByLabel('办理结果').fill('已通电');
  await house.sendDialog('反馈');
  await page.getByText('待验收').first().waitFor(patience);
  await page.goto('/problems');
  await page.getByRole('link', { name: problem }).first().click(patience);
  await house.openDialog('报办结');
  await dialog().getByLabel('解决结果').fill('已通电');
  await house.sendDialog('报办结');
  await page.getByText('报办结，请企业确认').waitFor(patience);
  await comes('2026-08-21', 'zhaoshang');
  await page.goto('/supervisions');
  await page.getByRole('link', { name: task }).click(patience);
  await house.openDialog('验收通过');
  await dialog().getByLabel('验收意见').fill('同意销号');
  await house.sendDialog('验收通过');
  await page.getByText('已办结').first().waitFor(patience);
  await comes('2026-08-21', 'qingsui');
  await tab('problems');
  await page.getByRole('link', { name: problem }).click(patience);
  await house.openDialog('企业确认');
  await dialog().getByLabel('企业经办人').fill('企业厂长');
  await house.sendDialog('企业确认');
  await page.getByText('企业确认（企业厂长').waitFor(patience);
});

test('it is completed, goes into production, and its history tells every step', { timeout: 240_000 }, async () => {
  await comes('2026-10-20', 'qingsui');
  const patch = { natongName: '铝合金型材项目', natongOn: '2026-05' };
  await updateProject(runtime.db, { id, version: await version(), patch }, clerk, now());
  await proves('completion_acceptance');
  await moves('推进到竣工', '已到竣工阶段');
  await comes('2026-11-20', 'qingsui');
  await proves('site_check');
  await verified('2026-11-20', '投产');
  // The bureau sees what was asked of whom besides.
  await comes('2026-11-20', 'zhaoshang');
  await tab('history');
  const log = main().locator('ol.log').last();
  for (const words of [
    '编制节点计划',
    '停表',
    '恢复计时',
    '报送2026年4月月报',
    '2026年6月月报审核通过',
    '2026年5月亮灯：黄',
    '落后 10.00 个百分点',
    '2026年7月亮灯：红',
    '落后 31.11 个百分点',
    '提出问题',
    '联席会议',
    '2026年8月7日上会研究',
    '下达督办〔2026〕1号，时限2026年8月31日',
    '验收通过，已办结',
    '企业确认',
  ])
    await log.getByText(words).first().waitFor(patience);
  for (const stage of ['在谈', '签约', '前期', '在建', '竣工', '投产']) await log.getByText(stage).first().waitFor(patience);
  await expectClean(page);
  expect(faults).toEqual([]);
});
