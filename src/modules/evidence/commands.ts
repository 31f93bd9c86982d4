import { createReadStream } from 'node:fs';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import type { Scanner, ScanVerdict } from '../../platform/clamd.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { typeOfFile } from '../../platform/files-type.ts';
import { cleanName, type EvidenceKind, type EvidenceSubject, type Subject } from './domain/file.ts';
import { check } from './policy.ts';
import { assertReadable, readableEvidence, type SubjectAccess } from './queries.ts';
import { answer, recordScan } from './scan-commands.ts';
import { evidence, evidenceRetraction, evidenceUpload, storedFile } from './tables.ts';

type Received = Readonly<{ name: string; path: string; size: number; sha256: string }>;
type Keeping = Readonly<{ db: Db; files: FileStore; maxBytes: number; scanner?: Scanner | null }>;

/**
 * Takes in a file that was sent: looks at its bytes, keeps it, and notes who sent it. The store has it before the note is committed,
 * so that no row names a file that is not there; a file without a row is only space. An infected one is not kept; while no scanner
 * answers, a file is kept and has not been scanned. Refuses what `typeOfFile` refuses, and file.infected.
 */
export async function takeIn({ db, files, maxBytes, scanner = null }: Keeping, sent: Received, actor: Actor, now = new Date()) {
  const name = cleanName(sent.name);
  const { mediaType } = settle(await typeOfFile(sent.path, name, maxBytes));
  const said = scanner && (await lookThrough(scanner, sent.path, name));
  await files.put(sent.path, sent.sha256);
  const { id } = await recordUpload(db, { name, mediaType, size: sent.size, sha256: sent.sha256 }, actor, now);
  if (said) await recordScan(db, { sha256: sent.sha256, ...said }, actor, now);
  return { uploadId: id, sha256: sent.sha256, name, mediaType, size: sent.size };
}

async function lookThrough(scanner: Scanner, path: string, name: string): Promise<ScanVerdict | null> {
  const said = await answer(scanner, () => createReadStream(path));
  if (said?.verdict === 'infected') throw refuse('invalid', 'file.infected', { name, threat: said.threat });
  return said;
}

const recordUpload = command(
  'evidence.upload',
  async (tx, file: { name: string; mediaType: string; size: number; sha256: string }, { actor, now }) => {
    const { name, sha256, size, mediaType } = file;
    await tx.insert(storedFile).values({ sha256, size, mediaType, storedAt: now }).onConflictDoNothing();
    const row = { id: v7(), sha256, name, uploadedBy: actor.id, uploadedAt: now };
    await tx.insert(evidenceUpload).values(row);
    return { result: { id: row.id }, trace: { subject: 'evidence_upload', subjectId: row.id, after: file } };
  },
);

type Attachment = Subject & { uploadIds: readonly string[]; kind: EvidenceKind };

/**
 * Makes uploads evidence of a subject. For other rooms, inside the command that records the subject and has checked who may.
 * Refuses: evidence.unknown_upload (also another person's), evidence.already_attached.
 */
export const attachEvidence = command('evidence.attach', attach);

/** The same as an act of its own, for those who may add to the subject. Refuses also: evidence.unknown_subject, evidence.may_not_attach. */
export const attachTo = (access: SubjectAccess) =>
  command('evidence.attach', async (tx, input: Attachment, context) => {
    await assertReadable(tx, access, input, context.actor);
    const isAllowed = await access.mayAttach(tx, input.subject, input.subjectId, input.projectId, context.actor);
    if (!isAllowed) throw refuse('forbidden', 'evidence.may_not_attach', { subject: input.subject });
    return attach(tx, input, context);
  });

async function attach(tx: Tx, { uploadIds, kind, subject, subjectId, projectId }: Attachment, context: Now) {
  const { actor, now } = context;
  const ids = [...new Set(uploadIds)];
  const uploads = ids.length
    ? await tx
        .select()
        .from(evidenceUpload)
        .where(and(inArray(evidenceUpload.id, ids), eq(evidenceUpload.uploadedBy, actor.id)))
    : [];
  const unknown = ids.filter((id) => !uploads.some((u) => u.id === id));
  if (unknown.length) throw refuse('not_found', 'evidence.unknown_upload', { uploadIds: unknown });
  // Two who attach to one subject at once take turns, so that each sees the other's rows.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${subjectId}, 0))`);
  await refuseRepeats(tx, { subject, subjectId, projectId }, kind, uploads);
  const rows = uploads.map(({ sha256, name }) => ({
    id: v7(),
    sha256,
    name,
    kind,
    subject,
    subjectId,
    projectId,
    uploadedBy: actor.id,
    uploadedAt: now,
  }));
  if (rows.length) await tx.insert(evidence).values(rows);
  if (rows.length) await evidenceReactions.changed(tx, { subject, subjectId, projectId }, context);
  return { result: { ids: rows.map((r) => r.id) }, trace: rows.map((r) => ({ subject: 'evidence', subjectId: r.id, after: r })) };
}

/** What rooms to the right do, in the same transaction, when a subject has more evidence or less. Set once, in app/wiring.ts. */
export const evidenceReactions = { changed: async (_tx: Tx, _subject: Subject, _context: Now): Promise<unknown> => undefined };

type Pair = Readonly<{ ledger: EvidenceSubject; fromId: string; toId: string }>;
/**
 * Papers of rows that became others, by a merger, prove those as well: kept beside the old ones, with who sent them in and when.
 * For other rooms, inside the command that records the new rows and has checked who may.
 */
export const carryEvidence = command(
  'evidence.carry',
  async (tx, { pairs, toProjectId }: { pairs: readonly Pair[]; toProjectId: string }) => {
    const became = new Map(pairs.map((p) => [p.fromId, p.toId]));
    const papers = pairs.length
      ? await tx
          .select({ paper: evidence })
          .from(evidence)
          .leftJoin(evidenceRetraction, eq(evidenceRetraction.evidenceId, evidence.id))
          .where(and(inArray(evidence.subjectId, [...became.keys()]), isNull(evidenceRetraction.evidenceId)))
      : [];
    const rows = papers.map(({ paper }) => ({ ...paper, id: v7(), subjectId: became.get(paper.subjectId)!, projectId: toProjectId }));
    if (rows.length) await tx.insert(evidence).values(rows);
    return { result: {}, trace: rows.map((r) => ({ subject: 'evidence', subjectId: r.id, after: r })) };
  },
);

/** The same bytes prove the same thing once. */
async function refuseRepeats(
  tx: Tx,
  { subject, subjectId }: Subject,
  kind: EvidenceKind,
  uploads: readonly { sha256: string; name: string }[],
) {
  const standing = await tx
    .select({ sha256: evidence.sha256, name: evidence.name })
    .from(evidence)
    .leftJoin(evidenceRetraction, eq(evidenceRetraction.evidenceId, evidence.id))
    .where(
      and(eq(evidence.subject, subject), eq(evidence.subjectId, subjectId), eq(evidence.kind, kind), isNull(evidenceRetraction.evidenceId)),
    );
  const repeated = uploads.find(
    (u, i) => standing.some((s) => s.sha256 === u.sha256) || uploads.findIndex((o) => o.sha256 === u.sha256) < i,
  );
  if (repeated)
    throw refuse('conflict', 'evidence.already_attached', {
      name: repeated.name,
      as: standing.find((s) => s.sha256 === repeated.sha256)?.name ?? repeated.name,
    });
}

/** Takes back a mistaken row; the row, its file and the reason stay. Refuses: evidence.unknown, .may_not_retract, .already_retracted. */
export const retractEvidence = (access: SubjectAccess) =>
  command('evidence.retract', async (tx, { id, reason }: { id: string; reason: string }, context) => {
    const { actor, now } = context;
    const { evidence: row, retraction } = await readableEvidence(tx, access, id, actor);
    if (retraction) throw refuse('conflict', 'evidence.already_retracted', { id });
    const mayAttach = await access.mayAttach(tx, row.subject, row.subjectId, row.projectId, actor);
    settle(check('retract', actor, { uploadedBy: row.uploadedBy, isRetracted: false, mayAttach }));
    const written = await tx
      .insert(evidenceRetraction)
      .values({ evidenceId: id, reason, retractedBy: actor.id, retractedAt: now })
      .onConflictDoNothing()
      .returning();
    if (!written.length) throw refuse('conflict', 'evidence.already_retracted', { id });
    await evidenceReactions.changed(tx, row, context);
    return { result: { id }, trace: { subject: 'evidence', subjectId: id, before: row, after: { retracted: reason } } };
  });
