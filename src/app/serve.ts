import type { FastifyInstance } from 'fastify';
import { refuse } from '../kernel/refusal.ts';
import { actorById } from '../modules/identity/queries.ts';
import { linkAudit } from '../platform/audit-chain.ts';
import type { Config } from '../platform/config.ts';
import { runTasks } from '../platform/tasks.ts';
import type { Runtime } from './parts.ts';
import { keepLooking } from './looks.ts';
import { buildServer } from './server.ts';
import { interrupted, nightly, tellPeople, taskHandlers } from './wiring.ts';

/** Listens, takes up long work, and answers with how to reach it. */
export async function serve(runtime: Runtime): Promise<{ app: FastifyInstance; address: string }> {
  const { db, pool, jobs, config, log } = runtime;
  const app = await buildServer(runtime);
  const ends = [await db.changes.listen(), keepLooking(runtime), chainAudit(runtime)];
  app.addHook('onClose', async () => {
    for (const end of ends.toReversed()) await end();
  });
  const endTasks = await runTasks(
    {
      db,
      pool,
      jobs,
      handlers: taskHandlers(runtime),
      actorOf: (id) => actorById(db, id),
      onError: (error, taskId) => log.error({ err: error, taskId }, 'task failed'),
    },
    (kind, taskId) => interrupted(runtime, kind, taskId),
  );
  ends.push(endTasks);
  await jobs.work('nightly', () => nightly(runtime));
  await jobs.schedule('nightly', '30 2 * * *');
  await jobs.work('notices', () => tellPeople(runtime));
  await jobs.schedule('notices', '* * * * *');
  const address = await listen(app, config);
  return { app, address };
}

/** Throws `config.address` with the system's word for why the address cannot be had, most often that somebody else has it. */
async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    await app.close();
    if (code === undefined) throw cause;
    throw refuse('conflict', 'config.address', { host, port, why: code });
  }
}

/** The chain follows the acts: what was done is linked a moment later. Answers with how to stop. */
function chainAudit({ db, log }: Runtime) {
  let linking: Promise<unknown> = Promise.resolve();
  const link = () => linkAudit(db).catch((error: unknown) => log.error({ err: error }, 'the audit trace was not chained'));
  const timer = setInterval(() => void (linking = linking.then(link)), 3000).unref();
  return async () => {
    clearInterval(timer);
    await linking;
  };
}

/** Stops in order on a signal: no new requests, running ones finish, then the queue, then the database. */
export function stopOnSignals(runtime: Runtime, app: FastifyInstance): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    runtime.log.info({ signal }, 'stopping');
    // A progress stream stays open as long as its work; those who watch can come back.
    const patience = setTimeout(() => app.server.closeAllConnections(), 5000);
    await app.close();
    clearTimeout(patience);
    await runtime.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
}
