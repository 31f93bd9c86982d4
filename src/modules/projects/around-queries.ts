import { type SQL, sql } from 'drizzle-orm';
import { question, type Reader } from '../../platform/db.ts';
import type { ProjectRow } from './queries.ts';
import { project, projectCode, projectNote, stageChange, stageProposal } from './tables.ts';

type Named = Pick<ProjectRow, 'id' | 'code' | 'name' | 'maskedName' | 'unitId' | 'stage'>;
/** As JSON says it: an instant is a text. */
type Told<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };
type Code = Pick<typeof projectCode.$inferSelect, 'scheme' | 'code' | 'recordedAt'>;
type Change = Omit<typeof stageChange.$inferSelect, 'projectId' | 'batchId'>;
type Note = Omit<typeof projectNote.$inferSelect, 'projectId'>;
type Proposal = Omit<typeof stageProposal.$inferSelect, 'projectId' | 'decidedBy' | 'decidedAt' | 'note'>;

const listOf = <T>(rows: SQL) => sql<Told<T>[]>`(select coalesce(json_agg(l), '[]') from (${rows}) l)`;
const notesShown = 50;

const around = question(['id'], (db, { id }) =>
  db
    .select({
      codes: listOf<Code>(
        sql`select scheme, code, recorded_at as "recordedAt" from ${projectCode} where project_id = ${id} order by scheme, code`,
      ),
      changes: listOf<Change>(sql`
        select id, kind, from_stage as "fromStage", to_stage as "toStage", from_side as "fromSide", to_side as "toSide", happened_on as "happenedOn",
          reason, exit_to as "exitTo", proposed_by as "proposedBy", recorded_by as "recordedBy", recorded_at as "recordedAt", gate_version as "gateVersion"
        from ${stageChange} where project_id = ${id} order by recorded_at, id`),
      notes: listOf<Note>(sql`
        select id, body, happened_on as "happenedOn", recorded_by as "recordedBy", recorded_at as "recordedAt"
        from ${projectNote} where project_id = ${id} order by recorded_at desc, id desc limit ${sql.raw(String(notesShown))}`),
      proposals: listOf<Proposal>(sql`
        select id, to_stage as "toStage", happened_on as "happenedOn", reason, status, proposed_by as "proposedBy", proposed_at as "proposedAt"
        from ${stageProposal} where project_id = ${id} and status = 'open'`),
      absorbed: listOf<Named>(sql`
        select id, code, name, masked_name as "maskedName", unit_id as "unitId", stage from ${project} where merged_into = ${id} order by code`),
    })
    .from(sql`(select) as nothing`),
);

const dated = <T extends { recordedAt: string }>(rows: readonly T[]): (Omit<T, 'recordedAt'> & { recordedAt: Date })[] =>
  rows.map((row) => ({ ...row, recordedAt: new Date(row.recordedAt) }));

/**
 * What its own room keeps beside the row of one project, as one question, for a project's page is what is opened most: its codes, steps, latest
 * notes, the proposal that is open, and what was merged into it.
 */
export async function aroundProject(db: Reader, id: string) {
  const [found] = await around(db, { id });
  const { codes, changes, notes, proposals, absorbed } = found!;
  return { codes: dated(codes), changes: dated(changes), notes: dated(notes), proposal: proposals[0] ?? null, absorbed };
}
