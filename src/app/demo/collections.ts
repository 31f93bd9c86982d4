import { addDays, addMonths, dayOf } from '../../kernel/day.ts';
import type { Actor } from '../../kernel/actor.ts';
import { chaseUnits, closeCollection, decideCollection, issueCollection, openRounds } from '../../modules/collections/commands.ts';
import type { Draft } from '../../modules/collections/contract.ts';
import type { Field } from '../../modules/collections/domain/field.ts';
import { getSheet, listCollections } from '../../modules/collections/queries.ts';
import { saveSheet, sendBackSheet, submitSheet } from '../../modules/collections/sheet-commands.ts';
import { actorByLogin, operatorActor, unitsByCode } from '../../modules/identity/queries.ts';
import type { Db } from '../../platform/db.ts';
import { type Random, seeded } from './random.ts';

const ledger = (key: string, of: string, label: string, type: Field['type'], unit: string | null = null): Field => ({
  key,
  source: 'ledger',
  of,
  label,
  type,
  unit,
  reason: null,
});
const asked = (key: string, label: string, type: Field['type'], unit: string | null = null, reason: string | null = null): Field => ({
  key,
  source: 'new',
  of: null,
  label,
  type,
  unit,
  reason,
});
const building = { signed: 'true', side: 'none', stage: 'building' } as const;

type Acts = Readonly<{ db: Db; units: Map<string, string>; random: Random }>;
const person = async (db: Db, login: string) => (await actorByLogin(db, login))!;

/** Gives the demo collections as an office finds them on a Monday: one that runs, one that waits, one declined, one closed, one that comes back. */
export async function loadDemoCollections(db: Db, now: Date): Promise<void> {
  const keeper = await operatorActor(db);
  if ((await listCollections(db, { query: { page: 1, size: 1 } }, keeper, now)).total > 0) return;
  const acts = { db, units: await unitsByCode(db), random: seeded(31) };
  await closedOne(acts, now);
  await monthlyOne(acts, now);
  await declinedOne(acts, now);
  await runningOne(acts, now);
  await waitingOne(acts, now);
}

const at = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000);
const here = ({ units }: Acts, codes: readonly string[]) => codes.map((code) => units.get(code)!);

/** Fills every gap of a sheet and submits it. */
async function fill({ db, random }: Acts, sheet: { id: string; unitId: string }, clerk: Actor, when: Date) {
  const { rows, fields, round, version } = await getSheet(db, sheet, clerk, when);
  const answer = (f: Field) =>
    f.type === 'yes_no' ? random.pick(['yes', 'no']) : f.type === 'text' ? '无' : String(random.between(2, 60));
  const gaps = (row: (typeof rows)[number]) => fields.filter((f) => row.known[f.key] === undefined).map((f) => [f.key, answer(f)]);
  const answers = Object.fromEntries(rows.map((row) => [row.id, Object.fromEntries(gaps(row))]));
  await saveSheet(db, { ...sheet, round, version, answers }, clerk, when);
  await submitSheet(db, { ...sheet, round, version: version + 1 }, clerk, when);
}

async function runningOne(acts: Acts, now: Date) {
  const { db, units } = acts;
  const issuer = await person(db, 'fagai');
  const draft: Draft = {
    title: '在建项目用工和用电需求摸底',
    purpose: '供人社、供电部门对接服务用，逐个项目填写。',
    rowsOf: 'project',
    filter: building,
    fields: [
      ledger('f1', 'stage', '项目阶段', 'text'),
      ledger('f2', 'agreed', '协议资金', 'amount', '万元'),
      asked('f3', '预计新增用工', 'number', '人'),
      asked('f4', '是否需要增加用电容量', 'yes_no'),
    ],
    unitIds: here(acts, ['QW-X01', 'QW-X02', 'QW-X03', 'QW-Y01', 'QW-Y02', 'QW-Y03']),
    frequency: 'once',
    dueOn: addDays(dayOf(now), 2),
  };
  const { id } = await issueCollection(db, draft, issuer, at(now, -6));
  const [township, park] = [units.get('QW-X01')!, units.get('QW-Y01')!];
  await fill(acts, { id, unitId: township }, await person(db, 'qingsui'), at(now, -4));
  await fill(acts, { id, unitId: park }, await person(db, 'kaifaqu'), at(now, -3));
  const back = { id, unitId: township, round: 1, version: 3, reason: '用工人数与镇里上月上报不一致，请核对。' };
  await sendBackSheet(db, back, issuer, at(now, -2));
  await chaseUnits(db, { id }, issuer, at(now, -1));
}

async function waitingOne(acts: Acts, now: Date) {
  const draft: Draft = {
    title: '项目用能情况月报',
    purpose: '能耗双控调度用。',
    rowsOf: 'project',
    filter: { signed: 'true', side: 'none' },
    fields: [
      ledger('f1', 'stage', '项目阶段', 'text'),
      asked('f2', '当月用电量', 'number', '万千瓦时'),
      asked('f3', '当月用气量', 'number', '万立方米'),
      asked('f4', '当月用水量', 'number', '吨'),
    ],
    unitIds: [...acts.units].filter(([code]) => /^QW-[XY]\d/.test(code)).map(([, id]) => id),
    frequency: 'monthly',
    dueOn: addDays(dayOf(now), 10),
  };
  await issueCollection(acts.db, draft, await person(acts.db, 'tongji'), at(now, -1));
}

async function declinedOne(acts: Acts, now: Date) {
  const draft: Draft = {
    title: '项目到位资金明细月报',
    purpose: '资金调度。',
    rowsOf: 'project',
    filter: { signed: 'true', side: 'none' },
    fields: [
      asked('f1', '到位资金', 'amount', '万元', '需要分月明细'),
      asked('f2', '投资方', 'text', null, '核对名称'),
      asked('f3', '资金用途说明', 'text'),
    ],
    unitIds: [...acts.units].filter(([code]) => /^QW-[XY]\d/.test(code)).map(([, id]) => id),
    frequency: 'monthly',
    dueOn: addDays(dayOf(now), 5),
  };
  const { id } = await issueCollection(acts.db, draft, await person(acts.db, 'caizheng'), at(now, -9));
  const verdict = { id, version: 1, verdict: 'returned' as const, reason: '到位资金和投资方台账都有，请直接取数，不再要各单位填。' };
  await decideCollection(acts.db, verdict, await person(acts.db, 'lingdao'), at(now, -8));
}

async function closedOne(acts: Acts, now: Date) {
  const { db, units } = acts;
  const issuer = await person(db, 'zhaoshang');
  const draft: Draft = {
    title: '集中开工备选项目摸底',
    purpose: '遴选集中开工项目。',
    rowsOf: 'project',
    filter: { signed: 'true', side: 'none', stage: 'preparing' },
    fields: [
      ledger('f1', 'agreed', '协议资金', 'amount', '万元'),
      asked('f2', '月底前能否进场', 'yes_no'),
      asked('f3', '还差什么', 'text'),
    ],
    unitIds: here(acts, ['QW-X01', 'QW-Y01']),
    frequency: 'once',
    dueOn: addDays(dayOf(now), -25),
  };
  const { id } = await issueCollection(db, draft, issuer, at(now, -33));
  await fill(acts, { id, unitId: units.get('QW-X01')! }, await person(db, 'qingsui'), at(now, -30));
  await fill(acts, { id, unitId: units.get('QW-Y01')! }, await person(db, 'kaifaqu'), at(now, -29));
  await closeCollection(db, { id, version: 1 }, issuer, at(now, -24));
}

async function monthlyOne(acts: Acts, now: Date) {
  const { db, units } = acts;
  const dueOn = `${addMonths(dayOf(now).slice(0, 7), -1)}-05`;
  const draft: Draft = {
    title: '招商小分队外出情况月报',
    purpose: '月例会通报用。',
    rowsOf: 'unit',
    filter: {},
    fields: [
      ledger('f1', 'signed_count', '签约项目数', 'number', '个'),
      ledger('f2', 'arrived_amount', '到位资金', 'amount', '万元'),
      asked('f3', '外出招商次数', 'number', '次'),
      asked('f4', '接待来访客商', 'number', '批'),
    ],
    unitIds: here(acts, ['QW-X01', 'QW-X02', 'QW-Y01', 'QW-Y02']),
    frequency: 'monthly',
    dueOn,
  };
  const begun = new Date(`${addDays(dueOn, -7)}T01:00:00Z`);
  const { id } = await issueCollection(db, draft, await person(db, 'zhaoshang'), begun);
  await fill(acts, { id, unitId: units.get('QW-X01')! }, await person(db, 'qingsui'), at(begun, 2));
  await fill(acts, { id, unitId: units.get('QW-Y01')! }, await person(db, 'kaifaqu'), at(begun, 3));
  const keeper = await operatorActor(db);
  await openRounds(db, keeper, at(begun, 8));
  await fill(acts, { id, unitId: units.get('QW-X01')! }, await person(db, 'qingsui'), at(begun, 9));
  await fill(acts, { id, unitId: units.get('QW-Y01')! }, await person(db, 'kaifaqu'), at(begun, 10));
  await openRounds(db, keeper, now);
}
