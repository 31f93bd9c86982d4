import type { Day } from '../../kernel/day.ts';
import { dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { publishRule } from '../reference/commands.ts';
import type { GateRules } from './domain/gate.ts';
import { gateOn } from './queries.ts';

type Draft = { rules: GateRules; effectiveFrom: Day; /** The version that the draft began from. */ insteadOf: number | null };

/** Publishes the next version of the gate, from a day on that is not past: no project is judged by it before, and none again for what it passed. */
export const publishGate = command('project.publish_gate', async (tx, { rules, effectiveFrom, insteadOf }: Draft, context) => {
  const today = dayOf(context.now);
  if (effectiveFrom < today) throw refuse('invalid', 'project.gate_in_past', { field: 'effectiveFrom', found: effectiveFrom });
  const { version } = await gateOn(tx, today);
  if (version !== insteadOf) throw refuse('conflict', 'project.gate_changed_meanwhile', { version });
  const draft = { kind: 'stage-gate', effectiveFrom, effectiveTo: null, preset: null, body: rules };
  return { result: await publishRule.inside(tx, draft, context), trace: [] };
});
