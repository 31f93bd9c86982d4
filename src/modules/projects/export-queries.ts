import { and, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { AmountUnit } from '../../kernel/money.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { csvStream } from '../../platform/sheet/csv-stream.ts';
import { type SheetLine, sheetStream } from '../../platform/sheet/writer.ts';
import { industryNames } from '../reference/industry-queries.ts';
import { wordsOf } from '../reference/queries.ts';
import type { ListQuery } from './domain/list-filter.ts';
import { authoritiesOn, recognisedOf } from './date-queries.ts';
import { listOrder, listWhere } from './filter-queries.ts';
import { presentAll } from './list-queries.ts';
import { lightsOf } from './mark-queries.ts';
import { isMasked } from './policy.ts';
import { cellOf, columnsFor, dateColumns, lightWords, type ProjectColumn, projectColumns, sheetColumn, stageWords } from './sheet.ts';
import { project, projectCode } from './tables.ts';

type Asked = Omit<ListQuery, 'page' | 'size'> & {
  format: 'xlsx' | 'csv';
  columns?: string | undefined;
  language: 'zh' | 'en';
  amountUnit: AmountUnit;
};
/** Fields that a list of projects elsewhere can show (a department's form), with the headers that mean them. Amounts are fen in 元. */
export const projectListFields = projectColumns
  .filter((c) => c.field !== 'totalMinor')
  .map(({ field, zh, en, kind, aliases }) => ({
    field: field as string,
    zh: field === 'totalFen' ? '总投资' : zh,
    en: field === 'totalFen' ? 'Total investment' : en,
    kind:
      kind === 'amount' || kind === 'date' ? kind : kind === 'area' || field === 'arrivalRate' ? ('number' as const) : ('text' as const),
    aliases: field === 'totalFen' ? projectColumns.find((c) => c.field === 'totalMinor')!.aliases : aliases,
  }));

type Wanted = Omit<ListQuery, 'page' | 'size'> & { among?: readonly string[] };
/** The filtered projects, or those `among` given ones, as rows of these fields, as the actor may read them. Refuses project.export_too_large. */
export async function projectLines(
  db: Reader,
  query: Wanted,
  fields: readonly string[],
  actor: Actor,
  most: number,
): Promise<{ ids: string[]; lines: SheetLine[] }> {
  const columns = fields.flatMap((field) => projectColumns.find((c) => c.field === field) ?? []);
  const ids = await idsOf(db, query, actor, most);
  const lines: SheetLine[] = [];
  for await (const line of exportLines(db, ids, columns, { language: 'zh' }, actor)) lines.push(line);
  return { ids, lines };
}

async function idsOf(db: Reader, query: Wanted, actor: Actor, most: number): Promise<string[]> {
  const ids = await db
    .select({ id: project.id })
    .from(project)
    .where(and(listWhere(query, actor), query.among && inArray(project.id, [...query.among])))
    .orderBy(...listOrder(query, actor))
    .limit(most + 1);
  if (ids.length > most) throw refuse('rule', 'project.export_too_large', { most });
  return ids.map((r) => r.id);
}

const chunk = 1000;
const mostRows = 1_000_000;

/** Exactly the filtered list, as the actor may read it, with the chosen columns; written while it is read, so it may be of any length. */
export async function exportProjects(db: Reader, query: Asked, actor: Actor, now: Date): Promise<Download> {
  const columns = columnsFor(query.columns, dateColumns(await authoritiesOn(db, dayOf(now))));
  // The set and its order are fixed before the first row is written; later changes show in values only.
  const ids = await idsOf(db, query, actor, mostRows);
  const sheetColumns = columns.map((c) => sheetColumn(c, query.language, query.amountUnit));
  const rows = exportLines(db, ids, columns, query, actor);
  const filename = `${query.language === 'zh' ? '项目台账' : 'projects'}-${dayOf(now)}.${query.format}`;
  if (query.format === 'csv') return { filename, contentType: 'text/csv; charset=utf-8', body: csvStream({ columns: sheetColumns, rows }) };
  const sheetName = query.language === 'zh' ? '项目台账' : 'Projects';
  return { filename, contentType: xlsx, body: sheetStream({ sheetName, columns: sheetColumns, rows }) };
}
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** An empty ledger with every column that an import reads. */
export function projectTemplate(language: 'zh' | 'en', unit: AmountUnit): Download {
  const columns = projectColumns.filter((c) => c.isInput && c.field !== 'code').map((c) => sheetColumn(c, language, unit));
  const sheetName = language === 'zh' ? '项目' : 'Projects';
  return {
    filename: language === 'zh' ? '项目导入模板.xlsx' : 'project-template.xlsx',
    contentType: xlsx,
    body: sheetStream({ sheetName, columns, rows: [] }),
  };
}

async function* exportLines(
  db: Reader,
  ids: readonly string[],
  columns: readonly ProjectColumn[],
  { language }: Pick<Asked, 'language'>,
  actor: Actor,
): AsyncGenerator<SheetLine> {
  const dictionaries = new Map<string, Awaited<ReturnType<typeof wordsOf>>>();
  for (const d of new Set(columns.flatMap((c) => c.dictionary ?? []))) dictionaries.set(d, await wordsOf(db, d));
  for (let at = 0; at < ids.length; at += chunk) {
    const part = ids.slice(at, at + chunk);
    const found = new Map((await db.select().from(project).where(inArray(project.id, part))).map((row) => [row.id, row]));
    const rows = part.flatMap((id) => found.get(id) ?? []);
    const views = await presentAll(db, rows, actor);
    const open = rows.filter((r) => !isMasked(actor, r)).map((r) => r.id);
    const beside = await besideOf(db, open, part, columns);
    const industries = await industryNames(db, [...new Set(rows.flatMap((r) => r.industryCode ?? []))]);
    const words = {
      industry: (code: string) => industries.get(code) ?? null,
      word: (dictionary: string, code: string) => dictionaries.get(dictionary)?.get(code)?.[language] ?? null,
      stage: (code: string) => (stageWords[code] ?? lightWords[code])?.[language] ?? code,
    };
    for (const view of views) yield columns.map((c) => cellOf(c, view, beside.get(view.id) ?? {}, words));
  }
}

/** Codes, last notes and recognised dates, when they are among the columns; notes and dates only of projects whose investor the actor may know. */
async function besideOf(db: Reader, open: readonly string[], all: readonly string[], columns: readonly ProjectColumn[]) {
  const beside = new Map<string, Record<string, string>>(all.map((id) => [id, {}]));
  if (columns.some((c) => c.scheme)) {
    for (const { projectId, scheme, code } of await db
      .select()
      .from(projectCode)
      .where(inArray(projectCode.projectId, [...all]))) {
      const field = projectColumns.find((c) => c.scheme === (scheme === 'national_old' ? 'national' : scheme))!.field;
      beside.get(projectId)![field] = code;
    }
  }
  if (open.length && columns.some((c) => c.field === 'note')) {
    const { rows } = await db.execute<{ id: string; body: string }>(sql`
      select distinct on (project_id) project_id as id, body from project_note where project_id = any(${sql.param(open)}::uuid[])
      order by project_id, recorded_at desc, id desc`);
    for (const { id, body } of rows) beside.get(id)!['note'] = body;
  }
  if (columns.some((c) => c.field === 'light')) for (const [id, light] of await lightsOf(db, all)) beside.get(id)!['light'] = light;
  if (open.length && columns.some((c) => c.field.includes('.')))
    for (const [id, dates] of await recognisedOf(db, open)) Object.assign(beside.get(id)!, dates);
  return beside;
}
