import { expect, test, describe } from 'vitest';
import { inspectBook, listSheets, previewSheet, readRows } from './reader.ts';
import { allRows, drawn, drawnFile, oneSheet, refusalOf, tempFile, xlsxFile, xlsxParts, zipBytes } from './sheet-fixture.ts';

const cell = (ref: string, value: string | number, attributes = '') => `<c r="${ref}" ${attributes}><v>${value}</v></c>`;
const word = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;

describe('where a row stands', () => {
  test('row numbers are those Excel shows: blank, hidden and empty rows are counted', async () => {
    const path = await oneSheet(
      `<row r="2">${word('B2', '表')}</row><row r="3"><c r="A3" s="1"/></row><row r="5" hidden="1">${cell('A5', 1)}</row><row r="9">${cell('C9', 2)}</row>`,
    );
    expect(await drawnFile(path)).toEqual(['2: · | text 表', '5~: number 1', '9: · | · | number 2']);
  });
  test('a file that leaves out cell and row addresses is counted through', async () => {
    const path = await oneSheet('<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>');
    expect(await drawnFile(path)).toEqual(['1: number 1 | · | number 3', '3: number 4']);
  });
  test('reading may begin at any row, and what was merged from above still comes down', async () => {
    const path = await oneSheet(
      `<row r="1">${word('A1', '高新区')}${word('B1', '甲')}</row><row r="2"><c r="A2"/>${word('B2', '乙')}</row><row r="3">${word('B3', '丙')}</row>`,
      {},
      '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    );
    expect(await drawnFile(path, null, { fromRow: 2 })).toEqual(['2: +text 高新区 | text 乙', '3: · | text 丙']);
  });
  test('junk columns without content are trimmed, and an absent cell is empty', async () => {
    const junk = Array.from({ length: 500 }, () => '<c s="1"/>').join('');
    const path = await oneSheet(`<row r="1">${word('A1', '项目')}${junk}</row>`, { formats: ['0.00'] });
    expect(await drawnFile(path)).toEqual(['1: text 项目']);
    expect((await listSheets(path))[0]).toMatchObject({ rows: 1, columns: 1, lastRow: 1 });
  });
});

describe('what a cell holds', () => {
  test('numbers are plain decimals without the noise of floats', async () => {
    const path = await oneSheet(
      `<row r="1">${cell('A1', '0.30000000000000004')}${cell('B1', '1.23E+17')}${cell('C1', '1E-7')}${cell('D1', '-0')}${cell('E1', '48.33')}${cell('F1', '20301533997.17')}</row>`,
    );
    expect(await drawnFile(path)).toEqual([
      '1: number 0.3 | number 123000000000000000 | number 0.0000001 | number 0 | number 48.33 | number 20301533997.17',
    ]);
  });
  test('a number format makes dates, percentages and leading zeros', async () => {
    const formats = [14, 'yyyy"年"m"月"', 57, 'yyyy', 10, '00000', '#,##0.00"元"', 'yyyy\\-mm\\-dd\\ hh:mm', '[Red]0.00;[Blue]-0.00', 20];
    const values = [46_086, 46_082, 46_082, 46_023, 0.3273, 123, 5, 46_086.5, 7, 0.5];
    const cells = values.map((value, i) => `<c s="${i + 1}"><v>${value}</v></c>`).join('');
    expect(await drawnFile(await oneSheet(`<row r="1">${cells}</row>`, { formats }))).toEqual([
      '1: date 2026-03-05 | date 2026-03 | date 2026-03 | date 2026 | number 0.3273 % | number 00123 | number 5 | date 2026-03-05 12:00:00 | number 7 | date 12:00:00',
    ]);
  });
  test('a month shown from a day within it stays the day', async () => {
    expect(await drawnFile(await oneSheet('<row r="1"><c s="1"><v>46086</v></c></row>', { formats: ['yyyy"年"m"月"'] }))).toEqual([
      '1: date 2026-03-05',
    ]);
  });
  test('the 1904 date system', async () => {
    const path = await oneSheet('<row r="1"><c s="1"><v>42735</v></c></row>', { formats: [14], workbookPr: 'date1904="1"' });
    expect(await drawnFile(path)).toEqual(['1: date 2021-01-01']);
  });
  test('ISO dates, truth and errors', async () => {
    const path = await oneSheet(
      `<row r="1">${cell('A1', '2021-01-01', 't="d"')}${cell('B1', '2021-01-01T10:10:10', 't="d"')}${cell('C1', 1, 't="b"')}${cell('D1', 0, 't="b"')}${cell('E1', '#REF!', 't="e"')}</row>`,
    );
    expect(await drawnFile(path)).toEqual(['1: date 2021-01-01 | date 2021-01-01 10:10:10 | boolean TRUE | boolean FALSE | error #REF!']);
  });
  test('a formula gives its saved value; without one it is marked, and no text is no value', async () => {
    const path = await oneSheet(
      '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>NOW()</f></c><c r="C1"><f>X()</f><v></v></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="str"><f>"a"</f><v>a</v></c></row>',
    );
    expect(await drawnFile(path)).toEqual(['1: =number 2 | =error #FORMULA | =error #FORMULA | · | =text a']);
    expect((await inspectBook(path)).notices).toEqual([{ code: 'sheet.formulas_as_saved', details: { cells: 4, sheets: ['Sheet1'] } }]);
  });
  test('texts: shared, rich, with entities and escapes, without phonetic guides', async () => {
    const texts = [
      '<si><t>招商</t></si>',
      '<si><r><rPr><b/></rPr><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></si>',
      '<si><t>A&amp;B &lt;C&gt; &#x4E2D;&#25991;</t></si>',
      '<si><t>ABC_x000D_\r\nDEF</t></si>',
      '<si><t xml:space="preserve">  项目名称\u00a0\u3000</t></si>',
      '<si><t><![CDATA[<公司> & 其他]]></t></si>',
      '<si><t>_x005F_x000D_</t></si>',
      '<si><t/></si>',
    ];
    const cells = texts.map((_, i) => `<c t="s"><v>${i}</v></c>`).join('');
    expect(await drawnFile(await oneSheet(`<row r="1">${cells}</row>`, { texts: texts.join('') }))).toEqual([
      '1: text 招商 | text 甲 乙 | text A&B <C> 中文 | text ABC\nDEF | text 项目名称 | text <公司> & 其他 | text _x000D_',
    ]);
  });
});

test('a phonetic guide inside a cell is no part of its text', async () => {
  const path = await oneSheet('<row r="1"><c r="A1" t="inlineStr"><is><t>某镇</t><rPh sb="0" eb="1"><t>mouzhen</t></rPh></is></c></row>');
  expect(await drawnFile(path)).toEqual(['1: text 某镇']);
});

describe('merged cells', () => {
  test('give their value to every row and column they cover, flagged', async () => {
    const path = await oneSheet(
      `<row r="1">${word('A1', '单位')}${word('B1', '资金到位情况')}</row><row r="2">${word('B2', '累计')}${word('C2', '本年')}</row><row r="3">${word('A3', '高新区')}${cell('B3', 1)}</row><row r="4">${cell('B4', 2)}</row><row r="6">${cell('B6', 3)}</row>`,
      {},
      '<mergeCells count="3"><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="A3:A6"/></mergeCells>',
    );
    expect(await drawnFile(path)).toEqual([
      '1: text 单位 | text 资金到位情况 | +text 资金到位情况',
      '2: +text 单位 | text 累计 | text 本年',
      '3: text 高新区 | number 1',
      '4: +text 高新区 | number 2',
      '6: +text 高新区 | number 3',
    ]);
    expect((await previewSheet(path, null)).merges).toContainEqual({ top: 3, bottom: 6, left: 0, right: 0 });
  });
  test('a title over the whole width of the sheet stays where it is', async () => {
    const path = await oneSheet(`<row r="1">${word('A1', '台账')}</row>`, {}, '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>');
    expect(await drawnFile(path)).toEqual(['1: text 台账']);
  });
});

describe('what other programs write', () => {
  test('namespace prefixes on every tag', async () => {
    const rows =
      '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>某镇</x:t></x:is></x:c><x:c r="B1"><x:v>5</x:v></x:c></x:row><x:row r="2"><x:c r="B2"><x:v>6</x:v></x:c></x:row>';
    const path = await xlsxFile({
      sheets: { 甲: `<x:sheetData>${rows}</x:sheetData><x:mergeCells><x:mergeCell ref="A1:A2"/></x:mergeCells>` },
    });
    expect(await drawnFile(path)).toEqual(['1: text 某镇 | number 5', '2: +text 某镇 | number 6']);
  });
  test('backslashes, absolute targets and other cases in part names', async () => {
    const parts = xlsxParts({ sheets: { 甲: `<sheetData><row r="1">${cell('A1', 1)}</row></sheetData>` } });
    const odd = Object.fromEntries(
      Object.entries(parts).map(([name, text]) => [
        name.replace('xl/worksheets/', 'XL\\Worksheets\\'),
        text.replace('worksheets/sheet1.xml', '/xl/worksheets/sheet1.xml'),
      ]),
    );
    expect(await drawnFile(tempFile('a.xlsx', await zipBytes(odd)))).toEqual(['1: number 1']);
  });
  test('a sheet cut into pieces anywhere reads the same', async () => {
    const rows = Array.from(
      { length: 9000 },
      (_, i) => `<row r="${i + 1}">${word(`A${i + 1}`, `第${i + 1}个项目 &amp; 其他`)}${cell(`B${i + 1}`, i)}</row>`,
    );
    const read = await allRows(await oneSheet(rows.join('')));
    expect(read).toHaveLength(9000);
    expect(drawn(read.slice(-1))).toEqual(['9000: text 第9000个项目 & 其他 | number 8999']);
  });
});

describe('choosing a sheet', () => {
  const book = () =>
    xlsxFile({
      sheets: {
        封面: '<sheetData/>',
        暗: `<sheetData><row r="1">${cell('A1', 1)}</row></sheetData>`,
        台账: `<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="4">${cell('A4', 2)}</row></sheetData>`,
      },
      hidden: ['暗'],
    });
  test('all are listed in their order, hidden and empty ones too', async () => {
    expect((await listSheets(await book())).map(({ name, hidden, rows, lastRow }) => [name, hidden, rows, lastRow])).toEqual([
      ['封面', false, 0, 0],
      ['暗', true, 1, 1],
      ['台账', false, 1, 4],
    ]);
  });
  test('without a name it is the first visible one that holds something', async () => {
    expect(await previewSheet(await book(), null)).toMatchObject({ rows: [{ number: 4 }], hiddenColumns: [1, 2], more: false });
    expect(await drawnFile(await book(), '暗')).toEqual(['1: number 1']);
  });
  test('a name that is not there is refused with those that are', async () => {
    expect(await refusalOf(previewSheet(await book(), '项目'))).toEqual({
      kind: 'not_found',
      code: 'sheet.no_such_sheet',
      details: { found: '项目', expected: ['封面', '暗', '台账'] },
    });
  });
  test('a preview stops early and says that there is more', async () => {
    const path = await oneSheet(Array.from({ length: 60 }, (_, i) => `<row r="${i + 1}">${cell(`A${i + 1}`, i)}</row>`).join(''));
    const preview = await previewSheet(path, null, 10);
    expect([preview.rows.length, preview.more]).toEqual([10, true]);
    expect(await previewSheet(path, null, 60)).toMatchObject({ more: false });
  });
});

describe('reading in the background', () => {
  const long = () =>
    oneSheet(
      Array.from({ length: 12_000 }, (_, i) => `<row r="${i + 1}">${cell(`A${i + 1}`, i)}${word(`B${i + 1}`, '项目')}</row>`).join(''),
    );
  test('rows come in batches, as they are asked for, in order', async () => {
    let last = 0;
    let batches = 0;
    for await (const batch of readRows(await long(), null)) {
      batches += 1;
      for (const row of batch) {
        expect(row.number).toBe(last + 1);
        last = row.number;
      }
    }
    expect(last).toBe(12_000);
    expect(batches).toBeGreaterThan(3);
  });
  test('a file that is not there is a fault of ours and not of the file', async () => {
    await expect(previewSheet('/nowhere/a.xlsx', null)).rejects.toMatchObject({ code: 'ENOENT' });
  });
  test('it may be called off, before and during', async () => {
    const path = await long();
    const abort = new AbortController();
    const read = async () => {
      for await (const _ of readRows(path, null, { signal: abort.signal })) abort.abort(new Error('called off'));
    };
    await expect(read()).rejects.toThrow('called off');
    await expect(read()).rejects.toThrow('called off');
  });
  test('a reader who leaves does not keep the next ones waiting', async () => {
    const path = await long();
    for (let i = 0; i < 4; i += 1) for await (const _ of readRows(path, null)) break;
    const all = await Promise.all(Array.from({ length: 4 }, () => allRows(path, null, { fromRow: 11_999 })));
    expect(all.map((rows) => rows.length)).toEqual(Array(4).fill(2));
  });
});
