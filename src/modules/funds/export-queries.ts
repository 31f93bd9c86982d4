import { and, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { csvStream } from '../../platform/sheet/csv-stream.ts';
import { type SheetLine, sheetStream } from '../../platform/sheet/writer.ts';
import { project } from '../projects/tables.ts';
import { wordsOf } from '../reference/queries.ts';
import { AgreementFilter, ArrivalFilter, type FileChoice, InvestmentFilter } from './domain/list-filter.ts';
import { agreementCut, arrivalCut, investmentCut } from './list-queries.ts';
import { agreementRows, arrivalRows, type Cut, investmentRows, type LedgerTable } from './row-queries.ts';
import { agreementColumns, arrivalColumns, columnsFor, type FundsColumn, investmentColumns, sheetColumn, type Word } from './sheet.ts';
import { agreement, arrival, investment } from './tables.ts';

type Name = Readonly<{ zh: string; en: string }>;
type Rows<R> = (db: Reader, cut: Cut, actor: Actor) => Promise<R[]>;

const chunk = 1000;
const mostRows = 1_000_000;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The filtered agreements as a file, as the actor may read them. */
export async function exportAgreements(db: Reader, query: AgreementFilter & FileChoice, actor: Actor, now: Date) {
  const keys = await keysOf(db, agreement, await agreementCut(db, query, actor));
  const lines = linesOf(
    agreementColumns,
    query,
    inChunks(db, keys, agreement, agreementRows, actor),
    await wordFor(db, 'agreement_kind', query),
  );
  return fileOf({ zh: '协议', en: 'agreements' }, agreementColumns, lines, query, now);
}

/** The filtered arrivals as a file, as the actor may read them. */
export async function exportArrivals(db: Reader, query: ArrivalFilter & FileChoice, actor: Actor, now: Date) {
  const keys = await keysOf(db, arrival, await arrivalCut(db, query, actor));
  const lines = linesOf(arrivalColumns, query, inChunks(db, keys, arrival, arrivalRows, actor), await wordFor(db, 'arrival_kind', query));
  return fileOf({ zh: '到位资金', en: 'arrivals' }, arrivalColumns, lines, query, now);
}

/** The filtered months of investment as a file, as the actor may read them. */
export async function exportInvestments(db: Reader, query: InvestmentFilter & FileChoice, actor: Actor, now: Date) {
  const keys = await keysOf(db, investment, await investmentCut(db, query, actor));
  const lines = linesOf(investmentColumns, query, inChunks(db, keys, investment, investmentRows, actor), (code) => code);
  return fileOf({ zh: '完成投资', en: 'investments' }, investmentColumns, lines, query, now);
}

const ledgers = { agreements: agreementColumns, arrivals: arrivalColumns, investments: investmentColumns } as const;
type LedgerName = keyof typeof ledgers;
/** In the currency of the row; the field beside it is the same in CNY. */
const inCurrency: Readonly<Record<string, string>> = { totalMinor: 'totalFen', amountMinor: 'amountFen' };

/** Fields that a list of a ledger of money elsewhere can show (a department's form). Amounts are fen. */
export function ledgerListFields(ledger: LedgerName) {
  const columns: readonly Pick<FundsColumn<never>, 'field' | 'zh' | 'en' | 'kind' | 'aliases'>[] = ledgers[ledger];
  return columns
    .filter((c) => !inCurrency[c.field])
    .map(({ field, zh, en, kind, aliases }) => {
      const plain = columns.find((c) => inCurrency[c.field] === field);
      return { field, zh: plain?.zh ?? zh, en: plain?.en ?? en, kind, aliases: plain?.aliases ?? aliases };
    });
}

type Span = Readonly<{ unit?: string | undefined; kind?: string | undefined; from?: string | undefined; to?: string | undefined }>;
/** The filtered rows of a ledger with these fields, oldest first, as the actor may read them. Refuses entry.export_too_large, unit.unknown. */
export async function ledgerLines(db: Reader, ledger: LedgerName, query: Span, fields: readonly string[], actor: Actor, most: number) {
  const asked = { ...query, order: 'asc' };
  const page = (cut: Cut) => ({ ...cut, limit: most + 1 });
  const lines = await readLedger[ledger](db, asked, fields, actor, page);
  if (lines.length > most) throw refuse('rule', 'entry.export_too_large', { most });
  return lines;
}
type Reading = (db: Reader, asked: object, fields: readonly string[], actor: Actor, page: (cut: Cut) => Cut) => Promise<SheetLine[]>;
const cells = <R>(columns: readonly FundsColumn<R>[], fields: readonly string[], rows: readonly R[], word: Word): SheetLine[] =>
  rows.map((row) => fields.map((field) => columns.find((c) => c.field === field)?.value(row, word) ?? null));
const readLedger: Record<LedgerName, Reading> = {
  agreements: async (db, asked, fields, actor, page) => {
    const rows = await agreementRows(db, page(await agreementCut(db, AgreementFilter.parse(asked), actor)), actor);
    return cells(agreementColumns, fields, rows, await wordFor(db, 'agreement_kind', { language: 'zh' }));
  },
  arrivals: async (db, asked, fields, actor, page) => {
    const rows = await arrivalRows(db, page(await arrivalCut(db, ArrivalFilter.parse(asked), actor)), actor);
    return cells(arrivalColumns, fields, rows, await wordFor(db, 'arrival_kind', { language: 'zh' }));
  },
  investments: async (db, asked, fields, actor, page) => {
    const rows = await investmentRows(db, page(await investmentCut(db, InvestmentFilter.parse(asked), actor)), actor);
    return cells(investmentColumns, fields, rows, (code) => code);
  },
};

async function wordFor(
  db: Reader,
  dictionary: 'agreement_kind' | 'arrival_kind',
  { language }: Pick<FileChoice, 'language'>,
): Promise<Word> {
  const words = await wordsOf(db, dictionary);
  return (code) => words.get(code)?.[language] ?? code;
}

type Key = { projectId: string; id: string };
/** The set and its order are fixed before the first row is written; reversals that come meanwhile do not move it. */
async function keysOf(db: Reader, ledger: LedgerTable, { where, order }: Cut): Promise<Key[]> {
  const keys = await db
    .select({ projectId: ledger.projectId, id: ledger.id })
    .from(ledger)
    .innerJoin(project, sql`${project.id} = ${ledger.projectId}`)
    .where(where)
    .orderBy(...order)
    .limit(mostRows + 1);
  if (keys.length > mostRows) throw refuse('rule', 'entry.export_too_large', { most: mostRows });
  return keys;
}

async function* inChunks<R extends { id: string }>(
  db: Reader,
  keys: readonly Key[],
  ledger: LedgerTable,
  rowsOf: Rows<R>,
  actor: Actor,
): AsyncGenerator<R> {
  for (let at = 0; at < keys.length; at += chunk) {
    const part = keys.slice(at, at + chunk);
    const ids = (field: keyof Key) => sql`any(${sql.param(part.map((k) => k[field]))}::uuid[])`;
    const where = and(sql`${ledger.projectId} = ${ids('projectId')}`, sql`${ledger.id} = ${ids('id')}`);
    const found = new Map((await rowsOf(db, { where, order: [] }, actor)).map((row) => [row.id, row]));
    for (const { id } of part) {
      const row = found.get(id);
      if (row) yield row;
    }
  }
}

async function* linesOf<R>(
  columns: readonly FundsColumn<R>[],
  query: FileChoice,
  rows: AsyncIterable<R>,
  word: Word,
): AsyncGenerator<SheetLine> {
  const chosen = columnsFor(columns, query.columns);
  for await (const row of rows) yield chosen.map((c) => c.value(row, word));
}

function fileOf<R>(name: Name, all: readonly FundsColumn<R>[], rows: AsyncIterable<SheetLine>, query: FileChoice, now: Date): Download {
  const columns = columnsFor(all, query.columns).map((c) => sheetColumn(c, query.language, query.amountUnit));
  const filename = `${name[query.language]}-${dayOf(now)}.${query.format}`;
  if (query.format === 'csv') return { filename, contentType: 'text/csv; charset=utf-8', body: csvStream({ columns, rows }) };
  return { filename, contentType: xlsx, body: sheetStream({ sheetName: name[query.language], columns, rows }) };
}
