import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskView } from '../../modules/tasks/contract.ts';
import { killAll } from '../../platform/postgres-drill.ts';
import { longLedgerSetup, writeLongLedger } from './long-ledger.ts';
import {
  bringAndCheck,
  commandLine,
  commit,
  firstRun,
  type Import,
  type RunningServer,
  startServer,
  type Visitor,
  visitor,
  watchTask,
} from './running-server.ts';

export type Blow = 'server' | 'database';
/** What was found after each blow, and at the end. */
export type Drill = {
  blows: { killed: Blow; taskBefore: Pick<TaskView, 'status' | 'done' | 'total'>; projectsLeft: number; importStands: string }[];
  committed: { projects: number; agreedFen: number };
  expected: { projects: number; agreedFen: number };
  verify: { isClean: boolean; differences: unknown[]; damagedFiles: unknown[] };
};
type Place = { dataDir: string; server: RunningServer; who: Visitor; brought: Import; login: { login: string; password: string } };

/** More than half of the work is judging again; beyond it rows are being written. */
const isWriting = ({ done, total }: TaskView) => total !== null && done > total * 0.55;

/**
 * An import of so many rows is brought as a person brings it, and killed with −9 while it writes: first the server, then the
 * database. After each blow everything is started again and looked at; at the end the same import is committed and verified.
 */
export async function crashDrill(rows: number, tell: (step: string) => void = () => undefined): Promise<Drill> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-drill-'));
  const began = Date.now();
  const say = (step: string) => tell(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${step}`);
  let server = await startServer(dataDir);
  try {
    const login = await firstRun(dataDir, server.address);
    const file = join(dataDir, 'ledger.xlsx');
    await writeLongLedger(file, rows);
    let who = await signedIn(server, login);
    say('the server is set up');
    const brought = await bringAndCheck(who, file, 'project', longLedgerSetup);
    say(`${rows} rows checked`);
    const blows: Drill['blows'] = [];
    for (const killed of ['server', 'database'] as const) {
      const taskBefore = await interrupt(killed, { dataDir, server, who, brought, login });
      say(`${killed} killed at ${taskBefore.done} of ${taskBefore.total}`);
      server = await startServer(dataDir);
      who = await signedIn(server, login);
      blows.push({ killed, taskBefore, projectsLeft: (await ledger(who)).projects, importStands: (await settled(who, brought)).status });
      say('started again and looked at');
    }
    const { status, refusal } = await watchTask(who, await commit(who, brought));
    if (status !== 'done') throw new Error(`the commit ended as ${status}: ${JSON.stringify(refusal)}`);
    say('committed');
    const verify = await commandLine<Drill['verify']>(dataDir, 'verify');
    say('verified');
    const agreed = brought.totals?.find((t) => t.field === 'agreed');
    return { blows, committed: await ledger(who), expected: { projects: rows, agreedFen: agreed?.fen ?? NaN }, verify };
  } finally {
    await server.end();
    await killAll(dataDir);
    const cluster = await realpath(join(dataDir, 'postgres')).catch(() => dataDir);
    for (const dir of [cluster, dataDir]) await rm(dir, { recursive: true, force: true });
  }
}

async function signedIn({ address }: RunningServer, { login, password }: Place['login']) {
  const who = visitor(address);
  await who.signIn(login, password);
  return who;
}

async function ledger(who: Visitor) {
  const { totals } = await who.get<{ totals: { count: number; agreedFen: number } }>('/projects?size=1');
  return { projects: totals.count, agreedFen: totals.agreedFen };
}

/** Begins to commit and strikes while rows are being written. The server is down afterwards, whichever was killed. */
async function interrupt(killed: Blow, { dataDir, server, who, brought }: Place) {
  const { status, done, total } = await watchTask(who, await commit(who, brought), isWriting);
  if (killed === 'server') await server.end('SIGKILL');
  else {
    const data = await realpath(join(dataDir, 'postgres', 'data'));
    process.kill(Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8'), 10), 'SIGKILL');
    await answersAgain(who);
    await server.end();
  }
  return { status, done, total };
}

/** The server brings its database back by itself. */
async function answersAgain(who: Visitor) {
  for (const end = Date.now() + 60_000; ;) {
    const isUp = await ledger(who).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > end) throw new Error('the database did not come back');
  }
}

/** A starting server settles interrupted work before it takes requests, except what another is still ending. */
async function settled(who: Visitor, { id }: Import) {
  for (const end = Date.now() + 35_000; ;) {
    const now = await who.get<Import>(`/imports/${id}`);
    if (now.status !== 'committing' || Date.now() > end) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
