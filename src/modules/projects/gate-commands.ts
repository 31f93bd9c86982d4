import type { Day } from '../../kernel/day.ts';
import { dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { publishRule } from '../reference/commands.ts';
import { askedAnew, type GateRules } from './domain/gate.ts';
import type { GatePermits } from './gate-queries.ts';
import { gateOn } from './queries.ts';

type Draft = { rules: GateRules; effectiveFrom: Day; /** The version that the draft began from. */ insteadOf: number | null };

/** Publishes the next version of the gate, from a day on that is not past: no project is judged by it before, and none again for what it passed. */
export const publishGate = ({ choices }: Pick<GatePermits, 'choices'>) =>
  command('project.publish_gate', async (tx, { rules, effectiveFrom, insteadOf }: Draft, context) => {
    const today = dayOf(context.now);
    if (effectiveFrom < today) throw refuse('invalid', 'project.gate_in_past', { field: 'effectiveFrom', found: effectiveFrom });
    const { rules: before, version } = await gateOn(tx, today);
    if (version !== insteadOf) throw refuse('conflict', 'project.gate_changed_meanwhile', { version });
    const known = new Set((await choices(tx, effectiveFrom)).map((c) => c.key));
    const unknown = askedAnew(before, rules).find((row) => 'permit' in row && !known.has(row.permit.key));
    if (unknown && 'permit' in unknown)
      throw refuse('invalid', 'project.gate_permit_unknown', { field: 'rows', found: unknown.permit.name });
    const draft = { kind: 'stage-gate', effectiveFrom, effectiveTo: null, preset: null, body: rules };
    return { result: await publishRule.inside(tx, draft, context), trace: [] };
  });
