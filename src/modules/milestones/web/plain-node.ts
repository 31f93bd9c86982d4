import type { PlanNode } from '../domain/node.ts';

/** A node without its dates. */
export const plain = ({ key, name, days, unit, after, role, deliverable, isOutdoor, event }: PlanNode): PlanNode => ({
  key,
  name,
  days,
  unit,
  after,
  role,
  deliverable,
  isOutdoor,
  event,
});
