import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { addMonths } from '../kernel/day.ts';
import { dimensions } from '../modules/figures/contract.ts';
import { figureKeys } from '../modules/figures/domain/card.ts';
import { figureGroups } from '../modules/figures/group-queries.ts';
import { figureRows, figureValues } from '../modules/figures/queries.ts';
import { figureTrend } from '../modules/figures/trend-queries.ts';
import { investedFrom, verifyTotals } from '../modules/funds/verify-queries.ts';
import { exitProject } from '../modules/projects/move-commands.ts';
import { ListQuery } from '../modules/projects/domain/list-filter.ts';
import { stages } from '../modules/projects/domain/stage.ts';
import { listOrder, listWhere } from '../modules/projects/filter-queries.ts';
import { listProjects } from '../modules/projects/list-queries.ts';
import { gatherStandingTotals, rebuildStandings } from '../modules/projects/standing-commands.ts';
import { project } from '../modules/projects/tables.ts';
import { now, seededLedger, size, unsettle } from './testing/seeded-ledger.ts';

const seeded = await seededLedger();
const { t, admin, scoped, one } = seeded;
afterAll(t.close);

test('the seeded ledger is as the commands would have kept it: verify finds no difference', async () => {
  expect(await verifyTotals(t.db)).toEqual([]);
  const [counts] = await one<Record<string, number>>(
    'select (select count(*) from project) as projects, (select count(*) from unit) as units, (select count(*) from arrival) as arrivals',
  );
  expect(counts).toMatchObject({ projects: size, units: 300 });
  expect(counts!['arrivals']! / size).toBeGreaterThan(8);
});

describe('figures of today come from running totals, figures as of a day from the entries: both say the same', () => {
  beforeAll(async () => {
    await unsettle(seeded);
    const leaving = await one<{ id: string; version: number }>(
      `select id, version from project where stage = 'building' and side is null and invested_fen > 0 order by code limit 6`,
    );
    const [stays] = await one<{ code: string }>(
      `select code from project where stage = 'producing' and side is null order by code limit 1`,
    );
    for (const [i, { id, version }] of leaving.entries()) {
      const side = (['transferred', 'merged', 'suspended'] as const)[i % 3]!;
      await exitProject(
        t.db,
        { id, version, side, reason: '按会议纪要调整', exitTo: side === 'merged' ? stays!.code : '邻区', happenedOn: '2026-10' },
        admin,
        now,
      );
    }
    expect(await verifyTotals(t.db)).toEqual([]);
  });

  const questions = [
    {},
    { through: '2026-10-31' },
    { through: '2025-06-15' },
    { from: '2026-01' },
    { from: '2025-03', through: '2026-02-28' },
  ];
  const today = '2026-11-22';
  const both = async (question: object, ask: (query: object, actor: Actor) => Promise<object>) => {
    for (const actor of [admin, scoped]) {
      const asked = { through: today, ...question };
      const { asked: _, ...running } = (await ask(asked, actor)) as { asked: unknown };
      const { asked: __, ...entries } = (await ask({ ...asked, asOf: today }, actor)) as { asked: unknown };
      expect(running).toEqual(entries);
    }
  };
  test.each(questions)('every figure, %o', (q) => both(q, (query, actor) => figureValues(t.db, query, actor, now)));
  test.each(questions)('its trend, %o', (q) => both(q, (query, actor) => figureTrend(t.db, query, actor, now)));
  test.each(questions)('its ranking of units, %o', (q) =>
    both(q, (query, actor) => figureGroups(t.db, 'arrival_rate', { ...query, dimension: 'unit' }, actor, now)),
  );
  test('whatever is asked, of whichever unit, by whom: value, rows, rows left out and groups', { timeout: 240_000 }, async () => {
    const units = (await one<{ id: string }>('select id from unit order by code')).map((u) => u.id);
    const clerk = { ...scoped, roles: ['promoter'] } as const satisfies Actor;
    const reader = { ...admin, roles: ['statistics'] } as const satisfies Actor;
    const month = fc.integer({ min: 0, max: 61 }).map((n) => addMonths('2021-11', n));
    const asking = fc.record({
      key: fc.constantFrom(...figureKeys),
      actor: fc.constantFrom(admin, scoped, clerk, reader),
      unitId: fc.option(fc.constantFrom(...units.slice(0, 120)), { nil: undefined }),
      from: fc.option(month, { nil: undefined }),
      through: fc.oneof(
        fc.constant(today),
        month.map((m) => `${m}-17`),
      ),
      excluded: fc.boolean(),
      dimension: fc.constantFrom(...dimensions),
    });
    await fc.assert(
      fc.asyncProperty(asking, async ({ key, actor, excluded, dimension, ...question }) => {
        fc.pre(!question.from || question.from <= question.through);
        const unitId = actor === scoped || actor === clerk ? undefined : question.unitId;
        const ask = async (asOf: string | undefined) => {
          const query = { ...question, unitId, asOf };
          const { figures } = await figureValues(t.db, query, actor, now, [key]);
          const { asked: _, ...rows } = await figureRows(t.db, key, { ...query, excluded, page: 1, size: 20 }, actor, now);
          const { groups } = await figureGroups(t.db, key, { ...query, dimension }, actor, now);
          return { figures, rows, groups };
        };
        expect(await ask(undefined)).toEqual(await ask(today));
      }),
      { numRuns: 40, seed: 20_261_128 },
    );
  });
  test('and lines of sums gathered into one of each key say the same again', async () => {
    const before = await figureValues(t.db, {}, admin, now);
    await gatherStandingTotals(t.db, {}, admin, now);
    const [lines] = await one<{ all: number; keys: number }>(
      `select count(*) as all, count(distinct (unit_id, kind, period, stage, side, band)) as keys from standing_total`,
    );
    expect(lines!.all).toBe(lines!.keys);
    const [lists] = await one<{ all: number; keys: number }>(
      `select count(*) as all, count(distinct (unit_id, facet, industry_code, band, stage, side, is_signed, is_started, is_arrived)) as keys from list_total`,
    );
    expect(lists!.all).toBe(lists!.keys);
    expect(await figureValues(t.db, {}, admin, now)).toEqual(before);
    expect(await verifyTotals(t.db)).toEqual([]);
  });
  test('verify names a standing, a sum and words for search that someone changed', async () => {
    const [changed] = await one<{ code: string }>(
      `update project_standing set stage = 'planning' where project_id = (select project_id from project_standing where stage <> 'planning'
         order by code limit 1) returning code`,
    );
    const [lost] = await one<{ words: string }>(
      `update project_search set words = '无' where project_id = (select min(project_id::text)::uuid from project_search)
         returning (select s.words from project_search s where s.project_id = project_search.project_id)`,
    );
    const found = await verifyTotals(t.db);
    for (const about of [changed!.code, '无', lost!.words])
      expect(found).toEqual(expect.arrayContaining([expect.objectContaining({ total: 'standing', about })]));
    await rebuildStandings(t.db, { investedFrom }, admin, now);
    expect(await verifyTotals(t.db)).toEqual([]);
  });
  test.each(questions)('its rows, %o', (q) =>
    both(q, (query, actor) => figureRows(t.db, 'invested_amount', { ...query, excluded: false, page: 1, size: 500 }, actor, now)),
  );
});

describe('count and sums of a list come from kept sums, its page from an index: both are those of its projects', () => {
  const slowly = async (query: ListQuery, actor: Actor) => {
    const rows = t.db.select().from(project).where(listWhere(query, actor));
    const all = await rows.orderBy(...listOrder(query, actor));
    const sum = (of: 'totalFen' | 'agreedFen' | 'attractedFen' | 'fixedFen' | 'arrivedFen' | 'investedFen') =>
      all.reduce((total, row) => total + (row[of] ?? 0), 0);
    const totals = {
      count: all.length,
      totalFen: sum('totalFen'),
      agreedFen: sum('agreedFen'),
      attractedFen: sum('attractedFen'),
      fixedFen: sum('fixedFen'),
      arrivedFen: sum('arrivedFen'),
      investedFen: sum('investedFen'),
    };
    const from = (query.page - 1) * query.size;
    return { totals, ids: all.slice(from, from + query.size).map((row) => row.id) };
  };
  test('whatever narrows it, whoever asks', { timeout: 120_000 }, async () => {
    const clerk = { ...scoped, roles: ['promoter'] } as const satisfies Actor;
    const auditor = { ...admin, roles: ['auditor'] } as const satisfies Actor;
    const units = (await one<{ id: string }>('select id from unit order by code')).map((u) => u.id);
    const flag = fc.constantFrom('true', 'false');
    const someOf = (of: readonly string[]) => fc.subarray([...of], { minLength: 1, maxLength: 3 }).map((all) => all.join(','));
    const digit = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 6, max: 13 })).map(([n, noughts]) => n * 10 ** noughts);
    const amount = fc.oneof(
      digit,
      digit.map((n) => n + 1),
      fc.integer({ min: 0, max: 3e12 }),
      fc.constant(-1),
    );
    const months = fc.integer({ min: 0, max: 61 }).map((n) => addMonths('2021-11', n));
    const ways = {
      stage: someOf(stages),
      side: fc.constantFrom('none', 'none,suspended', 'transferred'),
      unit: fc.constantFrom(...units.slice(0, 40)),
      industry: fc.constantFrom('3', '36', '3670', '9'),
      signed: flag,
      started: flag,
      arrivals: flag,
      ranged: fc.tuple(fc.constantFrom('total', 'agreed', 'arrived', 'invested'), fc.option(amount), fc.option(amount)),
      months: fc.tuple(fc.option(months), fc.option(months)),
      q: fc.constantFrom('hc', '科技', 'ycd', '项目'),
    };
    // Few at a time: of many at once nothing is left to be told apart.
    const few = fc.subarray(Object.keys(ways) as (keyof typeof ways)[], { minLength: 1, maxLength: 3 });
    const narrowed = fc.tuple(few, fc.record(ways)).map(([names, all]) => {
      const chosen: Partial<typeof all> = {};
      for (const name of names) Object.assign(chosen, { [name]: all[name] });
      return chosen;
    });
    const asking = fc.record({
      actor: fc.constantFrom(admin, scoped, clerk, auditor),
      narrowed,
      sort: fc.constantFrom('updatedAt', 'name', 'signedOn', 'totalFen', 'agreedFen', 'arrivedFen', 'investedFen', 'stage'),
      order: fc.constantFrom('asc', 'desc'),
      page: fc.integer({ min: 1, max: 3 }),
    });
    let some = 0;
    await fc.assert(
      fc.asyncProperty(asking, async ({ actor, narrowed: { ranged, months: signed, ...plainly }, ...rest }) => {
        const [of, min, max] = ranged ?? [];
        const given = {
          [`${of}Min`]: min ?? undefined,
          [`${of}Max`]: max ?? undefined,
          signedFrom: signed?.[0] ?? undefined,
          signedTo: signed?.[1] ?? undefined,
        };
        const query = ListQuery.parse({
          ...plainly,
          ...rest,
          ...(ranged ? given : { signedFrom: given.signedFrom, signedTo: given.signedTo }),
          size: 20,
        });
        const { totals, items } = await listProjects(t.db, query, actor);
        expect({ totals, ids: items.map((item) => item.id) }).toEqual(await slowly(query, actor));
        if (totals.count > 0) some += 1;
      }),
      { numRuns: 300, seed: 20_261_128 },
    );
    expect(some).toBeGreaterThan(120);
  });
});

test('a page beyond the last is empty and has its sums all the same', async () => {
  const asked = { excluded: false, size: 50 };
  const first = await figureRows(t.db, 'signed_amount', { ...asked, page: 1 }, admin, now);
  const beyond = await figureRows(t.db, 'signed_amount', { ...asked, page: 900 }, admin, now);
  expect(first.items).toHaveLength(50);
  expect(beyond).toEqual({ ...first, items: [] });
});
