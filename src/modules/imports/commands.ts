import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal, refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import type { ImportKind } from '../../platform/import-kind.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { BookInfo } from '../../platform/sheet/book.ts';
import { inspectBook } from '../../platform/sheet/reader.ts';
import { enqueueTask } from '../../platform/tasks.ts';
import { keepOriginal } from '../evidence/keep-commands.ts';
import { cleanName } from '../evidence/domain/file.ts';
import { publishRule } from '../reference/commands.ts';
import { type SeverityRules, severityRule } from './domain/finding.ts';
import type { ImportSetup } from './domain/setup.ts';
import { afterInterruption, type ImportStep, mayCommit, step } from './domain/status.ts';
import { check, may } from './policy.ts';
import { kindOf, regionOf } from './queries.ts';
import { forgetRows } from './row-commands.ts';
import { planOf, sheetHead, signatureOf, withFile } from './sheet-reading.ts';
import { checkTemplate } from './template.ts';
import { importBatch, type KeptHeader } from './tables.ts';

export type ImportRoom = Readonly<{ db: Db; files: FileStore; kinds: readonly ImportKind[] }>;
export type Brought = Readonly<{ name: string; path: string; size: number; sha256: string }>;
export type Batch = typeof importBatch.$inferSelect;

const mediaTypes: Record<BookInfo['format'], string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xlsm: 'application/vnd.ms-excel.sheet.macroEnabled.12',
  xlsb: 'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
  xls: 'application/vnd.ms-excel',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  csv: 'text/csv',
  html: 'text/html',
  xml: 'application/xml',
};

/**
 * Takes a file in for import: what it is, its sheets, and, when it is one of our templates, whether it is the right one. The file
 * is kept as it was sent. Refuses what `inspectBook` and `checkTemplate` refuse, before anything is kept.
 */
export async function bringFile({ db, files, kinds }: ImportRoom, file: Brought, kindKey: string, actor: Actor, now = new Date()) {
  const kind = kindOf(kinds, kindKey, actor);
  const name = cleanName(file.name);
  const book = await inspectBook(file.path, { fileName: name });
  await checkTemplate(file.path, book, kind, await regionOf(db));
  await files.put(file.path, file.sha256);
  return keepBatch(db, { name, size: file.size, sha256: file.sha256, kind: kind.key, book }, actor, now);
}

type New = { name: string; size: number; sha256: string; kind: string; book: BookInfo };
const keepBatch = command('import.bring', async (tx, { name, size, sha256, kind, book }: New, context) => {
  const { actor, now } = context;
  await keepOriginal.inside(tx, { sha256, size, mediaType: mediaTypes[book.format] }, context);
  const id = v7();
  const row = { id, kind, fileSha256: sha256, fileName: name, fileSize: size, book, status: 'draft' as const };
  const who = { actorId: actor.id, actorName: actor.name, unitId: actor.unitId };
  await tx.insert(importBatch).values({ ...row, ...who, createdAt: now, updatedAt: now });
  return { result: { id }, trace: { subject: 'import', subjectId: id, after: { kind, name, sha256 } } };
});

/** The batch, locked, if this step may be taken with it now. Refuses: import.unknown, .may_not_work, .already_committed, .not_checked, .busy_or_over. */
async function lockedBatch(tx: Tx, id: string, name: ImportStep, actor: Actor, kinds: readonly ImportKind[]): Promise<Batch> {
  const [row] = await tx.select().from(importBatch).where(eq(importBatch.id, id)).for('update');
  return settled(row, { id, name, actor, kinds });
}

type Wanted = Readonly<{ id: string; name: ImportStep; actor: Actor; kinds: readonly ImportKind[] }>;
/** An import that the actor may not see is as unknown as one that never was. */
function settled(row: Batch | undefined, { id, name, actor, kinds }: Wanted): Batch {
  const mayImport = kinds.some((k) => k.key === row?.kind && k.mayImport(actor));
  if (!row || !may.read(actor, { actorId: row.actorId, mayImport })) throw refuse('not_found', 'import.unknown', { id });
  settle(check('work', actor, { actorId: row.actorId, mayImport }));
  settle(step(name, row.status));
  return row;
}

/** What belongs to a check that no longer holds. */
const unchecked = { status: 'draft', counts: null, totals: null, sums: null, skipped: null, toAcknowledge: null, refusal: null } as const;

const keepSetup = command(
  'import.set_up',
  async (
    tx,
    { id, setup, header, kinds }: { id: string; setup: ImportSetup; header: KeptHeader; kinds: readonly ImportKind[] },
    { actor, now },
  ) => {
    const row = await lockedBatch(tx, id, 'setUp', actor, kinds);
    const sheet = setup.sheet ?? null;
    await tx
      .update(importBatch)
      .set({ ...unchecked, setup, header, sheet, updatedAt: now })
      .where(eq(importBatch.id, id));
    return { result: {}, trace: { subject: 'import', subjectId: id, before: { setup: row.setup }, after: { setup } } };
  },
);

/** Keeps how the sheet is to be read. Refuses `import.setup_refused` with every problem, so that nothing is read in vain. */
export async function setUpImport({ db, files, kinds }: ImportRoom, id: string, setup: ImportSetup, actor: Actor, now = new Date()) {
  const batch = await workable({ db, kinds }, id, 'setUp', actor);
  const fields = await kindOf(kinds, batch.kind, actor).fields(db);
  const sheet = setup.sheet ?? batch.book.sheets.find((s) => !s.hidden && s.rows > 0)?.name;
  const named = { ...setup, ...(sheet !== undefined && { sheet }) };
  const { block } = await withFile(files, batch.fileSha256, (path) => sheetHead(path, batch.fileName, named));
  const plan = planOf(named, block, fields);
  const columns = Object.fromEntries(plan.fields.flatMap((p) => (p.column ? [[p.field.key, p.column.column]] : [])));
  const width = (block.headers.at(-1)?.column ?? 0) + 1;
  const header = { rows: block.rows, columns, width, signature: createHash('sha256').update(signatureOf(block)).digest('hex') };
  await keepSetup(db, { id, setup: { ...named, headerRows: [...block.rows] }, header, kinds }, actor, now);
}

/** As `lockedBatch` without the lock: told at once instead of waiting behind a check or commit that is going on. */
async function workable({ db, kinds }: Pick<ImportRoom, 'db' | 'kinds'>, id: string, name: ImportStep, actor: Actor): Promise<Batch> {
  const [row] = await db.select().from(importBatch).where(eq(importBatch.id, id));
  return settled(row, { id, name, actor, kinds });
}

type Start = { id: string; jobs: Jobs; kinds: readonly ImportKind[] };
/** Begins the check in the background. Refuses import.not_set_up without a setup. */
export const startCheck = command('import.start_check', async (tx, { id, jobs, kinds }: Start, { actor, now }) => {
  const row = await lockedBatch(tx, id, 'check', actor, kinds);
  if (!row.setup) throw refuse('conflict', 'import.not_set_up');
  const taskId = await enqueueTask(tx, jobs, 'import.check', { batchId: id }, actor, now);
  await tx
    .update(importBatch)
    .set({ ...unchecked, status: 'checking', taskId, updatedAt: now })
    .where(eq(importBatch.id, id));
  return { result: { taskId }, trace: [] };
});

export type CommitAnswer = Readonly<{ skipRefused: boolean; acknowledged: { codes: string[]; reason: string } | null }>;
/** Notes how the person answered to what was found; refuses while an answer is missing (`mayCommit`). */
async function answerFindings(tx: Tx, row: Batch, answer: CommitAnswer, now: Date) {
  const codes = (row.toAcknowledge ?? []).map((t) => t.code);
  settle(mayCommit({ refused: row.counts?.refused ?? 0, accepted: row.counts?.accepted ?? 0 }, codes, answer));
  const acknowledged = codes.length > 0 ? answer.acknowledged : null;
  await tx
    .update(importBatch)
    .set({ skipRefused: answer.skipRefused, acknowledged, refusal: null, updatedAt: now })
    .where(eq(importBatch.id, row.id));
}

/** The answer alone, for whoever commits without the queue. */
export const answerCommit = command(
  'import.answer',
  async (tx, { id, kinds, answer }: Omit<Start, 'jobs'> & { answer: CommitAnswer }, { actor, now }) => {
    await answerFindings(tx, await lockedBatch(tx, id, 'commit', actor, kinds), answer, now);
    return { result: {}, trace: { subject: 'import', subjectId: id, after: { ...answer } } };
  },
);

/** Begins the commit in the background. Refuses: import.rows_refused, import.not_acknowledged. */
export const startCommit = command(
  'import.start_commit',
  async (tx, { id, jobs, kinds, answer }: Start & { answer: CommitAnswer }, { actor, now }) => {
    const row = await lockedBatch(tx, id, 'commit', actor, kinds);
    await answerFindings(tx, row, answer, now);
    const taskId = await enqueueTask(tx, jobs, 'import.commit', { batchId: id }, actor, now);
    await tx.update(importBatch).set({ status: 'committing', taskId }).where(eq(importBatch.id, id));
    return { result: { taskId }, trace: { subject: 'import', subjectId: id, after: { ...answer } } };
  },
);

/** Gives an import up: its rows go, its file stays kept. */
export const discardImport = command(
  'import.discard',
  async (tx, { id, kinds }: { id: string; kinds: readonly ImportKind[] }, { actor, now }) => {
    await lockedBatch(tx, id, 'discard', actor, kinds);
    await forgetRows(tx, id);
    await tx.update(importBatch).set({ status: 'discarded', updatedAt: now }).where(eq(importBatch.id, id));
    return { result: {}, trace: { subject: 'import', subjectId: id, after: { status: 'discarded' } } };
  },
);

/** Puts an import whose work ended without effect back to where it was, with the reason. */
export const putBack = command('import.put_back', async (tx, { id, error }: { id: string; error: unknown }, { now }) => {
  const [row] = await tx.select({ status: importBatch.status }).from(importBatch).where(eq(importBatch.id, id)).for('update');
  if (!row || afterInterruption(row.status) === row.status) return { result: {}, trace: [] };
  const refusal =
    error instanceof Refusal
      ? { kind: error.kind, code: error.code, details: error.details }
      : { kind: 'conflict', code: 'import.interrupted', details: {} };
  const after = { status: afterInterruption(row.status), refusal };
  await tx
    .update(importBatch)
    .set({ ...after, updatedAt: now })
    .where(eq(importBatch.id, id));
  return { result: {}, trace: { subject: 'import', subjectId: id, before: { status: row.status }, after } };
});

/** After a killed server or database: the import that this task was working on can be taken up again; nothing of it remains. */
export async function importInterrupted(db: Db, taskId: string, now = new Date()) {
  for (const row of await db.select().from(importBatch).where(eq(importBatch.taskId, taskId))) {
    const owner: Actor = { id: row.actorId, name: row.actorName, unitId: row.unitId, unitIds: [], roles: [] };
    await putBack(db, { id: row.id, error: null }, owner, now);
  }
}

/** Publishes which rules only warn, or refuse, from a day on; the usual severities hold for every rule not named. */
export const setSeverities = (
  db: Db,
  { rules, effectiveFrom, effectiveTo }: { rules: SeverityRules; effectiveFrom: string; effectiveTo: string | null },
  actor: Actor,
  now: Date,
) => publishRule(db, { kind: severityRule, effectiveFrom, effectiveTo, preset: null, body: rules }, actor, now);
