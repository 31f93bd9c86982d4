import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inspectBook, listSheets, previewSheet } from './reader.ts';
import { allRows, oneSheet, refusalOf, tempFile, xlsxFile, xlsxParts, zipBytes } from './sheet-fixture.ts';

const refused = (path: string, limits = {}) => refusalOf(inspectBook(path, { limits }));
const row = (n: number) => `<row r="${n}"><c r="A${n}"><v>${n}</v></c></row>`;

describe('what is no spreadsheet is refused by what it is', () => {
  test.each<[string, Buffer | string, string]>([
    ['pdf', '%PDF-1.7\n%\u00e2\u00e3\n1 0 obj', 'pdf'],
    ['image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'image'],
    ['rar', Buffer.from('526172211a0700cf9073', 'hex'), 'archive'],
    ['program', Buffer.from('4d5a900003000000', 'hex'), 'program'],
    ['random bytes', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)), 'binary'],
    ['page without a table', '<!doctype html><html><body>hello</body></html>', 'html'],
    ['json', '{"a": 1, "b": [1, 2]}', 'json'],
    ['rtf', '{\\rtf1\\ansi hello}', 'rtf'],
    ['prose', 'A sentence, with commas, here.\nAnother one\nand, one more, of a, different, kind.\nThe end.', 'text'],
  ])('%s', async (_, bytes, found) => {
    const answer = await refused(tempFile('台账.xlsx', bytes));
    if (found === 'binary')
      expect(['sheet.not_a_spreadsheet', 'sheet.encoding_unknown']).toContain(answer === 'no refusal' ? answer : answer.code);
    else expect(answer).toMatchObject({ kind: 'invalid', code: 'sheet.not_a_spreadsheet', details: { found } });
  });
  test('a .docx and any other archive', async () => {
    expect(await refused(tempFile('a.xlsx', await zipBytes({ 'word/document.xml': '<a/>' })))).toMatchObject({
      code: 'sheet.not_a_spreadsheet',
      details: { found: 'docx' },
    });
    expect(await refused(tempFile('a.xlsx', await zipBytes({ 'readme.txt': 'hi' })))).toMatchObject({
      code: 'sheet.not_a_spreadsheet',
      details: { found: 'archive' },
    });
  });
  test('an old .doc', async () => {
    const bytes = Buffer.alloc(4096);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
    Buffer.from('WordDocument\0', 'utf16le').copy(bytes, 1024);
    expect(await refused(tempFile('a.xls', bytes))).toMatchObject({ code: 'sheet.not_a_spreadsheet', details: { found: 'doc' } });
  });
});

describe('nothing in it', () => {
  test('an empty file, an empty sheet, blank text', async () => {
    expect(await refused(tempFile('a.xlsx', ''))).toMatchObject({ code: 'sheet.empty_file' });
    expect(await refused(await oneSheet(''))).toMatchObject({ code: 'sheet.empty' });
    expect(await refused(tempFile('a.csv', ' \n\n'))).toMatchObject({ code: 'sheet.empty' });
    expect(await refusalOf(previewSheet(await oneSheet(''), null))).toMatchObject({ code: 'sheet.empty' });
  });
});

describe('locked and broken files', () => {
  test('a workbook under a password', async () => {
    const bytes = Buffer.alloc(4096);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
    Buffer.from('EncryptedPackage\0', 'utf16le').copy(bytes, 1024);
    expect(await refused(tempFile('a.xlsx', bytes))).toMatchObject({ code: 'sheet.encrypted' });
  });
  test('an encrypted .ods and an encrypted zip', async () => {
    const ods = await zipBytes({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'META-INF/manifest.xml': '<manifest:encryption-data/>',
      'content.xml': 'x',
    });
    expect(await refused(tempFile('a.ods', ods))).toMatchObject({ code: 'sheet.encrypted' });
    const zip = await zipBytes(xlsxParts({ sheets: { 甲: '' } }));
    zip.writeUInt16LE(1, zip.indexOf(Buffer.from('504b0102', 'hex')) + 8);
    expect(await refused(tempFile('a.xlsx', zip))).toMatchObject({ code: 'sheet.encrypted' });
  });
  test('a file cut short anywhere is refused and never a crash', async () => {
    const whole = await zipBytes(
      xlsxParts({ sheets: { 甲: `<sheetData>${Array.from({ length: 200 }, (_, i) => row(i + 1)).join('')}</sheetData>` } }),
    );
    for (const share of [0.1, 0.4, 0.8, 0.97]) {
      const answer = await refused(tempFile('a.xlsx', whole.subarray(0, whole.length * share)));
      expect(answer, String(share)).toMatchObject({ kind: 'invalid', code: 'sheet.damaged' });
    }
  });
  test('bytes changed in the middle', async () => {
    const whole = await zipBytes(
      xlsxParts({ sheets: { 甲: `<sheetData>${Array.from({ length: 500 }, (_, i) => row(i * 7 + 1)).join('')}</sheetData>` } }),
    );
    whole.fill(0x5a, 1500, 1600);
    expect(await refused(tempFile('a.xlsx', whole))).toMatchObject({ kind: 'invalid', code: 'sheet.damaged' });
  });
  test('a document type declaration, as in attacks by expansion or by reference', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y SYSTEM "file:///etc/passwd">]>';
    const path = await xlsxFile({
      sheets: { 甲: `<sheetData>${row(1)}</sheetData>` },
      extra: { 'xl/worksheets/sheet1.xml': `${bomb}<worksheet><sheetData>${row(1)}</sheetData></worksheet>` },
    });
    expect(await refused(path)).toMatchObject({ code: 'sheet.damaged' });
  });
});

describe('too large', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => row(i + 1)).join('');
  test('rows beyond the limit, when it is the only sheet', async () => {
    const path = await oneSheet(many(101));
    expect(await refused(path, { rows: 100 })).toMatchObject({ code: 'sheet.too_many_rows', details: { limit: 100, row: 101 } });
    expect(await refusalOf(allRows(path, null, { limits: { rows: 100 } }))).toMatchObject({ code: 'sheet.too_many_rows' });
    expect(await refused(path, { rows: 101 })).toBe('no refusal');
  });
  test('a sheet too large does not take the others with it', async () => {
    const path = await xlsxFile({ sheets: { 大: `<sheetData>${many(101)}</sheetData>`, 小: `<sheetData>${row(1)}</sheetData>` } });
    const sheets = await listSheets(path, { limits: { rows: 100 } });
    expect(sheets.map((sheet) => sheet.refusal?.code)).toEqual(['sheet.too_many_rows', undefined]);
  });
  test('a row far below counts as one row, a column far to the right is named', async () => {
    expect(await listSheets(await oneSheet(row(1) + row(1_048_576)))).toMatchObject([{ rows: 2, lastRow: 1_048_576 }]);
    expect(await refused(await oneSheet('<row r="3"><c r="XFD3"><v>1</v></c></row>'))).toMatchObject({
      code: 'sheet.too_many_columns',
      details: { cell: 'XFD3', limit: 300 },
    });
  });
  test('the file itself', async () => {
    expect(await refused(await oneSheet(many(10)), { fileBytes: 100 })).toMatchObject({ code: 'sheet.file_too_large' });
  });
});

describe('zip bombs', () => {
  const zeros = (n: number) => ' '.repeat(n);
  test('by what they declare together', async () => {
    const path = await oneSheet(row(1), {}, zeros(5_000_000));
    expect(await refused(path, { inflatedBytes: 4_000_000 })).toMatchObject({ code: 'sheet.zip_bomb', details: { limit: 4_000_000 } });
  });
  test('by their ratio', async () => {
    const path = await oneSheet(row(1), {}, zeros(5_000_000));
    expect(await refused(path, { ratioFloorBytes: 1_000_000 })).toMatchObject({ code: 'sheet.zip_bomb', details: { limit: 200 } });
    expect(await refused(path)).toBe('no refusal');
  });
  test('by the number of their parts', async () => {
    const extra = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`xl/x${i}.xml`, '']));
    expect(await refused(await oneSheet(row(1), { extra }), { entries: 50 })).toMatchObject({ code: 'sheet.zip_bomb' });
  });
  test('by inflating to more than they declare', async () => {
    for (const format of ['xlsx', 'ods']) {
      const name = format === 'xlsx' ? 'xl/worksheets/sheet1.xml' : 'content.xml';
      const parts =
        format === 'xlsx'
          ? xlsxParts({ sheets: { 甲: zeros(3_000_000) } })
          : { mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': zeros(3_000_000) };
      const bytes = await zipBytes(parts);
      const entry = bytes.lastIndexOf(name) - 46;
      bytes.writeUInt32LE(1000, entry + 24);
      expect(await refused(tempFile(`a.${format}`, bytes)), format).toMatchObject({
        code: 'sheet.zip_bomb',
        details: { declaredBytes: 1000 },
      });
    }
  });
  test('a legacy format that would have to be held whole', async () => {
    const ods = await zipBytes({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': zeros(3_000_000) });
    expect(await refused(tempFile('a.ods', ods), { wholeBytes: 1_000_000 })).toMatchObject({ code: 'sheet.too_large' });
  });
  test('texts of a workbook that would fill the memory', async () => {
    expect(deflateRawSync(zeros(3_000_000)).length).toBeLessThan(10_000);
    expect(
      await refused(await oneSheet(row(1), { texts: `<si><t>${zeros(3_000_000)}</t></si>` }), { wholeBytes: 1_000_000 }),
    ).toMatchObject({ code: 'sheet.too_large' });
  });
});
