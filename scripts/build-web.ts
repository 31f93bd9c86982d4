/** Builds the web only when its sources changed since the last build, so that a start with existing data stays quick. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const sources = ['vite.config.ts', 'package-lock.json', ...globSync('src/{kernel,web,modules}/**/*.{ts,tsx,html,css,svg}')].sort();
const hash = createHash('sha256');
for (const file of sources) hash.update(file).update(readFileSync(file));
const wanted = hash.digest('hex');
const mark = 'dist/web/.built-from';
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
  // Loaded only where it has work to do: a start with a web that is built waits for nothing here.
  const { build } = await import('vite');
  await build({ logLevel: 'warn' });
  // Compressed once here rather than at every request, on all cores; the last quality but one, since the last takes twice as long for 1.5 %.
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY - 1 };
  const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];
  await Promise.all(
    globSync('dist/web/**/*.{js,css,html,svg}').map(async (file) => {
      const content = readFileSync(file);
      await writeFile(`${file}.br`, await brotli(content, { params }));
      await writeFile(`${file}.gz`, await zip(content, { level: 9 }));
    }),
  );
  writeFileSync(mark, wanted);
}
