import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { Document, Packer, Paragraph } from 'docx';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typeOfFile } from './files-type.ts';

const megabyte = 1024 * 1024;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhuchao-type-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function typed(content: Buffer | string, name: string, limit = megabyte) {
  const path = join(folder, 'received');
  await writeFile(path, content);
  return typeOfFile(path, name, limit);
}

const sheet = { SheetNames: ['台账'], Sheets: { 台账: utils.aoa_to_sheet([['项目名称'], ['某某机械']]) } };
const book = (bookType: 'xlsx' | 'xls' | 'xlsb' | 'ods' | 'biff5' | 'xlsm') => write(sheet, { type: 'buffer', bookType }) as Buffer;
const docx = await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('协议')] }] }));
const pdf = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n', 'latin1');
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const jpg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex');
const elf = Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(64)]);
const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
/** An archive of one empty file: what matters is the name in its directory. */
function zipOf(name: string) {
  const local = Buffer.concat([
    Buffer.from('504b0304140000000000', 'hex'),
    Buffer.alloc(16),
    Buffer.from([name.length, 0, 0, 0]),
    Buffer.from(name),
  ]);
  const entry = Buffer.concat([
    Buffer.from('504b01021400140000000000', 'hex'),
    Buffer.alloc(16),
    Buffer.from([name.length, 0]),
    Buffer.alloc(16),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}
const locked = Buffer.concat([book('xls'), Buffer.from('EncryptedPackage\0', 'utf16le')]);

test.each([
  ['协议.pdf', pdf, 'application/pdf'],
  ['现场.PNG', png, 'image/png'],
  ['现场.jpg', jpg, 'image/jpeg'],
  ['现场.jpeg', jpg, 'image/jpeg'],
  ['协议.docx', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['台账.xlsx', book('xlsx'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['台账.xls', book('xls'), 'application/vnd.ms-excel'],
  ['台账.et', book('xls'), 'application/vnd.ms-excel'],
  ['老台账.xls', book('biff5'), 'application/vnd.ms-excel'],
  ['台账.xlsb', book('xlsb'), 'application/vnd.ms-excel.sheet.binary.macroEnabled.12'],
  ['台账.ods', book('ods'), 'application/vnd.oasis.opendocument.spreadsheet'],
  ['批复.ofd', zipOf('OFD.xml'), 'application/ofd'],
  ['台账.csv', '项目名称,金额\n某某机械,"1,200"\n', 'text/csv'],
  ['台账.csv', iconv.encode('项目名称,金额\r\n某某机械,1200\r\n', 'gb18030'), 'text/csv'],
  ['台账.csv', iconv.encode('项目名称\t金额\r\n', 'utf16le', { addBOM: true }), 'text/csv'],
  ['BM.csv', 'BM,金额\n', 'text/csv'],
  ['MZ.csv', 'MZ,金额\n', 'text/csv'],
  ['说明.txt', '金额小于 < 500 万的不计\n', 'text/plain'],
])('%s is let in as %#', async (name, content, mediaType) => {
  expect(await typed(content, name)).toMatchObject({ mediaType });
});

test.each([
  ['协议.docx', pdf, { found: 'pdf', expected: 'docx' }],
  ['协议.pdf', docx, { found: 'docx', expected: 'pdf' }],
  ['协议.pdf.exe', pdf, { found: 'pdf', expected: 'exe' }],
  ['协议', pdf, { found: 'pdf', expected: null }],
  ['台账.xlsx', book('xls'), { found: 'xls', expected: 'xlsx' }],
  ['台账.doc', book('xls'), { found: 'xls', expected: 'doc' }],
  ['现场.png', jpg, { found: 'jpg', expected: 'png' }],
  ['协议.pdf', '只是文字\n', { found: 'txt', expected: 'pdf' }],
  ['台账.csv', pdf, { found: 'pdf', expected: 'csv' }],
])('%s is refused when its name says another type than its content', async (name, content, details) => {
  expect(await typed(content, name)).toMatchObject({ code: 'file.type_mismatch', details });
});

test.each([
  ['工具.exe', exe, 'exe'],
  ['台账.csv', exe, 'exe'],
  ['协议.pdf', elf, 'elf'],
  ['页面.html', '<!DOCTYPE html><html><body>x</body></html>', 'markup'],
  ['台账.csv', '\ufeff <html><table><tr><td>1</td></tr></table></html>', 'markup'],
  ['说明.txt', 'a\n<script>alert(1)</script>', 'markup'],
  ['图.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'markup'],
  ['图.png', '<?xml version="1.0"?><svg/>', 'xml'],
  ['a.txt', '#!/bin/sh\nrm -rf x\n', 'markup'],
  ['资料.zip', zipOf('a.txt'), 'zip'],
  ['宏.xlsm', book('xlsm'), 'xlsm'],
  ['x.csv', Buffer.from([0, 1, 2, 3, 250, 251]), 'unknown'],
])('%s is refused whatever its name: %#', async (name, content, found) => {
  expect(await typed(content, name)).toMatchObject({ code: 'file.type_not_allowed', details: { found } });
});

test('an office file locked with a password is said to be so', async () => {
  expect(await typed(locked, '台账.xlsx')).toMatchObject({ code: 'file.password_protected' });
});

test('an empty file and one over the limit are refused', async () => {
  expect(await typed('', 'a.txt')).toMatchObject({ code: 'file.empty' });
  expect(await typed('12345678901', 'a.txt', 10)).toMatchObject({ code: 'file.too_large', details: { size: 11, limit: 10 } });
  expect(await typed('1234567890', 'a.txt', 10)).toMatchObject({ extension: 'txt' });
});

const messy = new URL('../../../shared/data/inputs/messy/', import.meta.url);
test.runIf(existsSync(messy))(
  'every odd spreadsheet of the trial folder is known for what it is (the folder is beside the checkout)',
  async () => {
    const names = readdirSync(messy).filter((name) => !name.endsWith('.md'));
    const answers = await Promise.all(
      names.map(async (name) => [name, await typeOfFile(new URL(name, messy).pathname, name, 10 * megabyte)] as const),
    );
    for (const [name, answer] of answers) expect(answer, name).toHaveProperty('mediaType');
  },
);
