import * as z from 'zod';
import { type ReminderKind, reminderKinds, type Threshold } from './due.ts';

export const mostSoonDays = 30;
const mostDays = 60;
const numbers = {
  /** Told so many days ahead, */
  soonDays: z.int().min(0).max(mostSoonDays),
  /** again after so many, */
  everyDays: z.int().min(1).max(mostDays),
  /** to whoever supervises when it is overdue by more than so many, */
  aboveAfter: z.int().min(0).max(mostDays),
  /** and what is overdue goes out by message also to who did not choose so, where they have an address. */
  isSent: z.boolean(),
};
/** How a kind is told of at least. A person may ask for more, never for less. */
const KindRule = z.strictObject({ calendar: z.enum(['working', 'civil']), ...numbers });
export type KindRule = z.output<typeof KindRule>;

/** What a rule row of kind `reminders` says. */
export const ReminderRules = z.strictObject({
  kinds: z.record(z.enum(reminderKinds), KindRule),
  /** More than so many at once for one person are one notice. */
  digestOver: z.int().min(1).max(50),
});
export type ReminderRules = z.output<typeof ReminderRules>;
/** What a unit asks at least for its own people, kind by kind. */
export const Floor = z.partialRecord(z.enum(reminderKinds), z.strictObject(numbers));
export type Floor = z.output<typeof Floor>;

const inDays = (soonDays: number, everyDays: number, aboveAfter: number) => ({ soonDays, everyDays, aboveAfter, isSent: false });
const usual: Record<ReminderKind, KindRule> = {
  milestone: { calendar: 'civil', ...inDays(7, 7, 7) },
  report: { calendar: 'working', ...inDays(3, 2, 2) },
  report_returned: { calendar: 'working', ...inDays(3, 2, 2) },
  permit: { calendar: 'working', ...inDays(1, 1, 1) },
  permit_gap: { calendar: 'working', ...inDays(3, 2, 1) },
  permit_end: { calendar: 'civil', ...inDays(30, 10, 1) },
  problem: { calendar: 'working', ...inDays(2, 2, 1) },
  supervision: { calendar: 'working', ...inDays(3, 2, 1) },
  light: { calendar: 'civil', ...inDays(0, 15, 0) },
};
/** A beginning, which a district reviews before use. */
export const reminderPreset = {
  kind: 'reminders',
  preset: 'usual',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: { kinds: usual, digestOver: 5 } satisfies ReminderRules,
};

/** Rules as they were published; a kind that came with a later version of the product is told of as usual. */
export function readRules(body: unknown): ReminderRules {
  const { kinds = {}, ...rest } = body as { kinds?: object };
  return ReminderRules.parse({ ...rest, kinds: { ...usual, ...kinds } });
}

const [larger, smaller] = [(a: number, b: number) => (a > b ? a : b), (a: number, b: number) => (a < b ? a : b)];
/** The rule of the district, made stricter by what units ask, and never milder. */
export const floorOf = (rule: KindRule, floors: readonly Omit<KindRule, 'calendar'>[]): KindRule =>
  floors.reduce(
    (all: KindRule, one) => ({
      calendar: all.calendar,
      soonDays: larger(all.soonDays, one.soonDays),
      everyDays: smaller(all.everyDays, one.everyDays),
      aboveAfter: smaller(all.aboveAfter, one.aboveAfter),
      isSent: all.isSent || one.isSent,
    }),
    rule,
  );

/** What a person asks for themselves. */
export type Wish = Pick<Threshold, 'soonDays' | 'everyDays'>;
/** What of a wish asks for less than is told at least. */
export function weakerThan({ soonDays, everyDays }: Wish, least: KindRule): keyof Wish | null {
  if (soonDays < least.soonDays) return 'soonDays';
  return everyDays > least.everyDays ? 'everyDays' : null;
}
/** How a person is told: as they wish, and at least as their unit asks, also where it asked for more after they chose. */
export const thresholdOf = (least: KindRule, wish: Wish | null): KindRule =>
  wish ? { ...least, soonDays: larger(least.soonDays, wish.soonDays), everyDays: smaller(least.everyDays, wish.everyDays) } : least;
