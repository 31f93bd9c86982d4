import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('..', import.meta.url));
const textOf = (file: string) => readFileSync(file, 'utf8');
/** Every file that comes along with one, sheets of styles among them. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  if (!/\.tsx?$/.test(file)) return seen;
  for (const [, path] of textOf(file).matchAll(/(?:from|import)\s+'(\.[^']+)'/g)) withImports(resolve(dirname(file), path!), seen);
  return seen;
}

const sheets = globSync('**/*.css', { cwd: src }).map((file) => resolve(src, file));
const classesIn = new Map(sheets.map((file) => [file, new Set([...textOf(file).matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!))]));
const always = withImports(resolve(src, 'web/main.tsx'));
const pages = globSync('modules/*/web/*.{ts,tsx}', { cwd: src }).flatMap((file) => {
  const from = resolve(src, file);
  return [...textOf(from).matchAll(/import\('(\.[^']+)'\)/g)].map(([, path]) => resolve(dirname(from), path!));
});

test('a page that is opened by its address has the styles of all that it shows', () => {
  expect(pages.length).toBeGreaterThan(50);
  const bare = pages.flatMap((page) => {
    const files = withImports(page);
    const has = (name: string) => sheets.some((sheet) => (files.has(sheet) || always.has(sheet)) && classesIn.get(sheet)!.has(name));
    const isStyled = (name: string) => sheets.some((sheet) => classesIn.get(sheet)!.has(name));
    return [...files].flatMap((file) =>
      [...textOf(file).matchAll(/className="([^"]+)"/g)]
        .flatMap(([, names]) => names!.split(' '))
        .filter((name) => isStyled(name) && !has(name))
        .map((name) => `${relative(src, page)}: ${name} in ${relative(src, file)}`),
    );
  });
  expect([...new Set(bare)]).toEqual([]);
});
