import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { Actor, Role } from '../../kernel/actor.ts';
import { bringFile, type ImportRoom, setUpImport } from '../../modules/imports/commands.ts';
import type { ImportSetup } from '../../modules/imports/domain/setup.ts';
import { getImport } from '../../modules/imports/queries.ts';
import { importResult } from '../../modules/imports/result-queries.ts';
import { commitNow, runCheck } from '../../modules/imports/tasks.ts';
import { localFiles } from '../../platform/files-local.ts';
import { importKinds } from '../import-kinds.ts';
import { openLedger } from './ledger.ts';

export type CellInput = string | number | boolean | Date | null | { formula: string; result: string | number | undefined };
export type Mapping = Partial<ImportSetup>;

const words = [
  ['agreement_kind', 'framework', '框架协议'],
  ['agreement_kind', 'investment', '投资协议'],
  ['agreement_kind', 'resigning', '再次签约'],
  ['arrival_kind', 'land', '土地'],
  ['arrival_kind', 'other', '其他'],
];

/** A ledger of an invented district, a place for its files, and short words for what a person does at the import desk. */
export async function openDesk(now = new Date('2026-06-15T02:00:00Z')) {
  const ledger = await openLedger(now);
  const folder = await mkdtemp(join(tmpdir(), 'zhuchao-desk-'));
  const room: ImportRoom = { db: ledger.db, files: localFiles(join(folder, 'files')), kinds: importKinds };
  const { db, pool } = ledger;
  const going = { progress: () => Promise.resolve(), signal: new AbortController().signal };
  let count = 0;
  for (const [dictionary, code, name] of words) {
    await pool.query(
      'insert into dictionary_entry (id, dictionary, code, name_zh, name_en, order_no) values (gen_random_uuid(), $1, $2, $3, $2, 1)',
      [dictionary, code, name],
    );
  }

  const fileOf = async (bytes: Buffer, name: string) => {
    const path = join(folder, `${(count += 1)}-${name.replaceAll('/', '_')}`);
    await writeFile(path, bytes);
    return { name, path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const bringBytes = async (actor: Actor, kind: string, bytes: Buffer, name: string) =>
    (await bringFile(room, await fileOf(bytes, name), kind, actor, now)).id;
  const bring = async (actor: Actor, kind: string, rows: readonly (readonly CellInput[])[], name = '台账.xlsx') =>
    bringBytes(actor, kind, await workbook(rows), name);
  const setUp = (actor: Actor, id: string, setup: Mapping) => setUpImport(room, id, { columns: {}, ...setup }, actor, now);
  const check = async (actor: Actor, id: string) => {
    await runCheck(room, id, actor, going, now);
    return importResult(db, id);
  };
  /** Bring, set up and check in one go. */
  const checked = async (actor: Actor, kind: string, rows: readonly (readonly CellInput[])[], setup: Mapping) => {
    const id = await bring(actor, kind, rows);
    await setUp(actor, id, setup);
    return { id, result: await check(actor, id) };
  };
  type Answer = { skipRefused?: boolean; reason?: string; codes?: string[] };
  const commit = async (actor: Actor, id: string, { skipRefused = false, reason, codes }: Answer = {}) => {
    const soft = codes ?? (await getImport(db, id, importKinds, actor)).toAcknowledge?.map((t) => t.code) ?? [];
    const acknowledged = reason === undefined ? null : { codes: soft, reason };
    return commitNow(room, id, { skipRefused, acknowledged }, actor, going, now);
  };
  /** The whole way; soft faults are answered with a reason. */
  const imported = async (actor: Actor, kind: string, rows: readonly (readonly CellInput[])[], setup: Mapping) => {
    const { id, result } = await checked(actor, kind, rows, setup);
    if (result.refused.length > 0) throw new Error(JSON.stringify(result.refused));
    await commit(actor, id, { reason: '测试' });
    return { id, result };
  };
  const rowsOf = async <T extends object>(text: string, values: unknown[] = []) => (await pool.query<T>(text, values)).rows;
  const numberOf = async (text: string, values: unknown[] = []) => Number((await rowsOf<{ n: string }>(text, values))[0]!.n);
  const close = async () => {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  };
  const admin = await ledger.person(ledger.units.bureau, 'promotion_admin' as Role);
  return {
    ...ledger,
    room,
    now,
    admin,
    going,
    bring,
    bringBytes,
    fileOf,
    setUp,
    check,
    checked,
    commit,
    imported,
    rowsOf,
    numberOf,
    close,
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** A workbook with one sheet of these rows. */
export async function workbook(
  rows: readonly (readonly CellInput[])[],
  shape?: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void,
): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('台账');
  for (const row of rows) sheet.addRow([...row]);
  shape?.(sheet, book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** A stream of a file as a workbook that can be read and mended like a person does. */
export async function opened(body: AsyncIterable<unknown>) {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const save = async () => Buffer.from(await book.xlsx.writeBuffer());
  return { bytes, book, sheet: book.worksheets[0]!, save };
}

/** Headers of a small ledger and of a list of payments, and how they are read. */
export const ledger = ['项目编号', '项目名称', '总投资（万元）', '协议资金（万元）', '签约时间', '责任单位'];
export const asLedger = {
  columns: {
    项目编号: 'otherCode',
    项目名称: 'name',
    '总投资（万元）': 'total',
    '协议资金（万元）': 'agreed',
    签约时间: 'signedOn',
    责任单位: 'unit',
  },
};
export const payments = ['项目', '到位时间', '到位资金（万元）', '凭证号'];
export const asPayments = { columns: { 项目: 'project', 到位时间: 'arrivedOn', '到位资金（万元）': 'amount', 凭证号: 'voucherNo' } };
export const projectKind = importKinds.find((k) => k.key === 'project')!;
export const arrivalKind = importKinds.find((k) => k.key === 'arrival')!;

/** How much the books hold. */
export const countsOf = async (desk: Desk) => ({
  projects: await desk.numberOf('select count(*) as n from project'),
  agreements: await desk.numberOf('select count(*) as n from agreement'),
  arrivals: await desk.numberOf('select count(*) as n from arrival'),
});
