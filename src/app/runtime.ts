import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../platform/config.ts';
import { connect } from '../platform/db.ts';
import { openFileStore } from '../platform/files.ts';
import { installJobs, openJobs } from '../platform/jobs.ts';
import { migrate } from '../platform/migrate.ts';
import { openPostgres } from '../platform/postgres.ts';
import type { Runtime } from './parts.ts';

/** Opens everything that the server and the command line share: database at its newest schema, files, queue. */
export async function openRuntime(config: Config, log: FastifyBaseLogger, { join }: { join: boolean }): Promise<Runtime> {
  // The database comes up while the rooms are loaded, each on a core of its own.
  const [postgres, { loadReference, publishPresets }] = await Promise.all([
    openPostgres(config, { log, join, onLost: (cause) => leave(log, cause) }),
    loadRooms(),
  ]);
  try {
    await migrate(postgres.ownerUrl);
    const { db, pool, close } = connect(postgres.appUrl, config.databasePool);
    await Promise.all([installJobs(postgres.ownerUrl), loadReference(db).then(() => publishPresets(db))]);
    const jobs = await openJobs(pool, (error) => log.error(error as object, 'job queue'));
    const files = openFileStore(config);
    return {
      db,
      pool,
      config,
      files,
      jobs,
      log,
      now: () => new Date(),
      ownerUrl: postgres.ownerUrl,
      close: async () => {
        await jobs.stop();
        await close();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** What a start does with the rooms, once the database was told to come up: loading them lets nothing else run. */
async function loadRooms() {
  await nextTurn();
  const { loadReference } = await import('../modules/reference/commands.ts');
  const { publishPresets } = await import('./wiring.ts');
  return { loadReference, publishPresets };
}

/** Runs the next step of a start; when it fails, what was opened is closed and the process can end. */
export async function orClose<T>(runtime: Runtime, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

/** Without its database a server can only lie; whatever keeps it running starts it again. */
function leave(log: FastifyBaseLogger, cause: Error) {
  log.fatal(cause, 'the database is gone and did not come back');
  process.exit(1);
}
