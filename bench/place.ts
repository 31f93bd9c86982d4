import { existsSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes a data place. The cluster may be linked from elsewhere, when the temporary folder is private to root. */
export async function clear(dataDir: string) {
  const cluster = join(dataDir, 'postgres');
  const places = existsSync(cluster) ? [realpathSync(cluster), dataDir] : [dataDir];
  for (const place of places) await rm(place, { recursive: true, force: true });
}
