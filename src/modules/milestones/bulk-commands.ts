import { inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { holdProjects } from '../funds/known-queries.ts';
import { namesOfProjects } from '../projects/queries.ts';
import type { PlanNode, ProjectClass } from './domain/node.ts';
import { schedule } from './domain/schedule.ts';
import { pacesWith } from './domain/shutdown.ts';
import { checkActual } from './domain/standing.ts';
import { checkMonths } from './domain/year-plan.ts';
import { actualsOf, knownOf, lastOf } from './facts-queries.ts';
import { nodeRows } from './plan-commands.ts';
import { check } from './policy.ts';
import { shutdownsOn, templateOn } from './rule-queries.ts';
import { refreshMilestones } from './standing-commands.ts';
import { milestoneActual, milestoneNode, milestonePlan, yearPlan } from './tables.ts';
import { yearPlansIn } from './year-plan-queries.ts';

export type LaidPlan = Readonly<{ projectId: string; class: ProjectClass; promisedOn: Day }>;
/** A first plan is the first. */
export async function refusePlanned(tx: Tx, ids: readonly string[], { actor }: Now) {
  const [planned] = await tx
    .select({ id: milestonePlan.projectId })
    .from(milestonePlan)
    .where(inArray(milestonePlan.projectId, [...ids]))
    .limit(1);
  if (!planned) return;
  const names = await namesOfProjects(tx, [planned.id], actor);
  throw refuse('conflict', 'milestone.has_plan', { name: names.get(planned.id) ?? null });
}

type LaidNode = Readonly<{ projectId: string; node: PlanNode; startOn: Day; finishOn: Day }>;

/** The projects, held until the transaction ends, each of which the actor may plan or record. */
export async function heldProjects(tx: Tx, projectIds: readonly string[], act: 'plan' | 'record', { actor }: Now) {
  const found = await holdProjects(tx, projectIds);
  for (const id of projectIds) {
    const row = found.get(id);
    if (!row) throw refuse('not_found', 'project.unknown', { id });
    settle(check(act, actor, row));
  }
  return found;
}

/**
 * Lays down the first plans of many projects from the templates in force, each backwards from its promised day, which may be past.
 * Answers with their nodes. Refuses milestone.has_plan and what makePlan refuses.
 */
export const layPlans = command(
  'milestones.lay',
  async (tx, { batchId, rows }: { batchId: string; rows: readonly LaidPlan[] }, context) => {
    const today = dayOf(context.now);
    const ids = rows.map((r) => r.projectId);
    if (ids.length === 0) return { result: { nodes: [] as LaidNode[] }, trace: [] };
    await heldProjects(tx, ids, 'plan', context);
    await refusePlanned(tx, ids, context);
    const classes = [...new Set(rows.map((r) => r.class))];
    const templates = new Map<ProjectClass, Awaited<ReturnType<typeof templateOn>>>();
    for (const of of classes) templates.set(of, await templateOn(tx, of, today));
    const known = await knownOf(tx, new Map(rows.map((r) => [r.projectId, templates.get(r.class)!.template.nodes])), today);
    const paces = pacesWith(await shutdownsOn(tx, today));
    const laid = rows.map(({ projectId, class: of, promisedOn }) => {
      const { template, version } = templates.get(of)!;
      const found = settle(schedule({ nodes: template.nodes, promisedOn, from: today, done: known.get(projectId)!, paces }));
      const plan = { projectId, id: v7(), no: 1, class: of, title: template.title, templateVersion: version, promisedOn, reason: null };
      const dates = new Map(found.nodes.map((n) => [n.key, n]));
      return { plan: { ...plan, madeBy: context.actor.id, madeAt: context.now }, nodes: template.nodes, dates };
    });
    await insertMany(
      tx,
      milestonePlan,
      laid.map((l) => l.plan),
    );
    await insertMany(
      tx,
      milestoneNode,
      laid.flatMap((l) => nodeRows(l.plan, l)),
    );
    await refreshMilestones(tx, ids);
    const nodes = laid.flatMap(({ plan, nodes: of, dates }) =>
      of.map((node): LaidNode => {
        const { latestStartOn: startOn, latestFinishOn: finishOn } = dates.get(node.key)!;
        return { projectId: plan.projectId, node, startOn, finishOn };
      }),
    );
    return { result: { nodes }, trace: { subject: 'import', subjectId: batchId, after: { plans: laid.length } } };
  },
);

export type LaidActual = Readonly<{ projectId: string; key: string; kind: 'started' | 'finished'; happenedOn: Day; reason: string | null }>;
/** Records when many nodes began or were finished, each judged as by itself. Answers with the ids, in their order. */
export const recordActuals = command(
  'milestones.record_all',
  async (tx, { batchId, rows }: { batchId: string; rows: readonly LaidActual[] }, context) => {
    const ids = rows.map((r) => r.projectId);
    if (ids.length === 0) return { result: { ids: [] as string[] }, trace: [] };
    await heldProjects(tx, ids, 'record', context);
    const own = Map.groupBy(await actualsOf(tx, [...new Set(ids)]), (e) => e.projectId);
    const written = rows.map(({ projectId, key, kind, happenedOn, reason }) => {
      const entries = own.get(projectId) ?? [];
      const before = lastOf(entries, key, kind);
      const dayOn = (of: LaidActual['kind']) => lastOf(entries, key, of)?.happenedOn ?? null;
      settle(checkActual({ kind, happenedOn, reason }, { startedOn: dayOn('started'), finishedOn: dayOn('finished') }, dayOf(context.now)));
      const row = {
        projectId,
        id: v7(),
        key,
        kind,
        happenedOn,
        supersedes: before?.id ?? null,
        reason: before ? reason : null,
        remark: null,
        recordedBy: context.actor.id,
        recordedAt: context.now,
      };
      own.set(projectId, [...entries, row]);
      return row;
    });
    await insertMany(tx, milestoneActual, written);
    await refreshMilestones(tx, ids);
    const trace = { subject: 'import', subjectId: batchId, after: { milestones: written.length } };
    return { result: { ids: written.map((w) => w.id) }, trace };
  },
);

export type LaidYear = Readonly<{ projectId: string; year: number; monthsFen: readonly number[] }>;
/** Lays down what many projects are to invest in a year, month by month; none of them may have planned it. */
export const layYears = command('year_plan.lay', async (tx, { batchId, rows }: { batchId: string; rows: readonly LaidYear[] }, context) => {
  const ids = rows.map((r) => r.projectId);
  await heldProjects(tx, ids, 'plan', context);
  const planned = new Set((await yearPlansIn(tx, ids)).map((p) => `${p.projectId} ${p.year}`));
  const written = rows.map(({ projectId, year, monthsFen }) => {
    if (planned.has(`${projectId} ${year}`)) throw refuse('conflict', 'year_plan.changed_meanwhile', { year });
    const months = settle(checkMonths(monthsFen));
    const totalFen = months.reduce((sum, fen) => sum + fen, 0);
    const row = { projectId, id: v7(), year, shape: 'curve' as const, monthsFen: months, totalFen, supersedes: null, reason: null };
    return { ...row, recordedBy: context.actor.id, recordedAt: context.now };
  });
  await insertMany(tx, yearPlan, written);
  return { result: {}, trace: written.length ? { subject: 'import', subjectId: batchId, after: { yearPlans: written.length } } : [] };
});
