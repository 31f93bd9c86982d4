import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { publishRule } from '../reference/commands.ts';
import { listRules } from '../reference/queries.ts';
import { flowRule, ReviewFlow, type StepRule } from './domain/flow.ts';
import { may } from './policy.ts';

type Draft = Readonly<{
  flow: string;
  steps: readonly StepRule[];
  effectiveFrom: Day;
  /** The version that the draft began from. */ insteadOf: number;
}>;

/**
 * Publishes the next version of a flow, from a day on that is not past; what is under review keeps its steps. Refuses:
 * review.may_not_publish, review.flow_unknown, review.flow_in_past, review.flow_step_twice, review.flow_changed_meanwhile.
 */
export const publishFlow = command('review.publish_flow', async (tx, { flow, steps, effectiveFrom, insteadOf }: Draft, context) => {
  if (!may.publishFlow(context.actor)) throw refuse('forbidden', 'review.may_not_publish');
  const [last] = (await listRules(tx, flowRule(flow))).items;
  if (!last) throw refuse('not_found', 'review.flow_unknown', { flow });
  if (effectiveFrom < dayOf(context.now)) throw refuse('invalid', 'review.flow_in_past', { field: 'effectiveFrom', found: effectiveFrom });
  const twice = steps.find((step, i) => steps.findIndex((s) => s.name === step.name) !== i);
  if (twice) throw refuse('invalid', 'review.flow_step_twice', { field: 'steps', found: twice.name });
  if (last.version !== insteadOf) throw refuse('conflict', 'review.flow_changed_meanwhile', { version: last.version });
  const body = ReviewFlow.parse({ steps });
  const rule = { kind: flowRule(flow), effectiveFrom, effectiveTo: null, preset: null, body };
  const { version } = await publishRule.inside(tx, rule, context);
  return { result: { version }, trace: [] };
});
