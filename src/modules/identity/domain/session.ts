import type { SecurityRules } from './security-rules.ts';
import type { RoleClass } from './unit.ts';

type Rule = SecurityRules['session'];
type Life = Readonly<{ lastSeenAt: Date; expiresAt: Date; revokedAt: Date | null }>;

/** Minutes without a request after which the person is signed out. */
export const idleMinutesOf = (roleClass: RoleClass, rule: Rule) => (roleClass === 'business' ? rule.idleMinutes : rule.adminIdleMinutes);

/** Does the session still hold: not revoked, within its hours, and used within the idle limit? */
export function isAlive(session: Life, roleClass: RoleClass, now: Date, rule: Rule): boolean {
  const idle = now.getTime() - session.lastSeenAt.getTime();
  return session.revokedAt === null && now < session.expiresAt && idle < idleMinutesOf(roleClass, rule) * 60_000;
}

/** Seen again: written at most twice a minute, so that reading stays reading. */
export const isTouchDue = (lastSeenAt: Date, now: Date) => now.getTime() - lastSeenAt.getTime() >= 30_000;
