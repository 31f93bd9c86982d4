import type { Day, Month, PartialDate } from '../../../kernel/day.ts';
import type { PlanNode } from '../../milestones/domain/node.ts';
import type { Stage } from '../../projects/domain/stage.ts';

/** A node of the plan in force and what became of it. */
export type ForecastNode = Pick<PlanNode, 'key' | 'name' | 'days' | 'unit' | 'after' | 'isOutdoor'> &
  Readonly<{ startOn: Day; finishOn: Day; startedOn: Day | null; finishedOn: Day | null }>;

/** Everything that a forecast is made from, as of a day. */
export type ForecastFacts = Readonly<{
  today: Day;
  stage: Stage;
  /** When production was promised: by the plan in force, or by the record. */
  promisedOn: Day | null;
  completedOn: PartialDate | null;
  totalFen: number | null;
  /** The last month of which the ledger is complete. */
  through: Month;
  /** Invested by the end of that month since the beginning, and since the beginning of this year. */
  investedFen: number;
  yearDoneFen: number;
  /** Every month from the start of the work to that month, those without any investment too. */
  months: readonly Readonly<{ month: Month; fen: number }>[];
  /** This year's plan: due by the end of that month, out of the whole. */
  yearPlan: Readonly<{ plannedFen: number; totalFen: number }> | null;
  nodes: readonly ForecastNode[];
}>;

/** Why a forecast says what it says: its sentence is `forecast.why.<code>`. */
export type Reason = Readonly<{ about: 'finish' | 'year'; code: string; details: Readonly<Record<string, string | number>> }>;
