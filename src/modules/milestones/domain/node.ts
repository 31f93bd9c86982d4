import * as z from 'zod';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** What kind of work a project is, as far as its plan is concerned. */
export const projectClasses = ['industrial_new', 'renovation', 'leased_plant', 'infrastructure', 'equipment'] as const;
export type ProjectClass = (typeof projectClasses)[number];
/** Who answers for a node. */
export const nodeRoles = [
  'enterprise',
  'unit',
  'promotion',
  'development',
  'land',
  'environment',
  'construction',
  'approval',
  'utilities',
  'other',
] as const;
export type NodeRole = (typeof nodeRoles)[number];
export const dayUnits = ['working', 'calendar'] as const;
/** Nodes that are events of the project's record: done when the record says so. */
export const nodeEvents = ['started', 'completed', 'production'] as const;
export type NodeEvent = (typeof nodeEvents)[number];

const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
export const PlanNode = z.strictObject({
  key,
  name: z.string().trim().min(1).max(60),
  /** Nothing for a mere event. */
  days: z.int().min(0).max(1500),
  unit: z.enum(dayUnits),
  /** Nodes that must be finished before. */
  after: z.array(key).max(20),
  role: z.enum(nodeRoles),
  deliverable: z.string().trim().max(100),
  /** Stands still while work outdoors does: in winter, around 春节. */
  isOutdoor: z.boolean(),
  event: z.enum(nodeEvents).nullable(),
});
export type PlanNode = z.output<typeof PlanNode>;
export const PlanNodes = z.array(PlanNode).min(1).max(60);
/** Of all nodes of a plan together, so that its dates stay within the calendar. */
const mostDays = 5000;

/** Nodes in an order in which each comes after those that it waits for. Refuses nodes that are there twice, unknown or wait for each other. */
export function inOrder<N extends Pick<PlanNode, 'key' | 'after' | 'days'>>(nodes: readonly N[]): N[] | Refusal {
  const byKey = new Map(nodes.map((n) => [n.key, n]));
  if (byKey.size < nodes.length) {
    const twice = nodes.find((n, i) => nodes.findIndex((m) => m.key === n.key) < i)!;
    return refuse('invalid', 'milestone.key_twice', { field: 'nodes', key: twice.key });
  }
  for (const { key: of, after } of nodes) {
    const unknown = after.find((k) => !byKey.has(k));
    if (unknown !== undefined) return refuse('invalid', 'milestone.after_unknown', { field: 'nodes', key: of, after: unknown });
  }
  if (nodes.reduce((sum, n) => sum + n.days, 0) > mostDays)
    return refuse('invalid', 'milestone.too_long', { field: 'nodes', most: mostDays });
  const ordered: N[] = [];
  const placed = new Set<string>();
  while (ordered.length < nodes.length) {
    const ready = nodes.filter((n) => !placed.has(n.key) && n.after.every((k) => placed.has(k)));
    if (ready.length === 0) {
      const keys = nodes.filter((n) => !placed.has(n.key)).map((n) => n.key);
      return refuse('invalid', 'milestone.cycle', { field: 'nodes', keys });
    }
    for (const node of ready) placed.add(node.key);
    ordered.push(...ready);
  }
  return ordered;
}
