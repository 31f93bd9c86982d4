import { type Day, isDay } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** open: in the reserve. shelved: put off (搁置). withdrawn: given up (撤回). promoted: a project by now (转入项目). */
export const ideaStates = ['open', 'shelved', 'withdrawn', 'promoted'] as const;
export type IdeaState = (typeof ideaStates)[number];
export const setStates = ['open', 'shelved', 'withdrawn'] as const satisfies readonly IdeaState[];
export type SetState = (typeof setStates)[number];
export const eventKinds = ['created', 'edited', 'readiness', 'shelved', 'withdrawn', 'reopened', 'promoted'] as const;
export type EventKind = (typeof eventKinds)[number];

export const itemStates = ['not_started', 'under_way', 'done', 'not_needed'] as const;
export type ItemState = (typeof itemStates)[number];

/** 储备2026-003. */
export const ideaNo = ({ year, no }: Readonly<{ year: number; no: number }>): string => `储备${year}-${String(no).padStart(3, '0')}`;

/** 前期成熟度: items done out of those that are needed at all. */
export type Readiness = Readonly<{ done: number; needed: number }>;
export function readinessOf(items: readonly Readonly<{ key: string }>[], states: ReadonlyMap<string, ItemState>): Readiness {
  const needed = items.filter((i) => states.get(i.key) !== 'not_needed');
  return { done: needed.filter((i) => states.get(i.key) === 'done').length, needed: needed.length };
}

/** What may be done to an idea by how it stands. Refuses idea.promoted, idea.not_open, idea.already_so. */
export function checkOpen(state: IdeaState): true | Refusal {
  if (state === 'promoted') return refuse('rule', 'idea.promoted');
  return state === 'open' || refuse('rule', 'idea.not_open', { state });
}
export function checkState(from: IdeaState, to: SetState): true | Refusal {
  if (from === 'promoted') return refuse('rule', 'idea.promoted');
  return from !== to || refuse('rule', 'idea.already_so', { state: from });
}

type Said = Readonly<{ state: ItemState; happenedOn: Day | null; evidence: string | null }>;
/** What is done has its day, by today, and what it rests on. Refuses idea.day_required, idea.in_future, idea.evidence_required. */
export function checkItem({ state, happenedOn, evidence }: Said, today: Day): true | Refusal {
  if (happenedOn !== null && (!isDay(happenedOn) || happenedOn > today))
    return refuse('invalid', 'idea.in_future', { field: 'happenedOn', found: happenedOn });
  if (state !== 'done') return true;
  if (happenedOn === null) return refuse('invalid', 'idea.day_required', { field: 'happenedOn' });
  return evidence !== null || refuse('invalid', 'idea.evidence_required', { field: 'evidence' });
}
