import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Role } from '../../kernel/actor.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { publishPreset } from '../reference/commands.ts';
import { addSigner, openReview, outcomes, passReview, remindReviews, returnReview, transferReview, withdrawReview } from './commands.ts';
import { endDeputy, setDeputy } from './deputy-commands.ts';
import { flowPreset, type StepRule } from './domain/flow.ts';
import { getReview, listDeputies, myReviews, reviewOf } from './queries.ts';

const { db, pool, untilWaiting, close } = await testDatabase();
afterAll(close);

const now = new Date('2026-09-28T02:00:00Z');
const units = { district: v7(), north: v7(), south: v7() };
const below: Record<string, string[]> = {
  [units.district]: Object.values(units),
  [units.north]: [units.north],
  [units.south]: [units.south],
};
const person = async (unitId: string, ...roles: Role[]): Promise<Actor> => {
  const id = v7();
  const name = `测试${id.slice(-4)}`;
  await pool.query('insert into person (id, unit_id, name, created_at) values ($1, $2, $3, $4)', [id, unitId, name, now]);
  for (const role of roles)
    await pool.query(`insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', $2, $3)`, [id, role, now]);
  return { id, name, unitId, unitIds: below[unitId]!, roles };
};
let clerk: Actor;
let head: Actor;
let bureau: Actor;
let statistics: Actor;
let finance: Actor;
let stranger: Actor;
const steps: StepRule[] = [
  { name: '单位初审', mode: 'any', seats: [{ role: 'unit_head', of: 'unit' }], dueDays: 3 },
  { name: '招商局复核', mode: 'any', seats: [{ role: 'promotion_admin', of: 'district' }] },
  {
    name: '联合核定',
    mode: 'all',
    seats: [
      { role: 'statistics', of: 'district' },
      { role: 'finance', of: 'district' },
    ],
  },
];
beforeAll(async () => {
  const add = 'insert into unit (id, parent_id, code, name, kind, created_at) values ($1, $2, $3, $3, $4, $5)';
  await pool.query(add, [units.district, null, '示范区', 'district', now]);
  await pool.query(add, [units.north, units.district, '北山镇', 'township', now]);
  await pool.query(add, [units.south, units.district, '南河镇', 'township', now]);
  [clerk, head, bureau, statistics, finance, stranger] = await Promise.all([
    person(units.north, 'promoter'),
    person(units.north, 'unit_head'),
    person(units.district, 'promotion_admin'),
    person(units.district, 'statistics'),
    person(units.district, 'finance'),
    person(units.south, 'unit_head'),
  ]);
  await publishPreset(db, flowPreset('trial', steps));
});

const noNames = async () => new Map<string, string>();
const input = (subjectId = v7()) => ({ subject: 'trial', subjectId, projectId: null, unitId: units.north, flow: 'trial' });
const submit = async (subjectId = v7(), at = now) => ({ ...input(subjectId), ...(await openReview(db, input(subjectId), clerk, at)) });
const view = (id: string, actor: Actor, at = now) => getReview(db, id, actor, at, noNames);
const versionOf = async (id: string) =>
  (await pool.query<{ version: number }>('select version from review where id = $1', [id])).rows[0]!.version;
const sign = async (id: string, actor: Actor, at = now) => passReview(db, { id, version: await versionOf(id), opinion: '同意' }, actor, at);
const back = async (id: string, actor: Actor, toStep: number | null) =>
  returnReview(db, { id, version: await versionOf(id), toStep, reason: '凭证不清' }, actor, now);
const waitsFor = async (actor: Actor, at = now) => (await myReviews(db, 'waiting', actor, at, noNames)).map((r) => r.id);

describe('a review', () => {
  test('goes 填报 → 单位初审 → 招商局复核 → 联合核定 and tells its subject’s room once', async () => {
    const ended: string[] = [];
    outcomes['trial'] = { approved: async (_tx, about) => void ended.push(about.subjectId) };
    const { id, subjectId } = await submit();
    expect(
      [await waitsFor(head), await waitsFor(stranger), await waitsFor(bureau), await waitsFor(clerk)].map((w) => w.includes(id)),
    ).toEqual([true, false, false, false]);
    await sign(id, head);
    expect([await waitsFor(head), await waitsFor(bureau)].map((w) => w.includes(id))).toEqual([false, true]);
    await sign(id, bureau);
    await sign(id, finance);
    expect([await waitsFor(statistics), await waitsFor(finance)].map((w) => w.includes(id))).toEqual([true, false]);
    expect(await sign(id, statistics)).toMatchObject({ status: 'approved' });
    expect(ended).toEqual([subjectId]);
    const page = await view(id, clerk);
    expect(page.acts.map((a) => [a.kind, a.stepName, a.by])).toEqual([
      ['submit', '单位初审', clerk.name],
      ['pass', '单位初审', head.name],
      ['pass', '招商局复核', bureau.name],
      ['pass', '联合核定', finance.name],
      ['pass', '联合核定', statistics.name],
    ]);
    await expect(sign(id, finance)).rejects.toMatchObject({ code: 'review.not_open' });
    delete outcomes['trial'];
  });

  test('whoever may not sign cannot, and is told so or does not know of it', async () => {
    const { id } = await submit();
    for (const actor of [clerk, bureau, statistics]) await expect(sign(id, actor)).rejects.toMatchObject({ code: 'review.may_not_sign' });
    await expect(sign(id, stranger)).rejects.toMatchObject({ kind: 'not_found', code: 'review.unknown' });
    const both = { ...clerk, roles: ['promoter', 'unit_head'] as const };
    await expect(sign(id, both)).rejects.toMatchObject({ code: 'review.may_not_sign' });
    expect(
      (await reviewOf(db, { subject: 'trial', subjectId: (await view(id, clerk)).subjectId }, stranger, now, noNames)).review,
    ).toBeNull();
  });

  test('is submitted once at a time', async () => {
    const { subjectId } = await submit();
    await expect(submit(subjectId)).rejects.toMatchObject({ kind: 'conflict', code: 'review.already_open' });
    await expect(openReview(db, { ...input(), flow: 'nothing' }, clerk, now)).rejects.toMatchObject({ code: 'review.no_flow' });
  });

  test('two sign at once: one wins, the other is told', async () => {
    const { id } = await submit();
    const second = await person(units.north, 'unit_head');
    const version = await versionOf(id);
    const other = await pool.connect();
    await other.query('begin');
    await other.query('select id from review where id = $1 for update', [id]);
    const both = [head, second].map((actor) => passReview(db, { id, version }, actor, now));
    const settled = Promise.allSettled(both);
    await untilWaiting(2);
    await other.query('commit');
    other.release();
    const outcome = await settled;
    expect(outcome.map((o) => o.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcome.find((o) => o.status === 'rejected')?.reason).toMatchObject({ kind: 'conflict', code: 'review.changed_meanwhile' });
    expect((await view(id, clerk)).acts.filter((a) => a.kind === 'pass')).toHaveLength(1);
  });
});

describe('退回', () => {
  test('to its submitter loses nothing; submitted again it is the same review in a new round', async () => {
    const { id, subjectId } = await submit();
    await sign(id, head);
    await back(id, bureau, null);
    expect((await myReviews(db, 'returned', clerk, now, noNames)).map((r) => r.id)).toContain(id);
    expect(await waitsFor(bureau)).not.toContain(id);
    expect(await openReview(db, input(subjectId), clerk, now)).toEqual({ id });
    const page = await view(id, clerk);
    expect([page.status, page.round, page.stepName]).toEqual(['open', 2, '单位初审']);
    expect(page.acts.map((a) => [a.kind, a.opinion])).toEqual([
      ['submit', null],
      ['pass', '同意'],
      ['return', '凭证不清'],
      ['submit', null],
    ]);
    for (const actor of [head, bureau, statistics]) await sign(id, actor);
    expect(await sign(id, finance)).toMatchObject({ status: 'approved' });
  });
  test('to an earlier step it is signed anew from there', async () => {
    const { id } = await submit();
    for (const actor of [head, bureau, statistics]) await sign(id, actor);
    await back(id, finance, 1);
    expect(await waitsFor(bureau)).toContain(id);
    await sign(id, bureau);
    expect((await view(id, clerk)).seats.map((s) => s.signedBy)).toEqual([null, null]);
    await expect(back(id, statistics, 2)).rejects.toMatchObject({ code: 'review.no_such_step' });
  });
});

describe('who signs instead', () => {
  test('转办 gives the place to one person, 加签 adds one; neither may be the submitter', async () => {
    const { id } = await submit();
    const helper = await person(units.north, 'promoter');
    const give = async (personId: string) => transferReview(db, { id, version: await versionOf(id), personId, reason: '出差' }, head, now);
    await expect(give(clerk.id)).rejects.toMatchObject({ code: 'review.submitter_may_not_sign' });
    await expect(give(v7())).rejects.toMatchObject({ code: 'review.person_unknown' });
    await give(helper.id);
    expect([(await waitsFor(helper)).includes(id), (await waitsFor(head)).includes(id)]).toEqual([true, false]);
    await addSigner(db, { id, version: await versionOf(id), personId: stranger.id, reason: '请会签' }, helper, now);
    await sign(id, helper);
    expect((await view(id, stranger)).stepName).toBe('单位初审');
    await sign(id, stranger);
    expect((await view(id, clerk)).stepName).toBe('招商局复核');
  });

  test('who stands in for a signer still does not sign what they submitted', async () => {
    const made = await setDeputy(db, { deputyId: clerk.id, from: '2026-09-28', to: '2026-09-29' }, head, now);
    const { id } = await submit();
    await expect(sign(id, clerk)).rejects.toMatchObject({ code: 'review.may_not_sign' });
    expect([(await view(id, clerk)).can.sign, (await waitsFor(clerk)).includes(id)]).toEqual([false, false]);
    await endDeputy(db, { id: made.id }, head, now);
  });

  test('a deputy signs in the stead of another, within the days, and the history says so', async () => {
    const { id } = await submit();
    const deputy = await person(units.south, 'promoter');
    const day = (d: number) => new Date(`2026-09-${d}T02:00:00Z`);
    const made = await setDeputy(db, { deputyId: deputy.id, from: '2026-09-28', to: '2026-09-29' }, head, now);
    expect((await listDeputies(db, deputy, now)).items).toHaveLength(1);
    expect([(await waitsFor(deputy)).includes(id), (await waitsFor(deputy, day(30))).includes(id)]).toEqual([true, false]);
    await expect(sign(id, deputy, day(30))).rejects.toMatchObject({ code: 'review.unknown' });
    await sign(id, deputy);
    expect((await view(id, clerk)).acts.at(-1)).toMatchObject({ by: deputy.name, forPerson: head.name });
    await expect(endDeputy(db, { id: made.id }, deputy, now)).rejects.toMatchObject({ code: 'deputy.unknown' });
    await endDeputy(db, { id: made.id }, head, now);
    expect((await listDeputies(db, head, now)).items).toEqual([]);
    await expect(setDeputy(db, { deputyId: head.id, from: '2026-10-01', to: '2026-10-02' }, head, now)).rejects.toMatchObject({
      code: 'deputy.person_unknown',
    });
    await expect(setDeputy(db, { deputyId: deputy.id, from: '2026-10-03', to: '2026-10-02' }, head, now)).rejects.toMatchObject({
      code: 'deputy.ends_before',
    });
    await expect(setDeputy(db, { deputyId: deputy.id, from: '2026-09-01', to: '2026-09-02' }, head, now)).rejects.toMatchObject({
      code: 'deputy.is_over',
    });
  });

  test('撤回 is its submitter’s, who may then submit it anew', async () => {
    const { id, subjectId } = await submit();
    const undo = async (actor: Actor) => withdrawReview(db, { id, version: await versionOf(id) }, actor, now);
    await expect(undo(head)).rejects.toMatchObject({ code: 'review.may_not_withdraw' });
    expect(await undo(clerk)).toMatchObject({ status: 'withdrawn' });
    expect(await waitsFor(head)).not.toContain(id);
    expect((await submit(subjectId)).id).not.toBe(id);
  });
});

describe('being late', () => {
  test('R12 working days leave out weekends and the national holiday, and count the working Saturday', async () => {
    const { id } = await submit(undefined, new Date('2026-09-29T02:00:00Z'));
    expect((await view(id, clerk)).dueOn).toBe('2026-10-09');
  });
  test('R1 is told once a step, whenever the job comes to it', async () => {
    const { id } = await submit();
    const told = async () =>
      (
        await pool.query(`select count(*)::int as n from notice where subject_id = $1 and kind = 'review.due' and person_id = $2`, [
          id,
          head.id,
        ])
      ).rows[0].n as number;
    await remindReviews(db, {}, bureau, now);
    expect(await told()).toBe(0);
    for (const day of ['2026-10-20', '2026-10-20', '2026-10-23']) await remindReviews(db, {}, bureau, new Date(`${day}T00:30:00+08:00`));
    expect(await told()).toBe(1);
    await sign(id, head);
    const { rows } = await pool.query('select cleared_at is not null as cleared from notice where subject_id = $1 and person_id = $2', [
      id,
      head.id,
    ]);
    expect(rows.every((r) => r.cleared)).toBe(true);
  });
});
