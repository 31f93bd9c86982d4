import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayOf } from '../../kernel/day.ts';
import { recordInvestment } from '../funds/investment-commands.ts';
import { anInvestment, fundsDatabase } from '../funds/test-database.ts';
import { milestonePresets } from '../milestones/domain/preset.ts';
import { makePlan } from '../milestones/plan-commands.ts';
import { publishPreset } from '../reference/commands.ts';
import { publishForecastRules, refreshAllForecasts } from './commands.ts';
import { forecastPreset } from './domain/rule.ts';
import { forecastOfProject, listForecasts } from './queries.ts';
import { listForecastRules } from './rule-queries.ts';

const { db, close, people, project, units, pool } = await fundsDatabase();
const { clerk, head, stranger, bureau } = people;
const wan = 1_000_000;
const now = new Date('2026-08-10T09:00:00+08:00');
const page = { page: 1, size: 50 };
const invest = (id: string, month: string, doneWan = 100) =>
  recordInvestment(db, anInvestment(id, { month, civilFen: doneWan * wan, equipmentFen: 0, amountFen: doneWan * wan }), clerk, now);
const of = (id: string, actor = clerk, at = now) => forecastOfProject(db, id, actor, at);
/** Begun in January, promised for the year's end, a hundred 万元 a month until July. */
const built = async (months = 7) => {
  const id = await project({ started_on: '2026-01', planned_production_on: '2026-12', total_fen: 2000 * wan });
  for (let m = 1; m <= months; m += 1) await invest(id, `2026-0${m}`);
  return id;
};
beforeAll(async () => {
  for (const preset of [...milestonePresets, forecastPreset]) await publishPreset(db, preset);
});
afterAll(close);

describe('forecasts of projects', () => {
  test('are made from the ledger and the promise of the record, and kept for the list', async () => {
    const id = await built();
    const { forecast, months, ruleVersion } = await of(id);
    // 1840 − 700 at 1200 a year: 347 days after 31 July, and 75
    expect(forecast).toMatchObject({ through: '2026-07', promisedOn: '2026-12-31', finish: { likely: '2027-09-26' }, lateDays: 269 });
    expect(forecast!.year).toMatchObject({ year: 2026, doneFen: 700 * wan, likely: 1200 * wan, planFen: null });
    expect([months.length, ruleVersion]).toEqual([6, 1]);
    expect(await refreshAllForecasts(db, bureau, now)).toBe(1);
    const list = await listForecasts(db, { ...page, state: 'late', lateFrom: 200 }, clerk);
    expect(list).toMatchObject({ madeOn: dayOf(now), total: 1, counts: { late: 1, on_time: 0, beyond: 0, unknown: 0 } });
    expect(list.items[0]).toMatchObject({ projectId: id, ...forecast });
    expect((await listForecasts(db, { ...page, lateFrom: 270 }, clerk)).total).toBe(0);
  });
  test('a month that can still be reported is not known; once its report is due it had no investment', async () => {
    const id = await built(6);
    expect((await of(id, clerk, new Date('2026-08-05T09:00:00+08:00'))).forecast).toMatchObject({ through: '2026-06' });
    const after = await of(id);
    expect(after.forecast).toMatchObject({ through: '2026-07' });
    expect(after.months.at(-1)).toEqual({ month: '2026-07', fen: 0 });
  });
  test('a plan of milestones tells its own, and its promise goes before the record’s', async () => {
    const id = await built();
    const plan = { projectId: id, class: 'equipment', promisedOn: '2026-10-31', nodes: null, insteadOf: null, reason: null } as const;
    await makePlan(db, plan, head, now);
    const { forecast } = await of(id);
    expect(forecast!.promisedOn).toBe('2026-10-31');
    expect(forecast!.reasons.map((r) => r.code)).toEqual(expect.arrayContaining(['few_nodes', 'nodes', 'money', 'pace']));
  });
  test('what stands aside, produces or was never begun has none, or says that it knows too little', async () => {
    const id = await built();
    await refreshAllForecasts(db, bureau, now);
    await pool.query("update project set stage = 'producing' where id = $1", [id]);
    expect((await of(id)).forecast).toBeNull();
    const before = await listForecasts(db, page, bureau);
    await refreshAllForecasts(db, bureau, now);
    expect((await listForecasts(db, page, bureau)).total).toBe(before.total - 1);
    const fresh = await project({ total_fen: 2000 * wan });
    expect((await of(fresh)).forecast).toMatchObject({ finish: null, year: null, lateDays: null });
  });
  test('a district publishes its own rule from a day on, and forecasts are made by it', async () => {
    const id = await built();
    const rules = { ...forecastPreset.body, toProduction: { low: 0, likely: 0, high: 0 } };
    await expect(publishForecastRules(db, { rules, effectiveFrom: '2026-08-10' }, clerk, now)).rejects.toMatchObject({
      code: 'forecast.may_not_publish',
    });
    await expect(publishForecastRules(db, { rules, effectiveFrom: '2026-08-09' }, bureau, now)).rejects.toMatchObject({
      code: 'forecast.rules_in_past',
    });
    expect(await publishForecastRules(db, { rules, effectiveFrom: '2026-08-10' }, bureau, now)).toEqual({ version: 2 });
    expect(await of(id)).toMatchObject({ ruleVersion: 2, forecast: { finish: { likely: '2027-07-13' } } });
    expect((await listForecastRules(db, clerk, now)).versions.map((v) => v.version)).toEqual([2, 1]);
  });
  test('another unit reads, counts and exports none of it', async () => {
    const id = await built();
    await refreshAllForecasts(db, bureau, now);
    await expect(of(id, stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    expect(await listForecasts(db, page, stranger)).toMatchObject({ total: 0, madeOn: null, counts: { late: 0 } });
    await expect(listForecasts(db, { ...page, unit: '00000000-0000-7000-8000-000000000000' }, bureau)).rejects.toMatchObject({
      code: 'unit.unknown',
    });
    expect((await listForecasts(db, { ...page, unit: units.east }, bureau)).total).toBeGreaterThan(0);
  });
});
