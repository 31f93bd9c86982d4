import { desc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { hashPassword, isPassword, newTotpSecret, oneTimePassword, sha256, totpStep, totpUri } from '../../platform/auth.ts';
import { command } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { acceptable } from './domain/password.ts';
import type { SecurityRules } from './domain/security-rules.ts';
import { checkOn } from './policy.ts';
import { endSessions, provePassword, type Visit } from './session-commands.ts';
import { passwordHistory, person, session } from './tables.ts';

/** Everything about one's own account needs the same surroundings. */
type Own = { actor: Actor; visit: Visit; rules: SecurityRules; now: Date };

/** Writes a password, and remembers it so that it is not used again soon. */
export async function keepPassword(tx: Tx, personId: string, passwordHash: string, mustChangePassword: boolean, now: Date) {
  await tx.update(person).set({ passwordHash, passwordChangedAt: now, mustChangePassword }).where(eq(person.id, personId));
  await tx.insert(passwordHistory).values({ id: v7(), personId, passwordHash, setAt: now });
}

const storePassword = command(
  'person.change_password',
  async (tx, input: { was: string | null; passwordHash: string; token: string }, { actor, now }) => {
    const [row] = await tx.select().from(person).where(eq(person.id, actor.id)).for('update');
    if (!row || row.passwordHash !== input.was) throw refuse('conflict', 'person.changed_meanwhile');
    await keepPassword(tx, row.id, input.passwordHash, false, now);
    const [current] = await tx
      .select({ id: session.id })
      .from(session)
      .where(eq(session.tokenHash, sha256(input.token)));
    await endSessions(tx, row.id, now, current?.id);
    return { result: {}, trace: { subject: 'person', subjectId: row.id, after: { passwordChangedAt: now } } };
  },
);

/** Changes one's own password and ends one's other sessions. Refuses: wrong current one, rules not met, used before. */
export async function changePassword(db: Db, input: { current: string; next: string; token: string }, { actor, visit, rules, now }: Own) {
  const account = await provePassword(db, actor, input.current, visit, rules, now);
  settle(acceptable(input.next, account.login ? [account.login] : [], rules.password));
  const former = await db
    .select({ passwordHash: passwordHistory.passwordHash })
    .from(passwordHistory)
    .where(eq(passwordHistory.personId, actor.id))
    .orderBy(desc(passwordHistory.setAt), desc(passwordHistory.id))
    .limit(rules.password.history);
  for (const { passwordHash } of former) {
    if (await isPassword(passwordHash, input.next)) throw refuse('rule', 'password.used_before', { history: rules.password.history });
  }
  return storePassword(db, { was: account.passwordHash, passwordHash: await hashPassword(input.next), token: input.token }, actor, now);
}

const storeReset = command(
  'person.reset_password',
  async (tx, input: { id: string; passwordHash: string; clearTotp: boolean }, { actor, now }) => {
    const [row] = await tx.select().from(person).where(eq(person.id, input.id)).for('update');
    if (!row) throw refuse('not_found', 'person.unknown');
    settle(checkOn('resetPassword', actor, row));
    if (!row.login) throw refuse('rule', 'person.no_login');
    await keepPassword(tx, row.id, input.passwordHash, true, now);
    if (input.clearTotp)
      await tx.update(person).set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null }).where(eq(person.id, row.id));
    await endSessions(tx, row.id, now);
    return { result: {}, trace: { subject: 'person', subjectId: row.id, after: { mustChangePassword: true, clearTotp: input.clearTotp } } };
  },
);

/** Gives another person a one-time password, ends their sessions, and answers it once. */
export async function resetPassword(
  db: Db,
  input: { id: string; clearTotp: boolean },
  actor: Actor,
  now: Date,
): Promise<{ password: string }> {
  const password = oneTimePassword();
  await storeReset(db, { ...input, passwordHash: await hashPassword(password) }, actor, now);
  return { password };
}

const storeTotp = command('person.begin_totp', async (tx, { secret }: { secret: string }, { actor }) => {
  const [row] = await tx.select().from(person).where(eq(person.id, actor.id)).for('update');
  if (row?.totpConfirmedAt) throw refuse('rule', 'totp.enrolled_already');
  await tx.update(person).set({ totpSecret: secret, totpLastStep: null }).where(eq(person.id, actor.id));
  return { result: {}, trace: { subject: 'person', subjectId: actor.id } };
});

/** A new secret for an authenticator app; it counts only once a code from it has been confirmed. */
export async function beginTotp(db: Db, input: { password: string }, { actor, visit, rules, now }: Own) {
  const { login } = await provePassword(db, actor, input.password, visit, rules, now);
  const secret = newTotpSecret();
  await storeTotp(db, { secret }, actor, now);
  return { secret, uri: totpUri(secret, login ?? actor.name) };
}

export const confirmTotp = command('person.confirm_totp', async (tx, { code }: { code: string }, { actor, now }) => {
  const [row] = await tx.select().from(person).where(eq(person.id, actor.id)).for('update');
  if (!row?.totpSecret || row.totpConfirmedAt) throw refuse('rule', 'totp.not_begun');
  const step = totpStep(row.totpSecret, code, now);
  if (step === null) throw refuse('rule', 'totp.wrong_code');
  await tx.update(person).set({ totpConfirmedAt: now, totpLastStep: step }).where(eq(person.id, row.id));
  return { result: {}, trace: { subject: 'person', subjectId: row.id, after: { totpConfirmedAt: now } } };
});

const clearTotp = command('person.disable_totp', async (tx, _: object, { actor }) => {
  const [row] = await tx.select().from(person).where(eq(person.id, actor.id)).for('update');
  if (!row?.totpSecret) return { result: {}, trace: [] };
  await tx.update(person).set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null }).where(eq(person.id, row.id));
  return { result: {}, trace: { subject: 'person', subjectId: row.id, before: { totpConfirmedAt: row.totpConfirmedAt } } };
});

/** Signing in needs only the password again. */
export async function disableTotp(db: Db, input: { password: string }, { actor, visit, rules, now }: Own) {
  await provePassword(db, actor, input.password, visit, rules, now);
  return clearTotp(db, {}, actor, now);
}
