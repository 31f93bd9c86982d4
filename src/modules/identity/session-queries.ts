import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Actor, Role } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { sha256 } from '../../platform/auth.ts';
import type { Db, Reader } from '../../platform/db.ts';
import type { identityContract } from './contract.ts';
import { type Attempt, secondsLocked, triesLeft } from './domain/lockout.ts';
import { hasExpired } from './domain/password.ts';
import type { SecurityRules } from './domain/security-rules.ts';
import { idleMinutesOf, isAlive } from './domain/session.ts';
import type { RoleClass } from './domain/unit.ts';
import { checkOn } from './policy.ts';
import { person, session, signInAttempt, unit } from './tables.ts';

type C = typeof identityContract;

export type SignedIn = { actor: Actor; sessionId: string; roleClass: RoleClass; mustChangePassword: boolean; lastSeenAt: Date };
type Found = {
  sessionId: string;
  lastSeenAt: string;
  expiresAt: string;
  id: string;
  name: string;
  unitId: string;
  roleClass: RoleClass;
  mustChangePassword: boolean;
  passwordChangedAt: string | null;
  roles: Role[];
  unitIds: string[];
};

/** Whose cookie this is, in one query with roles and the subtree of the unit; null when it is nobody's any more. Whether it still holds today is not asked. */
async function sessionRow(db: Reader, token: string): Promise<Found | null> {
  const { rows } = await db.execute<Found>(sql`
    with recursive me as (
      select s.id as "sessionId", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", p.id, p.name, p.unit_id as "unitId",
        p.role_class as "roleClass", p.must_change_password as "mustChangePassword", p.password_changed_at as "passwordChangedAt"
      from session s join person p on p.id = s.person_id
      where s.token_hash = ${sha256(token)} and s.revoked_at is null and p.is_active
    ), below as (
      select "unitId" as id from me union select u.id from unit u join below b on u.parent_id = b.id
    )
    select me.*, array(select role from person_role r where r.person_id = me.id order by role) as roles, array(select id from below) as "unitIds"
    from me`);
  return rows[0] ?? null;
}

/** The session as of now; null when it is over. A person who must change the password holds no role until then. */
function standing(row: Found | null, now: Date, rules: SecurityRules): SignedIn | null {
  if (!row) return null;
  const lastSeenAt = new Date(row.lastSeenAt);
  if (!isAlive({ lastSeenAt, expiresAt: new Date(row.expiresAt), revokedAt: null }, row.roleClass, now, rules.session)) return null;
  const isOld = row.passwordChangedAt !== null && hasExpired(new Date(row.passwordChangedAt), now, rules.password);
  const mustChangePassword = row.mustChangePassword || isOld;
  const { id, name, unitId, unitIds } = row;
  const actor: Actor = { id, name, unitId, unitIds, roles: mustChangePassword ? [] : row.roles };
  return { actor, sessionId: row.sessionId, roleClass: row.roleClass, mustChangePassword, lastSeenAt };
}

/** Who is signed in by this cookie; null when the session is over. */
export const findSession = async (db: Reader, token: string, now: Date, rules: SecurityRules): Promise<SignedIn | null> =>
  standing(await sessionRow(db, token), now, rules);

const keyOf = (token: string) => `session ${sha256(token)}`;
/** As findSession, without asking the database again until something of a person or a unit is recorded. Whoever another server saw meanwhile is asked for again. */
export async function keptSession(db: Db, token: string, now: Date, rules: SecurityRules): Promise<SignedIn | null> {
  const row = await db.changes.kept(keyOf(token), ['person', 'unit'], () => sessionRow(db.kept, token));
  return standing(row, now, rules) ?? findSession(db.kept, token, now, rules);
}
/** The session was used just now: what is kept of it is out of date. */
export const forgetSession = (db: Db, token: string) => db.changes.forget(keyOf(token));

/** Who is signed in, for the screen. */
export async function me(db: Reader, token: string, now: Date, rules: SecurityRules): Promise<Result<C['session']>> {
  const found = await findSession(db, token, now, rules);
  if (!found) throw refuse('unauthenticated', 'session.required');
  const { actor, roleClass, mustChangePassword } = found;
  const [row] = await db
    .select({ post: person.post, login: person.login, totpConfirmedAt: person.totpConfirmedAt, unitName: unit.name })
    .from(person)
    .innerJoin(unit, eq(unit.id, person.unitId))
    .where(eq(person.id, actor.id));
  const { post, login, totpConfirmedAt, unitName } = row!;
  return {
    person: { id: actor.id, name: actor.name, post, login, unitId: actor.unitId, unitName },
    roles: [...actor.roles],
    roleClass,
    idleMinutes: idleMinutesOf(roleClass, rules.session),
    mustChangePassword,
    hasTotp: totpConfirmedAt !== null,
  };
}

/** A person's sessions that still hold, the latest first. `token` marks the reader's own. */
export async function listSessions(
  db: Reader,
  personId: string,
  actor: Actor,
  token: string,
  now: Date,
  rules: SecurityRules,
): Promise<Result<C['mySessions']>> {
  const [owner] = await db.select({ id: person.id, roleClass: person.roleClass }).from(person).where(eq(person.id, personId));
  if (!owner) throw refuse('not_found', 'person.unknown');
  settle(checkOn('readSessions', actor, owner));
  const rows = await db
    .select()
    .from(session)
    .where(and(eq(session.personId, personId), isNull(session.revokedAt), gt(session.expiresAt, now)))
    .orderBy(desc(session.lastSeenAt));
  const own = sha256(token);
  return rows
    .filter((s) => isAlive(s, owner.roleClass, now, rules.session))
    .map((s) => ({
      id: s.id,
      ip: s.ip,
      userAgent: s.userAgent,
      createdAt: s.createdAt.toISOString(),
      lastSeenAt: s.lastSeenAt.toISOString(),
      expiresAt: s.expiresAt.toISOString(),
      isCurrent: s.tokenHash === own,
    }));
}

/** The account for a typed name, if there is one that may sign in. */
export async function findAccount(db: Reader, login: string) {
  const [row] = await db
    .select()
    .from(person)
    .where(and(eq(person.login, login), eq(person.isActive, true)));
  return row ?? null;
}

export type Lock = { seconds: number; triesLeft: number };
/** The lock of a name and of an address: whichever holds longer. */
export async function readLock(db: Reader, loginHash: string, ip: string, now: Date, rule: SecurityRules['lockout']): Promise<Lock> {
  const latest = (mine: typeof signInAttempt.loginHash | typeof signInAttempt.ip, value: string): Promise<Attempt[]> =>
    db
      .select({ at: signInAttempt.at, succeeded: signInAttempt.succeeded })
      .from(signInAttempt)
      .where(eq(mine, value))
      .orderBy(desc(signInAttempt.at), desc(signInAttempt.id))
      .limit(rule.failures);
  const both = [await latest(signInAttempt.loginHash, loginHash), await latest(signInAttempt.ip, ip)];
  return {
    seconds: Math.max(...both.map((a) => secondsLocked(a, now, rule))),
    triesLeft: Math.min(...both.map((a) => triesLeft(a, now, rule))),
  };
}
