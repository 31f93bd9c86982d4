import type { Actor } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import { ensureRootUnit } from '../../modules/identity/commands.ts';
import { actorByLogin, operatorActor } from '../../modules/identity/queries.ts';
import { product } from '../../modules/reference/commands.ts';
import { linkAudit } from '../../platform/audit-chain.ts';
import { loadConfig } from '../../platform/config.ts';
import { createLog } from '../../platform/log.ts';
import type { Runtime } from '../parts.ts';
import { openRuntime } from '../runtime.ts';

/** Runs one command against the same database as the server, whether or not a server is running, and closes what it opened. */
export async function withRuntime<T>(use: (runtime: Runtime) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const runtime = await openRuntime(config, createLog(process.env['LOG_LEVEL'] ?? 'warn'), { join: true });
  try {
    const result = await use(runtime);
    await linkAudit(runtime.db);
    return result;
  } finally {
    await runtime.close();
  }
}

/** Whoever the command acts for: the person named by --as, else the operator of this machine. */
export async function actorFor(runtime: Runtime, login: string | undefined): Promise<Actor> {
  if (!login) {
    // An installation that nobody has set up yet has no unit; setup gives this one its real name.
    await ensureRootUnit(runtime.db, { name: '本级', code: '000000' }, product);
    return operatorActor(runtime.db);
  }
  const actor = await actorByLogin(runtime.db, login);
  if (!actor) throw refuse('not_found', 'person.unknown', { login });
  return actor;
}
