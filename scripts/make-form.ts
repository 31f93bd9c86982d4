import exceljs, { type Workbook, type Worksheet } from 'exceljs';
import { deflateSync, crc32 } from 'node:zlib';
import { parks, townships } from '../src/app/demo/names.ts';

/** A department's monthly form as such offices draw them: merged headers, formulas, print settings, conditional formats, a picture. */
const thin = { style: 'thin' as const, color: { argb: 'FF000000' } };
const box = { top: thin, left: thin, bottom: thin, right: thin };
const centre = { horizontal: 'center' as const, vertical: 'middle' as const, wrapText: true };

await write(
  'src/app/demo/monthly-form.xlsx',
  [...parks, ...townships].map(([, name]) => name),
);

async function write(path: string, rows: readonly string[]) {
  const book = new exceljs.Workbook();
  book.creator = '发展和改革局';
  const summary = summarySheet(book, rows);
  listSheet(book);
  notesSheet(book);
  const image = book.addImage({ buffer: picture() as never, extension: 'png' });
  summary.addImage(image, { tl: { col: 11, row: 0 }, ext: { width: 48, height: 36 } });
  await book.xlsx.writeFile(path);
}

function header(sheet: Worksheet, range: string, text: string) {
  sheet.mergeCells(range);
  head(sheet, range.split(':')[0]!, text);
  const [from, to] = range.split(':') as [string, string];
  const [a, b] = [sheet.getCell(from), sheet.getCell(to)];
  for (let row = Number(a.row); row <= Number(b.row); row += 1)
    for (let column = Number(a.col); column <= Number(b.col); column += 1) sheet.getCell(row, column).border = box;
}
function head(sheet: Worksheet, at: string, text: string) {
  const cell = sheet.getCell(at);
  cell.value = text;
  cell.font = { name: '黑体', size: 11, bold: true };
  cell.alignment = centre;
  cell.border = box;
  cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDDEBF7' } };
}
function title(sheet: Worksheet, range: string, text: string) {
  sheet.mergeCells(range);
  const cell = sheet.getCell(range.split(':')[0]!);
  cell.value = text;
  cell.font = { name: '方正小标宋简体', size: 20, bold: true };
  cell.alignment = centre;
}
function note(sheet: Worksheet, range: string, text: string, horizontal: 'left' | 'center' | 'right') {
  sheet.mergeCells(range);
  const cell = sheet.getCell(range.split(':')[0]!);
  cell.value = text;
  cell.font = { name: '仿宋_GB2312', size: 12 };
  cell.alignment = { horizontal, vertical: 'middle' };
}

function summarySheet(book: Workbook, names: readonly string[]): Worksheet {
  const sheet = book.addWorksheet('汇总表', {
    views: [{ state: 'frozen', xSplit: 2, ySplit: 5 }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '4:5',
      horizontalCentered: true,
    },
    headerFooter: { oddFooter: '&C第 &P 页 共 &N 页' },
  });
  sheet.columns = [6, 24, 10, 14, 14, 14, 16, 12, 10, 10, 12, 16].map((width) => ({ width }));
  sheet.getRow(1).height = 40;
  title(sheet, 'A1:L1', '招商引资项目进展情况统计表');
  note(sheet, 'A2:L2', '（月报）', 'center');
  note(sheet, 'A3:D3', '填报单位：', 'left');
  note(sheet, 'E3:H3', '截至    年    月底', 'center');
  note(sheet, 'I3:L3', '单位：个、万元、%', 'right');
  header(sheet, 'A4:A5', '序号');
  header(sheet, 'B4:B5', '单位名称');
  header(sheet, 'C4:D4', '签约情况');
  head(sheet, 'C5', '签约项目数');
  head(sheet, 'D5', '协议资金');
  header(sheet, 'E4:G4', '到位资金');
  head(sheet, 'E5', '本月');
  head(sheet, 'F5', '本年累计');
  head(sheet, 'G5', '上年同期累计');
  header(sheet, 'H4:H5', '同比增长（%）');
  header(sheet, 'I4:J4', '开工情况');
  head(sheet, 'I5', '开工项目数');
  head(sheet, 'J5', '开工率');
  header(sheet, 'K4:K5', '完成投资本年累计');
  header(sheet, 'L4:L5', '备注');
  for (const [i, name] of names.entries()) summaryRow(sheet, 6 + i, i + 1, name);
  const last = 5 + names.length;
  totalRow(sheet, last + 1, last);
  sheet.addConditionalFormatting({
    ref: `J6:J${last}`,
    rules: [
      { type: 'cellIs', priority: 1, operator: 'lessThan', formulae: [0.5], style: { font: { color: { argb: 'FFC00000' }, bold: true } } },
    ],
  });
  sheet.mergeCells(`A${last + 3}:L${last + 3}`);
  sheet.getCell(`A${last + 3}`).value = '填报人：            审核人：            单位负责人（签章）：            填报日期：';
  sheet.getCell(`A${last + 3}`).font = { name: '仿宋_GB2312', size: 12 };
  sheet.getRow(last + 3).height = 28;
  sheet.pageSetup.printArea = `A1:L${last + 3}`;
  return sheet;
}

function summaryRow(sheet: Worksheet, row: number, no: number, name: string) {
  sheet.getRow(row).height = 24;
  const values = [no, name, null, null, null, null, null, { formula: `IF(G${row}=0,"—",F${row}/G${row}-1)` }, null, null, null, null];
  values.forEach((value, i) => {
    const cell = sheet.getCell(row, i + 1);
    if (value !== null) cell.value = value;
    cell.border = box;
    cell.font = { name: '宋体', size: 11 };
    cell.alignment = { horizontal: i === 1 || i === 11 ? 'left' : 'center', vertical: 'middle' };
    cell.numFmt = ['', '', '0', '#,##0.00', '#,##0.00', '#,##0.00', '#,##0.00', '0.00%', '0', '0.00%', '#,##0.00', ''][i] || 'General';
  });
}
function totalRow(sheet: Worksheet, row: number, last: number) {
  sheet.getRow(row).height = 26;
  const sum = (column: string) => ({ formula: `SUM(${column}6:${column}${last})` });
  const values = [
    '合计',
    null,
    sum('C'),
    sum('D'),
    sum('E'),
    sum('F'),
    sum('G'),
    { formula: `IF(G${row}=0,"—",F${row}/G${row}-1)` },
    sum('I'),
    { formula: `IF(C${row}=0,0,I${row}/C${row})` },
    sum('K'),
    null,
  ];
  values.forEach((value, i) => {
    const cell = sheet.getCell(row, i + 1);
    if (value !== null) cell.value = value;
    cell.border = { ...box, top: { style: 'double' } };
    cell.font = { name: '宋体', size: 11, bold: true };
    cell.alignment = { horizontal: 'center', vertical: 'middle' };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF2CC' } };
    cell.numFmt = ['', '', '0', '#,##0.00', '#,##0.00', '#,##0.00', '#,##0.00', '0.00%', '0', '0.00%', '#,##0.00', ''][i] || 'General';
  });
  sheet.mergeCells(`A${row}:B${row}`);
}

function listSheet(book: Workbook) {
  const sheet = book.addWorksheet('项目明细', {
    views: [{ state: 'frozen', ySplit: 4 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '3:4' },
  });
  sheet.columns = [6, 34, 18, 20, 14, 16, 16, 12, 14, 20].map((width) => ({ width }));
  sheet.getRow(1).height = 36;
  title(sheet, 'A1:J1', '招商引资签约项目明细表');
  note(sheet, 'A2:E2', '填报单位：', 'left');
  note(sheet, 'F2:J2', '金额单位：万元', 'right');
  for (const [range, text] of [
    ['A3:A4', '序号'],
    ['B3:B4', '项目名称'],
    ['C3:C4', '投资方'],
    ['D3:D4', '责任单位'],
    ['E3:E4', '签约时间'],
  ] as const)
    header(sheet, range, text);
  header(sheet, 'F3:H3', '资金情况');
  head(sheet, 'F4', '协议资金');
  head(sheet, 'G4', '到位资金');
  head(sheet, 'H4', '到位率');
  header(sheet, 'I3:I4', '项目阶段');
  header(sheet, 'J3:J4', '备注');
  const formats = ['0', '', '', '', 'yyyy"年"m"月"d"日"', '#,##0.00', '#,##0.00', '0.00%', '', ''];
  for (const row of [5, 6])
    formats.forEach((format, i) => {
      const cell = sheet.getCell(row, i + 1);
      if (i === 7) cell.value = { formula: `IF(F${row}=0,"",G${row}/F${row})` };
      cell.border = box;
      cell.font = { name: '宋体', size: 10 };
      cell.alignment = { horizontal: i === 1 || i === 9 ? 'left' : 'center', vertical: 'middle', wrapText: true };
      cell.numFmt = format || 'General';
      cell.protection = { locked: false };
    });
  for (const row of [5, 6]) sheet.getRow(row).height = 22;
  [
    '合计',
    null,
    null,
    null,
    null,
    { formula: 'SUM(F5:F6)' },
    { formula: 'SUM(G5:G6)' },
    { formula: 'IF(F7=0,"",G7/F7)' },
    null,
    null,
  ].forEach((value, i) => {
    const cell = sheet.getCell(7, i + 1);
    if (value !== null) cell.value = value;
    cell.border = box;
    cell.font = { name: '宋体', size: 10, bold: true };
    cell.numFmt = formats[i] || 'General';
    cell.alignment = { horizontal: 'center', vertical: 'middle' };
  });
  sheet.mergeCells('A7:E7');
  sheet.mergeCells('A8:J8');
  sheet.getCell('A8').value = '注：到位资金为累计数；到位率=到位资金÷协议资金。';
  sheet.addConditionalFormatting({
    ref: 'H5:H6',
    rules: [
      {
        type: 'cellIs',
        priority: 1,
        operator: 'lessThan',
        formulae: [0.2],
        style: { fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: 'FFFFC7CE' } } },
      },
    ],
  });
  for (const row of [5, 6]) sheet.getCell(row, 10).dataValidation = { type: 'list', allowBlank: true, formulae: ['"正常,滞后,停工"'] };
  sheet.pageSetup.printArea = 'A1:J8';
  book.definedNames.add("'项目明细'!$G$5:$G$6", '明细到位');
}

function notesSheet(book: Workbook) {
  const sheet = book.addWorksheet('填表说明');
  sheet.getColumn(1).width = 60;
  sheet.getColumn(2).width = 20;
  sheet.getCell('A1').value = '一、本表由各单位于次月5日前报送。';
  sheet.getCell('A2').value = '二、核对：明细表协议资金合计';
  sheet.getCell('B2').value = { formula: "'项目明细'!F7" };
  sheet.getCell('A3').value = '三、核对：明细表到位资金合计（按名称）';
  sheet.getCell('B3').value = { formula: 'SUM(明细到位)' };
}

/** A small blue square with a white one in it, as a seal's place. */
function picture(): Buffer {
  const size = 24;
  const rows = Array.from({ length: size }, (_, y) =>
    Buffer.from([
      0,
      ...Array.from({ length: size }, (_x, x) => (x > 5 && x < 18 && y > 5 && y < 18 ? [255, 255, 255] : [31, 78, 121])).flat(),
    ]),
  );
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const start = Buffer.alloc(13);
  start.writeUInt32BE(size, 0);
  start.writeUInt32BE(size, 4);
  start.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', start),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
