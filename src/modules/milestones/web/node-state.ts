import type { NodeView } from '../domain/plan-view.ts';

export type NodeState = 'done' | 'late' | 'behind' | 'running' | 'waiting';
/** Shape, word and colour together, so that a photocopy still tells them apart. */
export const stateMarks: Readonly<Record<NodeState, string>> = { done: '●', late: '■', behind: '▲', running: '◐', waiting: '○' };

/** How a node stands: done, past its last day, bound to be, under way, or not yet due. */
export function stateOf(node: Pick<NodeView, 'finishedOn' | 'lateDays' | 'slack' | 'startedOn'>): NodeState {
  if (node.finishedOn) return 'done';
  if (node.lateDays) return 'late';
  if (node.slack !== null && node.slack < 0) return 'behind';
  return node.startedOn ? 'running' : 'waiting';
}
