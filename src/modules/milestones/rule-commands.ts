import type { Day } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { publishRule } from '../reference/commands.ts';
import { inOrder, type ProjectClass } from './domain/node.ts';
import { type Shutdowns, shutdownsKind } from './domain/shutdown.ts';
import { type PlanTemplate, templateKind } from './domain/template.ts';
import { mayPublish } from './policy.ts';
import type * as z from 'zod';

/** Publishes the next version of the nodes of a class; plans made by earlier ones stay as they were made. */
export const publishTemplate = command(
  'milestones.publish_template',
  async (tx, { class: of, effectiveFrom, body }: { class: ProjectClass; effectiveFrom: Day; body: PlanTemplate }, context) => {
    if (!mayPublish(context.actor)) throw refuse('forbidden', 'session.role_may_not', { act: 'publishRule' });
    settle(inOrder(body.nodes));
    const draft = { kind: templateKind(of), effectiveFrom, effectiveTo: null, preset: null, body };
    return { result: await publishRule.inside(tx, draft, context), trace: [] };
  },
);

/** Publishes when work outdoors stands still; plans that are made from then on keep to it. */
export const publishShutdowns = command(
  'milestones.publish_shutdowns',
  async (tx, { effectiveFrom, body }: { effectiveFrom: Day; body: z.output<typeof Shutdowns> }, context) => {
    if (!mayPublish(context.actor)) throw refuse('forbidden', 'session.role_may_not', { act: 'publishRule' });
    const draft = { kind: shutdownsKind, effectiveFrom, effectiveTo: null, preset: null, body };
    return { result: await publishRule.inside(tx, draft, context), trace: [] };
  },
);
