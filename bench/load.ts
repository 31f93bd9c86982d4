import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { investedFrom } from '../src/modules/funds/verify-queries.ts';
import { operator } from '../src/modules/identity/queries.ts';
import { rebuildStandings } from '../src/modules/projects/standing-commands.ts';
import { hashPassword } from '../src/platform/auth.ts';
import { connect } from '../src/platform/db.ts';
import { columns, type Ledger, ledgerOf, type Table } from './generator.ts';

/** Two people who can sign in: one of the second largest park, with all below it, and one who keeps the whole ledger. */
export const accounts = {
  scoped: { login: 'bench-scoped', unit: 'BD-P02', roles: ['promoter', 'unit_head'] },
  admin: { login: 'bench-admin', unit: 'BD', roles: ['promotion_admin'] },
} as const;
export const password = 'Bench-Wutong-2026';

const rowsAChunk = 2000;
/** A larger ledger is this many times a smaller one: a million projects made one by one would take an hour on a busy machine. */
const mostMade = 100_000;

/** Writes a generated ledger straight into an empty, migrated database, with running totals and month totals as the commands would keep them. */
export async function load(ownerUrl: string, size: number, tell: (done: number) => void): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // Foreign keys hold by construction; asking a million times that they do would take longer than the rest.
    await client.query('set session_replication_role = replica');
    const times = Math.max(1, Math.floor(size / mostMade));
    const ledger = ledgerOf(size / times);
    await people(client, ledger);
    const indexes = await dropIndexes(client);
    let done = 0;
    for (const chunk of ledger.chunks(rowsAChunk)) {
      for (const table of Object.keys(columns) as Table[]) await copy(client, table, chunk[table]);
      tell((done += chunk.project.length));
    }
    await totals(client, ledger, times);
    for (let copy = 1; copy < times; copy += 1) {
      await multiply(client, ledger, copy);
      tell(done * (copy + 1));
    }
    await client.query(`set maintenance_work_mem = '512MB'`);
    for (const index of indexes) await client.query(index);
    await standings(ownerUrl);
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

async function standings(ownerUrl: string) {
  const { db, close } = connect(ownerUrl, 1);
  await rebuildStandings(db, { investedFrom }, operator).finally(close);
}

async function copy(client: pg.Client, table: Table, lines: readonly string[]) {
  if (lines.length === 0) return;
  await pipeline(Readable.from([lines.join('')]), client.query(copyFrom(`copy ${table} (${columns[table]}) from stdin`)));
}

/** Indexes are built once at the end; those that keep a constraint stay. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any($1::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [Object.keys(columns)],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map((r) => r.definition);
}

async function people(client: pg.Client, { district: { units, people: everybody, promoters } }: Ledger) {
  const at = '2021-10-01T09:00:00+08:00';
  const insert = (into: string, shape: string, rows: readonly object[]) =>
    client.query(`insert into ${into} select r.*, '${at}'::timestamptz from json_to_recordset($1) as r (${shape})`, [JSON.stringify(rows)]);
  await insert(
    'unit (id, parent_id, code, name, kind, order_no, created_at)',
    'id uuid, "parentId" uuid, code text, name text, kind text, "orderNo" int',
    units,
  );
  await insert('person (id, unit_id, name, post, rank, created_at)', 'id uuid, "unitId" uuid, name text, post text, rank int', everybody);
  const secret = await hashPassword(password);
  for (const { login, unit, roles } of Object.values(accounts)) {
    const unitId = units.find((u) => u.code === unit)!.id;
    const [personId] = promoters.get(unitId)!;
    await client.query('update person set login = $2, password_hash = $3, password_changed_at = now() where id = $1', [
      personId,
      login,
      secret,
    ]);
    for (const role of roles) await client.query(`insert into person_role values ($1, 'business', $2, now())`, [personId, role]);
  }
}

/** The id a row of the first ledger has in a copy of it: another digit among those that the seed gave. */
const twin = (id: string, copy: number) =>
  `overlay(${id}::text placing to_hex((('x' || substr(${id}::text, 16, 1))::bit(4)::int + ${copy}) % 16) from 16 for 1)::uuid`;

/** Adds the first ledger once more under ids and codes of its own: the same undertakings, by others. */
async function multiply(client: pg.Client, { lastNo }: Ledger, copy: number) {
  const years = [...lastNo].map(([year, no]) => `('${year}', ${no})`).join(', ');
  const isFirst = (id: string) => `${id} in (select id from first_ledger)`;
  const own: Record<string, (column: string) => string> = {
    id: (c) => twin(c, copy),
    project_id: (c) => twin(c, copy),
    reverses: (c) => twin(c, copy),
    // With the digit that tells copies apart: no two arrivals of a ledger have the same paper.
    voucher_no: () => `'BD' || substr(${twin('id', copy)}::text, 16, 1) || right(${twin('id', copy)}::text, 10)`,
  };
  if (copy === 1) {
    await client.query('create temp table first_ledger as select id from project');
    await client.query('analyze first_ledger');
  }
  for (const [table, names] of Object.entries(columns)) {
    const list = names.split(', ');
    const no = `(substr(code, 8)::int + ${copy} * (select y.no from (values ${years}) y (year, no) where y.year = substr(code, 3, 4)))::text`;
    const codes: Record<string, string> = {
      project: `left(code, 7) || lpad(${no}, greatest(6, length(${no})), '0')`,
      project_code: `code || '-${copy}'`,
    };
    const taken = list.map((c) => (c === 'code' ? codes[table]! : (own[c]?.(c) ?? c)));
    await client.query(
      `insert into ${table} (${list.join(', ')}) select ${taken.join(', ')} from ${table} where ${isFirst(list.includes('project_id') ? 'project_id' : 'id')}`,
    );
  }
}

async function totals(client: pg.Client, { monthTotals, lastNo }: Ledger, times: number) {
  const lines = [...monthTotals].map(([key, { fen, entries }]) => `${key}\t${fen * times}\t${entries * times}\n`);
  const into = client.query(copyFrom('copy month_total (unit_id, month, kind, amount_fen, entries) from stdin'));
  await pipeline(Readable.from([lines.join('')]), into);
  for (const [year, no] of lastNo) await client.query('insert into project_counter (year, last_no) values ($1, $2)', [year, no * times]);
}
