import type { Day, Month, PartialDate } from '../../../kernel/day.ts';

/**
 * What a figure is asked for. `through`: the last day whose facts count. `from`: the first month, or null for all since
 * the ledger began. `asOf`: only what was recorded by then (ISO instant), or null for all that is recorded now; of a closing, also the
 * last entry it knew (`asOfId`) and its month. `rulesBy`: the rules that were published by then.
 */
export type FigureScope = Readonly<{
  from: Month | null;
  through: Day;
  asOf: string | null;
  unitId: string | null;
  /** 'claimed', or the authority whose dates count; claimed when not said. */ dates?: { started: string; production: string };
  asOfId?: string | null | undefined;
  rulesBy?: string | null | undefined;
  closing?: Month | null | undefined;
}>;

/**
 * The least partly known date that falls into a period beginning with `from`: a date known only to its year counts in a
 * period that begins in January of that year, and is left out of one that begins later, as its month is not known.
 */
export const lowerBound = (from: Month): PartialDate => (from.endsWith('-01') ? from.slice(0, 4) : from);
