import { and, desc, eq, gte, lte, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import type { Month } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { pageWithSums } from '../../platform/page.ts';
import { peopleOf, unitIdsBelow, unitTree } from '../identity/queries.ts';
import type { Side } from '../projects/domain/stage.ts';
import { projectWhere, readName, shownName, visibleProject } from '../projects/queries.ts';
import { literal } from '../reference/queries.ts';
import type { Counts, LightRow, lightsContract } from './contract.ts';
import { type Colour, colours } from './domain/rule.ts';
import { followsOf, lightFollows } from './follow-queries.ts';
import { may } from './policy.ts';
import { lightMonth } from './rule-queries.ts';
import { lightExemption, lightReason, lightStanding, lightTalk, projectLight } from './tables.ts';

type C = typeof lightsContract;
const none = (): Counts => Object.fromEntries(colours.map((c) => [c, 0])) as Counts;
export function countsOf(found: readonly Colour[]): Counts {
  const counts = none();
  for (const colour of found) counts[colour] += 1;
  return counts;
}

/** Which of these projects are let off in a month. */
export async function exemptionsIn(db: Reader, projectIds: readonly string[], month: Month): Promise<Set<string>> {
  const rows = await db
    .selectDistinct({ projectId: lightExemption.projectId })
    .from(lightExemption)
    .where(
      and(
        sql`${lightExemption.projectId} = any(${sql.param([...projectIds])}::uuid[])`,
        lte(lightExemption.fromMonth, month),
        gte(lightExemption.untilMonth, month),
      ),
    );
  return new Set(rows.map((r) => r.projectId));
}

type Filter = Readonly<{ unit?: string | undefined; q?: string | undefined }>;
/** Projects p that the actor may see and the filters leave. Refuses unit.unknown. */
export async function filterWhere(db: Reader, { unit, q }: Filter, actor: Actor): Promise<SQL> {
  const ids = unit ? await unitIdsBelow(db, unit) : null;
  if (ids?.length === 0) throw refuse('not_found', 'unit.unknown', { id: unit });
  const name = shownName(actor);
  return sql`${projectWhere(actor, 'p')} and ${ids ? sql`p.unit_id = any(${sql.param(ids)}::uuid[])` : sql`true`}
    and ${q ? sql`(${name.text} ilike ${`%${literal(q)}%`} or p.code ilike ${`${literal(q)}%`})` : sql`true`}`;
}

/** What every row of a list says of its project, over p and its unit u. */
export const namedColumns = (
  actor: Actor,
): SQL => sql`p.id as "projectId", p.code as "projectCode", ${shownName(actor).text} as "projectName",
  p.unit_id as "unitId", u.name as "unitName", p.stage`;

/** The project is joined so that a question that does not name it does not read it. */
const from = sql`from ${lightStanding} s left join project p on p.id = s.project_id`;
const shownColour = sql`case when s.is_exempt then 'green' else s.colour end`;
const worstFirst = sql`array_position(array['red', 'yellow', 'green', 'none'], s.shown), s.since, s.project_id`;

/** Lights as they stand, the worst and longest first. Refuses unit.unknown. */
export async function listLights(db: Reader, query: Received<C['list']>['query'], actor: Actor, now: Date): Promise<Result<C['list']>> {
  const { page, size, colour, exempt } = query;
  const listed = sql`${colour ? sql`s.shown = ${colour}` : sql`true`} and ${exempt ? sql`s.is_exempt = ${exempt === 'true'}` : sql`true`}`;
  const countOf = (of: SQL) => sql`(count(*) filter (where ${of}))::int`;
  const { items: rows, sums } = await pageWithSums<
    Omit<LightRow, 'follow'> & { month: Month; side: Side | null },
    Counts & { total: number }
  >(
    db,
    {
      found: sql`select s.project_id, s.since, s.is_exempt, ${shownColour} as shown ${from} where ${await filterWhere(db, query, actor)}`,
      listed,
      order: worstFirst,
      sums: sql.join(
        [sql`${countOf(listed)} as total`, ...colours.map((c) => sql`${countOf(sql`s.shown = ${c}`)} as ${sql.identifier(c)}`)],
        sql`, `,
      ),
      columns: sql`${namedColumns(actor)}, s.colour, s.is_exempt as "isExempt", s.since, s.month, p.side,
        coalesce(l.dimensions, '[]'::jsonb) as dimensions`,
      joins: sql`join ${lightStanding} s on s.project_id = f.project_id join project p on p.id = f.project_id join unit u on u.id = p.unit_id
        left join lateral (select dimensions from project_light where project_id = s.project_id and month = s.month
          order by recorded_at desc, id desc limit 1) l on true`,
    },
    { page, size },
  );
  const follows = await followsOf(
    db,
    rows.map((r) => ({ ...r, project: r })),
    { actor, now },
  );
  const items = rows.map(({ month: _month, side: _side, ...row }) => ({ ...row, follow: follows.get(row.projectId) ?? null }));
  const { total, ...counts } = sums;
  return { month: lightMonth(now), items, total, counts };
}

/** How many lights of each colour every unit has that the actor may see, in establishment order. */
export async function lightsByUnit(db: Reader, actor: Actor, now: Date): Promise<Result<C['units']>> {
  const { rows } = await db.execute<{ unitId: string; colour: Colour; count: number }>(
    sql`select p.unit_id as "unitId", ${shownColour} as colour, count(*)::int as count ${from} where ${projectWhere(actor, 'p')} group by 1, 2`,
  );
  const byUnit = Map.groupBy(rows, (r) => r.unitId);
  const units = (await unitTree(db)).flatMap(({ id, name }) => {
    const own = byUnit.get(id);
    return own ? [{ unitId: id, unitName: name, counts: { ...none(), ...Object.fromEntries(own.map((r) => [r.colour, r.count])) } }] : [];
  });
  return { month: lightMonth(now), units };
}

const shownHistory = 36;
/** The light of a project, how it came about, why, and until when it is let off. Refuses project.unknown. */
export async function lightsOfProject(db: Reader, id: string, actor: Actor, now: Date): Promise<Result<C['ofProject']>> {
  const project = await visibleProject(db, id, actor);
  const month = lightMonth(now);
  const [standing] = await db.select().from(lightStanding).where(eq(lightStanding.projectId, id));
  const history = await db
    .select()
    .from(projectLight)
    .where(eq(projectLight.projectId, id))
    .orderBy(desc(projectLight.month), desc(projectLight.recordedAt), desc(projectLight.id))
    .limit(shownHistory);
  const reasons = await db.select().from(lightReason).where(eq(lightReason.projectId, id)).orderBy(desc(lightReason.recordedAt));
  const exemptions = await db.select().from(lightExemption).where(eq(lightExemption.projectId, id)).orderBy(desc(lightExemption.grantedAt));
  const talks = await db
    .select({ talk: lightTalk, month: projectLight.month, colour: projectLight.colour })
    .from(lightTalk)
    .innerJoin(projectLight, and(eq(projectLight.projectId, lightTalk.projectId), eq(projectLight.id, lightTalk.lightId)))
    .where(eq(lightTalk.projectId, id))
    .orderBy(desc(lightTalk.heldOn), desc(lightTalk.recordedAt));
  const by = [...reasons.map((r) => r.recordedBy), ...exemptions.map((e) => e.grantedBy), ...talks.map((t) => t.talk.recordedBy)];
  const people = await peopleOf(db, [...new Set(by)]);
  const nameOf = (person: string) => people.get(person)?.name ?? '';
  const words = (text: string) => (may.knowWords(actor, project) ? text : '');
  const [last] = history;
  return {
    month,
    current:
      standing && last
        ? { colour: standing.colour, judged: last.judged, isExempt: standing.isExempt, dimensions: [...last.dimensions] }
        : null,
    history: history.map((h) => ({
      month: h.month,
      ruleVersion: h.ruleVersion,
      colour: h.colour,
      judged: h.judged,
      dimensions: [...h.dimensions],
      at: h.recordedAt.toISOString(),
    })),
    reasons: reasons.map((r) => ({
      id: r.id,
      month: r.month,
      class: r.class,
      words: words(r.words),
      by: nameOf(r.recordedBy),
      at: r.recordedAt.toISOString(),
    })),
    exemptions: exemptions.map((e) => ({
      id: e.id,
      fromMonth: e.fromMonth,
      untilMonth: e.untilMonth,
      class: e.class,
      words: words(e.words),
      by: nameOf(e.grantedBy),
      at: e.grantedAt.toISOString(),
    })),
    talks: talks.map(({ talk: t, month: of, colour }) => ({
      id: t.id,
      heldOn: t.heldOn,
      who: words(t.who),
      words: words(t.words),
      month: of,
      colour,
      by: nameOf(t.recordedBy),
      at: t.recordedAt.toISOString(),
    })),
    letters: (await lightFollows.letters(db, [id], actor))
      .filter((l) => l.isOfLight)
      .map(({ id: taskId, year, no, issuedOn, dueOn }) => ({ id: taskId, year, no, issuedOn, dueOn })),
    projectName: readName(actor, project),
    unitId: project.unitId,
    follow: standing ? ((await followsOf(db, [{ ...standing, project }], { actor, now })).get(id) ?? null) : null,
    can: { explain: may.explain(actor, project), exempt: may.exempt(actor, project) },
  };
}
