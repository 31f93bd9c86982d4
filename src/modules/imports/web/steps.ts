import type { ImportView } from '../domain/import-view.ts';
import type { ImportStatus } from '../domain/status.ts';

/** The way of a file into the ledger, as the person walks it. */
export const steps = ['file', 'sheet', 'columns', 'check', 'commit'] as const;
export type Step = (typeof steps)[number];

const open: Record<ImportStatus, readonly Step[]> = {
  draft: ['sheet', 'columns'],
  checking: ['check'],
  checked: ['sheet', 'columns', 'check', 'commit'],
  committing: ['commit'],
  committed: ['check', 'commit'],
  discarded: ['file'],
};
const usual: Record<ImportStatus, Step> = {
  draft: 'sheet',
  checking: 'check',
  checked: 'check',
  committing: 'commit',
  committed: 'commit',
  discarded: 'file',
};

type Standing = Pick<ImportView, 'status' | 'can'>;

/** Where the person may go now. Someone else's import is only looked at: there is nothing to set up. */
export const openSteps = ({ status, can }: Standing): readonly Step[] =>
  can.work ? open[status] : open[status].filter((step) => step === 'check' || (step === 'commit' && status !== 'checked'));

/** Where the person is: what the address asks for if it is open, else what the state of the import says. */
export function stepOf(batch: Standing, asked: string | null, isSetUp: boolean): Step {
  const possible = openSteps(batch);
  const wanted = possible.find((step) => step === asked);
  if (wanted) return wanted;
  const next = batch.status === 'draft' && isSetUp ? 'columns' : usual[batch.status];
  return possible.includes(next) ? next : (possible[0] ?? 'file');
}
