import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordInvestment } from '../funds/investment-commands.ts';
import { anInvestment, fundsDatabase } from '../funds/test-database.ts';
import { publishPreset } from '../reference/commands.ts';
import { exemptLight, explainLight, publishLightRules, refreshAllLights, refreshLights } from './commands.ts';
import { LightRules, lightPreset, lightPresets } from './domain/rule.ts';
import { lightsByUnit, lightsOfProject, listLights } from './queries.ts';
import { comparePresets, tryLightRules } from './trial-queries.ts';

const { db, pool, close, people, project, units } = await fundsDatabase();
const { clerk, head, stranger, bureau } = people;
const wan = 1_000_000;
/** Lights are for July. */
const now = new Date('2026-08-10T09:00:00+08:00');
beforeAll(async () => {
  await publishPreset(db, lightPreset);
});
afterAll(close);

/** A project started and in the library, with a plan of 1.2亿 of which seven twelfths are due, and so much done. */
const under = async (doneWan: number, more: Record<string, unknown> = {}) => {
  const id = await project({ started_on: '2025-01', natong_on: '2025-02', ...more });
  await pool.query(
    `insert into year_plan (project_id, id, year, shape, months_fen, total_fen, recorded_by, recorded_at)
     values ($1, gen_random_uuid(), 2026, 'linear', array_fill($2::bigint, array[12]), 12 * $2::bigint, $3, $4)`,
    [id, 1000 * wan, bureau.id, now],
  );
  if (doneWan > 0) await invest(id, doneWan);
  return id;
};
const invest = (id: string, doneWan: number, month = '2026-07') =>
  recordInvestment(db, anInvestment(id, { month, civilFen: doneWan * wan, equipmentFen: 0, amountFen: doneWan * wan }), clerk, now);
const look = (at = now, projectIds?: readonly string[]) => refreshLights(db, projectIds ? { projectIds } : {}, bureau, at);
const light = async (id: string, at = now) => (await lightsOfProject(db, id, clerk, at)).current;
const page = { page: 1, size: 200 };

describe('lights of projects', () => {
  test('follow the rules in force, with the sentence’s parts, and are written down once', async () => {
    const id = await under(5800);
    expect((await look()).changed).toBe(1);
    expect(await light(id)).toMatchObject({
      colour: 'yellow',
      dimensions: [
        { key: 'progress', code: 'points', details: { done: '48.33', schedule: '58.33', behind: '10.00' } },
        { key: 'start' },
        { key: 'natong' },
      ],
    });
    expect((await look()).changed).toBe(0);
    await invest(id, 1, '2026-06');
    expect((await look(now, [id])).changed).toBe(1);
    expect(await light(id)).toMatchObject({ colour: 'green' });
    expect((await lightsOfProject(db, id, clerk, now)).history.map((h) => h.colour)).toEqual(['green', 'yellow']);
  });
  test('a project that leaves the stages that are lit has no light any more, also when all are looked at', async () => {
    const id = await under(0);
    await refreshAllLights(db, now);
    expect(await light(id)).toMatchObject({ colour: 'red' });
    await pool.query("update project set stage = 'producing' where id = $1", [id]);
    await refreshAllLights(db, now);
    expect(await light(id)).toBeNull();
  });
  test('money of later months and other years does not count', async () => {
    const id = await under(0);
    await invest(id, 7000, '2025-12');
    await invest(id, 7000, '2026-08');
    await look();
    expect(await light(id)).toMatchObject({ colour: 'red', dimensions: [{ details: { done: '0.00' } }, {}, {}] });
  });
  test('without a plan of the year it is not judged; a project that stands aside or has another stage has none', async () => {
    const id = await project({ started_on: '2025-01' });
    await look();
    const natong = await light(id);
    expect(natong?.dimensions.find((d) => d.key === 'progress')).toMatchObject({ colour: 'none', code: 'no_plan' });
    expect(natong).toMatchObject({ colour: 'red' });
    await pool.query("update project set side = 'suspended' where id = $1", [id]);
    await look(now, [id]);
    expect(await light(id)).toBeNull();
    expect((await lightsOfProject(db, id, clerk, now)).history).toHaveLength(1);
  });
  test('a project of less than 500万 is not red for what statistics do not take in; one of 500万 is', async () => {
    const total = (fen: number) => project({ started_on: '2025-01', total_minor: fen, total_fen: fen });
    const [small, large] = [await total(500 * wan - 1), await total(500 * wan)];
    await look(now, [small, large]);
    const natong = async (id: string) => (await light(id))?.dimensions.find((d) => d.key === 'natong');
    expect(await natong(small)).toMatchObject({ colour: 'none', code: 'too_small', details: { least: '500' } });
    expect(await natong(large)).toMatchObject({ colour: 'red', code: 'overdue_month' });
  });
  test('the start that was planned: yellow, and red in the third month running', async () => {
    const id = await project({ planned_start_on: '2026-06', stage: 'preparing' });
    await look();
    expect(await light(id)).toMatchObject({ colour: 'yellow', dimensions: [{ key: 'start', code: 'overdue_month' }, {}, {}] });
    const september = new Date('2026-09-02T09:00:00+08:00');
    await look(september);
    expect(await light(id, september)).toMatchObject({
      colour: 'red',
      dimensions: [{ code: 'overdue_month_running', details: { periods: 3 } }, {}, {}],
    });
  });
  test('a list shows the worst first, within what one may see; units are counted', async () => {
    const west = await under(0, { unit_id: units.west });
    await look();
    const mine = await listLights(db, page, clerk, now);
    expect(mine.items.map((r) => r.projectId)).not.toContain(west);
    const order = mine.items.map((r) => ['red', 'yellow', 'green', 'none'].indexOf(r.isExempt ? 'green' : r.colour));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect((await listLights(db, { ...page, colour: 'red' }, stranger, now)).items.map((r) => r.projectId)).toEqual([west]);
    expect((await lightsByUnit(db, stranger, now)).units).toMatchObject([{ unitId: units.west, counts: { red: 1 } }]);
    await expect(lightsOfProject(db, west, clerk, now)).rejects.toMatchObject({ code: 'project.unknown' });
  });
});

describe('reasons and exemptions', () => {
  const why = { class: 'weather', words: '冬季停工' } as const;
  test('the unit says why; only the bureau lets off, until a month, and the history keeps what was judged', async () => {
    const id = await under(0);
    await look();
    await explainLight(db, { id, month: '2026-07', ...why }, clerk, now);
    await expect(explainLight(db, { id, month: '2026-07', ...why }, stranger, now)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(exemptLight(db, { id, untilMonth: '2026-08', ...why }, head, now)).rejects.toMatchObject({ code: 'light.may_not_exempt' });
    await expect(exemptLight(db, { id, untilMonth: '2026-06', ...why }, bureau, now)).rejects.toMatchObject({
      code: 'light.exemption_span',
    });
    await exemptLight(db, { id, untilMonth: '2026-08', ...why }, bureau, now);
    expect(await light(id)).toMatchObject({ colour: 'red', isExempt: true });
    expect((await listLights(db, { ...page, colour: 'green', exempt: 'true' }, clerk, now)).items.map((r) => r.projectId)).toEqual([id]);
    expect(await lightsOfProject(db, id, clerk, now)).toMatchObject({
      reasons: [{ by: '甲员' }],
      exemptions: [{ untilMonth: '2026-08', by: '丁管' }],
    });
    const october = new Date('2026-10-05T09:00:00+08:00');
    await look(october, [id]);
    expect(await light(id, october)).toMatchObject({ isExempt: false });
  });
});

describe('rules', () => {
  test('five published rules on the same projects differ, each with its reason', async () => {
    const id = await under(4200);
    const { items, presets } = await comparePresets(db, page, clerk, now);
    const of = items.find((r) => r.projectId === id)!.lights;
    expect(Object.fromEntries(Object.entries(of).map(([key, l]) => [key, l.colour]))).toEqual({
      'yinchuan-2025': 'yellow',
      wuhan: 'yellow',
      'sanya-2022': 'yellow',
      'handan-2024': 'none',
      'guanggu-2026': 'none',
    });
    expect(presets.map((p) => Object.values(p.counts).reduce((a, b) => a + b))).toEqual(presets.map(() => items.length));
  });
  test('a trial says what would change and changes nothing; publishing does, and leaves the old lights in the history', async () => {
    const id = await under(5599);
    await look();
    const wuhan = LightRules.parse(lightPresets.wuhan);
    const tried = await tryLightRules(db, wuhan, bureau, now);
    expect(tried.changes.map((c) => c.projectId)).not.toContain(id);
    expect(tried.changed).toBeGreaterThan(0);
    expect(await light(id)).toMatchObject({ colour: 'yellow', dimensions: [{ code: 'points' }, {}, {}] });
    const publish = (effectiveFrom: string, actor = bureau) =>
      publishLightRules(db, { preset: 'wuhan', body: wuhan, effectiveFrom }, actor, now);
    await expect(publish('2026-08-09')).rejects.toMatchObject({ code: 'light.rules_in_past' });
    await expect(publish('2026-08-10', head)).rejects.toMatchObject({ code: 'light.may_not_publish' });
    await publish('2026-08-10');
    expect(await light(id)).toMatchObject({ colour: 'yellow', dimensions: [{ code: 'ratio', details: { ratio: '79.99' } }] });
    expect((await lightsOfProject(db, id, clerk, now)).history.map((h) => h.ruleVersion)).toEqual([2, 1]);
  });
});
