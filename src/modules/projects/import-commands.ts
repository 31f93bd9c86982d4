import { inArray } from 'drizzle-orm';
import { v5, v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany, insertNew } from '../../platform/many-rows.ts';
import { inTurns } from '../../platform/turns.ts';
import { type AskedChange, judgeChanges } from './change-queries.ts';
import { totalFenOf } from './domain/change.ts';
import { noSums, type OpeningSums } from './domain/import-money.ts';
import { landedOn, openingLog } from './domain/opening.ts';
import { importFaults, type ImportedProject, keyOf, type OuterCode, recordOf } from './import-queries.ts';
import { attributionOf, derived, keepClaims, takeCodes, writeChanges } from './record-commands.ts';
import { refreshStandings } from './standing-commands.ts';
import { project, projectAttribution, projectCode, projectNote, stageChange } from './tables.ts';

/**
 * Reserves house codes for an import before it begins, in an act of its own: an import of a hundred thousand rows then keeps
 * nobody from registering a project. Codes of an import that fails are never used.
 */
export const reserveCodes = command(
  'project.reserve_codes',
  async (tx, { batchId, count }: { batchId: string; count: number }, { now }) => {
    const codes = await takeCodes(tx, count, now);
    return { result: codes, trace: { subject: 'import', subjectId: batchId, after: { first: codes[0], last: codes.at(-1) } } };
  },
);

type Import = {
  batchId: string;
  rows: readonly ImportedProject[];
  /** From reserveCodes; taken here when absent. */ codes?: readonly string[];
  /** What each counts for by the entries that are written after it in the same transaction. */ sums?: readonly OpeningSums[] | undefined;
  /** These rows as `readyProjects` made them beforehand, with the same sums. */ ready?: readonly Ready[];
};

/** Enters up to 2,000 projects of a ledger at the stage each has reached. Refuses the batch by its first fault, naming the row. */
export const importProjects = command('project.import', async (tx, { batchId, rows, codes, sums, ready }: Import, context) => {
  const { actor, now } = context;
  const [first] = await importFaults(tx, rows, actor, now);
  if (first) throw refuse(first[1][0]!.kind, first[1][0]!.code, { ...first[1][0]!.details, row: first[0] });
  const serials = codes ?? (await takeCodes(tx, rows.length, now));
  const made = ready ?? (await readyProjects(rows, { batchId, sums }, context));
  const entered = made.map((one, i) => ({ ...one, row: { ...one.row, code: serials[i]! } }));
  const stamp = { recordedBy: actor.id, recordedAt: now };
  await insertMany(
    tx,
    project,
    entered.map((e) => e.row),
  );
  await insertMany(
    tx,
    projectAttribution,
    entered.map((e) => attributionOf(e.row, null, context)),
  );
  await insertMany(
    tx,
    stageChange,
    entered.flatMap((e) => e.log),
  );
  await keepClaims(
    tx,
    entered.map((e) => ({ id: e.row.id, before: null, after: e.row })),
    context,
  );
  await refreshStandings(
    tx,
    entered.map((e) => e.row.id),
  );
  await writeCodes(
    tx,
    entered.flatMap((e) => (e.from.codes ?? []).map((c) => ({ ...c, projectId: e.row.id, ...stamp }))),
  );
  await writeNotes(
    tx,
    entered.map((e) => ({ projectId: e.row.id, body: e.from.note })),
    context,
  );
  const trace = {
    subject: 'import',
    subjectId: batchId,
    after: { projects: rows.length, first: serials[0], last: serials[rows.length - 1] },
  };
  return { result: entered.map(({ row }) => ({ id: row.id, code: row.code })), trace: rows.length ? trace : [] };
});

/** So few at a time that no request waits for the keys of their names. */
const readyAtOnce = 20;
/** Everything of new projects that can be made before they are entered, but their codes: most of the work is names, for finding and masking. */
export const readyProjects = (
  rows: readonly ImportedProject[],
  { batchId, sums }: Pick<Import, 'batchId' | 'sums'>,
  context: Now,
): Promise<Ready[]> => inTurns(rows, (row, i) => makeReady(row, { batchId, sums: sums?.[i] ?? noSums }, context), readyAtOnce);

export type Ready = ReturnType<typeof makeReady>;
function makeReady(from: ImportedProject, { batchId, sums }: Readonly<{ batchId: string; sums: OpeningSums }>, { actor, now }: Now) {
  const record = recordOf(from);
  const steps = openingLog(from, dayOf(now));
  const side = from.side ?? null;
  const row = {
    ...record,
    ...derived(record),
    id: v7(),
    stage: from.stage,
    side,
    landedOn: landedOn(from, steps),
    totalFen: settle(totalFenOf(record)),
    ...sums,
    batchId,
    version: 1,
    createdAt: now,
    createdBy: actor.id,
    updatedAt: now,
  };
  const log = steps.map((step, i) => ({
    projectId: row.id,
    id: v7(),
    kind: 'import' as const,
    fromStage: steps[i - 1]?.toStage ?? null,
    ...step,
    reason: step.toSide ? (from.reason ?? null) : null,
    exitTo: step.toSide ? (from.exitTo ?? null) : null,
    batchId,
    recordedBy: actor.id,
    recordedAt: now,
  }));
  return { from, row, log };
}

/** The batch was checked, but another person may have recorded one of the codes since. */
async function writeCodes(tx: Tx, rows: readonly (typeof projectCode.$inferInsert)[]) {
  if ((await insertNew(tx, projectCode, rows)) === rows.length) return;
  const held = await tx
    .select()
    .from(projectCode)
    .where(
      inArray(
        projectCode.code,
        rows.map((r) => r.code),
      ),
    );
  const owner = new Map(held.map((h) => [keyOf(h), h.projectId]));
  const clash = rows.find((row) => owner.get(keyOf(row)) !== row.projectId) ?? rows[0]!;
  throw refuse('conflict', 'project.code_taken', { scheme: clash.scheme, found: clash.code });
}

/** What a ledger says about progress is a note of the day; the same import again adds nothing. */
async function writeNotes(tx: Tx, notes: readonly { projectId: string; body?: string | null | undefined }[], { actor, now }: Now) {
  const happenedOn = dayOf(now);
  const rows = notes.flatMap(({ projectId, body }) =>
    body ? [{ projectId, id: v5(body, projectId), body: body.slice(0, 500), happenedOn, recordedBy: actor.id, recordedAt: now }] : [],
  );
  await insertNew(tx, projectNote, rows);
}

type Update = { batchId: string; rows: readonly (AskedChange & { codes?: readonly OuterCode[]; note?: string | null })[] };

/**
 * Edits up to 2,000 known projects from a ledger: what the patches change and nothing else, codes that are new, progress notes
 * not yet there. Stages never change this way. Refuses the batch by its first refused row.
 */
export const updateImportedProjects = command('project.update_by_import', async (tx, { rows }: Update, context) => {
  const { actor, now } = context;
  const judged = await judgeChanges(tx, rows, { ...context, lock: true });
  const row = judged.findIndex((j) => j.refusal);
  if (row >= 0) throw refuse(judged[row]!.refusal!.kind, judged[row]!.refusal!.code, { ...judged[row]!.refusal!.details, row });
  const trace = await writeChanges(tx, judged, null, context);
  const wanted = rows.flatMap(({ id, codes }) =>
    (codes ?? []).map((c) => ({ ...c, projectId: id, recordedBy: actor.id, recordedAt: now })),
  );
  const held = wanted.length
    ? await tx
        .select()
        .from(projectCode)
        .where(inArray(projectCode.projectId, [...new Set(wanted.map((w) => w.projectId))]))
    : [];
  const own = new Set(held.map((h) => `${h.projectId}:${keyOf(h)}`));
  const fresh = wanted.filter((w) => !own.has(`${w.projectId}:${keyOf(w)}`));
  await writeCodes(tx, fresh);
  await writeNotes(
    tx,
    rows.map(({ id, note }) => ({ projectId: id, body: note })),
    context,
  );
  const coded = fresh.map(({ projectId, scheme, code }) => ({ subject: 'project', subjectId: projectId, after: { scheme, code } }));
  return { result: { changed: trace.length, codes: fresh.length }, trace: [...trace, ...coded] };
});
