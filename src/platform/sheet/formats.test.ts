import { utils, write, type BookType, type WorkSheet } from '@e965/xlsx';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { inspectBook, listSheets, previewSheet } from './reader.ts';
import { drawnFile, oneSheet, refusalOf, tempFile } from './sheet-fixture.ts';

function sheetOf(): WorkSheet {
  const sheet = utils.aoa_to_sheet([
    ['责任单位', '项目名称', '签约日期', '金额', '完成'],
    ['高新区', '甲项目', null, 48.33, true],
    [null, '乙项目', null, 1234567.89, false],
    [],
    ['某镇', '丙项目', null, 0.1 + 0.2, null],
  ]);
  sheet['C2'] = { t: 'n', v: 46_086, z: 'yyyy-mm-dd' };
  sheet['C3'] = { t: 'n', v: 46_082, z: 'yyyy"年"m"月"' };
  sheet['D5'] = { t: 'n', v: 0.5, z: '0.00%' };
  sheet['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 2, c: 0 } }];
  sheet['!rows'] = [{}, {}, { hidden: true }];
  return sheet;
}
function written(bookType: BookType): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, sheetOf(), '台账');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['说明']]), '说明');
  return write(book, { type: 'buffer', bookType }) as Buffer;
}

const ledger = [
  '1: text 责任单位 | text 项目名称 | text 签约日期 | text 金额 | text 完成',
  '2: text 高新区 | text 甲项目 | date 2026-03-05 | number 48.33 | boolean TRUE',
  '3: +text 高新区 | text 乙项目 | date 2026-03 | number 1234567.89 | boolean FALSE',
  '5: text 某镇 | text 丙项目 | · | number 0.5 %',
];
const unhidden = (lines: string[]) => lines.map((line) => line.replace('~', ''));

describe('the same ledger in every format', () => {
  test.each<[BookType, string]>([
    ['xlsx', 'xlsx'],
    ['xlsm', 'xlsx'],
    ['xlsb', 'xlsb'],
    ['biff8', 'xls'],
    ['ods', 'ods'],
  ])('%s', async (bookType, format) => {
    const path = tempFile('台账', written(bookType));
    const book = await inspectBook(path);
    expect([book.format, book.sheets.map((sheet) => [sheet.name, sheet.rows])]).toEqual([
      format,
      [
        ['台账', 4],
        ['说明', 1],
      ],
    ]);
    expect(unhidden(await drawnFile(path, '台账'))).toEqual(ledger);
  });
  test('a row hidden by a filter is read and known to be hidden', async () => {
    for (const bookType of ['xlsx', 'xlsb'] as const)
      expect((await previewSheet(tempFile('a', written(bookType)), '台账')).rows[2]?.hidden, bookType).toBe(true);
  });
  test('a table of .html that calls itself .xls', async () => {
    const html =
      '<html><head><meta charset="gbk"></head><body><table><tr><th>项目名称</th><th>编码</th></tr><tr><td rowspan="2">甲</td><td>00123</td></tr><tr><td>2026.10</td></tr></table></body></html>';
    const path = tempFile('导出.xls', iconv.encode(html, 'gb18030'));
    expect(await inspectBook(path)).toMatchObject({
      format: 'html',
      encoding: 'gb18030',
      notices: [{ code: 'sheet.other_extension', details: { found: '.xls', format: 'html' } }],
    });
    expect(await drawnFile(path)).toEqual(['1: text 项目名称 | text 编码', '2: text 甲 | text 00123', '3: +text 甲 | text 2026.10']);
  });
  test('the XML of Excel 2003', async () => {
    const xml =
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="台账"><Table><Row><Cell><Data ss:Type="String">项目</Data></Cell><Cell><Data ss:Type="Number">5.5</Data></Cell></Row></Table></Worksheet></Workbook>';
    const path = tempFile('a.xls', xml);
    expect((await inspectBook(path)).format).toBe('xml');
    expect(await drawnFile(path)).toEqual(['1: text 项目 | number 5.5']);
  });
  test('a month typed in Chinese Excel stays a month in .xls, whose format 57 has no code in the file', async () => {
    const bytes = written('biff8');
    const own = bytes.indexOf(Buffer.from('yyyy"年"m"月"', 'utf16le'));
    const id = bytes.readUInt16LE(own - 5);
    let patched = 0;
    for (let at = bytes.indexOf(Buffer.from([0xe0, 0, 20, 0])); at >= 0; at = bytes.indexOf(Buffer.from([0xe0, 0, 20, 0]), at + 1)) {
      if (bytes.readUInt16LE(at + 6) !== id) continue;
      patched += 1;
      bytes.writeUInt16LE(57, at + 6);
    }
    expect(patched).toBe(1);
    expect((await drawnFile(tempFile('a.xls', bytes), '台账'))[2]).toContain('date 2026-03 |');
  });
});

describe('.csv', () => {
  const lines = '项目名称,签约日期,金额\r\n"甲,乙 ""丙""",2026.10,"1,200.50"\r\n\r\n"多\r\n行",2026.1,00123\r\n';
  const read = [
    '1: text 项目名称 | text 签约日期 | text 金额',
    '2: text 甲,乙 "丙" | text 2026.10 | text 1,200.50',
    '4: text 多\n行 | number 2026.1 | text 00123',
  ];
  test.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from(lines), 'utf-8'],
    ['UTF-8 with mark', Buffer.from(`\ufeff${lines}`), 'utf-8'],
    ['GB18030', iconv.encode(lines, 'gb18030'), 'gb18030'],
    ['UTF-16 little-endian with mark', Buffer.from(`\ufeff${lines}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 without mark', Buffer.from(lines, 'utf16le'), 'utf-16le'],
    ['UTF-16 big-endian with mark', Buffer.from(`\ufeff${lines}`, 'utf16le').swap16(), 'utf-16be'],
  ])('in %s', async (_, bytes, encoding) => {
    const path = tempFile('a.csv', bytes);
    expect(await inspectBook(path)).toMatchObject({ format: 'csv', encoding, delimiter: ',', notices: [] });
    expect(await drawnFile(path)).toEqual(read);
  });
  test('Chinese that first appears far into the file decides its encoding too', async () => {
    const path = tempFile('a.csv', Buffer.concat([Buffer.from('code,name\n'.repeat(40_000)), iconv.encode('C1,某镇\n', 'gb18030')]));
    expect(await inspectBook(path)).toMatchObject({ encoding: 'gb18030' });
    expect((await drawnFile(path, null, { fromRow: 40_001 })).at(-1)).toBe('40001: text C1 | text 某镇');
  });
  test.each([
    ['tab', '\t'],
    ['semicolon', ';'],
    ['bar', '|'],
  ])('cut by %s', async (_, delimiter) => {
    const path = tempFile('a.csv', ['名称', '甲, 乙', '丙'].map((name, i) => [name, i, '某镇'].join(delimiter)).join('\n'));
    expect(await drawnFile(path)).toEqual([
      '1: text 名称 | number 0 | text 某镇',
      '2: text 甲, 乙 | number 1 | text 某镇',
      '3: text 丙 | number 2 | text 某镇',
    ]);
  });
  test('a line sep=; is an instruction and not a row', async () => {
    expect(await drawnFile(tempFile('a.csv', 'sep=;\r\n名称;金额\r\n甲;1,5'))).toEqual([
      '1: text 名称 | text 金额',
      '2: text 甲 | text 1,5',
    ]);
  });
  test('a single column is a list, in a .csv', async () => {
    const list = '名称\n甲\n乙\n';
    expect(await drawnFile(tempFile('a.csv', list))).toEqual(['1: text 名称', '2: text 甲', '3: text 乙']);
    expect(await refusalOf(inspectBook(tempFile('a.xlsx', list)))).toMatchObject({
      code: 'sheet.not_a_spreadsheet',
      details: { found: 'text' },
    });
  });
  test('codes protected as ="00123" or with a tab, and errors', async () => {
    expect(await drawnFile(tempFile('a.csv', '="00123",\t330100200001011234,#REF!,=1+1\n'))).toEqual([
      '1: text 00123 | text 330100200001011234 | error #REF! | text =1+1',
    ]);
  });
  test('a quote that never closes is named with its row', async () => {
    expect(await refusalOf(inspectBook(tempFile('a.csv', 'a,b\nc,d\ne,"f\ng,h\n')))).toMatchObject({
      code: 'sheet.unclosed_quote',
      details: { row: 3 },
    });
  });
});

describe('notices', () => {
  test('a wrong extension is said and the file is read by its content', async () => {
    const path = await oneSheet('<row r="1"><c r="A1"><v>1</v></c></row>');
    expect((await inspectBook(path, { fileName: '台账.xls' })).notices).toEqual([
      { code: 'sheet.other_extension', details: { found: '.xls', expected: '.xlsx', format: 'xlsx' } },
    ]);
    expect((await inspectBook(path, { fileName: '台账.XLSX' })).notices).toEqual([]);
  });
  test('macros and links to other files are not followed, and that is said', async () => {
    const path = await oneSheet('<row r="1"><c r="A1"><f>[1]甲!A1</f><v>7</v></c></row>', {
      extra: { 'xl/vbaProject.bin': 'macro', 'xl/externalLinks/externalLink1.xml': '<externalLink/>' },
      links: [['rId50', 'externalLink', 'externalLinks/externalLink1.xml']],
    });
    const book = await inspectBook(path, { fileName: 'a.xlsm' });
    expect([book.format, book.notices.map((notice) => notice.code)]).toEqual([
      'xlsm',
      ['sheet.macros_ignored', 'sheet.links_ignored', 'sheet.formulas_as_saved'],
    ]);
    expect(await drawnFile(path)).toEqual(['1: =number 7']);
    expect(await listSheets(path)).toHaveLength(1);
  });
});
