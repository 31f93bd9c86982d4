import { sql } from 'drizzle-orm';
import { type Actor, hasRole } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { keptEach, question, type Reader } from '../../platform/db.ts';
import { person, unit } from '../identity/tables.ts';
import { rowsOf } from '../reference/queries.ts';
import type { projectsContract } from './contract.ts';
import { recognisedOf } from './date-queries.ts';
import type { ListQuery, Totals } from './domain/list-filter.ts';
import type { ProjectView } from './domain/project-view.ts';
import { confidentialFields, recordFields } from './domain/record.ts';
import { inOrder, listOrder, listWhere, searchSort, sortKey, wordsWhere } from './filter-queries.ts';
import { sumsOf, totalsOf } from './list-total-queries.ts';
import { lightsOf } from './mark-queries.ts';
import { isMasked, may } from './policy.ts';
import type { ProjectRow } from './queries.ts';
import { project, projectSearch } from './tables.ts';

export async function listProjects(db: Reader, query: ListQuery, actor: Actor): Promise<Result<(typeof projectsContract)['list']>> {
  const { rows, totals } = await (query.q ? found : filtered)(db, query, actor);
  const open = rows.filter((row) => !isMasked(actor, row));
  const idsOf = (some: typeof rows) => some.map((row) => row.id);
  const [views, recognised, lit] = await Promise.all([
    presentAll(db, rows, actor),
    recognisedOf(db, idsOf(open)),
    lightsOf(db, idsOf(rows)),
  ]);
  const edits = hasRole(actor, 'promoter', 'unit_head', 'promotion_admin');
  return {
    items: views.map((view, i) => ({
      ...view,
      recognised: recognised.get(view.id) ?? {},
      light: lit.get(view.id) ?? null,
      can: { edit: may.edit(actor, rows[i]!) },
    })),
    totals,
    can: { create: edits, bulk: edits },
  };
}

/** The page is picked by an index alone, and then only its rows are read; count and sums are asked at the same time. */
async function filtered(db: Reader, query: ListQuery, actor: Actor) {
  const order = listOrder(query, actor);
  const picked = db
    .select({ id: project.id })
    .from(project)
    .where(listWhere(query, actor))
    .orderBy(...order)
    .limit(query.size)
    .offset(rowsBefore(query));
  const [rows, totals] = await Promise.all([
    db
      .select()
      .from(project)
      .where(sql`${project.id} = any(array(${picked}))`)
      .orderBy(...order),
    totalsOf(db, query, actor),
  ]);
  return { rows, totals };
}

const rowsById = question(['ids'], (db, { ids }) =>
  db
    .select()
    .from(project)
    .where(sql`${project.id} = any(${ids}::uuid[])`),
);

const sums = sql`total_fen, agreed_fen, attracted_fen, fixed_fen, arrived_fen, invested_fen`;
/** What words find is looked at once, for the page as for count and sums; by words alone where nothing else is asked. */
async function found(db: Reader, query: ListQuery, actor: Actor) {
  const among = searchSort(query);
  const key = among ?? sortKey(query.sort, actor);
  const hits = among
    ? sql`select project_id as id, ${key} as key, ${sums} from ${projectSearch} where ${wordsWhere(query.q!, actor)}`
    : sql`select id, ${key} as key, ${sums} from ${project} where ${listWhere(query, actor)}`;
  const [hit] = await rowsOf<Totals & { ids: string[] }>(
    db,
    sql`with hit as materialized (${hits}) select ${sumsOf(sql`count(*)`)}, array(select id from hit
      order by ${sql.join(inOrder(query, sql`key`, sql`id`), sql`, `)} limit ${query.size} offset ${rowsBefore(query)}) as ids from hit`,
  );
  const { ids, ...totals } = hit!;
  const rows = ids.length ? await rowsById(db, { ids }) : [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), totals };
}

/** Rows as the actor may read them, with the names of units, people and industries. */
export async function presentAll(db: Reader, rows: readonly ProjectRow[], actor: Actor): Promise<ProjectView[]> {
  const names = await namesIn(db, rows);
  return rows.map((row) => present(row, names, actor));
}

/** What units, people and industries of these rows are called, by id or code; one question, for it is asked with every page. */
const namesIn = (db: Reader, rows: readonly ProjectRow[]): Promise<ReadonlyMap<string, string>> => {
  const all = (...fields: readonly ('unitId' | 'parkId' | 'personId' | 'leaderId' | 'industryCode')[]) =>
    new Set(rows.flatMap((row) => fields.flatMap((field) => row[field] ?? [])));
  const [units, people, industries] = [all('unitId', 'parkId'), all('personId', 'leaderId'), all('industryCode')];
  const subjects = ['unit', 'person', 'industry', 'reference'];
  return keptEach(db, 'names in projects', subjects, [...units, ...people, ...industries], async (missing) => {
    const among = (known: ReadonlySet<string>) => sql.param(missing.filter((one) => known.has(one)));
    const found = await rowsOf<{ id: string; name: string }>(
      db,
      sql`select id::text as id, name from ${unit} where id = any(${among(units)}::uuid[])
      union all select id::text, name from ${person} where id = any(${among(people)}::uuid[])
      union all select code, name from industry where code = any(${among(industries)}::text[])`,
    );
    return found.map(({ id, name }) => [id, name] as const);
  });
};

function present(row: ProjectRow, names: ReadonlyMap<string, string>, actor: Actor): ProjectView {
  const { id, code, stage, side, landedOn, signedOn, version, totalFen, agreedFen, attractedFen, fixedFen, arrivedFen, investedFen } = row;
  const nameOf = (of: string | null) => (of && names.get(of)) || null;
  const masked = isMasked(actor, row);
  const record = Object.fromEntries(recordFields.map((f) => [f, row[f]])) as Pick<ProjectRow, (typeof recordFields)[number]>;
  return {
    ...record,
    ...(masked && { ...nothing, name: row.maskedName }),
    id,
    code,
    masked,
    stage,
    side,
    landedOn,
    signedOn,
    version,
    totalFen,
    agreedFen,
    attractedFen,
    fixedFen,
    arrivedFen,
    investedFen,
    industryName: nameOf(row.industryCode),
    unitName: nameOf(row.unitId) ?? '',
    personName: nameOf(row.personId),
    leaderName: nameOf(row.leaderId),
    parkName: nameOf(row.parkId),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
const nothing = Object.fromEntries(confidentialFields.map((f) => [f, null])) as Record<(typeof confidentialFields)[number], null>;
