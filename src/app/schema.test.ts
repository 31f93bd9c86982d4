import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { is } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../platform/test-database.ts';

const { pool, close } = await testDatabase();
afterAll(close);

const source = join(import.meta.dirname, '..');
const files = (await readdir(source, { recursive: true })).filter(
  (f) => /^modules\/[^/]+\/tables\.ts$/.test(f) || /^platform\/[^/.]+\.ts$/.test(f),
);
const modules = (await Promise.all(files.map((f) => import(join(source, f))))) as Record<string, unknown>[];
const tables = modules.flatMap((m) => Object.values(m).filter((value): value is PgTable => is(value, PgTable)));
const named = tables.map((table) => [getTableConfig(table).name, table] as const).toSorted(([a], [b]) => a.localeCompare(b));
const casing = new CasingCache('snake_case');

describe('the database', () => {
  test('has exactly the tables that the rooms declare, besides the list of migrations', async () => {
    const { rows } = await pool.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
    const kept = rows.map((r) => r.name).filter((name) => name !== 'schema_migration');
    expect(named.map(([name]) => name)).toEqual(kept.toSorted((a, b) => a.localeCompare(b)));
  });

  test.each(named)('and tables.ts agree on %s: columns, types, what may be left out, keys', async (name, table) => {
    const { rows } = await pool.query(
      `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as "notNull", atthasdef as "hasDefault"
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attname collate "C"`,
      [name],
    );
    const { columns, primaryKeys } = getTableConfig(table);
    const declared = columns
      .map((c) => ({
        name: casing.getColumnCasing(c),
        type: c.getSQLType().replace('bigserial', 'bigint').replace(', ', ','),
        notNull: c.notNull,
        hasDefault: c.hasDefault,
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(declared).toEqual(rows);
    const key = await pool.query<{ name: string }>(
      `select a.attname as name from pg_index i cross join unnest(i.indkey) with ordinality k(no, place)
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.no where i.indrelid = $1::regclass and i.indisprimary order by k.place`,
      [name],
    );
    const declaredKey = primaryKeys[0]?.columns ?? columns.filter((c) => c.primary);
    expect(declaredKey.map((c) => casing.getColumnCasing(c))).toEqual(key.rows.map((r) => r.name));
  });
});

describe('what was written down stays as it was written', () => {
  const may = async (table: string) => {
    const { rows } = await pool.query<Record<string, boolean>>(
      `select has_table_privilege('zhuchao_app', $1, 'insert') as inserts, has_any_column_privilege('zhuchao_app', $1, 'update') as updates,
        has_table_privilege('zhuchao_app', $1, 'delete') as deletes, has_table_privilege('zhuchao_app', $1, 'truncate') as truncates`,
      [table],
    );
    return Object.keys(rows[0]!).filter((act) => rows[0]![act]);
  };
  const ledgers = [
    'agreement',
    'arrival',
    'investment',
    'stage_change',
    'project_attribution',
    'project_note',
    'authority_date',
    'rule_version',
    'review_act',
    'verdict',
    'project_comment',
    'comment_retraction',
    'red_flag_event',
    'claim_line',
    'claim_opinion',
    'handover',
    'handover_item',
    'project_light',
    'light_reason',
    'light_exemption',
    'month_report',
    'month_report_decision',
    'month_report_exception',
    'permit_item',
    'permit_event',
    'permit_agent',
    'permit_channel',
    'milestone_plan',
    'milestone_node',
    'milestone_actual',
    'year_plan',
  ];
  const papers = ['stored_file', 'evidence', 'evidence_upload', 'evidence_retraction', 'file_scan'];
  test.each(['audit_entry', ...ledgers, ...papers])('the application may add to %s and never change or remove a row', async (table) => {
    expect(await may(table)).toEqual(['inserts']);
  });
  test.each(['project', 'project_code', 'stage_proposal', 'paper', 'industry', 'dictionary_entry'])(
    'the application never removes a row of %s',
    async (table) => {
      expect(await may(table)).not.toEqual(expect.arrayContaining(['deletes']));
      expect(await may(table)).not.toContain('truncates');
    },
  );
  test('and the application works as that role, which owns nothing', async () => {
    await expect(pool.query(`update audit_entry set action = ''`)).rejects.toThrow('permission denied');
    await expect(pool.query('alter table arrival disable trigger all')).rejects.toThrow('must be owner');
    await expect(pool.query('create table t (n integer)')).rejects.toThrow('permission denied');
  });
  test('what is frozen in a paper cannot be rewritten; its words and its being issued can', async () => {
    const { rows } = await pool.query<{ name: string }>(
      `select column_name as name from information_schema.column_privileges
       where table_name = 'paper' and grantee = 'zhuchao_app' and privilege_type = 'UPDATE' order by 1`,
    );
    expect(rows.map((r) => r.name)).toEqual(['blocks', 'docx_sha256', 'issued_at', 'issued_by', 'status', 'version']);
  });
});
