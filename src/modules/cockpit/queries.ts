import { sql } from 'drizzle-orm';
import { type Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { addMonths, type Day, lastDayOf, type Month, monthOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { figureGroups } from '../figures/group-queries.ts';
import { figureValues } from '../figures/queries.ts';
import { type Asked, scopeFor, unitsBelow } from '../figures/scope-queries.ts';
import { figureTrend } from '../figures/trend-queries.ts';
import { unitTree } from '../identity/queries.ts';
import { shownName } from '../projects/queries.ts';
import type { Change, cockpitContract } from './contract.ts';

type C = typeof cockpitContract;

/** The last month that has ended by a day: units report a month after it is over. */
export const reportMonthOf = (through: Day): Month => {
  const month = monthOf(through)!;
  return through === lastDayOf(month) ? month : addMonths(month, -1);
};

const inScope = ({ units }: Asked, column: string) =>
  units === 'all' ? sql`true` : sql`${sql.raw(column)} = any(${sql.param(units)}::uuid[])`;

/** The newest entries of the scope; one that reverses another says so. */
async function changesOf(db: Reader, asked: Asked, limit: number): Promise<Change[]> {
  const { actor, scope } = asked;
  const known = scope.asOf ? sql`recorded_at <= ${scope.asOf}` : sql`true`;
  const name = shownName(actor);
  const mine = sql`project_id in (select s.id from project s where ${inScope(asked, 's.unit_id')})`;
  const newest = sql`where ${known} and ${mine} order by recorded_at desc, id desc limit ${limit}`;
  const { rows } = await db.execute<Omit<Change, 'recordedAt'> & { recordedAt: string }>(sql`
    with entry as (
      (select 'agreement' as kind, project_id, id, signed_on as happened_on, recorded_at, recorded_by, total_fen as amount, reverses, null as from_stage, null as to_stage, null as to_side from agreement ${newest})
      union all
      (select 'arrival', project_id, id, arrived_on, recorded_at, recorded_by, amount_fen, reverses, null, null, null from arrival ${newest})
      union all
      (select 'investment', project_id, id, month, recorded_at, recorded_by, amount_fen, reverses, null, null, null from investment ${newest})
      union all
      (select 'stage', project_id, id, happened_on, recorded_at, recorded_by, null, null, from_stage, to_stage, to_side from stage_change ${newest}))
    select e.kind, p.id as "projectId", p.code, ${name.text} as name, u.name as "unitName", e.happened_on as "happenedOn",
      to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt", coalesce(r.name, '') as "recordedBy",
      e.amount as "amountFen", e.reverses is not null as "isReversal", e.from_stage as "fromStage", e.to_stage as "toStage", e.to_side as "toSide"
    from entry e join project p on p.id = e.project_id join unit u on u.id = p.unit_id left join person r on r.id = e.recorded_by
    order by e.recorded_at desc, e.id desc limit ${limit}`);
  return rows;
}

/** Units directly below the scope's own for which nothing of the month was recorded. */
async function silentUnits(db: Reader, asked: Asked, month: Month) {
  const known = asked.scope.asOf ? sql`and e.recorded_at <= ${asked.scope.asOf}` : sql``;
  const { rows } = await db.execute<{ id: string; name: string; silent: boolean }>(sql`
    with tree as ${unitsBelow(asked)},
    active as (
      select distinct p.unit_id from (
        select project_id from investment e where e.month = ${month} ${known}
        union select project_id from arrival e where left(e.arrived_on, 7) = ${month} ${known}
        union select project_id from agreement e where left(e.signed_on, 7) = ${month} ${known}
        union select project_id from stage_change e where left(e.happened_on, 7) = ${month} ${known}
        union select project_id from project_note e where left(e.happened_on, 7) = ${month} ${known}) x
      join project p on p.id = x.project_id)
    select u.id, u.name, not exists (select 1 from tree t join active a on a.unit_id = t.id where t.top = u.id) as silent
    from unit u where u.id in (select top from tree) and u.is_active and u.kind in ('department', 'township', 'park')
      and ${inScope(asked, 'u.id')}
      and exists (select 1 from tree t join project p on p.unit_id = t.id where t.top = u.id)
    order by u.order_no, u.code`);
  return { units: rows.length, silent: rows.filter((u) => u.silent).map(({ id, name }) => ({ id, name })) };
}

/** The first page for whoever is signed in, cut to their scope. */
export async function cockpitView(
  db: Reader,
  { query }: Pick<Received<C['view']>, 'query'>,
  actor: Actor,
  now: Date,
): Promise<Result<C['view']>> {
  const { rankBy, ...question } = query;
  const asked = await scopeFor(db, question, actor, now);
  const reportMonth = reportMonthOf(asked.scope.through);
  const home = question.unitId ?? (asked.units === 'all' ? null : actor.unitId);
  const [values, funnel, ranking, trend, changes, reporting, tree] = await Promise.all([
    figureValues(db, question, actor, now),
    figureGroups(db, 'ledger_count', { ...question, dimension: 'stage' }, actor, now),
    figureGroups(db, rankBy, { ...question, dimension: 'unit' }, actor, now),
    figureTrend(db, question, actor, now),
    changesOf(db, asked, 12),
    silentUnits(db, asked, reportMonth),
    unitTree(db),
  ]);
  return {
    asked: values.asked,
    unitName: tree.find((u) => (home ? u.id === home : u.parentId === null))?.name ?? '',
    figures: values.figures,
    funnel: funnel.groups,
    ranking: ranking.groups,
    trend: trend.months,
    changes,
    reportMonth,
    ...reporting,
  };
}
