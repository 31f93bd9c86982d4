/** Every gate that needs no database: format, lint, three compilations, fences, dead code. Stops at none, so one run names all faults. */
import { spawnSync } from 'node:child_process';

const gates: [string, ...string[]][] = [
  ['oxfmt', '--check', '.'],
  ['oxlint'],
  ['tsc', '-p', 'tsconfig.json'],
  ['tsc', '-p', 'tsconfig.domain.json'],
  ['tsc', '-p', 'tsconfig.web.json'],
  ['depcruise', 'src', '--config', '.dependency-cruiser.cjs'],
  ['knip'],
];
const failed = gates.filter(([tool, ...args]) => {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', shell: process.platform === 'win32' });
  const name = [tool, ...args].join(' ');
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) console.log(stdout + stderr);
  return status !== 0;
});
process.exitCode = failed.length ? 1 : 0;
