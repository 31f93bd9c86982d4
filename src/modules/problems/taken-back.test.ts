import { afterAll, beforeAll, expect, test } from 'vitest';
import { fundsDatabase } from '../funds/test-database.ts';
import { publishPreset } from '../reference/commands.ts';
import { recordProblem } from './commands.ts';
import type { NewEvent } from './contract.ts';
import { problemOf, problemsOfProject } from './detail-queries.ts';
import { problemPreset } from './domain/rule.ts';
import { problemsAsRows } from './import-queries.ts';
import { listProblems, problemFigures } from './queries.ts';
import { raiseProblem } from './raise-commands.ts';

const { db, pool, close, people, project, units } = await fundsDatabase();
const { clerk, head, stranger, bureau } = people;
/** A Monday. */
const now = new Date('2026-06-01T09:00:00+08:00');
beforeAll(() => publishPreset(db, problemPreset));
afterAll(close);

type Place = { projectId: string; id: string };
const raise = async (by = clerk): Promise<Place> => {
  const projectId = await project();
  const said = { type: 'land', level: 'general', title: '管线迁改', words: '红线内有管线', ownerUnitId: units.west } as const;
  const { id } = await raiseProblem(db, { projectId, ...said, source: 'project', sourceId: null, sourceOn: null }, by, now);
  return { projectId, id };
};
const read = (place: Place, actor = bureau) => problemOf(db, place, actor, now);
type Unseen = NewEvent extends infer E ? (E extends unknown ? Omit<E, 'events'> : never) : never;
const record = async (place: Place, event: Unseen, by = bureau, seen?: number) =>
  recordProblem(db, { place, event: { ...event, events: seen ?? (await read(place)).events.length } as NewEvent }, by, now);
const takeBack = (place: Place, by = bureau, seen?: number) => record(place, { kind: 'taken_back', words: '登记有误' }, by, seen);
const asIt = async (place: Place) => {
  const { state, tier, ownerUnitId, dueOn, lateOn } = await read(place);
  return { state, tier, ownerUnitId, dueOn, lateOn };
};

test('each act is taken back by whoever entered it, with who, when and why; the problem stands where it stood before', async () => {
  const [place, other] = [await raise(), await raise()];
  const acts: Unseen[] = [
    { kind: 'acted', words: '已现场踏勘' },
    { kind: 'assigned', words: '改由西片办理', ownerUnitId: units.east },
    { kind: 'escalated', words: '请分管领导协调' },
    { kind: 'linked', words: null, otherProjectId: other.projectId, otherId: other.id },
    { kind: 'merged', words: '同一件事', otherProjectId: other.projectId, otherId: other.id },
    { kind: 'solved', words: '已迁改' },
  ];
  for (const act of acts) {
    const before = await asIt(place);
    await record(place, act);
    await takeBack(place);
    expect(await asIt(place), act.kind).toEqual(before);
    const events = (await read(place)).events.slice(-2);
    expect(events).toMatchObject([
      { kind: act.kind, isGone: true },
      { kind: 'taken_back', isGone: false, words: '登记有误', by: bureau.name },
    ]);
  }
  // What was linked and merged is not around it any more, from either side.
  for (const side of [place, other]) expect(await read(side)).toMatchObject({ linked: [], mergedHere: [] });
  await record(place, { kind: 'solved', words: '已迁改' }, stranger);
  for (const act of [
    { kind: 'declined', words: '还有一段', toldBy: '张总' },
    { kind: 'confirmed', words: null, toldBy: '张总' },
  ] as const) {
    await record(place, act, clerk);
    await takeBack(place, clerk);
    expect((await read(place)).state).toBe('solved');
  }
});

test('nobody takes back what another did, nor what something followed, and of two who do at once one is told', async () => {
  const place = await raise();
  await record(place, { kind: 'acted', words: '已踏勘' }, stranger);
  expect((await read(place, clerk)).can.taken_back).toBe(false);
  await expect(takeBack(place, head)).rejects.toMatchObject({ code: 'problem.not_own_act' });
  expect((await read(place, stranger)).can.taken_back).toBe(true);
  const seen = (await read(place)).events.length;
  await record(place, { kind: 'acted', words: '另有一处' }, clerk);
  await expect(takeBack(place, stranger)).rejects.toMatchObject({ code: 'problem.not_own_act' });
  await expect(takeBack(place, clerk, seen)).rejects.toMatchObject({ code: 'problem.changed_meanwhile' });
  await takeBack(place, clerk);
  // Then the entry before is the last that stands.
  await takeBack(place, stranger);
  await expect(takeBack(place, stranger)).rejects.toMatchObject({ code: 'problem.not_own_act' });
});

test('who reported it solved and took that back is not in the way of whoever asks the enterprise', async () => {
  const place = await raise();
  await record(place, { kind: 'solved', words: '已迁改' }, stranger);
  await record(place, { kind: 'declined', words: '未迁完', toldBy: '张总' }, clerk);
  await record(place, { kind: 'solved', words: '已全部迁改' }, bureau);
  await takeBack(place, bureau);
  await takeBack(place, clerk);
  // It waits for the enterprise on the word of the first; the second, taken back, does not count as a solution.
  expect(await read(place, bureau)).toMatchObject({ state: 'solved', can: { confirmed: true } });
});

test('a problem raised wrongly is withdrawn by whoever raised it while nothing was done: no list of what is open and no figure counts it', async () => {
  const place = await raise();
  const figures = async () => (await problemFigures(db, bureau, now)).ages.reduce((sum, a) => sum + a.open, 0);
  const before = await figures();
  await expect(takeBack(place, bureau)).rejects.toMatchObject({ code: 'problem.not_own_act' });
  await takeBack(place, clerk);
  expect(await figures()).toBe(before - 1);
  const view = await read(place);
  expect(view).toMatchObject({ state: 'withdrawn', isOverdue: false });
  expect(Object.values(view.can).some(Boolean)).toBe(false);
  await expect(record(place, { kind: 'acted', words: '再办' })).rejects.toMatchObject({ code: 'problem.not_now' });
  const live = await listProblems(db, { state: 'live', page: 1, size: 200 }, bureau, now);
  expect(live.items.map((i) => i.id)).not.toContain(place.id);
  expect((await problemsOfProject(db, place.projectId, clerk, now)).items).toMatchObject([{ state: 'withdrawn' }]);
  const exported = [];
  for await (const rows of problemsAsRows(db, bureau)) exported.push(...rows);
  const { rows } = await pool.query<{ code: string }>('select code from project where id = $1', [place.projectId]);
  expect(exported.map((r) => r.project)).not.toContain(rows[0]!.code);
});
