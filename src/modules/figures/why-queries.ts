import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { operatorId } from '../identity/queries.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { FigureValue, WhyEntry, WhyQuery } from './contract.ts';
import type { FigureKey } from './domain/card.ts';
import type { FigureScope } from './domain/scope.ts';
import { explained, type WhyKind } from './domain/why.ts';
import { countsOn, facts, knownBy, type Step } from './facts-queries.ts';
import { type Figure, figures, type Part } from './figures.ts';
import { figureValues } from './queries.ts';
import { type Asked, askedOf, scopeFor, thresholdsOf } from './scope-queries.ts';

/** What a value is made of: a rate of two parts, everything else of one. */
const partsOf = ({ value, ratio }: FigureValue) => ({ numerator: ratio?.numerator ?? value ?? 0, denominator: ratio?.denominator ?? 0 });
const total = (part: Part | undefined) =>
  part ? sql`coalesce(sum(${part.value}) filter (where ${part.where}), 0)::bigint` : sql`0::bigint`;
const each = (part: Part | undefined) => (part ? sql`(case when ${part.where} then ${part.value} else 0 end)::bigint` : sql`0::bigint`);

/** Every entry of a ledger under the names that all share. */
const ledger = (name: string, happened: string, amount: SQL, counts: SQL) => sql`
  select ${name} as ledger, case when e.reverses is null then 'recorded' else 'reversed' end as kind, e.project_id, e.id, e.recorded_at, e.recorded_by,
    e.${sql.identifier(happened)} as happened_on, e.booked_on, ${amount} as amount, ${counts} as counts_on,
    e.reverses is not null as at_once from ${sql.identifier(name)} e`;
/** All that figures are made of. `at_once`: ends an earlier verdict from being recorded on, whatever day it counts on itself. */
const entries = sql`(
  ${ledger('agreement', 'signed_on', sql`e.total_fen`, countsOn('e', 'signed_on'))} union all
  ${ledger('arrival', 'arrived_on', sql`e.amount_fen`, countsOn('e', 'arrived_on'))} union all
  ${ledger('investment', 'month', sql`e.amount_fen`, countsOn('e', 'month'))} union all
  select 'verdict', 'judged', e.project_id, e.id, e.recorded_at, e.given_by, e.counts_on, null, e.amount_fen, e.counts_on, true from verdict e union all
  select 'stage_change', case when e.from_stage is null then 'registered' when e.to_side = 'merged' then 'merged'
      when e.to_side is distinct from e.from_side then 'aside' else 'moved' end,
    e.project_id, e.id, e.recorded_at, e.recorded_by, e.happened_on, null, null, e.happened_on, false from stage_change e union all
  select 'attribution', case when e.unit_before is null then 'registered' when e.unit_before <> e.unit_id then 'moved_unit' else 'restated' end,
    e.project_id, e.id, e.recorded_at, e.recorded_by, null, null, null, '', false from (
      select x.*, lag(x.unit_id) over (partition by x.project_id order by x.recorded_at, x.id) as unit_before from project_attribution x) e union all
  select 'authority_date', 'dated', e.project_id, e.id, e.recorded_at, e.recorded_by, e.happened_on, null, null, '', false from authority_date e
    where e.event in ('started', 'production'))`;

const isIn = ({ through }: FigureScope, known: SQL, more = sql`false`) => sql`((${more} or e.counts_on <= ${through}) and ${known})`;

/** Projects that at some time counted for the asked units; others cannot change their figures. */
const everIn = ({ units }: Asked) =>
  units === 'all'
    ? sql`true`
    : sql`exists (select 1 from project_attribution o where o.project_id = e.project_id and o.unit_id = any(${sql.param(units)}::uuid[]))`;

/** What every entry between two scopes added to a figure, in the order in which they were recorded; entries that added nothing are left out. */
async function effects(db: Reader, key: FigureKey, a: Asked, b: Asked, actor: Actor): Promise<WhyEntry[]> {
  const [oldRules, newRules] = [await thresholdsOf(db, a.scope), await thresholdsOf(db, b.scope)];
  const [was, is] = [figures(a.scope.through, oldRules)[key], figures(b.scope.through, newRules)[key]];
  const facing = (project: SQL, at: SQL, id: SQL) => {
    const step: Step = { before: a.scope, project, at, id };
    return sql`left join lateral (${facts(b.units, b.scope, { step })} select ${total(is.numerator)} as n, ${total(is.denominator)} as d from visible) v on true`;
  };
  const begin = [sql`'-infinity'::timestamptz`, sql`'00000000-0000-0000-0000-000000000000'::uuid`] as const;
  // What other rules, and then a later last day, change by themselves, nothing being recorded.
  const ruled = { ...a.scope, dates: b.scope.dates! };
  const wasRuled = figures(a.scope.through, newRules)[key];
  const hasOtherRules = JSON.stringify([oldRules, a.scope.dates]) !== JSON.stringify([newRules, b.scope.dates]);
  const before = (scope: FigureScope, f: Figure) =>
    sql`(${facts(a.units, scope)} select id, ${each(f.numerator)} as n, ${each(f.denominator)} as d from visible)`;
  const shift = (kind: WhyKind, from: SQL, to: SQL) =>
    sql`union all select 'none', ${kind}, x.id, null, null, null, null, null, null, y.n - x.n, y.d - x.d from ${from} x join ${to} y on y.id = x.id`;
  const unrecorded = sql`${hasOtherRules ? shift('rule', before(a.scope, was), before(ruled, wasRuled)) : sql``}
      ${a.scope.through === b.scope.through ? sql`` : shift('time', before(ruled, wasRuled), before(ruled, is))}`;
  const name = shownName(actor);
  const { rows } = await db.execute<WhyEntry>(sql`
    with changed as materialized (
      select e.* from ${entries} e where ${isIn(b.scope, knownBy(b.scope, 'e'), sql`e.at_once`)} and not ${isIn(a.scope, knownBy(a.scope, 'e'))} and ${everIn(b)}),
    base as (select changed.project_id, v.n, v.d from (select distinct project_id from changed) changed ${facing(sql`changed.project_id`, ...begin)}),
    stepped as (select changed.*, v.n, v.d from changed ${facing(sql`changed.project_id`, sql`changed.recorded_at`, sql`changed.id`)}),
    effect as (
      select s.ledger, s.kind, s.project_id, s.id, s.recorded_at, s.recorded_by, s.happened_on, s.booked_on, s.amount,
        s.n - lag(s.n, 1, base.n) over w as n, s.d - lag(s.d, 1, base.d) over w as d
      from stepped s join base on base.project_id = s.project_id window w as (partition by s.project_id order by s.recorded_at, s.id)
      ${unrecorded})
    select e.ledger, e.kind, e.id, e.project_id as "projectId", p.code,
      case when ${projectWhere(actor, 'p')} then ${name.text} else p.code end as name, case when ${projectWhere(actor, 'p')} then u.name else '' end as "unitName",
      to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
      coalesce(r.name, case when e.recorded_by = ${operatorId} then '命令行' end) as "recordedBy",
      e.happened_on as "happenedOn", e.booked_on as "bookedOn", e.amount as "amountFen", e.n as numerator, e.d as denominator
    from effect e join project p on p.id = e.project_id join unit u on u.id = p.unit_id left join person r on r.id = e.recorded_by
    where e.n <> 0 or e.d <> 0
    order by e.recorded_at desc nulls last, e.id desc nulls last, p.code`);
  return rows;
}

/**
 * Why a figure changed (为什么变了) between two days or closings, or between one and now: the entries that make the difference, which
 * sum to it exactly. Refuses figure.compared_backwards.
 */
export async function whyChanged(
  db: Reader,
  key: FigureKey,
  { before, after, page, size, kind, ...scope }: WhyQuery,
  actor: Actor,
  now: Date,
) {
  const a = await scopeFor(db, { ...scope, asOf: before }, actor, now);
  const b = await scopeFor(db, { ...scope, asOf: after }, actor, now);
  if (a.scope.through > b.scope.through || a.scope.asOf! > (b.scope.asOf ?? now.toISOString()))
    throw refuse('invalid', 'figure.compared_backwards', { before, after: after ?? null });
  const [was] = (await figureValues(db, { ...scope, asOf: before }, actor, now, [key])).figures;
  const [is] = (await figureValues(db, { ...scope, asOf: after }, actor, now, [key])).figures;
  const all = await effects(db, key, a, b, actor);
  const [from, to] = [partsOf(was!), partsOf(is!)];
  const difference = { numerator: to.numerator - from.numerator, denominator: to.denominator - from.denominator };
  const shown = kind ? all.filter((e) => e.kind === kind) : all;
  return {
    before: { asked: askedOf(a), figure: was! },
    after: { asked: askedOf(b), figure: is! },
    difference,
    ...explained(all, difference),
    items: shown.slice((page - 1) * size, page * size),
    total: shown.length,
  };
}
