import { and, asc, eq, inArray, or, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { type Actor, hasRole, scopeOf } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Day } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { question, type Reader } from '../../platform/db.ts';
import { person } from '../identity/tables.ts';
import { currentRule } from '../reference/queries.ts';
import type { projectsContract } from './contract.ts';
import { builtInGate, type GateFacts, GateRules, permitsAsked, requiredFields } from './domain/gate.ts';
import { type CodeScheme, withholdable } from './domain/record.ts';
import { stages } from './domain/stage.ts';
import { isMasked, may } from './policy.ts';
import { authorityDate, project, projectCode, savedView, stageChange } from './tables.ts';

export type ProjectRow = typeof project.$inferSelect;

/** How projects learns what later rooms know about one project. Wired in app/wiring.ts. */
export type FactsOf = (db: Reader, projectId: string, asked: AskedOf) => Promise<Omit<GateFacts, 'hasNationalCode' | 'happenedOn'>>;
/** Which approvals the rules name, and the day on which it is asked. */
export type AskedOf = Readonly<{ permits: readonly string[]; day: Day }>;

/** The rows of `project` (or an alias of it) that the actor may see, as a condition. */
export function projectWhere(actor: Actor, alias = 'project'): SQL {
  const scope = scopeOf(actor);
  return scope === 'all' ? sql`true` : sql`${sql.identifier(alias)}.unit_id = any(${sql.param(scope)}::uuid[])`;
}

/** Must this row's investor be kept from the actor? The same answer as `isMasked` of the policy, as a condition. */
export function maskedWhere(actor: Actor, alias = 'project'): SQL {
  if (hasRole(actor, 'promotion_admin', 'leader')) return sql`false`;
  const p = sql.identifier(alias);
  const own = hasRole(actor, 'promoter', 'unit_head') ? sql`and ${p}.unit_id <> all(${sql.param(actor.unitIds)}::uuid[])` : sql``;
  return sql`(${p}.stage in ('planning', 'negotiating') ${own})`;
}

/** A project's name as the actor may read it, and whether it is masked, over an alias of `project`. */
export function shownName(actor: Actor, alias = 'p') {
  const p = sql.identifier(alias);
  const masked = maskedWhere(actor, alias);
  return { masked, text: sql<string>`case when ${masked} then ${p}.masked_name else ${p}.name end` };
}

/** The same of a row that has been read. */
export const readName = (actor: Actor, row: Pick<ProjectRow, 'unitId' | 'stage' | 'name' | 'maskedName'>): string =>
  isMasked(actor, row) ? row.maskedName : row.name;

/** Must the investor of a row that has been read be kept from the actor? */
export const isHidden = (actor: Actor, row: Pick<ProjectRow, 'unitId' | 'stage'>): boolean => isMasked(actor, row);

const seen = ['id', 'all', 'units'] as const;
type Seen = Readonly<Record<(typeof seen)[number], Placeholder>>;
const rowSeen = (db: Reader, { id, all, units }: Seen) =>
  db
    .select()
    .from(project)
    .where(and(eq(project.id, id), sql`(${all}::boolean or ${project.unitId} = any(${units}::uuid[]))`));
const readRow = question(seen, rowSeen);
const heldRow = question(seen, (db, of) => rowSeen(db, of).for('update'));

/**
 * The project, if the actor may see it. A project outside the actor's units is as unknown as one that never was
 * (`project.unknown`). `lock` holds the row until the transaction ends.
 */
export async function visibleProject(db: Reader, id: string, actor: Actor, lock = false): Promise<ProjectRow> {
  const scope = scopeOf(actor);
  const [row] = await (lock ? heldRow : readRow)(db, { id, all: scope === 'all', units: scope === 'all' ? [] : scope });
  if (!row || !may.read(actor, row)) throw refuse('not_found', 'project.unknown', { id });
  return row;
}

/** Names by id as the actor may read them; a project they may not see is not in the answer. */
export async function namesOfProjects(db: Reader, ids: readonly string[], actor: Actor): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: project.id, name: shownName(actor, 'project').text })
    .from(project)
    .where(and(inArray(project.id, [...ids]), projectWhere(actor)));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** What a project has become: itself, or the last of the chain it was merged along. Over an alias of `project`. */
const survivorOf = (alias: string): SQL => {
  const p = sql.identifier(alias);
  return sql`join ${project} on ${project}.id = case when ${p}.merged_into is null then ${p}.id else (
    with recursive chain as (
      select c.id, c.merged_into from ${project} c where c.id = ${p}.merged_into
      union all select n.id, n.merged_into from ${project} n join chain on n.id = chain.merged_into)
    select chain.id from chain where chain.merged_into is null) end`;
};

export type CodeMatch = Readonly<{ code: string; scheme: 'internal' | CodeScheme; projectId: string; unitId: string }>;
/** Which projects the actor may see carry these codes, of any scheme; a code of a merged one means the one that remains. A code without a match is not in the answer. */
export async function projectsByCodes(db: Reader, codes: readonly string[], actor: Actor): Promise<CodeMatch[]> {
  const { rows } = await db.execute<CodeMatch>(sql`
    with wanted as (select distinct unnest(${sql.param([...new Set(codes)])}::text[]) as code)
    select w.code, 'internal' as scheme, project.id as "projectId", project.unit_id as "unitId"
    from wanted w join project o on o.code = w.code ${survivorOf('o')} where ${projectWhere(actor)}
    union all
    select w.code, c.scheme, project.id, project.unit_id
    from wanted w join project_code c on c.code = w.code join project o on o.id = c.project_id ${survivorOf('o')} where ${projectWhere(actor)}`);
  return rows;
}

/** Projects the actor may see whose normalised name (kernel/name-key.ts) is one of these: look-alikes to be told about. */
export async function projectsByNameKeys(db: Reader, keys: readonly string[], actor: Actor) {
  if (keys.length === 0) return [];
  const name = shownName(actor, 'project');
  const { rows } = await db.execute<{ nameKey: string; id: string; code: string; name: string; unitId: string }>(sql`
    select distinct on (project.code, o.name_key) o.name_key as "nameKey", project.id, project.code, ${name.text} as name, project.unit_id as "unitId"
    from project o ${survivorOf('o')}
    where o.name_key = any(${sql.param([...new Set(keys)])}::text[]) and ${projectWhere(actor)} and not ${name.masked}
    order by project.code, o.name_key`);
  return rows;
}

/**
 * A relation for `from (…) a`: what every project counted for at an instant (project_id, unit_id, industry_code, park_id,
 * leader_id, investor_name), so that reports as of an earlier day keep theirs. Only projects recorded by then are in it.
 */
export const attributionAsOf = (at: Date | string): SQL => sql`(
  select p.id as project_id, ${sql.join(
    ['unit_id', 'industry_code', 'park_id', 'leader_id', 'investor_name'].map(
      (c) => sql`case when a.project_id is null then p.${sql.identifier(c)} else a.${sql.identifier(c)} end as ${sql.identifier(c)}`,
    ),
    sql`, `,
  )}
  from project p left join (
    select distinct on (x.project_id) x.* from project_attribution x
    where x.recorded_at <= ${at} and x.project_id in (select project_id from project_attribution where recorded_at > ${at})
    order by x.project_id, x.recorded_at desc, x.id desc) a on a.project_id = p.id
  where p.created_at <= ${at})`;

/** The gate in force on a day: as published, or the shipped preset when nothing is. */
export const gateRulesOn = async (db: Reader, day: Day): Promise<GateRules> => (await gateOn(db, day)).rules;
/** The same with its version; a project keeps with each step the version that it passed. */
export async function gateOn(db: Reader, day: Day): Promise<{ rules: GateRules; version: number | null }> {
  const published = await currentRule(db, 'stage-gate', day);
  return published ? { rules: GateRules.parse(published.body), version: published.version } : { rules: builtInGate, version: null };
}

/** What the gate needs to know beyond the record: the codes held here, the rest from other rooms. */
export async function gateFactsOf(
  db: Reader,
  projectId: string,
  { rules, day }: Readonly<{ rules: GateRules; day: Day }>,
  factsOf: FactsOf,
): Promise<GateFacts> {
  const told = await factsOf(db, projectId, { permits: permitsAsked(rules), day });
  const codes = await db.select({ scheme: projectCode.scheme }).from(projectCode).where(eq(projectCode.projectId, projectId));
  return gateFacts(told, codes);
}

/** The same of what has been read. */
export const gateFacts = (told: Awaited<ReturnType<FactsOf>>, codes: readonly { scheme: CodeScheme }[]): GateFacts => ({
  ...told,
  hasNationalCode: codes.some((c) => c.scheme === 'national' || c.scheme === 'national_old'),
});

/** The form's marks: the fields each stage may not leave blank. */
export async function requirements(db: Reader, day: Day): Promise<Result<(typeof projectsContract)['requirements']>> {
  const rules = await gateRulesOn(db, day);
  return { stages: stages.map((stage) => ({ stage, fields: requiredFields(rules, day, stage) })), withholdable: [...withholdable] };
}

/** The units a person stands in: their own and all above it. */
const unitsAbove = (unitId: string) => sql`(with recursive up as (
  select id, parent_id from unit where id = ${unitId} union select u.id, u.parent_id from unit u join up on u.id = up.parent_id)
  select id from up)`;

/** Saved views of a list: the actor's own, those shared with everyone, and those shared with a unit the actor stands in. */
export async function listViews(db: Reader, list: string, actor: Actor): Promise<Result<(typeof projectsContract)['views']>> {
  const withUnit = and(eq(savedView.sharedWith, 'unit'), sql`${person.unitId} in ${unitsAbove(actor.unitId)}`);
  const rows = await db
    .select({ view: savedView, owner: person.name })
    .from(savedView)
    .innerJoin(person, eq(person.id, savedView.personId))
    .where(and(eq(savedView.list, list), or(eq(savedView.personId, actor.id), eq(savedView.sharedWith, 'everyone'), withUnit)))
    .orderBy(asc(savedView.name), asc(savedView.id));
  return {
    items: rows.map(({ view, owner }) => ({
      id: view.id,
      list: view.list,
      name: view.name,
      sharedWith: view.sharedWith,
      owner,
      state: view.state as { query: Record<string, string>; columns: string[] },
      updatedAt: view.updatedAt.toISOString(),
      can: { edit: view.personId === actor.id },
    })),
  };
}

type Ask = (db: Reader, subject: string, subjectId: string, projectId: string | null, actor: Actor) => Promise<boolean>;
const aboutProject =
  (answer: (actor: Actor, row: ProjectRow) => boolean): Ask =>
  async (db, subject, subjectId, projectId, actor) => {
    const id = subject === 'project' ? subjectId : projectId;
    if (!id) return false;
    const [row] = await db
      .select()
      .from(project)
      .where(and(eq(project.id, id), projectWhere(actor)));
    if (!row || !answer(actor, row)) return false;
    if (subject === 'project') return true;
    const entries = subject === 'authority_date' ? authorityDate : stageChange;
    return (await db.$count(entries, and(eq(entries.projectId, id), eq(entries.id, subjectId)))) > 0;
  };
/** May the actor read, or add to, the papers of a project or of a step of it? Papers name the investor. For wiring with the evidence room. */
export const projectEvidence = {
  mayRead: aboutProject((actor, row) => may.read(actor, row) && !isMasked(actor, row)),
  mayAttach: aboutProject((actor, row) => may.edit(actor, row)),
};
