import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** The lists of words that an administrator may extend. Other rooms keep an entry's code, never its words. */
export const dictionaries = [
  'source',
  'nature',
  'arrival_kind',
  'agreement_kind',
  'exit_reason',
  'currency',
  'investor_kind',
  'authority',
] as const;
export type Dictionary = (typeof dictionaries)[number];
/** The product calculates by exactly these codes: their words may be changed and a code retired, but none added. */
export const closedDictionaries: readonly Dictionary[] = ['arrival_kind', 'agreement_kind', 'exit_reason', 'currency'];

/** A new code must be fit to be kept in rows for ever: lower-case English. Refuses: dictionary.code_shape. */
export const fitCode = (code: string): string | Refusal =>
  /^[a-z][a-z0-9_]{0,39}$/.test(code) ? code : refuse('invalid', 'dictionary.code_shape', { found: code });
