import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longLedgerSetup, writeLongLedger } from '../src/app/testing/long-ledger.ts';
import { bringAndCheck, commit, type RunningServer, type Visitor, watchTask } from '../src/app/testing/running-server.ts';
import { inMb, inMs, msOf, printTable, probe, watchMemory } from './measure.ts';

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Brings 100,000 rows by HTTP as a person does, while others ask for their session every 20 ms. */
export async function importBench(server: RunningServer, admin: Visitor, rows: number): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'zhuchao-bench-file-'));
  try {
    const file = join(place, 'ledger.xlsx');
    await writeLongLedger(file, rows, `B${Date.now().toString(36)}-`);
    const memory = await watchMemory(server.pid);
    const others = probe(() => admin.get('/session'));
    let brought!: Awaited<ReturnType<typeof bringAndCheck>>;
    const checking = await msOf(async () => (brought = await bringAndCheck(admin, file, 'project', longLedgerSetup)));
    const committing = await msOf(async () => {
      const { status, refusal } = await watchTask(admin, await commit(admin, brought));
      if (status !== 'done') throw new Error(`the commit ended as ${status}: ${JSON.stringify(refusal)}`);
    });
    const waits = await others();
    const { before, peak } = await memory();
    printTable(
      [`import of ${brought.counts?.accepted} rows × 12 columns`, 'bar', 'measured'],
      [
        ['read, map, validate, preview', '', seconds(checking)],
        ['commit', '', seconds(committing)],
        ['all', '60 s', seconds(checking + committing)],
        ['server memory at its highest', '1024 MB', `${inMb(peak)} (before: ${inMb(before)})`],
        [
          'worst wait of another request',
          '100 ms',
          `${inMs(waits.worst)} ms (p50 ${inMs(waits.p50)}, p99 ${inMs(waits.p99)}, ${waits.asked} asked)`,
        ],
      ],
    );
  } finally {
    await rm(place, { recursive: true });
  }
}

/** Downloads the whole list, or as near to 100,000 rows of it as a filter comes, and counts what arrives. */
export async function exportBench(server: RunningServer, admin: Visitor): Promise<void> {
  const { totals } = await admin.get<{ totals: { count: number } }>(`/projects?${await part(admin)}&size=1`);
  const filter = await part(admin);
  const memory = await watchMemory(server.pid);
  let bytes = 0;
  const taken = await msOf(async () => {
    const { body } = await admin.download(`/projects/export?${filter}&format=xlsx`);
    for await (const chunk of body!) bytes += (chunk as Uint8Array).length;
  });
  const { growth } = await memory();
  printTable(
    [`export of ${totals.count} rows .xlsx (${inMb(bytes)})`, 'bar', 'measured'],
    [
      ['time', '15 s for 100,000 rows', seconds(taken)],
      ['server memory growth', '200 MB', inMb(growth)],
    ],
  );
}

/** Of a larger ledger the projects of one year: an eighth of a million or so. */
async function part(admin: Visitor): Promise<string> {
  const { totals } = await admin.get<{ totals: { count: number } }>('/projects?size=1');
  return totals.count > 250_000 ? 'signedFrom=2024-03&signedTo=2024-08&sort=code' : 'sort=code';
}
