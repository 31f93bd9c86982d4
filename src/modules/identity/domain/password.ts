import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import type { SecurityRules } from './security-rules.ts';

type Rule = SecurityRules['password'];
const classes = [/\p{Lowercase}/u, /\p{Uppercase}/u, /\p{Nd}/u, /[^\p{Lowercase}\p{Uppercase}\p{Nd}]/u];
/** Longer ones only cost time to hash. */
export const longestPassword = 128;

/** May this be the password of the account? `known` are words it may not contain, such as the login. */
export function acceptable(password: string, known: readonly string[], rule: Rule): true | Refusal {
  const length = [...password].length;
  if (length < rule.minLength) return refuse('rule', 'password.too_short', { least: rule.minLength });
  if (length > longestPassword) return refuse('rule', 'password.too_long', { most: longestPassword });
  if (classes.filter((c) => c.test(password)).length < rule.minClasses)
    return refuse('rule', 'password.too_plain', { least: rule.minClasses });
  const folded = password.toLowerCase();
  if (known.some((word) => word.length > 2 && folded.includes(word.toLowerCase()))) return refuse('rule', 'password.contains_login');
  return true;
}

const day = 86_400_000;
/** Must it be changed because of its age? */
export const hasExpired = (changedAt: Date, now: Date, rule: Rule) =>
  rule.days > 0 && now.getTime() - changedAt.getTime() >= rule.days * day;
