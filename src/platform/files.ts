import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { S3Settings } from './config.ts';
import { localFiles } from './files-local.ts';
import { s3Files } from './files-s3.ts';

/** Keeps files by what is in them: the name of a file is the SHA-256 of its bytes, so it is kept once and can be checked. */
export type FileStore = {
  /** Keeps the file at `path`; when it is kept already, nothing happens. Throws when its content is not that of `sha256`. */
  put: (path: string, sha256: string) => Promise<void>;
  /** Refuses: file.not_in_store. */
  open: (sha256: string) => Promise<Readable>;
  has: (sha256: string) => Promise<boolean>;
  /** Is the file there, and is every byte as it was? */
  verify: (sha256: string) => Promise<boolean>;
};

/** The store that the settings name: S3-compatible when set, a folder of the data directory otherwise. */
export const openFileStore = ({ dataDir, s3 }: { dataDir: string; s3: S3Settings | null }): FileStore =>
  s3 ? s3Files(s3) : localFiles(join(dataDir, 'files'));
