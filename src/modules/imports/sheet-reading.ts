import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ImportField } from '../../kernel/import-row.ts';
import { refuse } from '../../kernel/refusal.ts';
import { findHeader, headerBlock, type HeaderBlock, normaliseHeader } from '../../kernel/sheet-header.ts';
import type { FileStore } from '../../platform/files.ts';
import type { SheetPreview } from '../../platform/sheet/book.ts';
import { previewSheet } from '../../platform/sheet/reader.ts';
import { type ReadPlan, readPlan } from './domain/read-plan.ts';
import type { ImportSetup } from './domain/setup.ts';
import { addedHeaders } from './domain/reason-header.ts';

/** Rows looked at to find the header and to suggest a setup. */
const lookedAt = 60;

/** Gives a kept file a path until it is discarded. */
export async function openFile(files: FileStore, sha256: string): Promise<{ path: string; discard: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'zhuchao-import-'));
  const path = join(folder, 'file');
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    await pipeline(await files.open(sha256), createWriteStream(path, { mode: 0o600 }));
    return { path, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** The same for as long as `use` needs it. */
export async function withFile<T>(files: FileStore, sha256: string, use: (path: string) => Promise<T>): Promise<T> {
  const { path, discard } = await openFile(files, sha256);
  try {
    return await use(path);
  } finally {
    await discard();
  }
}

export type SheetHead = Readonly<{ preview: SheetPreview; block: HeaderBlock; firstRow: number }>;

type Wanted = Pick<ImportSetup, 'sheet' | 'headerRows' | 'firstRow'>;
/** The top of a sheet with its header: the rows named, else where it probably is. Refuses import.header_not_found. */
export async function sheetHead(path: string, fileName: string, setup: Wanted): Promise<SheetHead> {
  const head = await sheetTop(path, fileName, setup);
  if (head.block.headers.length > 0) return head;
  throw refuse('invalid', 'import.header_not_found', { sheet: setup.sheet ?? null, headerRows: setup.headerRows ?? null });
}

/** The same for a person to look at, who may see a header where we see none. */
export async function sheetTop(path: string, fileName: string, setup: Wanted): Promise<SheetHead> {
  const preview = await previewSheet(path, setup.sheet ?? null, lookedAt, { fileName });
  const found = setup.headerRows ? headerBlock(preview.rows, setup.headerRows) : findHeader(preview.rows);
  const block = found ?? { rows: [], headers: [], title: null, unit: null };
  const bottom = block.rows.at(-1) ?? 0;
  return { preview, block, firstRow: setup.firstRow && setup.firstRow > bottom ? setup.firstRow : bottom + 1 };
}

/** Under what a setup is remembered: the headers in their order, apart from those that we add to refused rows. */
export const signatureOf = ({ headers }: HeaderBlock) =>
  headers
    .map((h) => normaliseHeader(h.label))
    .filter((label) => !addedHeaders.some((own) => normaliseHeader(own) === label))
    .join('|');

/** The plan of reading, or a refusal `import.setup_refused` that names every problem at once. */
export function planOf(setup: ImportSetup, block: HeaderBlock, fields: readonly ImportField[]): ReadPlan {
  const plan = readPlan(setup, block, fields);
  if (Array.isArray(plan)) throw refuse('invalid', 'import.setup_refused', { problems: plan });
  return plan as ReadPlan;
}
