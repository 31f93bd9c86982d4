import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the web, where its sources changed, in a process beside this one. Answers with how to wait for it; throws there when it failed. */
export function startWebBuild(): () => Promise<void> {
  // What it has to say is no part of what a command prints.
  const building = spawn(process.execPath, ['scripts/build-web.ts'], { cwd: root, stdio: ['ignore', process.stderr, 'inherit'] });
  const ended = once(building, 'exit');
  ended.catch(() => undefined);
  return async () => {
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error('the web was not built');
  };
}
