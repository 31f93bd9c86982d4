import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { auditEntry } from '../../platform/audit.ts';
import type { Reader } from '../../platform/db.ts';
import { unit } from '../identity/tables.ts';
import type { History } from './domain/project-page.ts';
import { confidentialFields } from './domain/record.ts';
import { peopleNames, presentLog, stageLog } from './page-queries.ts';
import { isMasked } from './policy.ts';
import { visibleProject } from './queries.ts';
import { projectAttribution } from './tables.ts';

/** Every change of one project: the stage log, what it counted for, and each act field by field; masked like the project itself. */
export async function projectHistory(db: Reader, id: string, actor: Actor): Promise<History> {
  const row = await visibleProject(db, id, actor);
  const masked = isMasked(actor, row);
  const [log, attributions, acts] = await Promise.all([
    stageLog(db, id),
    db
      .select()
      .from(projectAttribution)
      .where(eq(projectAttribution.projectId, id))
      .orderBy(asc(projectAttribution.recordedAt), asc(projectAttribution.id)),
    db
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.subjectId, id), eq(auditEntry.subject, 'project')))
      .orderBy(desc(auditEntry.seq))
      .limit(500),
  ]);
  const names = await peopleNames(db, [
    ...log.flatMap((c) => [c.recordedBy, c.proposedBy]),
    ...attributions.flatMap((a) => [a.recordedBy, a.leaderId]),
  ]);
  const unitIds = [...new Set(attributions.flatMap((a) => [a.unitId, ...(a.parkId ? [a.parkId] : [])]))];
  const units = new Map(
    (await db.select({ id: unit.id, name: unit.name }).from(unit).where(inArray(unit.id, unitIds))).map((u) => [u.id, u.name]),
  );
  return {
    log: presentLog(log, names, masked),
    attributions: attributions.map((a) => ({
      unitName: units.get(a.unitId) ?? '',
      industryCode: a.industryCode,
      parkName: (a.parkId && units.get(a.parkId)) || null,
      leaderName: a.leaderId && names(a.leaderId).name,
      investorName: masked ? null : a.investorName,
      reason: masked ? null : a.reason,
      recordedBy: names(a.recordedBy),
      recordedAt: a.recordedAt.toISOString(),
    })),
    acts: acts.map((a) => ({
      action: a.action,
      by: { id: a.actorId, name: a.actorName },
      at: a.at.toISOString(),
      changes: fieldChanges(a.before, a.after, masked),
    })),
  };
}

/** Free words and names may tell the investor; of these only that they changed is shown while it is masked. */
const telling = new Set<string>([...confidentialFields, 'name', 'reason', 'exitTo', 'note', 'body']);

function fieldChanges(before: unknown, after: unknown, masked: boolean): History['acts'][number]['changes'] {
  const [old, fresh] = [asRecord(before), asRecord(after)];
  const value = (from: Record<string, unknown>, field: string) => (masked && telling.has(field) ? null : (from[field] ?? null));
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].map((field) => ({
    field,
    before: value(old, field),
    after: value(fresh, field),
  }));
}
const asRecord = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
