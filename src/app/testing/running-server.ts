import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Result } from '../../kernel/contract.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { TaskView } from '../../modules/tasks/contract.ts';
import type { ImportSetup } from '../../modules/imports/domain/setup.ts';
import type { importsContract } from '../../modules/imports/contract.ts';

const main = fileURLToPath(new URL('../main.js', import.meta.url));
const envOf = (dataDir: string) => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  ZHUCHAO_DATA: dataDir,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
  // Every request below comes from an address of its own, so that the rate limit for one person is not what is measured.
  TRUST_PROXY: 'true',
});

/** A test that is cut short leaves no server behind: it dies when the pipe to its maker breaks. */
const diesWithUs = 'data:text/javascript,process.stdin.resume().once("close",()=>process.kill(process.pid,"SIGKILL"))';

export type RunningServer = {
  child: ChildProcess;
  pid: number;
  address: string;
  gone: Promise<unknown>;
  end(how?: NodeJS.Signals): Promise<void>;
};

/** The real server as a process of its own on this data place, once it answers; with `observer`, a module that is loaded into it first. */
export async function startServer(dataDir: string, observer?: URL): Promise<RunningServer> {
  const loaded = [diesWithUs, ...(observer ? [observer.href] : [])].flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, ['--max-semi-space-size=4', ...loaded, main, 'start', '--json'], {
    env: envOf(dataDir),
    stdio: observer ? ['pipe', 'pipe', 'inherit', 'ipc'] : ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout!.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.trimEnd().endsWith('}')) resolve(text);
    });
    void gone.then((code) => reject(new Error(`the server ended with ${String(code)} before it answered`)));
  });
  const { address } = JSON.parse(said) as { address: string };
  const end = async (how: NodeJS.Signals = 'SIGTERM') => {
    child.kill(how);
    await gone;
  };
  return { child, pid: child.pid!, address, gone, end };
}

/** The command line on the same data; answers with what it printed as JSON. */
export async function commandLine<T>(dataDir: string, ...args: string[]): Promise<T> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [main, ...args, '--json'], { env: envOf(dataDir), maxBuffer: 64 * 2 ** 20 });
  return JSON.parse(stdout) as T;
}

/** Resident memory of a process in bytes, now and at its highest; null where there is no /proc. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number } | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) * 1024;
  return status ? { now: kilobytes('VmRSS'), peak: kilobytes('VmHWM') } : null;
}

let visitors = 0;
const nextAddress = () => `10.${(++visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`;
const json = (body: unknown) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

/** A person in front of the server: keeps the cookie, and throws every refusal as what it is. `anew` asks for no answer that was given before. */
export function visitor(address: string, { anew = false } = {}) {
  let cookie = '';
  const send = async (method: string, path: string, init: { body?: BodyInit; headers?: Record<string, string> } = {}) => {
    const headers = {
      'x-zhuchao': '1',
      'x-forwarded-for': nextAddress(),
      ...(cookie && { cookie }),
      ...(anew && { 'cache-control': 'no-cache' }),
      ...init.headers,
    };
    const answer = await fetch(`${address}/api${path}`, { method, ...init, headers });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    if (answer.ok) return answer;
    const { kind, code, details } = (await answer.json()) as Pick<Refusal, 'kind' | 'code' | 'details'>;
    throw new Refusal(kind, code, details);
  };
  const read = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
  return {
    get: <T>(path: string) => read<T>(send('GET', path)),
    post: <T>(path: string, body: unknown = {}) => read<T>(send('POST', path, json(body))),
    put: <T>(path: string, body: unknown) => read<T>(send('PUT', path, json(body))),
    download: (path: string) => send('GET', path),
    upload: async <T>(path: string, file: string, name: string) => {
      const form = new FormData();
      form.set('file', await openAsBlob(file), name);
      return read<T>(send('POST', path, { body: form }));
    },
    signIn: (login: string, password: string) => send('POST', '/session', json({ login, password })),
  };
}
export type Visitor = ReturnType<typeof visitor>;

/** First-run setup, and one keeper of the ledger (招商局管理员) who has changed the one-time password. */
export async function firstRun(dataDir: string, address: string): Promise<{ login: string; password: string }> {
  const admin = (login: string, no: number) => ({ name: '管理员', login, password: `Wutong-2026-${no}` });
  await visitor(address).post('/setup', {
    unit: { name: '云岭区', code: 'YL' },
    system: admin('xitong', 1),
    security: admin('anquan', 2),
    audit: admin('shenji', 3),
  });
  const once = await commandLine<{ password: string }>(dataDir, 'user', 'create', 'taizhang', '台账员', '--role', 'promotion_admin');
  const keeper = { login: 'taizhang', password: 'Fenghuang-2026' };
  const person = visitor(address);
  await person.signIn(keeper.login, once.password);
  await person.post('/account/password', { current: once.password, next: keeper.password });
  return keeper;
}

/** Asks until long work has ended or `enough` of it is done, and tells every state seen. */
export async function watchTask(who: Visitor, taskId: string, enough: (task: TaskView) => boolean = () => false): Promise<TaskView> {
  for (;;) {
    const task = await who.get<TaskView>(`/tasks/${taskId}`);
    if (enough(task) || ['done', 'failed', 'cancelled'].includes(task.status)) return task;
    await sleep(40);
  }
}

export type Import = Result<typeof importsContract.get>;

/** Brings a file as a person does: upload, setup, check. Answers with the import as it then stands. */
export async function bringAndCheck(who: Visitor, file: string, kind: string, setup: ImportSetup): Promise<Import> {
  const { id } = await who.upload<Import>(`/imports?kind=${kind}`, file, 'ledger.xlsx');
  await who.put(`/imports/${id}/setup`, setup);
  const { taskId } = await who.post<{ taskId: string }>(`/imports/${id}/check`);
  const task = await watchTask(who, taskId);
  if (task.status !== 'done') throw new Error(`the check ended as ${task.status}: ${JSON.stringify(task.refusal)}`);
  return who.get<Import>(`/imports/${id}`);
}

/** Begins to commit a checked import, answering for whatever it asks; answers with the task. */
export async function commit(who: Visitor, { id, toAcknowledge }: Import): Promise<string> {
  const acknowledged = { codes: (toAcknowledge ?? []).map((a) => a.code), reason: '测试台账' };
  const { taskId } = await who.post<{ taskId: string }>(`/imports/${id}/commit`, { skipRefused: false, acknowledged });
  return taskId;
}
