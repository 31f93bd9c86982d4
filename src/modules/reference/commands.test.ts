import { desc, eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Role } from '../../kernel/actor.ts';
import { currencies } from '../../kernel/currency.ts';
import { auditEntry } from '../../platform/audit.ts';
import { testDatabase } from '../../platform/test-database.ts';
import {
  addDictionaryEntry,
  addIndustry,
  editDictionaryEntry,
  loadReference,
  publishPreset,
  publishRule,
  setIndustryActive,
} from './commands.ts';
import { currentRule, listDictionaries } from './queries.ts';
import { dictionaryEntry, industry, referenceLoad } from './tables.ts';

const { db, pool, close } = await testDatabase();
afterAll(close);
const acting = (role: Role): Actor => ({ id: v7(), name: '甲', unitId: v7(), unitIds: [], roles: [role] });
const admin = acting('promotion_admin');
const now = new Date('2026-11-22T01:00:00Z');
let took = 0;
beforeAll(async () => {
  const started = performance.now();
  await loadReference(db, now);
  took = performance.now() - started;
});

const entriesOf = async (name: string) => (await listDictionaries(db, admin)).items.find((d) => d.dictionary === name)!.entries;
const count = async (table: string) => Number((await pool.query(`select count(*) as n from ${table}`)).rows[0].n);

test('the first start loads everything, recorded and quick enough to wait for', async () => {
  expect(await count('division')).toBe(6956);
  expect(await count('township')).toBe(41_352);
  expect(await count('industry')).toBe(1971);
  expect(await count('industry where level = 1')).toBe(20);
  expect(took).toBeLessThan(10_000);
  const entries = await db.select().from(auditEntry).where(eq(auditEntry.action, 'reference.load'));
  expect(entries.map((e) => (e.after as { name: string }).name)).toEqual(['divisions', 'townships', 'industries', 'dictionaries']);
});

test('the next start changes nothing', async () => {
  expect(await loadReference(db)).toEqual([]);
});

test('a changed file is loaded again, and what the administrator did stays', async () => {
  const [source] = await entriesOf('source');
  await editDictionaryEntry(db, { id: source!.id, nameZh: '招商线索', nameEn: 'Lead', orderNo: 5, isActive: false, version: 1 }, admin);
  await setIndustryActive(db, { code: '0111', isActive: false, version: 1 }, admin);
  await addIndustry(db, { code: '0118', parentCode: '011', name: '特色谷物种植' }, admin);
  await db.transaction((tx) => tx.update(referenceLoad).set({ contentHash: 'older' }));
  expect(await loadReference(db)).toEqual(['divisions', 'townships', 'industries', 'dictionaries']);
  expect((await entriesOf('source')).find((e) => e.code === 'lead')).toMatchObject({ nameZh: '招商线索', isActive: false, version: 2 });
  const rows = await db.select().from(industry).where(eq(industry.parentCode, '011')).orderBy(industry.code);
  expect(rows.map((r) => [r.code, r.isActive, r.origin])).toEqual([
    ['0111', false, 'standard'],
    ['0112', true, 'standard'],
    ['0113', true, 'standard'],
    ['0118', true, 'local'],
    ['0119', true, 'standard'],
  ]);
  expect(await count('division')).toBe(6956);
});

test('a word is added, renamed, retired and never deleted; each act is traced with before and after', async () => {
  const { id } = await addDictionaryEntry(
    db,
    { dictionary: 'source', code: 'fund_led', nameZh: '基金招商', nameEn: 'Through a fund', orderNo: 55 },
    admin,
  );
  await editDictionaryEntry(db, { id, nameZh: '基金招引', nameEn: 'Through a fund', orderNo: 56, isActive: false, version: 1 }, admin);
  expect((await entriesOf('source')).find((e) => e.id === id)).toMatchObject({
    code: 'fund_led',
    nameZh: '基金招引',
    isActive: false,
    version: 2,
  });
  const [last] = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id)).orderBy(desc(auditEntry.seq)).limit(1);
  expect(last).toMatchObject({
    action: 'dictionary.edit',
    before: { nameZh: '基金招商', isActive: true },
    after: { nameZh: '基金招引', isActive: false },
  });
  await expect(pool.query('delete from dictionary_entry')).rejects.toThrow('permission denied');
});

test('a word changed meanwhile by another is not overwritten', async () => {
  const [entry] = await entriesOf('nature');
  const edit = { id: entry!.id, nameZh: '新开工', nameEn: 'New', orderNo: 1, isActive: true, version: 1 };
  await editDictionaryEntry(db, edit, admin);
  await expect(editDictionaryEntry(db, edit, admin)).rejects.toMatchObject({ kind: 'conflict', code: 'dictionary.changed_meanwhile' });
  await expect(editDictionaryEntry(db, { ...edit, id: v7() }, admin)).rejects.toMatchObject({ code: 'dictionary.unknown_entry' });
});

test('kinds that rules are written for take no new code, and a code is given once', async () => {
  const word = { nameZh: '垫资', nameEn: 'Advance', orderNo: 1 };
  await expect(addDictionaryEntry(db, { dictionary: 'arrival_kind', code: 'advance', ...word }, admin)).rejects.toMatchObject({
    code: 'dictionary.closed',
  });
  await expect(addDictionaryEntry(db, { dictionary: 'source', code: 'lead', ...word }, admin)).rejects.toMatchObject({
    code: 'dictionary.code_taken',
  });
  await expect(addDictionaryEntry(db, { dictionary: 'source', code: 'L', ...word }, admin)).rejects.toMatchObject({
    code: 'dictionary.code_shape',
  });
});

test('only the bureau’s administrator may edit', async () => {
  const [entry] = await db.select().from(dictionaryEntry).limit(1);
  const head = acting('unit_head');
  const acts = [
    () => addDictionaryEntry(db, { dictionary: 'source', code: 'x', nameZh: 'x', nameEn: 'x', orderNo: 1 }, head),
    () => editDictionaryEntry(db, { id: entry!.id, nameZh: 'x', nameEn: 'x', orderNo: 1, isActive: true, version: entry!.version }, head),
    () => addIndustry(db, { code: '0117', parentCode: '011', name: 'x' }, head),
    () => setIndustryActive(db, { code: '0112', isActive: false, version: 1 }, head),
    () => publishRule(db, { kind: 'gate', effectiveFrom: '2026-01-01', effectiveTo: null, preset: null, body: {} }, head),
  ];
  for (const act of acts) await expect(act()).rejects.toMatchObject({ kind: 'forbidden' });
});

test('an industry is added below one that is known, once', async () => {
  await expect(addIndustry(db, { code: '9999', parentCode: '999', name: 'x' }, admin)).rejects.toMatchObject({ code: 'industry.unknown' });
  await expect(addIndustry(db, { code: '0111', parentCode: '011', name: 'x' }, admin)).rejects.toMatchObject({
    code: 'industry.code_taken',
  });
  await expect(setIndustryActive(db, { code: '0112', isActive: false, version: 7 }, admin)).rejects.toMatchObject({
    code: 'industry.changed_meanwhile',
  });
});

test('a rule holds from its day until a later version takes its place; what is published never changes', async () => {
  const draft = { kind: 'landing_gate', effectiveTo: null, preset: null };
  const first = await publishRule(db, { ...draft, effectiveFrom: '2025-01-01', body: { needs: ['permit'] } }, admin, now);
  const second = await publishRule(db, { ...draft, effectiveFrom: '2026-07-01', body: { needs: ['permit', 'photo'] } }, admin, now);
  expect([first.version, second.version]).toEqual([1, 2]);
  expect(await currentRule(db, 'landing_gate', '2024-12-31')).toBeNull();
  expect(await currentRule(db, 'landing_gate', '2026-06-30')).toMatchObject({ id: first.id, body: { needs: ['permit'] } });
  expect(await currentRule(db, 'landing_gate', '2026-07-01')).toMatchObject({ id: second.id });
  expect(await currentRule(db, 'other_gate', '2026-07-01')).toBeNull();
  for (const act of ["update rule_version set body = '{}'", 'delete from rule_version', 'truncate rule_version']) {
    await expect(pool.query(act)).rejects.toThrow('permission denied');
  }
});

test('a rule for one year only ends by itself', async () => {
  await publishRule(db, { kind: 'yearly', effectiveFrom: '2025-01-01', effectiveTo: null, preset: null, body: 1 }, admin);
  await publishRule(db, { kind: 'yearly', effectiveFrom: '2026-01-01', effectiveTo: '2026-12-31', preset: null, body: 2 }, admin);
  const bodies = await Promise.all(['2025-12-31', '2026-12-31', '2027-01-01'].map((day) => currentRule(db, 'yearly', day)));
  expect(bodies.map((r) => r!.body)).toEqual([1, 2, 1]);
  const bad = { kind: 'yearly', preset: null, body: 3 };
  await expect(publishRule(db, { ...bad, effectiveFrom: '2026-02', effectiveTo: null }, admin)).rejects.toMatchObject({
    code: 'rule.day_unreadable',
  });
  await expect(publishRule(db, { ...bad, effectiveFrom: '2026-02-01', effectiveTo: '2026-01-31' }, admin)).rejects.toMatchObject({
    code: 'rule.ends_before_it_begins',
  });
});

test('two who publish at once get two versions, and a preset is given only where there is no rule', async () => {
  const draft = { kind: 'race', effectiveFrom: '2026-01-01', effectiveTo: null, preset: 'shipped', body: {} };
  const versions = await Promise.all([publishRule(db, draft, admin), publishRule(db, draft, admin)]);
  expect(versions.map((v) => v.version).toSorted()).toEqual([1, 2]);
  expect(await publishPreset(db, draft)).toEqual({ isPublished: false });
  expect(await publishPreset(db, { ...draft, kind: 'fresh' })).toEqual({ isPublished: true });
  expect(await publishPreset(db, { ...draft, kind: 'fresh' })).toEqual({ isPublished: false });
});

test('every currency that the product can count in has its words', async () => {
  expect((await entriesOf('currency')).map((e) => e.code).toSorted()).toEqual(currencies.toSorted());
  expect((await entriesOf('currency')).find((e) => e.code === 'JPY')).toMatchObject({ minorDigits: 0 });
});

test('two servers that start together load once each way and agree', async () => {
  await db.transaction((tx) =>
    tx
      .update(referenceLoad)
      .set({ contentHash: 'older' })
      .where(sql`name = 'dictionaries'`),
  );
  await Promise.all([loadReference(db), loadReference(db)]);
  expect(new Set((await entriesOf('currency')).map((e) => e.code)).size).toBe((await entriesOf('currency')).length);
});
