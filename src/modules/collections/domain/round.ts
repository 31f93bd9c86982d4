import { addMonths, type Day, lastDayOf } from '../../../kernel/day.ts';
import type { Frequency } from './field.ts';

const step: Record<Frequency, number> = { once: 0, monthly: 1, quarterly: 3 };

/** The day a round is due: the first as it was set, the next a month or a quarter later, on the last day where a month is shorter. */
export function dueOfRound(first: Day, frequency: Frequency, round: number): Day {
  const month = addMonths(first.slice(0, 7), step[frequency] * (round - 1));
  const last = lastDayOf(month);
  const day = `${month}-${first.slice(8)}`;
  return day > last ? last : day;
}

/** The round that should be open on a day: the next one opens once the one before was due. */
export function roundOn(first: Day, frequency: Frequency, today: Day): number {
  if (frequency === 'once') return 1;
  let round = 1;
  while (dueOfRound(first, frequency, round) < today) round += 1;
  return round;
}
