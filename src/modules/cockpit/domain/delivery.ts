import { ratio } from '../../../kernel/number.ts';
import { deliveryCards, type DeliveryKey, deliveryKeys } from './delivery-card.ts';

/** What is counted of a unit. */
export const deliveryCounts = [
  'red',
  'yellow',
  'green',
  'owed',
  'reported',
  'onTime',
  'overdueNodes',
  'latePermits',
  'decided',
  'decidedOnTime',
  'openProblems',
  'overdueProblems',
  'overdueTasks',
] as const;
export type DeliveryCounts = Readonly<Record<(typeof deliveryCounts)[number], number>>;
export type UnitCounts = Partial<DeliveryCounts> & Readonly<{ unitId: string }>;

export const noCounts = Object.fromEntries(deliveryCounts.map((key) => [key, 0])) as DeliveryCounts;
export const sumOf = (all: readonly Partial<DeliveryCounts>[]): DeliveryCounts =>
  all.reduce<DeliveryCounts>(
    (sum, one) => Object.fromEntries(deliveryCounts.map((key) => [key, sum[key] + (one[key] ?? 0)])) as DeliveryCounts,
    noCounts,
  );

/** What each figure is made of: a count, or the parts of a rate. */
const made: Readonly<Record<DeliveryKey, keyof DeliveryCounts | readonly [keyof DeliveryCounts, keyof DeliveryCounts]>> = {
  red_lights: 'red',
  yellow_lights: 'yellow',
  report_completeness: ['reported', 'owed'],
  report_timeliness: ['onTime', 'owed'],
  overdue_nodes: 'overdueNodes',
  permits_on_time: ['decidedOnTime', 'decided'],
  late_permits: 'latePermits',
  open_problems: 'openProblems',
  overdue_problems: 'overdueProblems',
  overdue_tasks: 'overdueTasks',
};
/** The figures of sums. */
export const figuresOf = (sums: DeliveryCounts) =>
  deliveryKeys.map((key) => {
    const of = made[key];
    return typeof of === 'string'
      ? { key, value: sums[of], ratio: null }
      : { key, value: null, ratio: ratio(sums[of[0]], sums[of[1]], deliveryCards[key].decimals) };
  });

type Unit = Readonly<{ id: string; name: string; parentId: string | null }>;
/**
 * Sums for the units directly below a root, those below them included, in the order of the tree; what the root has by itself stands first.
 * Units with nothing to tell are left out.
 */
export function rolledUp(tree: readonly Unit[], rootId: string, counts: readonly UnitCounts[]) {
  const parents = new Map(tree.map((u) => [u.id, u.parentId]));
  const topOf = (id: string): string | null => {
    let at: string | null = id;
    for (let parent = parents.get(id) ?? null; at !== rootId && parent !== rootId; parent = parents.get(at) ?? null) {
      at = parent;
      if (at === null) return null;
    }
    return at;
  };
  const byTop = Map.groupBy(counts, (c) => topOf(c.unitId));
  const hasBelow = tree.some((u) => u.parentId === rootId);
  return tree.flatMap(({ id, name }) => {
    const own = byTop.get(id);
    return own ? [{ unitId: id, unitName: name, isWhole: id !== rootId || !hasBelow, ...sumOf(own) }] : [];
  });
}
