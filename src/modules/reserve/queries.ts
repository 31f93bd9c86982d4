import { type SQL, sql } from 'drizzle-orm';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import { scaledInteger } from '../../kernel/number.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { papersOf } from '../evidence/queries.ts';
import { operator, operatorId, peopleOf, unitIdsBelow } from '../identity/queries.ts';
import { projectWhere, shownName, visibleProject } from '../projects/queries.ts';
import { literal } from '../reference/queries.ts';
import type { reserveContract } from './contract.ts';
import { type ItemState, readinessOf } from './domain/idea.ts';
import type { ReserveRules } from './domain/rule.ts';
import { benefitsOf, type Candidate, scoresOf } from './domain/score.ts';
import type { IdeaFilter, IdeaRow, IdeaView } from './domain/view.ts';
import { may } from './policy.ts';
import { reserveRulesOn } from './rule-queries.ts';
import { idea, ideaEvent, ideaReadiness } from './tables.ts';

type C = typeof reserveContract;
type Idea = typeof idea.$inferSelect;
export type NamedIdea = Idea &
  Readonly<{ unitName: string; personName: string | null; industryName: string | null; itemStates: Readonly<Record<string, ItemState>> }>;

/** Ideas of the units that the actor may see, over the alias i. */
export function ideaWhere(actor: Actor): SQL {
  const scope = scopeOf(actor);
  return scope === 'all' ? sql`true` : sql`i.unit_id = any(${sql.param([...scope])}::uuid[])`;
}
const lastStates = sql`(select coalesce(jsonb_object_agg(item, state), '{}'::jsonb) from
  (select distinct on (item) item, state from ${ideaReadiness} where idea_id = i.id order by item, recorded_at desc, id desc) r)`;
const named = sql`i.id, i.year, i.no, i.name, i.theme, i.unit_id as "unitId", u.name as "unitName", i.person_id as "personId", h.name as "personName",
  i.industry_code as "industryCode", d.name as "industryName", i.place, i.summary, i.total_fen as "totalFen", i.land_mu::text as "landMu",
  i.tax_fen as "taxFen", i.jobs, i.chain_fit as "chainFit", i.chain_words as "chainWords", to_json(i.flows_fen) as "flowsFen", i.state,
  i.project_id as "projectId", i.version, i.created_by as "createdBy", to_json(i.created_at) as "createdAt", to_json(i.updated_at) as "updatedAt",
  ${lastStates} as "itemStates"`;
const from = sql`from ${idea} i join unit u on u.id = i.unit_id left join person h on h.id = i.person_id left join industry d on d.code = i.industry_code`;

export async function ideasWhere(db: Reader, where: SQL, part: SQL = sql``): Promise<NamedIdea[]> {
  const { rows } = await db.execute<NamedIdea>(sql`select ${named} ${from} where ${where} order by i.year desc, i.no desc ${part}`);
  return rows;
}

/** An idea that the actor may see. Refuses idea.unknown. */
export async function visibleIdea(db: Reader, id: string, actor: Actor): Promise<NamedIdea> {
  const [row] = await ideasWhere(db, sql`i.id = ${id} and ${ideaWhere(actor)}`);
  if (!row || !may.read(actor, row)) throw refuse('not_found', 'idea.unknown', { id });
  return row;
}

export function ideaRow(row: NamedIdea, { items }: ReserveRules): IdeaRow {
  const { id, year, no, name, theme, unitId, unitName, industryCode, industryName, totalFen, state, projectId } = row;
  const readiness = readinessOf(items, new Map(Object.entries(row.itemStates)));
  const at = new Date(row.updatedAt).toISOString();
  return { id, year, no, name, theme, unitId, unitName, industryCode, industryName, totalFen, state, readiness, projectId, updatedAt: at };
}
export const candidateOf = ({ totalFen, landMu, taxFen, jobs, chainFit, flowsFen }: NamedIdea): Candidate => ({
  totalFen,
  land: landMu === null ? null : Number(scaledInteger(landMu, 2)),
  taxFen,
  jobs,
  chain: chainFit,
  flows: flowsFen,
});

/** Which ideas a filter leaves within what the actor may see. Refuses unit.unknown. */
export async function filterIdeas(
  db: Reader,
  { state, theme, ready, unit, q }: IdeaFilter,
  actor: Actor,
  rules: ReserveRules,
): Promise<SQL> {
  const ids = unit ? await unitIdsBelow(db, unit) : null;
  if (ids?.length === 0) throw refuse('not_found', 'unit.unknown', { id: unit });
  const keys = sql.param(rules.items.map((i) => i.key));
  const open = sql`exists (select 1 from unnest(${keys}::text[]) k (key) where coalesce(${lastStates} ->> k.key, 'not_started') not in ('done', 'not_needed'))`;
  return sql.join(
    [
      ideaWhere(actor),
      ...(state ? [sql`i.state = ${state}`] : []),
      ...(theme ? [sql`i.theme = ${theme}`] : []),
      ...(ready ? [ready === 'true' ? sql`not ${open}` : open] : []),
      ...(ids ? [sql`i.unit_id = any(${sql.param(ids)}::uuid[])`] : []),
      ...(q ? [sql`i.name ilike ${`%${literal(q)}%`}`] : []),
    ],
    sql` and `,
  );
}

/** The reserve as the actor may see it, the latest first. Refuses unit.unknown. */
export async function listIdeas(db: Reader, query: Received<C['list']>['query'], actor: Actor, now: Date): Promise<Result<C['list']>> {
  const { rules } = await reserveRulesOn(db, dayOf(now));
  const where = await filterIdeas(db, query, actor, rules);
  const items = await ideasWhere(db, where, sql`limit ${query.size} offset ${rowsBefore(query)}`);
  const { rows } = await db.execute<{ total: number; totalFen: number }>(
    sql`select count(*)::int as total, coalesce(sum(i.total_fen), 0)::bigint as "totalFen" ${from} where ${where}`,
  );
  return { items: items.map((row) => ideaRow(row, rules)), ...rows[0]!, can: { create: may.keep(actor, actor) } };
}

/** An idea with what is done of it, what it is worth and what became of it. Refuses idea.unknown. */
export async function ideaOf(db: Reader, id: string, actor: Actor, now: Date): Promise<IdeaView> {
  const row = await visibleIdea(db, id, actor);
  const { rules, version } = await reserveRulesOn(db, dayOf(now));
  const said = await db
    .select()
    .from(ideaReadiness)
    .where(sql`idea_id = ${id}`)
    .orderBy(sql`recorded_at, id`);
  const events = await db
    .select()
    .from(ideaEvent)
    .where(sql`idea_id = ${id}`)
    .orderBy(sql`recorded_at desc, id desc`);
  const people = await peopleOf(db, [...new Set([...said.map((s) => s.recordedBy), ...events.map((e) => e.recordedBy), row.createdBy])]);
  const nameOf = (person: string) => (person === operatorId ? operator.name : (people.get(person)?.name ?? ''));
  const last = new Map(said.map((s) => [s.item, s]));
  const papers = await papersOf(
    db,
    'idea',
    said.map((s) => s.id),
  );
  const isOpen = row.state === 'open';
  const { personId, personName, place, summary, landMu, taxFen, jobs, chainFit, chainWords, flowsFen } = row;
  return {
    ...ideaRow(row, rules),
    personId,
    personName,
    place,
    summary,
    landMu,
    taxFen,
    jobs,
    chainFit,
    chainWords,
    flowsFen: [...flowsFen],
    version: row.version,
    createdBy: nameOf(row.createdBy),
    createdAt: new Date(row.createdAt).toISOString(),
    items: rules.items.map(({ key }) => {
      const { state = 'not_started', happenedOn = null, evidence = null, recordedBy = null } = last.get(key) ?? {};
      // What was sent in with an earlier entry of the item is still a paper of it.
      const own = said.filter((s) => s.item === key).flatMap((s) => papers.get(s.id) ?? []);
      return { key, state, happenedOn, evidence, by: recordedBy && nameOf(recordedBy), papers: own };
    }),
    benefits: { ...benefitsOf(candidateOf(row), rules) },
    discountRate: rules.discountRate,
    ruleVersion: version,
    project: await projectOf(db, row.projectId, actor),
    events: events.map((e) => ({
      id: e.id,
      kind: e.kind,
      words: e.words,
      changes: e.changes && { ...e.changes },
      by: nameOf(e.recordedBy),
      at: e.recordedAt.toISOString(),
    })),
    can: { keep: may.keep(actor, row), promote: isOpen && may.promote(actor, row) },
  };
}

async function projectOf(db: Reader, id: string | null, actor: Actor): Promise<IdeaView['project']> {
  if (!id) return null;
  const { rows } = await db.execute<NonNullable<IdeaView['project']>>(
    sql`select p.id, p.code, ${shownName(actor).text} as name from project p where p.id = ${id} and ${projectWhere(actor, 'p')}`,
  );
  return rows[0] ?? null;
}

/** The idea that a project came from, where the actor may see both. Refuses project.unknown. */
export async function ideaOfProject(db: Reader, id: string, actor: Actor, now: Date): Promise<Result<C['ofProject']>> {
  await visibleProject(db, id, actor);
  const { rules } = await reserveRulesOn(db, dayOf(now));
  const [row] = await ideasWhere(db, sql`i.project_id = ${id} and ${ideaWhere(actor)}`);
  return { idea: row ? ideaRow(row, rules) : null };
}

const mostCompared = 20;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Candidates side by side: those named that the actor may see, the best score first. */
export async function compareIdeas(db: Reader, ids: string | undefined, actor: Actor, now: Date): Promise<Result<C['compare']>> {
  const { rules, version } = await reserveRulesOn(db, dayOf(now));
  const wanted = (ids ?? '')
    .split(',')
    .filter((id) => uuid.test(id))
    .slice(0, mostCompared);
  const rows = await ideasWhere(db, sql`i.id = any(${sql.param(wanted)}::uuid[]) and ${ideaWhere(actor)}`);
  const benefits = rows.map((row) => benefitsOf(candidateOf(row), rules));
  const scored = scoresOf(benefits, rules);
  const items = rows.map((row, i) => {
    const { landMu, taxFen, jobs, chainFit, flowsFen } = row;
    return {
      ...ideaRow(row, rules),
      landMu,
      taxFen,
      jobs,
      chainFit,
      flowsFen: [...flowsFen],
      benefits: { ...benefits[i]! },
      ...scored[i]!,
      points: { ...scored[i]!.points },
    };
  });
  return { rules, ruleVersion: version, items: items.toSorted((a, b) => b.score - a.score) };
}
