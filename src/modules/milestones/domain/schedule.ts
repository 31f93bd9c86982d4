import { type Day, dayAt, dayNumber } from '../../../kernel/day.ts';
import { largest, smallest } from '../../../kernel/number.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { inOrder, type PlanNode } from './node.ts';
import type { Morning, pacesWith } from './shutdown.ts';

type Node = Pick<PlanNode, 'key' | 'days' | 'unit' | 'after' | 'isOutdoor'>;
type Done = Readonly<{ startedOn: Day | null; finishedOn: Day | null }>;
export type Paces = ReturnType<typeof pacesWith>;
type Asked<N> = Readonly<{
  nodes: readonly N[];
  /** The day on which everything is to be done: the promised production. */
  promisedOn: Day;
  /** What is not begun begins on this day at the earliest. */
  from: Day;
  /** What is known to have begun or been finished, by key. */
  done: ReadonlyMap<string, Done>;
  paces: Paces;
}>;

export type Scheduled = Readonly<{
  key: string;
  /** The last days on which it may begin and must be finished for the promise to be kept. */
  latestStartOn: Day;
  latestFinishOn: Day;
  /** The first days on which it can begin and be finished, seen from the day asked; where done, when it was. */
  earliestStartOn: Day;
  earliestFinishOn: Day;
  /** How many of its own days it may still be put off; below zero: so many behind. Null once finished. */
  slack: number | null;
  /** On the longest chain to the end: what is lost here is lost there. */
  isCritical: boolean;
}>;
export type Schedule = Readonly<{ nodes: readonly Scheduled[]; /** When everything can be done. */ finishOn: Day }>;

type Span = Readonly<{ start: Morning; end: Morning }>;

/** Backwards: the latest span of every node; none may end after what waits for it begins. */
function backwards(ordered: readonly Node[], promised: Morning, paces: Paces): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (const node of ordered.toReversed()) {
    const waiting = ordered.filter((n) => n.after.includes(node.key)).map((n) => spans.get(n.key)!.start);
    const end = smallest(promised, ...waiting);
    spans.set(node.key, { start: paces(node).back(end, node.days), end });
  }
  return spans;
}

/** Forwards: the earliest span of every node, with what is known of it. */
function forwards(ordered: readonly Node[], from: Morning, done: Asked<Node>['done'], paces: Paces): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (const node of ordered) {
    const { startedOn = null, finishedOn = null } = done.get(node.key) ?? {};
    const ready = largest(from, ...node.after.map((k) => spans.get(k)!.end));
    const start = startedOn ? dayNumber(startedOn) : ready;
    if (finishedOn) {
      const end = dayNumber(finishedOn) + 1;
      spans.set(node.key, { start: startedOn ? start : smallest(paces(node).back(end, node.days), end), end });
    } else {
      // What has begun and is not finished is not finished before today, nor before what it waits for.
      spans.set(node.key, { start, end: largest(paces(node).forward(start, node.days), ready) });
    }
  }
  return spans;
}

/** The chain that decides the end: from the last to be done back along whatever each waited for longest. */
function longestChain(ordered: readonly Node[], spans: ReadonlyMap<string, Span>, end: Morning): Set<string> {
  const chain = new Set<string>();
  const ends = ordered.filter((n) => spans.get(n.key)!.end === end && !ordered.some((m) => m.after.includes(n.key)));
  const open = [...ends];
  for (let node = open.pop(); node; node = open.pop()) {
    if (chain.has(node.key)) continue;
    chain.add(node.key);
    const ready = spans.get(node.key)!.start;
    const { after } = node;
    open.push(...ordered.filter((n) => after.includes(n.key) && spans.get(n.key)!.end >= ready));
  }
  return chain;
}

/** Whole days of a span; an event of no days is on the evening before what follows it. */
const daysOf = ({ start, end }: Span): { startOn: Day; finishOn: Day } => {
  const finish = end - 1;
  return { startOn: dayAt(smallest(start, finish)), finishOn: dayAt(finish) };
};

/**
 * 倒排工期: from the promised day backwards the latest dates of every node, from the day asked forwards the earliest, what lies between
 * (余量) and which nodes decide the end (关键线路). Refuses nodes that wait for each other or for none that is there.
 */
export function schedule<N extends Node>({ nodes, promisedOn, from, done, paces }: Asked<N>): Schedule | Refusal {
  const ordered = inOrder(nodes);
  if (ordered instanceof Refusal) return ordered;
  const latest = backwards(ordered, dayNumber(promisedOn) + 1, paces);
  const earliest = forwards(ordered, dayNumber(from), done, paces);
  const end = largest(0, ...[...earliest.values()].map((s) => s.end));
  const chain = longestChain(ordered, earliest, end);
  const finishOn = dayAt(largest(end - 1, dayNumber(from)));
  return {
    finishOn: nodes.every((n) => done.get(n.key)?.finishedOn) ? dayAt(end - 1) : finishOn,
    nodes: nodes.map((node) => {
      const [late, early] = [latest.get(node.key)!, earliest.get(node.key)!];
      const [last, first] = [daysOf(late), daysOf(early)];
      const isFinished = done.get(node.key)?.finishedOn !== null && done.get(node.key)?.finishedOn !== undefined;
      const shown = isFinished || first.finishOn >= from ? first : { startOn: first.startOn, finishOn: from };
      return {
        key: node.key,
        latestStartOn: last.startOn,
        latestFinishOn: last.finishOn,
        earliestStartOn: shown.startOn,
        earliestFinishOn: shown.finishOn,
        slack: isFinished ? null : paces(node).between(early.end, late.end),
        isCritical: !isFinished && chain.has(node.key),
      };
    }),
  };
}
