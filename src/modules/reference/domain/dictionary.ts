import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** The lists of words that an administrator may extend. Other rooms keep an entry's code, never its words. */
export const dictionaries = ['source', 'nature', 'arrival_kind', 'agreement_kind', 'exit_reason', 'currency', 'investor_kind'] as const;
export type Dictionary = (typeof dictionaries)[number];
/** Rules are written for exactly these codes: their words may be changed and a code retired, but none added. */
export const closedDictionaries: readonly Dictionary[] = ['arrival_kind', 'agreement_kind', 'exit_reason'];

/** A new code must be fit to be kept in rows for ever: a currency is its ISO 4217 code, any other is lower-case English. Refuses: dictionary.code_shape. */
export function fitCode(dictionary: Dictionary, code: string): string | Refusal {
  const shape = dictionary === 'currency' ? /^[A-Z]{3}$/ : /^[a-z][a-z0-9_]{0,39}$/;
  return shape.test(code) ? code : refuse('invalid', 'dictionary.code_shape', { found: code, dictionary });
}

// ISO 4217: currencies whose minor unit is not a hundredth.
const whole = ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'];
const thousandths = ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'];
/** How many decimals a currency has: amounts are kept as integers of its minor unit. */
export const minorDigitsOf = (currency: string): 0 | 2 | 3 => (whole.includes(currency) ? 0 : thousandths.includes(currency) ? 3 : 2);
