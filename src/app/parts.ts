import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import type { FileStore } from '../platform/files.ts';
import type { Jobs } from '../platform/jobs.ts';

/** Everything the server is made of. Several servers on one database share nothing but these. */
export type Parts = { db: Db; pool: pg.Pool; config: Config; files: FileStore; jobs: Jobs; log: FastifyBaseLogger; now?: () => Date };

/** The same, opened by this process, which also closes it. */
export type Runtime = Required<Parts> & { ownerUrl: string; close: () => Promise<void> };
