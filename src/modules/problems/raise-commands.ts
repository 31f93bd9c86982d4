import { v7 } from 'uuid';
import { type Day, dayOf, yearOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { reportersOf, unitTree } from '../identity/queries.ts';
import { notify } from '../notices/commands.ts';
import { visibleProject } from '../projects/queries.ts';
import { isReportOf } from './detail-queries.ts';
import type { EventKind, Source, Tier } from './domain/problem.ts';
import { dueOn, type ProblemRules } from './domain/rule.ts';
import { problemNo } from './domain/words.ts';
import { checkOwner, checkRaising } from './policy.ts';
import { problemRulesOn } from './rule-queries.ts';
import { firstNumber, keepStandings } from './standing-commands.ts';
import { problem, problemEvent } from './tables.ts';

export type NewProblem = Readonly<{
  projectId: string;
  type: string;
  level: string;
  title: string;
  words: string;
  ownerUnitId: string;
  source: Source;
  sourceId: string | null;
  sourceOn: Day | null;
}>;
/** A problem that is known from elsewhere: when it was raised, what was done, and when it was closed. */
export type GivenProblem = NewProblem & Readonly<{ raisedOn: Day; done: string | null; closedOn: Day | null }>;

/**
 * Raises a problem of a project and tells the unit that is to solve it. Refuses project.unknown, problem.may_not_raise, problem.owner_in_talks,
 * problem.owner_unknown, problem.type_unknown, problem.level_unknown, problem.source_unknown, problem.source_undated.
 */
export const raiseProblem = command('problem.raise', async (tx, input: NewProblem, context) => {
  const { actor, now } = context;
  const project = await visibleProject(tx, input.projectId, actor);
  settle(checkRaising(actor, project));
  settle(checkOwner(project, input.ownerUnitId));
  await checkOwnerUnit(tx, input.ownerUnitId);
  const today = dayOf(now);
  const { rules, version } = await problemRulesOn(tx, today);
  checkWords(rules, input);
  await checkSource(tx, input);
  const [row] = await insertProblems(tx, [{ ...input, raisedOn: today, done: null, closedOn: null }], { rules, version }, context);
  await tellOwner(tx, row!, 'problem.assigned', context);
  const { id, year, no } = row!;
  return { result: { id, year, no, dueOn: row!.dueOn }, trace: { subject: 'project', subjectId: input.projectId, after: traceOf(row!) } };
});

/** The unit must be there and in use. Refuses problem.owner_unknown. */
export async function checkOwnerUnit(tx: Tx, id: string): Promise<void> {
  const found = (await unitTree(tx)).find((u) => u.id === id);
  if (!found?.isActive) throw refuse('not_found', 'problem.owner_unknown', { field: 'ownerUnitId' });
}

function checkWords({ types, levels }: ProblemRules, { type, level }: NewProblem): void {
  if (!types.some((t) => t.key === type)) throw refuse('invalid', 'problem.type_unknown', { field: 'type', found: type });
  if (!levels.some((l) => l.key === level)) throw refuse('invalid', 'problem.level_unknown', { field: 'level', found: level });
}

/** A report is one of the project's; a visit and a meeting have a day. What a meeting raises says which it was. */
async function checkSource(tx: Tx, { projectId, source, sourceId, sourceOn }: NewProblem): Promise<void> {
  if (source === 'report') {
    if (!sourceId || !(await isReportOf(tx, projectId, sourceId)))
      throw refuse('not_found', 'problem.source_unknown', { field: 'sourceId' });
  } else if ((source === 'visit' || source === 'meeting') && sourceOn === null)
    throw refuse('invalid', 'problem.source_undated', { field: 'sourceOn' });
}

/** What is known of a problem when people are told of it. */
export type Told = Readonly<{ projectId: string; id: string; year: number; no: number; ownerUnitId: string; dueOn: Day }>;
export const problemLink = ({ projectId, id }: Pick<Told, 'projectId' | 'id'>) => `/problems/${projectId}/${id}`;

/** Tells the people of the unit that is to solve it. */
export async function tellOwner(tx: Tx, row: Told, kind: 'problem.assigned' | 'problem.declined' | 'problem.reopened', context: Now) {
  const people = await reportersOf(tx, [row.ownerUnitId]);
  const about = { subject: 'problem', subjectId: row.id, projectId: row.projectId, link: problemLink(row) };
  await notify(tx, [{ ...about, to: people.map((p) => p.id), kind, params: { year: row.year, no: row.no, due: row.dueOn } }], context);
}

type Event = Readonly<{ id: string; kind: EventKind; tier?: Tier | null | undefined }>;
/** What the trace says of a problem: which it is, and what happened to it. Words stay out of it: before signing they tell the investor. */
export const traceOf = (row: Readonly<{ id: string; year: number; no: number }>, event?: Event) => ({
  id: event?.id ?? row.id,
  problemNo: problemNo(row),
  ...(event && { problemAct: event.kind }),
  ...(event?.tier && { problemTier: event.tier }),
});

const leaveOut = <T extends GivenProblem>({ done: _done, closedOn: _closedOn, ...row }: T) => row;
type Ruling = Readonly<{ rules: ProblemRules; version: number }>;
/** Writes problems with numbers of their years, in the order given. */
async function insertProblems(tx: Tx, given: readonly GivenProblem[], { rules, version }: Ruling, { actor, now }: Now) {
  const next = new Map<number, number>();
  const rows: (typeof problem.$inferSelect)[] = [];
  for (const one of given) {
    const year = Number(yearOf(one.raisedOn));
    const no = next.get(year) ?? (await firstNumber(tx, year));
    next.set(year, no + 1);
    const due = dueOn(rules, one.level, 'unit', one.raisedOn);
    rows.push({ ...leaveOut(one), id: v7(), year, no, ruleVersion: version, dueOn: due, raisedBy: actor.id, raisedAt: now });
  }
  await insertMany(tx, problem, rows);
  await insertMany(
    tx,
    problemEvent,
    given.flatMap((one, i) => eventsOf(one, rows[i]!.id).map((e) => ({ ...e, recordedBy: actor.id, recordedAt: now }))),
  );
  await keepStandings(
    tx,
    rows.map((r) => r.id),
  );
  return rows;
}

/** What a table says became of a problem. */
function eventsOf({ projectId, done, closedOn, raisedOn }: GivenProblem, problemId: string) {
  const none = { words: null, ownerUnitId: null, tier: null, dueOn: null, otherProjectId: null, otherId: null, toldBy: null };
  const event = { projectId, problemId, ...none };
  const on = closedOn ?? raisedOn;
  return [
    ...(done ? [{ ...event, id: v7(), kind: 'acted' as const, words: done, happenedOn: on }] : []),
    ...(closedOn ? (['solved', 'confirmed'] as const).map((kind) => ({ ...event, id: v7(), kind, happenedOn: closedOn })) : []),
  ];
}

/** Problems that a table brings, with what became of them. Answers with their ids. Refuses problem.may_not_raise, problem.owner_in_talks. */
export const raiseGiven = command(
  'problem.raise_all',
  async (tx, { batchId, rows }: { batchId: string; rows: readonly GivenProblem[] }, context) => {
    const { rules, version } = await problemRulesOn(tx, dayOf(context.now));
    for (const projectId of new Set(rows.map((r) => r.projectId))) {
      const project = await visibleProject(tx, projectId, context.actor);
      settle(checkRaising(context.actor, project));
      for (const row of rows) if (row.projectId === projectId) settle(checkOwner(project, row.ownerUnitId));
    }
    const made = await insertProblems(tx, rows, { rules, version }, context);
    const trace = { subject: 'import', subjectId: batchId, after: { problems: made.length } };
    return { result: { ids: made.map((m) => m.id) }, trace: made.length ? trace : [] };
  },
);
