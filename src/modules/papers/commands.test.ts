import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { auditEntry } from '../../platform/audit.ts';
import { readDocumentXml, readParagraphs } from '../../platform/docx/test-document.ts';
import { openFileStore } from '../../platform/files.ts';
import { figureRows, figureValues } from '../figures/queries.ts';
import { editBlocks, issuePaper, makePaper } from './commands.ts';
import { placesOf } from './domain/content.ts';
import { monthlyAnalysis } from './domain/monthly-analysis.ts';
import { damagedPapers, downloadPaper, getPaper, listPapers, makeableUnits } from './queries.ts';
import { paper } from './tables.ts';

const now = new Date('2026-11-05T09:00:00+08:00');
const later = new Date('2026-11-06T09:00:00+08:00');
const house = await openLedger(now);
const { db, pool, units, everyone } = house;
const { promotion_admin: bureau, unit_head: head, promoter: clerk, leader, statistics } = everyone;
const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-papers-'));
const files = openFileStore({ dataDir, s3: null });
const [make, edit] = [makePaper(files), editBlocks(files)];
afterAll(async () => {
  await house.close();
  await rm(dataDir, { recursive: true });
});

type Planned = {
  unitId: string;
  stage: string;
  side?: string;
  signed?: string;
  agreed?: number;
  arrivals?: [string, number][];
  invested?: [string, number][];
  startedOn?: string;
  total?: number;
};
let serial = 0;
/** A project as an import would have left it; amounts in 万元. */
async function project(p: Planned) {
  const id = v7();
  const name = `项目${'甲乙丙丁戊己庚辛壬癸'[serial]}`;
  const fen = (n: number) => n * 1_000_000;
  const happened = p.startedOn ?? p.signed ?? '2025-01';
  await pool.query(
    `insert into project (id, code, name, name_key, initials, masked_name, unit_id, industry_code, total_fen, stage, side, started_on, created_at, created_by, updated_at)
     values ($1, $2, $3, $3, 'x', '某项目', $4, '3217', $5, $6, $7, $8, $9, $10, $9)`,
    [id, `XM${++serial}`, name, p.unitId, fen(p.total ?? 1000), p.stage, p.side ?? null, p.startedOn ?? null, now, bureau.id],
  );
  await pool.query(
    'insert into project_attribution (project_id, id, unit_id, industry_code, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6)',
    [id, v7(), p.unitId, '3217', now, bureau.id],
  );
  await pool.query(
    `insert into stage_change (project_id, id, kind, to_stage, to_side, happened_on, reason, recorded_by, recorded_at) values ($1, $2, 'import', $3, $4, $5, 'x', $6, $7)`,
    [id, v7(), p.stage, p.side ?? null, happened, bureau.id, now],
  );
  if (p.signed)
    await pool.query(
      `insert into agreement (project_id, id, kind, signed_on, total_minor, total_fen, attracted_fen, recorded_by, recorded_at) values ($1, $2, 'investment', $3, $4, $4, $4, $5, $6)`,
      [id, v7(), p.signed, fen(p.agreed!), bureau.id, now],
    );
  for (const [on, n] of p.arrivals ?? []) await arrive(id, on, n);
  for (const [month, n] of p.invested ?? [])
    await pool.query(
      'insert into investment (project_id, id, month, civil_fen, amount_fen, recorded_by, recorded_at) values ($1, $2, $3, $4, $4, $5, $6)',
      [id, v7(), month, fen(n), bureau.id, now],
    );
  return id;
}
const arrive = (id: string, on: string, n: number) =>
  pool.query(
    `insert into arrival (project_id, id, arrived_on, amount_minor, amount_fen, kind, recorded_by, recorded_at) values ($1, $2, $3, $4, $4, 'civil', $5, $6)`,
    [id, v7(), on, n * 1_000_000, bureau.id, now],
  );

let first: string;
beforeAll(async () => {
  await pool.query(`insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', 'promotion_admin', $2)`, [
    bureau.id,
    now,
  ]);
  first = await project({
    unitId: units.north,
    stage: 'building',
    signed: '2026-10-03',
    agreed: 12_000,
    arrivals: [['2026-10-20', 3000]],
    invested: [['2026-10', 800]],
    startedOn: '2026-10-15',
  });
  await project({ unitId: units.section, stage: 'signed', signed: '2026-02', agreed: 5000, arrivals: [['2026-02-10', 500]] });
  await project({
    unitId: units.park,
    stage: 'producing',
    signed: '2025-10',
    agreed: 20_000,
    arrivals: [['2026-09-01', 9000]],
    invested: [['2026-09', 4000]],
    startedOn: '2025-11',
  });
  await project({ unitId: units.park, stage: 'signed', side: 'withdrawn', signed: '2025-03', agreed: 700 });
  // Signed on paper while the record still stands at 在谈: who has no need to know reads no name.
  await project({ unitId: units.south, stage: 'negotiating', signed: '2026-10-08', agreed: 300 });
});

const made = async (unitId: string | undefined, by = bureau, at = now) =>
  getPaper(db, (await make(db, { month: '2026-10', unitId }, by, at)).id, bureau);
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
      const rows = await figureRows(db, key, { through: '2026-10-31', excluded: false, page: 1, pageSize: 500 }, bureau, now);
      expect(rows.sum).toBe(figure.value);
    }
    expect(shown.get('signed_count')).toMatchObject({ text: '4', value: 4 });
    expect(shown.get('signed_amount')?.text).toBe('3.73亿元');
    expect(shown.get('fulfilment_rate')?.text).toBe('80.00%');
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
describe('a paper that was made', () => {
  test('reads as it read when the ledger has changed, and is written again from its own figures', async () => {
    const before = await made(undefined);
    const text = await wordsOf(before.id);
    await arrive(first, '2026-10-25', 777);
    const after = await getPaper(db, before.id, bureau);
    expect(after.content).toEqual(before.content);
    const [row] = await db.select().from(paper).where(eq(paper.id, before.id));
    expect(monthlyAnalysis(row!.figures)).toEqual(row!.content);
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

describe('who reads a paper', () => {
  test('a foreign unit’s is as unknown as one that never was: page, files, list, edit, issue', async () => {
    const { id } = await made(units.south);
    for (const stranger of [head, clerk]) {
      await expect(getPaper(db, id, stranger)).rejects.toMatchObject({ kind: 'not_found', code: 'paper.unknown' });
      await expect(downloadPaper(db, files, id, 'docx', stranger)).rejects.toMatchObject({ code: 'paper.unknown' });
      await expect(downloadPaper(db, files, id, 'xlsx', stranger)).rejects.toMatchObject({ code: 'paper.unknown' });
      await expect(edit(db, { id, version: 1, blocks: { intro: 'x' } }, stranger, now)).rejects.toMatchObject({ code: 'paper.unknown' });
      await expect(issuePaper(db, { id, version: 1 }, stranger, now)).rejects.toMatchObject({ code: 'paper.unknown' });
      const { items } = await listPapers(db, { query: { all: true, page: 1, size: 200 } }, stranger);
      expect(items.map((p) => p.unitId).filter((unitId) => unitId !== units.north)).toEqual([]);
    }
  });
  test('the clerk reads their unit’s and may do nothing to it; the leader reads all', async () => {
    const { id } = await made(units.north);
    expect((await getPaper(db, id, clerk)).can).toEqual({ make: false, edit: false, issue: false });
    await expect(edit(db, { id, version: 1, blocks: { intro: 'x' } }, clerk, now)).rejects.toMatchObject({ code: 'paper.may_not_edit' });
    expect((await getPaper(db, id, leader)).title).toContain('北山镇');
  });
  test('units to make for are all, one’s own, or none', async () => {
    const names = async (actor: typeof head) => (await makeableUnits(db, actor)).items.map((u) => u.name);
    expect(await names(head)).toEqual(['北山镇', '北山镇招商办']);
    expect((await names(bureau)).length).toBe(6);
    expect(await names(leader)).toEqual([]);
  });
});

test('a file that is not as it was is found', async () => {
  const { id } = await made(units.south);
  const [row] = await db.select().from(paper).where(eq(paper.id, id));
  const sha = row!.xlsxSha256;
  const path = join(dataDir, 'files', sha.slice(0, 2), sha.slice(2, 4), sha);
  expect((await readFile(path)).length).toBeGreaterThan(1000);
  await rm(path);
  expect(await damagedPapers(db, files)).toEqual([sha]);
});
