import { v7 } from 'uuid';
import type { ImportField, ImportValue, JudgedRow, MappedRow } from '../../kernel/import-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { CurrentRow, ImportChecker, ImportKind } from '../../platform/import-kind.ts';
import { importUnits } from './commands.ts';
import { identityWords } from './domain/import-words.ts';
import { type PersonRow, planPeople } from './domain/person-import.ts';
import { unitKinds, type UnitKind } from './domain/unit.ts';
import { planUnits, type RowFault, type UnitRow } from './domain/unit-import.ts';
import { peopleForImport, peopleForSheet, unitsForImport } from './import-queries.ts';
import { importPeople } from './person-commands.ts';
import { may } from './policy.ts';
import { unitsByCode, unitsByName } from './queries.ts';

type Step<F> = Readonly<{ row: number; act: 'create' | 'update' | 'none'; before: F | null; after: F }>;
type Planned<F> = Readonly<{ steps: readonly Step<F>[]; faults: readonly RowFault[] }>;

const text = (row: MappedRow, key: string) => (row.values[key] === undefined ? null : String(row.values[key]));
const whole = (row: MappedRow, key: string) => (typeof row.values[key] === 'number' ? row.values[key] : null);
const unitNames: Record<UnitKind, readonly string[]> = {
  district: ['区', '县', '市', '区县', 'District'],
  department: ['部门', '区直部门', '局', 'Department'],
  township: ['乡镇', '街道', '镇', '乡', '乡镇街道', 'Township'],
  park: ['园区', '开发区', 'Park'],
  section: ['科室', '股室', '内设机构', 'Section'],
};

const unitFields: readonly ImportField[] = [
  {
    key: 'code',
    zh: '单位编码',
    en: 'Unit code',
    aliases: ['编码', '代码', '单位代码', '机构编码'],
    type: 'text',
    max: 32,
    required: true,
  },
  { key: 'name', zh: '单位名称', en: 'Unit', aliases: ['名称', '单位', '机构名称', '单位全称'], type: 'text', max: 100, required: true },
  { key: 'shortName', zh: '简称', en: 'Short name', aliases: ['单位简称'], type: 'text', max: 30 },
  {
    key: 'kind',
    zh: '单位类别',
    en: 'Kind',
    aliases: ['类别', '类型', '单位类型'],
    type: 'choice',
    choices: unitKinds.map((value) => ({ value, names: unitNames[value] })),
  },
  {
    key: 'parentCode',
    zh: '上级单位编码',
    en: 'Code of the unit above',
    aliases: ['上级编码', '主管单位编码', '上级单位'],
    type: 'text',
    max: 32,
  },
  { key: 'orderNo', zh: '建制序', en: 'Order', aliases: ['排序', '顺序', '排序号'], type: 'whole' },
];
const unitRow = (row: MappedRow): UnitRow => ({
  row: row.row,
  code: text(row, 'code') ?? '',
  name: text(row, 'name') ?? '',
  shortName: text(row, 'shortName'),
  kind: text(row, 'kind') as UnitKind | null,
  parentCode: text(row, 'parentCode'),
  orderNo: whole(row, 'orderNo'),
});

const personFields: readonly ImportField[] = [
  { key: 'name', zh: '姓名', en: 'Name', aliases: ['人员姓名', '联系人'], type: 'text', max: 50, required: true },
  {
    key: 'unit',
    zh: '单位',
    en: 'Unit',
    aliases: ['所在单位', '单位名称', '单位编码', '部门', '工作单位'],
    type: 'text',
    max: 100,
    required: true,
  },
  { key: 'post', zh: '职务', en: 'Post', aliases: ['岗位', '职位'], type: 'text', max: 100 },
  { key: 'rank', zh: '排序', en: 'Rank', aliases: ['顺序', '职级序'], type: 'whole' },
  { key: 'phone', zh: '电话', en: 'Telephone', aliases: ['联系电话', '手机', '手机号'], type: 'text', max: 20 },
  { key: 'login', zh: '登录名', en: 'Login', aliases: ['账号', '用户名'], type: 'text', max: 40 },
];
const personRow = (row: MappedRow): PersonRow => ({
  row: row.row,
  name: text(row, 'name') ?? '',
  unit: text(row, 'unit') ?? '',
  post: text(row, 'post'),
  rank: whole(row, 'rank'),
  phone: text(row, 'phone'),
  login: text(row, 'login'),
});
const phonePattern = /^[+\d][\d -]{4,19}$/;

/** The plan of the whole list is known only at its end: a parent may stand below its children. */
function whenRead<F extends { id: string }>(
  plan: (rows: readonly MappedRow[]) => Promise<Planned<F>>,
  shown: (fields: F, key: string) => ImportValue | null,
): ImportChecker {
  const rows: MappedRow[] = [];
  return {
    check: (some) => {
      rows.push(...some);
      return Promise.resolve([]);
    },
    finish: async () => {
      const whole = rows.filter((row) => row.faulty.length === 0);
      const { steps, faults } = await plan(whole);
      const faultsOf = Map.groupBy(faults, (f) => f.row);
      const stepOf = new Map(steps.map((s) => [s.row, s]));
      const judged = rows.map((row) => judgedRow(row, stepOf.get(row.row), faultsOf.get(row.row) ?? [], shown));
      return { judged, findings: [] };
    },
  };
}

function judgedRow<F extends { id: string }>(
  row: MappedRow,
  step: Step<F> | undefined,
  faults: readonly RowFault[],
  shown: (fields: F, key: string) => ImportValue | null,
): JudgedRow {
  const outcome = step?.act === 'update' ? 'changed' : step?.act === 'none' ? 'unchanged' : 'new';
  const { before, after } = step ?? { before: null, after: null };
  const keys =
    outcome === 'changed' && before && after ? Object.keys(row.values).filter((key) => shown(before, key) !== shown(after, key)) : [];
  return {
    row: row.row,
    outcome,
    targetId: before?.id ?? null,
    changes: Object.fromEntries(keys.map((key) => [key, [shown(before!, key), shown(after!, key)] as const])),
    faults: faults.map(({ field, code, found, expected }) => ({ field, code, found, expected })),
    findings: [],
    plan: null,
  };
}

async function allOf(batches: AsyncIterable<readonly MappedRow[]>): Promise<MappedRow[]> {
  const all: MappedRow[] = [];
  for await (const rows of batches) all.push(...rows);
  return all;
}

const said = (fields: Readonly<Record<string, ImportValue | null>>): CurrentRow => {
  const values: Record<string, ImportValue> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== null && value !== '') values[key] = value;
  return { values, terms: { currency: 'CNY', rate: '1', rateSource: null, rateOn: null } };
};

/** The units of the district, with their order; joined by code. */
export const unitImport: ImportKind = {
  key: 'unit',
  zh: '单位',
  en: 'Units',
  version: 1,
  mayImport: may.editUnits,
  fields: () => Promise.resolve(unitFields),
  open: async (db) => {
    const existing = await unitsForImport(db);
    const codes = new Map(existing.map((u) => [u.id, u.code]));
    const plan = (rows: readonly MappedRow[]) => {
      const planned = planUnits(existing, rows.map(unitRow), v7);
      for (const { after } of planned.steps) codes.set(after.id, after.code);
      return Promise.resolve(planned);
    };
    return whenRead(plan, (u, key) =>
      key === 'parentCode' ? (codes.get(u.parentId ?? '') ?? null) : ((u as unknown as Record<string, ImportValue | null>)[key] ?? null),
    );
  },
  commit: async (tx, batches, { actor, now, progress }) => {
    const rows = await allOf(batches);
    await importUnits.inside(tx, rows.map(unitRow), { actor, now });
    await progress(rows.length);
  },
  current: async function* (db: Reader) {
    const units = await unitsForImport(db);
    const codes = new Map(units.map((u) => [u.id, u.code]));
    yield units.map(({ parentId, code, name, shortName, kind, orderNo }) =>
      said({ code, name, shortName, kind, orderNo, parentCode: codes.get(parentId ?? '') ?? null }),
    );
  },
  words: identityWords,
};

/** People with post and rank, joined by login, else by unit and name. They come without password and role. */
export const personImport: ImportKind = {
  key: 'person',
  zh: '人员',
  en: 'People',
  version: 1,
  mayImport: may.createPeople,
  fields: () => Promise.resolve(personFields),
  open: async (db) => {
    const existing = await peopleForImport(db);
    const units = { byCode: await unitsByCode(db), byName: await unitsByName(db) };
    const names = new Map([...units.byName].flatMap(([name, ids]) => ids.map((id) => [id, name] as const)));
    const plan = (rows: readonly MappedRow[]) => {
      const people = rows.map(personRow);
      const bad = people.filter((p) => p.phone !== null && !phonePattern.test(p.phone));
      const planned = planPeople(
        existing,
        units,
        people.filter((p) => !bad.includes(p)),
        v7,
      );
      const faults = bad.map((p): RowFault => ({
        row: p.row,
        field: 'phone',
        code: 'person.bad_phone',
        found: p.phone!,
        expected: '0123-4567890',
      }));
      return Promise.resolve({ ...planned, faults: [...planned.faults, ...faults] });
    };
    return whenRead(plan, (p, key) =>
      key === 'unit' ? (names.get(p.unitId) ?? null) : ((p as unknown as Record<string, ImportValue | null>)[key] ?? null),
    );
  },
  commit: async (tx, batches, { actor, now, progress }) => {
    const rows = await allOf(batches);
    await importPeople.inside(tx, rows.map(personRow), { actor, now });
    await progress(rows.length);
  },
  current: async function* (db: Reader) {
    yield (await peopleForSheet(db)).map((p) => said(p));
  },
  words: identityWords,
};
