import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { type Actor, businessRoles } from '../../kernel/actor.ts';
import { auditEntry } from '../../platform/audit.ts';
import { ListQuery } from './domain/list-filter.ts';
import { addCode, addNote, createProject, removeView, restateProject, saveView, updateProject } from './commands.ts';
import type { ProjectRecord, RecordPatch } from './domain/record.ts';
import { stages } from './domain/stage.ts';
import { listProjects } from './list-queries.ts';
import { attributionAsOf, listViews } from './queries.ts';
import { project, projectAttribution } from './tables.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

const seven = (more: Partial<ProjectRecord> = {}) => ({
  name: '镁合金压铸项目',
  stage: 'planning' as const,
  unitId: t.units.north,
  industryCode: '3217',
  totalMinor: 1_2000_0000_00,
  personId: t.everyone.promoter.id,
  source: 'lead',
  ...more,
});
const create = (more: Partial<ProjectRecord> = {}, actor = t.everyone.promoter, at = now) => createProject(t.db, seven(more), actor, at);
const rowOf = async (id: string) => (await t.db.select().from(project).where(eq(project.id, id)))[0]!;
const lastAct = async (id: string) =>
  (await t.db.select().from(auditEntry).where(eq(auditEntry.subjectId, id)).orderBy(desc(auditEntry.seq)).limit(1))[0]!;
const land = (id: string) =>
  t.pool.query("update project set stage = 'building', landed_on = '2026-03-01', investor_name = '华锐集团' where id = $1", [id]);

describe('registering a project', () => {
  test('seven fields are enough; it gets the year’s next code, its names in every spelling, a log entry and an attribution', async () => {
    const { id, code, version } = await create({ investorName: '宁夏华锐镁业有限公司', name: '华锐镁合金压铸' });
    expect(code).toMatch(/^XM2026-\d{6}$/);
    const row = await rowOf(id);
    expect(row).toMatchObject({
      version,
      maskedName: '某企业镁合金压铸',
      initials: expect.stringMatching(/^hrmhjyz /),
      totalFen: 1_2000_0000_00,
      landedOn: null,
    });
    const { rows } = await t.pool.query('select kind, to_stage, happened_on from stage_change where project_id = $1', [id]);
    expect(rows).toEqual([{ kind: 'create', to_stage: 'planning', happened_on: '2026-11-20' }]);
    expect(await t.db.select().from(projectAttribution).where(eq(projectAttribution.projectId, id))).toMatchObject([
      { unitId: t.units.north, investorName: '宁夏华锐镁业有限公司' },
    ]);
    expect(await lastAct(id)).toMatchObject({ action: 'project.create', after: expect.objectContaining({ code, name: '华锐镁合金压铸' }) });
  });
  test('the codes of people who register at once follow each other without a gap', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => create()));
    const numbers = made.map((m) => Number(m.code.slice(-6))).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 6 }, (_, i) => numbers[0]! + i));
    const { code } = await create({}, t.everyone.promoter, new Date('2027-01-01T00:30:00+08:00'));
    expect(code).toBe('XM2027-000001');
  });
  test('G13 what is missing is named by field', async () => {
    await expect(create({ industryCode: null, source: null, totalMinor: null })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'project.gate_shut',
      details: { stage: 'planning', missing: ['industryCode', 'totalMinor', 'source'] },
    });
    await expect(createProject(t.db, { ...seven(), stage: 'negotiating' }, t.everyone.promoter, now)).rejects.toMatchObject({
      details: { missing: ['investorName'] },
    });
  });
  test('G7 an investor that will not be named passes, a blank one does not, and a total of zero is a value', async () => {
    const asked = { ...seven({ totalMinor: 0, withheld: ['investorName'] }), stage: 'negotiating' as const };
    const { id } = await createProject(t.db, asked, t.everyone.promoter, now);
    expect(await rowOf(id)).toMatchObject({ totalFen: 0, withheld: ['investorName'] });
    await expect(createProject(t.db, { ...asked, withheld: [], investorName: null }, t.everyone.promoter, now)).rejects.toMatchObject({
      code: 'project.gate_shut',
    });
  });
  test('G2 creating follows the same matrix as editing: by role, unit and stage', async () => {
    for (const [role, stage] of businessRoles.flatMap((r) => stages.map((s) => [r, s] as const))) {
      for (const unitId of [t.units.north, t.units.section, t.units.south]) {
        const own = unitId !== t.units.south;
        const allowed =
          ['planning', 'negotiating'].includes(stage) && (role === 'promotion_admin' || (own && ['promoter', 'unit_head'].includes(role)));
        const act = createProject(t.db, { ...seven({ unitId, investorName: '甲' }), stage }, t.everyone[role], now);
        if (allowed) await act;
        else await expect(act, `${role} ${stage}`).rejects.toMatchObject({ code: 'project.may_not_create' });
      }
    }
  });
  test('units, people, industries and words that do not exist are refused by field', async () => {
    const nobody = '018f0000-0000-7000-8000-000000000001';
    for (const [field, value] of [
      ['personId', nobody],
      ['parkId', nobody],
      ['industryCode', '9999'],
      ['source', 'dream'],
    ] as const) {
      await expect(create({ [field]: value })).rejects.toMatchObject({ code: 'project.unknown_reference', details: { field } });
    }
  });
  test('a credit code that fails its check is kept and pointed out', async () => {
    const { warnings } = await create({ investorUscc: '91350100M000100Y44' });
    expect(warnings).toMatchObject([{ field: 'investorUscc', code: 'uscc.check_character' }]);
  });
});

describe('editing', () => {
  test('changes only what changes, and the trace shows before and after of just that', async () => {
    const { id } = await create();
    const { version } = await updateProject(
      t.db,
      { id, version: 1, patch: { place: '园区东路', source: 'lead' } },
      t.everyone.unit_head,
      now,
    );
    expect(version).toBe(2);
    expect(await lastAct(id)).toMatchObject({
      action: 'project.update',
      before: { place: null },
      after: { place: '园区东路' },
      actorId: t.everyone.unit_head.id,
    });
    expect(await updateProject(t.db, { id, version: 2, patch: { place: '园区东路' } }, t.everyone.unit_head, now)).toEqual({ version: 2 });
  });
  test('two who edit at once: one wins, the other is told', async () => {
    const { id } = await create();
    const edit = (place: string) => updateProject(t.db, { id, version: 1, patch: { place } }, t.everyone.promoter, now);
    const done = await Promise.allSettled([edit('甲'), edit('乙')]);
    expect(done.map((d) => d.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(done.find((d) => d.status === 'rejected')!.reason).toMatchObject({
      kind: 'conflict',
      code: 'project.changed_meanwhile',
      details: { version: 2 },
    });
  });
  test('G6 an ordinary edit of an old record that is invalid in other ways works', async () => {
    const { id } = await create();
    await t.pool.query(
      "update project set industry_code = null, person_id = null, source = null, planned_start_on = '2030', planned_completion_on = '2001', stage = 'signed' where id = $1",
      [id],
    );
    expect(await updateProject(t.db, { id, version: 1, patch: { remark: '老项目' } }, t.everyone.promoter, now)).toEqual({ version: 2 });
    await expect(
      updateProject(t.db, { id, version: 2, patch: { unitId: t.units.north, name: '' } as RecordPatch }, t.everyone.promoter, now),
    ).rejects.toMatchObject({
      code: 'project.required_at_stage',
      details: { fields: ['name'] },
    });
  });
  test('a new name, investor or total carries its derived columns with it', async () => {
    const { id } = await create({ investorName: '甲乙丙' });
    await updateProject(
      t.db,
      { id, version: 1, patch: { name: '锐驰轴承', investorName: '锐驰集团', totalMinor: 5 } },
      t.everyone.promoter,
      now,
    );
    expect(await rowOf(id)).toMatchObject({
      maskedName: '某企业轴承',
      nameKey: '锐驰轴承',
      totalFen: 5,
    });
    const { rows } = await t.pool.query('select words, masked_words from project_search where project_id = $1', [id]);
    expect(rows).toEqual([{ words: '锐驰轴承\n锐驰集团\nrczc\nrcjt', masked_words: '某企业轴承' }]);
  });
  test('a project is not given away to a unit that is not one’s own, and a foreign one is unknown', async () => {
    const { id } = await create();
    await expect(updateProject(t.db, { id, version: 1, patch: { unitId: t.units.south } }, t.everyone.promoter, now)).rejects.toMatchObject(
      { code: 'project.may_not_assign_unit' },
    );
    const stranger = await t.person(t.units.south, 'promoter');
    const foreign = updateProject(t.db, { id, version: 1, patch: { place: 'x' } }, stranger, now);
    const unknown = updateProject(t.db, { id: '018f0000-0000-7000-8000-000000000009', version: 1, patch: { place: 'x' } }, stranger, now);
    const [a, b] = await Promise.allSettled([foreign, unknown]);
    expect([a, b]).toMatchObject([
      { reason: { kind: 'not_found', code: 'project.unknown' } },
      { reason: { kind: 'not_found', code: 'project.unknown' } },
    ]);
    await updateProject(t.db, { id, version: 1, patch: { unitId: t.units.south } }, t.everyone.promotion_admin, now);
    const foundBy = async (unitId: string) =>
      (await listProjects(t.db, ListQuery.parse({ q: (await rowOf(id)).name }), await t.person(unitId, 'promoter'))).items.some(
        (i) => i.id === id,
      );
    expect([await foundBy(t.units.south), await foundBy(t.units.north)]).toEqual([true, false]);
  });
});

describe('G12 frozen at landing', () => {
  test('an edit of unit, industry, park, leader or investor is refused; a restatement with a reason is the bureau’s', async () => {
    const { id } = await create();
    await land(id);
    const edit = (patch: RecordPatch, actor = t.everyone.promotion_admin) => updateProject(t.db, { id, version: 1, patch }, actor, now);
    for (const patch of [
      { unitId: t.units.section },
      { industryCode: '7810' },
      { parkId: t.units.park },
      { leaderId: t.everyone.leader.id },
      { investorName: '乙' },
    ]) {
      await expect(edit(patch)).rejects.toMatchObject({ code: 'project.frozen_at_landing', details: { fields: Object.keys(patch) } });
    }
    const restate = (actor: typeof t.everyone.leader) =>
      restateProject(t.db, { id, version: 1, patch: { unitId: t.units.south }, reason: '机构调整' }, actor, now);
    for (const role of ['promoter', 'unit_head', 'leader'] as const)
      await expect(restate(t.everyone[role])).rejects.toMatchObject({ code: 'project.may_not_restate' });
    expect(await restate(t.everyone.promotion_admin)).toEqual({ version: 2 });
    expect(await lastAct(id)).toMatchObject({ action: 'project.restate', after: { unitId: t.units.south, reason: '机构调整' } });
  });
  test('a report as of an earlier day keeps the unit, industry and investor of that day', async () => {
    const { id } = await create({ investorName: '甲公司', industryCode: '3217' });
    await land(id);
    const later = new Date('2026-12-31T10:00:00+08:00');
    await restateProject(
      t.db,
      { id, version: 1, patch: { unitId: t.units.south, industryCode: '7810', investorName: '乙公司' }, reason: '更名' },
      t.everyone.promotion_admin,
      later,
    );
    const asOf = async (at: Date) => (await t.db.execute(attributionAsOf(at))).rows.find((r) => r['project_id'] === id);
    expect(await asOf(now)).toMatchObject({ unit_id: t.units.north, industry_code: '3217', investor_name: '甲公司' });
    expect(await asOf(later)).toMatchObject({ unit_id: t.units.south, industry_code: '7810', investor_name: '乙公司' });
    expect(await asOf(new Date('2026-11-19T10:00:00+08:00'))).toBeUndefined();
  });
  test('the log of what a project counted for cannot be rewritten', async () => {
    for (const table of ['project_attribution', 'stage_change', 'project_note']) {
      await expect(t.pool.query(`update ${table} set recorded_at = now()`)).rejects.toThrow(/permission denied/);
      await expect(t.pool.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
    }
  });
});

describe('codes and notes', () => {
  test('a national code is read in both formats and kept with hyphens; the same code twice tells only the code', async () => {
    const [a, b] = [await create(), await create()];
    const add = (id: string, code: string, scheme: 'national' | 'city' = 'national') =>
      addCode(t.db, { id, version: 1, scheme, code }, t.everyone.promoter, now);
    await add(a.id, '２１０８6404250401123456');
    await add(a.id, '2019-640425-32-03-012345');
    expect((await t.pool.query('select scheme, code from project_code where project_id = $1 order by 1', [a.id])).rows).toEqual([
      { scheme: 'national', code: '2108-640425-04-01-123456' },
      { scheme: 'national_old', code: '2019-640425-32-03-012345' },
    ]);
    const clash = await add(b.id, '2108-640425-04-01-123456').catch((e: unknown) => e);
    expect(clash).toMatchObject({
      kind: 'conflict',
      code: 'project.code_taken',
      details: { scheme: 'national', found: '2108-640425-04-01-123456' },
    });
    expect(JSON.stringify(clash)).not.toContain(a.id);
    await expect(add(b.id, 'XYZ')).rejects.toMatchObject({ code: 'project_code.shape' });
    await add(b.id, 'XYZ', 'city');
  });
  test('one sentence of progress is kept with its day', async () => {
    const { id } = await create();
    await addNote(t.db, { id, body: '完成围挡', happenedOn: '2026-11-18' }, t.everyone.promoter, now);
    await expect(addNote(t.db, { id, body: '明天开工', happenedOn: '2026-11-21' }, t.everyone.promoter, now)).rejects.toMatchObject({
      code: 'project.date_in_future',
    });
    await expect(addNote(t.db, { id, body: '督查' }, t.everyone.supervision, now)).rejects.toMatchObject({ code: 'project.may_not_edit' });
  });
});

test('a saved view is one’s own unless shared, replaced under the same name, and removed only by its owner', async () => {
  const view = {
    list: 'projects',
    name: '本月签约',
    sharedWith: 'nobody' as const,
    state: { query: { stage: 'signed' }, columns: ['code', 'name'] },
  };
  const { id } = await saveView(t.db, view, t.everyone.promoter, now);
  expect((await listViews(t.db, 'projects', t.everyone.unit_head)).items).toEqual([]);
  expect((await saveView(t.db, { ...view, sharedWith: 'everyone' }, t.everyone.promoter, now)).id).toBe(id);
  expect((await listViews(t.db, 'projects', t.everyone.unit_head)).items).toMatchObject([
    { id, sharedWith: 'everyone', can: { edit: false } },
  ]);
  await expect(removeView(t.db, { id }, t.everyone.unit_head, now)).rejects.toMatchObject({ code: 'view.unknown' });
  await removeView(t.db, { id }, t.everyone.promoter, now);
  expect((await listViews(t.db, 'projects', t.everyone.promoter)).items).toEqual([]);
});

test('a view is shared with one’s unit and what is below it, or with everyone, and shows each reader no more than they may see', async () => {
  const [head, south] = [t.everyone.unit_head, await t.person(t.units.south, 'promoter')];
  const below = await t.person(t.units.section, 'promoter');
  await create({ name: '北山独有项目' });
  const view = { list: 'projects', name: '北山的', state: { query: { unit: t.units.north }, columns: [] } };
  const seenBy = async (reader: Actor) => (await listViews(t.db, 'projects', reader)).items.map((v) => v.name);
  await saveView(t.db, { ...view, sharedWith: 'unit' }, head, now);
  expect(await Promise.all([below, t.everyone.promoter, south, t.everyone.promotion_admin].map(seenBy))).toEqual([
    ['北山的'],
    ['北山的'],
    [],
    [],
  ]);
  await saveView(t.db, { ...view, sharedWith: 'everyone' }, head, now);
  expect(await seenBy(south)).toEqual(['北山的']);
  const state = (await listViews(t.db, 'projects', south)).items[0]!.state as { query: { unit?: string } };
  const shown = async (reader: Actor) =>
    (await listProjects(t.db, { ...state.query, page: 1, size: 50, sort: 'code', order: 'asc' }, reader)).totals.count;
  expect([await shown(south), (await shown(head)) > 0]).toEqual([0, true]);
});
