/** Builds the web only when its sources changed since the last build, so that a start with existing data stays quick. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const sources = ['vite.config.ts', 'package-lock.json', ...globSync('src/{kernel,web,modules}/**/*.{ts,tsx,html,css,svg}')].sort();
const hash = createHash('sha256');
for (const file of sources) hash.update(file).update(readFileSync(file));
const wanted = hash.digest('hex');
const mark = 'dist/web/.built-from';
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
  await build({ logLevel: 'warn' });
  // Compressed once here rather than at every request.
  for (const file of globSync('dist/web/**/*.{js,css,html,svg}')) {
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
  writeFileSync(mark, wanted);
}
