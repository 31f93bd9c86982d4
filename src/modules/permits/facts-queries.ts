import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { ProjectRow } from '../projects/queries.ts';
import { visibleProject } from '../projects/queries.ts';
import type { PermitRule } from './domain/permit.ts';
import { permitAgent, permitChannel, permitEvent, permitItem } from './tables.ts';

export type ItemRow = typeof permitItem.$inferSelect;
export type EventRow = typeof permitEvent.$inferSelect;
/** A project with who runs its errands and whether it is on the green channel. */
export type Subject = ProjectRow & Readonly<{ agentId: string | null; isGreen: boolean }>;

/** The approvals of these projects, in their order. */
export function itemsOf(db: Reader, projectIds: readonly string[]): Promise<ItemRow[]> {
  if (projectIds.length === 0) return Promise.resolve([]);
  return db
    .select()
    .from(permitItem)
    .where(inArray(permitItem.projectId, [...projectIds]))
    .orderBy(asc(permitItem.projectId), asc(permitItem.orderNo), asc(permitItem.id));
}

/** Every entry of these projects by approval, in the order in which they were written. */
export async function eventsOf(db: Reader, projectIds: readonly string[]): Promise<Map<string, EventRow[]>> {
  if (projectIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(permitEvent)
    .where(inArray(permitEvent.projectId, [...projectIds]))
    .orderBy(asc(permitEvent.recordedAt), asc(permitEvent.id));
  return Map.groupBy(rows, (r) => r.permitId);
}

export const ruleOf = (item: ItemRow): PermitRule => ({
  key: item.key,
  name: item.name,
  stage: item.stage,
  role: item.role,
  after: item.after,
  legalDays: item.legalDays,
  promisedDays: item.promisedDays,
  greenDays: item.greenDays,
  mayLack: item.mayLack,
  mayPromise: item.mayPromise,
  mayPreReview: item.mayPreReview,
  validMonths: item.validMonths,
  extensions: item.extensions,
  extensionMonths: item.extensionMonths,
  isUsedByStart: item.isUsedByStart,
  basis: item.basis,
});

/** The last of what was said of the green channel of a project first. */
export const channelsOf = (db: Reader, projectId: string) =>
  db
    .select()
    .from(permitChannel)
    .where(eq(permitChannel.projectId, projectId))
    .orderBy(desc(permitChannel.recordedAt), desc(permitChannel.id));

/** A project that the actor may see, as approvals see it. Refuses project.unknown. */
export async function permitSubject(db: Reader, id: string, actor: Actor, lock = false): Promise<Subject> {
  const project = await visibleProject(db, id, actor, lock);
  const [agent] = await db
    .select({ personId: permitAgent.personId })
    .from(permitAgent)
    .where(eq(permitAgent.projectId, id))
    .orderBy(desc(permitAgent.recordedAt), desc(permitAgent.id))
    .limit(1);
  const [channel] = await channelsOf(db, id).limit(1);
  return { ...project, agentId: agent?.personId ?? null, isGreen: channel?.isGreen ?? false };
}

/** One approval of a project. Refuses permit.unknown. */
export async function permitOf(db: Reader, projectId: string, permitId: string): Promise<{ item: ItemRow; events: EventRow[] }> {
  const [item] = await db
    .select()
    .from(permitItem)
    .where(and(eq(permitItem.projectId, projectId), eq(permitItem.id, permitId)));
  if (!item) throw refuse('not_found', 'permit.unknown', { id: permitId });
  return { item, events: (await eventsOf(db, [projectId])).get(permitId) ?? [] };
}

/** When building began, as the record of the project has it. */
export async function startedOn(db: Reader, projectId: string): Promise<Day | null> {
  const { rows } = await db.execute<{ on: Day | null }>(
    sql`select started_on as "on" from project_standing where project_id = ${projectId}`,
  );
  return rows[0]?.on ?? null;
}
