import * as z from 'zod';
import { addMonths, type Day, type Month, monthOf, monthsFrom } from '../../../kernel/day.ts';
import { workingDayFrom } from '../../../kernel/working-day.ts';
import { type Stage, stages } from '../../projects/domain/stage.ts';

const monthNo = z.string().regex(/^(0[1-9]|1[0-2])$/);
const dayNo = z.int().min(1).max(28);
/** What a rule row of kind `month-report` says of the month's report. */
export const ReportRules = z.strictObject({
  /** Months that have no report of their own; statistics leave January out (rules.md §3.8). */
  exempt: z.array(monthNo).max(11),
  /** Does the report of the next month cover an exempt one too (1—2月合并)? */
  combines: z.boolean(),
  /** From this day of the month on its report can be sent. */
  opensOnDay: dayNo,
  /** By this day of the next month it is due. */
  dueOnDay: dayNo,
  /** A day that is no working day gives way to the next that is (调休 counted). */
  onWorkingDay: z.boolean(),
  /** Projects at these stages owe one. */
  stages: z.array(z.enum(stages)).min(1),
});
export type ReportRules = z.output<typeof ReportRules>;

export const defaultReportRules: ReportRules = {
  exempt: ['01'],
  combines: true,
  opensOnDay: 25,
  dueOnDay: 5,
  onWorkingDay: true,
  stages: ['preparing', 'building'] satisfies Stage[],
};
export const reportPreset = {
  kind: 'month-report',
  preset: 'zhuchao-2026',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: defaultReportRules,
};

export const isExempt = ({ exempt }: Pick<ReportRules, 'exempt'>, month: Month) => exempt.includes(month.slice(5));

/** The months a report is about: its own, and the exempt ones just before it where they are combined. None for an exempt month. */
export function coveredMonths(rules: Pick<ReportRules, 'exempt' | 'combines'>, month: Month): Month[] {
  if (isExempt(rules, month)) return [];
  let first = month;
  while (rules.combines && isExempt(rules, addMonths(first, -1))) first = addMonths(first, -1);
  return monthsFrom(first, month);
}

const onDay = (month: Month, no: number): Day => `${month}-${String(no).padStart(2, '0')}`;
export function dueOn({ dueOnDay, onWorkingDay }: Pick<ReportRules, 'dueOnDay' | 'onWorkingDay'>, month: Month): Day {
  const day = onDay(addMonths(month, 1), dueOnDay);
  return onWorkingDay ? workingDayFrom(day) : day;
}
export const opensOn = ({ opensOnDay }: Pick<ReportRules, 'opensOnDay'>, month: Month): Day => onDay(month, opensOnDay);

/** The month of reports before another. */
export function lastBefore(rules: Pick<ReportRules, 'exempt'>, month: Month): Month {
  let before = addMonths(month, -1);
  while (isExempt(rules, before)) before = addMonths(before, -1);
  return before;
}

/** The latest month that can be reported on a day. */
export function openMonth(rules: Pick<ReportRules, 'exempt' | 'opensOnDay'>, today: Day): Month {
  let month = monthOf(today)!;
  while (opensOn(rules, month) > today || isExempt(rules, month)) month = addMonths(month, -1);
  return month;
}
