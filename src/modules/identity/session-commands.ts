import { and, eq, isNull, lt, ne, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal, refuse, settle } from '../../kernel/refusal.ts';
import { isPassword, newToken, sha256, totpStep } from '../../platform/auth.ts';
import { command, type Done } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { loginOf } from './domain/person.ts';
import type { SecurityRules } from './domain/security-rules.ts';
import { checkOn } from './policy.ts';
import { findAccount, type Lock, readLock } from './session-queries.ts';
import { person, session, signInAttempt } from './tables.ts';

/** Where a request comes from. */
export type Visit = Readonly<{ ip: string; userAgent: string }>;
/** Whoever has not signed in; acts before signing in are recorded under this name. */
export const visitor: Actor = { id: '00000000-0000-7000-8000-000000000002', name: '未登录', unitId: '', unitIds: [], roles: [] };

const day = 86_400_000;
const lockedFor = ({ seconds }: Lock) => refuse('limited', 'session.locked', { minutes: Math.ceil(seconds / 60) });

/** One at a time for a name and for an address, so that guesses sent at once are counted one after the other. */
async function queueUp(tx: Tx, loginHash: string, ip: string) {
  for (const key of [`login ${loginHash}`, `address ${ip}`].toSorted())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

async function noteAttempt(tx: Tx, loginHash: string, ip: string, at: Date, succeeded: boolean) {
  await tx.insert(signInAttempt).values({ id: v7(), loginHash, ip, at, succeeded });
  // Only the last minutes decide; the audit trace keeps what happened.
  await tx.delete(signInAttempt).where(lt(signInAttempt.at, new Date(at.getTime() - day)));
}

/** Ends a person's sessions, all but one when one is named. */
export async function endSessions(tx: Tx, personId: string, now: Date, exceptId?: string) {
  const open = and(eq(session.personId, personId), isNull(session.revokedAt), exceptId ? ne(session.id, exceptId) : undefined);
  await tx.update(session).set({ revokedAt: now }).where(open);
}

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;
type Try = { account: Account | null; isRight: boolean; loginHash: string; code?: string | undefined; visit: Visit; rules: SecurityRules };

/** Checks the second factor on the locked row: right, not used before. */
async function secondFactor(tx: Tx, { id, totpSecret, totpConfirmedAt, totpLastStep }: Account, code: string | undefined, now: Date) {
  if (!totpSecret || !totpConfirmedAt) return true;
  if (!code) return refuse('unauthenticated', 'session.code_required');
  const step = totpStep(totpSecret, code, now);
  if (step === null || step <= (totpLastStep ?? 0)) return refuse('unauthenticated', 'session.wrong_code');
  await tx.update(person).set({ totpLastStep: step }).where(eq(person.id, id));
  return true;
}

async function judge(tx: Tx, { account, isRight, loginHash, code, visit, rules }: Try, now: Date): Promise<Account | Refusal> {
  const lock = await readLock(tx, loginHash, visit.ip, now, rules.lockout);
  if (lock.seconds > 0) return lockedFor(lock);
  const [row] = account ? await tx.select().from(person).where(eq(person.id, account.id)).for('update') : [];
  const stillHolds = row?.isActive && row.passwordHash === account?.passwordHash;
  const answer = row && isRight && stillHolds ? await secondFactor(tx, row, code, now) : refuse('unauthenticated', 'session.wrong');
  if (answer === true) {
    await noteAttempt(tx, loginHash, visit.ip, now, true);
    return row!;
  }
  // The password was right and nothing was guessed: the person has only been asked for the code.
  if (answer.code === 'session.code_required') return answer;
  await noteAttempt(tx, loginHash, visit.ip, now, false);
  const after = await readLock(tx, loginHash, visit.ip, now, rules.lockout);
  return after.seconds > 0 ? lockedFor(after) : refuse(answer.kind, answer.code, { left: after.triesLeft });
}

/** The outcome is an answer and not thrown, so that a failure is recorded like everything else. */
const concludeSignIn = command('session.sign_in', async (tx, input: Try, { now }): Promise<Done<Refusal | { token: string }>> => {
  const { loginHash, visit, rules } = input;
  await queueUp(tx, loginHash, visit.ip);
  const answer = await judge(tx, input, now);
  const where = { ip: visit.ip, userAgent: visit.userAgent.slice(0, 300) };
  const trace = { subject: 'person', subjectId: input.account?.id ?? visitor.id };
  if (answer instanceof Refusal) return { result: answer, trace: { ...trace, after: { outcome: answer.code, ...where } } };
  const token = newToken();
  const expiresAt = new Date(now.getTime() + rules.session.hours * 3_600_000);
  const id = v7();
  await tx
    .insert(session)
    .values({ id, personId: answer.id, tokenHash: sha256(token), ...where, createdAt: now, lastSeenAt: now, expiresAt });
  return { result: { token }, trace: { ...trace, after: { outcome: 'session.opened', sessionId: id, ...where } } };
});

/**
 * Signs in. Refuses alike, and after the same work, whether the name exists or not: `session.wrong`, `session.locked`;
 * with a right password also `session.code_required` and `session.wrong_code`. The slow hash is computed outside the
 * transaction and judged inside it, so that a lock that has fallen meanwhile holds even for the right password.
 */
export async function signIn(
  db: Db,
  input: { login: string; password: string; code?: string | undefined },
  visit: Visit,
  rules: SecurityRules,
  now: Date,
): Promise<{ token: string }> {
  const login = loginOf(input.login);
  const loginHash = sha256(login);
  const { seconds } = await readLock(db, loginHash, visit.ip, now, rules.lockout);
  const account = await findAccount(db, login);
  // Behind a lock nothing is computed: it would only let a flood of guesses take the processor.
  const isRight = seconds === 0 && (await isPassword(account?.passwordHash ?? null, input.password));
  const actor = account && isRight ? { ...visitor, id: account.id, name: account.name } : visitor;
  return settle(await concludeSignIn(db, { account, isRight, loginHash, code: input.code, visit, rules }, actor, now));
}

/** Proves that the person at the keyboard is the one signed in. A wrong password counts towards the lock, as at sign-in. */
export async function provePassword(
  db: Db,
  actor: Actor,
  password: string,
  visit: Visit,
  rules: SecurityRules,
  now: Date,
): Promise<Account> {
  const [account] = await db.select().from(person).where(eq(person.id, actor.id));
  const loginHash = sha256(account?.login ?? actor.id);
  const lock = await readLock(db, loginHash, visit.ip, now, rules.lockout);
  if (lock.seconds > 0) throw lockedFor(lock);
  if (account && (await isPassword(account.passwordHash, password))) return account;
  throw await failProof(db, { loginHash, visit, rules }, actor, now);
}

const failProof = command(
  'person.wrong_password',
  async (tx, { loginHash, visit, rules }: Pick<Try, 'loginHash' | 'visit' | 'rules'>, { actor, now }) => {
    await queueUp(tx, loginHash, visit.ip);
    const before = await readLock(tx, loginHash, visit.ip, now, rules.lockout);
    if (before.seconds === 0) await noteAttempt(tx, loginHash, visit.ip, now, false);
    const lock = await readLock(tx, loginHash, visit.ip, now, rules.lockout);
    const result = lock.seconds > 0 ? lockedFor(lock) : refuse('rule', 'password.wrong', { left: lock.triesLeft });
    return { result, trace: { subject: 'person', subjectId: actor.id, after: { outcome: result.code, ip: visit.ip } } };
  },
);

/** Leaves no entry: reading is not an act. */
export const touchSession = command('session.touch', async (tx, { id }: { id: string }, { now }) => {
  await tx
    .update(session)
    .set({ lastSeenAt: now })
    .where(and(eq(session.id, id), lt(session.lastSeenAt, now)));
  return { result: {}, trace: [] };
});

export const signOut = command('session.sign_out', async (tx, { token }: { token: string }, { actor, now }) => {
  const mine = and(eq(session.tokenHash, sha256(token)), eq(session.personId, actor.id), isNull(session.revokedAt));
  const ended = await tx.update(session).set({ revokedAt: now }).where(mine).returning({ id: session.id });
  return { result: {}, trace: ended.map(({ id }) => ({ subject: 'person', subjectId: actor.id, after: { sessionId: id } })) };
});

/** Ends one session: one's own, or another's as security administrator. */
export const revokeSession = command('session.revoke', async (tx, { id }: { id: string }, { actor, now }) => {
  const unknown = refuse('not_found', 'session.unknown');
  const [row] = await tx.select().from(session).where(eq(session.id, id)).for('update');
  if (!row) throw unknown;
  const [owner] = await tx.select({ id: person.id, roleClass: person.roleClass }).from(person).where(eq(person.id, row.personId));
  // Whose sessions exist is nobody else's business: the same answer as for none.
  if (!owner || checkOn('revokeSessions', actor, owner) !== true) throw unknown;
  if (row.revokedAt) return { result: {}, trace: [] };
  await tx.update(session).set({ revokedAt: now }).where(eq(session.id, id));
  return {
    result: {},
    trace: { subject: 'person', subjectId: owner.id, before: { sessionId: id, ip: row.ip }, after: { revokedAt: now } },
  };
});
