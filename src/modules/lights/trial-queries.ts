import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere } from '../projects/queries.ts';
import type { lightsContract } from './contract.ts';
import { type Light, lightOf } from './domain/light.ts';
import type { Colour, LightRules, PresetKey } from './domain/rule.ts';
import { lightFacts } from './facts-queries.ts';
import { countsOf, filterWhere, namedColumns } from './queries.ts';
import { lightMonth, presetRules } from './rule-queries.ts';

type C = typeof lightsContract;
type Named = Omit<Result<C['compare']>['items'][number], 'lights'>;
const mostTried = 20_000;
const mostShown = 100;
/** From talks to building: what any of the published rules lights. */
const tried = sql`p.stage in ('planning', 'negotiating', 'signed', 'preparing', 'building')`;

async function namesOf(db: Reader, ids: readonly string[], actor: Actor): Promise<Map<string, Named>> {
  const { rows } = await db.execute<Named>(sql`
    select ${namedColumns(actor)} from project p join unit u on u.id = p.unit_id where p.id = any(${sql.param([...ids])}::uuid[]) and ${projectWhere(actor, 'p')}`);
  return new Map(rows.map((r) => [r.projectId, r]));
}

const shown = ({ colour, judged, dimensions }: Light) => ({ colour, judged, dimensions: [...dimensions] });

/** The published rules side by side on the same projects, as if each had been in force this month alone. Refuses unit.unknown. */
export async function comparePresets(
  db: Reader,
  query: Received<C['compare']>['query'],
  actor: Actor,
  now: Date,
): Promise<Result<C['compare']>> {
  const [month, today] = [lightMonth(now), dayOf(now)];
  const where = await filterWhere(db, query, actor);
  const facts = (await lightFacts(db, month, today, sql`${tried} and ${where}`)).slice(0, mostTried);
  const judged = presetRules.map(({ key, rules }) => ({ key, title: rules.title, lights: facts.map((f) => lightOf(rules, f)) }));
  const at = (query.page - 1) * query.size;
  const page = facts.slice(at, at + query.size);
  const names = await namesOf(
    db,
    page.map((f) => f.projectId),
    actor,
  );
  const items = page.flatMap(({ projectId }, i) => {
    const named = names.get(projectId);
    const lights = Object.fromEntries(judged.map((j) => [j.key, shown(j.lights[at + i]!)])) as Record<PresetKey, ReturnType<typeof shown>>;
    return named ? [{ ...named, lights }] : [];
  });
  const presets = judged.map(({ key, title, lights }) => ({ key, title, counts: countsOf(lights.map((l) => l.colour)) }));
  return { month, presets, items, total: facts.length };
}

/** What a draft of rules would say of the projects that the actor may see, and where that differs from what is shown. */
export async function tryLightRules(db: Reader, rules: LightRules, actor: Actor, now: Date): Promise<Result<C['trial']>> {
  const [month, today] = [lightMonth(now), dayOf(now)];
  const facts = (await lightFacts(db, month, today, sql`${tried} and ${projectWhere(actor, 'p')}`)).slice(0, mostTried);
  const { rows } = await db.execute<{ projectId: string; colour: Colour }>(
    sql`select project_id as "projectId", colour from light_standing where project_id = any(${sql.param(facts.map((f) => f.projectId))}::uuid[])`,
  );
  const shownNow = new Map(rows.map((r) => [r.projectId, r.colour]));
  const all = facts.map((f) => ({ projectId: f.projectId, was: shownNow.get(f.projectId) ?? ('none' as const), would: lightOf(rules, f) }));
  const differing = all.filter((a) => a.was !== a.would.colour);
  const some = differing.slice(0, mostShown);
  const names = await namesOf(
    db,
    some.map((s) => s.projectId),
    actor,
  );
  return {
    month,
    now: countsOf(all.map((a) => a.was)),
    would: countsOf(all.map((a) => a.would.colour)),
    changes: some.flatMap(({ projectId, was, would }) => {
      const named = names.get(projectId);
      return named ? [{ ...named, was, would: shown(would) }] : [];
    }),
    changed: differing.length,
  };
}
