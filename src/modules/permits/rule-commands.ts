import type * as z from 'zod';
import type { Day } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { unitTree } from '../identity/queries.ts';
import type { ProjectClass } from '../milestones/domain/node.ts';
import { publishRule } from '../reference/commands.ts';
import {
  checkFees,
  checkTemplate,
  type Departments,
  departmentsKind,
  type Fees,
  feesKind,
  type PermitTemplate,
  templateKind,
} from './domain/permit.ts';
import { mayPublish } from './policy.ts';

async function publish(tx: Tx, kind: string, effectiveFrom: Day, body: unknown, context: Now) {
  if (!mayPublish(context.actor)) throw refuse('forbidden', 'session.role_may_not', { act: 'publishRule' });
  return { result: await publishRule.inside(tx, { kind, effectiveFrom, effectiveTo: null, preset: null, body }, context), trace: [] };
}

/** Publishes the next version of the approvals of a class; projects keep those that were laid down. Refuses what `checkTemplate` refuses. */
export const publishTemplate = command(
  'permits.publish_template',
  async (tx, { class: of, effectiveFrom, body }: { class: ProjectClass; effectiveFrom: Day; body: PermitTemplate }, context) => {
    settle(checkTemplate(body));
    return publish(tx, templateKind(of), effectiveFrom, body, context);
  },
);

type Publishing<B extends z.ZodType> = Readonly<{ effectiveFrom: Day; body: z.output<B> }>;
/** Publishes which unit each department is: its people decide, and its desk shows what is due. Refuses unit.unknown, permit.key_twice. */
export const publishDepartments = command(
  'permits.publish_departments',
  async (tx, { effectiveFrom, body }: Publishing<typeof Departments>, context) => {
    const { departments } = body;
    const twice = departments.find((d, i) => departments.findIndex((e) => e.role === d.role) < i);
    if (twice) throw refuse('invalid', 'permit.key_twice', { field: 'departments', key: twice.role });
    const units = new Set((await unitTree(tx)).map((u) => u.id));
    const unknown = departments.find((d) => !units.has(d.unitId));
    if (unknown) throw refuse('not_found', 'unit.unknown', { id: unknown.unitId });
    return publish(tx, departmentsKind, effectiveFrom, body, context);
  },
);

/** Publishes the list of fees. Refuses what `checkFees` refuses. */
export const publishFees = command('permits.publish_fees', async (tx, { effectiveFrom, body }: Publishing<typeof Fees>, context) => {
  settle(checkFees(body.fees));
  return publish(tx, feesKind, effectiveFrom, body, context);
});
