import * as z from 'zod';
import { addMonths, type Day, firstDayOf, type Month } from '../../../kernel/day.ts';

/** Who else is told beside the keeper: the heads of the unit, the leader of the project, the bureau, the office of supervision. */
export const audiences = ['unit_head', 'leader', 'bureau', 'supervision'] as const;
export type Audience = (typeof audiences)[number];
/** 约谈 / 督办函 */
export const raises = ['talk', 'letter'] as const;
const lit = ['yellow', 'red'] as const;

const Stage = z.strictObject({
  /** A light of this colour */
  colour: z.enum(lit),
  /** that has stood so many months, one after another, */
  months: z.int().min(1).max(24),
  /** is told to these beside the keeper */
  tell: z.array(z.enum(audiences)).max(audiences.length),
  /** and asks for this. */
  raise: z.enum(raises).nullable(),
});
export type Stage = z.output<typeof Stage>;

/** What a rule row of kind `light-escalation` says: no colour and number of months twice. */
export const Escalation = z.strictObject({
  stages: z
    .array(Stage)
    .max(20)
    .refine((all) => new Set(all.map((s) => `${s.colour} ${String(s.months)}`)).size === all.length, 'stages repeat'),
});
export type Escalation = z.output<typeof Escalation>;

/** A beginning, after the practice of 约谈 and 督办函 for lights that stay; a district reviews it before use. */
export const escalationPreset = {
  kind: 'light-escalation',
  preset: 'usual',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: {
    stages: [
      { colour: 'yellow', months: 1, tell: ['unit_head'], raise: null },
      { colour: 'yellow', months: 3, tell: ['unit_head', 'bureau'], raise: null },
      { colour: 'red', months: 1, tell: ['unit_head', 'leader'], raise: null },
      { colour: 'red', months: 2, tell: ['unit_head', 'leader', 'bureau'], raise: 'talk' },
      { colour: 'red', months: 3, tell: ['unit_head', 'leader', 'bureau', 'supervision'], raise: 'letter' },
    ],
  } satisfies Escalation,
};

const monthNo = (month: Month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
/** How many months a light has stood: since one month, as of another, both counted. */
export const monthsLit = (since: Month, month: Month): number => monthNo(month) - monthNo(since) + 1;

export type Standing = Readonly<{ colour: string; since: Month; month: Month }>;
/** How far a light has come: the last stage that it has reached, and since which day. None for a light that nobody is told of. */
export function reached({ stages }: Escalation, { colour, since, month }: Standing): { stage: Stage; months: number; since: Day } | null {
  const months = monthsLit(since, month);
  const stage = stages.filter((s) => s.colour === colour && s.months <= months).toSorted((a, b) => b.months - a.months)[0];
  // A month is judged when it is over.
  return stage ? { stage, months, since: firstDayOf(addMonths(since, stage.months)) } : null;
}

/** The days on which those who answer for it were spoken with, and on which tasks about it were issued. */
export type Done = Readonly<{ talks: readonly Day[]; letters: readonly Day[] }>;
export type Asked = Readonly<{ raise: (typeof raises)[number]; months: number; since: Day }>;
/** What a light asks for that has not been done since it came so far: a task answers both, a talk only where a talk is asked for. */
export function askedOf(escalation: Escalation, standing: Standing, { talks, letters }: Done): Asked | null {
  const found = reached(escalation, standing);
  const raise = found?.stage.raise;
  if (!found || !raise) return null;
  const done = raise === 'talk' ? [...talks, ...letters] : letters;
  return done.some((day) => day >= found.since) ? null : { raise, months: found.months, since: found.since };
}
