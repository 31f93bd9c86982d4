import { join } from 'node:path';
import type { S3Settings } from './config.ts';
import { type FileStore, localFiles } from './files.ts';
import { s3Files } from './files-s3.ts';

/** The store that the settings name: S3-compatible when set, a folder of the data directory otherwise. */
export const fileStore = ({ dataDir, s3 }: { dataDir: string; s3: S3Settings | null }): FileStore =>
  s3 ? s3Files(s3) : localFiles(join(dataDir, 'files'));
