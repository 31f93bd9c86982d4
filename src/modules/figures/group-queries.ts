import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { ratio } from '../../kernel/number.ts';
import type { Reader } from '../../platform/db.ts';
import type { Dimension, FigureQuery } from './contract.ts';
import { cards, type FigureKey } from './domain/card.ts';
import { ranked } from './domain/rank.ts';
import type { Part } from './figures.ts';
import { type Reading, readingFor } from './reading-queries.ts';
import { type Asked, askedOf, unitsBelow } from './scope-queries.ts';
import { isKept, totalFacts } from './standing-facts-queries.ts';

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

type GroupRow = { bucket: string | null; label: string | null } & Record<string, number | null>;

/** Figures by bucket, all from one reading of the facts. */
async function pass(db: Reader, relation: SQL, bucket: Bucket, all: Reading['figures'], keys: readonly FigureKey[]) {
  const sum = (part: Part) => sql`coalesce(sum(${part.value}) filter (where ${part.where}), 0)::bigint`;
  const name = (key: FigureKey, part: 'n' | 'd' | 'r', from = '') => sql.raw(`${from}"${key}_${part}"`);
  const sums = keys.map((key) => {
    const { numerator, denominator } = all[key];
    return sql`${sum(numerator)} as ${name(key, 'n')}, ${denominator ? sum(denominator) : sql`null::bigint`} as ${name(key, 'd')},
      ${sum({ where: (denominator ?? numerator).where, value: sql`n` })} as ${name(key, 'r')}`;
  });
  const columns = keys.flatMap((key) =>
    (['n', 'd', 'r'] as const).map((part) => sql`coalesce(${name(key, part, 'g.')}, 0)::bigint as ${name(key, part)}`),
  );
  const { rows } = await db.execute<GroupRow>(sql`${relation}, grouped as (
      select ${bucket.key} as bucket, ${sql.join(sums, sql`, `)} from visible ${bucket.join} group by 1)
    select coalesce(b.bucket, g.bucket) as bucket, b.label, ${sql.join(columns, sql`, `)}
    from (${bucket.all}) b full join grouped g on g.bucket = b.bucket
    order by b.position nulls last`);
  return keys.map((key) => ({ key, groups: groupsOf(key, rows) }));
}

function groupsOf(key: FigureKey, rows: readonly GroupRow[]) {
  const { kind, decimals } = cards[key];
  const groups = rows.map((row) => {
    const [n, d, r] = [row[`${key}_n`] ?? 0, row[`${key}_d`] ?? 0, row[`${key}_r`] ?? 0];
    const value = kind === 'rate' ? { value: null, ratio: ratio(n, d, decimals) } : { value: n, ratio: null };
    return { bucket: row.bucket, label: row.label, rows: r, ...value };
  });
  return ranked(groups.filter((g) => g.bucket !== null || g.rows > 0));
}

type GroupsQuery = FigureQuery & { dimension: Dimension };
/** Figures cut by a dimension, in establishment or code order, ranked with ties (two firsts are followed by a third). */
export async function groupsIn(db: Reader, reading: Reading, keys: readonly FigureKey[], dimension: Dimension) {
  const { base, thresholds, figures: all } = reading;
  const isSummed = (key: FigureKey) => base !== null && isSummedBy(dimension) && isKept(key, reading, thresholds);
  const [kept, rest] = [keys.filter(isSummed), keys.filter((key) => !isSummed(key))];
  const bucket = bucketOf(dimension, reading);
  const sums = () => totalFacts(reading, base!, { of: kept, byUnit: dimension === 'unit' });
  const found = [
    ...(kept.length > 0 ? await pass(db, sums(), bucket, all, kept) : []),
    ...(rest.length > 0 ? await pass(db, reading.facts, bucket, all, rest) : []),
  ];
  return keys.map((key) => found.find((f) => f.key === key)!);
}

/** One figure cut by a dimension. */
export async function figureGroups(db: Reader, key: FigureKey, query: GroupsQuery, actor: Actor, now: Date) {
  const reading = await readingFor(db, query, actor, now);
  const [figure] = await groupsIn(db, reading, [key], query.dimension);
  return { asked: askedOf(reading), groups: figure!.groups };
}
