import type { Day } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** 责任单位 → 分管领导 → 联席会议 */
export const tiers = ['unit', 'leader', 'meeting'] as const;
export type Tier = (typeof tiers)[number];
/** 办理中 / 待企业确认 / 已办结 / 已并入 / 已撤回 */
export const states = ['open', 'solved', 'closed', 'merged', 'withdrawn'] as const;
export type State = (typeof states)[number];
/** From where it was raised: the project itself, its monthly report, a visit, a meeting. */
export const sources = ['project', 'report', 'visit', 'meeting'] as const;
export type Source = (typeof sources)[number];
export const eventKinds = [
  'acted',
  'assigned',
  'escalated',
  'solved',
  'confirmed',
  'declined',
  'reopened',
  'merged',
  'linked',
  'taken_back',
] as const;
export type EventKind = (typeof eventKinds)[number];

export const nextTier = (tier: Tier): Tier | null => tiers[tiers.indexOf(tier) + 1] ?? null;

/** What can follow in each state. */
const following: Readonly<Record<State, readonly EventKind[]>> = {
  open: ['acted', 'assigned', 'escalated', 'solved', 'merged', 'linked', 'taken_back'],
  solved: ['confirmed', 'declined', 'merged', 'linked', 'taken_back'],
  closed: ['reopened', 'linked', 'taken_back'],
  merged: ['reopened', 'linked', 'taken_back'],
  withdrawn: [],
};

export type Raised = Readonly<{ ownerUnitId: string; raisedOn: Day; dueOn: Day }>;
export type ProblemEvent = Readonly<{
  id: string;
  kind: EventKind;
  happenedOn: Day;
  ownerUnitId: string | null;
  tier: Tier | null;
  dueOn: Day | null;
  /** The entry that this one takes back; of one that takes back and names none, the raising. */
  takesBack: string | null;
}>;
export type Standing = Readonly<{
  state: State;
  tier: Tier;
  ownerUnitId: string;
  dueOn: Day;
  /** The first last day that passed since it was raised or reopened. */
  lateOn: Day | null;
  raisedOn: Day;
  actedOn: Day | null;
  closedOn: Day | null;
  events: number;
}>;

/** May this follow now? Refuses problem.not_now, problem.highest_tier. */
export function follows({ state, tier }: Pick<Standing, 'state' | 'tier'>, kind: EventKind): true | Refusal {
  if (!following[state].includes(kind)) return refuse('rule', 'problem.not_now', { state, kind });
  if (kind === 'escalated' && nextTier(tier) === null) return refuse('rule', 'problem.highest_tier');
  return true;
}

type Taking = Pick<ProblemEvent, 'id' | 'kind' | 'takesBack'>;
/** Entries that stand: without those taken back. */
export function standingEvents<E extends Taking>(events: readonly E[]): E[] {
  const gone = new Set(events.map((e) => e.takesBack));
  return events.filter((e) => e.kind !== 'taken_back' && !gone.has(e.id));
}

/** Where a problem stands after what happened to it, in order; `events` counts every entry. */
export function standingOf(raised: Raised, events: readonly ProblemEvent[]): Standing {
  const start: Standing = { ...raised, state: 'open', tier: 'unit', lateOn: null, actedOn: null, closedOn: null, events: events.length };
  const isWithdrawn = events.some((e) => e.kind === 'taken_back' && e.takesBack === null);
  const found = standingEvents(events).reduce((before, event) => ({ ...before, ...changeBy(before, event) }), start);
  return isWithdrawn ? { ...found, state: 'withdrawn' } : found;
}

/** What each kind of event changes, besides the last day that had passed. */
const changes: Readonly<Record<EventKind, (before: Standing, event: ProblemEvent) => Partial<Standing>>> = {
  acted: (_, { happenedOn }) => ({ actedOn: happenedOn }),
  assigned: (before, { ownerUnitId }) => ({ ownerUnitId: ownerUnitId ?? before.ownerUnitId }),
  escalated: (before, { tier }) => ({ tier: tier ?? before.tier }),
  solved: (_, { happenedOn }) => ({ state: 'solved', actedOn: happenedOn }),
  confirmed: (_, { happenedOn }) => ({ state: 'closed', closedOn: happenedOn }),
  declined: () => ({ state: 'open' }),
  reopened: () => ({ state: 'open', lateOn: null, closedOn: null }),
  merged: () => ({ state: 'merged' }),
  linked: () => ({}),
  taken_back: () => ({}),
};

/** A day that passed while it was open is remembered; an event that gives a last day sets it. */
function changeBy(before: Standing, event: ProblemEvent): Partial<Standing> {
  const passed = before.state === 'open' && before.dueOn < event.happenedOn ? before.dueOn : null;
  return { lateOn: before.lateOn ?? passed, dueOn: event.dueOn ?? before.dueOn, ...changes[event.kind](before, event) };
}

/** Is it waited for longer than it may be, on a day? */
export const isOverdue = ({ state, dueOn, lateOn }: Pick<Standing, 'state' | 'dueOn' | 'lateOn'>, today: Day): boolean =>
  state === 'open' && (dueOn < today || lateOn !== null);

/** How long a problem has been there, in days: bands with their first and last. */
export const ages = {
  week: [0, 7],
  fortnight: [8, 15],
  month: [16, 30],
  quarter: [31, 90],
  longer: [91, 36_500],
} as const satisfies Record<string, readonly [number, number]>;
export type Age = keyof typeof ages;
export const ageKeys = Object.keys(ages) as Age[];

/** How alike two titles are: pairs of characters they share, of all they have; 0 to 1. */
export function alikeness(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)];
  if (left.size === 0 || right.size === 0) return 0;
  const shared = [...left].filter((p) => right.has(p)).length;
  return (2 * shared) / (left.size + right.size);
}
function pairs(text: string): Set<string> {
  const letters = [...text.replaceAll(/[\s\p{P}]/gu, '')];
  return new Set(letters.slice(1).map((c, i) => letters[i]! + c));
}
