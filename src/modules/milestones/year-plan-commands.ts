import { v7 } from 'uuid';
import type { Received } from '../../kernel/contract.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { visibleProject } from '../projects/queries.ts';
import type { milestonesContract } from './contract.ts';
import { checkMonths, evenly } from './domain/year-plan.ts';
import { check } from './policy.ts';
import { yearPlan } from './tables.ts';
import { yearPlansIn } from './year-plan-queries.ts';

type Asked = Received<(typeof milestonesContract)['planYear']>['body'] & { projectId: string };

/**
 * Plans the investment of a year, evenly over months or month by month; what was planned before stays readable with the reason.
 * Refuses milestone.may_not_plan, year_plan.changed_meanwhile, .reason_required, .months_turned_round, .month_below_zero, .nothing_planned.
 */
export const planYear = command('year_plan.record', async (tx, { projectId, year, spread, insteadOf, reason }: Asked, context) => {
  const project = await visibleProject(tx, projectId, context.actor, true);
  settle(check('plan', context.actor, project));
  const held = (await yearPlansIn(tx, [projectId])).find((p) => p.year === year) ?? null;
  if ((held?.id ?? null) !== insteadOf) throw refuse('conflict', 'year_plan.changed_meanwhile', { year });
  if (held && !reason) throw refuse('invalid', 'milestone.reason_required', { field: 'reason' });
  const monthsFen = settle(monthsOf(spread));
  const row = {
    projectId,
    id: v7(),
    year,
    shape: spread.shape,
    monthsFen,
    totalFen: monthsFen.reduce((sum, fen) => sum + fen, 0),
    supersedes: held?.id ?? null,
    reason: held ? reason : null,
    recordedBy: context.actor.id,
    recordedAt: context.now,
  };
  await tx.insert(yearPlan).values(row);
  const said = ({ totalFen }: Pick<typeof row, 'totalFen'>) => ({ planYear: year, yearTotalFen: totalFen });
  const trace = { subject: 'project', subjectId: projectId, before: held && said(held), after: said(row) };
  return { result: { id: row.id }, trace };
});

function monthsOf(spread: Asked['spread']) {
  if (spread.shape === 'curve') return checkMonths(spread.monthsFen);
  const { totalFen, firstMonth, lastMonth } = spread;
  if (lastMonth < firstMonth) return refuse('invalid', 'year_plan.months_turned_round', { field: 'lastMonth', firstMonth, lastMonth });
  return evenly(totalFen, firstMonth, lastMonth);
}
