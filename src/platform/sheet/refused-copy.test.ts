import { describe, expect, test } from 'vitest';
import { previewSheet } from './reader.ts';
import { refusedCopy } from './refused-copy.ts';
import { allRows, bytesOf, drawn, drawnFile, oneSheet, tempFile } from './sheet-fixture.ts';

const word = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
const original = () =>
  oneSheet(
    `<row r="1">${word('A1', '台账')}</row>
     <row r="3">${word('A3', '单位')}${word('B3', '项目名称')}${word('C3', '资金')}</row><row r="4">${word('C4', '累计')}${word('D4', '本年')}</row>
     <row r="5">${word('A5', '高新区')}${word('B5', '甲')}<c r="C5"><v>1.5</v></c><c r="D5" s="1"><v>46086</v></c></row>
     <row r="7">${word('B7', '=乙')}<c r="C7" t="e"><v>#REF!</v></c><c r="D7" s="2"><v>46082</v></c></row>
     <row r="8">${word('B8', '丙')}<c r="C8" t="b"><v>1</v></c><c r="D8" s="3"><v>7</v></c><c r="E8" s="4"><v>0.25</v></c></row>`,
    { formats: [14, 'yyyy"年"m"月"', '000', 10] },
    '<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A3:A4"/><mergeCell ref="B3:B4"/><mergeCell ref="C3:D3"/><mergeCell ref="A5:A8"/></mergeCells>',
  );

async function copyOf(numbers: number[], isFilledDown?: (column: number) => boolean) {
  const path = await original();
  const { rows, merges } = await previewSheet(path, null);
  const refused = (await allRows(path)).filter((row) => numbers.includes(row.number));
  const stream = refusedCopy({
    sheetName: '不接受的行',
    columns: 5,
    head: rows.filter((row) => row.number < 5),
    headerRows: [3, 4],
    merges,
    reasonHeaders: ['原行号', '原因'],
    rows: refused.map((row) => ({ row, reasons: [String(row.number), `第${row.number}行的原因`] })),
    ...(isFilledDown ? { isFilledDown } : {}),
  });
  return tempFile('refused.xlsx', await bytesOf(stream));
}

describe('refused rows come back in the layout of the ledger they came from', () => {
  test('with the head as it was and the reasons to the right of the last column', async () => {
    const path = await copyOf([5, 7, 8]);
    expect(await drawnFile(path)).toEqual([
      '1: text 台账 | +text 台账 | +text 台账 | +text 台账',
      '3: text 单位 | text 项目名称 | text 资金 | +text 资金',
      '4: +text 单位 | +text 项目名称 | text 累计 | text 本年 | · | text 原行号 | text 原因',
      '5: text 高新区 | text 甲 | number 1.5 | date 2026-03-05 | · | text 5 | text 第5行的原因',
      '6: text 高新区 | text =乙 | text #REF! | date 2026-03 | · | text 7 | text 第7行的原因',
      '7: text 高新区 | text 丙 | boolean TRUE | text 007 | number 0.25 % | text 8 | text 第8行的原因',
    ]);
  });
  test('a value merged down is repeated only in the columns where it stands for every row', async () => {
    const rows = await allRows(await copyOf([7, 8], (column) => column !== 0));
    expect(drawn(rows.slice(-1))).toEqual(['6: · | text 丙 | boolean TRUE | text 007 | number 0.25 % | text 8 | text 第8行的原因']);
  });
});
