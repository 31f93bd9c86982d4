/** Every gate that needs no database: format, lint, three compilations, fences, dead code. Stops at none, so one run names all faults. */
import { spawnSync } from 'node:child_process';

/** A compilation remembers what it has seen, beside the packages, so that the next run reads only what changed. */
const tsc = (project: string): [string, ...string[]] => [
  'tsc',
  '-p',
  project,
  '--incremental',
  '--tsBuildInfoFile',
  `node_modules/.cache/${project}.tsbuildinfo`,
];
const gates: [string, ...string[]][] = [
  ['oxfmt', '--check', '.'],
  ['oxlint'],
  tsc('tsconfig.json'),
  tsc('tsconfig.domain.json'),
  tsc('tsconfig.web.json'),
  ['depcruise', 'src', '--config', '.dependency-cruiser.cjs'],
  ['knip'],
];
const failed = gates.filter(([tool, ...args]) => {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', shell: process.platform === 'win32' });
  const name = [tool, ...args].join(' ').replace(/ --incremental.*/, '');
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) console.log(stdout + stderr);
  return status !== 0;
});
process.exitCode = failed.length ? 1 : 0;
