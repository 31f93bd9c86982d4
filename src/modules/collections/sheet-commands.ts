import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { unitTree } from '../identity/queries.ts';
import { type Answers, readAnswer } from './domain/field.ts';
import { rowsFor, type SheetRow } from './known-queries.ts';
import { settled, tellUnits } from './notice-commands.ts';
import { checkSheet } from './policy.ts';
import { type CollectionRow, gapsIn, readableSheet, type SheetRecord } from './queries.ts';
import { collectionEvent, collectionSheet } from './tables.ts';

type At = Readonly<{ id: string; unitId: string; round: number; version: number }>;

/** The sheet an act works on, locked; refuses a screen that showed an older version or an older round. */
async function lockedSheet(tx: Tx, act: 'fill' | 'sendBack' | 'extend', at: At, { actor }: Now) {
  const found = await readableSheet(tx, { id: at.id, unitId: at.unitId }, actor, true);
  settle(checkSheet(act, actor, found.c, found.sheet));
  if (found.sheet.version !== at.version || found.sheet.round !== at.round)
    throw refuse('conflict', 'collection.changed_meanwhile', { version: found.sheet.version });
  return found;
}
const update = (tx: Tx, s: SheetRecord, set: Partial<SheetRecord>) =>
  tx
    .update(collectionSheet)
    .set({ ...set, version: s.version + 1 })
    .where(and(eq(collectionSheet.collectionId, s.collectionId), eq(collectionSheet.round, s.round), eq(collectionSheet.unitId, s.unitId)));

async function rowsOf(tx: Tx, c: CollectionRow, { unitId, rowIds }: SheetRecord, { actor, now }: Now): Promise<SheetRow[]> {
  const name = (await unitTree(tx)).find((u) => u.id === unitId)?.name ?? '';
  return rowsFor(tx, c, { id: unitId, name, rowIds }, actor, now);
}

/** Only gaps are taken: what is known stays the ledger's. Refuses collection.row_unknown, collection.answer_known, collection.answer_unreadable. */
function taken(c: CollectionRow, rows: readonly SheetRow[], answers: Answers): Answers {
  const kept: Answers = {};
  for (const [id, line] of Object.entries(answers)) {
    const row = rows.find((r) => r.id === id);
    if (!row) throw refuse('invalid', 'collection.row_unknown', { row: id });
    kept[id] = lineOf(c, row, line);
  }
  return kept;
}
function lineOf(c: CollectionRow, row: SheetRow, line: Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, text] of Object.entries(line)) {
    const field = c.fields.find((f) => f.key === key);
    if (!field) throw refuse('invalid', 'collection.field_unknown', { label: key });
    if (row.known[key] !== undefined) throw refuse('invalid', 'collection.answer_known', { row: row.name, label: field.label });
    const answer = settle(readAnswer(field, text, row.name));
    if (answer !== '') kept[key] = answer;
  }
  return kept;
}

/** Saves what a unit has filled in so far. */
export const saveSheet = command('collection.save', async (tx, { answers, ...at }: At & { answers: Answers }, context) => {
  const { c, sheet } = await lockedSheet(tx, 'fill', at, context);
  const kept = taken(c, await rowsOf(tx, c, sheet, context), answers);
  await update(tx, sheet, { answers: kept, savedAt: context.now, savedBy: context.actor.id });
  const filled = Object.values(kept).reduce((n, line) => n + Object.keys(line).length, 0);
  return {
    result: { version: sheet.version + 1 },
    trace: { subject: 'collection', subjectId: at.id, after: { unitId: at.unitId, round: at.round, filled } },
  };
});

/** Submits a sheet: its rows stay these, and its answers are kept as they are now. Refuses collection.gaps_left with how many. */
export const submitSheet = command('collection.submit', async (tx, at: At, context) => {
  const { c, sheet } = await lockedSheet(tx, 'fill', at, context);
  const rows = await rowsOf(tx, c, sheet, context);
  const gaps = gapsIn(c.fields, rows, sheet.answers);
  if (gaps > 0) throw refuse('rule', 'collection.gaps_left', { gaps });
  const rowIds = rows.map((r) => r.id);
  await settled(tx, sheet.id, context.now);
  await update(tx, sheet, { status: 'submitted', rowIds, submittedAt: context.now, submittedBy: context.actor.id });
  return done(tx, sheet, 'submit', { answers: sheet.answers }, context);
});

/** Returns a sheet to its unit; what was answered stays. */
export const sendBackSheet = command('collection.return', async (tx, { reason, ...at }: At & { reason: string }, context) => {
  const { c, sheet } = await lockedSheet(tx, 'sendBack', at, context);
  await update(tx, sheet, { status: 'returned' });
  await tellUnits(tx, 'collection.returned', c, [sheet], context);
  return done(tx, sheet, 'return', { reason }, context);
});

/** Gives a unit more time. Refuses collection.due_past. */
export const extendSheet = command(
  'collection.extend',
  async (tx, { reason, dueOn, ...at }: At & { reason: string; dueOn: Day }, context) => {
    const { sheet } = await lockedSheet(tx, 'extend', at, context);
    if (dueOn < dayOf(context.now)) throw refuse('invalid', 'collection.due_past', { field: 'dueOn', dueOn });
    await update(tx, sheet, { dueOn });
    return done(tx, sheet, 'extend', { reason, dueOn }, context);
  },
);

type Said = Readonly<{ reason?: string; dueOn?: Day; answers?: Answers }>;
async function done(tx: Tx, s: SheetRecord, kind: 'submit' | 'return' | 'extend', said: Said, { actor, now }: Now) {
  const { collectionId, round, unitId } = s;
  await tx.insert(collectionEvent).values({ id: v7(), collectionId, round, unitId, kind, ...said, at: now, by: actor.id });
  const { answers: _answers, ...after } = said;
  return {
    result: { version: s.version + 1 },
    trace: { subject: 'collection', subjectId: collectionId, after: { unitId, round, kind, ...after } },
  };
}
