import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOf, monthOf } from '../../kernel/day.ts';
import { attachTo, takeIn } from '../../modules/evidence/commands.ts';
import { actorByLogin } from '../../modules/identity/queries.ts';
import { makePaper } from '../../modules/papers/commands.ts';
import { listFlags } from '../../modules/recognition/flag-queries.ts';
import { listJudged } from '../../modules/recognition/queries.ts';
import type { Db } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { evidenceAccess } from '../wiring.ts';

const path = join(import.meta.dirname, 'bank-receipt.pdf');

/** One bank receipt proves two arrivals of two projects: it is noticed. The office of supervision has written its circular of the year. */
export async function loadDemoPapers({ db, files }: { db: Db; files: FileStore }, now: Date): Promise<void> {
  const keeper = (await actorByLogin(db, 'zhaoshang'))!;
  const known = await listFlags(db, { page: 1, size: 1, code: 'same_file' }, keeper);
  if (known.total > 0) return;
  const content = await readFile(path);
  const sent = { name: '银行业务回单.pdf', path, size: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  const { items } = await listJudged(db, { basis: 'promotion', page: 1, size: 50 }, keeper, now);
  const one = items.at(-1)!;
  const other = items.findLast((r) => r.projectId !== one.projectId)!;
  for (const { projectId, id: subjectId } of [one, other]) {
    const { uploadId } = await takeIn({ db, files, maxBytes: content.length }, sent, keeper, now);
    const about = { subject: 'arrival' as const, subjectId, projectId };
    await attachTo(evidenceAccess)(db, { ...about, uploadIds: [uploadId], kind: 'bank_receipt' }, keeper, now);
  }
  const office = (await actorByLogin(db, 'ducha'))!;
  await makePaper(files)(db, { kind: 'supervision_notice', month: monthOf(dayOf(now))! }, office, now);
}
