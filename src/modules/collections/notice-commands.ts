import type { Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { reportersOf } from '../identity/queries.ts';
import { clearNotices, notify } from '../notices/commands.ts';
import type { CollectionRow, SheetRecord } from './queries.ts';

const kinds = ['collection.asked', 'collection.returned', 'collection.chased'] as const;

/** Tells the people of each sheet's unit what is wanted of them; the notice opens the sheet. */
export async function tellUnits(
  tx: Tx,
  kind: (typeof kinds)[number],
  { id, title }: Pick<CollectionRow, 'id' | 'title'>,
  sheets: readonly SheetRecord[],
  context: Pick<Now, 'actor' | 'now'>,
): Promise<void> {
  const people = await reportersOf(
    tx,
    sheets.map((s) => s.unitId),
  );
  const notices = sheets.map((s) => ({
    to: people.filter((p) => p.unitId === s.unitId).map((p) => p.id),
    kind,
    subject: 'collection_sheet',
    subjectId: s.id,
    link: `/collections/${id}/sheets/${s.unitId}`,
    params: { form: title, due: s.dueOn },
  }));
  await notify(tx, notices, context);
}

/** Nothing is wanted of this sheet any more. */
export const settled = (tx: Tx, sheetId: string, now: Date) => clearNotices(tx, { subjectId: sheetId, kinds }, now);
