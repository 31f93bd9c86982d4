import { cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from '../src/app/testing/running-server.ts';

export type Times = { runs: number; p50: number; p95: number };

type Asked = { most?: number; seconds?: number; warmUp?: number };
type Act = (i: number) => Promise<unknown>;
/** Milliseconds of one act after another, after a few that do not count; no more than `most` runs or `seconds`, whichever ends first. */
export const timesOf = async (act: Act, asked: Asked = {}): Promise<Times> => (await timesOfEach([act], asked))[0]!;

/** The same of several acts in turns, so that whatever else the machine does falls on all alike. */
export async function timesOfEach(acts: readonly Act[], { most = 60, seconds = 12, warmUp = 4 }: Asked = {}): Promise<Times[]> {
  const end = performance.now() + seconds * 1000 * acts.length;
  for (let i = 0; i < warmUp && performance.now() < end - seconds * 500 * acts.length; i += 1) for (const act of acts) await act(i);
  const taken: number[][] = acts.map(() => []);
  for (let i = warmUp; taken[0]!.length < most && (taken[0]!.length < 3 || performance.now() < end); i += 1)
    for (const [n, act] of acts.entries()) taken[n]!.push(await msOf(() => act(i)));
  return taken.map((ms) => ({ runs: ms.length, p50: quantile(ms, 0.5), p95: quantile(ms, 0.95) }));
}

export async function msOf(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** Watches the memory of the server until stopped: bytes before and at the highest, null where the system does not tell. */
export async function watchMemory(pid: number) {
  const before = (await memoryOf(pid))?.now ?? null;
  let peak = before;
  let isOn = true;
  const watching = (async () => {
    while (isOn) {
      const found = (await memoryOf(pid))?.now;
      if (found !== undefined && peak !== null) peak = Math.max(peak, found);
      await sleep(50);
    }
  })();
  return async () => {
    isOn = false;
    await watching;
    return { before, peak, growth: peak !== null && before !== null ? peak - before : null };
  };
}

/** Asks something small every 20 ms whatever else goes on, and tells how long people waited for it. */
export function probe(ask: () => Promise<unknown>) {
  const waits: number[] = [];
  const asked: Promise<unknown>[] = [];
  const timer = setInterval(() => asked.push(msOf(ask).then((ms) => waits.push(ms))), 20);
  return async () => {
    clearInterval(timer);
    await Promise.all(asked);
    return { asked: waits.length, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), worst: Math.max(...waits) };
  };
}

export const inMs = (ms: number) => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));
export const inMb = (bytes: number | null) => (bytes === null ? '?' : `${Math.round(bytes / 2 ** 20)} MB`);

/** Prints rows as a Markdown table. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]) {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log([line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n'), '\n');
}

export function printMachine() {
  const load = loadavg().map((l) => l.toFixed(1));
  console.log(
    `${new Date().toISOString()}  ${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${inMb(totalmem())}, Node ${process.version}, load ${load.join(' ')}\n`,
  );
}
