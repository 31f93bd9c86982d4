import { Workbook } from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { later, now, paperLedger } from '../../app/testing/papers.ts';
import type { Actor } from '../../kernel/actor.ts';
import { publishPreset } from '../reference/commands.ts';
import { appraise, chaseUnits, closeCollection, decideCollection, issueCollection, keepField, openRounds } from './commands.ts';
import type { Draft } from './contract.ts';
import { costPreset } from './domain/cost.ts';
import type { Field } from './domain/field.ts';
import { sheetItems, waitingCollections } from './desk-queries.ts';
import { burdenOf, exportCollection, getCollection, getSheet, listCollections } from './queries.ts';
import { extendSheet, saveSheet, sendBackSheet, submitSheet } from './sheet-commands.ts';

const { db, pool, units, everyone, first, close } = await paperLedger();
const { promotion_admin: bureau, development, unit_head: head, promoter: clerk, leader, statistics } = everyone;
let southClerk: Actor;
afterAll(close);
beforeAll(async () => {
  await publishPreset(db, costPreset, now);
  await pool.query(`insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', 'promoter', $2)`, [
    clerk.id,
    now,
  ]);
  southClerk = { ...clerk, id: clerk.id, unitId: units.south, unitIds: [units.south] };
});

const asked = (key: string, more: Partial<Field>): Field => ({
  key,
  source: 'new',
  of: null,
  label: key,
  type: 'text',
  unit: null,
  reason: null,
  ...more,
});
const startOn = asked('f1', { source: 'ledger', of: 'startedOn', label: '开工时间', type: 'date' });
const workers = asked('f2', { label: '现场用工人数', type: 'number', unit: '人', reason: '每期不同' });
const draft = (more: Partial<Draft> = {}): Draft => ({
  title: '用工情况',
  purpose: '摸底',
  rowsOf: 'project',
  filter: {},
  fields: [startOn, workers],
  unitIds: [units.north, units.south],
  frequency: 'once',
  dueOn: '2026-11-20',
  ...more,
});
const issued = async (more: Partial<Draft> = {}, by = development) => (await issueCollection(db, draft(more), by, now)).id;
const at = (id: string, unitId = units.north) => ({ id, unitId });
/** What somebody has been told of the newest collection, newest first. */
const told = async (who: Actor) => {
  const { rows } = await pool.query<{ kind: string; link: string }>(
    `select n.kind, n.link from notice n where n.person_id = $1 and n.cleared_at is null and n.link like
       (select '/collections/' || id || '/%' from collection order by created_at desc, id desc limit 1) order by n.id desc`,
    [who.id],
  );
  return rows.map((r) => [r.kind, r.link]);
};

describe('B05 before it is issued', () => {
  test('the cost is counted from what the ledger knows, and kept with the collection', async () => {
    const { cost } = await appraise(db, draft(), development, now);
    // North and its section have two projects, one of them started; south has one.
    expect(cost).toMatchObject({ cells: 6, known: 1, gaps: 5, minutesOnce: 2 * 1 + 3 * 2, timesAYear: 1 });
    const id = await issued();
    expect((await getCollection(db, { id }, bureau, now)).cost).toEqual(cost);
    await expect(pool.query(`update collection set cost = '{}'`)).rejects.toMatchObject({ code: '42501' });
  });
  test('a new question that the ledger has is pointed out, and is not issued without a reason', async () => {
    const again = asked('f3', { label: '投资主体' });
    const { duplicates } = await appraise(db, draft({ fields: [again] }), development, now);
    expect(duplicates).toMatchObject([{ key: 'f3', needsReason: true, found: [{ of: 'investorName', by: 'alias' }] }]);
    await expect(issued({ fields: [again] })).rejects.toMatchObject({
      kind: 'rule',
      code: 'collection.duplicate_unexplained',
      details: { known: '投资方' },
    });
    await issued({ fields: [{ ...again, reason: '核对变更' }] });
  });
  test('one that costs much waits for its approver, who is not who asked; units do not see it before', async () => {
    const fields = Array.from({ length: 60 }, (_, i) => asked(`g${i}`, { label: `专项内容第${i}`, type: 'amount' }));
    const { id, status } = await issueCollection(db, draft({ fields, frequency: 'monthly' }), development, now);
    expect(status).toBe('waiting');
    await expect(getCollection(db, { id }, head, now)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(decideCollection(db, { id, version: 1, verdict: 'approved', reason: 'x' }, bureau, now)).rejects.toMatchObject({
      code: 'collection.may_not_decide',
    });
    expect((await waitingCollections(db, leader)).map((i) => i.key)).toEqual([id]);
    expect(await waitingCollections(db, bureau)).toEqual([]);
    await decideCollection(db, { id, version: 1, verdict: 'approved', reason: '确有必要' }, leader, now);
    expect((await getCollection(db, { id }, head, now)).sheets).toHaveLength(1);
  });
  test('units out of sight, units below one another, strange fields and past days are refused', async () => {
    const wrong: [Partial<Draft>, Actor, string][] = [
      [{ unitIds: [units.south] }, head, 'unit.unknown'],
      [{ unitIds: [units.district, units.north] }, development, 'collection.units_nested'],
      [{ fields: [startOn, startOn] }, development, 'collection.field_twice'],
      [{ fields: [{ ...startOn, of: 'password' }] }, development, 'collection.field_unknown'],
      [{ dueOn: '2026-11-01' }, development, 'collection.due_past'],
    ];
    for (const [more, by, code] of wrong) await expect(issueCollection(db, draft(more), by, now)).rejects.toMatchObject({ code });
    await expect(issueCollection(db, draft({ unitIds: [units.north] }), clerk, now)).rejects.toMatchObject({
      code: 'collection.may_not_issue',
    });
  });
});

describe('B05 a unit fills only the gaps', () => {
  test('saves, submits when nothing is missing, and what is known is not taken', async () => {
    const id = await issued();
    const sheet = await getSheet(db, at(id), clerk, now);
    expect(sheet.rows.map((r) => r.known)).toEqual([{ f1: '2026-10-15' }, {}]);
    expect([sheet.gaps, sheet.can]).toEqual([3, { fill: true, sendBack: false, extend: false }]);
    const second = sheet.rows[1]!.id;
    const seen = { ...at(id), round: 1, version: 1 };
    const save = (answers: Record<string, Record<string, string>>, version = 1) => saveSheet(db, { ...seen, version, answers }, clerk, now);
    await expect(save({ [first]: { f1: '2026-01' } })).rejects.toMatchObject({
      code: 'collection.answer_known',
      details: { label: '开工时间' },
    });
    await expect(save({ [first]: { f2: '很多' } })).rejects.toMatchObject({ code: 'collection.answer_unreadable' });
    await expect(save({ [units.south]: { f2: '1' } })).rejects.toMatchObject({ code: 'collection.row_unknown' });
    await save({ [first]: { f2: '120' } });
    await expect(submitSheet(db, { ...seen, version: 2 }, clerk, now)).rejects.toMatchObject({
      code: 'collection.gaps_left',
      details: { gaps: 2 },
    });
    await expect(save({ [first]: { f2: '1' } })).rejects.toMatchObject({ code: 'collection.changed_meanwhile' });
    await save({ [first]: { f2: '120' }, [second]: { f1: '2026-12', f2: '0' } }, 2);
    await submitSheet(db, { ...seen, version: 3 }, clerk, now);
    await expect(save({}, 4)).rejects.toMatchObject({ kind: 'rule', code: 'collection.submitted_already' });
    await sendBackSheet(db, { ...seen, version: 4, reason: '人数不符' }, development, now);
    const again = await getSheet(db, at(id), clerk, now);
    expect([again.status, again.answers[second], again.events.map((e) => e.kind)]).toEqual([
      'returned',
      { f1: '2026-12', f2: '0' },
      ['submit', 'return'],
    ]);
    expect((await sheetItems('returned')(db, clerk, now)).map((i) => i.title)).toContain('用工情况');
    await extendSheet(db, { ...seen, version: 5, dueOn: '2026-11-30', reason: '节假日' }, development, now);
    expect((await getSheet(db, at(id), clerk, now)).dueOn).toBe('2026-11-30');
  });
  test('what was submitted stays: its rows, and each submission as it was', async () => {
    const id = await issued({ unitIds: [units.south], fields: [workers] });
    const seen = { ...at(id, units.south), round: 1 };
    const row = (await getSheet(db, seen, southClerk, now)).rows[0]!.id;
    const answer = async (version: number, f2: string) => {
      await saveSheet(db, { ...seen, version, answers: { [row]: { f2 } } }, southClerk, now);
      await submitSheet(db, { ...seen, version: version + 1 }, southClerk, now);
    };
    await answer(1, '35');
    await sendBackSheet(db, { ...seen, version: 3, reason: '核对' }, development, now);
    await answer(4, '36');
    const { rows: kept } = await pool.query(
      `select answers from collection_event where collection_id = $1 and kind = 'submit' order by id`,
      [id],
    );
    expect(kept.map((e) => e.answers)).toEqual([{ [row]: { f2: '35' } }, { [row]: { f2: '36' } }]);
    await expect(pool.query('update collection_event set answers = null')).rejects.toMatchObject({ code: '42501' });
    await pool.query(`update project set side = 'withdrawn' where id = $1`, [row]);
    const asked = { filter: { side: 'none' } } as const;
    expect((await appraise(db, draft({ ...asked, unitIds: [units.south] }), development, now)).cost.cells).toBe(0);
    expect((await getSheet(db, seen, bureau, now)).answers).toEqual({ [row]: { f2: '36' } });
    await pool.query(`update project set side = null where id = $1`, [row]);
  });
  test('what the ledger has learnt meanwhile is no longer asked, and does not stand in the way', async () => {
    const id = await issued({ unitIds: [units.south], fields: [startOn] });
    const seen = { ...at(id, units.south), round: 1 };
    const row = (await getSheet(db, seen, southClerk, now)).rows[0]!.id;
    await saveSheet(db, { ...seen, version: 1, answers: { [row]: { f1: '2026-09' } } }, southClerk, now);
    await pool.query(`update project set started_on = '2026-08' where id = $1`, [row]);
    const sheet = await getSheet(db, seen, southClerk, now);
    expect([sheet.rows[0]!.known, sheet.answers, sheet.gaps]).toEqual([{ f1: '2026-08' }, {}, 0]);
    await saveSheet(db, { ...seen, version: 2, answers: sheet.answers }, southClerk, now);
    await submitSheet(db, { ...seen, version: 3 }, southClerk, now);
    await pool.query(`update project set started_on = null where id = $1`, [row]);
  });
  test('sees nothing of the others; who oversees sees what is in sight, investors in talks masked', async () => {
    const id = await issued();
    expect((await getCollection(db, { id }, clerk, now)).sheets.map((s) => s.unitId)).toEqual([units.north]);
    expect((await getCollection(db, { id }, clerk, now)).cost).toBeNull();
    await expect(getSheet(db, at(id, units.south), clerk, now)).rejects.toMatchObject({
      kind: 'not_found',
      code: 'collection.sheet_unknown',
    });
    await expect(saveSheet(db, { ...at(id), round: 1, version: 1, answers: {} }, development, now)).rejects.toMatchObject({
      code: 'collection.may_not_fill',
    });
    expect((await getSheet(db, at(id, units.south), southClerk, now)).rows[0]!.name).toBe('项目戊');
    expect((await getSheet(db, at(id, units.south), development, now)).rows[0]!.name).toBe('某项目');
    const foreign = await issued({ unitIds: [units.park] });
    await expect(getCollection(db, { id: foreign }, clerk, now)).rejects.toMatchObject({ kind: 'not_found', code: 'collection.unknown' });
    expect((await listCollections(db, { query: { page: 1, size: 200 } }, clerk, now)).items.map((c) => c.id)).not.toContain(foreign);
  });
  test('those missing are chased in one act, everything is exported, and a closed collection stays as it is', async () => {
    const id = await issued();
    await saveSheet(db, { ...at(id), round: 1, version: 1, answers: { [first]: { f2: '120' } } }, clerk, now);
    expect(await told(clerk)).toEqual([['collection.asked', `/collections/${id}/sheets/${units.north}`]]);
    expect((await sheetItems('todo')(db, clerk, now)).map((i) => i.link)).toContain(`/collections/${id}/sheets/${units.north}`);
    expect(await chaseUnits(db, { id }, development, now)).toEqual({ units: 2 });
    expect((await getSheet(db, at(id), clerk, now)).chased).toBe(1);
    expect((await told(clerk)).map(([kind]) => kind)).toEqual(['collection.chased', 'collection.asked']);
    const { body } = await exportCollection(db, { id }, bureau, now);
    const chunks: Buffer[] = [];
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
    const book = new Workbook();
    await book.xlsx.load(Buffer.concat(chunks) as never);
    const sheet = book.worksheets[0]!;
    expect(sheet.getRow(2).values).toEqual([undefined, '单位', '项目', '开工时间', '现场用工人数（人）', '填报状态']);
    expect(sheet.getRow(3).values).toEqual([undefined, '北山镇', '项目甲', new Date('2026-10-15'), 120, '未提交']);
    expect(sheet.actualRowCount).toBe(5);
    await closeCollection(db, { id, version: 1 }, development, now);
    expect(await told(clerk)).toEqual([]);
    expect((await sheetItems('todo')(db, clerk, now)).map((i) => i.link)).not.toContain(`/collections/${id}/sheets/${units.north}`);
    await expect(saveSheet(db, { ...at(id), round: 1, version: 1, answers: {} }, clerk, now)).rejects.toMatchObject({
      kind: 'rule',
      code: 'collection.closed',
    });
    await expect(chaseUnits(db, { id }, development, now)).rejects.toMatchObject({ code: 'collection.closed' });
  });
});

test('B05 a new field is kept only by decision, and is not asked again afterwards', async () => {
  const id = await issued({ fields: [workers], unitIds: [units.south] });
  const row = (await getSheet(db, at(id, units.south), southClerk, now)).rows[0]!.id;
  const seen = { ...at(id, units.south), round: 1 };
  await saveSheet(db, { ...seen, version: 1, answers: { [row]: { f2: '35' } } }, southClerk, now);
  await submitSheet(db, { ...seen, version: 2 }, southClerk, now);
  await expect(keepField(db, { id, key: 'f2', reason: '常用' }, development, now)).rejects.toMatchObject({
    code: 'collection.may_not_keep',
  });
  const kept = await keepField(db, { id, key: 'f2', reason: '常用' }, bureau, now);
  await expect(keepField(db, { id, key: 'f2', reason: '常用' }, bureau, now)).rejects.toMatchObject({ code: 'collection.kept_already' });
  const known = asked('f9', { source: 'kept', of: kept.id, label: '现场用工人数', type: 'number' });
  const { cost } = await appraise(db, draft({ fields: [known], unitIds: [units.south] }), development, now);
  expect(cost).toMatchObject({ cells: 1, known: 1, gaps: 0, minutesYear: 0 });
});

test('B05 the burden is summed by unit, month and issuer, and speaks of no person', async () => {
  await pool.query('update collection set status = $1', ['closed']);
  await pool.query('update collection_sheet set due_on = $1', ['2020-01-01']);
  await issued({ fields: [workers] });
  const { items } = await burdenOf(db, '2026', bureau);
  expect(items).toEqual([
    { month: '2026-11', unitId: units.north, unitName: '北山镇', issuer: '招商局', forms: 1, minutes: 4 },
    { month: '2026-11', unitId: units.south, unitName: '南河镇', issuer: '招商局', forms: 1, minutes: 2 },
  ]);
  expect((await burdenOf(db, '2026', clerk)).items.map((i) => i.unitId)).toEqual([units.north]);
  expect((await burdenOf(db, '2026', statistics)).items).toHaveLength(2);
});

test('what is asked every month opens its next round when the one before was due', async () => {
  const id = await issued({ frequency: 'monthly', dueOn: '2026-11-05' });
  await openRounds(db, bureau, now);
  expect((await getCollection(db, { id }, bureau, now)).round).toBe(1);
  await openRounds(db, bureau, later);
  await openRounds(db, bureau, later);
  expect(await getCollection(db, { id }, bureau, later)).toMatchObject({ round: 2, rounds: 2, dueOn: '2026-12-05' });
  expect(await getCollection(db, { id, round: 1 }, bureau, later)).toMatchObject({ round: 1, dueOn: '2026-11-05' });
  await expect(getCollection(db, { id, round: 3 }, bureau, later)).rejects.toMatchObject({ code: 'collection.round_unknown' });
  expect((await getSheet(db, { ...at(id), round: 1 }, clerk, later)).can.fill).toBe(false);
  expect((await getSheet(db, at(id), clerk, later)).can.fill).toBe(true);
});
