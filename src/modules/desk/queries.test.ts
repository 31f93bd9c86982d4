import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import { anArrival } from '../funds/test-database.ts';
import { arrivalFaultCodes } from '../funds/domain/arrival-check.ts';
import { recordArrival } from '../funds/arrival-commands.ts';
import { watchProject } from '../comments/commands.ts';
import { addNote } from '../projects/commands.ts';
import { markSeen, tellWatchers } from './commands.ts';
import { type Contributor, deskOf, lackingProjects } from './queries.ts';

const now = new Date('2026-11-20T01:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const t = await openLedger(now);
afterAll(t.close);
const { db, pool } = t;
const { promoter: clerk, unit_head: head, promotion_admin: bureau } = t.everyone;
let id: string;
beforeAll(async () => {
  id = await projectAt(t, 'preparing', now);
  await pool.query('update project set person_id = $2 where id = $1', [id, clerk.id]);
  for (const a of [clerk, head, bureau])
    await pool.query(`insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', $2, $3)`, [
      a.id,
      a.roles[0],
      now,
    ]);
});
const acknowledged = { codes: [...arrivalFaultCodes], reason: '预付' };
const told = async (who: typeof clerk) =>
  (await pool.query('select kind from notice where person_id = $1 order by created_at, kind', [who.id])).rows.map((r) => r.kind as string);
const arrive = (hours: number) => recordArrival(db, anArrival(id, { voucherNo: `v${hours}`, acknowledged }), bureau, later(hours));

test('what others changed on one’s projects is on the desk until it is marked as seen', async () => {
  const changes = async (who: typeof clerk, at: Date) => (await deskOf(db, [], who, at)).changes.items;
  await markSeen(db, {}, clerk, later(1));
  expect(await changes(clerk, later(2))).toEqual([]);
  await arrive(3);
  await addNote(db, { id, body: '进展' }, bureau, later(3));
  await addNote(db, { id, body: '自己写的' }, clerk, later(3));
  expect(await changes(clerk, later(4))).toMatchObject([{ projectId: id, stages: 0, money: 1, notes: 1, comments: 0 }]);
  expect(await changes(head, later(4))).toEqual([]);
  await markSeen(db, {}, clerk, later(5));
  expect(await changes(clerk, later(6))).toEqual([]);
});

test('a project that lacks something of its next stage is to do for who answers for it', async () => {
  const facts = lackingProjects(async () => ({ hasInvestmentAgreement: false, evidenceKinds: [] }));
  const mine: Contributor = { section: 'todo', find: facts };
  const todo = async (who: typeof clerk) => (await deskOf(db, [mine], who, now)).sections.find((s) => s.key === 'todo')!.items;
  expect(await todo(clerk)).toMatchObject([{ key: id, kind: 'lacking', params: { stage: 'building', n: 1 }, link: `/projects/${id}` }]);
  expect(await todo(head)).toEqual([]);
});

test('R1 a watcher is told once of what changed since they were last told, also after days, and not of their own doing', async () => {
  await watchProject(db, { id, isWatching: true }, head, later(10));
  await watchProject(db, { id, isWatching: true }, bureau, later(10));
  await tellWatchers(db, {}, bureau, later(11));
  expect(await told(head)).toEqual([]);
  for (const hours of [12, 13, 14]) await arrive(hours);
  await tellWatchers(db, {}, bureau, later(90));
  await tellWatchers(db, {}, bureau, later(91));
  expect([await told(head), await told(bureau)]).toEqual([['project.money'], []]);
  await arrive(100);
  await tellWatchers(db, {}, { ...bureau, id: clerk.id }, later(101));
  expect(await told(head)).toEqual(['project.money', 'project.money']);
});

test('a watcher who may no longer see the project is told nothing more', async () => {
  const gone = await t.person(t.units.north, 'promoter');
  await pool.query(`insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', 'promoter', $2)`, [
    gone.id,
    now,
  ]);
  await watchProject(db, { id, isWatching: true }, gone, later(102));
  await pool.query('update person set unit_id = $2 where id = $1', [gone.id, t.units.south]);
  await arrive(103);
  await tellWatchers(db, {}, bureau, later(104));
  expect(await told(gone)).toEqual([]);
});
