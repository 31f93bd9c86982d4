import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accounts, load } from '../../bench/load.ts';
import type { Actor } from '../kernel/actor.ts';
import { addMonths, dayAt, dayNumber, lastDayOf } from '../kernel/day.ts';
import { dimensions } from '../modules/figures/contract.ts';
import { figureKeys } from '../modules/figures/domain/card.ts';
import { figureGroups, groupsIn } from '../modules/figures/group-queries.ts';
import { keepMonthEnds } from '../modules/figures/month-end-commands.ts';
import { verifyMonthEnds } from '../modules/figures/month-end-queries.ts';
import { figureRows, figureValues, valuesOf } from '../modules/figures/queries.ts';
import { readingFor } from '../modules/figures/reading-queries.ts';
import { figureTrend } from '../modules/figures/trend-queries.ts';
import { reverseAgreement } from '../modules/funds/agreement-commands.ts';
import { recordArrival, reverseArrival } from '../modules/funds/arrival-commands.ts';
import { arrivalFaultCodes } from '../modules/funds/domain/arrival-check.ts';
import { reverseInvestment } from '../modules/funds/investment-commands.ts';
import { investedFrom, verifyTotals } from '../modules/funds/verify-queries.ts';
import { actorByLogin } from '../modules/identity/queries.ts';
import { exitProject } from '../modules/projects/move-commands.ts';
import { ListQuery } from '../modules/projects/domain/list-filter.ts';
import { stages } from '../modules/projects/domain/stage.ts';
import { listOrder, listWhere } from '../modules/projects/filter-queries.ts';
import { listProjects } from '../modules/projects/list-queries.ts';
import { gatherStandingTotals, rebuildStandings } from '../modules/projects/standing-commands.ts';
import { project } from '../modules/projects/tables.ts';
import { testDatabase } from '../platform/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');
const size = 400;
const t = await testDatabase();
afterAll(t.close);
let admin: Actor;
let scoped: Actor;

beforeAll(async () => {
  await load(t.ownerUrl, size, () => undefined);
  admin = (await actorByLogin(t.db, accounts.admin.login))!;
  scoped = (await actorByLogin(t.db, accounts.scoped.login))!;
  await recordAhead();
});

const one = async <T>(sql: string) => (await t.pool.query(sql)).rows as T[];
const plain = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null, payer: null, payerRegion: null, remark: null };

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
    await closeThrough('2026-09');
    await takeSomeBack();
    await recordOddDates();
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
  test('verify names a standing and a sum that someone changed', async () => {
    const [changed] = await one<{ code: string }>(
      `update project_standing set stage = 'planning' where project_id = (select project_id from project_standing where stage <> 'planning'
         order by code limit 1) returning code`,
    );
    const found = await verifyTotals(t.db);
    expect(found).toEqual(expect.arrayContaining([expect.objectContaining({ total: 'standing', about: changed!.code })]));
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
  const answers = async () => {
    const found = [];
    for (const { keys, isScoped, dimension, ...query } of questions) {
      const actor = isScoped ? scoped : admin;
      const reading = await readingFor(t.db, query, actor, later);
      const { figures } = await valuesOf(t.db, reading, keys);
      found.push({ figures, groups: await groupsIn(t.db, reading, keys.slice(0, 1), dimension), base: reading.base });
    }
    return found;
  };
  const said = (found: Awaited<ReturnType<typeof answers>>) => found.map(({ base: _, ...rest }) => rest);
  let fromEntries: Awaited<ReturnType<typeof answers>>;

  beforeAll(async () => {
    fromEntries = await answers();
    await keepMonthEnds(t.db, admin, later);
  }, 240_000);

  test('whatever is asked, as of whichever day or closing, by whom', { timeout: 240_000 }, async () => {
    expect(fromEntries.every((a) => a.base === null)).toBe(true);
    const fromSums = await answers();
    expect(said(fromSums)).toEqual(said(fromEntries));
    const summed = fromSums.filter((a) => a.base?.monthEnd);
    expect(summed.length).toBeGreaterThan(questions.length / 5);
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

test('a page beyond the last is empty and has its sums all the same', async () => {
  const asked = { excluded: false, size: 50 };
  const first = await figureRows(t.db, 'signed_amount', { ...asked, page: 1 }, admin, now);
  const beyond = await figureRows(t.db, 'signed_amount', { ...asked, page: 900 }, admin, now);
  expect(first.items).toHaveLength(50);
  expect(beyond).toEqual({ ...first, items: [] });
});

/** In June 2025, money that was to come in September. */
async function recordAhead() {
  const then = new Date('2025-06-20T02:00:00Z');
  const projects = await one<{ id: string }>(
    `select id from project where signed_on < '2025' and created_at < '2025-06-01' order by md5(code) limit 6`,
  );
  for (const { id: projectId } of projects) {
    const entry = { ...plain, projectId, arrivedOn: '2025-09-30', amountMinor: 7_000_00, kind: 'other' as const, voucherNo: null };
    await recordArrival(t.db, { ...entry, acknowledged: { codes: [...arrivalFaultCodes], reason: '预计到账' } }, admin, then);
  }
}

/** What happened by then and is recorded from now on counts in a later month. */
const closeThrough = (month: string) =>
  t.pool.query(
    `insert into month_event (id, unit_id, month, kind, last_at, last_id, recorded_by, recorded_at)
     select $1, (select id from unit where parent_id is null), $2, 'close', a.recorded_at, a.id, $3, $4 from arrival a order by a.recorded_at desc, a.id desc limit 1`,
    [v7(), month, admin.id, now],
  );

async function takeSomeBack() {
  const of = (table: string, which = 'true') =>
    one<{ projectId: string; id: string }>(
      `select project_id as "projectId", id from ${table} e where reverses is null and project_id::text ~ '[037bf]$' and ${which}
       and not exists (select 1 from ${table} r where r.project_id = e.project_id and r.reverses = e.id) order by id limit 15`,
    );
  const alone = `not exists (select 1 from agreement s where s.project_id = e.project_id and s.kind = 'supplement')`;
  for (const entry of await of('agreement', alone)) await reverseAgreement(t.db, { ...entry, reason: '录错项目' }, admin, now);
  for (const entry of await of('arrival')) await reverseArrival(t.db, { ...entry, reason: '录错项目' }, admin, now);
  for (const entry of await of('investment')) await reverseInvestment(t.db, { ...entry, reason: '录错月份' }, admin, now);
}

/** Known only to the year, dated ahead (later in this month, and in the next), or of a month that is closed. */
async function recordOddDates() {
  const dates = ['2025', '2026', '2026-11-28', '2026-12-05', '2026-08-11'];
  const projects = await one<{ id: string }>(`select id from project where signed_on is not null order by md5(code) limit 40`);
  for (const [i, { id: projectId }] of projects.entries()) {
    const entry = {
      ...plain,
      arrivedOn: dates[i % dates.length]!,
      amountMinor: 1_000_00 * (i + 1),
      kind: 'other' as const,
      voucherNo: null,
    };
    await recordArrival(t.db, { ...entry, projectId, acknowledged: { codes: [...arrivalFaultCodes], reason: '预计到账' } }, admin, now);
  }
}
