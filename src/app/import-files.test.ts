import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../kernel/refusal.ts';
import { getImport, readableBatch } from '../modules/imports/queries.ts';
import { suggestSetup } from '../modules/imports/suggestion.ts';
import { sheetStream } from '../platform/sheet/writer.ts';
import { importKinds } from './import-kinds.ts';
import { type Desk, openDesk, workbook } from './testing/import-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const header = ['项目名称', '总投资（万元）'];
const setup = { columns: { 项目名称: 'name', '总投资（万元）': 'total' } };
const bytesOf = async (body: AsyncIterable<unknown>) => {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
const noticesOf = async (id: string) => (await getImport(desk.db, id, importKinds, desk.admin)).notices.map((n) => n.code);
const refusalOf = (work: Promise<unknown>) => work.then(() => null).catch((error: Refusal) => error.code);

/** A .zip of one entry that says how large it is and inflates to that many zeros. */
function zipOf(name: string, inflated: number): Buffer {
  const body = deflateRawSync(Buffer.alloc(inflated));
  const title = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(body.length, 18);
  local.writeUInt32LE(inflated, 22);
  local.writeUInt16LE(title.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(body.length, 20);
  central.writeUInt32LE(inflated, 24);
  central.writeUInt16LE(title.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + title.length, 12);
  end.writeUInt32LE(local.length + title.length + body.length, 16);
  return Buffer.concat([local, title, body, central, title, end]);
}

/** The longest that this thread has worked (milliseconds of its own processor time) before others had their turn. */
function watchTurns() {
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const first = used();
  let [last, longest] = [first, 0];
  const timer = setInterval(() => {
    const now = used();
    [longest, last] = [Math.max(longest, now - last), now];
  }, 1);
  return {
    /** The longest turn as a part of all the work: a share is the same on a slow machine, and milliseconds are for the benchmark. */
    longestShare: () => {
      clearInterval(timer);
      return longest / (used() - first);
    },
  };
}

test('I17 the original file downloads unchanged', async () => {
  const bytes = await workbook([header, ['十七号厂', 5]]);
  const id = await desk.bringBytes(desk.admin, 'project', bytes, '原件.xlsx');
  await desk.setUp(desk.admin, id, setup);
  await desk.check(desk.admin, id);
  await desk.commit(desk.admin, id);
  const { fileSha256 } = await readableBatch(desk.db, id, importKinds, desk.admin);
  const kept = await bytesOf((await desk.room.files.open(fileSha256)) as AsyncIterable<unknown>);
  expect(kept.equals(bytes)).toBe(true);
  expect(await desk.numberOf('select count(*) as n from stored_file where sha256 = $1', [fileSha256])).toBe(1);
});

describe('I18 files that are not what they seem are handled in words', () => {
  test('a formula counts as its last saved value, and one never calculated is refused in its cell', async () => {
    const bytes = await workbook([header, ['甲', { formula: '3*4', result: 12 }], ['乙', { formula: 'NOW()', result: undefined }]]);
    const id = await desk.bringBytes(desk.admin, 'project', bytes, '公式.xlsx');
    expect(await noticesOf(id)).toContain('sheet.formulas_as_saved');
    await desk.setUp(desk.admin, id, setup);
    const { totals, refused } = await desk.check(desk.admin, id);
    expect(totals).toMatchObject([{ field: 'total', minor: 12_000_000 }]);
    expect(refused).toMatchObject([{ cell: 'B3', code: 'cell.error', found: '#FORMULA' }]);
  });
  test('text that begins like a formula stays text', async () => {
    const { result } = await desk.imported(desk.admin, 'project', [header, ['=HYPERLINK("http://x")项目', 5]], setup);
    expect(result.new).toBe(1);
    expect(await desk.numberOf(`select count(*) as n from project where name = '=HYPERLINK("http://x")项目'`)).toBe(1);
  });
  test('a zip bomb is refused', async () => {
    expect(await refusalOf(desk.bringBytes(desk.admin, 'project', zipOf('xl/worksheets/sheet1.xml', 64 * 2 ** 20), '炸弹.xlsx'))).toMatch(
      /^sheet\./,
    );
  });
  test('a wrong extension is told and does not matter', async () => {
    const id = await desk.bringBytes(desk.admin, 'project', Buffer.from('项目名称,总投资（万元）\n扩展名厂,5\n'), '台账.xlsx');
    expect(await noticesOf(id)).toContain('sheet.other_extension');
    await desk.setUp(desk.admin, id, setup);
    expect(await desk.check(desk.admin, id)).toMatchObject({ new: 1 });
  });
  test('what is no spreadsheet is refused by name, and nothing of it is kept', async () => {
    const before = await desk.numberOf('select count(*) as n from import_batch');
    for (const [bytes, name] of [
      [Buffer.from('%PDF-1.7 …'), '纪要.xlsx'],
      [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), '照片.xlsx'],
      [Buffer.alloc(0), '空.xlsx'],
    ] as const) {
      expect(await refusalOf(desk.bringBytes(desk.admin, 'project', bytes, name)), name).toMatch(/^sheet\./);
    }
    expect(await desk.numberOf('select count(*) as n from import_batch')).toBe(before);
  });
  test('50,000 rows are checked while others wait no longer than a moment', { timeout: 120_000 }, async () => {
    const lines = {
      *[Symbol.iterator]() {
        for (let i = 0; i < 50_000; i += 1) yield [`大表第${i}项目`, (i % 900) * 1_000_000 + 100];
      },
    };
    const columns = [
      { header: '项目名称', kind: 'text' as const },
      { header: '总投资（万元）', kind: 'amount' as const, unit: '万元' as const },
    ];
    const bytes = await bytesOf(sheetStream({ sheetName: '台账', columns, rows: lines }));
    const id = await desk.bringBytes(desk.admin, 'project', bytes, '大表.xlsx');
    await desk.setUp(desk.admin, id, setup);
    const turns = watchTurns();
    const result = await desk.check(desk.admin, id);
    expect(result).toMatchObject({ rows: 50_000, new: 50_000 });
    expect(turns.longestShare()).toBeLessThan(0.1);
  });
});

describe('real files that break importers', () => {
  const folder = resolve(import.meta.dirname, '../../../shared/data/inputs');
  const isThere = existsSync(folder);
  if (!isThere) test('are not on this machine, so they were not tried', () => expect(isThere).toBe(false));

  test.runIf(isThere)('each gives a readable preview or a refusal with a code', { timeout: 60_000 }, async () => {
    const ends: Record<string, string> = {};
    for (const name of readdirSync(`${folder}/messy`).filter((n) => !n.endsWith('.md'))) {
      try {
        const id = await desk.bringBytes(desk.admin, 'project', await readFile(`${folder}/messy/${name}`), name);
        const batch = await readableBatch(desk.db, id, importKinds, desk.admin);
        const { rows } = await suggestSetup(desk.db, desk.room.files, batch, importKinds[0]!, {}, desk.admin);
        ends[name] = `${rows.length} rows`;
      } catch (error) {
        expect(error, name).toBeInstanceOf(Refusal);
        ends[name] = (error as Refusal).code;
      }
    }
    expect(Object.values(ends).filter((end) => !/[1-9]\d* rows$|^sheet\.|^import\./.test(end))).toEqual([]);
    expect(Object.values(ends).filter((end) => end.endsWith('rows')).length).toBeGreaterThan(12);
  });

  test.runIf(isThere)(
    'a government ledger of 2,899 projects and 5,504 payments is read to the cent, and twice changes nothing',
    { timeout: 120_000 },
    async () => {
      const bytes = await readFile(`${folder}/nmtc-2003-2010.xlsx`);
      const terms = { amountUnit: '元' as const, currency: 'USD', rate: '6.8' };
      const projects = {
        sheet: 'Projects',
        columns: {
          'Project ID': 'otherCode',
          'Project QLICI Amount': 'agreed',
          'Estimated Total Project Cost': 'total',
          'Origination Year': 'signedOn',
        },
        compose: { name: '{Community Development Entity (CDE) Name} {City}' },
        ...terms,
      };
      const notes = {
        sheet: 'Financial Notes',
        columns: { 'Project ID': 'project', 'Transaction ID': 'externalRef', 'QLICI Amount': 'amount', 'Origination Year': 'arrivedOn' },
        ...terms,
      };
      const through = async (kind: string, how: typeof projects | typeof notes) => {
        const id = await desk.bringBytes(desk.admin, kind, bytes, 'nmtc.xlsx');
        await desk.setUp(desk.admin, id, how);
        const result = await desk.check(desk.admin, id);
        await desk.commit(desk.admin, id, { reason: '公开数据' });
        return result;
      };
      const amount = '20301533997.17';
      const first = await through('project', projects);
      expect(first).toMatchObject({ rows: 2899, accepted: 2899, refused: [] });
      expect(first.totals).toContainEqual(expect.objectContaining({ field: 'agreed', currency: 'USD', amount }));
      const paid = await through('arrival', notes);
      expect(paid).toMatchObject({ rows: 5504, accepted: 5504, refused: [], totals: [{ amount }] });
      expect(paid.warnings.filter((w) => w.code === 'arrival.above_total')).toHaveLength(180);
      expect(await through('project', projects)).toMatchObject({ new: 0, changed: 0, unchanged: 2899 });
      expect(await through('arrival', notes)).toMatchObject({ new: 0, changed: 0, unchanged: 5504 });
    },
  );
});
