import { dayOf, firstDayOf, type Month } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { publishRule } from '../reference/commands.ts';
import { type ReportRules, reportPreset } from './domain/rules.ts';
import { may } from './policy.ts';

type Publishing = Readonly<{ rules: ReportRules; fromMonth: Month }>;
/**
 * Publishes rules of monthly reports from a month on: of months before it the rules stay, and so do the days by which they were due. Refuses
 * report.may_not_publish, report.rules_in_past.
 */
export const publishReportRules = command('report.publish', async (tx, { rules, fromMonth }: Publishing, context) => {
  if (!may.publish(context.actor)) throw refuse('forbidden', 'report.may_not_publish');
  const running = dayOf(context.now).slice(0, 7);
  if (fromMonth < running) throw refuse('invalid', 'report.rules_in_past', { field: 'fromMonth', month: running });
  const draft = { kind: reportPreset.kind, effectiveFrom: firstDayOf(fromMonth), effectiveTo: null, preset: null, body: rules };
  const { version } = await publishRule.inside(tx, draft, context);
  return { result: { version }, trace: [] };
});
