import { open } from 'node:fs/promises';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Row } from '../../kernel/sheet-row.ts';
import type { BookInfo, SheetLimits, SheetPreview } from './book.ts';
import { bookNotices } from './book-notices.ts';
import { openBook } from './open-book.ts';
import type { OpenBook, SheetSource } from './raw-row.ts';
import { sheetInfo, sheetRows } from './sheet-rows.ts';
import { pack, type Packed } from './wire.ts';

type Task =
  | Readonly<{ kind: 'inspect' }>
  | Readonly<{ kind: 'preview'; sheet: string | null; firstRows: number }>
  | Readonly<{ kind: 'rows'; sheet: string | null; fromRow: number }>;
export type SheetTask = Task & Readonly<{ path: string; fileName: string; limits: SheetLimits }>;

/** What the worker sends. After each `rows` it waits for one message, so that a slow reader is never buried. */
export type SheetMessage =
  | Readonly<{ kind: 'answer'; answer: BookInfo | SheetPreview }>
  | Readonly<{ kind: 'rows'; batch: Packed }>
  | Readonly<{ kind: 'end' }>
  | Readonly<{ kind: 'refusal'; code: string; details: Record<string, unknown> }>;

/** Batches sent ahead of the reader's asking. */
const ahead = 2;
const cellsPerBatch = 6000;

async function inspect(book: OpenBook, task: SheetTask): Promise<BookInfo> {
  const sheets = [];
  for (const source of book.sheets) sheets.push(await sheetInfo(source, task.limits));
  const usable = sheets.filter((sheet) => sheet.refusal === null && sheet.rows > 0);
  const failed = sheets.find((sheet) => sheet.refusal !== null)?.refusal;
  if (usable.length === 0) throw failed ? refuse('invalid', failed.code, failed.details) : refuse('invalid', 'sheet.empty');
  const { format, encoding, delimiter } = book;
  return { format, encoding, delimiter, notices: bookNotices(book, sheets, task.fileName), sheets };
}

/** The named sheet, or without a name the first visible one that holds something. */
async function sheetOf(book: OpenBook, name: string | null): Promise<SheetSource> {
  const named = book.sheets.find((sheet) => sheet.name === name) ?? book.sheets.find((sheet) => sheet.name.trim() === name?.trim());
  if (named) return named;
  if (name !== null) throw refuse('not_found', 'sheet.no_such_sheet', { found: name, expected: book.sheets.map((sheet) => sheet.name) });
  for (const sheet of book.sheets) {
    if (sheet.hidden) continue;
    for await (const rows of sheet.rows()) if (rows.length > 0) return sheet;
  }
  throw refuse('invalid', 'sheet.empty');
}

async function preview(source: SheetSource, firstRows: number, limits: SheetLimits): Promise<SheetPreview> {
  const layout = await source.layout();
  const rows: Row[] = [];
  for await (const batch of sheetRows(source, 1, limits)) {
    rows.push(...batch.slice(0, firstRows + 1 - rows.length));
    if (rows.length > firstRows) break;
  }
  return { ...layout, rows: rows.slice(0, firstRows), more: rows.length > firstRows };
}

async function sendRows(port: MessagePort, source: SheetSource, fromRow: number, limits: SheetLimits) {
  let credit = ahead;
  let wake = () => {};
  port.on('message', () => {
    credit += 1;
    wake();
  });
  const send = async (rows: readonly Row[]) => {
    while (credit === 0) await new Promise<void>((resolve) => (wake = resolve));
    credit -= 1;
    const batch = pack(rows);
    port.postMessage({ kind: 'rows', batch } satisfies SheetMessage, [batch.rows.buffer, batch.cells.buffer]);
  };
  let batch: Row[] = [];
  let cells = 0;
  for await (const rows of sheetRows(source, fromRow, limits)) {
    for (const row of rows) {
      batch.push(row);
      cells += row.cells.length;
      if (cells < cellsPerBatch) continue;
      await send(batch);
      [batch, cells] = [[], 0];
    }
  }
  if (batch.length > 0) await send(batch);
}

async function run(port: MessagePort, task: SheetTask) {
  const file = await open(task.path);
  try {
    const book = await openBook(file, task.fileName, task.limits);
    if (task.kind === 'inspect') return port.postMessage({ kind: 'answer', answer: await inspect(book, task) } satisfies SheetMessage);
    const source = await sheetOf(book, task.sheet);
    if (task.kind === 'preview') {
      return port.postMessage({ kind: 'answer', answer: await preview(source, task.firstRows, task.limits) } satisfies SheetMessage);
    }
    await sendRows(port, source, task.fromRow, task.limits);
    port.postMessage({ kind: 'end' } satisfies SheetMessage);
  } finally {
    await file.close();
  }
}

if (parentPort) {
  const port = parentPort;
  try {
    await run(port, workerData as SheetTask);
  } catch (error) {
    // A disk that fails says nothing about the file.
    if (error instanceof Error && 'syscall' in error) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const { code, details } = error instanceof Refusal ? error : { code: 'sheet.damaged', details: { reason } };
    port.postMessage({ kind: 'refusal', code, details } satisfies SheetMessage);
  }
  port.close();
}
