import { createHash } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import type { ImportField } from '../../kernel/import-row.ts';
import type { Header, HeaderBlock } from '../../kernel/sheet-header.ts';
import { lineKind } from '../../kernel/sheet-line.ts';
import { cellAt, columnName, type Row } from '../../kernel/sheet-row.ts';
import { suggest, type Suggestion } from '../../kernel/sheet-suggestion.ts';
import { isBlank } from '../../kernel/sheet-value.ts';
import type { Reader } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import type { ImportKind } from '../../platform/import-kind.ts';
import type { SheetSuggestion } from './domain/import-view.ts';
import { addedHeaders } from './domain/reason-header.ts';
import type { ImportSetup } from './domain/setup.ts';
import { rememberedSetup } from './queries.ts';
import { sheetTop, signatureOf, withFile } from './sheet-reading.ts';
import type { importBatch } from './tables.ts';

type Batch = typeof importBatch.$inferSelect;
type Asked = Readonly<{ sheet?: string | undefined; headerRows?: readonly number[] | undefined; isFresh?: boolean }>;
const shownRows = 40;
const shownSamples = 5;
const fewWords = 30;

/** A sheet with its header found and each column matched to a field: as this header was read last time, else by its words. */
export async function suggestSetup(
  db: Reader,
  files: FileStore,
  batch: Batch,
  kind: ImportKind,
  asked: Asked,
  actor: Actor,
): Promise<SheetSuggestion> {
  const named = sheetAsked(batch, asked);
  const { preview, block, firstRow } = await withFile(files, batch.fileSha256, (path) => sheetTop(path, batch.fileName, named));
  const fields = await kind.fields(db);
  const kept = named.sheet === batch.sheet && asked.headerRows === undefined ? batch.setup : null;
  const known = asked.isFresh
    ? null
    : (kept ?? (await rememberedSetup(db, kind.key, createHash('sha256').update(signatureOf(block)).digest('hex'), actor)));
  const records = preview.rows.filter((row) => row.number >= firstRow && lineKind(row, block) === 'record');
  const found = suggest(
    block.headers.filter((h) => !addedHeaders.includes(h.label)),
    fields.map((f) => ({ field: f.key, aliases: [f.zh, f.en, ...f.aliases] })),
  );
  const fresh = { columns: Object.fromEntries(found.map((s) => [s.label, s.field])), ...guesses(block, records, fields, found) };
  return {
    sheet: named.sheet,
    title: block.title,
    headerRows: [...block.rows],
    firstRow,
    headers: block.headers.map((header) => ({ ...headerView(header, records), suggestion: suggestionOf(header, known, found) })),
    setup: { ...(known ?? fresh), sheet: named.sheet, ...(block.rows.length > 0 && { headerRows: [...block.rows] }) },
    isRemembered: known !== null && kept === null,
    rows: preview.rows.slice(0, shownRows).map(rowView),
  };
}

/** The sheet asked for, else that of the setup, else the first that holds something; its header as asked for, else as it was set up. */
function sheetAsked(batch: Batch, { sheet: wanted, headerRows: rows }: Asked) {
  const sheet = wanted ?? batch.sheet ?? batch.book.sheets.find((s) => !s.hidden && s.rows > 0)?.name ?? '';
  const headerRows = rows ?? (sheet === batch.sheet ? batch.setup?.headerRows : undefined);
  return { sheet, ...(headerRows && { headerRows: [...headerRows] }) };
}

function suggestionOf(
  { label }: Header,
  known: ImportSetup | null,
  found: readonly Suggestion[],
): SheetSuggestion['headers'][number]['suggestion'] {
  const remembered = known?.columns[label];
  if (known) return remembered === undefined ? null : { field: remembered, confidence: 'remembered' };
  const own = found.find((s) => s.label === label);
  return own ? { field: own.field, confidence: own.confidence } : null;
}

function headerView({ column, label, unit }: Header, records: readonly Row[]) {
  const texts = records
    .map((row) => cellAt(row, column))
    .filter((cell) => !isBlank(cell))
    .map((cell) => cell.text);
  const words = [...new Set(texts)];
  return {
    column,
    letter: columnName(column),
    label,
    amountUnit: unit?.amountUnit ?? null,
    currency: unit?.currency ?? null,
    samples: texts.slice(0, shownSamples),
    words: words.length <= fewWords && words.every((w) => w.length <= 40) ? words : [],
  };
}

const rowView = ({ number, hidden, cells }: Row) => ({
  number,
  ...(hidden && { hidden }),
  cells: cells
    .filter((c) => c.kind !== 'empty')
    .map(({ column, kind, text, merged }) => ({ column, kind, text, ...(merged && { merged }) })),
});

/** What the sheet itself says: the unit of its amounts, its year, and a unit name written once above its projects. */
function guesses(
  block: HeaderBlock,
  records: readonly Row[],
  fields: readonly ImportField[],
  found: readonly { label: string; field: string; column: number }[],
) {
  const year = /(20\d\d)\s*年/.exec(block.title ?? '')?.[1];
  const once = found.find((s) => s.field === 'unit' && isWrittenOnce(records, s.column));
  const hasBareAmount = found.some(
    (s) => fields.find((f) => f.key === s.field)?.type === 'amount' && !block.headers.find((h) => h.column === s.column)?.unit?.amountUnit,
  );
  return {
    ...(hasBareAmount && block.unit?.amountUnit && { amountUnit: block.unit.amountUnit }),
    ...(year && { year: Number(year) }),
    ...(once && { fillDown: [once.label] }),
  };
}

/** Filled at first and then blank now and then, without merged cells. */
function isWrittenOnce(records: readonly Row[], column: number): boolean {
  const cells = records.map((row) => cellAt(row, column));
  const blanks = cells.filter((cell) => isBlank(cell)).length;
  return cells.length > 2 && !isBlank(cells[0]!) && blanks > 0 && cells.every((cell) => !cell.merged);
}
