import { type Day, firstDayOf, lastDayOf, type PartialDate } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** 谋划 → 在谈 → 签约 → 前期 → 在建 → 竣工 → 投产 → 达效 */
export const stages = ['planning', 'negotiating', 'signed', 'preparing', 'building', 'completed', 'producing', 'at_capacity'] as const;
export type Stage = (typeof stages)[number];
/** 退库 / 中止 / 流转 / 合并: the project keeps its stage and stands aside. */
export const sides = ['withdrawn', 'suspended', 'transferred', 'merged'] as const;
/** How a project is let go by itself; a merger (合并) moves its money along and has its own act. */
export const exitSides = ['withdrawn', 'suspended', 'transferred'] as const satisfies readonly (typeof sides)[number][];
export type ExitSide = (typeof exitSides)[number];
export type Side = (typeof sides)[number];
export const stageChangeKinds = ['create', 'import', 'forward', 'skip', 'regress', 'side', 'reopen', 'correction'] as const;
export type StageChangeKind = (typeof stageChangeKinds)[number];
export type MoveKind = 'forward' | 'skip' | 'regress';
/** Why a project leaves the pool; the class goes into the log beside the reason in words. */
export const withdrawalReasons = ['investor_gave_up', 'funding', 'land', 'policy', 'market', 'duplicate', 'other'] as const;

export const stageNo = (stage: Stage) => stages.indexOf(stage);
/** The stage after this one, or null at the end. */
export const nextStage = (stage: Stage): Stage | null => stages[stageNo(stage) + 1] ?? null;
/** Before signing the investor's name is a secret of those who talk to it. */
export const isConfidentialStage = (stage: Stage) => stageNo(stage) < stageNo('signed');
/** Landing (落地) is the start of building; from then on the attributes that reports use are frozen. */
export const isLanded = (stage: Stage) => stageNo(stage) >= stageNo('building');
/** Where a new record may begin; later stages are reached by moving, or by opening a ledger. */
export const firstStages = ['planning', 'negotiating'] as const satisfies readonly Stage[];

const kindOf = (from: Stage, to: Stage): MoveKind | null => {
  const step = stageNo(to) - stageNo(from);
  if (step === 0) return null;
  return step < 0 ? 'regress' : step === 1 ? 'forward' : 'skip';
};
/** The whole life of a project as a table: what a move from one stage to another is. A move that is not here does not exist. */
export const transitions: Readonly<Record<Stage, Readonly<Partial<Record<Stage, MoveKind>>>>> = Object.fromEntries(
  stages.map((from) => [from, Object.fromEntries(stages.flatMap((to) => (kindOf(from, to) ? [[to, kindOf(from, to)]] : [])))]),
) as Record<Stage, Partial<Record<Stage, MoveKind>>>;

type Standing = Readonly<{ stage: Stage; side: Side | null }>;
const isBlank = (text: string | null | undefined) => !text?.trim();

/** What a move is, or why there is none. A skip and a step back say why. */
export function planMove({ stage, side }: Standing, to: Stage, reason: string | null): MoveKind | Refusal {
  if (side) return refuse('rule', 'project.stands_aside', { side });
  const kind = transitions[stage][to];
  if (!kind) return refuse('rule', 'project.already_there', { stage });
  if (kind !== 'forward' && isBlank(reason)) return refuse('invalid', 'project.reason_required', { field: 'reason', kind });
  return kind;
}

export type Exit = Readonly<{ side: Side; reason: string; exitTo: string | null }>;

/** Stepping aside says why and, by kind: 流转 where to, 退库 the class of reason, 合并 the code of the project that remains. */
export function planExit({ side }: Standing, exit: Exit): Side | Refusal {
  if (side) return refuse('rule', 'project.stands_aside', { side });
  if (isBlank(exit.reason)) return refuse('invalid', 'project.reason_required', { field: 'reason', kind: exit.side });
  if (exit.side !== 'suspended' && isBlank(exit.exitTo))
    return refuse('invalid', 'project.exit_to_required', { field: 'exitTo', side: exit.side });
  const classes: readonly (string | null)[] = withdrawalReasons;
  if (exit.side === 'withdrawn' && !classes.includes(exit.exitTo)) {
    return refuse('invalid', 'project.exit_to_unknown', { field: 'exitTo', found: exit.exitTo, expected: withdrawalReasons });
  }
  return exit.side;
}

/** A project comes back to the stage it stood at; what was logged when it left stays logged. */
export function planReopen({ stage, side }: Standing, reason: string): Stage | Refusal {
  if (!side) return refuse('rule', 'project.not_aside', { stage });
  return isBlank(reason) ? refuse('invalid', 'project.reason_required', { field: 'reason', kind: 'reopen' }) : stage;
}

/** A change of stage happened by today and not before the one logged last; partly known dates get the benefit of the doubt. */
export function checkHappenedOn(happenedOn: PartialDate, last: PartialDate | null, today: Day): PartialDate | Refusal {
  if (firstDayOf(happenedOn) > today) return refuse('invalid', 'project.date_in_future', { field: 'happenedOn', found: happenedOn });
  if (last && lastDayOf(happenedOn) < firstDayOf(last)) {
    return refuse('invalid', 'project.before_last_move', { field: 'happenedOn', found: happenedOn, expected: last });
  }
  return happenedOn;
}

/** The day of the record that a stage dates when it is entered and the record does not know it yet. */
export const stageDates = {
  building: 'startedOn',
  completed: 'completedOn',
  producing: 'productionOn',
  at_capacity: 'capacityOn',
} as const satisfies Partial<Record<Stage, string>>;
