import type { Ledger } from '../../funds/domain/entry.ts';
import { recordFields, type RecordPatch } from '../../projects/domain/record.ts';
import type { Stage } from '../../projects/domain/stage.ts';

/** Acts that can be taken back by an act of the opposite sense; nothing is ever erased. */
export const undoable = [
  'agreement.record',
  'arrival.record',
  'investment.record',
  'grid.record',
  'grid.change_projects',
  'project.update',
  'project.bulk_update',
  'project.move',
  'project.bulk_move',
  'project.propose',
  'project.exit',
  'comment.write',
  'problem.raise',
  'problem.record',
] as const;
export type Undoable = (typeof undoable)[number];

/** One line of the audit trace, as far as it decides. */
export type Entry = Readonly<{
  seq: number;
  at: Date;
  action: string;
  subject: string;
  subjectId: string;
  requestId: string | null;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
}>;
/** What one request of one person did: all its lines. */
export type Act = Readonly<{ action: Undoable; at: Date; entries: readonly Entry[] }>;

/** The opposite of one line. */
export type Step = Readonly<
  | { what: 'reverse'; ledger: Ledger; projectId: string; id: string }
  | { what: 'batch'; batchId: string }
  | { what: 'restore'; projectId: string; before: RecordPatch; after: RecordPatch }
  | { what: 'back'; projectId: string; to: Stage }
  | { what: 'withdraw'; projectId: string; to: Stage }
  | { what: 'reopen'; projectId: string }
  | { what: 'retract'; projectId: string; commentId: string }
  | { what: 'entry'; projectId: string; id: string }
>;

/** Lines of one request belong together, the newest act first. */
export function actsOf(entries: readonly Entry[]): Act[] {
  const groups = Map.groupBy(entries, (e) => `${e.action} ${e.at.getTime()} ${e.requestId ?? e.seq}`);
  return [...groups.values()]
    .map((group) => ({ action: group[0]!.action as Undoable, at: group[0]!.at, entries: group.toSorted((a, b) => a.seq - b.seq) }))
    .toSorted((a, b) => b.entries.at(-1)!.seq - a.entries.at(-1)!.seq);
}

/** How the act is taken back, line by line; null when it cannot be: a restatement, a merger, a step back. */
export function stepsOf({ action, entries }: Act): Step[] | null {
  const steps = entries.flatMap((entry) => stepOf(action, entry) ?? []);
  const wanted = entries.filter((e) => !(action === 'grid.change_projects' && e.subject === 'grid'));
  return steps.length === wanted.length && steps.length > 0 ? steps : null;
}

const fields: ReadonlySet<string> = new Set(recordFields);
const onlyFields = (of: Entry['before']) =>
  of !== null && Object.keys(of).length > 0 && Object.keys(of).every((key) => fields.has(key)) ? (of as RecordPatch) : null;

const reversing = ({ subject, subjectId, after }: Entry): Step => ({
  what: 'reverse',
  ledger: subject as Ledger,
  projectId: String(after?.['projectId']),
  id: subjectId,
});
const opposite: Readonly<Record<Undoable, (entry: Entry) => Step | null>> = {
  'agreement.record': reversing,
  'arrival.record': reversing,
  'investment.record': reversing,
  'grid.record': ({ subjectId }) => ({ what: 'batch', batchId: subjectId }),
  'grid.change_projects': restoring,
  'project.update': restoring,
  'project.bulk_update': restoring,
  'project.move': stepBack,
  'project.bulk_move': stepBack,
  'project.propose': stepBack,
  'project.exit': ({ subjectId, after }) => (after?.['side'] === 'merged' ? null : { what: 'reopen', projectId: subjectId }),
  'comment.write': ({ subjectId, after }) => ({ what: 'retract', projectId: subjectId, commentId: String(after?.['commentId']) }),
  'problem.raise': entryOfProblem,
  'problem.record': entryOfProblem,
};
const stepOf = (action: Undoable, entry: Entry): Step | null => opposite[action](entry);

function restoring({ subjectId, before, after }: Entry): Step | null {
  const [was, became] = [onlyFields(before), onlyFields(after)];
  return was && became ? { what: 'restore', projectId: subjectId, before: was, after: became } : null;
}

/** Taking back is not taken back: whatever it was is recorded anew. */
function entryOfProblem({ subjectId, after }: Entry): Step | null {
  return after?.['problemAct'] === 'taken_back' ? null : { what: 'entry', projectId: subjectId, id: String(after?.['id']) };
}

function stepBack({ subjectId: projectId, before, after }: Entry): Step | null {
  if (after?.['toStage']) return { what: 'withdraw', projectId, to: after['toStage'] as Stage };
  if (after?.['kind'] !== 'forward' && after?.['kind'] !== 'skip') return null;
  return { what: 'back', projectId, to: before?.['stage'] as Stage };
}
