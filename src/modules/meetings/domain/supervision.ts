import type { Day } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** 会议议定 / 领导批示 / 亮灯 */
export const supervisionSources = ['decision', 'instruction', 'light'] as const;
export type SupervisionSource = (typeof supervisionSources)[number];
/** 待反馈 / 待验收 / 已退回 / 已办结 */
export const unitStates = ['waiting', 'fed_back', 'returned', 'accepted'] as const;
export type UnitState = (typeof unitStates)[number];
/** 反馈 / 延期 / 验收 / 退回 */
export const stepKinds = ['fed_back', 'extended', 'accepted', 'returned'] as const;
export type StepKind = (typeof stepKinds)[number];

const following: Readonly<Record<UnitState, readonly StepKind[]>> = {
  waiting: ['fed_back', 'extended'],
  fed_back: ['fed_back', 'accepted', 'returned'],
  returned: ['fed_back', 'extended'],
  accepted: [],
};
/** May this follow now? Refuses supervision.not_now. */
export const follows = (state: UnitState, kind: StepKind): true | Refusal =>
  following[state].includes(kind) || refuse('rule', 'supervision.not_now', { state, kind });

export type Step = Readonly<{ kind: StepKind; on: Day; dueOn: Day | null }>;
export type UnitStanding = Readonly<{ state: UnitState; dueOn: Day; doneOn: Day | null; events: number }>;

/** Where a unit stands after its steps, in order. It was done on the day of the feedback that was accepted. */
export function standingOf(dueOn: Day, steps: readonly Step[]): UnitStanding {
  const start: UnitStanding = { state: 'waiting', dueOn, doneOn: null, events: 0 };
  return steps.reduce((before, step) => ({ ...before, ...changes[step.kind](step), events: before.events + 1 }), start);
}
const changes: Readonly<Record<StepKind, (step: Step) => Partial<UnitStanding>>> = {
  fed_back: ({ on }) => ({ state: 'fed_back', doneOn: on }),
  extended: ({ dueOn }) => (dueOn === null ? {} : { dueOn }),
  accepted: () => ({ state: 'accepted' }),
  returned: ({ dueOn }) => ({ state: 'returned', doneOn: null, ...(dueOn !== null && { dueOn }) }),
};

/** Is the unit late, on a day? What was fed back in time is not. */
export const isOverdue = ({ state, dueOn, doneOn }: Pick<UnitStanding, 'state' | 'dueOn' | 'doneOn'>, today: Day): boolean =>
  state === 'accepted' || state === 'fed_back' ? doneOn !== null && doneOn > dueOn : dueOn < today;

/** 督办〔2026〕3号 */
export const supervisionNo = ({ year, no }: Readonly<{ year: number; no: number }>) => `督办〔${year}〕${no}号`;

type Words = Readonly<{ zh: string; en: string }>;
export const sourceWords: Readonly<Record<SupervisionSource, Words>> = {
  decision: { zh: '会议议定', en: 'Decision' },
  instruction: { zh: '领导批示', en: 'Instruction' },
  light: { zh: '亮灯', en: 'Light' },
};
export const unitStateWords: Readonly<Record<UnitState, Words>> = {
  waiting: { zh: '待反馈', en: 'to feed back' },
  fed_back: { zh: '待验收', en: 'to be accepted' },
  returned: { zh: '已退回', en: 'returned' },
  accepted: { zh: '已办结', en: 'done' },
};
