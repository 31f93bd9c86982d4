import { Refusal } from '../../../kernel/refusal.ts';
import { upload } from '../../../web/api.ts';
import { evidenceContract } from '../../evidence/contract.ts';
import type { EvidenceKind } from '../../evidence/domain/file.ts';
import type { Ledger } from '../domain/entry.ts';

/** A file chosen for an entry that is not recorded yet. */
export type ChosenFile = Readonly<{ file: File; kind: EvidenceKind }>;

/** Kinds of evidence offered with each ledger, the usual one first. */
export const kindsFor: Readonly<Record<Ledger, readonly EvidenceKind[]>> = {
  agreement: ['agreement', 'contract', 'minutes', 'approval', 'other'],
  arrival: [
    'bank_receipt',
    'capital_verification',
    'split_certificate',
    'invoice',
    'land',
    'equipment_purchase',
    'contract',
    'appraisal',
    'other',
  ],
  investment: ['invoice', 'contract', 'equipment_purchase', 'site_photo', 'site_check', 'other'],
};

type Entry = { ledger: Ledger; id: string; projectId: string };

/** Attaches the chosen files to the entry just recorded. Answers with those that could not be sent, and why. */
export async function attachAll(
  { ledger, id, projectId }: Entry,
  files: readonly ChosenFile[],
): Promise<{ file: File; refusal: Refusal }[]> {
  const failed: { file: File; refusal: Refusal }[] = [];
  for (const { file, kind } of files) {
    try {
      await upload(evidenceContract.attach, { query: { subject: ledger, subjectId: id, projectId, kind } }, file, () => {});
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failed.push({ file, refusal: error });
    }
  }
  return failed;
}
