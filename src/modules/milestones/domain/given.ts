import { type Day, daysBetween } from '../../../kernel/day.ts';
import type { NodeEvent, NodeRole, PlanNode } from './node.ts';

/** A node as a table has it: when it is to begin and to be finished. */
export type GivenNode = Readonly<{ name: string; startOn: Day; finishOn: Day; role: NodeRole; deliverable: string }>;

const events: readonly (readonly [NodeEvent, RegExp])[] = [
  ['started', /开工/],
  ['completed', /竣工/],
  ['production', /投产|投用/],
];

/**
 * Nodes with the dates they were given. Each takes the calendar days between them and waits for whatever is finished last before it
 * begins; the first that is called 开工, 竣工 or 投产 is that event of the record.
 */
export function givenNodes(given: readonly GivenNode[]): (PlanNode & Pick<GivenNode, 'startOn' | 'finishOn'>)[] {
  const taken = new Set<NodeEvent>();
  const eventOf = (name: string): NodeEvent | null => {
    const found = events.find(([event, words]) => !taken.has(event) && words.test(name))?.[0] ?? null;
    if (found) taken.add(found);
    return found;
  };
  return given.map(({ name, startOn, finishOn, role, deliverable }, i) => {
    const before = given.map((g, j) => ({ j, finishOn: g.finishOn })).filter(({ j, finishOn: on }) => j !== i && on < startOn);
    const last = before
      .map((b) => b.finishOn)
      .toSorted()
      .at(-1);
    return {
      key: `node_${i + 1}`,
      name,
      days: daysBetween(startOn, finishOn) + 1,
      unit: 'calendar',
      after: before
        .filter((b) => b.finishOn === last)
        .slice(0, 20)
        .map(({ j }) => `node_${j + 1}`),
      role,
      deliverable,
      isOutdoor: false,
      event: eventOf(name),
      startOn,
      finishOn,
    };
  });
}
