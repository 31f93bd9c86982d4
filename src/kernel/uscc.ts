import { toHalfWidth } from './number.ts';

/** What is doubtful about a unified social credit code. Some real, old registrations fail the check: warn, never block. */
export type UsccWarning =
  | Readonly<{ code: 'uscc.length'; found: number; expected: 18 }>
  | Readonly<{ code: 'uscc.character'; found: string; position: number }>
  | Readonly<{ code: 'uscc.check_character'; found: string; expected: string }>
  | Readonly<{ code: 'uscc.organisation_code'; found: string; expected: string }>;

// GB 32100-2015: the letters I, O, S, V and Z are not used.
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The code as it is kept: half-width, upper case, no blanks or hyphens. */
export const normalUscc = (text: string) => toHalfWidth(text).replace(/[\s-]/g, '').toUpperCase();

/** The 18th character that GB 32100-2015 §4.5 computes from the first 17. */
export function usccCheckCharacter(first17: string): string {
  const sum = weights.reduce((total, weight, i) => total + alphabet.indexOf(first17[i]!) * weight, 0);
  return alphabet[(31 - (sum % 31)) % 31]!;
}

/** The 9th character of an organisation code by GB 11714-1997, computed from the first 8. */
export function organisationCheckCharacter(first8: string): string {
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, i) => total + Number.parseInt(first8[i]!, 36) * weight, 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : String(check % 11);
}

/** Checks a unified social credit code (GB 32100-2015). Null when nothing is doubtful; the first doubt otherwise. */
export function usccWarning(text: string): UsccWarning | null {
  const uscc = normalUscc(text);
  if (uscc.length !== 18) return { code: 'uscc.length', found: uscc.length, expected: 18 };
  // Characters 3 to 8 are the division of registration: digits only.
  const odd = [...uscc].findIndex((c, i) => !(i >= 2 && i < 8 ? '0123456789' : alphabet).includes(c));
  if (odd >= 0) return { code: 'uscc.character', found: uscc[odd]!, position: odd + 1 };
  const expected = usccCheckCharacter(uscc);
  if (uscc[17] !== expected) return { code: 'uscc.check_character', found: uscc[17]!, expected };
  const inner = organisationCheckCharacter(uscc.slice(8, 16));
  return uscc[16] === inner ? null : { code: 'uscc.organisation_code', found: uscc[16]!, expected: inner };
}
