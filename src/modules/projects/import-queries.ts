import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { recordFault } from './domain/change.ts';
import { type Opening, openingFault, openingLog } from './domain/opening.ts';
import { type CodeScheme, emptyRecord, isBlank, type ProjectRecord, recordFields, type RecordPatch } from './domain/record.ts';
import { check } from './policy.ts';
import { danglingReferences } from './change-queries.ts';

export type OuterCode = Readonly<{ scheme: CodeScheme; code: string }>;
/** One project of a ledger. `codes` are those of authorities, national ones with hyphens (kernel/project-code.ts); `note` is its progress in a sentence. */
export type ImportedProject = RecordPatch & Opening & { name: string; unitId: string; codes?: readonly OuterCode[]; note?: string | null };

export function recordOf(row: RecordPatch): ProjectRecord {
  const record: Record<string, unknown> = { ...emptyRecord };
  for (const field of recordFields) if (row[field] !== undefined) record[field] = row[field];
  return record as ProjectRecord;
}

/** Which of these codes are carried by some project, whosever; only the codes themselves are told. */
export async function takenCodes(db: Reader, codes: readonly OuterCode[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const { rows } = await db.execute<{ scheme: string; code: string }>(sql`
    select c.scheme, c.code from project_code c
    join json_to_recordset(${JSON.stringify(codes)}::json) as w(scheme text, code text) on w.scheme = c.scheme and w.code = c.code`);
  return new Set(rows.map(keyOf));
}
export const keyOf = ({ scheme, code }: Readonly<{ scheme: string; code: string }>) => `${scheme}:${code}`;

/**
 * Everything wrong with each row of a ledger, for a dry run and again before it is written: who may open it at that stage and
 * for that unit, what it names, money, dates to come, codes that another project or an earlier row carries. By row number
 * in the batch; a row without faults is not in it.
 */
export async function importFaults(db: Reader, rows: readonly ImportedProject[], actor: Actor, now: Date): Promise<Map<number, Refusal[]>> {
  const today = dayOf(now);
  const dangling = await danglingReferences(db, rows);
  const taken = await takenCodes(
    db,
    rows.flatMap((r) => r.codes ?? []),
  );
  const faults = new Map<number, Refusal[]>();
  rows.forEach((row, i) => {
    const allowed = check('import', actor, { unitId: row.unitId, stage: row.stage, side: row.side ?? null });
    const record = recordOf(row);
    // Dates out of order stand in many ledgers; they are told as warnings (ledgerWarnings) and do not keep the row out.
    const filled = recordFields.filter((f) => !isBlank(record[f]) && !planned.has(f));
    const own = [
      ...(allowed instanceof Refusal ? [allowed] : []),
      ...(dangling.get(i) ?? []),
      openingFault(openingLog(row, today), today),
      recordFault(
        { ...record, stage: 'at_capacity' },
        filled.filter((f) => !actual.has(f)),
        today,
      ),
      ...claimed(row.codes ?? [], taken),
    ].filter((f) => f !== null);
    if (own.length) faults.set(i, own);
  });
  return faults;
}
const planned = new Set<string>(['plannedStartOn', 'plannedCompletionOn', 'plannedProductionOn']);
const actual = new Set<string>(['startedOn', 'completedOn', 'productionOn', 'capacityOn']);

/** Codes already carried by a project, or by an earlier row of the same batch; `taken` grows with every row. */
function claimed(codes: readonly OuterCode[], taken: Set<string>): Refusal[] {
  return codes.flatMap((code) => {
    const key = keyOf(code);
    if (taken.has(key)) return [refuse('conflict', 'project.code_taken', { scheme: code.scheme, found: code.code })];
    taken.add(key);
    return [];
  });
}

/** What a ledger says against itself and may keep: dates out of order, dates of stages it has not reached. */
export const ledgerWarnings = (row: ImportedProject, now: Date): Refusal[] => {
  const fault = recordFault({ ...recordOf(row), stage: row.stage }, [...planned, ...actual] as (keyof ProjectRecord)[], dayOf(now));
  return fault ? [fault] : [];
};
