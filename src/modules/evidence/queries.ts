import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { refuse } from '../../kernel/refusal.ts';
import { question, type Reader } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import type { Download } from '../../platform/http.ts';
import { peopleOf } from '../identity/queries.ts';
import type { evidenceContract } from './contract.ts';
import { type EvidenceKind, type EvidenceSubject, sameFileScope, type Subject } from './domain/file.ts';
import { may } from './policy.ts';
import { evidence, evidenceRetraction, fileScan, storedFile } from './tables.ts';

type C = typeof evidenceContract;
type Asks = (db: Reader, subject: EvidenceSubject, subjectId: string, projectId: string | null, actor: Actor) => Promise<boolean>;
/**
 * What the rooms to the right answer about their own rows; wired in app/wiring.ts. They find the row by (projectId, subjectId)
 * and answer false when there is none, because both ids come from the caller.
 */
export type SubjectAccess = Readonly<{ mayRead: Asks; mayAttach: Asks }>;

const asks = (ask: Asks, db: Reader, s: Subject, actor: Actor) => ask(db, s.subject, s.subjectId, s.projectId, actor);

/** Refuses evidence.unknown_subject to who may not read the subject: that it exists is not theirs to know. */
export async function assertReadable(db: Reader, access: SubjectAccess, subject: Subject, actor: Actor): Promise<void> {
  if (!(await asks(access.mayRead, db, subject, actor)))
    throw refuse('not_found', 'evidence.unknown_subject', { subject: subject.subject });
}

/** Evidence of one subject in the order of arrival, retracted rows too. Refuses: evidence.unknown_subject. */
export async function listEvidence(db: Reader, access: SubjectAccess, here: Subject, actor: Actor): Promise<Result<C['list']>> {
  await assertReadable(db, access, here, actor);
  const rows = await db
    .select({ evidence, file: storedFile, retraction: evidenceRetraction })
    .from(evidence)
    .innerJoin(storedFile, eq(storedFile.sha256, evidence.sha256))
    .leftJoin(evidenceRetraction, eq(evidenceRetraction.evidenceId, evidence.id))
    // The project is compared too: the caller named it, and was let in by it.
    .where(
      and(
        eq(evidence.subject, here.subject),
        eq(evidence.subjectId, here.subjectId),
        sql`${evidence.projectId} is not distinct from ${here.projectId}`,
      ),
    )
    .orderBy(asc(evidence.uploadedAt), asc(evidence.id));
  const mayAttach = await asks(access.mayAttach, db, here, actor);
  const people = await peopleOf(
    db,
    rows.flatMap(({ evidence: e, retraction: r }) => [e.uploadedBy, ...(r ? [r.retractedBy] : [])]),
  );
  const person = (id: string) => ({ id, name: people.get(id)?.name ?? '' });
  const scans = await scansOf(
    db,
    rows.map((r) => r.evidence.sha256),
  );
  const uses = await usesOf(
    db,
    rows.map((r) => r.evidence.sha256),
  );
  const items = rows.map(async ({ evidence: e, file, retraction: r }) => ({
    id: e.id,
    name: e.name,
    kind: e.kind,
    mediaType: file.mediaType,
    size: file.size,
    scan: scans.get(e.sha256) ?? ('unscanned' as const),
    uploadedBy: person(e.uploadedBy),
    uploadedAt: e.uploadedAt.toISOString(),
    retraction: r && { reason: r.reason, by: person(r.retractedBy), at: r.retractedAt.toISOString() },
    sameFile: r
      ? null
      : await shownTo(
          db,
          access,
          here,
          uses.filter((u) => u.sha256 === e.sha256),
          actor,
        ),
    can: { retract: may.retract(actor, { uploadedBy: e.uploadedBy, isRetracted: r !== null, mayAttach }) },
  }));
  return { items: await Promise.all(items), can: { attach: mayAttach } };
}

type Use = Subject & { sha256: string; name: string };
function usesOf(db: Reader, hashes: readonly string[]): Promise<Use[]> {
  const { sha256, name, subject, subjectId, projectId } = evidence;
  return db
    .select({ sha256, name, subject, subjectId, projectId })
    .from(evidence)
    .leftJoin(evidenceRetraction, eq(evidenceRetraction.evidenceId, evidence.id))
    .where(and(inArray(evidence.sha256, [...new Set(hashes)]), isNull(evidenceRetraction.evidenceId)))
    .orderBy(asc(evidence.uploadedAt));
}

/** Everybody learns that a file is used elsewhere; where, only those who may read that place. */
async function shownTo(db: Reader, access: SubjectAccess, here: Subject, uses: readonly Use[], actor: Actor) {
  const scope = sameFileScope(here, uses);
  if (scope === null) return null;
  const others = uses.filter((u) => u.subjectId !== here.subjectId || u.subject !== here.subject);
  const readable = await Promise.all(others.map((u) => asks(access.mayRead, db, u, actor)));
  return {
    scope,
    places: others
      .filter((_, i) => readable[i])
      .map(({ subject, subjectId, projectId, name }) => ({ subject, subjectId, projectId, name })),
  };
}

/** Is a file with these bytes already evidence of something else? What the reader may not read is flagged, not shown. */
export const sameFileElsewhere = async (db: Reader, access: SubjectAccess, sha256: string, here: Subject, actor: Actor) =>
  shownTo(db, access, here, await usesOf(db, [sha256]), actor);

/** Is the file evidence of anything yet? Asked before its own subject exists. */
export const isFileUsed = async (db: Reader, sha256: string): Promise<boolean> => (await usesOf(db, [sha256])).length > 0;

/** The last word of the scanner on each file; none where it was never asked. */
async function scansOf(db: Reader, hashes: readonly string[]): Promise<Map<string, 'clean' | 'infected'>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .select()
    .from(fileScan)
    .where(inArray(fileScan.sha256, [...new Set(hashes)]))
    .orderBy(asc(fileScan.scannedAt), asc(fileScan.id));
  return new Map(rows.map((r) => [r.sha256, r.verdict]));
}

const filesOfProject = question(['projectId'], (db, { projectId }) =>
  db
    .selectDistinct({ kind: evidence.kind, sha256: evidence.sha256 })
    .from(evidence)
    .leftJoin(evidenceRetraction, eq(evidenceRetraction.evidenceId, evidence.id))
    .where(and(eq(evidence.projectId, projectId), isNull(evidenceRetraction.evidenceId))),
);

/**
 * Kinds of evidence that a project has, whatever of its rows they hang on: those kept, and of them those scanned clean. Retracted
 * and infected files do not count. For the stage gates.
 */
export async function evidenceKindsOf(db: Reader, projectId: string): Promise<{ kept: EvidenceKind[]; clean: EvidenceKind[] }> {
  const rows = await filesOfProject(db, { projectId });
  const scans = await scansOf(
    db,
    rows.map((r) => r.sha256),
  );
  const kinds = (of: typeof rows) => [...new Set(of.map((r) => r.kind))];
  return {
    kept: kinds(rows.filter((r) => scans.get(r.sha256) !== 'infected')),
    clean: kinds(rows.filter((r) => scans.get(r.sha256) === 'clean')),
  };
}

/** A paper as it is shown beside what it proves. */
export type Paper = Readonly<{ id: string; name: string }>;
/** Papers of these subjects by subject, in the order of arrival; retracted ones are not among them. For rooms that have checked who may read the subjects. */
export async function papersOf(db: Reader, subject: EvidenceSubject, subjectIds: readonly string[]): Promise<Map<string, Paper[]>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await db
    .select({ id: evidence.id, name: evidence.name, subjectId: evidence.subjectId })
    .from(evidence)
    .leftJoin(evidenceRetraction, eq(evidenceRetraction.evidenceId, evidence.id))
    .where(and(eq(evidence.subject, subject), inArray(evidence.subjectId, [...subjectIds]), isNull(evidenceRetraction.evidenceId)))
    .orderBy(asc(evidence.uploadedAt), asc(evidence.id));
  const of = Map.groupBy(rows, (r) => r.subjectId);
  return new Map([...of].map(([id, papers]) => [id, papers.map(({ id: paperId, name }) => ({ id: paperId, name }))]));
}

/** The row with what decides about it. Refuses evidence.unknown, also to who may not read its subject. */
export async function readableEvidence(db: Reader, access: SubjectAccess, id: string, actor: Actor) {
  const [row] = await db
    .select({ evidence, file: storedFile, retraction: evidenceRetraction })
    .from(evidence)
    .innerJoin(storedFile, eq(storedFile.sha256, evidence.sha256))
    .leftJoin(evidenceRetraction, eq(evidenceRetraction.evidenceId, evidence.id))
    .where(eq(evidence.id, id));
  if (!row || !(await asks(access.mayRead, db, row.evidence, actor))) throw refuse('not_found', 'evidence.unknown', { id });
  return row;
}

/** The file of an evidence row, for those who may read its subject. Refuses: evidence.unknown, file.not_in_store. */
export async function downloadEvidence(db: Reader, files: FileStore, access: SubjectAccess, id: string, actor: Actor): Promise<Download> {
  const { evidence: e, file } = await readableEvidence(db, access, id, actor);
  if ((await scansOf(db, [e.sha256])).get(e.sha256) === 'infected') throw refuse('rule', 'file.infected', { name: e.name, threat: '' });
  return { filename: e.name, contentType: file.mediaType, body: await files.open(e.sha256) };
}

/** Every kept file that is missing or not as it was, by its hash; reads them all. For `verify`. */
export async function damagedFiles(db: Reader, files: FileStore): Promise<string[]> {
  const damaged: string[] = [];
  for (const { sha256 } of await db.select({ sha256: storedFile.sha256 }).from(storedFile).orderBy(asc(storedFile.storedAt))) {
    if (!(await files.verify(sha256))) damaged.push(sha256);
  }
  return damaged;
}
