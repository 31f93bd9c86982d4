import type { SecurityRules } from './security-rules.ts';

type Rule = SecurityRules['lockout'];
export type Attempt = Readonly<{ at: Date; succeeded: boolean }>;

/** Failures that count now: within the window and since the last success. `latest` is newest first. */
function counting(latest: readonly Attempt[], now: Date, rule: Rule): readonly Attempt[] {
  const success = latest.findIndex((a) => a.succeeded);
  const failures = success < 0 ? latest : latest.slice(0, success);
  const since = now.getTime() - rule.minutes * 60_000;
  return failures.filter((a) => a.at.getTime() > since);
}

/**
 * Seconds for which an account, or an address, is locked; 0 when it is not. Five failures within fifteen minutes, with
 * no success between, lock it until fifteen minutes after the fifth. Attempts during the lock are not failures.
 */
export function secondsLocked(latest: readonly Attempt[], now: Date, rule: Rule): number {
  const newest = latest[0];
  if (!newest) return 0;
  if (counting(latest, newest.at, rule).length < rule.failures) return 0;
  const left = newest.at.getTime() + rule.minutes * 60_000 - now.getTime();
  return left > 0 ? left / 1000 : 0;
}

/** How many more failures until the lock. */
export const triesLeft = (latest: readonly Attempt[], now: Date, rule: Rule) => rule.failures - counting(latest, now, rule).length;
