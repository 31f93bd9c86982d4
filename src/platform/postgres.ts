import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { refuse } from '../kernel/refusal.ts';
import type { Config } from './config.ts';
import { type Log, silent } from './log.ts';
import { type Access, appRole, clusterUrl, ownerRole, readAccess, startCluster } from './postgres-cluster.ts';
import { isLocked, lockData } from './server-lock.ts';

export type Postgres = {
  /** May change the schema: for migrations alone. */
  ownerUrl: string;
  /** Works as zhuchao_app, which can neither change the schema nor rewrite the audit trace. */
  appUrl: string;
  stop(): Promise<void>;
};
type Options = {
  log?: Log;
  /** false only for tests. */
  fsync?: boolean;
  /** true lets a short command use the database of a server that is running on the same data, instead of being refused. */
  join?: boolean;
  /** Called once when the embedded database died and could not be started again; the server should then exit. */
  onLost?: (cause: Error) => void;
};

const leastMajor = 15;

type Offer = { version: number; encoding: string };

/** Refuses a server that is older than PostgreSQL 15 or keeps another encoding than UTF-8. `version` is server_version_num. */
export function assertFit({ version, encoding }: Offer) {
  const found = Math.floor(version / 10_000);
  if (found < leastMajor) throw refuse('rule', 'database.too_old', { found, expected: leastMajor });
  if (encoding !== 'UTF8') throw refuse('rule', 'database.not_utf8', { found: encoding, expected: 'UTF8' });
}

async function assertUsable(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  try {
    await client.connect().catch((cause: Error) => {
      // The address may hold a password; the driver's message does not.
      throw Object.assign(refuse('rule', 'database.unreachable', { message: cause.message || String(cause) }), { cause });
    });
    const { rows } = await client.query<Offer>(
      `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
    );
    if (rows[0]) assertFit(rows[0]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same address, working as the application's role whatever user it signs in with. */
export function asApp(url: string): string {
  const at = new URL(url);
  if (decodeURIComponent(at.username) === appRole) return url;
  const options = [at.searchParams.get('options'), `-c role=${appRole}`, '-c TimeZone=Asia/Shanghai'].filter(Boolean).join(' ');
  at.searchParams.delete('options');
  // libpq reads %20 as a blank and leaves + alone, so the encoding is ours and not URLSearchParams'.
  return `${at.href}${at.search ? '&' : '?'}options=${encodeURIComponent(options)}`;
}

const urlsOf = ({ sockets, owner, app }: Access) => ({
  ownerUrl: clusterUrl(sockets, ownerRole, owner),
  appUrl: clusterUrl(sockets, appRole, app),
});

/** The running server may still be starting its database. */
async function joinRunning(dataDir: string): Promise<Postgres | null> {
  for (const end = Date.now() + 30_000; isLocked(dataDir) && Date.now() < end; await sleep(100)) {
    const access = readAccess(dataDir);
    if (!access) continue;
    const client = new pg.Client({ connectionString: urlsOf(access).appUrl });
    const isUp = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (isUp) return { ...urlsOf(access), stop: async () => undefined };
  }
  return null;
}

/**
 * The one way to a database: the server named by DATABASE_URL (PostgreSQL 15 or later, UTF-8), else our own, started here and kept in the data place.
 * Throws `data.in_use` when another server works on the same data, and `database.…` or `postgres.…` with what was found.
 */
export async function openPostgres(
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'databaseOwnerUrl'>,
  options: Options = {},
): Promise<Postgres> {
  const { join: mayJoin = false, log = silent, ...rest } = options;
  if (config.databaseUrl) {
    const ownerUrl = config.databaseOwnerUrl ?? config.databaseUrl;
    await assertUsable(ownerUrl);
    return { ownerUrl, appUrl: asApp(config.databaseUrl), stop: async () => undefined };
  }
  if (process.platform === 'win32') throw refuse('rule', 'postgres.platform', { expected: 'Linux or macOS, or DATABASE_URL' });
  const joined = mayJoin ? await joinRunning(config.dataDir) : null;
  if (joined) return joined;
  const unlock = lockData(config.dataDir);
  try {
    const cluster = await startCluster(config.dataDir, { log, ...rest });
    return {
      ...cluster,
      stop: async () => {
        await cluster.stop();
        unlock();
      },
    };
  } catch (cause) {
    unlock();
    throw cause;
  }
}
