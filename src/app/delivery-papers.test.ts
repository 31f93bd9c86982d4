import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { attachTo, takeIn } from '../modules/evidence/commands.ts';
import { downloadEvidence, listEvidence } from '../modules/evidence/queries.ts';
import { fundsDatabase } from '../modules/funds/test-database.ts';
import { issueTask, recordStep } from '../modules/meetings/task-commands.ts';
import { taskOf } from '../modules/meetings/task-queries.ts';
import { recordProblem } from '../modules/problems/commands.ts';
import { problemOf } from '../modules/problems/detail-queries.ts';
import { problemPreset } from '../modules/problems/domain/rule.ts';
import { raiseProblem } from '../modules/problems/raise-commands.ts';
import { publishPreset } from '../modules/reference/commands.ts';
import { createIdea, setIdeaState, setItem } from '../modules/reserve/commands.ts';
import { reservePreset } from '../modules/reserve/domain/rule.ts';
import { ideaOf } from '../modules/reserve/queries.ts';
import { openFileStore } from '../platform/files.ts';
import { evidenceAccess } from './wiring.ts';

const { db, pool, close, people, project, units } = await fundsDatabase();
const { clerk, stranger, bureau, auditor, system } = people;
const leader: Actor = { ...auditor, roles: ['leader'] };
const now = new Date('2026-06-15T09:00:00+08:00');
const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-papers-'));
const files = openFileStore({ dataDir, s3: null });
beforeAll(async () => {
  await publishPreset(db, problemPreset);
  await publishPreset(db, reservePreset);
  for (const { id, roles } of [clerk, stranger, bureau, leader])
    await pool.query(
      "insert into person_role (person_id, role_class, role, granted_at) select $1, 'business', r, now() from unnest($2::text[]) r",
      [id, roles],
    );
});
afterAll(async () => {
  await close();
  await rm(dataDir, { recursive: true });
});

/** A file that someone sent in before the act it proves. */
async function sent(name: string, by: Actor): Promise<string> {
  const content = `%PDF-1.7\n% ${name}\n%%EOF\n`;
  const path = join(dataDir, 'sent.pdf');
  await writeFile(path, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return (await takeIn({ db, files, maxBytes: 1000 }, { name, path, size: content.length, sha256 }, by, now)).uploadId;
}
const fileOf = async (id: string, actor: Actor) =>
  String(await buffer((await downloadEvidence(db, files, evidenceAccess, id, actor)).body as Readable));
const addTo = async (subject: 'problem' | 'supervision' | 'idea', subjectId: string, projectId: string | null, by: Actor) =>
  attachTo(evidenceAccess)(
    db,
    { subject, subjectId, projectId, uploadIds: [await sent(`${subject}补充.pdf`, by)], kind: 'other' },
    by,
    now,
  );

test('what a unit feeds back has its papers, which whoever may read its words may download, and nobody else', async () => {
  const projectId = await project();
  const asked = { meetingId: null, leaderId: leader.id, projectId, title: '增容', words: '月底前', dueOn: '2026-06-30' };
  const { id } = await issueTask(db, { ...asked, unitIds: [units.west] }, bureau, now);
  const said = { id, unitId: units.west, kind: 'fed_back', words: '已增容', dueOn: null, events: 0 } as const;
  // Another person's upload proves nothing of theirs.
  await expect(recordStep(db, { ...said, uploadIds: [await sent('他人.pdf', clerk)] }, stranger, now)).rejects.toMatchObject({
    code: 'evidence.unknown_upload',
  });
  await recordStep(db, { ...said, uploadIds: [await sent('验收单.pdf', stranger)] }, stranger, now);
  const [step] = (await taskOf(db, id, bureau, now)).steps;
  expect(step).toMatchObject({ kind: 'fed_back', evidence: [{ name: '验收单.pdf' }] });
  const paper = step!.evidence[0]!.id;
  for (const actor of [bureau, stranger]) expect(await fileOf(paper, actor)).toContain('验收单.pdf');
  for (const actor of [clerk, system]) await expect(fileOf(paper, actor)).rejects.toMatchObject({ code: 'evidence.unknown' });
  // The project that is named must be that of the task.
  const about = { subject: 'supervision', subjectId: step!.id } as const;
  await expect(listEvidence(db, evidenceAccess, { ...about, projectId: null }, bureau)).rejects.toMatchObject({
    code: 'evidence.unknown_subject',
  });
  await addTo('supervision', step!.id, projectId, stranger);
  await expect(addTo('supervision', step!.id, projectId, bureau)).rejects.toMatchObject({ code: 'evidence.may_not_attach' });
  await recordStep(db, { ...said, kind: 'accepted', events: 1 }, bureau, now);
  await expect(addTo('supervision', step!.id, projectId, stranger)).rejects.toMatchObject({ code: 'evidence.may_not_attach' });
  expect((await taskOf(db, id, stranger, now)).steps[0]!.evidence.map((e) => e.name)).toEqual(['验收单.pdf', 'supervision补充.pdf']);
});

test('of a project in talks they are hidden with the words of the task', async () => {
  const projectId = await project({ stage: 'negotiating', unit_id: units.west });
  const asked = { meetingId: null, leaderId: leader.id, projectId, title: '洽谈', words: '洽谈', dueOn: '2026-06-30' };
  const { id } = await issueTask(db, { ...asked, unitIds: [units.west] }, bureau, now);
  const said = { id, unitId: units.west, kind: 'fed_back', words: '已谈', dueOn: null, events: 0 } as const;
  await recordStep(db, { ...said, uploadIds: [await sent('意向书.pdf', stranger)] }, stranger, now);
  const [paper] = (await taskOf(db, id, stranger, now)).steps[0]!.evidence;
  expect((await taskOf(db, id, auditor, now)).steps[0]!.evidence).toEqual([]);
  await expect(fileOf(paper!.id, auditor)).rejects.toMatchObject({ code: 'evidence.unknown' });
});

test('what is done about a problem has its papers, for whoever sees the problem', async () => {
  const projectId = await project();
  const raised = { type: 'land', level: 'general', title: '管线迁改', words: '红线内有管线', ownerUnitId: units.west } as const;
  const { id } = await raiseProblem(db, { projectId, ...raised, source: 'project', sourceId: null, sourceOn: null }, clerk, now);
  const place = { projectId, id };
  const record = async (kind: 'acted' | 'solved', events: number, name: string) =>
    recordProblem(db, { place, event: { kind, events, words: '已办', uploadIds: [await sent(name, stranger)] } }, stranger, now);
  await record('acted', 0, '勘查照片.pdf');
  await record('solved', 1, '迁改验收.pdf');
  const { events } = await problemOf(db, place, clerk, now);
  expect(events.map((e) => e.evidence.map((p) => p.name))).toEqual([['勘查照片.pdf'], ['迁改验收.pdf']]);
  const paper = events[1]!.evidence[0]!.id;
  for (const actor of [clerk, stranger, bureau]) expect(await fileOf(paper, actor)).toContain('迁改验收.pdf');
  await expect(fileOf(paper, system)).rejects.toMatchObject({ code: 'evidence.unknown' });
  await addTo('problem', events[0]!.id, projectId, stranger);
  await expect(addTo('problem', events[0]!.id, projectId, bureau)).rejects.toMatchObject({ code: 'evidence.may_not_attach' });
  // The unit that no longer is to solve it sees it no more, nor its papers.
  await recordProblem(db, { place, event: { kind: 'declined', events: 2, words: '还漏电', toldBy: '厂长' } }, clerk, now);
  await recordProblem(db, { place, event: { kind: 'assigned', events: 3, words: '转办', ownerUnitId: units.east } }, bureau, now);
  await expect(fileOf(paper, stranger)).rejects.toMatchObject({ code: 'evidence.unknown' });
});

test('an item of 前期工作 has the papers it rests on, for whoever sees the idea; whoever said so adds to them while it is in the reserve', async () => {
  const said = { name: '冷链物流园', theme: 'farm_products', unitId: clerk.unitId, flowsFen: [] };
  const { id } = await createIdea(db, said, clerk, now);
  const land = { id, item: 'land', evidence: '自然资函〔2026〕3号' } as const;
  await setItem(db, { ...land, state: 'under_way', happenedOn: null, uploadIds: [await sent('选址意见.pdf', clerk)] }, clerk, now);
  // Another person's upload proves nothing of theirs.
  const others = { ...land, state: 'done', happenedOn: '2026-06-10', uploadIds: [await sent('他人的批复.pdf', bureau)] } as const;
  await expect(setItem(db, others, clerk, now)).rejects.toMatchObject({ code: 'evidence.unknown_upload' });
  await setItem(db, { ...land, state: 'done', happenedOn: '2026-06-12', uploadIds: [await sent('用地批复.pdf', clerk)] }, clerk, now);
  const itemOf = async (key: string) => (await ideaOf(db, id, clerk, now)).items.find((i) => i.key === key)!;
  const { papers } = await itemOf('land');
  expect(papers.map((p) => p.name)).toEqual(['选址意见.pdf', '用地批复.pdf']);
  expect((await itemOf('energy')).papers).toEqual([]);
  for (const actor of [clerk, bureau, auditor]) expect(await fileOf(papers[1]!.id, actor)).toContain('用地批复.pdf');
  for (const actor of [stranger, system]) await expect(fileOf(papers[1]!.id, actor)).rejects.toMatchObject({ code: 'evidence.unknown' });
  const { rows } = await pool.query<{ id: string }>('select id from idea_readiness where idea_id = $1 order by recorded_at, id', [id]);
  const entry = rows[1]!.id;
  // It hangs off no project, whichever is named.
  await expect(addTo('idea', entry, await project(), clerk)).rejects.toMatchObject({ code: 'evidence.unknown_subject' });
  await expect(addTo('idea', entry, null, stranger)).rejects.toMatchObject({ code: 'evidence.unknown_subject' });
  await expect(addTo('idea', entry, null, bureau)).rejects.toMatchObject({ code: 'evidence.may_not_attach' });
  await addTo('idea', entry, null, clerk);
  expect((await itemOf('land')).papers.map((p) => p.name)).toEqual(['选址意见.pdf', '用地批复.pdf', 'idea补充.pdf']);
  await setIdeaState(db, { id, version: 1, to: 'shelved', reason: '暂缓' }, clerk, now);
  await expect(addTo('idea', entry, null, clerk)).rejects.toMatchObject({ code: 'evidence.may_not_attach' });
});
