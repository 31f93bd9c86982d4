import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { phoneKey } from '../../kernel/phone-key.ts';
import { placeKey } from '../../kernel/place-key.ts';
import { settle } from '../../kernel/refusal.ts';
import { usccWarning } from '../../kernel/uscc.ts';
import type { Now, Trace } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany, updateMany } from '../../platform/many-rows.ts';
import { initialsOf } from '../../platform/pinyin.ts';
import type { Judged } from './change-queries.ts';
import { claimedFields } from './domain/authority-date.ts';
import { given, pick, totalFenOf } from './domain/change.ts';
import { maskedName } from './domain/masked-name.ts';
import { nameKey } from '../../kernel/name-key.ts';
import { projectSerial } from './domain/project-serial.ts';
import { type ProjectRecord, type RecordField, frozenFields, recordFields } from './domain/record.ts';
import type { ProjectRow } from './queries.ts';
import { refreshStandings } from './standing-commands.ts';
import { authorityDate, project, projectAttribution, projectCounter } from './tables.ts';

/** What is kept beside the names so that they can be found, compared and masked. */
type Derived = Pick<ProjectRecord, 'name' | 'investorName' | 'registeredCompany' | 'contactPhone' | 'place'>;
export function derived({ name, investorName, registeredCompany, contactPhone, place }: Derived) {
  const masked = maskedName(name, [investorName, registeredCompany]);
  const initials = [name, investorName].flatMap((n) => (n ? [initialsOf(n)] : [])).join(' ');
  return {
    nameKey: nameKey(name) || name,
    initials,
    maskedName: masked,
    investorKey: investorName && nameKey(investorName),
    phoneKey: (contactPhone && phoneKey(contactPhone)) || null,
    placeKey: (place && placeKey(place)) || null,
  };
}

/** Hands out the next `count` codes of the business year; whoever comes second waits for the first to finish. */
export async function takeCodes(tx: Tx, count: number, now: Date): Promise<string[]> {
  const year = dayOf(now).slice(0, 4);
  const [row] = await tx
    .insert(projectCounter)
    .values({ year, lastNo: count })
    .onConflictDoUpdate({ target: projectCounter.year, set: { lastNo: sql`${projectCounter.lastNo} + ${count}` } })
    .returning();
  return Array.from({ length: count }, (_, i) => projectSerial(year, row!.lastNo - count + 1 + i));
}

/** Credit codes that fail their check: some old registrations do, so they are pointed out and kept. */
export const doubts = (record: Pick<ProjectRecord, 'investorUscc' | 'registeredUscc'>) =>
  (['investorUscc', 'registeredUscc'] as const).flatMap((field) => {
    const doubt = record[field] && usccWarning(record[field]);
    return doubt ? [{ field, code: doubt.code, details: { ...doubt } }] : [];
  });

type Attributed = Pick<ProjectRow, 'id' | 'name' | (typeof frozenFields)[number]> & Readonly<{ totalFen?: number | null }>;
export const attributionOf = (row: Attributed, reason: string | null, { actor, now }: Now) => ({
  projectId: row.id,
  id: v7(),
  unitId: row.unitId,
  industryCode: row.industryCode,
  parkId: row.parkId,
  leaderId: row.leaderId,
  investorName: row.investorName,
  name: row.name,
  totalFen: row.totalFen ?? null,
  reason,
  recordedAt: now,
  recordedBy: actor.id,
});

type Dated = Readonly<Partial<Pick<ProjectRow, (typeof claimedFields)[keyof typeof claimedFields]>>>;
/** What changes of the record's own dates claim: they are kept beside the authorities' dates, and never overwritten there. */
export async function keepClaims(
  tx: Tx,
  changes: readonly Readonly<{ id: string; before: Dated | null; after: Dated }>[],
  { actor, now }: Now,
): Promise<void> {
  const claims = changes.flatMap(({ id, before, after }) =>
    Object.entries(claimedFields).flatMap(([event, field]) => {
      const happenedOn = after[field] ?? null;
      if (happenedOn === (before?.[field] ?? null)) return [];
      return [{ projectId: id, id: v7(), event: event as keyof typeof claimedFields, happenedOn, recordedAt: now, recordedBy: actor.id }];
    }),
  );
  await insertMany(tx, authorityDate, claims);
}

/** The columns an edit sets beyond its own fields. */
function columnsOf(after: ProjectRecord, changed: readonly RecordField[]) {
  const touches = (...fields: RecordField[]) => fields.some((f) => changed.includes(f));
  return {
    ...(touches('name', 'investorName', 'registeredCompany', 'contactPhone', 'place') && derived(after)),
    ...(touches('totalMinor', 'currency', 'rate') && { totalFen: settle(totalFenOf(after)) }),
  };
}

const written = [
  ...recordFields,
  'totalFen',
  'nameKey',
  'initials',
  'maskedName',
  'investorKey',
  'phoneKey',
  'placeKey',
  'version',
  'updatedAt',
] as const;

/** What reports as of a day must still know after it has changed. */
const attributedFields = [...frozenFields, 'name', 'totalMinor', 'currency', 'rate'] as const satisfies readonly RecordField[];

type UnitChange = Readonly<{ projectId: string; fromUnitId: string; toUnitId: string }>;
/** Projects that are entered now. `reason`: why they are entered though others look the same; null when nobody gave one. */
export type Registered = Readonly<{ projectIds: readonly string[]; how: 'create' | 'import'; reason: string | null }>;
/** What rooms to the right do, in the same transaction, when a project changes its unit or is entered. Set once, in app/wiring.ts. */
export const reactions = {
  unitChanged: async (_tx: Tx, _change: UnitChange, _context: Now): Promise<unknown> => undefined,
  /** May refuse: what looks like another project is entered with a reason or not at all. */
  registered: async (_tx: Tx, _entered: Registered, _context: Now): Promise<unknown> => undefined,
};

/**
 * Writes edits that were judged, all in one go: the records, their derived columns, and a new attribution where what a project
 * counts for changes. Answers with the traces; edits that change nothing leave none. `isClaimed`: the dates that change have been
 * kept as claims already.
 */
export async function writeChanges(
  tx: Tx,
  judged: readonly Judged[],
  reason: string | null,
  context: Now,
  { isClaimed = false } = {},
): Promise<Trace[]> {
  const changes = judged.flatMap(({ row, patch, changed }) =>
    row && changed.length ? [{ row, changed, after: { ...row, ...given(patch) } }] : [],
  );
  const rows = changes.map(({ row, changed, after }) => ({
    ...after,
    ...columnsOf(after, changed),
    version: row.version + 1,
    updatedAt: context.now,
  }));
  await updateMany(tx, project, rows, written);
  const dated = changes.map(({ row, after }) => ({ id: row.id, before: row, after }));
  if (!isClaimed) await keepClaims(tx, dated, context);
  const restated = rows.filter((_, i) => attributedFields.some((f) => changes[i]!.changed.includes(f)));
  await insertMany(
    tx,
    projectAttribution,
    restated.map((row) => attributionOf(row, reason, context)),
  );
  await refreshStandings(
    tx,
    changes.map((c) => c.row.id),
  );
  for (const { row, after } of changes) {
    const change = { projectId: row.id, fromUnitId: row.unitId, toUnitId: after.unitId };
    if (change.fromUnitId !== change.toUnitId) await reactions.unitChanged(tx, change, context);
  }
  return changes.map(({ row, changed, after }) => ({
    subject: 'project',
    subjectId: row.id,
    before: pick(row, changed),
    after: { ...pick(after, changed), ...(reason !== null && { reason }) },
  }));
}
