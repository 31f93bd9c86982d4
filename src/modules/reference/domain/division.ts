export const divisionLevels = ['province', 'prefecture', 'county', 'zone'] as const;
/** Zone: a development zone that has a code in statistics only. */
export type DivisionLevel = (typeof divisionLevels)[number];

/** One time during which a code meant one thing. It is in use in a year when firstYear ≤ year < lastYear. */
export type DivisionPeriod = Readonly<{
  code: string;
  name: string;
  level: DivisionLevel;
  firstYear: number;
  /** The year in which it ended; null while it goes on. */
  lastYear: number | null;
  parentCode: string | null;
  /** What the whole became when it ended. */
  successorCodes: readonly string[];
}>;

export type DivisionHistory = Readonly<{
  of: (code: string) => readonly DivisionPeriod[];
  under: (code: string) => readonly DivisionPeriod[];
}>;

/** An index over periods, for many questions about the same history. */
export function historyOf(periods: readonly DivisionPeriod[]): DivisionHistory {
  const ordered = periods.toSorted((a, b) => a.firstYear - b.firstYear);
  const byCode = Map.groupBy(ordered, (p) => p.code);
  const byParent = Map.groupBy(ordered, (p) => p.parentCode ?? '');
  return { of: (code) => byCode.get(code) ?? [], under: (code) => byParent.get(code) ?? [] };
}

const isInUse = (p: DivisionPeriod, year: number) => p.firstYear <= year && (p.lastYear === null || year < p.lastYear);

/**
 * What stands in `year` for a division written down as `code`: itself while its code is in use, else what the whole of it became,
 * step by step. Several codes when it was split. `writtenIn` tells apart a code that was given twice; without it the code's present
 * meaning wins. Empty for a code that never was. Parts given away while the rest went on do not move what was recorded.
 */
export function successorsOf(history: DivisionHistory, code: string, year: number, writtenIn = year): string[] {
  const periods = history.of(code);
  const meant =
    periods.findLast((p) => p.firstYear <= writtenIn && writtenIn <= (p.lastYear ?? writtenIn)) ??
    periods.findLast((p) => p.firstYear <= writtenIn) ??
    periods[0];
  return meant ? [...new Set(follow(history, meant, year))].toSorted() : [];
}

/** Ends, because every step goes to a period that was in use when the one before it ended. */
function follow(history: DivisionHistory, period: DivisionPeriod, year: number): string[] {
  const { lastYear } = period;
  if (lastYear === null || year < lastYear) return [period.code];
  const next = period.successorCodes.flatMap((code) => history.of(code).filter((p) => isInUse(p, lastYear)));
  if (next.length) return next.flatMap((p) => follow(history, p, year));
  return parentsOfChildren(history, period, year);
}

/** A prefecture that was dissolved has no successor of its own: it became what its counties now belong to. */
function parentsOfChildren(history: DivisionHistory, { code, lastYear }: DivisionPeriod, year: number): string[] {
  const children = history.under(code).filter((p) => p.level === 'county' && p.lastYear === lastYear);
  const standing = children.flatMap((child) => follow(history, child, year));
  return standing.flatMap((c) =>
    history
      .of(c)
      .filter((p) => isInUse(p, year))
      .map((p) => p.parentCode ?? p.code),
  );
}

export type RollUp = Readonly<{ currentCodes: string[]; county: string | null; prefecture: string | null; province: string | null }>;

/**
 * Where what was recorded under `code` counts in `year`. A level is null when its successors disagree about it,
 * so that nothing is counted twice, and when there is none (counties directly under a province).
 */
export function rollUp(history: DivisionHistory, code: string, year: number): RollUp {
  const currentCodes = successorsOf(history, code, year);
  const chains = currentCodes.map((c) => chainOf(history, c, year));
  const agreed = (...levels: DivisionLevel[]) => {
    const codes = new Set(chains.map((chain) => chain.find((p) => levels.includes(p.level))?.code ?? null));
    return codes.size === 1 ? [...codes][0]! : null;
  };
  return { currentCodes, county: agreed('county', 'zone'), prefecture: agreed('prefecture'), province: agreed('province') };
}

/** The division in use in `year` and everything above it, lowest first. */
export function chainOf(history: DivisionHistory, code: string, year: number): DivisionPeriod[] {
  const own = history.of(code).findLast((p) => isInUse(p, year));
  if (!own) return [];
  return own.parentCode ? [own, ...chainOf(history, own.parentCode, year)] : [own];
}
