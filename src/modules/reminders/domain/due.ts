import { addDays, type Day } from '../../../kernel/day.ts';
import { isWorkingDay, workingDaysAfter, workingDaysBefore } from '../../../kernel/working-day.ts';

/** What people are reminded of. A new kind is a line here, its rule, its words, and a source in app/wiring.ts. */
export const reminderKinds = [
  'milestone',
  'report',
  'report_returned',
  'permit',
  'permit_gap',
  'permit_end',
  'problem',
  'supervision',
  'light',
] as const;
export type ReminderKind = (typeof reminderKinds)[number];
/** Is it a state that is told as it is, and nothing that comes due? */
export const isOfState = (kind: ReminderKind) => kind === 'light';
/** Numbers, codes and names that anybody may read; never the name of a project or an investor. */
export type Params = Readonly<Record<string, string | number>>;

/** Something that somebody still has to do by a day. */
export type Due = Readonly<{
  kind: ReminderKind;
  /** The word for it (`notice.subject.…`), the row it is about, and the part of that row. */
  subject: string;
  subjectId: string;
  part: string;
  projectId: string | null;
  unitId: string;
  dueOn: Day;
  /** The day on which something was last done about it, as it happened and not as it was typed. */
  contactOn: Day | null;
  /** Who has to do it; without it whoever keeps the project. */
  to: readonly string[] | null;
  /** Others who are told together with them. */
  also: readonly string[];
  /** A state that is told as it is, from its day on, and of which nobody is told ahead or above. */
  state: 'yellow' | 'red' | null;
  /** Who supervises them; without it the heads of the unit. */
  above: readonly string[] | null;
  /** Are those named told though they may not see the project? What a unit has to do for another's project is told to it. */
  isForNamed: boolean;
  /** Opens the very field that is to be filled. */
  link: string;
  params: Params;
}>;

export type Calendar = 'working' | 'civil';
/** How a kind is told of: so many days ahead, again after so many, and to whoever supervises when so many days have passed. */
export type Threshold = Readonly<{ calendar: Calendar; soonDays: number; everyDays: number; aboveAfter: number }>;

const after = (day: Day, days: number, calendar: Calendar) => (calendar === 'working' ? workingDaysAfter(day, days) : addDays(day, days));
const before = (day: Day, days: number, calendar: Calendar) =>
  calendar === 'working' ? workingDaysBefore(day, days) : addDays(day, -days);

/** The last day on which something may fall due that is told of today. */
export function horizon(today: Day, soonDays: number): Day {
  const [working, civil] = [workingDaysAfter(today, soonDays), addDays(today, soonDays)];
  return working > civil ? working : civil;
}

/** Where the rule counts working days, nobody is told on a free one: they are told on the next working day. */
export const isTellingDay = (today: Day, { calendar }: Threshold) => calendar === 'civil' || isWorkingDay(today);

export const steps = ['soon', 'overdue', 'above', 'yellow', 'red'] as const;
export type Step = (typeof steps)[number];
/** The first day of each step. */
export function startOf(step: Step, dueOn: Day, { calendar, soonDays, aboveAfter }: Threshold): Day {
  switch (step) {
    case 'soon':
      return before(dueOn, soonDays, calendar);
    case 'overdue':
      return after(dueOn, 1, calendar);
    case 'above':
      return after(dueOn, aboveAfter + 1, calendar);
    case 'yellow':
    case 'red':
      return dueOn;
  }
}

/** How far a thing has come for whoever has to do it; null when it is not yet told of. */
export function stepFor({ dueOn, state }: Pick<Due, 'dueOn' | 'state'>, threshold: Threshold, today: Day): Step | null {
  if (state) return today >= dueOn ? state : null;
  if (today >= startOf('overdue', dueOn, threshold)) return 'overdue';
  return today >= startOf('soon', dueOn, threshold) ? 'soon' : null;
}

/** When something was last done about it, and when this step was last told to this person. */
export type Last = Readonly<{ contactOn: Day | null; toldOn: Day | null }>;
/**
 * The day from which a step is to be told, or told again: not before it begins, and so many days after the last telling and after the last
 * contact, whichever is later. Every day from then on will do, so that a day on which nobody looked loses nothing.
 */
export function tellFrom(start: Day, { contactOn, toldOn }: Last, { calendar, everyDays }: Threshold): Day {
  const again = [contactOn, toldOn].flatMap((day) => (day === null ? [] : [after(day, everyDays, calendar)]));
  return [start, ...again].reduce((a, b) => (a > b ? a : b));
}

/** A telling is answered by a contact after it, or by one before it that would have spared it and was typed later. */
export const isAnswered = (toldOn: Day, contactOn: Day | null, { calendar, everyDays }: Threshold) =>
  contactOn !== null && toldOn < after(contactOn, everyDays, calendar);
