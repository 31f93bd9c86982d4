import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addMonths, dayOf, monthOf } from '../../kernel/day.ts';
import { bindForm, bringForm, fillFormFor } from '../../modules/forms/commands.ts';
import { listForms, suggestionsFor } from '../../modules/forms/queries.ts';
import { actorByLogin, unitsByCode } from '../../modules/identity/queries.ts';
import type { Db } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { district } from './names.ts';

/** The form of an office as it would be sent round; made by scripts/make-form.ts. */
const path = join(import.meta.dirname, 'monthly-form.xlsx');

/** Gives the demo one form of a department, bound by what its headers say and filled for the last month. */
export async function loadDemoForms({ db, files }: { db: Db; files: FileStore }, now: Date): Promise<void> {
  const keeper = (await actorByLogin(db, 'fagai'))!;
  const known = await listForms(db, { query: { retired: false, page: 1, size: 1 } }, keeper);
  if (known.total > 0) return;
  const content = await readFile(path);
  const sent = {
    name: '招商引资项目进展情况统计表.xlsx',
    path,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  const { id } = await bringForm({ db, files }, sent, undefined, keeper, now);
  const { bindings } = await suggestionsFor(db, files, id, keeper);
  await bindForm(files)(db, { id, version: 1, bindings }, keeper, now);
  const unitId = (await unitsByCode(db)).get(district.code)!;
  await fillFormFor(files)(db, { id, month: addMonths(monthOf(dayOf(now))!, -1), unitId }, keeper, now);
}
