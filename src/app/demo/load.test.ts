import { asc, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { cards, figureKeys } from '../../modules/figures/domain/card.ts';
import { figureGroups } from '../../modules/figures/group-queries.ts';
import { figureRows, figureValues } from '../../modules/figures/queries.ts';
import { figureTrend } from '../../modules/figures/trend-queries.ts';
import { verifyTotals } from '../../modules/funds/verify-queries.ts';
import { actorByLogin, operatorActor } from '../../modules/identity/queries.ts';
import { listFlags } from '../../modules/recognition/flag-queries.ts';
import { listClaims } from '../../modules/recognition/claim-queries.ts';
import { reconciliation } from '../../modules/recognition/reconcile-queries.ts';
import { listLights } from '../../modules/lights/queries.ts';
import { lightStanding, projectLight } from '../../modules/lights/tables.ts';
import { completeness } from '../../modules/progress/queries.ts';
import { deliveryView } from '../../modules/cockpit/delivery-queries.ts';
import { cockpitView } from '../../modules/cockpit/queries.ts';
import { listTasks } from '../../modules/meetings/task-queries.ts';
import { listNodes } from '../../modules/milestones/list-queries.ts';
import { listPermits } from '../../modules/permits/list-queries.ts';
import { listProblems } from '../../modules/problems/queries.ts';
import { listProjects } from '../../modules/projects/list-queries.ts';
import { ListQuery } from '../../modules/projects/domain/list-filter.ts';
import { loadReference } from '../../modules/reference/commands.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { loadDemo } from './load.ts';

const now = new Date('2026-11-22T02:00:00Z');
const { db, close } = await testDatabase();
afterAll(close);
let bureau: Actor;
beforeAll(async () => {
  await loadReference(db, now);
  await loadDemo(db, now);
  bureau = await operatorActor(db);
}, 120_000);

const all = { unitId: undefined, from: undefined, through: undefined, asOf: undefined };
const value = async (key: (typeof figureKeys)[number], query = {}, actor = bureau) => {
  const { figures } = await figureValues(db, { ...all, ...query }, actor, now, [key]);
  return figures[0]!;
};

describe('the demo district', () => {
  test('shows the published figures: 132, 48.33亿, 15.82亿, 32.73 %, 353, 34.17亿', async () => {
    const { figures } = await figureValues(db, all, bureau, now);
    const of = Object.fromEntries(figures.map((f) => [f.key, f]));
    expect(of['signed_count']!.value).toBe(132);
    expect(of['signed_amount']!.value).toBe(4_833_000_000_00);
    expect(of['arrived_amount']!.value).toBe(1_582_000_000_00);
    expect(of['arrival_rate']!.ratio).toEqual({ numerator: 1_582_000_000_00, denominator: 4_833_000_000_00, percent: '32.73' });
    expect(of['invested_count']!.value).toBe(353);
    expect(of['invested_amount']!.value).toBe(3_417_000_000_00);
  });
  test('has the same totals in the list of signed projects', async () => {
    const { totals } = await listProjects(db, ListQuery.parse({ signed: 'true' }), bureau);
    const counted = await listProjects(db, ListQuery.parse({ signed: 'true', side: 'none' }), bureau);
    expect([counted.totals.count, counted.totals.agreedFen, counted.totals.arrivedFen]).toEqual([132, 4_833_000_000_00, 1_582_000_000_00]);
    expect(totals.count).toBe(137);
  });
  test.each(figureKeys)('every row of %s opens, and the rows add up to it', async (key) => {
    const figure = await value(key);
    const rows = await figureRows(db, key, { ...all, excluded: false, page: 1, size: 2000 }, bureau, now);
    expect(rows.items).toHaveLength(figure.rows);
    const sum = rows.items.reduce((n, r) => n + r.value, 0);
    expect(sum).toBe(rows.sum);
    expect(sum).toBe(figure.ratio ? figure.ratio.numerator : figure.value);
    if (figure.ratio) expect(rows.items.reduce((n, r) => n + r.denominatorValue!, 0)).toBe(figure.ratio.denominator);
    const out = await figureRows(db, key, { ...all, excluded: true, page: 1, size: 2000 }, bureau, now);
    expect(out.total).toBe(figure.excluded);
  });
  test.each(['unit', 'industry', 'park', 'leader', 'stage'] as const)(
    'cut by %s, counts and amounts still add up to the whole',
    async (dimension) => {
      for (const key of figureKeys.filter((k) => cards[k].kind !== 'rate')) {
        const { groups } = await figureGroups(db, key, { ...all, dimension }, bureau, now);
        expect([key, groups.reduce((n, g) => n + g.value!, 0)]).toEqual([key, (await value(key)).value]);
      }
    },
  );
  test('months add up to the whole, and no month is after the cut-off', async () => {
    const { months } = await figureTrend(db, all, bureau, now);
    expect(months.reduce((n, m) => n + m.agreedFen, 0)).toBe(4_833_000_000_00);
    expect(months.reduce((n, m) => n + m.arrivedFen, 0)).toBe(1_582_000_000_00);
    expect(months).toHaveLength(36);
  });
  test('as of an earlier day shows what was recorded by then, and never more', async () => {
    const seen = await Promise.all(
      ['2024-06-30', '2025-06-30', '2026-06-30', '2026-11-22'].map(async (asOf) => (await value('signed_count', { asOf })).value!),
    );
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(132);
  });
  test('a promoter’s cockpit holds the township alone', async () => {
    const promoter = (await actorByLogin(db, 'qingsui'))!;
    const mine = await value('signed_count', {}, promoter);
    const township = await value('signed_count', { unitId: promoter.unitId });
    expect(mine).toEqual(township);
    expect(mine.value).toBeLessThan(132);
    const view = await cockpitView(db, { query: { ...all, rankBy: 'signed_amount' } }, promoter, now);
    expect(view.ranking.map((g) => g.bucket)).toEqual([promoter.unitId]);
    expect(new Set(view.changes.map((c) => c.unitName))).toEqual(new Set(['青穗镇']));
  });
  test('names the units that recorded nothing for the last month', async () => {
    const view = await cockpitView(db, { query: { ...all, rankBy: 'signed_amount' } }, bureau, now);
    expect(view.reportMonth).toBe('2026-10');
    expect(view.silent.map((u) => u.name)).toEqual(['栖梧区商务局', '南塬乡']);
  });
  test('has red flags of several kinds, one of them resolved', async () => {
    const { items } = await listFlags(db, { page: 1, size: 200 }, bureau);
    const open = items.filter((f) => f.state === 'open').map((f) => f.code);
    const kinds = [
      'above_agreed',
      'before_signing',
      'december_round',
      'in_and_out',
      'local_payer',
      'no_progress',
      'same_voucher',
      'shared_contact',
    ] as const;
    expect(kinds.filter((kind) => !open.includes(kind))).toEqual([]);
    expect(items.filter((f) => f.state === 'resolved').map((f) => f.code)).toEqual(['voucher_year']);
  });
  test('its last month reconciles to zero between sides that differ, while one township’s arrivals are under review', async () => {
    const month = '2026-10';
    const found = await reconciliation(db, { a: 'promotion', b: 'statistics', from: month, to: month }, bureau);
    expect(found.unexplainedFen).toBe(0);
    expect(found.aFen).toBeGreaterThan(found.bFen);
    expect(found.bFen).toBeGreaterThan(0);
    const { items } = await listClaims(db, { page: 1, size: 10 }, bureau);
    expect(items.map((c) => [c.unitName, c.state])).toEqual(['open', 'open', 'returned', 'open'].map((state) => ['青穗镇', state]));
  });
  test('reports its months, nearly all of them in time, and every project at work has a light', async () => {
    const { total } = await completeness(db, '2026-09', bureau, now);
    expect(total.owed).toBeGreaterThan(30);
    expect(total.onTime / total.owed).toBeGreaterThan(0.8);
    expect((await completeness(db, '2026-10', bureau, now)).total.submitted).toBeGreaterThan(0);
    const { total: lit, counts } = await listLights(db, { page: 1, size: 1 }, bureau, now);
    expect(lit).toBeGreaterThan(30);
    expect(Object.values(counts).filter((n) => n > 0).length).toBeGreaterThan(1);
  });
  test('each figure of how projects go on is the number of rows it opens, for the bureau, for a unit and for a promoter', async () => {
    const promoter = (await actorByLogin(db, 'qingsui'))!;
    for (const [actor, unitId] of [
      [bureau, undefined],
      [bureau, promoter.unitId],
      [promoter, undefined],
    ] as const) {
      const view = await deliveryView(db, unitId, actor, now);
      const of = Object.fromEntries(view.figures.map((f) => [f.key, f.value ?? f.ratio!]));
      const one = { page: 1, size: 1 };
      const unit = unitId && { unit: unitId };
      const owner = unitId && { owner: unitId };
      const lit = async (colour: 'red' | 'yellow') => (await listLights(db, { ...one, ...unit, colour }, actor, now)).total;
      expect([of['red_lights'], of['yellow_lights']]).toEqual([await lit('red'), await lit('yellow')]);
      expect(of['overdue_nodes']).toBe((await listNodes(db, { ...one, ...unit, state: 'overdue', days: 30 }, actor, now)).total);
      const permits = async (more: object) =>
        (await listPermits(db, { ...one, ...unit, sort: 'due', order: 'asc', ...more }, actor, now)).total;
      const decided = { decided: '2026' };
      expect(of['permits_on_time']).toMatchObject({
        numerator: await permits({ ...decided, onTime: 'true' }),
        denominator: await permits(decided),
      });
      expect(of['late_permits']).toBe(await permits({ state: 'late' }));
      const problems = async (more: object) => (await listProblems(db, { ...one, ...owner, ...more }, actor, now)).total;
      expect([of['open_problems'], of['overdue_problems']]).toEqual([
        await problems({ state: 'open' }),
        await problems({ overdue: 'true' }),
      ]);
      expect(view.ages.reduce((sum, a) => sum + a.open, 0)).toBe(of['open_problems']);
      expect(of['overdue_tasks']).toBe((await listTasks(db, { ...one, ...unit, state: 'overdue' }, actor, now)).total);
      const reports = (await completeness(db, view.reportMonth, actor, now)).units.filter((u) => !unitId || u.unitId === unitId);
      expect(of['report_completeness']).toMatchObject({
        numerator: reports.reduce((sum, u) => sum + u.reported, 0),
        denominator: reports.reduce((sum, u) => sum + u.owed, 0),
      });
      expect(view.units.reduce((sum, u) => sum + u.red, 0)).toBe(of['red_lights']);
    }
    const { figures, units } = await deliveryView(db, undefined, bureau, now);
    expect(figures.filter((f) => (f.value ?? f.ratio!.denominator) === 0).map((f) => f.key)).toEqual([]);
    expect(units.length).toBeGreaterThan(15);
    expect((await deliveryView(db, undefined, promoter, now)).units.map((u) => u.unitId)).toEqual([promoter.unitId]);
    await expect(deliveryView(db, v7(), bureau, now)).rejects.toMatchObject({ code: 'unit.unknown' });
  });
  test('nothing is planned for, asked of a department or decided before a project is signed', async () => {
    const { rows } = await db.execute(sql`
      select p.code from project p where p.stage in ('planning', 'negotiating')
        and (exists (select 1 from permit_item where project_id = p.id) or exists (select 1 from milestone_plan where project_id = p.id))`);
    expect(rows).toEqual([]);
  });
  test('the history of every light goes on by months, agrees with the light as it stands, and never calls overdue what it knows had happened', async () => {
    const lights = Map.groupBy(
      await db.select().from(projectLight).orderBy(asc(projectLight.recordedAt), asc(projectLight.id)),
      (l) => l.projectId,
    );
    const standings = await db.select().from(lightStanding);
    for (const { projectId, colour, month, since } of standings) {
      const history = lights.get(projectId)!;
      const run = history.slice(history.findLastIndex((l) => l.colour !== colour) + 1);
      expect([projectId, history.at(-1)!.month, run[0]!.month]).toEqual([projectId, month, since]);
    }
    expect(standings.length).toBeGreaterThan(100);
    const wrong = [...lights.values()].flatMap((history) => {
      const backwards = history.filter((l, i) => i > 0 && l.month < history[i - 1]!.month);
      const known = new Map(
        history.flatMap((l) =>
          l.dimensions.flatMap(({ code, details: { event, on } }) => (code === 'happened' ? [[event, String(on)] as const] : [])),
        ),
      );
      const late = history.filter((l) =>
        l.dimensions.some(({ code, colour, details: { event } }) => {
          const on = known.get(event!);
          return code.startsWith('overdue') && colour !== 'green' && on !== undefined && on <= l.month;
        }),
      );
      return [...backwards, ...late].map((l) => [l.projectId, l.month]);
    });
    expect(wrong).toEqual([]);
  });
  test('is loaded once, and its running totals agree with its rows', async () => {
    expect(await loadDemo(db, now)).toEqual({ loaded: false });
    expect(await verifyTotals(db)).toEqual([]);
  });
});
