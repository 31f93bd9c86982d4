import { and, desc, gte, lte, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { addMonths, type Day, dayOf, isDay, type Month } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Db, Reader, Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { markLights } from '../projects/mark-commands.ts';
import { visibleProject } from '../projects/queries.ts';
import { product, publishRule } from '../reference/commands.ts';
import { type Escalation, escalationPreset } from './domain/escalation.ts';
import { type Light, lightOf, noPast, type Past } from './domain/light.ts';
import type { ReasonClass } from './domain/reason.ts';
import { LightRules, lightPreset } from './domain/rule.ts';
import { type LitProject, lightFacts } from './facts-queries.ts';
import { may } from './policy.ts';
import { exemptionsIn } from './queries.ts';
import { lightMonth, lightRulesOn } from './rule-queries.ts';
import { lightExemption, lightReason, lightStanding, projectLight } from './tables.ts';

type Row = typeof projectLight.$inferSelect;
type Standing = typeof lightStanding.$inferSelect;
type Scope = Readonly<{ projectIds?: readonly string[] }>;

/**
 * Looks at lights again: of these projects, or of all at the stages that the rules name. What changed is added to the history, and the
 * standing of each is kept. Leaves no entry: it reads what others recorded. Answers how many lights were looked at and how many changed.
 */
export const refreshLights = command('light.refresh', async (tx, { projectIds }: Scope, { now }: Now) => {
  const [today, month] = [dayOf(now), lightMonth(now)];
  const { rules, version } = await lightRulesOn(tx, today);
  const done = { looked: 0, changed: 0 };
  const all = projectIds ?? (await litProjects(tx, rules));
  for (let at = 0; at < all.length; at += atOnce) {
    const ids = all.slice(at, at + atOnce);
    const facts = await lightFacts(tx, month, today, sql`p.id = any(${sql.param([...ids])}::uuid[])`);
    const { changed } = await judge(tx, facts, { rules, version, month, now });
    done.looked += facts.length;
    done.changed += changed;
  }
  await dropStandings(tx, rules, projectIds, now);
  return { result: done, trace: [] };
});

/** So many at a time, so that requests get their turn. */
const atOnce = 1000;
async function litProjects(db: Reader, rules: LightRules): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select p.id from project p where p.side is null and p.stage = any(${sql.param(rules.stages)}::text[]) order by p.id`,
  );
  return rows.map((r) => r.id);
}

/** Looks at all lights again, a part at a time, so that nobody who records something waits for it. Answers how many changed. */
export async function refreshAllLights(db: Db, now: Date): Promise<number> {
  const { rules } = await lightRulesOn(db, dayOf(now));
  const all = await litProjects(db, rules);
  let changed = 0;
  for (let at = 0; at < all.length; at += atOnce)
    changed += (await refreshLights(db, { projectIds: all.slice(at, at + atOnce) }, product, now)).changed;
  await dropUnlit(db, rules, product, now);
  return changed;
}
const dropUnlit = command('light.drop', async (tx, rules: LightRules, { now }) => {
  await dropStandings(tx, rules, undefined, now);
  return { result: {}, trace: [] };
});

type Ruling = Readonly<{ rules: LightRules; version: number; month: Month; now: Date }>;
async function judge(tx: Tx, facts: readonly LitProject[], { rules, version, month, now }: Ruling) {
  const ids = facts.map((f) => f.projectId);
  const latest = await latestLights(tx, ids, addMonths(month, -monthsBack(rules)), month);
  const lit = facts.filter((f) => rules.stages.includes(f.stage));
  const judged = lit.map((f) => ({ facts: f, light: lightOf(rules, f, pastOf(latest.get(f.projectId) ?? [], month)) }));
  const changed = judged.filter(({ facts: f, light }) => !isSame(light, version, latest.get(f.projectId)?.[0], month));
  await insertMany(
    tx,
    projectLight,
    changed.map(({ facts: f, light }) => ({ projectId: f.projectId, id: v7(), month, ruleVersion: version, ...light, recordedAt: now })),
  );
  await keepStandings(tx, judged, { rules, version, month, now });
  return { changed: changed.length };
}

/** How far back the rules look. */
const monthsBack = (rules: LightRules) =>
  Math.max(rules.betterAfter, ...rules.dimensions.map(({ rule }) => (rule.type === 'consecutivePeriods' ? rule.periods : 1)));

/** What was said last of each month, the latest month first. */
async function latestLights(tx: Tx, ids: readonly string[], from: Month, to: Month): Promise<Map<string, Row[]>> {
  const rows = await tx
    .selectDistinctOn([projectLight.projectId, projectLight.month])
    .from(projectLight)
    .where(
      and(sql`${projectLight.projectId} = any(${sql.param([...ids])}::uuid[])`, gte(projectLight.month, from), lte(projectLight.month, to)),
    )
    .orderBy(projectLight.projectId, desc(projectLight.month), desc(projectLight.recordedAt), desc(projectLight.id));
  return Map.groupBy(rows, (r) => r.projectId);
}

/** The months before this one as far as they follow each other; a gap ends them. */
function pastOf(rows: readonly Row[], month: Month): Past {
  const before = rows.filter((r) => r.month < month);
  const running = before.filter((r, i) => r.month === addMonths(month, -1 - i));
  if (running.length === 0) return noPast;
  const dimensions: Record<string, Light['judged'][]> = {};
  for (const row of running) for (const d of row.dimensions) (dimensions[d.key] ??= []).push(d.colour);
  return { dimensions, judged: running.map((r) => r.judged), shown: running[0]!.colour };
}

const isSame = (light: Light, version: number, last: Row | undefined, month: Month) =>
  last !== undefined &&
  last.month === month &&
  last.ruleVersion === version &&
  last.colour === light.colour &&
  last.judged === light.judged &&
  JSON.stringify(last.dimensions.map(inOrder)) === JSON.stringify(light.dimensions.map(inOrder));
/** The database keeps the keys of an object in an order of its own. */
const inOrder = ({ key, colour, code, details }: Light['dimensions'][number]) => [
  key,
  colour,
  code,
  Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1)),
];

async function keepStandings(tx: Tx, judged: readonly { facts: LitProject; light: Light }[], { month, now }: Ruling): Promise<void> {
  const exempt = await exemptionsIn(
    tx,
    judged.map((j) => j.facts.projectId),
    month,
  );
  const rows = judged.map(({ facts: { projectId }, light }): Standing => {
    const isExempt = exempt.has(projectId) && (light.colour === 'yellow' || light.colour === 'red');
    return { projectId, month, colour: light.colour, isExempt, code: light.dimensions[0]?.code ?? '', since: month };
  });
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into ${lightStanding} as kept (project_id, month, colour, is_exempt, code, since)
    select project_id, month, colour, is_exempt, code, since from json_populate_recordset(null::${lightStanding}, ${JSON.stringify(rows.map(asRecord))}::json)
    on conflict (project_id) do update set month = excluded.month, colour = excluded.colour, is_exempt = excluded.is_exempt, code = excluded.code,
      since = case when kept.colour = excluded.colour then kept.since else excluded.since end
    where (kept.month, kept.colour, kept.is_exempt, kept.code) is distinct from (excluded.month, excluded.colour, excluded.is_exempt, excluded.code)`);
  const lights = rows.map(({ projectId, colour, isExempt }) => ({ projectId, light: isExempt ? ('green' as const) : colour }));
  await markLights.inside(tx, { lights, gone: [] }, { actor: product, now });
}
const asRecord = ({ projectId, isExempt, ...rest }: Standing) => ({ project_id: projectId, is_exempt: isExempt, ...rest });

/** What has no light any more: projects that stand aside or have left the stages that are lit. */
async function dropStandings(tx: Tx, { stages }: LightRules, asked: readonly string[] | undefined, now: Date): Promise<void> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    delete from ${lightStanding} s using project p where p.id = s.project_id
      and (p.side is not null or p.stage <> all(${sql.param(stages)}::text[]))
      and ${asked ? sql`s.project_id = any(${sql.param([...asked])}::uuid[])` : sql`true`} returning s.project_id as id`);
  await markLights.inside(tx, { lights: [], gone: rows.map((r) => r.id) }, { actor: product, now });
}

type Explaining = Readonly<{ id: string; month: Month; class: ReasonClass; words: string }>;
/** The unit says why a light is not green. Refuses project.unknown, light.may_not_explain. */
export const explainLight = command('light.explain', async (tx, { id, ...reason }: Explaining, { actor, now }) => {
  const project = await visibleProject(tx, id, actor);
  if (!may.explain(actor, project)) throw refuse('forbidden', 'light.may_not_explain');
  const row = { projectId: id, id: v7(), ...reason, recordedBy: actor.id, recordedAt: now };
  await tx.insert(lightReason).values(row);
  return { result: { id: row.id }, trace: { subject: 'project', subjectId: id, after: row } };
});

const mostMonths = 12;
type Exempting = Readonly<{ id: string; untilMonth: Month; class: ReasonClass; words: string }>;
/** Lets a project off for a good reason, up to a month. Refuses project.unknown, light.may_not_exempt, light.exemption_span. */
export const exemptLight = command('light.exempt', async (tx, { id, untilMonth, ...reason }: Exempting, context) => {
  const { actor, now } = context;
  const project = await visibleProject(tx, id, actor, true);
  if (!may.exempt(actor, project)) throw refuse('forbidden', 'light.may_not_exempt');
  const fromMonth = lightMonth(now);
  const last = addMonths(fromMonth, mostMonths);
  if (untilMonth < fromMonth || untilMonth > last)
    throw refuse('invalid', 'light.exemption_span', { field: 'untilMonth', from: fromMonth, to: last });
  const row = { projectId: id, id: v7(), fromMonth, untilMonth, ...reason, grantedBy: actor.id, grantedAt: now };
  await tx.insert(lightExemption).values(row);
  await refreshLights.inside(tx, { projectIds: [id] }, context);
  return { result: { id: row.id }, trace: { subject: 'project', subjectId: id, after: row } };
});

function checkPublishing({ actor, now }: Now, effectiveFrom: Day): void {
  if (!may.publish(actor)) throw refuse('forbidden', 'light.may_not_publish');
  if (!isDay(effectiveFrom) || effectiveFrom < dayOf(now)) throw refuse('invalid', 'light.rules_in_past', { field: 'effectiveFrom' });
}

type Publishing = Readonly<{ preset: string | null; body: LightRules; effectiveFrom: Day }>;
/** Publishes rules of lights from a day on, and looks at all lights again where they hold already. Refuses light.may_not_publish, light.rules_in_past. */
export const publishLightRules = command('light.publish', async (tx, { preset, body, effectiveFrom }: Publishing, context) => {
  checkPublishing(context, effectiveFrom);
  const { version } = await publishRule.inside(tx, { kind: lightPreset.kind, effectiveFrom, effectiveTo: null, preset, body }, context);
  await refreshLights.inside(tx, {}, context);
  return { result: { version }, trace: [] };
});

type Escalating = Readonly<{ escalation: Escalation; effectiveFrom: Day }>;
/** Publishes who is told of a light and what it asks for, from a day on. Refuses light.may_not_publish, light.rules_in_past. */
export const publishEscalation = command('light.escalate', async (tx, { escalation, effectiveFrom }: Escalating, context) => {
  checkPublishing(context, effectiveFrom);
  const draft = { kind: escalationPreset.kind, effectiveFrom, effectiveTo: null, preset: null, body: escalation };
  const { version } = await publishRule.inside(tx, draft, context);
  return { result: { version }, trace: [] };
});
