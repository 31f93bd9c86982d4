import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMonths, dayAt, dayNumber, lastDayOf } from '../kernel/day.ts';
import { figureKeys } from '../modules/figures/domain/card.ts';
import { groupsIn } from '../modules/figures/group-queries.ts';
import { keepMonthEnds } from '../modules/figures/month-end-commands.ts';
import { verifyMonthEnds } from '../modules/figures/month-end-queries.ts';
import { valuesOf } from '../modules/figures/queries.ts';
import { readingFor } from '../modules/figures/reading-queries.ts';
import { seededLedger, unsettle } from './testing/seeded-ledger.ts';

const seeded = await seededLedger();
const { t, admin, scoped, one } = seeded;
afterAll(t.close);

describe('figures of a past day come from the sums of the nearest end of a month, or from the entries: both say the same', () => {
  const units = ['unit', 'stage', 'industry'] as const;
  const later = new Date('2026-12-03T02:00:00Z');
  const chosen = ['2026-09', '2026-11-21', '2026-11-22', '2026-11-30', '2026-12-02', '2025-06-30', '2025-07-12'] as const;
  const day = fc.integer({ min: 0, max: 1500 }).map((n) => dayAt(dayNumber('2026-11-22') - n));
  const end = fc.integer({ min: 1, max: 40 }).map((n) => lastDayOf(addMonths('2026-11', -n)));
  const asking = fc.record({
    keys: fc.uniqueArray(fc.constantFrom(...figureKeys), { minLength: 3, maxLength: 6 }),
    isScoped: fc.boolean(),
    asOf: fc.oneof(day, end, fc.constantFrom(...chosen)),
    daysBefore: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
    from: fc.option(fc.constantFrom('2024-01', '2023-07', '2026-11', '2025-06'), { nil: undefined }),
    dimension: fc.constantFrom(...units),
  });
  const questions = fc.sample(asking, { numRuns: 90, seed: 20_261_128 }).map(({ daysBefore, asOf, from, ...q }) => {
    const through = daysBefore && asOf.length === 10 ? dayAt(dayNumber(asOf) - daysBefore) : undefined;
    return { ...q, asOf, through, from: from && from > (through ?? asOf) ? undefined : from };
  });
  // Agreements taken back in a later month than they were signed in: known by the end of November, and told otherwise by its sums.
  const late = ['2026-11-30', '2026-12-02'].flatMap((asOf) =>
    [undefined, '2021-01', '2026-10'].map((from) => {
      const keys = ['signed_count', 'signed_amount', 'fulfilment_rate', 'waiting_count'] as const;
      return { keys: [...keys], isScoped: false, asOf, from, through: undefined, dimension: 'unit' as const };
    }),
  );
  const answers = async () => {
    const found = [];
    for (const { keys, isScoped, dimension, ...query } of [...questions, ...late]) {
      const actor = isScoped ? scoped : admin;
      const reading = await readingFor(t.db, query, actor, later);
      const { figures } = await valuesOf(t.db, reading, keys);
      found.push({ figures, groups: await groupsIn(t.db, reading, keys.slice(0, 1), dimension), base: reading.base });
    }
    return found;
  };
  const said = (found: Awaited<ReturnType<typeof answers>>) => found.map(({ figures, groups }) => ({ figures, groups }));
  let fromEntries: Awaited<ReturnType<typeof answers>>;

  beforeAll(async () => {
    await unsettle(seeded);
    fromEntries = await answers();
    await keepMonthEnds(t.db, admin, later);
  }, 240_000);

  test('whatever is asked, as of whichever day or closing, by whom', { timeout: 240_000 }, async () => {
    expect(fromEntries.every((a) => a.base === null)).toBe(true);
    const fromSums = await answers();
    expect(said(fromSums)).toEqual(said(fromEntries));
    const summed = fromSums.filter((a) => a.base?.monthEnd);
    expect(summed.length).toBeGreaterThan(questions.length / 5);
    expect(fromSums.slice(-late.length).every((a) => a.base?.monthEnd === '2026-11-30')).toBe(true);
    expect(summed.some((a) => a.base!.off.length > 0)).toBe(true);
  });
  test('every end of a month since the ledger began is kept once, and is what the entries say', async () => {
    const days = await one<{ day: string }>('select day from month_end order by day');
    await keepMonthEnds(t.db, admin, later);
    expect(await one('select day from month_end order by day')).toEqual(days);
    expect(days.at(-1)).toEqual({ day: '2026-11-30' });
    expect(await verifyMonthEnds(t.db)).toEqual([]);
  });
  test('verify names the end of a month whose sums someone changed', async () => {
    const changed = `day = '2025-06-30' and kind = 'ledger'`;
    await t.pool.query(
      `update month_end_total set projects = projects + 1 where ctid = (select ctid from month_end_total where ${changed} limit 1)`,
    );
    const found = await verifyMonthEnds(t.db);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ total: 'month_end', about: '2025-06-30' });
    await t.pool.query(
      `update month_end_total set projects = projects - 1 where ctid = (select ctid from month_end_total where ${changed} order by ctid desc limit 1)`,
    );
  });
});
