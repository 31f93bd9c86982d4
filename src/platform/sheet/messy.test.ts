import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Refusal } from '../../kernel/refusal.ts';
import { inspectBook, previewSheet } from './reader.ts';
import { allRows, drawn } from './sheet-fixture.ts';

const folder = join(import.meta.dirname, '../../../../shared/data/inputs');
const messy = existsSync(join(folder, 'messy')) ? readdirSync(join(folder, 'messy')) : [];
const ledger = join(folder, 'nmtc-2003-2010.xlsx');

test.runIf(messy.length === 0)('the collection of difficult files is not on this machine, so it is not tried', () => {
  process.stderr.write(`no difficult spreadsheets in ${folder}: their test did not run\n`);
  expect(messy).toEqual([]);
});

test.each(messy)('the difficult file %s gives a preview or a clear refusal', async (name) => {
  const path = join(folder, 'messy', name);
  const book = await inspectBook(path).catch((error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)));
  if (book instanceof Refusal) {
    expect([name, book.code]).toEqual(
      name === 'empty_sheet.xlsx' ? [name, 'sheet.empty'] : ['calamine-LICENSE-MIT.md', 'sheet.not_a_spreadsheet'],
    );
    return;
  }
  for (const sheet of book.sheets.filter(({ rows }) => rows > 0).slice(0, 2)) {
    const preview = await previewSheet(path, sheet.name, 5);
    expect(preview.rows.length, sheet.name).toBe(Math.min(5, sheet.rows));
  }
});

test.runIf(messy.length > 0)('dates of both systems and all formats agree', async () => {
  for (const name of ['date.xls', 'date_1904.xls', 'date_1904.xlsx']) {
    expect(drawn(await allRows(join(folder, 'messy', name))).slice(0, 2), name).toEqual([
      '1: date 2021-01-01 | number 15',
      '2: date 2021-01-02 | number 16',
    ]);
  }
  expect(drawn(await allRows(join(folder, 'messy', 'date_iso.xlsx'))).slice(0, 3)).toEqual([
    '1: date 2021-01-01',
    '2: date 2021-01-01 10:10:10',
    '3: date 10:10:10',
  ]);
});

test.runIf(messy.length > 0)('errors are errors and not values', async () => {
  expect(drawn(await allRows(join(folder, 'messy', 'errors.xlsx'))).slice(0, 7)).toEqual(
    ['#DIV/0!', '#NAME?', '#VALUE!', '#NULL!', '#REF!', '#NUM!', '#N/A'].map((code, i) => `${i + 1}: =error ${code}`),
  );
});

test.runIf(existsSync(ledger))('the public ledger has its 2,899 projects and 5,504 payments', async () => {
  const sum = (rows: Awaited<ReturnType<typeof allRows>>, column: number) =>
    rows.reduce((total, row) => total + Math.round(Number(row.cells[column]!.text) * 100), 0);
  const [projects, notes] = [await allRows(ledger, 'Projects', { fromRow: 2 }), await allRows(ledger, 'Financial Notes', { fromRow: 2 })];
  expect([projects.length, notes.length]).toEqual([2899, 5504]);
  expect([sum(projects, 5), sum(notes, 6), sum(projects, 6)]).toEqual([2_030_153_399_717, 2_030_153_399_717, 4_152_470_882_427]);
});
