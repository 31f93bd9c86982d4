import type { ImportedAgreement, ImportedArrival } from './domain/import-money.ts';
import type { RecordPatch } from './domain/record.ts';
import type { ImportedProject, OuterCode } from './import-queries.ts';

/** What is to be written for one row, as it is kept between check and commit. */
export type NewPlan = Readonly<{ project: ImportedProject; agreement: ImportedAgreement | null; arrival: ImportedArrival | null }>;
export type ChangePlan = Readonly<{
  patch: RecordPatch;
  codes: readonly OuterCode[];
  note: string | null;
  agreement: ImportedAgreement | null;
  /** The agreement in whose place this one comes. */
  insteadOf: string | null;
  arrival: ImportedArrival | null;
}>;
export type Plan = NewPlan | ChangePlan;
