import { type Day, daysBetween, lastDayOf, type PartialDate } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import { stageNo, type Stage } from '../../projects/domain/stage.ts';
import type { NodeEvent } from './node.ts';

/** What the record of a project says of start, completion and production, and the stage it stands at. */
export type RecordDates = Readonly<{
  stage: Stage;
  started: PartialDate | null;
  completed: PartialDate | null;
  production: PartialDate | null;
}>;
const reachedAt: Readonly<Record<NodeEvent, Stage>> = { started: 'building', completed: 'completed', production: 'producing' };

/** The day of an event as the record has it; one known only to its month or year counts at its end, by today at the latest. */
export function eventDay(event: NodeEvent | null, dates: RecordDates, today: Day): Day | null {
  if (!event || stageNo(dates.stage) < stageNo(reachedAt[event])) return null;
  const on = dates[event];
  if (!on) return null;
  const last = lastDayOf(on);
  return last < today ? last : today;
}

/** Days that a node is past its plan: when it was finished, or today while it is open. None in time. */
export function lateDays(finishOn: Day, finishedOn: Day | null, today: Day): number | null {
  const days = daysBetween(finishOn, finishedOn ?? today);
  return days > 0 ? days : null;
}

type Known = Readonly<{ startedOn: Day | null; finishedOn: Day | null }>;
type Said = Readonly<{ kind: 'started' | 'finished'; happenedOn: Day | null; reason: string | null }>;
/** What may be said of a node: by today, begun before finished; another day than what stands, with its reason. */
export function checkActual(said: Said, known: Known, today: Day): true | Refusal {
  const { kind, happenedOn, reason } = said;
  const before = kind === 'started' ? known.startedOn : known.finishedOn;
  if (happenedOn === before) return refuse('rule', 'milestone.nothing_changed', { field: 'happenedOn' });
  if (before !== null && !reason?.trim()) return refuse('invalid', 'milestone.reason_required', { field: 'reason' });
  if (happenedOn === null) return true;
  if (happenedOn > today) return refuse('invalid', 'milestone.in_future', { field: 'happenedOn', found: happenedOn, today });
  const [start, finish] = kind === 'started' ? [happenedOn, known.finishedOn] : [known.startedOn, happenedOn];
  if (start !== null && finish !== null && finish < start)
    return refuse('invalid', 'milestone.finished_before_start', { field: 'happenedOn', start, finish });
  return true;
}
