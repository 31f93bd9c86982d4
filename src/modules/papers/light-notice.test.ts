import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { v7 } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { paperLedger, now } from '../../app/testing/papers.ts';
import { readDocumentXml, readParagraphs } from '../../platform/docx/test-document.ts';
import { plainText } from './domain/content.ts';
import { downloadPaper, getPaper, listPapers } from './queries.ts';

const { db, pool, units, everyone, files, make, first, close } = await paperLedger();
const { promotion_admin: bureau, unit_head: head } = everyone;
afterAll(close);

const points = (colour: string, month: string, behind: string) => ({
  key: 'progress',
  colour,
  code: 'points',
  details: { month, done: '40.00', schedule: '70.00', behind },
});
const late = (colour: string) => ({ key: 'start', colour, code: 'overdue_month', details: { event: 'started', due: '2026-04', n: 5 } });
const judge = (id: string, month: string, colour: string, dimensions: object[], at = `${month}-28`) =>
  pool.query(
    `insert into project_light (project_id, id, month, rule_version, colour, judged, dimensions, recorded_at) values ($1, $2, $3, 1, $4, $4, $5, $6)`,
    [id, v7(), month, colour, JSON.stringify(dimensions), at],
  );
const others = async () =>
  (await pool.query<{ id: string }>('select id from project where id <> $1 order by code', [first])).rows.map((r) => r.id);
const noticeOf = async (month: string, unitId?: string, by = bureau) =>
  getPaper(db, (await make(db, { kind: 'light_notice', month, unitId }, by, now)).id, by);

test('a notice of lights tells each red and yellow project, what it is for and what its unit said, and is kept as it was made', async () => {
  const [second, third, , secret] = await others();
  for (const month of ['2026-08', '2026-09']) await judge(first, month, 'red', [points('red', month, '31.11')]);
  // Judged twice: the last word counts.
  await judge(first, '2026-10', 'green', [points('green', '2026-10', '0.00')], '2026-11-01');
  await judge(first, '2026-10', 'red', [points('red', '2026-10', '30.00'), late('yellow')], '2026-11-02');
  await judge(second!, '2026-09', 'green', []);
  await judge(second!, '2026-10', 'red', [late('red')]);
  await judge(third!, '2026-10', 'yellow', [points('yellow', '2026-10', '12.00')]);
  await judge(secret!, '2026-10', 'yellow', [points('yellow', '2026-10', '11.00')]);
  const said =
    'insert into light_reason (project_id, id, month, class, words, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)';
  await pool.query(said, [first, v7(), '2026-10', 'government', '变电站未增容', bureau.id, now]);
  await pool.query(
    `insert into light_exemption (project_id, id, from_month, until_month, class, words, granted_by, granted_at) values ($1, $2, '2026-10', '2026-10', 'weather', '汛期', $3, $4)`,
    [third, v7(), bureau.id, now],
  );
  const paper = await noticeOf('2026-10');
  expect(paper).toMatchObject({ kind: 'light_notice', title: '示范区2026年10月项目亮灯通报', closing: null, status: 'draft' });
  const text = paper.content.blocks
    .map((b) => (b.kind === 'paragraph' ? plainText(b.runs) : b.kind === 'heading' ? b.text : ''))
    .join('\n');
  expect(text).toContain(
    '纳入亮灯评定的项目4个，其中绿灯1个、黄灯1个、红灯2个；经批准免灯、计入绿灯的1个。与上月相比，新亮红灯1个，红灯转好0个。',
  );
  expect(text).toContain('已说明原因的1个，其中政府原因1个；未说明原因的2个。');
  const tables = paper.content.blocks.flatMap((b) => (b.kind === 'table' ? [b] : []));
  const rows = (caption: string) => tables.find((t) => t.caption === caption)!.rows.map((r) => r.cells.map(plainText));
  expect(rows('红灯项目')).toEqual([
    ['1', '北山镇', '项目甲', '3', '截至2026年10月完成 40.00%，序时 70.00%，落后 30.00 个百分点', '政府原因：变电站未增容'],
    ['2', expect.any(String), '项目乙', '1', '应于2026年4月开工，已过 5 个月', '未说明'],
  ]);
  // Whoever is still in talks stands masked.
  expect(rows('黄灯项目').map((r) => r[2])).toEqual(['某项目']);
  expect(rows('各单位亮灯情况')[0]).toEqual(['合计', '4', '1', '1', '2', '50.0%']);
  // What a number opens are lines of the paper itself, so that it stays what it was.
  const opened = (ref: string) =>
    paper.content.numbers
      .find((n) => n.ref === ref)!
      .lines!.map((at) => {
        const { opens, title, stands } = paper.content.lines![at]!;
        return [opens.kind, title, stands];
      });
  expect(opened('red')).toEqual([
    ['light', '项目甲', '红灯，连续3个月'],
    ['light', '项目乙', '红灯，连续1个月'],
  ]);
  expect(opened('green')).toEqual([['light', '项目丙', '黄灯，经批准免灯']]);
  expect([opened('exempt'), opened('turned_red'), opened('turned_better')]).toEqual([opened('green'), [opened('red')[1]], []]);
  const { body } = await downloadPaper(db, files, paper.id, 'docx', bureau);
  const words = readParagraphs(readDocumentXml(await buffer(body as Readable))).map((p) => p.text);
  expect(words.join('')).toContain('落后 30.00 个百分点');
  const annex = await downloadPaper(db, files, paper.id, 'xlsx', bureau);
  expect(annex.filename).toBe('示范区2026年10月项目亮灯明细.xlsx');
  // What happens later changes nothing of it; a making after that tells it anew.
  await judge(second!, '2026-10', 'green', [], '2026-11-04');
  expect((await getPaper(db, paper.id, bureau)).content).toEqual(paper.content);
  expect((await noticeOf('2026-10')).content).not.toEqual(paper.content);
  const listed = await listPapers(db, { query: { kind: 'light_notice', all: true, page: 1, size: 10 } }, bureau);
  expect(listed.items.map((p) => [p.kind, p.edition]).toSorted()).toEqual([
    ['light_notice', 1],
    ['light_notice', 2],
  ]);
});

test('of a unit it tells those of the unit; of a month that is not over or had no lights there is none', async () => {
  const north = await noticeOf('2026-10', units.north, head);
  expect(JSON.stringify(north.content)).not.toContain('项目丙');
  expect(north.content.title).toBe('北山镇2026年10月项目亮灯通报');
  await expect(noticeOf('2026-11')).rejects.toMatchObject({ code: 'paper.month_not_over' });
  await expect(noticeOf('2026-03')).rejects.toMatchObject({ code: 'paper.no_lights' });
  await expect(noticeOf('2026-10', units.south, head)).rejects.toMatchObject({ code: 'unit.unknown' });
});
