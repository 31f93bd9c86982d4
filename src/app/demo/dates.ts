import { addMonths, type Month } from '../../kernel/day.ts';
import type { Recognised } from '../../modules/projects/date-commands.ts';
import { startKinds } from '../../modules/projects/domain/authority-date.ts';
import type { PlannedProject } from './plan.ts';

type Kept = Readonly<{ plan: PlannedProject; id: string }>;
/** Later than claimed by so many months, in turn; of every seventh project the authority has not said anything yet. */
const behind = [0, 1, 0, 2, 1, 0, null] as const;

/** What was recognised in a month of starts, entries into statistics and production, by authority: later than claimed, or not at all yet. */
export function recognisedIn(month: Month, known: readonly Kept[]): Readonly<Record<'statistics' | 'promotion', Recognised[]>> {
  const of = (event: Recognised['event'], authority: string, claimed: (plan: PlannedProject) => Month | null) =>
    known.flatMap(({ plan, id }, i): Recognised[] => {
      const [at, months] = [claimed(plan), behind[i % behind.length] ?? null];
      if (at === null || months === null || plan.side || addMonths(at, months) !== month) return [];
      const kind = event === 'started' ? startKinds[i % startKinds.length]! : null;
      return [{ projectId: id, event, authority, kind, happenedOn: month, reason: null }];
    });
  return {
    statistics: [
      ...of('started', 'statistics', (plan) => plan.startedMonth),
      ...of('natong', 'statistics', (plan) => (plan.total >= 500 ? plan.startedMonth : null)),
    ],
    promotion: [
      ...of('started', 'promotion', (plan) => (plan.company ? plan.startedMonth : null)),
      ...of('production', 'promotion', (plan) => plan.producedMonth),
    ],
  };
}
