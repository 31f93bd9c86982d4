import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paperLedger, now } from '../../app/testing/papers.ts';
import type { Actor } from '../../kernel/actor.ts';
import { readDocumentXml, readParagraphs } from '../../platform/docx/test-document.ts';
import { planMeeting } from '../meetings/commands.ts';
import { issueTask, recordStep } from '../meetings/task-commands.ts';
import { plainText } from './domain/content.ts';
import { downloadPaper, getPaper, listPapers } from './queries.ts';

const { db, pool, units, everyone, files, make, close } = await paperLedger();
const { promotion_admin: bureau, unit_head: head, promoter } = everyone;
const office: Actor = { ...everyone.auditor, roles: ['supervision'] };
const at = (day: string) => new Date(`${day}T09:00:00+08:00`);
let meetingId: string;
beforeAll(async () => {
  meetingId = (
    await planMeeting(db, { kind: 'joint', title: '联席会议', heldOn: '2026-06-01', place: '', items: [] }, bureau, at('2026-05-20'))
  ).id;
});
afterAll(close);

type Asked = { title: string; on: string; dueOn: string; unitIds: string[]; projectId?: string };
const issue = ({ title, on, dueOn, unitIds, projectId = undefined }: Asked) =>
  issueTask(db, { meetingId, leaderId: null, projectId: projectId ?? null, title, words: title, dueOn, unitIds }, bureau, at(on));
const step = (
  id: string,
  unitId: string,
  kind: 'fed_back' | 'extended' | 'accepted',
  day: string,
  [events, words, dueOn]: [number, string, string?],
) =>
  recordStep(
    db,
    { id, unitId, kind, words, dueOn: dueOn ?? null, events },
    kind === 'fed_back' ? { ...head, unitIds: [unitId] } : bureau,
    at(day),
  );
const noticeOf = async (more: object, by: Actor = office) =>
  getPaper(db, (await make(db, { kind: 'supervision_notice', month: '2026-10', ...more }, by, now)).id, by);
const told = (paper: Awaited<ReturnType<typeof noticeOf>>) => {
  const tables = paper.content.blocks.flatMap((b) => (b.kind === 'table' ? [b] : []));
  return {
    text: paper.content.blocks.map((b) => (b.kind === 'paragraph' ? plainText(b.runs) : b.kind === 'heading' ? b.text : '')).join('\n'),
    rows: (caption: string) => tables.find((t) => t.caption === caption)?.rows.map((r) => r.cells.map(plainText)),
  };
};

test('a circular tells what units did, who is late by how many working days and who is asked to explain, and is kept as it was made', async () => {
  // Accepted before the period began: no part of it.
  const old = await issue({ title: '早已办结', on: '2026-05-21', dueOn: '2026-06-30', unitIds: [units.north] });
  await step(old.id, units.north, 'fed_back', '2026-06-01', [0, '已办']);
  await step(old.id, units.north, 'accepted', '2026-06-02', [1, '通过']);
  const carried = await issue({ title: '厂房验收', on: '2026-06-10', dueOn: '2026-07-10', unitIds: [units.north] });
  await step(carried.id, units.north, 'fed_back', '2026-08-03', [0, '已验收']);
  await step(carried.id, units.north, 'accepted', '2026-08-04', [1, '通过']);
  // A Friday; what is fed back and accepted in November is not of October.
  const power = await issue({ title: '用电增容', on: '2026-09-01', dueOn: '2026-10-16', unitIds: [units.north, units.south] });
  await step(power.id, units.south, 'extended', '2026-09-20', [0, '设备未到', '2026-11-30']);
  await step(power.id, units.north, 'fed_back', '2026-11-02', [0, '十一月才办']);
  const paper = await noticeOf({ from: '2026-07' });
  expect(paper).toMatchObject({
    kind: 'supervision_notice',
    fromMonth: '2026-07',
    title: '示范区2026年7—10月督办通报',
    can: { make: true, edit: true, issue: true },
  });
  const { text, rows } = told(paper);
  expect(text).toContain(
    '2026年7—10月下达督办事项1项，结转以前未办结的1项，按责任单位计3件。截至2026年10月底，已办结1件（其中超期办结1件）、在办1件、超期未办结1件；经同意延期的1件。',
  );
  expect(rows('各单位督办事项办理情况')).toEqual([
    ['合计', '3', '1', '1', '1', '1', '1'],
    ['北山镇', '2', '1', '1', '0', '1', '0'],
    ['南河镇', '1', '0', '0', '1', '0', '1'],
  ]);
  expect(rows('督办事项')!.map((r) => r.slice(1))).toEqual([
    ['厂房验收', '北山镇', '2026-07-10', '超期办结'],
    ['用电增容', '北山镇', '2026-10-16', '超期，待反馈'],
    ['用电增容', '南河镇', '2026-11-30', '待反馈'],
  ]);
  // From Friday the 16th to Saturday the 31st there are ten working days.
  expect(rows('超期未办结事项')!.map((r) => r.slice(1))).toEqual([['用电增容', '北山镇', '2026-10-16', '10个工作日', '未反馈']]);
  expect(text).toContain('请以下1个单位对超期未办结事项书面说明原因、提出办结时间：北山镇（1件，最长超期10个工作日）。');
  // What a number opens are lines of the paper itself, so that it stays what it was.
  const opened = (ref: string) => paper.content.numbers.find((n) => n.ref === ref)!.lines!.map((at) => paper.content.lines![at]!);
  expect(opened('overdue')).toEqual([
    {
      opens: { kind: 'task', id: power.id },
      no: expect.stringContaining('督办〔2026〕'),
      title: '用电增容',
      unitName: '北山镇',
      dueOn: '2026-10-16',
      stands: '超期，待反馈',
    },
  ]);
  expect(opened('carried').map((l) => l.opens.id)).toEqual([carried.id]);
  expect(opened('all_u1')).toHaveLength(2);
  const { body } = await downloadPaper(db, files, paper.id, 'docx', office);
  expect(
    readParagraphs(readDocumentXml(await buffer(body as Readable)))
      .map((p) => p.text)
      .join(''),
  ).toContain('10个工作日');
  expect((await downloadPaper(db, files, paper.id, 'xlsx', office)).filename).toBe('示范区2026年7—10月督办事项明细.xlsx');
  // What happens later changes nothing of it, nor of a making after that of the same month; the month that runs is told as it is now.
  await step(power.id, units.north, 'accepted', '2026-11-03', [1, '通过']);
  expect((await getPaper(db, paper.id, office)).content).toEqual(paper.content);
  expect((await noticeOf({ from: '2026-07' })).content).toEqual(paper.content);
  const running = told(await noticeOf({ month: '2026-11', from: '2026-11' }));
  expect(running.rows('督办事项')!.map((r) => r.slice(1))).toEqual([
    ['用电增容', '北山镇', '2026-10-16', '超期办结'],
    ['用电增容', '南河镇', '2026-11-30', '待反馈'],
  ]);
  expect(running.text).toContain('没有超期未办结的督办事项。');
  // Makings are numbered within their period.
  await noticeOf({});
  const listed = await listPapers(db, { query: { kind: 'supervision_notice', to: '2026-10', all: true, page: 1, size: 10 } }, bureau);
  expect(listed.items.map((p) => [p.fromMonth, p.edition]).toSorted()).toEqual([
    ['2026-01', 1],
    ['2026-07', 1],
    ['2026-07', 2],
  ]);
});

test('of a unit it tells what that unit was asked, and of a project in talks no words', async () => {
  const { rows } = await pool.query<{ id: string }>("select id from project where stage = 'negotiating'");
  await issue({ title: '某某重工要地', on: '2026-10-10', dueOn: '2026-10-12', unitIds: [units.south], projectId: rows[0]!.id });
  const whole = await noticeOf({ from: '2026-10' });
  expect(JSON.stringify(whole.content)).not.toContain('某某重工');
  expect(
    told(whole)
      .rows('超期未办结事项')!
      .map((r) => r[1]),
  ).toContain('在谈项目事项');
  const north = await noticeOf({ unitId: units.north }, head);
  expect(JSON.stringify(north.content)).not.toContain('南河镇');
});

test('of a period that is none, or in which nothing was asked, there is none, and only who answers for it makes one', async () => {
  await expect(noticeOf({ from: '2026-11' })).rejects.toMatchObject({ code: 'paper.period_span' });
  await expect(noticeOf({ from: '2020-01' })).rejects.toMatchObject({ code: 'paper.period_span' });
  await expect(noticeOf({ month: '2026-04' })).rejects.toMatchObject({ code: 'paper.no_supervision' });
  await expect(noticeOf({ month: '2026-12' })).rejects.toMatchObject({ code: 'paper.month_to_come' });
  await expect(noticeOf({}, promoter)).rejects.toMatchObject({ code: 'unit.unknown' });
  await expect(noticeOf({ unitId: units.south }, head)).rejects.toMatchObject({ code: 'unit.unknown' });
  await expect(noticeOf({ kind: 'monthly_analysis' })).rejects.toMatchObject({ code: 'paper.may_not_make' });
});
