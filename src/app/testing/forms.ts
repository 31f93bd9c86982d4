import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from 'exceljs';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { bindForm, bringForm, fillFormFor } from '../../modules/forms/commands.ts';
import { downloadFilling, suggestionsFor } from '../../modules/forms/queries.ts';
import { now, paperLedger } from './papers.ts';

export const template = join(import.meta.dirname, '../demo/monthly-form.xlsx');

/** A small ledger whose units are named as in the demo's form, and a way to bring that form, bind it and open what was filled. */
export async function formLedger() {
  const house = await paperLedger();
  const { db, pool, units, files } = house;
  const folder = await mkdtemp(join(tmpdir(), 'zhuchao-forms-'));
  const [bind, fill] = [bindForm(files), fillFormFor(files)];

  async function sent(name: string, content?: Buffer) {
    const path = join(folder, v7());
    if (content) await writeFile(path, content);
    else await copyFile(template, path);
    const bytes = await readFile(path);
    return { name, path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
  const bring = async (by: Actor, name = '月报表.xlsx', content?: Buffer) =>
    (await bringForm({ db, files }, await sent(name, content), undefined, by, now)).id;
  async function bound(by: Actor) {
    const id = await bring(by);
    // Projects of this small ledger were put into their table without their day of signing.
    const suggested = (await suggestionsFor(db, files, id, by)).bindings;
    const bindings = suggested.map((b) => (b.kind === 'list' ? { ...b, filter: {} } : b));
    await bind(db, { id, version: 1, bindings }, by, now);
    return { id, bindings };
  }
  async function opened(id: string, by: Actor) {
    const { filename, body } = await downloadFilling(db, files, id, by);
    const book = new Workbook();
    const chunks: Buffer[] = [];
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
    await book.xlsx.load(Buffer.concat(chunks) as never);
    return { filename, summary: book.getWorksheet('汇总表')!, list: book.getWorksheet('项目明细')! };
  }
  for (const [id, name] of [
    [units.north, '青穗镇'],
    [units.south, '柳湾镇'],
    [units.park, '栖梧经济开发区'],
  ])
    await pool.query('update unit set name = $2 where id = $1', [id, name]);
  const close = async () => {
    await house.close();
    await rm(folder, { recursive: true });
  };
  return { ...house, sent, bring, bound, opened, bind, fill, close };
}
