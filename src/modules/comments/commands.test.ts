import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import { listNotices } from '../notices/queries.ts';
import { retractComment, watchProject, writeComment } from './commands.ts';
import { listComments } from './queries.ts';

const now = new Date('2026-11-20T01:00:00Z');
const t = await openLedger(now);
afterAll(t.close);
const { db, pool } = t;
const { promoter: clerk, unit_head: head, promotion_admin: bureau, finance } = t.everyone;
let open: string;
let secret: string;
const write = writeComment(async (_db, _subject, subjectId) => subjectId === open);
const say = (id: string, mentions: string[] = []) => ({ id, body: '请尽快核实', mentions, subject: 'project' as const });
const told = async (who: typeof clerk) =>
  (await listNotices(db, { query: { unread: false, page: 1, size: 50 } }, who, async () => new Map())).items.map((n) => n.kind);

beforeAll(async () => {
  open = await projectAt(t, 'signed', now);
  secret = await projectAt(t, 'negotiating', now);
  for (const a of [clerk, head, bureau, finance])
    await pool.query(`insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', $2, $3)`, [
      a.id,
      a.roles[0],
      now,
    ]);
});

test('a comment tells who is mentioned and who watches, each once, and not its writer', async () => {
  for (const who of [clerk, head, finance]) await watchProject(db, { id: open, isWatching: true }, who, now);
  await write(db, say(open, [head.id]), clerk, now);
  expect([await told(head), await told(finance), await told(clerk)]).toEqual([['comment.mention'], ['project.comment'], []]);
  expect(await listComments(db, open, head)).toMatchObject({
    items: [{ body: '请尽快核实', by: clerk.name, mentions: [head.name], can: { retract: false } }],
    isWatching: true,
    watchers: 3,
    can: { write: true },
  });
});

test('before signing nobody reads, writes or is told who may not know the investor', async () => {
  await watchProject(db, { id: secret, isWatching: true }, finance, now);
  await write(db, say(secret), clerk, now);
  expect(await listComments(db, secret, finance)).toMatchObject({ items: [], isMasked: true, can: { write: false } });
  expect((await listComments(db, secret, bureau)).items).toHaveLength(1);
  await expect(write(db, say(secret), finance, now)).rejects.toMatchObject({ code: 'comment.masked' });
  await expect(write(db, say(secret, [finance.id]), clerk, now)).rejects.toMatchObject({ code: 'comment.mention_may_not_see' });
  expect(await told(finance)).toEqual(['project.comment']);
});

test('a project of another unit is unknown, and its people cannot be mentioned', async () => {
  const south = await t.person(t.units.south, 'promoter');
  await expect(listComments(db, open, south)).rejects.toMatchObject({ code: 'project.unknown' });
  await expect(watchProject(db, { id: open, isWatching: true }, south, now)).rejects.toMatchObject({ code: 'project.unknown' });
  await expect(write(db, say(open, [south.id]), clerk, now)).rejects.toMatchObject({ code: 'comment.mention_may_not_see' });
});

test('a comment is taken back by its writer; that there was one stays', async () => {
  const { id: entryId } = await write(db, say(open), clerk, now);
  await expect(retractComment(db, { id: open, entryId }, head, now)).rejects.toMatchObject({ code: 'comment.may_not_retract' });
  await expect(retractComment(db, { id: secret, entryId }, clerk, now)).rejects.toMatchObject({ code: 'comment.unknown' });
  await retractComment(db, { id: open, entryId }, clerk, now);
  await retractComment(db, { id: open, entryId }, clerk, now);
  const { items } = await listComments(db, open, clerk);
  expect(items.find((c) => c.id === entryId)).toMatchObject({ body: null, mentions: [], can: { retract: false } });
  const { rows } = await pool.query('select body from project_comment where id = $1', [entryId]);
  expect(rows).toEqual([{ body: '请尽快核实' }]);
});

test('an entry is spoken about only when it is the project’s', async () => {
  const about = { ...say(open), subject: 'arrival' as const };
  await expect(write(db, about, clerk, now)).rejects.toMatchObject({ code: 'comment.subject_unknown' });
  await expect(write(db, { ...about, subjectId: secret }, clerk, now)).rejects.toMatchObject({ code: 'comment.subject_unknown' });
  await write(db, { ...about, subjectId: open }, clerk, now);
});
