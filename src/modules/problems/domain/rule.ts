import * as z from 'zod';
import type { Day } from '../../../kernel/day.ts';
import { workingDaysAfter } from '../../../kernel/working-day.ts';
import type { Tier } from './problem.ts';

const key = z.string().regex(/^[a-z_]{1,30}$/);
const named = { key, zh: z.string().trim().min(1).max(20), en: z.string().trim().min(1).max(40) };
const workingDays = z.int().min(1).max(250);
const apart = (all: readonly { key: string }[]) => new Set(all.map((one) => one.key)).size === all.length;

/** What a rule row of kind `problems` says: the types, and how many working days each level gives every tier. */
export const ProblemRules = z.strictObject({
  types: z.array(z.strictObject(named)).min(1).max(20).refine(apart, 'keys repeat'),
  levels: z
    .array(z.strictObject({ ...named, days: z.strictObject({ unit: workingDays, leader: workingDays, meeting: workingDays }) }))
    .min(1)
    .max(6)
    .refine(apart, 'keys repeat'),
  /** A problem whose last day has passed goes to the next tier by itself. */
  escalatesByItself: z.boolean(),
});
export type ProblemRules = z.output<typeof ProblemRules>;

/** "马上就办、事不过夜" for what is urgent; a reading for the rest, which a district reviews before use. */
const usual: ProblemRules = {
  types: [
    { key: 'funding', zh: '资金', en: 'Funding' },
    { key: 'land', zh: '土地', en: 'Land' },
    { key: 'policy', zh: '政策', en: 'Policy' },
    { key: 'approval', zh: '审批', en: 'Approval' },
    { key: 'inputs', zh: '要素', en: 'Inputs' },
    { key: 'other', zh: '其他', en: 'Other' },
  ],
  levels: [
    { key: 'general', zh: '一般', en: 'General', days: { unit: 5, leader: 5, meeting: 10 } },
    { key: 'major', zh: '重大', en: 'Major', days: { unit: 3, leader: 3, meeting: 5 } },
    { key: 'urgent', zh: '紧急', en: 'Urgent', days: { unit: 1, leader: 1, meeting: 3 } },
  ],
  escalatesByItself: true,
};
export const problemPreset = { kind: 'problems', preset: 'usual', effectiveFrom: '2000-01-01', effectiveTo: null, body: usual };

/** The last day of a tier that a problem of a level comes to on a day; the day itself does not count. A level that the rules dropped has the days of the first. */
export function dueOn({ levels }: ProblemRules, level: string, tier: Tier, from: Day): Day {
  const { days } = levels.find((l) => l.key === level) ?? levels[0]!;
  return workingDaysAfter(from, days[tier]);
}
