import { asc, desc, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { type Day, dayOf, lastDayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { unpublishedYears } from '../../kernel/working-day.ts';
import type { Reader } from '../../platform/db.ts';
import { type Paper, papersOf } from '../evidence/queries.ts';
import { operator, operatorId, peopleOf } from '../identity/queries.ts';
import { type ProjectRow, visibleProject } from '../projects/queries.ts';
import type { NewPlan, NodeView, PlanHead, PlanTrial, ProjectPlan } from './domain/plan-view.ts';
import type { PlanNode } from './domain/node.ts';
import { schedule, type Scheduled } from './domain/schedule.ts';
import { pacesWith } from './domain/shutdown.ts';
import { lateDays } from './domain/standing.ts';
import { actualsOf, type Known, knownOf } from './facts-queries.ts';
import { check, may } from './policy.ts';
import { shutdownsOn, templateOn } from './rule-queries.ts';
import { milestoneNode, milestonePlan } from './tables.ts';

export type NodeRow = typeof milestoneNode.$inferSelect;
export type PlanRow = typeof milestonePlan.$inferSelect;
export type KeptPlan = Readonly<{ plan: PlanRow; nodes: readonly NodeRow[] }>;

/** Every plan of a project with its nodes, the one in force first. */
export async function plansOf(db: Reader, projectId: string): Promise<KeptPlan[]> {
  const plans = await db.select().from(milestonePlan).where(eq(milestonePlan.projectId, projectId)).orderBy(desc(milestonePlan.no));
  const nodes = await db.select().from(milestoneNode).where(eq(milestoneNode.projectId, projectId)).orderBy(asc(milestoneNode.orderNo));
  return plans.map((plan) => ({ plan, nodes: nodes.filter((n) => n.planId === plan.id) }));
}

const nodeOf = ({ key, name, days, unit, after, role, deliverable, isOutdoor, event }: NodeRow): PlanNode => ({
  key,
  name,
  days,
  unit,
  after,
  role,
  deliverable,
  isOutdoor,
  event,
});

export type Draft = Readonly<{
  title: string;
  templateVersion: number;
  nodes: readonly PlanNode[];
  dates: ReadonlyMap<string, Scheduled>;
  finishOn: Day;
}>;
/** A plan as asked, with its dates. Refuses nodes that cannot be put in order. */
export async function draftOf(
  db: Reader,
  projectId: string,
  asked: Pick<NewPlan, 'class' | 'promisedOn' | 'nodes'>,
  today: Day,
): Promise<Draft> {
  const { template, version } = await templateOn(db, asked.class, today);
  const nodes = asked.nodes ?? template.nodes;
  const done = (await knownOf(db, new Map([[projectId, nodes]]), today)).get(projectId)!;
  const paces = pacesWith(await shutdownsOn(db, today));
  const found = settle(schedule({ nodes, promisedOn: asked.promisedOn, from: today, done, paces }));
  return {
    title: template.title,
    templateVersion: version,
    nodes,
    dates: new Map(found.nodes.map((n) => [n.key, n])),
    finishOn: found.finishOn,
  };
}

/** The days from the first to the last of a plan, for what is to be told of its calendar. */
const unpublishedIn = (dates: Iterable<Scheduled>, today: Day) => {
  const all = [...dates];
  const days = [today, ...all.flatMap((d) => [d.latestStartOn, d.earliestFinishOn, d.latestFinishOn])].toSorted();
  return unpublishedYears(days[0]!, days.at(-1)!);
};

/** What a plan would be, beside the one in force. Refuses who may not plan, and what makePlan refuses of its nodes. */
export async function tryPlan(db: Reader, id: string, asked: NewPlan, actor: Actor, now: Date): Promise<PlanTrial> {
  const project = await visibleProject(db, id, actor);
  settle(check('plan', actor, project));
  const today = dayOf(now);
  const { nodes, dates, finishOn } = await draftOf(db, id, asked, today);
  const [inForce] = await plansOf(db, id);
  const before = new Map(inForce?.nodes.map((n) => [n.key, n]));
  return {
    finishOn,
    nodes: nodes.map((node) => {
      const { latestStartOn, latestFinishOn, ...at } = dates.get(node.key)!;
      const was = before.get(node.key);
      return {
        ...node,
        ...at,
        startOn: latestStartOn,
        finishOn: latestFinishOn,
        before: was ? { startOn: was.startOn, finishOn: was.finishOn } : null,
      };
    }),
    gone: (inForce?.nodes ?? []).filter((n) => !dates.has(n.key)).map(({ key, name }) => ({ key, name })),
    unpublished: unpublishedIn(dates.values(), today),
  };
}

/** The plan of a project as it stands. Refuses project.unknown. */
export async function planOf(db: Reader, id: string, actor: Actor, now: Date): Promise<ProjectPlan> {
  const project = await visibleProject(db, id, actor);
  const today = dayOf(now);
  const plans = await plansOf(db, id);
  const can = { plan: may.plan(actor, project), record: may.record(actor, project) };
  const suggestedOn = project.plannedProductionOn && lastDayOf(project.plannedProductionOn);
  const [inForce] = plans;
  if (!inForce) return { today, plans: [], nodes: [], forecastOn: null, unpublished: [], suggestedOn, can };
  const draft = await draftOf(db, id, { ...inForce.plan, nodes: inForce.nodes.map(nodeOf) }, today);
  const words = await wordsOfPlan(db, project, plans, actor);
  const known = (await knownOf(db, new Map([[id, inForce.nodes]]), today)).get(id)!;
  const baseline = new Map(plans.at(-1)!.nodes.map((n) => [n.key, n]));
  return {
    today,
    plans: plans.map(words.head),
    nodes: inForce.nodes.map((row) => ({
      ...seen(row, draft.dates.get(row.key)!, known.get(row.key)!, today),
      baseline: atBaseline(baseline.get(row.key)),
      entries: words.entriesOf(row.key),
    })),
    forecastOn: draft.finishOn,
    unpublished: unpublishedIn(draft.dates.values(), today),
    suggestedOn,
    can,
  };
}

const atBaseline = (row: NodeRow | undefined) => (row ? { startOn: row.startOn, finishOn: row.finishOn } : null);
function seen(row: NodeRow, at: Scheduled, known: Known, today: Day): Omit<NodeView, 'baseline' | 'entries'> {
  const { earliestStartOn, earliestFinishOn, slack, isCritical } = at;
  return {
    ...nodeOf(row),
    startOn: row.startOn,
    finishOn: row.finishOn,
    earliestStartOn,
    earliestFinishOn,
    slack,
    isCritical,
    ...known,
    isOfRecord: row.event !== null,
    lateDays: lateDays(row.finishOn, known.finishedOn, today),
  };
}

/** Who made the plans and said what became of them. Words and papers are for those who may know them. */
async function wordsOfPlan(db: Reader, project: ProjectRow, plans: readonly KeptPlan[], actor: Actor) {
  const entries = await actualsOf(db, [project.id]);
  const people = await peopleOf(db, [...new Set([...plans.map((p) => p.plan.madeBy), ...entries.map((e) => e.recordedBy)])]);
  const name = (id: string) => (id === operatorId ? operator.name : (people.get(id)?.name ?? ''));
  const knows = may.knowWords(actor, project);
  const papers = knows
    ? await papersOf(
        db,
        'milestone',
        entries.map((e) => e.id),
      )
    : new Map<string, Paper[]>();
  return {
    head: ({ plan, nodes }: KeptPlan): PlanHead => ({
      id: plan.id,
      no: plan.no,
      class: plan.class,
      title: plan.title,
      templateVersion: plan.templateVersion,
      promisedOn: plan.promisedOn,
      reason: knows ? plan.reason : null,
      madeByName: name(plan.madeBy),
      madeAt: plan.madeAt.toISOString(),
      nodes: nodes.map(({ key, name: of, startOn, finishOn }) => ({ key, name: of, startOn, finishOn })),
    }),
    entriesOf: (key: string): NodeView['entries'] =>
      entries
        .filter((e) => e.key === key)
        .map(({ id, kind, happenedOn, reason, remark, recordedBy, recordedAt }) => ({
          id,
          kind,
          happenedOn,
          reason: knows ? reason : null,
          remark: knows ? remark : null,
          recordedByName: name(recordedBy),
          recordedAt: recordedAt.toISOString(),
          evidence: papers.get(id) ?? [],
        })),
  };
}

/** The plan in force of a project, which there must be. */
export async function planInForce(db: Reader, projectId: string): Promise<KeptPlan> {
  const [inForce] = await plansOf(db, projectId);
  if (!inForce) throw refuse('not_found', 'milestone.no_plan', { id: projectId });
  return inForce;
}
