import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Messages } from './room.ts';

const src = fileURLToPath(new URL('..', import.meta.url));
const files = ['web/messages/*.ts', 'modules/*/web/messages.ts'].flatMap((pattern) => globSync(pattern, { cwd: src }));
const rooms = await Promise.all(
  files.map(async (file) => ({ file, ...((await import(`${src}/${file}`)) as { zh: Messages; en: Messages }) })),
);
const known = new Set(rooms.flatMap((room) => Object.keys(room.zh)));

test.each(rooms)('$file says everything in Chinese and in English', ({ zh, en }) => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  const empty = [zh, en].flatMap((messages) => Object.entries(messages)).filter(([key, words]) => words.trim() === '' && !isCounter(key));
  expect(empty).toEqual([]);
});

/** English counts without 个: such a unit alone may be nothing. */
const isCounter = (key: string) => key.endsWith('.unit.count');

test.each(rooms)('$file fills in the same details in both languages', ({ zh, en }) => {
  const holes = (words = '') => [...new Set([...words.matchAll(/\{(\w+)/g)].map((m) => m[1]))].sort();
  const differing = Object.keys(zh).filter((key) => String(holes(zh[key])) !== String(holes(en[key])));
  expect(differing).toEqual([]);
});

test('no two rooms use one key for different words', () => {
  const seen = new Map<string, string>();
  const clashes = rooms.flatMap(({ file, zh }) =>
    Object.entries(zh).flatMap(([key, words]) => {
      const before = seen.get(key);
      seen.set(key, words);
      return before !== undefined && before !== words ? [`${key} in ${file}`] : [];
    }),
  );
  expect(clashes).toEqual([]);
});

test('English is English: no Chinese is left in it but names of units of money and quoted examples', () => {
  const left = rooms.flatMap(({ en }) => Object.entries(en).filter(([key, words]) => /[一-鿿]/.test(words) && !isQuoted(key, words)));
  expect(left).toEqual([]);
});
/** Chinese words in English sentences stand in brackets or quotation marks, as in 'definition card (口径卡)'. */
const isQuoted = (_key: string, words: string) => !/[一-鿿]/.test(words.replace(/\([^)]*\)|“[^”]*”|〔[^〕]*〕/g, ''));

test('every message that a page asks for exists', () => {
  const pages = ['web/**/*.{ts,tsx}', 'modules/*/web/**/*.{ts,tsx}'].flatMap((pattern) => globSync(pattern, { cwd: src }));
  const missing = pages.filter((file) => !file.endsWith('.test.ts')).flatMap((file) => missingIn(file));
  expect(missing).toEqual([]);
});

function missingIn(file: string): string[] {
  const text = readFileSync(`${src}/${file}`, 'utf8');
  const whole = [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map((m) => m[1]!).filter((key) => !known.has(key));
  const starts = [...text.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)]
    .map((m) => m[1]!)
    .filter((start) => ![...known].some((key) => key.startsWith(start)));
  return [...whole, ...starts].map((key) => `${file}: ${key}`);
}
