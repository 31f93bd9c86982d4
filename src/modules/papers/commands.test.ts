import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, describe, expect, test } from 'vitest';
import { monthsFrom } from '../../kernel/day.ts';
import { auditEntry } from '../../platform/audit.ts';
import { readDocumentXml, readParagraphs } from '../../platform/docx/test-document.ts';
import { figureRows, figureValues } from '../figures/queries.ts';
import { recordArrival } from '../funds/arrival-commands.ts';
import { closeMonth } from '../funds/month-commands.ts';
import { updateProject } from '../projects/commands.ts';
import { visibleProject } from '../projects/queries.ts';
import { publishRule } from '../reference/commands.ts';
import { editBlocks, issuePaper } from './commands.ts';
import { placesOf } from './domain/content.ts';
import { monthlyAnalysis } from './domain/monthly-analysis.ts';
import type { MonthlyFigures } from './domain/monthly-figures.ts';
import { damagedPapers, downloadPaper, getPaper, listPapers } from './queries.ts';
import { paper } from './tables.ts';
import { anArrival } from '../../app/testing/months.ts';
import { later, now, paperLedger } from '../../app/testing/papers.ts';

const { db, pool, units, everyone, files, make, made, arrive, first, close } = await paperLedger();
const { promotion_admin: bureau, unit_head: head, promoter: clerk, leader, statistics } = everyone;
const edit = editBlocks(files);
afterAll(close);

const wordsOf = async (id: string, by = bureau) => {
  const { body } = await downloadPaper(db, files, id, 'docx', by);
  return readParagraphs(readDocumentXml(await buffer(body as Readable))).map((p) => p.text);
};

describe('making a paper', () => {
  test('gives the figures of the ledger, and each number of it again from the figure it names', async () => {
    const { content, asOfDay } = await made(undefined);
    expect(asOfDay).toBe('2026-11-05');
    const { figures } = await figureValues(db, { through: '2026-10-31' }, bureau, now);
    const shown = new Map(content.numbers.map((n) => [n.ref, n]));
    for (const key of ['signed_count', 'signed_amount', 'arrived_amount', 'invested_amount'] as const) {
      const figure = figures.find((f) => f.key === key)!;
      expect(shown.get(key)).toMatchObject({ value: figure.value, rows: figure.rows, version: figure.version });
      const rows = await figureRows(db, key, { through: '2026-10-31', excluded: false, page: 1, size: 500 }, bureau, now);
      expect(rows.sum).toBe(figure.value);
    }
    expect(shown.get('signed_count')).toMatchObject({ text: '4', value: 4 });
    expect(shown.get('signed_amount')?.text).toBe('3.73亿元');
    expect(shown.get('fulfilment_rate')?.text).toBe('80.00%');
  });
  test('every number opens rows that add up to it, also when the ledger is asked as of that day later on', async () => {
    const { content, asOfDay } = await made(undefined);
    const derived = /_(yoy|mom|adjusted|undated)$|^units_|^total_|^share_|_peak$/;
    const whole = content.numbers.filter((n) => n.figure && !n.projectId && !derived.test(n.ref));
    expect(whole.length).toBeGreaterThan(60);
    for (const n of whole) {
      const part = { dimension: n.dimension ?? undefined, bucket: n.bucket ?? undefined };
      const query = { from: n.from ?? undefined, through: n.through, asOf: asOfDay, ...part, excluded: false, page: 1, size: 1 };
      const opened = await figureRows(db, n.figure!, query, bureau, later);
      const expected = n.ratio?.numerator ?? n.value;
      expect([n.ref, n.ref.endsWith('_denominator') ? opened.denominatorSum : opened.sum]).toEqual([n.ref, expected]);
      if (n.ratio) expect([n.ref, opened.denominatorSum]).toEqual([n.ref, n.ratio.denominator]);
    }
  });
  test('writes the same numbers into the Word file, each with its bookmark', async () => {
    const { id, content } = await made(undefined);
    const text = (await wordsOf(id)).join('');
    for (const { cited, sentence } of placesOf(content)) {
      expect(text).toContain(cited.text);
      if (sentence.endsWith('。')) expect(text).toContain(sentence);
    }
    const { body } = await downloadPaper(db, files, id, 'docx', bureau);
    const xml = readDocumentXml(await buffer(body as Readable));
    const marks = new Set([...xml.matchAll(/<w:bookmarkStart w:name="(\w+)"/g)].map((m) => m[1]));
    expect(content.numbers.filter((n) => /^[a-z]\w{0,39}$/i.test(n.ref) && !marks.has(n.ref)).map((n) => n.ref)).toEqual([]);
  });
  test('lists what was signed and started in the month, an investor still in talks masked', async () => {
    const { content } = await made(undefined);
    const tables = content.blocks.flatMap((b) => (b.kind === 'table' ? [b] : []));
    const signed = tables.find((t) => t.caption === '10月新签约项目')!;
    expect(signed.rows.map((r) => r.cells.map((c) => (typeof c[0] === 'string' ? c[0] : c[0]?.text)))).toEqual([
      ['1', '项目甲', '北山镇', '10月3日', '12000.00'],
      ['2', '某项目', '南河镇', '10月8日', '300.00'],
      ['', '合计', '', '', '12300.00'],
    ]);
    expect(tables.some((t) => t.caption === '10月新开工项目')).toBe(true);
    const shortcomings = content.blocks
      .flatMap((b) => (b.kind === 'paragraph' ? [b.runs.map((r) => (typeof r === 'string' ? r : r.text)).join('')] : []))
      .join('');
    expect(shortcomings).toContain('1个单位台账当月无新增记录：循环产业园。');
    expect(shortcomings).toContain('签约满6个月尚未开工的项目1个，其中北山镇1个。');
  });
  test('of a township counts its own and what hangs below it, and shows projects instead of a ranking', async () => {
    const { content } = await made(units.south, bureau);
    expect(content.title).toBe('南河镇2026年10月招商引资和项目建设情况分析');
    expect(content.blocks).toContainEqual({ kind: 'heading', level: 1, text: '签约项目进展' });
    const north = await made(units.north, head);
    expect(north.content.numbers.find((n) => n.ref === 'signed_count')?.value).toBe(2);
    expect(north.createdBy).toBe(head.name);
  });
  test('leaves a trace and both files in the store', async () => {
    const { id } = await made(undefined);
    const [entry] = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id));
    expect(entry).toMatchObject({
      action: 'paper.make',
      actorId: bureau.id,
      after: { month: '2026-10', title: '示范区2026年10月招商引资和项目建设情况分析' },
    });
    expect(await damagedPapers(db, files)).toEqual([]);
    const { body } = await downloadPaper(db, files, id, 'xlsx', statistics);
    expect((await buffer(body as Readable)).subarray(0, 2).toString()).toBe('PK');
  });
  test('is signed by the promotion bureau, by the unit for a unit', async () => {
    expect((await made(undefined)).blocks.signer).toBe('招商局');
    expect((await made(units.park)).blocks.signer).toBe('循环产业园');
  });
  test('is refused for a month to come, an unknown unit, and by who may not', async () => {
    await expect(make(db, { month: '2026-12' }, bureau, now)).rejects.toMatchObject({ code: 'paper.month_to_come' });
    await expect(make(db, { month: '2026-10', unitId: v7() }, bureau, now)).rejects.toMatchObject({ code: 'unit.unknown' });
    await expect(make(db, { month: '2026-10', unitId: units.south }, head, now)).rejects.toMatchObject({
      kind: 'not_found',
      code: 'unit.unknown',
    });
    await expect(make(db, { month: '2026-10' }, head, now)).rejects.toMatchObject({ kind: 'not_found', code: 'unit.unknown' });
    await expect(make(db, { month: '2026-10', unitId: units.north }, clerk, now)).rejects.toMatchObject({ code: 'paper.may_not_make' });
    await expect(make(db, { month: '2026-10' }, leader, now)).rejects.toMatchObject({ code: 'paper.may_not_make' });
  });
});
test('a paper of a closed month reads the same in November and, after late entries, edits and a merge, in December; it says that it is of the closing', async () => {
  const house = await paperLedger();
  const { db: books, everyone: staff } = house;
  const keeper = staff.promotion_admin;
  const wordsIn = async (id: string) => {
    const { body } = await downloadPaper(books, house.files, id, 'docx', keeper);
    return readParagraphs(readDocumentXml(await buffer(body as Readable))).map((p) => p.text);
  };
  for (const month of monthsFrom('2025-03', '2026-10')) await closeMonth(books, { month, reason: null }, keeper, later);
  const november = await house.made(undefined, keeper, later);
  expect(november).toMatchObject({ closing: '2026-10' });
  const december = new Date('2026-12-10T09:00:00+08:00');
  await recordArrival(books, { ...anArrival('2026-10-28', 77_000_000), projectId: house.first }, keeper, december);
  const version = async () => (await visibleProject(books, house.first, keeper)).version;
  const patch = { name: '改名后的项目', startedOn: '2026-09-01', totalMinor: 1 };
  await updateProject(books, { id: house.first, version: await version(), patch }, keeper, december);
  await publishRule(
    books,
    { kind: 'figure-thresholds', effectiveFrom: '2020-01-01', effectiveTo: null, preset: null, body: { investedMinTotalFen: 1 } },
    keeper,
    december,
  );
  const again = await house.made(undefined, keeper, december);
  expect(again.content).toEqual(november.content);
  const dated = (words: readonly string[]) => words.filter((w) => !/^2026年1[12]月\d+日$/.test(w));
  expect(dated(await wordsIn(again.id))).toEqual(dated(await wordsIn(november.id)));
  expect((await wordsIn(again.id)).join('')).toContain('为2026年10月封账数（2026年11月6日封账），不含其后登记');
  const frozen = async (id: string) => {
    const [row] = await books.select().from(paper).where(eq(paper.id, id));
    return { ...row!.figures, asOf: '', madeOn: '' };
  };
  expect(await frozen(again.id)).toEqual(await frozen(november.id));
  const made = await house.make(books, { month: '2026-10', asOf: 'now' }, keeper, december);
  const open = await getPaper(books, made.id, keeper);
  expect(open.closing).toBeNull();
  expect(open.content.blocks).not.toEqual(november.content.blocks);
  await house.close();
});

describe('a paper that was made', () => {
  test('reads as it read when the ledger has changed, and is written again from its own figures', async () => {
    const before = await made(undefined);
    const text = await wordsOf(before.id);
    await arrive(first, '2026-10-25', 777);
    const after = await getPaper(db, before.id, bureau);
    expect(after.content).toEqual(before.content);
    const [row] = await db.select().from(paper).where(eq(paper.id, before.id));
    expect(monthlyAnalysis(row!.figures as MonthlyFigures)).toEqual(row!.content);
    // Words added and taken away again: the Word file is set anew, from what was frozen.
    const { version } = await edit(db, { id: before.id, version: 1, blocks: { intro: '引言。' } }, bureau, later);
    expect(await wordsOf(before.id)).toContain('引言。');
    await edit(db, { id: before.id, version, blocks: { intro: '' } }, bureau, later);
    expect(await wordsOf(before.id)).toEqual(text);
    const anew = await made(undefined, bureau, later);
    const amount = (p: typeof anew) => p.content.numbers.find((n) => n.ref === 'arrived_amount')!.value!;
    expect(amount(anew) - amount(before)).toBe(777_000_000);
  });
  test('stays when it is made again, which takes over what people wrote', async () => {
    const one = await made(units.park);
    await edit(db, { id: one.id, version: 1, blocks: { shortcomings: '园区道路尚未贯通。' } }, bureau, now);
    const two = await made(units.park, bureau, later);
    expect(two.blocks.shortcomings).toBe('园区道路尚未贯通。');
    expect([two.edition, two.isLatest]).toEqual([one.edition + 1, true]);
    expect((await getPaper(db, one.id, bureau)).isLatest).toBe(false);
    const list = (all: boolean) => listPapers(db, { query: { unitId: units.park, all, page: 1, size: 50 } }, bureau);
    expect((await list(false)).items.map((p) => p.id)).toEqual([two.id]);
    expect((await list(true)).items.map((p) => p.id)).toContain(one.id);
  });
  test('is edited by one at a time', async () => {
    const { id } = await made(units.park);
    const act = (intro: string) => edit(db, { id, version: 1, blocks: { intro } }, bureau, now);
    const outcomes = await Promise.allSettled([act('甲'), act('乙')]);
    expect(outcomes.map((o) => o.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((o) => o.status === 'rejected')?.reason).toMatchObject({
      code: 'paper.changed_meanwhile',
      details: { version: 2 },
    });
  });
  test('an edit that changes nothing leaves neither a version nor a trace', async () => {
    const { id, blocks } = await made(units.park);
    expect(await edit(db, { id, version: 1, blocks }, bureau, now)).toEqual({ version: 1 });
    expect(await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id))).toHaveLength(1);
  });
  test('once issued does not change, and may be made anew', async () => {
    const { id } = await made(units.north);
    const { version } = await issuePaper(db, { id, version: 1 }, head, later);
    const issued = await getPaper(db, id, head);
    expect(issued).toMatchObject({
      status: 'issued',
      issuedBy: head.name,
      issuedAt: later.toISOString(),
      can: { make: true, edit: false, issue: false },
    });
    await expect(edit(db, { id, version, blocks: { intro: 'x' } }, bureau, later)).rejects.toMatchObject({
      kind: 'rule',
      code: 'paper.already_issued',
    });
    await expect(issuePaper(db, { id, version }, bureau, later)).rejects.toMatchObject({ code: 'paper.already_issued' });
    expect((await made(units.north, head, later)).status).toBe('draft');
  });
  test('its figures cannot be changed even by the application itself', async () => {
    await expect(pool.query(`update paper set figures = '{}'`)).rejects.toMatchObject({ code: '42501' });
    await expect(pool.query(`update paper set content = '{}'`)).rejects.toMatchObject({ code: '42501' });
    await expect(pool.query('delete from paper')).rejects.toMatchObject({ code: '42501' });
  });
});
