import { type SQL, sql } from 'drizzle-orm';
import { type Paging, rowsBefore } from '../kernel/paging.ts';
import type { Reader } from './db.ts';

type Asked = Readonly<{
  /** A query of all that is in question: keys, and what it is told apart, sorted and summed by. The narrower, the faster. */
  found: SQL;
  /** Which of it is listed, in which order, and what is told of all of it, over what was found as `s`. */
  listed?: SQL;
  order: SQL;
  sums: SQL;
  /** What a row shows, over the page as `f` and what is joined to it. Read for the rows of the page alone; only what JSON can say. */
  columns: SQL;
  joins: SQL;
}>;

/** A page of a list and the sums of the whole list, in one pass over it. */
export async function pageWithSums<Row, Sums>(
  db: Reader,
  { found, listed = sql`true`, order, sums, columns, joins }: Asked,
  paging: Paging,
): Promise<{ items: Row[]; sums: Sums }> {
  const { rows } = await db.execute<{ items: Row[]; sums: Sums }>(sql`
    with found as materialized (${found}),
      page as (select s.*, row_number() over (order by ${order}) as place
        from (select * from found s where ${listed} order by ${order} limit ${paging.size} offset ${rowsBefore(paging)}) s)
    select (select row_to_json(t) from (select ${sums} from found s) t) as sums,
      (select coalesce(json_agg(r order by f.place), '[]') from page f ${joins} cross join lateral (select ${columns}) r) as items`);
  return rows[0]!;
}
