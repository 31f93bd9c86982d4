import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { type Actor, hasRole, scopeOf, officeRoles } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, sheetStream } from '../../platform/sheet/writer.ts';
import { unitTree } from '../identity/queries.ts';
import type { CollectionView, collectionsContract, SheetBrief } from './contract.ts';
import type { Answers, Field } from './domain/field.ts';
import { dueOfRound } from './domain/round.ts';
import { knownFields, rowsFor, type SheetRow } from './known-queries.ts';
import { may } from './policy.ts';
import { collection, collectionEvent, collectionSheet, keptField } from './tables.ts';

type C = typeof collectionsContract;
export type CollectionRow = typeof collection.$inferSelect;
export type SheetRecord = typeof collectionSheet.$inferSelect;

const ids = (list: readonly string[]) => sql`${sql.param(list)}::uuid[]`;

/** Collections that the actor issued, oversees or is asked by: the same answer as `may.readWhole` or an asked sheet. */
function visibleWhere(actor: Actor): SQL {
  if (hasRole(actor, 'promotion_admin', 'leader')) return sql`true`;
  const own = hasRole(actor, ...officeRoles) ? sql`unit_id = any(${ids(actor.unitIds)})` : sql`false`;
  return sql`(${own} or (status in ('issued', 'closed') and unit_ids && ${ids(actor.unitIds)}))`;
}

/** The collection, if the actor may see it; else as unknown as one that never was (`collection.unknown`). */
export async function readableCollection(db: Reader, id: string, actor: Actor, lock = false): Promise<CollectionRow> {
  const found = db
    .select()
    .from(collection)
    .where(and(eq(collection.id, id), visibleWhere(actor)));
  const [row] = await (lock ? found.for('update') : found);
  if (!row) throw refuse('not_found', 'collection.unknown', { id });
  return row;
}

type Seen = Readonly<{ record: SheetRecord; brief: SheetBrief }>;
/** The newest round of the collection whose sheet is looked at. */
export const newestRound = sql`(select max(s.round) from collection_sheet s where s.collection_id = ${collectionSheet.collectionId})`;

/** Sheets of the newest round of each collection, or of the round asked for, that the actor may see, in 建制序. */
async function sheetsOf(db: Reader, all: readonly CollectionRow[], actor: Actor, now: Date, round?: number): Promise<Map<string, Seen[]>> {
  if (all.length === 0) return new Map();
  const asked = all.map((c) => c.id);
  const rows = await db
    .select()
    .from(collectionSheet)
    .where(and(inArray(collectionSheet.collectionId, asked), eq(collectionSheet.round, round ?? newestRound)));
  const chases = await chasesOf(db, asked);
  const units = await unitTree(db);
  const today = dayOf(now);
  const brief = (record: SheetRecord, unitName: string): SheetBrief => ({
    unitId: record.unitId,
    unitName,
    round: record.round,
    status: record.status,
    dueOn: record.dueOn,
    isLate: record.status !== 'submitted' && record.dueOn < today,
    chased: chases.get(`${record.collectionId} ${record.unitId} ${record.round}`) ?? 0,
    minutes: record.minutes,
  });
  const of = (c: CollectionRow) =>
    units.flatMap((u) =>
      rows
        .filter((r) => r.collectionId === c.id && r.unitId === u.id && may.readSheet(actor, c, r.unitId))
        .map((record) => ({ record, brief: brief(record, u.name) })),
    );
  return new Map(all.map((c) => [c.id, of(c)]));
}
async function chasesOf(db: Reader, collectionIds: readonly string[]): Promise<Map<string, number>> {
  const { collectionId, unitId, round, kind } = collectionEvent;
  const rows = await db
    .select({ collectionId, unitId, round, n: sql<number>`count(*)` })
    .from(collectionEvent)
    .where(and(inArray(collectionId, [...collectionIds]), eq(kind, 'chase')))
    .groupBy(collectionId, unitId, round);
  return new Map(rows.map((r) => [`${r.collectionId} ${r.unitId} ${r.round}`, Number(r.n)]));
}

const viewOf = (c: CollectionRow, unitName: string, briefs: readonly SheetBrief[]): CollectionView => ({
  id: c.id,
  title: c.title,
  unitId: c.unitId,
  unitName,
  status: c.status,
  frequency: c.frequency,
  dueOn: briefs[0] ? dueOfRound(c.dueOn, c.frequency, briefs[0].round) : c.dueOn,
  round: briefs[0]?.round ?? 1,
  asked: briefs.length,
  submitted: briefs.filter((b) => b.status === 'submitted').length,
  minutesYear: c.cost.minutesYear,
  createdAt: c.createdAt.toISOString(),
});
const nameOf = async (db: Reader) => {
  const names = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
  return (unitId: string) => names.get(unitId) ?? '';
};

/** Collections, newest first. Of those that only ask the reader, the counts are of the reader's own sheets. */
export async function listCollections(db: Reader, { query }: Received<C['list']>, actor: Actor, now: Date): Promise<Result<C['list']>> {
  const where = and(visibleWhere(actor), query.status ? eq(collection.status, query.status) : undefined);
  const rows = await db
    .select()
    .from(collection)
    .where(where)
    .orderBy(desc(collection.createdAt), desc(collection.id))
    .limit(query.size)
    .offset(rowsBefore(query));
  const sheets = await sheetsOf(db, rows, actor, now);
  const name = await nameOf(db);
  const items = rows.map((c) =>
    viewOf(
      c,
      name(c.unitId),
      sheets.get(c.id)!.map((s) => s.brief),
    ),
  );
  return { items, total: await db.$count(collection, where), can: { issue: may.issue(actor) } };
}

/** Fields that can be asked prefilled. */
export const askableFields = async (db: Reader, { query }: Received<C['fields']>): Promise<Result<C['fields']>> => ({
  items: (await knownFields(db, query.rowsOf)).map(({ aliases: _aliases, ...f }) => f),
});

type Asked = { id: string; round?: number | undefined };
/** The sheets of one collection in a round that the actor may see. Refuses collection.unknown, collection.round_unknown. */
async function roundOf(db: Reader, { id, round }: Asked, actor: Actor, now: Date): Promise<{ c: CollectionRow; sheets: Seen[] }> {
  const c = await readableCollection(db, id, actor);
  const sheets = (await sheetsOf(db, [c], actor, now, round)).get(id)!;
  if (round !== undefined && sheets.length === 0) throw refuse('not_found', 'collection.round_unknown', { round });
  return { c, sheets };
}

/** A collection and where its units are. Refuses collection.unknown, collection.round_unknown. */
export async function getCollection(db: Reader, asked: Asked, actor: Actor, now: Date): Promise<Result<C['get']>> {
  const { c, sheets } = await roundOf(db, asked, actor, now);
  const briefs = sheets.map((s) => s.brief);
  const kept = await db.select({ key: keptField.fieldKey }).from(keptField).where(eq(keptField.collectionId, c.id));
  const [newest] = await db
    .select({ round: sql<number>`coalesce(max(${collectionSheet.round}), 0)` })
    .from(collectionSheet)
    .where(eq(collectionSheet.collectionId, c.id));
  const whole = may.readWhole(actor, c);
  const seesUnit = (unitId: string) => may.readSheet(actor, c, unitId);
  return {
    ...viewOf(c, (await nameOf(db))(c.unitId), briefs),
    purpose: c.purpose,
    rowsOf: c.rowsOf,
    fields: c.fields,
    filter: c.filter,
    unitIds: c.unitIds.filter(seesUnit),
    rounds: Number(newest!.round),
    cost: whole ? { ...c.cost, units: c.cost.units.filter((u) => seesUnit(u.unitId)) } : null,
    decisionReason: whole ? c.decisionReason : null,
    sheets: briefs,
    kept: kept.map((k) => k.key),
    version: c.version,
    can: { issue: may.issue(actor), manage: may.manage(actor, c), decide: may.decide(actor, c), keep: may.keep(actor) },
  };
}

type AskedSheet = Asked & { unitId: string };
/** A unit's sheet of the newest round, or of the one asked for; locked when asked. Refuses collection.unknown, collection.sheet_unknown. */
export async function readableSheet(db: Reader, { id, unitId, round }: AskedSheet, actor: Actor, lock = false) {
  const c = await readableCollection(db, id, actor, lock);
  const found = db
    .select()
    .from(collectionSheet)
    .where(and(eq(collectionSheet.collectionId, id), eq(collectionSheet.unitId, unitId), eq(collectionSheet.round, round ?? newestRound)));
  const [sheet] = await (lock ? found.for('update') : found);
  if (!sheet || !may.readSheet(actor, c, unitId)) throw refuse('not_found', 'collection.sheet_unknown', { unitId });
  return { c, sheet };
}

/** How many answers are still missing: neither known nor given. */
export const gapsIn = (
  fields: CollectionRow['fields'],
  rows: readonly { id: string; known: Record<string, string> }[],
  answers: SheetRecord['answers'],
) => rows.reduce((n, row) => n + fields.filter((f) => row.known[f.key] === undefined && !answers[row.id]?.[f.key]).length, 0);

/** Answers to gaps that are still gaps: what the ledger has learnt since, and rows that left, are no longer asked. */
function openAnswers(rows: readonly SheetRow[], answers: Answers): Answers {
  const line = (row: SheetRow) => Object.entries(answers[row.id] ?? {}).filter(([key]) => row.known[key] === undefined);
  return Object.fromEntries(
    rows.map((row) => [row.id, Object.fromEntries(line(row))] as const).filter(([, l]) => Object.keys(l).length > 0),
  );
}

/** A sheet as its unit fills it in. Refuses collection.unknown, collection.sheet_unknown. */
export async function getSheet(db: Reader, at: AskedSheet, actor: Actor, now: Date): Promise<Result<C['sheet']>> {
  const { c, sheet } = await readableSheet(db, at, actor);
  const seen = (await sheetsOf(db, [c], actor, now, sheet.round)).get(c.id)!;
  const { brief } = seen.find((s) => s.record.unitId === at.unitId)!;
  const isNewest = (await readableSheet(db, { id: at.id, unitId: at.unitId }, actor)).sheet.round === sheet.round;
  const rows = await rowsFor(db, c, { id: at.unitId, name: brief.unitName, rowIds: sheet.rowIds }, actor, now);
  const events = await db
    .select()
    .from(collectionEvent)
    .where(and(eq(collectionEvent.collectionId, at.id), eq(collectionEvent.unitId, at.unitId), eq(collectionEvent.round, sheet.round)))
    .orderBy(collectionEvent.at);
  return {
    ...brief,
    title: c.title,
    purpose: c.purpose,
    fields: c.fields,
    rows,
    answers: openAnswers(rows, sheet.answers),
    gaps: gapsIn(c.fields, rows, sheet.answers),
    version: sheet.version,
    events: events.map(({ kind, reason, dueOn, at: when }) => ({ kind, reason, dueOn, at: when.toISOString() })),
    can: {
      fill: isNewest && may.fill(actor, c, sheet),
      sendBack: isNewest && may.sendBack(actor, c, sheet),
      extend: isNewest && may.extend(actor, c, sheet),
    },
  };
}

const sheetKinds: Record<Field['type'], SheetColumn['kind']> = {
  text: 'text',
  number: 'decimal',
  amount: 'decimal',
  date: 'date',
  yes_no: 'text',
};
const yesNo: Record<string, string> = { yes: '是', no: '否' };
/**
 * Every sheet of a round that the actor may see as one file. What was answered is as it was submitted; what the ledger knows is as it stands.
 * Refuses collection.unknown, collection.round_unknown.
 */
export async function exportCollection(db: Reader, asked: Asked, actor: Actor, now: Date): Promise<Download> {
  const { c, sheets } = await roundOf(db, asked, actor, now);
  const columns: SheetColumn[] = [
    { header: '单位', kind: 'text' },
    { header: c.rowsOf === 'project' ? '项目' : '填报对象', kind: 'text', width: 32 },
    ...c.fields.map((f) => ({ header: f.unit ? `${f.label}（${f.unit}）` : f.label, kind: sheetKinds[f.type] })),
    { header: '填报状态', kind: 'text' },
  ];
  const lines = async function* () {
    for (const { record, brief } of sheets) {
      for (const row of await rowsFor(db, c, { id: brief.unitId, name: brief.unitName, rowIds: record.rowIds }, actor, now)) {
        const answer = (f: Field) => row.known[f.key] ?? record.answers[row.id]?.[f.key] ?? null;
        const cells = c.fields.map((f) => (f.type === 'yes_no' ? (yesNo[answer(f) ?? ''] ?? null) : answer(f)));
        yield [brief.unitName, row.name, ...cells, sheetStatusWords[record.status]];
      }
    }
  };
  const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { filename: `${c.title}.xlsx`, contentType, body: sheetStream({ sheetName: '汇总', columns, rows: lines(), title: c.title }) };
}
const sheetStatusWords = { open: '未提交', returned: '退回修改中', submitted: '已提交' } as const;

/** Minutes asked of units by month and by the office that asked. Facts about forms: who filled them in is not looked at. */
export async function burdenOf(db: Reader, year: string, actor: Actor): Promise<Result<C['burden']>> {
  const scope = scopeOf(actor);
  const seen = scope === 'all' ? sql`true` : sql`s.unit_id = any(${ids(scope)})`;
  const { rows } = await db.execute<Result<C['burden']>['items'][number]>(sql`
    select left(s.due_on, 7) as month, s.unit_id as "unitId", u.name as "unitName", o.name as issuer, count(*)::int as forms, sum(s.minutes)::int as minutes
    from collection_sheet s join collection c on c.id = s.collection_id join unit u on u.id = s.unit_id join unit o on o.id = c.unit_id
    where left(s.due_on, 4) = ${year} and ${seen}
    group by 1, 2, 3, 4, u.order_no, u.code order by 1, u.order_no, u.code, 4`);
  return { items: rows };
}
