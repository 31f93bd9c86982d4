import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { ratio } from '../../kernel/number.ts';
import type { Reader } from '../../platform/db.ts';
import type { Dimension, FigureQuery } from './contract.ts';
import { cards, type FigureKey } from './domain/card.ts';
import { ranked } from './domain/rank.ts';
import { figures } from './figures.ts';
import { type Asked, askedOf, scopeFor, thresholdsOf, unitsBelow } from './scope-queries.ts';
import { isKept, projectFacts, projectsOff, totalFacts } from './standing-facts-queries.ts';

type Bucket = { key: SQL; join: SQL; /** Every bucket there is, empty ones too, with label and order. */ all: SQL };

/** How a dimension cuts the facts into buckets. */
export function bucketOf(dimension: Dimension, asked: Asked): Bucket {
  switch (dimension) {
    case 'unit':
      return {
        key: sql`tree.top::text`,
        join: sql`join ${unitsBelow(asked)} tree on tree.id = visible.unit_id`,
        all: sql`select u.id::text as bucket, u.name as label, row_number() over (order by u.order_no, u.code) as position from unit u
          where u.id in (select top from ${unitsBelow(asked)} t) and (u.is_active or u.id in (select unit_id from visible))`,
      };
    case 'industry':
      return {
        key: sql`section.code`,
        join: sql`left join lateral (select i.section as code from industry i where i.code = visible.industry_code) section on true`,
        all: sql`select code as bucket, name as label, row_number() over (order by code) as position from industry where level = 1`,
      };
    case 'park':
      return {
        key: sql`visible.park_id::text`,
        join: sql``,
        all: sql`select id::text as bucket, name as label, row_number() over (order by order_no, code) as position from unit where kind = 'park'`,
      };
    case 'leader':
      return {
        key: sql`visible.leader_id::text`,
        join: sql``,
        all: sql`select id::text as bucket, name as label, row_number() over (order by rank, name) as position from person
          where id in (select leader_id from visible)`,
      };
    case 'stage':
      return {
        key: sql`visible.stage`,
        join: sql``,
        all: sql`select s as bucket, null::text as label, o as position from unnest(array['planning', 'negotiating', 'signed', 'preparing',
          'building', 'completed', 'producing', 'at_capacity']) with ordinality as t(s, o)`,
      };
  }
}

/** Sums are kept by unit and stage; other buckets are made of projects. */
export const isSummedBy = (dimension: Dimension) => dimension === 'unit' || dimension === 'stage';

type GroupRow = { bucket: string | null; label: string | null; n: number; d: number | null; r: number };

/** One figure cut by a dimension, in establishment or code order, ranked with ties (two firsts are followed by a third). */
export async function figureGroups(db: Reader, key: FigureKey, query: FigureQuery & { dimension: Dimension }, actor: Actor, now: Date) {
  const asked = await scopeFor(db, query, actor, now);
  const thresholds = await thresholdsOf(db, asked.scope);
  const f = figures(asked.scope.through, thresholds)[key];
  const off = await projectsOff(db, asked);
  const isSummed = off && isSummedBy(query.dimension) && isKept(key, asked, thresholds);
  const relation = isSummed ? totalFacts(asked, off) : projectFacts(asked, off);
  const bucket = bucketOf(query.dimension, asked);
  const sum = (part: { where: SQL; value: SQL }) => sql`coalesce(sum(${part.value}) filter (where ${part.where}), 0)::bigint`;
  const { rows } = await db.execute<GroupRow>(sql`${relation}, grouped as (
      select ${bucket.key} as bucket, ${sum(f.numerator)} as n, ${f.denominator ? sum(f.denominator) : sql`null::bigint`} as d,
        ${sum({ where: f.denominator?.where ?? f.numerator.where, value: sql`n` })} as r
      from visible ${bucket.join} group by 1)
    select coalesce(b.bucket, g.bucket) as bucket, b.label, coalesce(g.n, 0)::bigint as n, coalesce(g.d, 0)::bigint as d, coalesce(g.r, 0)::bigint as r
    from (${bucket.all}) b full join grouped g on g.bucket = b.bucket
    order by b.position nulls last`);
  const isRate = cards[key].kind === 'rate';
  const groups = rows.map((row) => ({
    bucket: row.bucket,
    label: row.label,
    rows: row.r,
    value: isRate ? null : row.n,
    ratio: isRate ? ratio(row.n, row.d ?? 0, cards[key].decimals) : null,
  }));
  return { asked: askedOf(asked), groups: ranked(groups.filter((g) => g.bucket !== null || g.rows > 0)) };
}
