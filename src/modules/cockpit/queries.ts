import { sql } from 'drizzle-orm';
import { type Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import type { Reader } from '../../platform/db.ts';
import { knownBy } from '../figures/facts-queries.ts';
import { groupsIn } from '../figures/group-queries.ts';
import { valuesOf } from '../figures/queries.ts';
import { readingFor } from '../figures/reading-queries.ts';
import { reportMonthOf, silentUnits } from '../figures/reporting-queries.ts';
import type { Asked } from '../figures/scope-queries.ts';
import { trendOf } from '../figures/trend-queries.ts';
import { operatorId, unitTree } from '../identity/queries.ts';
import { shownName } from '../projects/queries.ts';
import type { Change, cockpitContract } from './contract.ts';

type C = typeof cockpitContract;

const inScope = ({ units }: Asked, column: string) =>
  units === 'all' ? sql`true` : sql`${sql.raw(column)} = any(${sql.param(units)}::uuid[])`;

/** The newest entries of the scope; one that reverses another says so. */
async function changesOf(db: Reader, asked: Asked, limit: number): Promise<Change[]> {
  const { actor, scope } = asked;
  const known = knownBy(scope, 'e');
  const name = shownName(actor);
  const mine = sql`project_id in (select s.id from project s where ${inScope(asked, 's.unit_id')})`;
  const newest = sql`where ${known} and ${mine} order by recorded_at desc, id desc limit ${limit}`;
  const { rows } = await db.execute<Omit<Change, 'recordedAt'> & { recordedAt: string }>(sql`
    with entry as (
      (select 'agreement' as kind, project_id, id, signed_on as happened_on, recorded_at, recorded_by, total_fen as amount, reverses, null as from_stage, null as to_stage, null as to_side from agreement e ${newest})
      union all
      (select 'arrival', project_id, id, arrived_on, recorded_at, recorded_by, amount_fen, reverses, null, null, null from arrival e ${newest})
      union all
      (select 'investment', project_id, id, month, recorded_at, recorded_by, amount_fen, reverses, null, null, null from investment e ${newest})
      union all
      (select 'stage', project_id, id, happened_on, recorded_at, recorded_by, null, null, from_stage, to_stage, to_side from stage_change e ${newest}))
    select e.kind, p.id as "projectId", p.code, ${name.text} as name, u.name as "unitName", e.happened_on as "happenedOn",
      to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt", coalesce(r.name, case when e.recorded_by = ${operatorId} then '命令行' else '' end) as "recordedBy",
      e.amount as "amountFen", e.reverses is not null as "isReversal", e.from_stage as "fromStage", e.to_stage as "toStage", e.to_side as "toSide"
    from entry e join project p on p.id = e.project_id join unit u on u.id = p.unit_id left join person r on r.id = e.recorded_by
    order by e.recorded_at desc, e.id desc limit ${limit}`);
  return rows;
}

/** The first page for whoever is signed in, cut to their scope. */
export async function cockpitView(
  db: Reader,
  { query }: Pick<Received<C['view']>, 'query'>,
  actor: Actor,
  now: Date,
): Promise<Result<C['view']>> {
  const { rankBy, ...question } = query;
  const reading = await readingFor(db, question, actor, now);
  const reportMonth = reportMonthOf(reading.scope.through);
  const home = question.unitId ?? (reading.units === 'all' ? null : actor.unitId);
  const [values, [funnel], [ranking], trend, changes, reporting, tree] = await Promise.all([
    valuesOf(db, reading),
    groupsIn(db, reading, ['ledger_count'], 'stage'),
    groupsIn(db, reading, [rankBy], 'unit'),
    trendOf(db, reading),
    changesOf(db, reading, 12),
    silentUnits(db, reading, reportMonth),
    unitTree(db),
  ]);
  return {
    asked: values.asked,
    unitName: tree.find((u) => (home ? u.id === home : u.parentId === null))?.name ?? '',
    figures: values.figures,
    funnel: funnel!.groups,
    ranking: ranking!.groups,
    trend: trend.months,
    changes,
    reportMonth,
    ...reporting,
  };
}
