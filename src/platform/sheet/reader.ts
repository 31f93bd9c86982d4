import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Row } from '../../kernel/sheet-row.ts';
import { defaultLimits, type BookInfo, type SheetInfo, type SheetLimits, type SheetPreview } from './book.ts';
import { takeTurn } from './reading-turn.ts';
import type { SheetMessage, SheetTask } from './sheet-worker.ts';
import { unpack } from './wire.ts';

export type ReadOptions = Readonly<{
  /** The name the person gave the file; only used to say that its extension is wrong. Without it, the name in `path`. */
  fileName?: string;
  limits?: Partial<SheetLimits>;
  signal?: AbortSignal;
}>;

/** A worker that says nothing for this long is stuck in a hostile file. */
const silenceMs = 120_000;
/** Of the worker's own heap; a file that needs more is refused, and the server does not feel it. */
const workerHeapMb = 700;

/**
 * Format, notices and sheets of a spreadsheet file. Throws a Refusal of kind `invalid`: `sheet.empty_file`, `sheet.empty`,
 * `sheet.not_a_spreadsheet` {found}, `sheet.encrypted`, `sheet.zip_bomb`, `sheet.file_too_large`, `sheet.too_large`, `sheet.damaged`,
 * `sheet.encoding_unknown`, `sheet.unclosed_quote` {row}, `sheet.too_many_rows` {limit}, `sheet.too_many_columns` {limit, cell}, `sheet.too_slow`.
 */
export async function inspectBook(path: string, options: ReadOptions = {}): Promise<BookInfo> {
  return (await ask(path, { kind: 'inspect' }, options)) as BookInfo;
}

/** The sheets of a spreadsheet file, hidden and empty ones included. Refuses as `inspectBook` does. */
export async function listSheets(path: string, options: ReadOptions = {}): Promise<readonly SheetInfo[]> {
  return (await inspectBook(path, options)).sheets;
}

/** The first rows of a sheet that hold something. `sheet` null is the first visible sheet that holds something. */
export async function previewSheet(path: string, sheet: string | null, firstRows = 50, options: ReadOptions = {}): Promise<SheetPreview> {
  return (await ask(path, { kind: 'preview', sheet, firstRows }, options)) as SheetPreview;
}

/**
 * Every row of a sheet that holds something, from row number `fromRow` (1) on, in batches, as fast as the caller takes them.
 * Leaving the loop or aborting the signal ends the worker; an abort throws the signal's reason.
 */
export async function* readRows(
  path: string,
  sheet: string | null,
  options: ReadOptions & Readonly<{ fromRow?: number }> = {},
): AsyncGenerator<Row[]> {
  for await (const message of work(path, { kind: 'rows', sheet, fromRow: options.fromRow ?? 1 }, options)) {
    if (message.kind === 'rows') yield unpack(message.batch);
  }
}

type TaskPart = SheetTask extends infer T ? (T extends SheetTask ? Omit<T, 'path' | 'fileName' | 'limits'> : never) : never;

async function ask(path: string, part: TaskPart, options: ReadOptions) {
  for await (const message of work(path, part, options)) if (message.kind === 'answer') return message.answer;
  throw refuse('invalid', 'sheet.damaged', { reason: 'no answer' });
}

async function* work(path: string, part: TaskPart, { fileName, limits, signal }: ReadOptions): AsyncGenerator<SheetMessage> {
  signal?.throwIfAborted();
  const done = await takeTurn(signal);
  const task = { ...part, path, fileName: fileName ?? basename(path), limits: { ...defaultLimits, ...limits } } as SheetTask;
  const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: workerHeapMb },
  });
  try {
    for await (const message of messages(worker, signal)) {
      if (message.kind === 'refusal')
        throw new Refusal(message.code === 'sheet.no_such_sheet' ? 'not_found' : 'invalid', message.code, message.details);
      yield message;
      worker.postMessage('more');
      if (message.kind !== 'rows') return;
    }
  } finally {
    await worker.terminate();
    done();
  }
}

/** The worker's messages in order; ends by throwing when it dies, falls silent or is called off. */
async function* messages(worker: Worker, signal: AbortSignal | undefined): AsyncGenerator<SheetMessage> {
  const queue: SheetMessage[] = [];
  let failure: unknown;
  let wake = () => {};
  const fail = (reason: unknown) => {
    failure ??= reason;
    wake();
  };
  const onAbort = () => fail(signal?.reason);
  worker.on('message', (message: SheetMessage) => {
    queue.push(message);
    wake();
  });
  worker.on('error', (error: Error & { code?: string }) => fail(failureOf(error)));
  worker.on('exit', () => fail(refuse('invalid', 'sheet.damaged', { reason: 'reader ended early' })));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (signal?.aborted) throw signal.reason;
      const message = queue.shift();
      if (message) yield message;
      else if (failure !== undefined) throw failure;
      else
        await new Promise<void>(
          (resolve) => (wake = patient(resolve, () => fail(refuse('invalid', 'sheet.too_slow', { seconds: silenceMs / 1000 })))),
        );
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

function patient(resolve: () => void, onSilence: () => void) {
  const timer = setTimeout(onSilence, silenceMs);
  return () => {
    clearTimeout(timer);
    resolve();
  };
}

const failureOf = (error: Error & { code?: string }) =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refuse('invalid', 'sheet.too_large', { limitMb: workerHeapMb }) : error;
