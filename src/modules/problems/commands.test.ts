import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { fundsDatabase } from '../funds/test-database.ts';
import { publishPreset } from '../reference/commands.ts';
import { escalateOverdue, publishProblemRules, recordProblem } from './commands.ts';
import type { NewEvent } from './contract.ts';
import { problemOf, problemsOfProject } from './detail-queries.ts';
import { problemItems } from './desk-queries.ts';
import { standingOf } from './domain/problem.ts';
import { problemPreset } from './domain/rule.ts';
import { listProblems, problemBoard, problemFigures } from './queries.ts';
import { type NewProblem, raiseProblem } from './raise-commands.ts';
import { listProblemRules } from './rule-queries.ts';

const { db, pool, close, people, project, units } = await fundsDatabase();
const { clerk, head, stranger, bureau, auditor, system } = people;
/** A Monday. */
const now = new Date('2026-06-01T09:00:00+08:00');
const on = (day: string) => new Date(`${day}T09:00:00+08:00`);
let leader: Actor;
beforeAll(async () => {
  await publishPreset(db, problemPreset);
  const give = (actor: Actor) =>
    pool.query(
      "insert into person_role (person_id, role_class, role, granted_at) select $1, 'business', r, now() from unnest($2::text[]) r",
      [actor.id, actor.roles],
    );
  for (const actor of [clerk, head, stranger, bureau]) await give(actor);
  leader = { ...auditor, roles: ['leader'] };
});
afterAll(close);

const page = { page: 1, size: 200 };
const raise = async (more: Partial<NewProblem> = {}, by: Actor = clerk, at = now) => {
  const projectId = more.projectId ?? (await project());
  const said = { type: 'land', level: 'general', title: '管线迁改', words: '红线内有管线', ownerUnitId: units.west } as const;
  const made = await raiseProblem(db, { projectId, ...said, source: 'project', sourceId: null, sourceOn: null, ...more }, by, at);
  return { projectId, id: made.id, made };
};
type Place = { projectId: string; id: string };
const read = ({ projectId, id }: Place, actor: Actor = bureau, at = now) => problemOf(db, { projectId, id }, actor, at);
type Unseen = NewEvent extends infer E ? (E extends unknown ? Omit<E, 'events'> : never) : never;
const record = async ({ projectId, id }: Place, event: Unseen, by: Actor = bureau, at = now) => {
  const { events } = await read({ projectId, id });
  return recordProblem(db, { place: { projectId, id }, event: { ...event, events: events.length } as NewEvent }, by, at);
};
const kindsTold = async (actor: Actor, id: string) =>
  (
    await pool.query<{ kind: string }>('select kind from notice where person_id = $1 and subject_id = $2 order by created_at, id', [
      actor.id,
      id,
    ])
  ).rows.map((r) => r.kind);

describe('a problem', () => {
  test('is raised with a number and a last day, and the unit that is to solve it is told, sees it, and sees nothing else', async () => {
    const { made, ...place } = await raise();
    expect(made).toMatchObject({ year: 2026, dueOn: '2026-06-08' });
    expect((await raise()).made.no).toBe(made.no + 1);
    expect(await kindsTold(stranger, place.id)).toEqual(['problem.assigned']);
    const seen = await read(place, stranger);
    expect(seen).toMatchObject({
      title: '管线迁改',
      isProjectVisible: false,
      can: { acted: true, solved: true, confirmed: false, assigned: false },
    });
    await expect(problemsOfProject(db, place.projectId, stranger, now)).rejects.toMatchObject({ code: 'project.unknown' });
    const own = await raise({ ownerUnitId: units.east });
    await expect(read(own, stranger)).rejects.toMatchObject({ code: 'problem.unknown' });
    await expect(read(own, system)).rejects.toMatchObject({ code: 'problem.unknown' });
    expect((await listProblems(db, page, stranger, now)).items.map((i) => i.id)).not.toContain(own.id);
    await expect(raise({ projectId: place.projectId }, stranger)).rejects.toMatchObject({ code: 'project.unknown' });
  });

  test('of a type, a level, a unit and a source that there are', async () => {
    const projectId = await project();
    for (const [more, code] of [
      [{ type: 'weather' }, 'problem.type_unknown'],
      [{ level: 'huge' }, 'problem.level_unknown'],
      [{ ownerUnitId: projectId }, 'problem.owner_unknown'],
      [{ source: 'report', sourceId: projectId }, 'problem.source_unknown'],
      [{ source: 'visit' }, 'problem.source_undated'],
    ] as const)
      await expect(raise({ projectId, ...more })).rejects.toMatchObject({ code });
    await expect(raise({ projectId: await project({ side: 'suspended' }) })).rejects.toMatchObject({ code: 'problem.may_not_raise' });
  });

  test('before signing stays with the unit that talks, and tells others nothing', async () => {
    const projectId = await project({ stage: 'negotiating' });
    await expect(raise({ projectId })).rejects.toMatchObject({ code: 'problem.owner_in_talks' });
    await expect(raise({ projectId, ownerUnitId: units.east }, auditor)).rejects.toMatchObject({ code: 'problem.may_not_raise' });
    const { made: _made, ...place } = await raise({ projectId, ownerUnitId: units.east, title: '某某重工犹豫', words: '某某重工要价' });
    expect(JSON.stringify([await read(place, auditor), await listProblems(db, page, auditor, now)])).not.toContain('某某重工');
    expect((await listProblems(db, { ...page, q: '某某重工' }, auditor, now)).total).toBe(0);
    expect((await listProblems(db, { ...page, q: '某某重工' }, clerk, now)).total).toBe(1);
  });

  test('goes to its unit, to the leader and to the meeting, is solved, declined, solved, confirmed, and every step is in its history', async () => {
    const { made: _made, ...place } = await raise();
    await record(place, { kind: 'acted', words: '现场勘查' }, stranger);
    await record(place, { kind: 'escalated', words: '要协调供电' }, stranger);
    expect(await read(place)).toMatchObject({ tier: 'leader', dueOn: '2026-06-08' });
    await record(place, { kind: 'escalated', words: '要上会' }, clerk);
    expect(await read(place)).toMatchObject({ tier: 'meeting', dueOn: '2026-06-15', can: { escalated: false } });
    await expect(record(place, { kind: 'escalated', words: '再上' })).rejects.toMatchObject({ code: 'problem.highest_tier' });
    await expect(record(place, { kind: 'confirmed', words: null, toldBy: '厂长' })).rejects.toMatchObject({ code: 'problem.not_now' });
    await record(place, { kind: 'solved', words: '已迁改' }, stranger);
    await record(place, { kind: 'declined', words: '还漏电', toldBy: '厂长' }, clerk);
    await record(place, { kind: 'solved', words: '已修好' }, bureau);
    await expect(record(place, { kind: 'confirmed', words: null, toldBy: '厂长' }, bureau)).rejects.toMatchObject({
      code: 'problem.own_solution',
    });
    await expect(record(place, { kind: 'confirmed', words: null, toldBy: '厂长' }, stranger)).rejects.toMatchObject({
      code: 'problem.may_not_record',
    });
    const late = { kind: 'confirmed', words: null, toldBy: '厂长', happenedOn: '2026-06-02' } as const;
    await expect(record(place, late, head)).rejects.toMatchObject({ code: 'problem.in_future' });
    await record(place, { kind: 'confirmed', words: '满意', toldBy: '厂长' }, head);
    const { state, closedOn, events } = await read(place);
    expect({ state, closedOn }).toEqual({ state: 'closed', closedOn: '2026-06-01' });
    expect(events.map((e) => e.kind)).toEqual(['acted', 'escalated', 'escalated', 'solved', 'declined', 'solved', 'confirmed']);
    expect(await kindsTold(stranger, place.id)).toEqual(['problem.assigned', 'problem.escalated', 'problem.declined']);
    await record(place, { kind: 'reopened', words: '又停了' }, clerk, on('2026-06-03'));
    expect(await read(place)).toMatchObject({ state: 'open', closedOn: null, dueOn: '2026-06-17' });
  });

  test('is not decided on by somebody who has not seen what another did', async () => {
    const { made: _made, ...place } = await raise();
    const act = { kind: 'escalated', events: 0, words: '上' } as const;
    const both = await Promise.allSettled([stranger, clerk].map((by) => recordProblem(db, { place, event: act }, by, now)));
    expect(both.map((b) => (b.status === 'rejected' ? b.reason.code : 'done')).toSorted()).toEqual(['done', 'problem.changed_meanwhile']);
    expect(await read(place)).toMatchObject({ tier: 'leader' });
  });

  test('is merged into another, keeps its history, and can be taken out again; like ones are linked', async () => {
    const [one, other, third] = [await raise({ title: '变压器增容尚未批复' }), await raise({ title: '变压器增容未批复' }), await raise()];
    const into = { otherProjectId: other.projectId, otherId: other.id };
    expect((await read(one)).similar.map((s) => s.id)).toContain(other.id);
    await expect(record(one, { kind: 'merged', words: '同一件', ...into }, stranger)).rejects.toMatchObject({
      code: 'problem.may_not_record',
    });
    await expect(record(one, { kind: 'merged', words: '同一件', otherProjectId: one.projectId, otherId: one.id })).rejects.toMatchObject({
      code: 'problem.itself',
    });
    await record(one, { kind: 'merged', words: '同一件', ...into }, clerk);
    expect(await read(one)).toMatchObject({ state: 'merged', events: [{ kind: 'merged', other: { id: other.id } }] });
    expect((await read(other)).mergedHere.map((m) => m.id)).toEqual([one.id]);
    await expect(record(third, { kind: 'merged', words: '', otherProjectId: one.projectId, otherId: one.id })).rejects.toMatchObject({
      code: 'problem.other_not_live',
    });
    await record(one, { kind: 'reopened', words: '不是同一件' }, clerk);
    expect((await read(other)).mergedHere).toEqual([]);
    await record(third, { kind: 'linked', words: null, ...into }, clerk);
    expect((await read(other)).linked.map((l) => l.id)).toEqual([third.id]);
    const hidden = await raise({ ownerUnitId: units.east });
    const unseen = { kind: 'linked', words: null, otherProjectId: hidden.projectId, otherId: hidden.id } as const;
    await expect(record(third, unseen, stranger)).rejects.toMatchObject({ code: 'problem.other_unknown' });
  });

  test('is given to another unit, whose days begin then', async () => {
    const { made: _made, ...place } = await raise();
    await expect(record(place, { kind: 'assigned', words: '归你', ownerUnitId: units.east }, clerk)).rejects.toMatchObject({
      code: 'problem.may_not_record',
    });
    await record(place, { kind: 'assigned', words: '归你', ownerUnitId: units.east }, head, on('2026-06-05'));
    expect(await read(place)).toMatchObject({ ownerUnitId: units.east, dueOn: '2026-06-12' });
    await expect(read(place, stranger)).rejects.toMatchObject({ code: 'problem.unknown' });
  });
});

describe('what passes its last day', () => {
  test('goes up by itself, tier by tier, once a day at most, and stays late; a project that stands aside is left alone', async () => {
    const { made: _made, ...place } = await raise({ level: 'urgent' }, clerk, on('2026-07-01'));
    const aside = await raise({ level: 'urgent' }, clerk, on('2026-07-01'));
    await pool.query("update project set side = 'suspended' where id = $1", [aside.projectId]);
    await escalateOverdue(db, on('2026-07-02'));
    expect(await read(place, bureau, on('2026-07-02'))).toMatchObject({ tier: 'unit', isOverdue: false });
    await escalateOverdue(db, on('2026-07-03'));
    await escalateOverdue(db, on('2026-07-03'));
    expect(await read(place, bureau, on('2026-07-03'))).toMatchObject({
      tier: 'leader',
      dueOn: '2026-07-06',
      lateOn: '2026-07-02',
      isOverdue: true,
    });
    expect(await kindsTold(bureau, place.id)).toEqual(['problem.escalated']);
    await escalateOverdue(db, on('2026-07-07'));
    await escalateOverdue(db, on('2026-08-30'));
    expect(await read(place, bureau, on('2026-08-30'))).toMatchObject({
      tier: 'meeting',
      events: [{ tier: 'leader' }, { tier: 'meeting' }],
    });
    expect(await read(aside)).toMatchObject({ tier: 'unit', events: [] });
  });
  test('or does not, where the rules say so; rules do not reach back', async () => {
    const { made: _made, ...place } = await raise({ level: 'urgent' }, clerk, on('2026-08-31'));
    const { current } = await listProblemRules(db, bureau, now);
    const rules = { ...current.rules, escalatesByItself: false };
    await expect(publishProblemRules(db, { rules, effectiveFrom: '2026-09-01' }, clerk, now)).rejects.toMatchObject({
      code: 'problem.may_not_publish',
    });
    await expect(publishProblemRules(db, { rules, effectiveFrom: '2026-05-01' }, bureau, now)).rejects.toMatchObject({
      code: 'problem.rules_in_past',
    });
    await publishProblemRules(db, { rules, effectiveFrom: '2026-09-01' }, bureau, now);
    expect(await escalateOverdue(db, on('2026-09-10'))).toBe(0);
    expect(await read(place, bureau, on('2026-09-10'))).toMatchObject({ tier: 'unit', isOverdue: true, dueOn: '2026-09-01' });
  });
});

describe('the pool', () => {
  const at = on('2026-09-10');
  test('figures by age and by owner add up to its rows, each number opened by its filter', async () => {
    const all = await listProblems(db, { ...page, state: 'live' }, bureau, at);
    const { ages, owners } = await problemFigures(db, bureau, at);
    const open = (sums: readonly { open: number }[]) => sums.reduce((sum, s) => sum + s.open, 0);
    expect([open(ages), open(owners)]).toEqual([all.open, all.open]);
    expect(all.open).toBeGreaterThan(5);
    for (const { age, open: counted, overdue } of ages) {
      expect((await listProblems(db, { ...page, age, state: 'open' }, bureau, at)).total).toBe(counted);
      expect((await listProblems(db, { ...page, age, overdue: 'true' }, bureau, at)).total).toBe(overdue);
    }
    for (const o of owners) expect((await listProblems(db, { ...page, owner: o.unitId, state: 'open' }, bureau, at)).total).toBe(o.open);
    expect(open((await problemFigures(db, stranger, at)).owners)).toBeLessThan(all.open);
  });
  test('and so does its board', async () => {
    const { columns } = await problemBoard(db, {}, bureau, at);
    expect(columns.map((c) => c.key)).toEqual(['unit', 'leader', 'meeting', 'solved', 'closed']);
    const open = (await listProblems(db, { ...page, state: 'open' }, bureau, at)).total;
    expect(columns.slice(0, 3).reduce((sum, c) => sum + c.total, 0)).toBe(open);
  });
  test('stands where its events say, row by row', async () => {
    const { rows } = await pool.query<{ id: string; dueOn: string; raisedOn: string; ownerUnitId: string }>(
      'select id, due_on as "dueOn", raised_on as "raisedOn", owner_unit_id as "ownerUnitId" from problem',
    );
    for (const { id, ...raised } of rows) {
      const { rows: events } = await pool.query(
        `select id, kind, takes_back as "takesBack", happened_on as "happenedOn", owner_unit_id as "ownerUnitId", tier, due_on as "dueOn" from problem_event where problem_id = $1
         order by recorded_at, id`,
        [id],
      );
      const { rows: kept } = await pool.query(
        `select state, tier, owner_unit_id as "ownerUnitId", due_on as "dueOn", late_on as "lateOn", raised_on as "raisedOn", acted_on as "actedOn",
           closed_on as "closedOn", events from problem_standing where problem_id = $1`,
        [id],
      );
      expect(kept[0]).toEqual(standingOf(raised, events));
    }
  });
  test('the desk of the unit shows what is due and late, that of the project’s clerk what waits to be confirmed, a leader’s what came up', async () => {
    const mine = await raise({ projectId: await project({ person_id: clerk.id, leader_id: leader.id }), level: 'urgent' }, clerk, at);
    const due = await problemItems('due')(db, stranger, on('2026-09-14'));
    expect(due.map((i) => [i.kind, i.link])).toContainEqual(['problem_overdue', `/problems/${mine.projectId}/${mine.id}`]);
    await record(mine, { kind: 'escalated', words: '上' }, stranger, at);
    expect((await problemItems('todo')(db, leader, at)).map((i) => i.kind)).toEqual(['problem_above']);
    await record(mine, { kind: 'solved', words: '好了' }, stranger, at);
    expect((await problemItems('todo')(db, clerk, at)).map((i) => i.kind)).toEqual(['problem_solved']);
    expect(await kindsTold(clerk, mine.id)).toEqual(['problem.solved']);
  });
});
