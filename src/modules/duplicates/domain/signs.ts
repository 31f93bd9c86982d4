import type { DuplicateRules, levels } from './rules.ts';
import { similarityPercent } from './similarity.ts';

export type Level = (typeof levels)[number];
/** Why two projects look the same: the level it makes, its code, and the figure behind it where there is one. */
export type Sign = Readonly<{
  level: Level;
  code: 'same_code' | 'same_name' | 'similar_name' | 'same_deal' | 'same_phone' | 'same_place';
  percent?: number;
}>;

/** What is compared of a project; names, telephones and places in their one spelling. */
export type Compared = Readonly<{
  nameKey: string;
  /** The investor by every name it goes or went by. */
  investorKeys: readonly string[];
  investorUscc: string | null;
  investorId: string | null;
  industryCode: string | null;
  totalFen: number | null;
  phoneKey: string | null;
  placeKey: string | null;
  cityCodes: readonly string[];
}>;

const shares = (a: readonly string[], b: readonly string[]) => a.some((x) => x !== '' && b.includes(x));
const same = (a: string | null, b: string | null) => a !== null && a !== '' && a === b;

/** One investor behind both: by the register, by credit code, or by a name either goes or went by. */
const sameInvestor = (a: Compared, b: Compared) =>
  same(a.investorId, b.investorId) || same(a.investorUscc, b.investorUscc) || shares(a.investorKeys, b.investorKeys);

/** The difference of two amounts in percent of the larger. */
export function differencePercent(a: number, b: number): number {
  const [less, more] = a < b ? [a, b] : [b, a];
  return more === 0 ? 0 : ((more - less) / more) * 100;
}

/** One address begins with the other. */
const overlaps = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);

/**
 * What makes two projects look the same (光谷, L1–L4): L1 same municipal code or same name; L2 similar name and same investor;
 * L3 same investor and industry and an amount close by; L4 same telephone or overlapping address, a hint only.
 */
export function signsOf(a: Compared, b: Compared, rules: DuplicateRules): Sign[] {
  const signs: Sign[] = [];
  if (shares(a.cityCodes, b.cityCodes)) signs.push({ level: 'L1', code: 'same_code' });
  if (same(a.nameKey, b.nameKey)) signs.push({ level: 'L1', code: 'same_name' });
  if (sameInvestor(a, b)) signs.push(...dealSigns(a, b, rules));
  if (same(a.phoneKey, b.phoneKey)) signs.push({ level: 'L4', code: 'same_phone' });
  const [x, y] = [a.placeKey ?? '', b.placeKey ?? ''];
  if ([x, y].every((place) => place.length >= rules.addressCharacters) && overlaps(x, y)) signs.push({ level: 'L4', code: 'same_place' });
  return signs;
}

function dealSigns(a: Compared, b: Compared, rules: DuplicateRules): Sign[] {
  const signs: Sign[] = [];
  const percent = similarityPercent(a.nameKey, b.nameKey);
  if (percent >= rules.similarityPercent && a.nameKey !== b.nameKey) signs.push({ level: 'L2', code: 'similar_name', percent });
  if (!same(a.industryCode, b.industryCode) || a.totalFen === null || b.totalFen === null) return signs;
  const apart = differencePercent(a.totalFen, b.totalFen);
  if (apart <= rules.amountPercent) signs.push({ level: 'L3', code: 'same_deal', percent: Number(apart.toFixed(2)) });
  return signs;
}

/** The strictest level of some signs; null when there are none. */
export const strictest = (signs: readonly Sign[]): Level | null => signs.map((s) => s.level).toSorted()[0] ?? null;
