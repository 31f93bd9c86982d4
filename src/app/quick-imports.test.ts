import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const place = mkdtempSync(join(tmpdir(), 'zhuchao-imports-'));
afterAll(() => rmSync(place, { recursive: true }));

const quick = new URL('quick-imports.js', import.meta.url).href;
function file(name: string, text: string) {
  mkdirSync(dirname(join(place, name)), { recursive: true });
  writeFileSync(join(place, name), text);
}
/** What a program prints that quickens its imports and then imports a file of the place. */
function run(name: string, ...places: string[]) {
  const given = places.length > 0 ? JSON.stringify(places) : '';
  const program = `import { quickenImports } from '${quick}'; quickenImports(${given}); await import(${JSON.stringify(join(place, name))});`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

test('what was compiled is kept in the first place that can be written', () => {
  file('package.json', '{"type": "module"}');
  file('hello.ts', 'const word: string = "hello"; console.log(word);');
  file('occupied', 'a file cannot be a folder');
  expect(run('hello.ts', join(place, 'occupied'), join(place, 'kept'), join(place, 'spare'))).toBe('hello\n');
  expect(readdirSync(place)).toContain('kept');
  expect(readdirSync(place)).not.toContain('spare');
  expect(readdirSync(join(place, 'kept'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile())).not.toEqual([]);
});

test('a program starts where nothing can be kept', () => {
  expect(run('hello.ts', join(place, 'occupied'))).toBe('hello\n');
});

test('what kind of file it is holds for a folder and an ending, and not for the folders below', () => {
  file('first.js', 'export const first = 1;');
  file('second.js', 'export const second = 2;');
  file('third.ts', 'export const third: number = 3;');
  file('below/package.json', '{"type": "commonjs"}');
  file('below/fourth.js', 'exports.fourth = 4;');
  file('below/fifth.js', 'exports.fifth = 5;');
  file(
    'all.js',
    `import { first } from './first.js'; import { second } from './second.js'; import { third } from './third.ts';
     import fourth from './below/fourth.js'; import fifth from './below/fifth.js';
     console.log(first, second, third, fourth.fourth, fifth.fifth);`,
  );
  expect(run('all.js')).toBe('1 2 3 4 5\n');
});
