import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { editBlocks, issuePaper } from './commands.ts';
import { damagedPapers, downloadPaper, getPaper, listPapers, makeableUnits } from './queries.ts';
import { paper } from './tables.ts';
import { now, paperLedger } from '../../app/testing/papers.ts';

const { db, units, everyone, dataDir, files, made, close } = await paperLedger();
const { promotion_admin: bureau, unit_head: head, promoter: clerk, leader } = everyone;
const edit = editBlocks(files);
afterAll(close);

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
