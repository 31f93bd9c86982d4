import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { type ProjectClass, projectClasses } from '../milestones/domain/node.ts';
import type { PermitChoice, PermitFact } from '../projects/domain/gate.ts';
import type { AskedOf } from '../projects/queries.ts';
import type { PermitState } from './domain/standing.ts';
import { templateOn } from './rule-queries.ts';

type Held = Readonly<{ key: string; id: string; class: ProjectClass; state: PermitState; validUntil: Day | null; isUsed: boolean }>;
/** Once building has begun in time the end of what is used by it does not matter. */
const isUsed = sql`coalesce(i.is_used_by_start and t.started_on collate "C" <= s.valid_until, false)`;
const held = sql`permit_item i join permit_standing s on s.project_id = i.project_id and s.permit_id = i.id
  left join project_standing t on t.project_id = i.project_id`;

const standings: Partial<Record<PermitState, PermitFact['standing']>> = { granted: 'granted', declined: 'declined', dropped: 'dropped' };

/**
 * How the approvals that a gate names stand for a project. One that is not in the list of the project is not asked of it when
 * the template of its class does not have it; a project without list takes the class of its plan of milestones.
 */
export async function permitFactsOf(db: Reader, projectId: string, { permits: keys, day }: AskedOf): Promise<PermitFact[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.execute<Held>(sql`
    select i.key, i.id, i.class, s.state, s.valid_until as "validUntil", ${isUsed} as "isUsed" from ${held} where i.project_id = ${projectId}`);
  const own = new Map(rows.map((row) => [row.key, row]));
  const isWhole = keys.every((key) => own.has(key));
  const needed = isWhole ? null : await neededBy(db, await classesOf(db, projectId, rows), day);
  return keys.map((key) => {
    const row = own.get(key);
    if (!row) return { key, id: null, standing: needed && !needed.has(key) ? 'foreign' : 'unlaid', validUntil: null };
    return { key, id: row.id, standing: standings[row.state] ?? 'open', validUntil: row.isUsed ? null : row.validUntil };
  });
}

/** Of which classes a project is: as its approvals were laid down, else as its plan was made; none when neither is there. */
async function classesOf(db: Reader, projectId: string, rows: readonly Held[]): Promise<ProjectClass[]> {
  if (rows.length > 0) return [...new Set(rows.map((row) => row.class))];
  const plans = await db.execute<{ class: ProjectClass }>(
    sql`select class from milestone_plan where project_id = ${projectId} order by no desc limit 1`,
  );
  return plans.rows.map((plan) => plan.class);
}

/** The approvals that these classes may need; null when no class is known. */
async function neededBy(db: Reader, classes: readonly ProjectClass[], day: Day): Promise<Set<string> | null> {
  if (classes.length === 0) return null;
  const found = await Promise.all(classes.map((of) => templateOn(db, of, day)));
  return new Set(found.flatMap(({ template }) => template.permits.map((p) => p.key)));
}

/** Every approval of every class, each once, by the name that the first class with it gives it. */
export async function permitChoices(db: Reader, day: Day): Promise<PermitChoice[]> {
  const found = await Promise.all(projectClasses.map((of) => templateOn(db, of, day)));
  const names = new Map<string, string>();
  for (const { template } of found) for (const { key, name } of template.permits) if (!names.has(key)) names.set(key, name);
  return [...names].map(([key, name]) => ({ key, name }));
}

/** The projects, over `project`, that a gate which names the approval finds short on a day: the same answer as `permitFactsOf`, as a condition. */
export async function lacksPermit(db: Reader, key: string, day: Day): Promise<SQL> {
  const found = await Promise.all(projectClasses.map(async (of) => ({ of, ...(await templateOn(db, of, day)) })));
  const classes = sql.param(found.filter(({ template }) => template.permits.some((p) => p.key === key)).map(({ of }) => of));
  return sql`not exists (select 1 from ${held} where i.project_id = project.id and i.key = ${key} and (s.state = 'dropped'
      or (s.state = 'granted' and (s.valid_until is null or s.valid_until >= ${day} or ${isUsed}))))
    and (exists (select 1 from permit_item i where i.project_id = project.id and i.key = ${key}) or coalesce(
      (select bool_or(i.class = any(${classes}::text[])) from permit_item i where i.project_id = project.id),
      (select m.class = any(${classes}::text[]) from milestone_plan m where m.project_id = project.id order by m.no desc limit 1), true))`;
}
