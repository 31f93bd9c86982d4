import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'tally-'));
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
  write('package.json', '{"type": "module"}');
  write(
    'vitest.config.ts',
    `import { TallyReporter } from ${JSON.stringify(join(root, 'scripts/tally-reporter.ts'))};
     export default { test: { reporters: ['default', new TallyReporter()], globalSetup: ['set-up.ts'] } };`,
  );
  // What a run tears down after its tests may still have something to say.
  write('set-up.ts', `export const setup = () => () => console.log('torn down');`);
});
afterEach(() => rmSync(place, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(place, name), text);
const lastLine = () => {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', place];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: place, env: { PATH: process.env['PATH'], NO_COLOR: '1' } });
  return stdout.trimEnd().split('\n').at(-1);
};
const head = `import { it, describe, beforeAll } from 'vitest';\n`;

describe('the last line of a test run', () => {
  it('counts what passed and what was skipped', () => {
    write('a.test.ts', `${head}it('a', () => {}); it('b', () => {}); it.skip('c', () => {});`);
    expect(lastLine()).toBe('2 passed, 0 failed, 1 skipped');
  });

  it('counts failed tests, files that do not load and hooks that fail as failures', () => {
    write('a.test.ts', `${head}it('a', () => {}); it('b', () => { throw new Error('b'); });`);
    write('b.test.ts', `import './no-such-file.ts';`);
    write('c.test.ts', `${head}describe('c', () => { beforeAll(() => { throw new Error('c'); }); it('d', () => {}); });`);
    expect(lastLine()).toMatch(/^1 passed, 3 failed(, 1 skipped)?$/);
  });

  it('counts an error that no test caught, and a run without tests', () => {
    write(
      'a.test.ts',
      `${head}it('a', () => { setTimeout(() => { throw new Error('late'); }, 0); return new Promise((r) => setTimeout(r, 50)); });`,
    );
    expect(lastLine()).toBe('1 passed, 1 failed');
    rmSync(join(place, 'a.test.ts'));
    expect(lastLine()).toBe('0 passed, 1 failed');
  });
});
