import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { refreshAllForecasts } from '../../modules/forecast/commands.ts';
import { editMeeting, planMeeting } from '../../modules/meetings/commands.ts';
import { issueTask } from '../../modules/meetings/task-commands.ts';
import { makePlan, recordActual } from '../../modules/milestones/plan-commands.ts';
import { planYear } from '../../modules/milestones/year-plan-commands.ts';
import { actOnPermit, layPermits, setAgent, setChannel } from '../../modules/permits/commands.ts';
import { problemPreset } from '../../modules/problems/domain/rule.ts';
import { raiseProblem } from '../../modules/problems/raise-commands.ts';
import { publishPreset } from '../../modules/reference/commands.ts';
import { createIdea, setItem } from '../../modules/reserve/commands.ts';
import type { House } from './house.ts';

/** What their words are, and their amount. */
type Words = Readonly<{ plain: string; secret: string; amount: number }>;

/** A plan of theirs, changed once, with what became of a milestone and a year, all in their words. */
async function aPlan({ db, now }: House, actor: Actor, projectId: string, { plain, amount }: Words): Promise<void> {
  const plan = { projectId, class: 'equipment', promisedOn: '2027-06-30', nodes: null } as const;
  await makePlan(db, { ...plan, insteadOf: null, reason: null }, actor, now);
  await makePlan(db, { ...plan, insteadOf: 1, reason: `${plain}延期` }, actor, now);
  const said = { key: 'contract', kind: 'finished', happenedOn: '2026-11-02', insteadOf: null, reason: null } as const;
  await recordActual(db, { projectId, ...said, remark: `${plain}备注`, uploadIds: [] }, actor, now);
  const spread = { shape: 'linear', totalFen: amount, firstMonth: 1, lastMonth: 12 } as const;
  await planYear(db, { projectId, year: 2026, spread, insteadOf: null, reason: null }, actor, now);
}

/** Approvals of theirs: one still to be applied for, one accepted with words of theirs; they run their errands themselves. */
async function aPermit({ db, now, pool, everyone }: House, actor: Actor, projectId: string, plain: string) {
  const keys = ['filing', 'environment'];
  await layPermits(db, { projectId, class: 'equipment', keys }, actor, now);
  const idOf = async (key: string) =>
    (await pool.query<{ id: string }>('select id from permit_item where project_id = $1 and key = $2', [projectId, key])).rows[0]!.id;
  const permitId = await idOf('environment');
  await setAgent(db, { projectId, personId: actor.id }, everyone.approval, now);
  await setChannel(db, { projectId, isGreen: true, reason: `${plain}重点` }, everyone.approval, now);
  const at = { projectId, permitId, uploadIds: [] };
  const applied = { kind: 'applied', on: '2026-11-02', words: `${plain}申报` } as const;
  const { id: last } = await actOnPermit(db, { ...at, act: applied, last: null }, actor, now);
  const accepted = { kind: 'accepted', on: '2026-11-03', mode: 'full', missing: null, until: null, words: `${plain}受理` } as const;
  const { id: permitEntry } = await actOnPermit(db, { ...at, act: accepted, last }, everyone.approval, now);
  return { permit: await idOf('filing'), permitEntry };
}

/** A problem of theirs, and one of a project still in talks, in their words. */
async function aProblem({ db, now }: House, actor: Actor, projects: readonly string[], { plain, secret }: Words): Promise<string> {
  await publishPreset(db, problemPreset);
  const said = { type: 'land', level: 'general', title: `${plain}用地`, words: plain, ownerUnitId: actor.unitId } as const;
  const from = { source: 'project', sourceId: null, sourceOn: null } as const;
  const talked = { ...said, title: `${secret}犹豫`, words: `${secret}要价` };
  await raiseProblem(db, { projectId: projects[1]!, ...talked, ...from }, actor, now);
  return (await raiseProblem(db, { projectId: projects[4]!, ...said, ...from }, actor, now)).id;
}

type Owner = Readonly<{ actor: Actor; admin: Actor }>;
/** A meeting about two of their projects, one still in talks, with minutes and a task that tell who it is. */
async function aMeeting({ db, now }: House, { actor, admin }: Owner, projects: readonly string[], { plain, secret }: Words) {
  const items = [projects[1]!, projects[4]!].map((projectId) => ({ source: 'project' as const, projectId, problemId: null, title: plain }));
  const fields = { title: `${plain}联席会议`, heldOn: '2026-11-20', place: plain };
  const { id } = await planMeeting(db, { kind: 'joint', ...fields, items }, admin, now);
  await editMeeting(db, { id, version: 1, ...fields, minutes: `${secret}要价`, items }, admin, now);
  const task = {
    meetingId: id,
    leaderId: null,
    projectId: projects[1]!,
    title: `${secret}要地`,
    words: `${secret}要地`,
    dueOn: '2026-12-01',
  };
  const supervision = (await issueTask(db, { ...task, unitIds: [actor.unitId] }, admin, now)).id;
  return { meeting: id, supervision };
}

/** What they were told of a milestone that is overdue. */
async function aReminder({ pool, now }: House, { id }: Actor, projectId: string): Promise<string> {
  const reminder = v7();
  await pool.query(
    `insert into reminder (id, person_id, kind, subject, subject_id, part, project_id, step, due_on, link, params, told_on, told_at, notice_key, is_digest)
     values ($1, $2, 'milestone', 'milestone', $3, 'land', $3, 'overdue', '2026-11-01', $4, '{}', '2026-11-02', $5, $6, false)`,
    [reminder, id, projectId, `/projects/${projectId}?tab=milestones&node=land`, now, `reminder:${reminder}`],
  );
  return reminder;
}

/** An idea of theirs in the reserve, with what is done of it, in their words. */
async function anIdea({ db, now }: House, actor: Actor, { plain, amount }: Words): Promise<string> {
  const said = { name: `${plain}谋划`, theme: 'equipment', unitId: actor.unitId, summary: plain, place: plain, totalFen: amount };
  const { id } = await createIdea(db, { ...said, personId: actor.id, flowsFen: [-amount, amount] }, actor, now);
  await setItem(db, { id, item: 'land', state: 'done', happenedOn: '2026-11-02', evidence: `${plain}批复` }, actor, now);
  return id;
}

/** What they have from planning to meetings: a plan, approvals, problems, a meeting and its task; and what they were reminded of. */
export async function delivered(house: House, owner: Owner, projects: readonly string[], words: Words) {
  const { actor } = owner;
  await aPlan(house, actor, projects[4]!, words);
  const permits = await aPermit(house, actor, projects[4]!, words.plain);
  await refreshAllForecasts(house.db, actor, house.now);
  const problem = await aProblem(house, actor, projects, words);
  const reminder = await aReminder(house, actor, projects[4]!);
  const idea = await anIdea(house, actor, words);
  return { ...permits, problem, reminder, idea, ...(await aMeeting(house, owner, projects, words)) };
}
