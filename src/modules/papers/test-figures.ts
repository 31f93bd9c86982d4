import * as fc from 'fast-check';
import { type Month } from '../../kernel/day.ts';
import { ratio } from '../../kernel/number.ts';
import { cards, type FigureKey, figureKeys } from '../figures/domain/card.ts';
import { industryKeys, type ListedProject, monthKeys, type MonthlyFigures, unitKeys, type Value } from './domain/monthly-figures.ts';
import { monthsOfYear } from './domain/period.ts';

type Given = Partial<Record<FigureKey, number | readonly [number, number]>>;
const nothing: Value = { value: 0, ratio: null, rows: 0, version: '2026.1' };

const valueOf = (key: FigureKey, given: number | readonly [number, number] | undefined): Value =>
  cards[key].kind === 'rate'
    ? { ...nothing, value: null, ratio: ratio(...((given as [number, number]) ?? [0, 0])) }
    : { ...nothing, value: (given as number) ?? 0, rows: 1 };

/** Figures by key; a rate is given as its two parts, what is not given is nothing. */
export const values = <K extends FigureKey>(given: Given, keys: readonly K[]): Record<K, Value> =>
  Object.fromEntries(keys.map((key) => [key, valueOf(key, given[key])])) as Record<K, Value>;
export const figures = (given: Given) => values(given, figureKeys);
export const unit = (name: string, rank: number | null, given: Given) => ({
  bucket: `id ${name}`,
  name,
  rank,
  values: values(given, unitKeys),
});
export const yi = (n: number) => Math.round(n * 1e10);

const noList = { items: [], count: 0, amount: 0 };
/** An empty ledger, seen in October 2026. */
export function emptyBundle(month: Month = '2026-10', madeOn = '2026-11-05'): MonthlyFigures {
  return {
    month,
    madeOn,
    asOf: `${madeOn}T01:00:00.000Z`,
    unit: { id: 'id root', name: '栖梧区', kind: 'district' },
    investedFrom: 100_000_000,
    periods: {
      total: figures({}),
      year: figures({}),
      current: figures({}),
      yearBefore: figures({}),
      currentBefore: figures({}),
      previous: figures({}),
    },
    months: monthsOfYear({ month, madeOn }).map((line) => ({ ...line, values: values({}, monthKeys) })),
    units: [],
    industries: [],
    signed: noList,
    opened: noList,
    produced: noList,
    projects: null,
    reporting: { units: 0, silent: [] },
  };
}

const fen = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 9e12 }), fc.integer({ min: -1e9, max: 0 }));
const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9999 }));
const given = (keys: readonly FigureKey[]) =>
  fc.record(
    Object.fromEntries(keys.map((k) => [k, cards[k].kind === 'count' ? count : cards[k].kind === 'amount' ? fen : fc.tuple(count, count)])),
  ) as fc.Arbitrary<Given>;
const name = fc.stringMatching(/^[甲乙丙丁戊己庚辛]{2,6}$/);
const listed = (part: fc.Arbitrary<number>) =>
  fc.array(
    fc.record({
      id: fc.uuid(),
      code: name,
      name,
      unitName: name,
      date: fc.constantFrom(null, '2026', '2026-10', '2026-10-09'),
      amount: part,
    }),
    { maxLength: 5 },
  );
const listOf = (items: readonly ListedProject[]) => ({ items, count: items.length, amount: items.reduce((sum, p) => sum + p.amount, 0) });

/** Any state of a ledger, of a district or of a unit by itself, made in any month. */
export const anyBundle: fc.Arbitrary<MonthlyFigures> = fc
  .record({
    month: fc
      .tuple(fc.integer({ min: 2020, max: 2030 }), fc.integer({ min: 1, max: 12 }))
      .map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`),
    isOver: fc.boolean(),
    sets: fc.array(given(figureKeys).map(figures), { minLength: 6, maxLength: 6 }),
    hasPrevious: fc.boolean(),
    monthly: fc.array(given(monthKeys), { minLength: 12, maxLength: 12 }),
    units: fc.uniqueArray(fc.tuple(name, fc.integer({ min: 1, max: 9 }), given(unitKeys)), { maxLength: 9, selector: ([n]) => n }),
    industries: fc.uniqueArray(fc.tuple(name, given(industryKeys)), { maxLength: 5, selector: ([n]) => n }),
    lists: fc.tuple(listed(fen), listed(fen), listed(fen)),
    own: fc.option(
      fc.array(fc.record({ id: fc.uuid(), name, stage: fc.constantFrom('signed', 'building'), agreed: fen, arrived: fen }), {
        maxLength: 4,
      }),
    ),
    silent: fc.array(fc.record({ id: fc.uuid(), name }), { maxLength: 3 }),
  })
  .map(({ month, isOver, sets, hasPrevious, monthly, units, industries, lists, own, silent }) => {
    const base = emptyBundle(month, isOver ? '2031-01-05' : `${month}-20`);
    const [total, year, current, yearBefore, currentBefore, previous] = sets as [
      ReturnType<typeof figures>,
      ReturnType<typeof figures>,
      ReturnType<typeof figures>,
      ReturnType<typeof figures>,
      ReturnType<typeof figures>,
      ReturnType<typeof figures>,
    ];
    return {
      ...base,
      periods: { total, year, current, yearBefore, currentBefore, previous: hasPrevious ? previous : null },
      months: base.months.map((m, i) => ({ ...m, values: values(monthly[i]!, monthKeys) })),
      units: units.map(([n, rank, g]) => unit(n, rank, g)),
      industries: industries.map(([n, g]) => ({ bucket: n, name: n, values: values(g, industryKeys) })),
      signed: listOf(lists[0]),
      opened: listOf(lists[1]),
      produced: listOf(lists[2]),
      projects: own && { items: own, count: own.length },
      reporting: { units: units.length, silent },
    };
  });
