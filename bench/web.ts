import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { printTable } from './measure.ts';

const kb = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
const dist = join(import.meta.dirname, '..', 'dist', 'web');

/** What scripts a page pulls in at once, compressed as the server sends them; of the web as it was built last. */
export async function webBench(): Promise<void> {
  const files = (await readdir(dist, { recursive: true })).filter((f) => f.endsWith('.js'));
  const text = new Map(await Promise.all(files.map(async (f) => [f.split('/').at(-1)!, await readFile(join(dist, f), 'utf8')] as const)));
  const needed = (from: Iterable<string>, seen = new Set<string>()) => {
    for (const file of from) {
      if (seen.has(file)) continue;
      seen.add(file);
      const statics = [...text.get(file)!.matchAll(/(?:import|from)\s*"\.\/([\w.-]+\.js)"/g)].map((m) => m[1]!);
      needed(
        statics.filter((f) => text.has(f)),
        seen,
      );
    }
    return seen;
  };
  const size = (of: Iterable<string>) => [...of].reduce((sum, f) => sum + gzipSync(text.get(f)!).length, 0);
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  const entry = needed([...html.matchAll(/([\w.-]+\.js)"/g)].map((m) => m[1]!).filter((f) => text.has(f)));
  const list = [...text.keys()].find((f) => f.startsWith('ProjectsPage'));
  printTable(
    ['scripts over the wire, gzip', 'bar', 'measured'],
    [
      ['sign-in page', '200 KB', kb(size(entry))],
      ['shell with the list of projects', '400 KB', list ? kb(size(needed([...entry, list]))) : '?'],
    ],
  );
}
