import { getTableColumns, getTableName, type InferInsertModel, type SQL, sql } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from './db.ts';

const casing = new CasingCache('snake_case');

/** The rows as one parameter, however many there are; a parameter a value would end at 65,535. */
function recordset(table: PgTable, rows: readonly object[], fields: readonly string[]): { names: SQL[]; from: SQL } {
  const columns = getTableColumns(table);
  const names = fields.map((f) => casing.getColumnCasing(columns[f]!));
  // What a row lacks is null by itself; most of a wide row is.
  const records = rows.map((row) => {
    const record: Record<string, unknown> = {};
    for (const [i, field] of fields.entries()) {
      const value = (row as Record<string, unknown>)[field];
      if (value !== null && value !== undefined) record[names[i]!] = value;
    }
    return record;
  });
  const from = sql`json_populate_recordset(null::${sql.identifier(getTableName(table))}, ${JSON.stringify(records)}::json)`;
  return { names: names.map((n) => sql.identifier(n) as unknown as SQL), from };
}

/** Inserts any number of rows in one statement. Every row has the fields of the first; columns that it lacks take their default. */
export async function insertMany<T extends PgTable>(tx: Tx, table: T, rows: readonly InferInsertModel<T>[]): Promise<void> {
  if (rows.length > 0) await tx.execute(insertion(table, rows));
}

/** As insertMany, passing over rows whose key is taken. Answers with the number of those written. */
export async function insertNew<T extends PgTable>(tx: Tx, table: T, rows: readonly InferInsertModel<T>[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { rowCount } = await tx.execute(sql`${insertion(table, rows)} on conflict do nothing`);
  return rowCount ?? 0;
}

/** The same of a table with ids. Answers with the ids of those written. */
export async function insertNewIds<T extends PgTable>(tx: Tx, table: T, rows: readonly InferInsertModel<T>[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const written = await tx.execute<{ id: string }>(sql`${insertion(table, rows)} on conflict do nothing returning id`);
  return new Set(written.rows.map((r) => r.id));
}

function insertion(table: PgTable, rows: readonly object[]): SQL {
  const { names, from } = recordset(table, rows, Object.keys(rows[0]!));
  const list = sql.join(names, sql`, `);
  return sql`insert into ${table} (${list}) select ${list} from ${from}`;
}

/** Writes `fields` of many rows, found by their `id`, in one statement. */
export async function updateMany<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly InferInsertModel<T>[],
  fields: readonly (keyof InferInsertModel<T> & string)[],
) {
  if (rows.length === 0) return;
  const { names, from } = recordset(table, rows, ['id', ...fields]);
  const set = sql.join(
    names.slice(1).map((n) => sql`${n} = r.${n}`),
    sql`, `,
  );
  await tx.execute(sql`update ${table} as t set ${set} from ${from} r where t.id = r.id`);
}
