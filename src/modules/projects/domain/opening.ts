import { type Day, firstDayOf, type PartialDate } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import { isLanded, type Side, type Stage, stageDates, stageNo, stages } from './stage.ts';

/** Where a project of a ledger stood when the ledger was opened, with the dates that the ledger knows. */
export type Opening = Readonly<{
  stage: Stage;
  side?: Side | null | undefined;
  /** Why a project that stands aside does; what the ledger says, or that it was so in the ledger. */
  reason?: string | null | undefined;
  exitTo?: string | null | undefined;
  /** When it reached its stage, if that is known otherwise than by the dates below. */
  happenedOn?: PartialDate | null | undefined;
  signedOn?: PartialDate | null | undefined;
  startedOn?: PartialDate | null | undefined;
  completedOn?: PartialDate | null | undefined;
  productionOn?: PartialDate | null | undefined;
  capacityOn?: PartialDate | null | undefined;
}>;
export type OpeningStep = Readonly<{ toStage: Stage; toSide: Side | null; happenedOn: PartialDate }>;

const dateOf = (o: Opening, stage: Stage): PartialDate | null =>
  (stage === 'signed' ? o.signedOn : stage in stageDates ? o[stageDates[stage as keyof typeof stageDates]] : null) ?? null;

/**
 * The log of a project that comes from a ledger: one entry for every stage passed whose date is known, the last for where it
 * stands. Where the last has no date, the latest known one is the nearest truth; where none is known, the day of import.
 */
export function openingLog(opening: Opening, today: Day): OpeningStep[] {
  const passed = stages.slice(0, stageNo(opening.stage)).flatMap((toStage) => {
    const happenedOn = dateOf(opening, toStage);
    return happenedOn ? [{ toStage, toSide: null, happenedOn }] : [];
  });
  const happenedOn = opening.happenedOn ?? dateOf(opening, opening.stage) ?? passed.at(-1)?.happenedOn ?? today;
  return [...passed, { toStage: opening.stage, toSide: opening.side ?? null, happenedOn }];
}

/** The day a project of a ledger landed: its start, or the nearest date that its log knows. Null before building. */
export function landedOn(opening: Opening, log: readonly OpeningStep[]): PartialDate | null {
  if (!isLanded(opening.stage)) return null;
  return opening.startedOn ?? log.find((step) => isLanded(step.toStage))!.happenedOn;
}

/** A ledger tells what has happened, not what will. */
export const openingFault = (log: readonly OpeningStep[], today: Day): Refusal | null => {
  const future = log.find((step) => firstDayOf(step.happenedOn) > today);
  return future
    ? refuse('invalid', 'project.date_in_future', { field: 'happenedOn', found: future.happenedOn, stage: future.toStage })
    : null;
};
