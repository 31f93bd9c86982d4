import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook, type Worksheet } from 'exceljs';
import { describe, expect, test } from 'vitest';
import { fillForm, type FormWrites, placeOf } from './fill.ts';
import { readGrid } from './grid.ts';
import { Package } from './package.ts';

const form = readFileSync(join(import.meta.dirname, '../../../app/demo/monthly-form.xlsx'));
const number = (decimal: string) => ({ kind: 'number', decimal }) as const;
const text = (words: string) => ({ kind: 'text', text: words }) as const;
const summary = (row: number, column: number, value: FormWrites['cells'][number]['value']) => ({ sheet: '汇总表', row, column, value });
const projects = Array.from({ length: 7 }, (_, i) => [
  number(String(i + 1)),
  text(`项目${i}`),
  { kind: 'date', date: `2026-0${i + 1}-15` } as const,
  number(`${(i + 1) * 1000}.50`),
  number(`${(i + 1) * 100}.25`),
]);
const writes: FormWrites = {
  cells: [
    summary(3, 0, text('填报单位：栖梧区招商局')),
    ...Array.from({ length: 13 }, (_, i) => [
      summary(6 + i, 2, number(String(i))),
      summary(6 + i, 3, number(`${i}.25`)),
      summary(6 + i, 5, number(`${i + 10}`)),
      summary(6 + i, 6, number(`${i * 2}`)),
      summary(6 + i, 9, { kind: 'percent', decimal: '32.73' } as const),
    ]).flat(),
  ],
  lists: [{ sheet: '项目明细', first: 5, last: 6, columns: [0, 1, 4, 5, 6], rows: projects }],
};

async function opened(file: Buffer): Promise<Workbook> {
  const book = new Workbook();
  await book.xlsx.load(file as never);
  return book;
}
const formulaAt = (sheet: Worksheet, at: string) => (sheet.getCell(at).value as { formula?: string }).formula;
const styleAt = (sheet: Worksheet, row: number, column: number) => structuredClone(sheet.getCell(row, column).style);

describe('a form that is filled in place', () => {
  const filled = fillForm(form, writes);

  test('keeps styles, widths, heights, merges, views, print settings and formulas of a sheet without added rows', async () => {
    const [before, after] = (await Promise.all([opened(form), opened(filled)])).map((b) => b.getWorksheet('汇总表')!) as [
      Worksheet,
      Worksheet,
    ];
    expect(after.model.merges).toEqual(before.model.merges);
    expect(after.columns.map((c) => c.width)).toEqual(before.columns.map((c) => c.width));
    expect(after.pageSetup).toEqual(before.pageSetup);
    expect(after.headerFooter).toEqual(before.headerFooter);
    expect(after.views).toEqual(before.views);
    const places = (sheet: Worksheet) => sheet.getImages().map(({ range: { tl } }) => [tl.nativeCol, tl.nativeRow, tl.nativeColOff]);
    expect(places(after)).toEqual(places(before));
    expect(places(after)).toHaveLength(1);
    for (let row = 1; row <= before.rowCount; row += 1) {
      expect(after.getRow(row).height).toBe(before.getRow(row).height);
      for (let column = 1; column <= 12; column += 1) {
        expect([row, column, styleAt(after, row, column)]).toEqual([row, column, styleAt(before, row, column)]);
        const formula = (before.getCell(row, column).value as { formula?: string } | null)?.formula;
        if (formula) expect((after.getCell(row, column).value as { formula?: string }).formula).toBe(formula);
      }
    }
    expect(after.getCell('D7').value).toBe(1.25);
    expect(after.getCell('J7').value).toBe(0.3273);
    expect(after.getCell('A3').value).toBe('填报单位：栖梧区招商局');
  });

  test('a list grows by rows like its last; totals take them in, what stands below moves down', async () => {
    const before = (await opened(form)).getWorksheet('项目明细')!;
    const book = await opened(filled);
    const after = book.getWorksheet('项目明细')!;
    const rows = [5, 6, 7, 8, 9, 10, 11];
    expect(rows.map((r) => after.getCell(r, 6).value)).toEqual([1000.5, 2000.5, 3000.5, 4000.5, 5000.5, 6000.5, 7000.5]);
    expect(rows.map((r) => formulaAt(after, `H${r}`))).toEqual(rows.map((r) => `IF(F${r}=0,"",G${r}/F${r})`));
    expect(['F', 'G', 'H'].map((c) => formulaAt(after, `${c}12`))).toEqual(['SUM(F5:F11)', 'SUM(G5:G11)', 'IF(F12=0,"",G12/F12)']);
    for (const row of rows) {
      expect(after.getRow(row).height).toBe(22);
      for (let column = 1; column <= 10; column += 1) expect(styleAt(after, row, column)).toEqual(styleAt(before, 6, column));
    }
    expect(after.getCell('A12').value).toBe('合计');
    expect(after.model.merges.toSorted()).toEqual(
      before.model.merges.map((m) => m.replace('A7:E7', 'A12:E12').replace('A8:J8', 'A13:J13')).toSorted(),
    );
    expect(after.getCell('E5').value).toEqual(new Date('2026-01-15T00:00:00Z'));
    expect(after.pageSetup.printArea).toBe('A1:J13');
    const { conditionalFormattings } = after as unknown as { conditionalFormattings: { ref: string }[] };
    expect(conditionalFormattings.map((c) => c.ref)).toEqual(['H5:H11']);
    const notes = book.getWorksheet('填表说明')!;
    expect([formulaAt(notes, 'B2'), formulaAt(notes, 'B3')]).toEqual([`'项目明细'!F12`, 'SUM(明细到位)']);
    expect(book.definedNames.getRanges('明细到位').ranges).toEqual([`'项目明细'!$G$5:$G$11`]);
    expect(placeOf(writes, { sheet: '项目明细', row: 8, column: 0 })).toBe('A13');
    expect(placeOf(writes, { sheet: '汇总表', row: 8, column: 2 })).toBe('C8');
  });

  test('parts that say nothing of what is filled are the same to the byte, and the same writes give the same file', () => {
    const [before, after] = [new Package(form), new Package(filled)];
    expect(after.names).toEqual(before.names);
    const changed = before.names.filter((name) => before.text(name) !== after.text(name));
    expect(changed.toSorted()).toEqual([
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
      'xl/worksheets/sheet2.xml',
      'xl/worksheets/sheet3.xml',
    ]);
    expect(after.text('xl/workbook.xml')).toContain('fullCalcOnLoad="1"');
    expect(fillForm(form, writes).equals(filled)).toBe(true);
  });

  test('words from people stay words, however they begin', async () => {
    const words = ['=1+1', '+cmd|calc', '-2', '@SUM(1)', '=HYPERLINK("http://x","y")', 'a]]>&<b>"'];
    const cells = words.map((w, i) => summary(6 + i, 11, text(w)));
    const book = await opened(fillForm(form, { cells, lists: [] }));
    const sheet = book.getWorksheet('汇总表')!;
    expect(words.map((_, i) => sheet.getCell(6 + i, 12).value)).toEqual(words);
    const styles = new Package(fillForm(form, { cells, lists: [] })).text('xl/styles.xml')!;
    expect(styles).toContain('quotePrefix="1"');
    expect(Number(/<cellXfs count="(\d+)"/.exec(styles)![1])).toBe(
      [.../<cellXfs[\s\S]*<\/cellXfs>/.exec(styles)![0].matchAll(/<xf /g)].length,
    );
  });

  test.runIf(existsSync('/usr/bin/soffice'))(
    'opens in LibreOffice, which calculates the sums of the new numbers',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'zhuchao-form-'));
      writeFileSync(join(folder, 'a.xlsx'), filled);
      const csv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
      execFileSync(
        '/usr/bin/soffice',
        [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', csv, '--outdir', folder, join(folder, 'a.xlsx')],
        { timeout: 90_000 },
      );
      const lines = (sheet: string) => readFileSync(join(folder, `a-${sheet}.csv`), 'utf8').split('\n');
      expect(lines('汇总表')[18]).toContain('合计,,78,81.25,');
      expect(lines('项目明细')[11]).toContain('合计,,,,,28003.5,2801.75,10.00');
      expect(lines('填表说明')[1]).toContain('28003.5');
      expect(lines('填表说明')[2]).toContain('2801.75');
    },
    120_000,
  );
});

test('a form is drawn with its words, formulas, merged cells and widths', () => {
  const [sheet] = readGrid(form);
  expect(sheet).toMatchObject({ name: '汇总表', hidden: false, rows: 21, columns: 12, isCut: false });
  expect(sheet!.cells.find((c) => c.cell === 'A1')).toMatchObject({
    text: '招商引资项目进展情况统计表',
    bold: true,
    align: 'center',
    formula: null,
  });
  expect(sheet!.cells.find((c) => c.cell === 'C19')).toMatchObject({ formula: 'SUM(C6:C18)', bold: true });
  expect(sheet!.merges).toContainEqual({ top: 4, bottom: 4, left: 4, right: 6 });
  expect(sheet!.widths.slice(0, 2)).toEqual([47, 173]);
});
