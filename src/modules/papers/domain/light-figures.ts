import type { Day, Month } from '../../../kernel/day.ts';
import type { Judged } from '../../lights/domain/light.ts';
import type { ReasonClass } from '../../lights/domain/reason.ts';

/** Projects by the light they showed for a month; whoever was let off counts as green. */
export type LightCounts = Readonly<{ green: number; yellow: number; red: number; none: number; exempt: number }>;
/** A project whose light was not green, with what it was for and what its unit said. */
export type LitProject = Readonly<{
  id: string;
  code: string;
  name: string;
  unitName: string;
  /** How many months running it has shown this colour. */
  months: number;
  judged: readonly Judged[];
  reason: Readonly<{ class: ReasonClass; words: string }> | null;
}>;

/** Everything a notice of lights is written from, frozen when it is made. */
export type LightFigures = Readonly<{
  month: Month;
  unit: Readonly<{ id: string; name: string; kind: string }>;
  asOf: string;
  madeOn: Day;
  closing?: null;
  rules: Readonly<{ title: string; version: number }>;
  total: LightCounts;
  /** Newly red since the month before, and red then but not now; null where the month before had no lights. */
  moved: Readonly<{ red: number; better: number }> | null;
  units: readonly Readonly<{ id: string; name: string; counts: LightCounts }>[];
  red: readonly LitProject[];
  yellow: readonly LitProject[];
}>;
