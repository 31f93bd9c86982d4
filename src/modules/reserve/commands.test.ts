import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buffer } from 'node:stream/consumers';
import { fundsDatabase } from '../funds/test-database.ts';
import { gatePreset } from '../projects/domain/gate.ts';
import { publishPreset } from '../reference/commands.ts';
import { createIdea, editIdea, promoteIdea, publishReserveRules, setIdeaState, setItem } from './commands.ts';
import { reservePreset } from './domain/rule.ts';
import type { NewIdea } from './domain/view.ts';
import { exportReport, ideaSheet } from './file-queries.ts';
import { compareIdeas, ideaOf, ideaOfProject, listIdeas } from './queries.ts';

const { db, pool, close, people } = await fundsDatabase();
const { clerk, stranger, bureau } = people;
const wan = 1_000_000;
const now = new Date('2026-08-10T09:00:00+08:00');
const page = { page: 1, size: 50 };
const idea = (more: Partial<NewIdea> = {}): NewIdea => ({
  name: '枸杞精深加工',
  theme: 'farm_products',
  unitId: clerk.unitId,
  totalFen: 3000 * wan,
  landMu: '60',
  jobs: 120,
  flowsFen: [-3000, 900, 1200, 1500, 1500].map((n) => n * wan),
  ...more,
});
const of = (id: string, actor = clerk) => ideaOf(db, id, actor, now);
const promotion = { industryCode: '1373', totalMinor: 3000 * wan, personId: clerk.id, source: 'assigned', place: null };

beforeAll(async () => {
  for (const preset of [gatePreset, reservePreset]) await publishPreset(db, preset);
  await pool.query(
    "insert into industry (code, id, level, section, name, initials, origin) values ('1373', gen_random_uuid(), 4, 'C', '水果加工', 'x', 'standard')",
  );
  await pool.query(
    "insert into dictionary_entry (id, dictionary, code, name_zh, name_en, order_no) values (gen_random_uuid(), 'source', 'assigned', '上级交办', 'Assigned', 1)",
  );
});
afterAll(close);

describe('ideas in the reserve', () => {
  test('are numbered by year, changed with their history, and found by theme and readiness', async () => {
    const { id, year, no } = await createIdea(db, idea(), clerk, now);
    expect([year, no]).toEqual([2026, 1]);
    await editIdea(db, { id, version: 1, patch: { jobs: 150 } }, clerk, now);
    await expect(editIdea(db, { id, version: 1, patch: { jobs: 160 } }, clerk, now)).rejects.toMatchObject({
      code: 'idea.changed_meanwhile',
    });
    await expect(editIdea(db, { id, version: 2, patch: { jobs: 150 } }, clerk, now)).rejects.toMatchObject({
      code: 'idea.nothing_changed',
    });
    await expect(editIdea(db, { id, version: 2, patch: { theme: 'magic' } }, clerk, now)).rejects.toMatchObject({
      code: 'idea.theme_unknown',
    });
    const view = await of(id);
    expect(view).toMatchObject({ jobs: 150, version: 2, readiness: { done: 0, needed: 6 }, benefits: { irr: { value: 2277 } } });
    expect(view.events.map((e) => [e.kind, e.changes])).toEqual([
      ['edited', { jobs: [120, 150] }],
      ['created', null],
    ]);
    const { items } = await listIdeas(db, { ...page, theme: 'farm_products', ready: 'false' }, clerk, now);
    expect(items.map((i) => i.id)).toEqual([id]);
    expect((await listIdeas(db, { ...page, theme: 'equipment' }, clerk, now)).total).toBe(0);
  });
  test('get ready item by item: what is done has its day and what it rests on', async () => {
    const { id } = await createIdea(db, idea({ name: '冷链物流园' }), clerk, now);
    const set = (item: string, more: object) =>
      setItem(db, { id, item, state: 'done', happenedOn: '2026-08-01', evidence: '发改〔2026〕1号', ...more }, clerk, now);
    await expect(set('land', { happenedOn: null })).rejects.toMatchObject({ code: 'idea.day_required' });
    await expect(set('land', { evidence: null })).rejects.toMatchObject({ code: 'idea.evidence_required' });
    await expect(set('land', { happenedOn: '2026-08-11' })).rejects.toMatchObject({ code: 'idea.in_future' });
    await expect(set('nothing', {})).rejects.toMatchObject({ code: 'idea.item_unknown' });
    for (const item of ['feasibility', 'land', 'planning', 'environment', 'funding']) await set(item, {});
    await set('energy', { state: 'not_needed', happenedOn: null, evidence: null });
    expect((await of(id)).readiness).toEqual({ done: 5, needed: 5 });
    expect((await listIdeas(db, { ...page, ready: 'true' }, clerk, now)).items.map((i) => i.id)).toEqual([id]);
    await set('land', { state: 'under_way', happenedOn: null, evidence: null });
    expect((await of(id)).readiness).toEqual({ done: 4, needed: 5 });
  });
  test('are put off or given up with a reason, and taken up again', async () => {
    const { id } = await createIdea(db, idea({ name: '光伏组件' }), clerk, now);
    await setIdeaState(db, { id, version: 1, to: 'shelved', reason: '等政策' }, clerk, now);
    await expect(editIdea(db, { id, version: 2, patch: { jobs: 1 } }, clerk, now)).rejects.toMatchObject({ code: 'idea.not_open' });
    await expect(
      promoteIdea(db, { id, version: 2, name: '光伏组件', unitId: clerk.unitId, ...promotion }, clerk, now),
    ).rejects.toMatchObject({
      code: 'idea.not_open',
    });
    await expect(setIdeaState(db, { id, version: 2, to: 'shelved', reason: '再等' }, clerk, now)).rejects.toMatchObject({
      code: 'idea.already_so',
    });
    await setIdeaState(db, { id, version: 2, to: 'open', reason: '政策已出' }, clerk, now);
    expect((await of(id)).events.map((e) => [e.kind, e.words])).toEqual([
      ['reopened', '政策已出'],
      ['shelved', '等政策'],
      ['created', null],
    ]);
  });
  test('become a project at 谋划 once, in one transaction, linked both ways', async () => {
    const { id } = await createIdea(db, idea({ name: '装备零部件园' }), clerk, now);
    const ask = { id, version: 1, name: '装备零部件园', unitId: clerk.unitId, ...promotion };
    await expect(promoteIdea(db, { ...ask, personId: '00000000-0000-7000-8000-00000000dead' }, clerk, now)).rejects.toThrow();
    expect((await of(id)).state).toBe('open');
    const { projectId, code } = await promoteIdea(db, ask, clerk, now);
    const { rows } = await pool.query<object>('select stage, source_note, total_fen, land_mu::text from project where id = $1', [
      projectId,
    ]);
    expect(rows).toEqual([{ stage: 'planning', source_note: '储备2026-004', total_fen: 3000 * wan, land_mu: '60.00' }]);
    expect(await of(id)).toMatchObject({ state: 'promoted', project: { id: projectId, code }, can: { promote: false } });
    expect((await ideaOfProject(db, projectId, clerk, now)).idea).toMatchObject({ id });
    await expect(promoteIdea(db, { ...ask, version: 2 }, clerk, now)).rejects.toMatchObject({ code: 'idea.promoted' });
    await expect(setIdeaState(db, { id, version: 2, to: 'withdrawn', reason: '不做' }, bureau, now)).rejects.toMatchObject({
      code: 'idea.promoted',
    });
  });
  test('are compared, reported and printed with what is known of them', async () => {
    const { items } = await listIdeas(db, page, clerk, now);
    const found = await compareIdeas(db, `${items.map((i) => i.id).join(',')},nonsense`, clerk, now);
    expect(found.items).toHaveLength(items.length);
    expect(found.items.map((i) => i.score)).toEqual(found.items.map((i) => i.score).toSorted((a, b) => b - a));
    const report = await exportReport(db, { language: 'zh' }, clerk, now);
    expect(report.filename).toBe('谋划储备项目汇总表-2026-08-10.xlsx');
    const bytes = Buffer.isBuffer(report.body) ? report.body : await buffer(report.body as NodeJS.ReadableStream);
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await ideaSheet(db, items[0]!.id, clerk, now)).filename).toBe(`${items[0]!.name}策划方案.docx`);
  });
  test('another unit neither reads, counts, compares nor changes them', async () => {
    const { items, total } = await listIdeas(db, page, clerk, now);
    expect(total).toBeGreaterThan(0);
    const { id } = items[0]!;
    expect(await listIdeas(db, page, stranger, now)).toMatchObject({ items: [], total: 0, totalFen: 0 });
    await expect(of(id, stranger)).rejects.toMatchObject({ code: 'idea.unknown' });
    expect((await compareIdeas(db, id, stranger, now)).items).toEqual([]);
    await expect(setIdeaState(db, { id, version: 1, to: 'shelved', reason: '不做' }, stranger, now)).rejects.toMatchObject({
      code: 'idea.unknown',
    });
    await expect(createIdea(db, idea(), stranger, now)).rejects.toMatchObject({ code: 'idea.may_not_keep' });
  });
  test('rules are published from today on, and new themes can be used', async () => {
    const themes = [...reservePreset.body.themes, { key: 'own_a', zh: '算力', en: 'Computing' }];
    const rules = { ...reservePreset.body, themes };
    await expect(publishReserveRules(db, { rules, effectiveFrom: '2026-08-09' }, bureau, now)).rejects.toMatchObject({
      code: 'idea.rules_in_past',
    });
    await expect(publishReserveRules(db, { rules, effectiveFrom: '2026-08-10' }, clerk, now)).rejects.toMatchObject({
      code: 'idea.may_not_publish',
    });
    expect(await publishReserveRules(db, { rules, effectiveFrom: '2026-08-10' }, bureau, now)).toEqual({ version: 2 });
    await createIdea(db, idea({ name: '算力中心', theme: 'own_a' }), clerk, now);
  });
});
