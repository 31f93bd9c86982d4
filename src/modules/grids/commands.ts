import { v7 } from 'uuid';
import type { AcceptedRow } from '../../kernel/import-row.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { holdProjects } from '../funds/known-queries.ts';
import { projectsNamed } from '../projects/named-queries.ts';
import { writeChanges } from '../projects/record-commands.ts';
import { type EditedRow, judgeEdits, type ProjectFields } from './project-queries.ts';
import { type EntryKinds, judgeTyped, shownFinding, type Typed } from './queries.ts';

/** A table is one act: nobody follows its rows. */
const watched = { progress: () => Promise.resolve(), wrote: () => Promise.resolve() };
type Answered = Typed & Readonly<{ acknowledged: Readonly<{ codes: readonly string[]; reason: string }> | null }>;
const namedRows = 50;

/**
 * Records every row of a table, or none. The rows are read and judged again here, with their projects held. Refuses:
 * grid.may_not_enter, grid.nothing_to_write, grid.refused with every row that cannot be, grid.needs_acknowledgement.
 */
export const recordGrid = (kinds: EntryKinds) =>
  command('grid.record', async (tx, input: Answered, context: Now) => {
    const { kind, acknowledged } = input;
    const named = await projectsNamed(tx, [...new Set(input.rows.flatMap((r) => r['project']?.trim() || []))], context.actor);
    await holdProjects(tx, [...new Set([...named.values()].flat().map((p) => p.id))].toSorted());
    const actId = v7();
    const verdicts = await judgeTyped(tx, kinds, input, { ...context, batchId: actId });
    refuseAny(verdicts);
    const odd = new Set(verdicts.flatMap((v) => v.findings.flatMap((f) => (f.severity === 'acknowledge' ? [f.code] : []))));
    const unanswered = [...odd].filter((code) => !acknowledged?.codes.includes(code));
    if (unanswered.length > 0) throw refuse('rule', 'grid.needs_acknowledgement', { codes: unanswered });
    const written = verdicts.filter((v) => v.outcome === 'new' || v.outcome === 'changed');
    if (written.length === 0) throw refuse('rule', 'grid.nothing_to_write', { unchanged: verdicts.length });
    const rows = written.map((v): AcceptedRow => ({
      ...v.read,
      outcome: v.outcome as 'new' | 'changed',
      targetId: v.targetId,
      plan: v.plan,
      findings: [],
    }));
    const act = { ...context, batchId: actId, acknowledged: odd.size > 0 ? acknowledged : null, prepared: undefined };
    await kinds[kind].commit(tx, oneBatch(rows), { ...act, ...watched });
    const result = { recorded: written.length, unchanged: verdicts.length - written.length, actId };
    return { result, trace: { subject: 'grid', subjectId: actId, after: { kind, rows: written.length } } };
  });

async function* oneBatch(rows: readonly AcceptedRow[]) {
  yield rows;
}

type Judged = readonly Readonly<{ row: number; outcome: string; findings: readonly Parameters<typeof shownFinding>[0][] }>[];
/** All or nothing: whoever has rows that cannot be is told of each. */
function refuseAny(verdicts: Judged) {
  const refused = verdicts.filter((v) => v.outcome === 'refused');
  if (refused.length === 0) return;
  const rows = refused.slice(0, namedRows).map(({ row, findings }) => {
    return { row, findings: findings.filter((f) => f.severity === 'refuse').map(shownFinding) };
  });
  throw refuse('rule', 'grid.refused', { count: refused.length, rows });
}

/** Edits many projects, each its own way: all of them or none. Refuses grid.nothing_to_write and grid.refused. */
export const changeProjects = (projectFields: ProjectFields) =>
  command('grid.change_projects', async (tx: Tx, { rows }: { rows: readonly EditedRow[] }, context) => {
    const edits = await judgeEdits(tx, projectFields, rows, { ...context, lock: true });
    refuseAny(edits);
    const changes = edits.flatMap((e) => (e.outcome === 'changed' && e.judged ? [e.judged] : []));
    if (changes.length === 0) throw refuse('rule', 'grid.nothing_to_write', { unchanged: edits.length });
    const actId = v7();
    const traces = await writeChanges(tx, changes, null, context);
    const said = { subject: 'grid', subjectId: actId, after: { kind: 'projects', rows: changes.length } };
    return { result: { changed: changes.length, actId }, trace: [...traces, said] };
  });
