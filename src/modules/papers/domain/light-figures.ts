import type { Day, Month } from '../../../kernel/day.ts';
import type { Judged } from '../../lights/domain/light.ts';
import type { ReasonClass } from '../../lights/domain/reason.ts';
import type { Colour } from '../../lights/domain/rule.ts';

/** What a project showed for a month: how many months running, whether it was let off, and what it showed the month before. */
export type ShownLight = Readonly<{
  id: string;
  code: string;
  name: string;
  unitId: string;
  unitName: string;
  colour: Colour;
  months: number;
  isOff: boolean;
  before: Colour | null;
}>;
/** What is counted of lights; whoever was let off counts as green, and only what the rules judged is judged. */
export const lightCounts = ['judged', 'green', 'yellow', 'red', 'none', 'exempt'] as const;
export type LightCount = (typeof lightCounts)[number];
const counted: Record<LightCount, (s: ShownLight) => boolean> = {
  judged: (s) => s.colour !== 'none',
  green: (s) => s.colour === 'green' || s.isOff,
  yellow: (s) => s.colour === 'yellow' && !s.isOff,
  red: (s) => s.colour === 'red' && !s.isOff,
  none: (s) => s.colour === 'none',
  exempt: (s) => s.isOff,
};
export const shownAs = (shown: readonly ShownLight[], key: LightCount) => shown.filter(counted[key]);
/** Red now and not the month before, and the other way round. */
export const turnedRed = (shown: readonly ShownLight[]) => shown.filter((s) => s.colour === 'red' && s.before !== 'red');
export const turnedBetter = (shown: readonly ShownLight[]) => shown.filter((s) => s.colour !== 'red' && s.before === 'red');
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
  /** Every project with a light, in the order of units. */
  shown: readonly ShownLight[];
  red: readonly LitProject[];
  yellow: readonly LitProject[];
}>;
