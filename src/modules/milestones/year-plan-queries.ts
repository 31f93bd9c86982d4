import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Reader } from '../../platform/db.ts';
import { operator, operatorId, peopleOf } from '../identity/queries.ts';
import { visibleProject } from '../projects/queries.ts';
import type { milestonesContract, YearPlan } from './contract.ts';
import { may } from './policy.ts';
import { yearPlan } from './tables.ts';

export type YearPlanRow = typeof yearPlan.$inferSelect;
const inForce = sql`not exists (select 1 from year_plan l where l.project_id = ${yearPlan.projectId} and l.supersedes = ${yearPlan.id})`;

/** The year plans in force of these projects. */
export function yearPlansIn(db: Reader, projectIds: readonly string[]): Promise<YearPlanRow[]> {
  if (projectIds.length === 0) return Promise.resolve([]);
  return db
    .select()
    .from(yearPlan)
    .where(sql`${inArray(yearPlan.projectId, [...projectIds])} and ${inForce}`);
}

/** Years of a project, the latest first, with what was planned before. Refuses project.unknown. */
export async function yearPlansOf(db: Reader, id: string, actor: Actor): Promise<Result<(typeof milestonesContract)['yearPlans']>> {
  const project = await visibleProject(db, id, actor);
  const rows = await db
    .select()
    .from(yearPlan)
    .where(eq(yearPlan.projectId, id))
    .orderBy(desc(yearPlan.year), desc(yearPlan.recordedAt), desc(yearPlan.id));
  const people = await peopleOf(db, [...new Set(rows.map((r) => r.recordedBy))]);
  const knows = may.knowWords(actor, project);
  const shown = (r: YearPlanRow): YearPlan => ({
    id: r.id,
    year: r.year,
    shape: r.shape,
    monthsFen: r.monthsFen,
    totalFen: r.totalFen,
    reason: knows ? r.reason : null,
    recordedByName: r.recordedBy === operatorId ? operator.name : (people.get(r.recordedBy)?.name ?? ''),
    recordedAt: r.recordedAt.toISOString(),
  });
  const items = [...Map.groupBy(rows, (r) => r.year).values()].map(([last, ...earlier]) => ({
    ...shown(last!),
    earlier: earlier.map(shown),
  }));
  return { items, can: { plan: may.plan(actor, project) } };
}
