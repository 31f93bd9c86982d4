import { read, type WorkBook } from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listSheets } from './reader.ts';
import { bytesOf, drawnFile, tempFile } from './sheet-fixture.ts';
import { sheetStream, writeSheet, type SheetSpec } from './writer.ts';
import { uniqueNames } from './xlsx-parts.ts';

const ledger: SheetSpec = {
  sheetName: '项目',
  title: '项目台账',
  caption: '单位：亿元',
  columns: [
    { header: '项目名称', kind: 'text', width: 30 },
    { header: '协议投资额（亿元）', kind: 'amount', unit: '亿元' },
    { header: '签约日期', kind: 'date' },
    { header: '用工', kind: 'integer' },
    { header: '到位率', kind: 'percent' },
    { header: '金额（元）', kind: 'amount' },
  ],
  rows: [
    ['甲项目', 483_300_000_000, '2026-03-05', 120, '32.73', 12_345],
    ['乙项目', 1, '2026-03', null, null, -500],
    ['丙项目', 0, '2026', 0, '100', null],
  ],
  totals: ['合计', 483_300_000_001, null, 120],
  notes: ['注：管理数据，非统计数据'],
};
const file = async (spec: SheetSpec | SheetSpec[]) => tempFile('out.xlsx', await bytesOf(sheetStream(spec)));
const sheetJs = async (spec: SheetSpec | SheetSpec[]): Promise<WorkBook> =>
  read(await bytesOf(sheetStream(spec)), { cellNF: true, cellStyles: true });

describe('a ledger is written', () => {
  test('and read back cell for cell, dates as precisely as they are known', async () => {
    expect(await drawnFile(await file(ledger))).toEqual([
      '1: text 项目台账 | +text 项目台账 | +text 项目台账 | +text 项目台账 | +text 项目台账 | +text 项目台账',
      '2: text 单位：亿元 | +text 单位：亿元 | +text 单位：亿元 | +text 单位：亿元 | +text 单位：亿元 | +text 单位：亿元',
      '3: text 项目名称 | text 协议投资额（亿元） | text 签约日期 | text 用工 | text 到位率 | text 金额（元）',
      '4: text 甲项目 | number 48.33 | date 2026-03-05 | number 120 | number 0.3273 % | number 123.45',
      '5: text 乙项目 | number 0.0000000001 | date 2026-03 | · | · | number -5',
      '6: text 丙项目 | number 0 | date 2026 | number 0 | number 1 %',
      '7: text 合计 | number 48.3300000001 | · | number 120',
      '8: text 注：管理数据，非统计数据 | +text 注：管理数据，非统计数据 | +text 注：管理数据，非统计数据 | +text 注：管理数据，非统计数据 | +text 注：管理数据，非统计数据 | +text 注：管理数据，非统计数据',
    ]);
  });
  test('with a frozen header, a filter over the rows alone, widths and formats, as another program sees it', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await bytesOf(sheetStream(ledger))) as unknown as ArrayBuffer);
    const sheet = book.getWorksheet('项目')!;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 });
    expect(sheet.autoFilter).toBe('A3:F6');
    expect([
      sheet.getColumn(1).width,
      sheet.getCell('B4').numFmt,
      sheet.getCell('C4').numFmt,
      sheet.getCell('E4').numFmt,
      sheet.getCell('A4').numFmt,
    ]).toEqual([30, '#,##0.00', 'yyyy-mm-dd', '0.00%', '@']);
    expect([sheet.getCell('B4').value, sheet.getCell('C4').value, sheet.getCell('A3').font.bold, sheet.getCell('A7').font.bold]).toEqual([
      48.33,
      new Date('2026-03-05'),
      true,
      true,
    ]);
  });
  test('several sheets, names made fit for Excel', async () => {
    const book = await sheetJs([ledger, { ...ledger, sheetName: '项目' }, { ...ledger, sheetName: '2026/3:[月]*' }]);
    expect(book.SheetNames).toEqual(['项目', '项目 (2)', '2026 3  月']);
    expect(uniqueNames(['', "'a'", 'x'.repeat(40), 'X'.repeat(40)])).toEqual(['Sheet1', 'a', 'x'.repeat(31), `${'X'.repeat(27)} (2)`]);
  });
  test('without rows it is a blank template', async () => {
    expect(await drawnFile(await file({ sheetName: '模板', columns: ledger.columns, rows: [] }))).toHaveLength(1);
  });
});

describe('text of users', () => {
  const cell = async (text: string) =>
    (await sheetJs({ sheetName: 'a', columns: [{ header: 'a', kind: 'text' }], rows: [[text]] })).Sheets['a']!['A2'];
  test.each(['=1+1', '=HYPERLINK("http://x","y")', '+86 571', '-5', '@SUM(A1)', '\t=1', '＝1'])(
    '%j is never a live formula',
    async (text) => {
      expect(await cell(text)).toMatchObject({ t: 's', v: text });
      expect((await cell(text)).f).toBeUndefined();
    },
  );
  test('one that looks like a formula is marked as quoted, so that it stays text when it is edited', async () => {
    const bytes = await bytesOf(sheetStream({ sheetName: 'a', columns: [{ header: 'a', kind: 'text' }], rows: [['=1'], ['b']] }));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as unknown as ArrayBuffer);
    expect(book.getWorksheet('a')!.getCell('A2').value).toBe('=1');
    const styles = [...(await sheetXml(bytes)).matchAll(/<c r="A[23]" s="(\d+)"/g)].map((m) => m[1]);
    expect(styles).toEqual(['2', '1']);
  });
  test('a word in a column of numbers or dates stays a word', async () => {
    const columns = [
      { header: '日期', kind: 'date' as const },
      { header: '金额', kind: 'amount' as const },
    ];
    expect(await drawnFile(await file({ sheetName: 'a', columns, rows: [['=年底前', '=1+1']] }))).toEqual([
      '1: text 日期 | text 金额',
      '2: text =年底前 | text =1+1',
    ]);
  });
  test('is cut with a mark where Excel ends', async () => {
    const text = (await cell('项'.repeat(40_000))).v as string;
    expect([text.length, text.at(-1)]).toEqual([32_767, '…']);
  });
  test('any text comes back as it was, whatever characters it has', async () => {
    const texts = fc
      .sample(fc.string({ unit: 'binary', maxLength: 40 }), 300)
      .concat(['_x000D_', 'a\nb', '<&>"\'', ']]>', '\ud800', '  x  ']);
    const book = await sheetJs({ sheetName: 'a', columns: [{ header: 'a', kind: 'text' }], rows: texts.map((text) => [text]) });
    // XML itself ends lines with a line feed only, and a lone half of a character is no text.
    const expected = texts.map((text) => text.replace(/\r\n?/g, '\n').toWellFormed());
    const found = texts.map((_, i) => (book.Sheets['a']![`A${i + 2}`]?.v ?? '') as string);
    expect(found).toEqual(expected);
  });
});

describe('a long export', () => {
  function* rows(n: number, seen: { made: number }) {
    for (let i = 0; i < n; i += 1) {
      seen.made += 1;
      yield [`第${i}个项目`, i * 100];
    }
  }
  const columns: SheetSpec['columns'] = [
    { header: '项目名称', kind: 'text' },
    { header: '金额', kind: 'amount' },
  ];
  test('is made only as fast as it is taken', async () => {
    const seen = { made: 0 };
    const out = new PassThrough({ highWaterMark: 1024 });
    const abort = new AbortController();
    const writing = writeSheet({ sheetName: 'a', columns, rows: rows(1_000_000, seen) }, out, abort.signal);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.made).toBeLessThan(500_000);
    abort.abort();
    await expect(writing).rejects.toThrow();
    // The piece in the making may still be finished.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const madeByThen = seen.made;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.made).toBe(madeByThen);
  });
  test('of rows from a database cursor is complete', async () => {
    async function* pages() {
      for (let page = 0; page < 30; page += 1) {
        await Promise.resolve();
        yield* rows(1000, { made: 0 });
      }
    }
    const path = tempFile('long.xlsx', '');
    await writeSheet({ sheetName: 'a', columns, rows: pages() }, createWriteStream(path));
    expect(await listSheets(path)).toMatchObject([{ rows: 30_001, columns: 2 }]);
  });
  test('that fails midway fails as a whole', async () => {
    function* broken() {
      yield ['a', 1];
      throw new Error('cursor lost');
    }
    await expect(writeSheet({ sheetName: 'a', columns, rows: broken() }, new PassThrough().resume())).rejects.toThrow('cursor lost');
  });
});

async function sheetXml(bytes: Buffer): Promise<string> {
  const files = read(bytes, { bookFiles: true }) as WorkBook & { files: Record<string, { content: Uint8Array }> };
  return Buffer.from(files.files['xl/worksheets/sheet1.xml']!.content).toString('utf8');
}
