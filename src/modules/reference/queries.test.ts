import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { loadReference } from './commands.ts';
import { codesWithin, findDivisions, readDivision, successorsOf } from './division-queries.ts';
import { findIndustries, industryNames, isIndustry } from './industry-queries.ts';
import { wordsOf } from './queries.ts';

const { db, close } = await testDatabase();
afterAll(close);
beforeAll(() => loadReference(db));
const clerk: Actor = { id: 'a', name: '甲', unitId: 'u', unitIds: ['u'], roles: ['promoter'] };

const divisions = async (q: string, isWithPast = false) => (await findDivisions(db, { query: { q, isWithPast } })).items;
const industries = async (q: string) => (await findIndustries(db, { query: { q, isWithRetired: false } }, clerk)).items;

test.each([
  ['临平区', '330113'],
  ['临平', '330113'],
  ['330113', '330113'],
  ['linpingqu', '330113'],
  ['lin ping', '330113'],
  ['杭州', '330100'],
  ['hzs', '330100'],
  ['430000', '430000'],
  ['临平街道', '330113001'],
  ['331', '331000'],
])('%s finds %s among the first', async (q, code) => {
  expect((await divisions(q)).slice(0, 12).map((d) => d.code)).toContain(code);
});

test('a hit says where it lies, so that places of one name are told apart', async () => {
  const hits = (await divisions('鼓楼区')).filter((d) => d.name === '鼓楼区');
  expect(hits.map((h) => h.path.join())).toContain('江苏省,南京市');
  expect(hits.length).toBeGreaterThan(2);
  const [township] = (await divisions('石龙镇')).filter((d) => d.path.includes('东莞市'));
  expect(township).toMatchObject({ level: 'township', path: ['广东省', '东莞市'] });
});

test('what was is found only when asked for, after what is', async () => {
  expect((await divisions('余杭县')).map((d) => d.code)).not.toContain('330125');
  expect((await divisions('余杭县', true)).find((d) => d.code === '330125')).toMatchObject({ isInUse: false, years: '1981—1994' });
});

test('signs of the search language are only letters', async () => {
  for (const q of ['%', '_', '\\', "'; drop table division; --", '100%']) expect(await divisions(q)).toEqual([]);
  expect(await industries('%')).toEqual([]);
});

test('under a division are its parts in use', async () => {
  const under = async (code?: string) => (await findDivisions(db, { query: { under: code, isWithPast: false } })).items;
  expect(await under()).toHaveLength(34);
  expect((await under('330100')).map((d) => d.code)).toContain('330113');
  expect((await under('330113')).every((d) => d.level === 'township')).toBe(true);
  expect((await under('441900')).length).toBeGreaterThan(20);
});

test('a division tells what it was, what it became, and where it counts', async () => {
  expect(await readDivision(db, '330125')).toMatchObject({
    periods: [{ name: '余杭县', firstYear: 1981, lastYear: 1994, successors: [{ code: '330184', name: '余杭市' }] }],
    standing: [{ code: '330110', name: '余杭区' }],
  });
  const yuhang = await readDivision(db, '330110');
  expect(yuhang.periods[0]!.ceded).toEqual([{ code: '330113', name: '临平区', year: 2021 }]);
  expect(yuhang.predecessors).toEqual([{ code: '330184', name: '余杭市', year: 2001 }]);
  expect((await readDivision(db, '420600')).periods.map((p) => p.name)).toEqual(['襄樊市', '襄阳市']);
  await expect(readDivision(db, '999999')).rejects.toMatchObject({ code: 'division.unknown' });
});

test('an old project keeps its old code and still rolls up', async () => {
  expect(await successorsOf(db, '330125')).toEqual(['330110']);
  expect(await successorsOf(db, '330125004')).toEqual(['330110']);
  expect(await codesWithin(db, '330110')).toEqual(['330110', '330125', '330184']);
  const hangzhou = await codesWithin(db, '330100');
  expect(hangzhou).toEqual(expect.arrayContaining(['330100', '330110', '330125', '330184', '330113']));
  expect(await codesWithin(db, '130300')).toContain('130323');
  expect(await codesWithin(db, '130302')).not.toContain('130323');
});

test('an industry is found by code, name and initials with everything above it', async () => {
  const [magnesium] = await industries('3217');
  expect(magnesium).toMatchObject({
    name: '镁冶炼',
    level: 4,
    section: 'C',
    ancestors: [{ code: 'C', name: '制造业' }, { code: '32' }, { code: '321' }],
  });
  expect((await industries('镁冶炼'))[0]!.code).toBe('3217');
  expect((await industries('myl')).map((i) => i.code)).toContain('3217');
  const sections = await findIndustries(db, { query: { isWithRetired: false } }, clerk);
  expect(sections.items).toHaveLength(20);
  expect(sections.can.edit).toBe(false);
  expect((await findIndustries(db, { query: { under: 'C', isWithRetired: false } }, clerk)).items).toHaveLength(31);
});

test('rooms ask for words and names by code', async () => {
  expect((await wordsOf(db, 'arrival_kind')).get('working_capital')).toEqual({ zh: '流动资金', en: 'Working capital', isActive: true });
  expect((await industryNames(db, ['3217', 'nope'])).get('3217')).toBe('镁冶炼');
  expect([await isIndustry(db, '3217'), await isIndustry(db, '9999')]).toEqual([true, false]);
});
