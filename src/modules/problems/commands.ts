import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { attachEvidence } from '../evidence/commands.ts';
import { peopleInRole, reportersOf } from '../identity/queries.ts';
import { notify } from '../notices/commands.ts';
import type { ProjectRow } from '../projects/queries.ts';
import { product, publishRule } from '../reference/commands.ts';
import type { NewEvent } from './contract.ts';
import { heldOverdue, type LastAct, lastActOf, overdueProblems, raisedProblem, solverOf, visibleProblem } from './detail-queries.ts';
import { follows, nextTier, type Standing } from './domain/problem.ts';
import { dueOn, type ProblemRules, problemPreset } from './domain/rule.ts';
import { checkOwner, checkRecording, may } from './policy.ts';
import { checkOwnerUnit, problemLink, tellOwner, type Told, traceOf } from './raise-commands.ts';
import { standingRow } from './queries.ts';
import { problemRulesOn } from './rule-queries.ts';
import { keepStandings } from './standing-commands.ts';
import { problemEvent } from './tables.ts';

type Place = Readonly<{ projectId: string; id: string }>;
type Row = typeof problemEvent.$inferInsert;
type Here = Readonly<{
  project: ProjectRow;
  standing: Standing;
  level: string;
  last: LastAct;
  told: Omit<Told, 'ownerUnitId' | 'dueOn'>;
}>;

/**
 * Adds what happened to a problem: what was done, another owner, the next tier, solved, confirmed or declined by the enterprise, reopened,
 * merged, linked; what its writer entered last is taken back while nothing followed. Tells those whose turn it is. Refuses problem.unknown, problem.changed_meanwhile, problem.not_now, problem.highest_tier,
 * problem.may_not_record, problem.own_solution, problem.not_own_act, problem.owner_in_talks, problem.owner_unknown, problem.other_unknown, problem.other_not_live, problem.itself, problem.in_future,
 * evidence.unknown_upload, evidence.already_attached.
 */
export const recordProblem = command('problem.record', async (tx, { place, event }: { place: Place; event: NewEvent }, context) => {
  const { actor, now } = context;
  const { project, standing } = await visibleProblem(tx, place, actor, true);
  if (standing.events !== event.events) throw refuse('conflict', 'problem.changed_meanwhile');
  settle(follows(standing, event.kind));
  const solvedBy = standing.state === 'solved' ? await solverOf(tx, place) : null;
  const last = await lastActOf(tx, place);
  settle(checkRecording(event.kind, actor, project, { ...standing, solvedBy, lastBy: last.by }));
  const { year, no, level } = await raisedProblem(tx, place);
  const here: Here = { project, standing, level, last, told: { ...place, year, no } };
  const row: Row = {
    projectId: place.projectId,
    id: v7(),
    problemId: place.id,
    kind: event.kind,
    words: event.words,
    happenedOn: happenedOn(event, now),
    recordedBy: actor.id,
    recordedAt: now,
    ...(await partsOf(tx, event, here, context)),
  };
  await tx.insert(problemEvent).values(row);
  const uploadIds = ('uploadIds' in event && event.uploadIds) || [];
  if (uploadIds.length > 0) {
    const about = { subject: 'problem' as const, subjectId: row.id, projectId: place.projectId };
    await attachEvidence.inside(tx, { ...about, uploadIds, kind: 'other' }, context);
  }
  await keepStandings(tx, [place.id]);
  await tell(tx, row, here, context);
  const after = await standingRow(tx, place.projectId, place.id);
  return {
    result: { id: row.id, state: after!.state },
    trace: { subject: 'project', subjectId: place.projectId, after: traceOf(here.told, row) },
  };
});

function happenedOn(event: NewEvent, now: Date): Day {
  const today = dayOf(now);
  const on = ('happenedOn' in event ? event.happenedOn : undefined) ?? today;
  if (on > today) throw refuse('invalid', 'problem.in_future', { field: 'happenedOn', found: on });
  return on;
}

/** What an event says beyond its words. */
async function partsOf(
  tx: Tx,
  event: NewEvent,
  { project, standing, level, last, told }: Here,
  { actor, now }: Now,
): Promise<Partial<Row>> {
  const today = dayOf(now);
  const term = async (tier = standing.tier) => dueOn((await problemRulesOn(tx, today)).rules, level, tier, today);
  switch (event.kind) {
    case 'assigned': {
      settle(checkOwner(project, event.ownerUnitId));
      await checkOwnerUnit(tx, event.ownerUnitId);
      return { ownerUnitId: event.ownerUnitId, dueOn: await term() };
    }
    case 'escalated': {
      const tier = nextTier(standing.tier)!;
      return { tier, dueOn: await term(tier) };
    }
    case 'declined':
      return { toldBy: event.toldBy, dueOn: await term() };
    case 'confirmed':
      return { toldBy: event.toldBy };
    case 'reopened':
      return { dueOn: await term() };
    case 'merged':
    case 'linked':
      return checkOther(tx, event, told.id, actor);
    case 'taken_back':
      return { takesBack: last.id };
    case 'acted':
    case 'solved':
      return {};
  }
}

type Other = Extract<NewEvent, { kind: 'merged' | 'linked' }>;
/** The other problem: one that the actor sees; one that is merged into must still be dealt with, and be the actor's to keep. */
async function checkOther(tx: Tx, { kind, otherProjectId, otherId }: Other, own: string, actor: Now['actor']): Promise<Partial<Row>> {
  if (otherId === own) throw refuse('invalid', 'problem.itself', { field: 'otherId' });
  const unknown = refuse('not_found', 'problem.other_unknown', { field: 'otherId' });
  const other = await visibleProblem(tx, { projectId: otherProjectId, id: otherId }, actor, true).catch(() => {
    throw unknown;
  });
  if (kind === 'merged') {
    if (!['open', 'solved'].includes(other.standing.state)) throw refuse('rule', 'problem.other_not_live', { field: 'otherId' });
    settle(checkRecording('merged', actor, other.project, { ...other.standing, solvedBy: null, lastBy: null }));
  }
  return { otherProjectId, otherId };
}

/** Tells those whose turn it is. */
async function tell(tx: Tx, row: Row, { project, standing, told }: Here, context: Now): Promise<void> {
  const about = { ...told, ownerUnitId: row.ownerUnitId ?? standing.ownerUnitId, dueOn: row.dueOn ?? standing.dueOn };
  if (row.kind === 'assigned') await tellOwner(tx, about, 'problem.assigned', context);
  if (row.kind === 'declined' || row.kind === 'reopened') await tellOwner(tx, about, `problem.${row.kind}`, context);
  if (row.kind === 'escalated') await tellAbove(tx, [{ ...about, leaderId: project.leaderId, isMeeting: row.tier === 'meeting' }], context);
  if (row.kind === 'solved') {
    const keepers = project.personId ? [project.personId] : (await reportersOf(tx, [project.unitId])).map((p) => p.id);
    await notify(tx, [noticeOf(about, keepers, 'problem.solved')], context);
  }
}
const noticeOf = (about: Told, to: readonly string[], kind: 'problem.solved' | 'problem.escalated') => ({
  subject: 'problem',
  subjectId: about.id,
  projectId: about.projectId,
  link: problemLink(about),
  to,
  kind,
  params: { year: about.year, no: about.no, due: about.dueOn },
});

type Above = Readonly<{ leaderId: string | null; isMeeting: boolean }>;
/** 分管领导 is the leader of the project; the bureau, which prepares the meetings, is told of all. */
async function tellAbove(tx: Tx, all: readonly (Told & Above)[], context: Now): Promise<void> {
  const bureau = (await peopleInRole(tx, 'promotion_admin')).map((p) => p.id);
  const people = Map.groupBy(await reportersOf(tx, [...new Set(all.map((one) => one.ownerUnitId))]), (p) => p.unitId);
  const notices = all.map(({ leaderId, isMeeting, ...about }) => {
    const owner = (people.get(about.ownerUnitId) ?? []).map((p) => p.id);
    const leader = leaderId && !isMeeting ? [leaderId] : [];
    return noticeOf(about, [...leader, ...bureau, ...owner], 'problem.escalated');
  });
  await notify(tx, notices, context);
}

/** So many problems at a time, so that requests get their turn. */
const atOnce = 500;
const escalateSome = command('problem.escalate', async (tx, { rules, ids }: { rules: ProblemRules; ids: readonly string[] }, context) => {
  const today = dayOf(context.now);
  const told = (await heldOverdue(tx, ids, today)).flatMap((held) => {
    const tier = nextTier(held.tier);
    return tier ? [{ ...held, tier, isMeeting: tier === 'meeting', dueOn: dueOn(rules, held.level, tier, today) }] : [];
  });
  const rows = told.map(({ projectId, id, tier, dueOn: on }) => ({
    projectId,
    id: v7(),
    problemId: id,
    kind: 'escalated' as const,
    tier,
    dueOn: on,
    happenedOn: today,
    recordedBy: context.actor.id,
    recordedAt: context.now,
  }));
  await insertMany(tx, problemEvent, rows);
  await keepStandings(
    tx,
    told.map((t) => t.id),
  );
  await tellAbove(tx, told, context);
  const trace = told.map((t, i) => ({ subject: 'project', subjectId: t.projectId, after: traceOf(t, rows[i]) }));
  return { result: { done: told.length }, trace };
});

/** Every problem whose last day has passed goes to the next tier, where the rules say so; of projects that stand aside none. Answers how many did. */
export async function escalateOverdue(db: Db, now: Date): Promise<number> {
  const today = dayOf(now);
  const { rules } = await problemRulesOn(db, today);
  if (!rules.escalatesByItself) return 0;
  const ids = await overdueProblems(db, today);
  let done = 0;
  for (let at = 0; at < ids.length; at += atOnce)
    done += (await escalateSome(db, { rules, ids: ids.slice(at, at + atOnce) }, product, now)).done;
  return done;
}

type Publishing = Readonly<{ rules: ProblemRules; effectiveFrom: Day }>;
/** Publishes types and levels from a day on; what is raised keeps the last day it was given. Refuses problem.may_not_publish, problem.rules_in_past. */
export const publishProblemRules = command('problem.publish', async (tx, { rules: body, effectiveFrom }: Publishing, context) => {
  if (!may.publish(context.actor)) throw refuse('forbidden', 'problem.may_not_publish');
  if (effectiveFrom < dayOf(context.now)) throw refuse('invalid', 'problem.rules_in_past', { field: 'effectiveFrom' });
  const draft = { kind: problemPreset.kind, effectiveFrom, effectiveTo: null, preset: null, body };
  const { version } = await publishRule.inside(tx, draft, context);
  return { result: { version }, trace: [] };
});
