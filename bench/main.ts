import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openRuntime } from '../src/app/runtime.ts';
import { type RunningServer, startServer, type Visitor, visitor } from '../src/app/testing/running-server.ts';
import { verify } from '../src/app/wiring.ts';
import { loadConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { apiBench } from './api.ts';
import { exportBench, importBench } from './bulk.ts';
import { crashBench } from './crash.ts';
import { type Size, sizes } from './generator.ts';
import { accounts, load, password } from './load.ts';
import { inMs, msOf, printMachine } from './measure.ts';

const parts = ['api', 'export', 'import', 'crash', 'verify'] as const;
type Part = (typeof parts)[number];
const bulkRows = 100_000;

const usage = `npm run bench -- [--size ${Object.keys(sizes).join('|')}] [--only ${parts.join('|')}] [--rows N]
  With ZHUCHAO_DATA the generated ledger is kept there and found again; without it everything is gone at the end.`;

/** What is asked for: `verify` and `crash` only by name. */
function asked(): { size: Size; only: Part[]; rows: number } {
  const options = { size: { type: 'string', default: '10k' }, only: { type: 'string' }, rows: { type: 'string' } } as const;
  const { size, only, rows } = parseArgs({ options }).values;
  const known = size in sizes && (only === undefined || (parts as readonly string[]).includes(only));
  if (!known) throw new Error(usage);
  return { size: size as Size, only: only ? [only as Part] : ['api', 'export', 'import'], rows: Number(rows ?? bulkRows) };
}

/** Fills an empty data place; one that holds a ledger of this size already is used as it is. */
async function prepare(dataDir: string, size: number, isVerified: boolean) {
  const runtime = await openRuntime({ ...loadConfig({}), dataDir }, createLog('warn'), { join: false });
  try {
    const count = async () => Number((await runtime.pool.query('select count(*) as n from project')).rows[0].n);
    const found = await count();
    if (found > 0 && found < size) throw new Error(`${dataDir} holds ${found} projects: another ledger`);
    if (found === 0) {
      const tell = (done: number) => done % 100_000 === 0 && console.log(`${done} projects written`);
      console.log(`ledger of ${size} projects written in ${inMs(await msOf(() => load(runtime.ownerUrl, size, tell)))} ms`);
    }
    if (isVerified) console.log('verify:', JSON.stringify(await verify(runtime.db, runtime.files)));
  } finally {
    await runtime.close();
  }
}

async function withServer(dataDir: string, use: (server: RunningServer, scoped: Visitor, admin: Visitor) => Promise<void>) {
  let server!: RunningServer;
  console.log(`cold start: ${inMs(await msOf(async () => (server = await startServer(dataDir))))} ms`);
  try {
    const [scoped, admin] = [visitor(server.address), visitor(server.address)];
    await scoped.signIn(accounts.scoped.login, password);
    await admin.signIn(accounts.admin.login, password);
    await use(server, scoped, admin);
  } finally {
    await server.end();
  }
}

async function main() {
  const { size, only, rows } = asked();
  printMachine();
  if (only[0] === 'crash') return crashBench(rows);
  const given = process.env['ZHUCHAO_DATA'];
  const dataDir = given ? resolve(given) : await mkdtemp(join(tmpdir(), 'zhuchao-bench-'));
  try {
    await prepare(dataDir, sizes[size], only[0] === 'verify');
    if (only[0] === 'verify') return;
    await withServer(dataDir, async (server, scoped, admin) => {
      if (only.includes('api')) await apiBench(scoped, admin);
      if (only.includes('export')) await exportBench(server, admin);
      if (only.includes('import')) await importBench(server, admin, rows);
    });
  } finally {
    if (!given) await clear(dataDir);
  }
}

/** The cluster may be linked from elsewhere, when the temporary folder is private to root. */
async function clear(dataDir: string) {
  const cluster = join(dataDir, 'postgres');
  const places = existsSync(cluster) ? [realpathSync(cluster), dataDir] : [dataDir];
  for (const place of places) await rm(place, { recursive: true, force: true });
}

await main();
