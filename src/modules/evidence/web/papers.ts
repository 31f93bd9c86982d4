import { upload } from '../../../web/api.ts';
import { evidenceContract } from '../contract.ts';

/** Sends in what was chosen for an act that is about to be recorded. Answers with what the act names them by. */
export async function sendPapers(files: readonly File[] = []): Promise<string[]> {
  const ids: string[] = [];
  for (const file of files) ids.push((await upload(evidenceContract.upload, {}, file, () => {})).uploadId);
  return ids;
}
