import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../src/kernel/contract.ts';
import { Refusal } from '../src/kernel/refusal.ts';
import type { importsContract } from '../src/modules/imports/contract.ts';
import { firstRun, type RunningServer, startServer, type Visitor, visitor } from '../src/app/testing/running-server.ts';
import type { Loop } from './loop-watch.ts';
import { inMs, msOf, printTable } from './measure.ts';
import { clear } from './place.ts';

type Import = Result<typeof importsContract.get>;
type Sheet = Result<typeof importsContract.sheet>;

const spreadsheet = /\.(xlsx|xlsm|xls|xlsb|ods|csv)$/i;

/** Brings each spreadsheet of a folder to a new server and opens what it shows, while others ask for health and a list every 10 ms. */
export async function messyBench(folder: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-bench-'));
  const server = await startServer(dataDir, new URL('./loop-watch.ts', import.meta.url));
  try {
    const keeper = await firstRun(dataDir, server.address);
    const admin = visitor(server.address);
    await admin.signIn(keeper.login, keeper.password);
    await bringAll(server, admin, folder);
  } finally {
    await server.end();
    await clear(dataDir);
  }
}

async function bringAll(server: RunningServer, admin: Visitor, folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => spreadsheet.test(name)).toSorted();
  if (names.length === 0) throw new Error(`${folder} holds no spreadsheet`);
  const loopOf = () =>
    new Promise<Loop>((resolve) => {
      server.child.once('message', (found) => resolve(found as Loop));
      server.child.send('tell');
    });
  const quiet = await waitsDuring(admin, server, () => sleep(2000), loopOf);
  const rows: string[][] = [['(nothing, for 2 s)', '', '', ...quiet]];
  for (const name of names) {
    let shown = '';
    let took = 0;
    const waits = await waitsDuring(
      admin,
      server,
      async () => {
        took = await msOf(async () => (shown = await preview(admin, join(folder, name), name)));
        await sleep(100);
      },
      loopOf,
    );
    rows.push([name, shown, `${inMs(took)} ms`, ...waits]);
  }
  printTable(
    ['file', 'shown or refused', 'upload and preview', 'longest wait: health', 'a list', 'server: loop late', 'turn of its own'],
    rows,
  );
}

async function preview(admin: Visitor, file: string, name: string): Promise<string> {
  try {
    const { id } = await admin.upload<Import>('/imports?kind=project', file, name);
    const { sheet, headers } = await admin.get<Sheet>(`/imports/${id}/sheet?remembered=no`);
    return `“${sheet}”: ${headers.length} headers`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `refused: ${error.code}`;
  }
}

/** The longest waits of others while something goes on, and what the server's own thread says of the time. */
async function waitsDuring(admin: Visitor, { address }: RunningServer, act: () => Promise<unknown>, loopOf: () => Promise<Loop>) {
  await loopOf();
  const health = asker(() => fetch(`${address}/health/live`).then((answer) => answer.text()));
  const list = asker(() => admin.get('/imports'));
  await act();
  const [a, b] = [await health(), await list()];
  const { lateMs, turnMs } = await loopOf();
  return [a, b, lateMs, turnMs].map((ms) => `${inMs(ms)} ms`);
}

/** Somebody who asks, waits for the answer, and asks again 10 ms later, until stopped: the longest wait in milliseconds. */
function asker(ask: () => Promise<unknown>) {
  let isOn = true;
  let longest = 0;
  const asking = (async () => {
    while (isOn) {
      longest = Math.max(longest, await msOf(ask));
      await sleep(10);
    }
  })();
  return async () => {
    isOn = false;
    await asking;
    return longest;
  };
}
