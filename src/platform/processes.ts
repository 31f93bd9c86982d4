import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const hasProc = process.platform === 'linux';

function text(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function ps(...args: string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

/** True while a process with this id runs, whoever owns it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Tells a process from a later one that was given the same id: when it began, on which boot. null when it does not run. */
export function birthOf(pid: number): string | null {
  if (!hasProc) return ps('-o', 'lstart=', '-p', String(pid)).trim() || null;
  const stat = text(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in brackets may hold spaces; the 22nd field is the 20th after it. A zombie holds nothing any more.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return `${text('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${fields[19]}`;
}

function commands(): { pid: number; line: string }[] {
  if (hasProc) {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ({ pid: Number(name), line: (text(`/proc/${name}/cmdline`) ?? '').replaceAll('\0', ' ').trim() }));
  }
  const rows = ps('-axo', 'pid=,command=').split('\n');
  return rows.map((row) => ({ pid: Number.parseInt(row, 10), line: row.trim().replace(/^\d+\s+/, '') }));
}

/** Running processes whose command line satisfies `test`; command lines are readable across users, working folders are not. */
export const processesWhere = (test: (line: string) => boolean): number[] =>
  commands().flatMap(({ pid, line }) => (line && pid !== process.pid && test(line) ? [pid] : []));

export function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name);
  } catch {
    // It went by itself.
  }
}

/** Waits until `done` holds; false when `ms` passed first. */
export async function until(done: () => boolean, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; ; await sleep(20)) {
    if (done()) return true;
    if (Date.now() > end) return false;
  }
}
