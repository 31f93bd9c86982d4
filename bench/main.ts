import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openRuntime } from '../src/app/runtime.ts';
import { memoryOf, type RunningServer, startServer, type Visitor, visitor } from '../src/app/testing/running-server.ts';
import { verify } from '../src/app/wiring.ts';
import { loadConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { apiBench, type People, printSizes } from './api.ts';
import { exportBench, importBench } from './bulk.ts';
import { crashBench } from './crash.ts';
import { deliveryBench } from './delivery.ts';
import { directusBench } from './directus.ts';
import { duplicatesBench } from './duplicates.ts';
import { type Size, sizes } from './generator.ts';
import { accounts, load, password } from './load.ts';
import { inMb, inMs, msOf, printMachine } from './measure.ts';
import { messyBench } from './messy.ts';
import { clear } from './place.ts';
import { webBench } from './web.ts';

const parts = [
  'api',
  'quick',
  'export',
  'import',
  'directus',
  'web',
  'messy',
  'crash',
  'verify',
  'prepare',
  'duplicates',
  'delivery',
] as const;
type Part = (typeof parts)[number];
const bulkRows = 100_000;

const usage = `npm run bench -- [--size ${Object.keys(sizes).join('|')},...] [--only ${parts.join('|')},...] [--rows N] [--files FOLDER]
  With ZHUCHAO_DATA the generated ledger is kept there and found again; without it everything is gone at the end.
  "delivery" measures lights, reports, milestones, approvals and problems of 20,000 projects under way in a place of its own, ZHUCHAO_DATA-delivery.
  "quick" is "api" without papers, which take minutes on a large ledger.
  With several sizes each has a folder of its own, ZHUCHAO_DATA-SIZE, and they are asked in turns.`;

const listed = (text: string, of: readonly string[]) => {
  const found = text.split(',');
  if (!found.every((f) => of.includes(f))) throw new Error(usage);
  return found;
};
/** What is asked for; `api`, `export` and `import` when nothing is named. `messy` reads the spreadsheets of a folder. */
function asked(): { size: Size[]; only: Part[]; rows: number; files: string } {
  const text = { type: 'string' } as const;
  const options = {
    size: { type: 'string', default: '10k' },
    only: { type: 'string', default: 'api,export,import' },
    rows: text,
    files: text,
  } as const;
  const { size, only, rows, files = '' } = parseArgs({ options }).values;
  const wanted = listed(only, parts) as Part[];
  if (wanted.includes('messy') && files === '') throw new Error(usage);
  return { size: listed(size, Object.keys(sizes)) as Size[], only: wanted, rows: Number(rows ?? bulkRows), files };
}

/** Fills an empty data place; one that holds a ledger of this size already is used as it is. */
async function prepare(dataDir: string, size: number, only: readonly Part[]) {
  const runtime = await openRuntime({ ...loadConfig({}), dataDir }, createLog('warn'), { join: false });
  try {
    const count = async () => Number((await runtime.pool.query('select count(*) as n from project')).rows[0].n);
    const found = await count();
    if (found > 0 && found < size) throw new Error(`${dataDir} holds ${found} projects: another ledger`);
    if (found === 0) {
      const tell = (done: number) => done % 100_000 === 0 && console.log(`${done} projects written`);
      console.log(`ledger of ${size} projects written in ${inMs(await msOf(() => load(runtime.ownerUrl, size, tell)))} ms`);
    }
    if (only.includes('verify')) console.log('verify:', JSON.stringify(await verify(runtime.db, runtime.files)));
    if (only.includes('duplicates')) await duplicatesBench(runtime.db, runtime.pool);
  } finally {
    await runtime.close();
  }
}

async function withServer(dataDir: string, use: (server: RunningServer, scoped: Visitor, admin: Visitor) => Promise<void>) {
  let server!: RunningServer;
  console.log(`cold start: ${inMs(await msOf(async () => (server = await startServer(dataDir))))} ms`);
  try {
    // What is measured is the making of an answer, not the giving of one that is kept.
    const [scoped, admin] = [visitor(server.address, { anew: true }), visitor(server.address, { anew: true })];
    await scoped.signIn(accounts.scoped.login, password);
    await admin.signIn(accounts.admin.login, password);
    console.log(`memory before anybody works: ${inMb((await memoryOf(server.pid))?.now ?? null)}`);
    await use(server, scoped, admin);
  } finally {
    await server.end();
  }
}

/** A data place that is gone at the end. */
async function withPlace(use: (dataDir: string) => Promise<void>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-bench-'));
  await use(dataDir).finally(() => clear(dataDir));
}

async function main() {
  const { size, only, rows, files } = asked();
  printMachine();
  if (only.includes('crash')) await crashBench(rows);
  if (only.includes('messy')) await messyBench(files);
  if (only.includes('web')) await withPlace(webBench);
  const ofLedgers = only.filter((part) => !['crash', 'messy', 'web', 'delivery'].includes(part));
  const given = process.env['ZHUCHAO_DATA'];
  if (only.includes('delivery')) await (given ? deliveryBench(resolve(`${given}-delivery`)) : withPlace(deliveryBench));
  if (ofLedgers.length > 0) await ledgersBench(size, given, ofLedgers, rows);
}

/** In places that are kept under the name given, or are gone at the end. */
async function ledgersBench(size: readonly Size[], given: string | undefined, only: readonly Part[], rows: number) {
  const places: Place[] = [];
  try {
    for (const one of size) {
      const dataDir = given ? resolve(size.length > 1 ? `${given}-${one}` : given) : await mkdtemp(join(tmpdir(), 'zhuchao-bench-'));
      places.push({ size: one, dataDir });
      console.log(`\n${one}: ${dataDir}`);
      await prepare(dataDir, sizes[one], only);
    }
    if (only.includes('api') || only.includes('quick')) await readsOf(places, only.includes('quick'));
    for (const place of places) await measure(place.dataDir, only, rows);
  } finally {
    if (!given) for (const place of places) await clear(place.dataDir);
  }
}

type Place = { size: Size; dataDir: string };

/** Every ledger has a server of its own, all at the same time. */
const withServers = (dirs: readonly string[], use: (people: People[]) => Promise<void>, so: People[] = []): Promise<void> =>
  dirs.length === 0 ? use(so) : withServer(dirs[0]!, (_, scoped, admin) => withServers(dirs.slice(1), use, [...so, { scoped, admin }]));

const readsOf = (places: readonly Place[], isQuick: boolean) =>
  withServers(
    places.map((p) => p.dataDir),
    async (people) => {
      const found = await apiBench(people, isQuick);
      printSizes(new Map(places.map((p, n) => [p.size, found[n]!])));
    },
  );

async function measure(dataDir: string, only: readonly Part[], rows: number) {
  const parts = only.filter((part) => ['directus', 'export', 'import'].includes(part));
  if (parts.length === 0) return;
  await withServer(dataDir, async (server, _, admin) => {
    if (parts.includes('directus')) await directusBench(dataDir, server.address);
    if (parts.includes('export')) await exportBench(server, admin);
    if (parts.includes('import')) await importBench(server, admin, rows);
  });
}

await main();
