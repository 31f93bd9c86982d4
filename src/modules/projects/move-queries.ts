import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { type Day, dayOf, type PartialDate } from '../../kernel/day.ts';
import { Refusal, refuse, settle } from '../../kernel/refusal.ts';
import type { Role } from '../../kernel/actor.ts';
import type { Now } from '../../platform/command.ts';
import type { Reader } from '../../platform/db.ts';
import type { MoveOutcome } from './domain/bulk.ts';
import { missingFor, namesOf, verifiersOf } from './domain/gate.ts';
import { checkHappenedOn, type MoveKind, planMove, type Stage } from './domain/stage.ts';
import { wayOf } from './policy.ts';
import { type FactsOf, gateFactsOf, gateOn, type ProjectRow, projectWhere, readName } from './queries.ts';
import { project, stageChange, stageProposal } from './tables.ts';

/** The proposal of a project that waits for a second person. `lock` holds it until the transaction ends. */
export async function openProposal(db: Reader, projectId: string, lock = false) {
  const found = db
    .select()
    .from(stageProposal)
    .where(and(eq(stageProposal.projectId, projectId), eq(stageProposal.status, 'open')));
  const [row] = await (lock ? found.for('update') : found);
  return row ?? null;
}

/** The day of a move, if it may have happened then. */
export async function dated(db: Reader, row: ProjectRow, happenedOn: PartialDate, now: Date): Promise<PartialDate> {
  const [last] = await db
    .select({ on: stageChange.happenedOn, kind: stageChange.kind })
    .from(stageChange)
    .where(eq(stageChange.projectId, row.id))
    .orderBy(desc(stageChange.recordedAt), desc(stageChange.id))
    .limit(1);
  // The day of registration is no bound: what happened before it may be entered after it.
  const bound = last && last.kind !== 'create' ? last.on : null;
  return settle(checkHappenedOn(happenedOn, bound, dayOf(now)));
}

type To = Readonly<{ to: Stage; happenedOn: PartialDate; reason?: string | null | undefined }>;
export type JudgedMove = Readonly<{ kind: MoveKind; verifiers: readonly Role[] | null; gateVersion: number | null }>;
/** What the move is and who must verify it; refuses a shut gate, naming all that is missing. */
export async function judgedMove(
  db: Reader,
  row: ProjectRow,
  { to, happenedOn, reason }: To,
  factsOf: FactsOf,
  now: Date,
): Promise<JudgedMove> {
  const kind = settle(planMove(row, to, reason ?? null));
  const today: Day = dayOf(now);
  const { rules, version } = await gateOn(db, today);
  const facts = await gateFactsOf(db, row.id, { rules, day: today }, factsOf);
  const missing = missingFor(rules, today, row, { ...facts, happenedOn }, row.stage, to);
  if (missing.length) throw refuse('rule', 'project.gate_shut', { stage: to, ...namesOf(missing) });
  return { kind, verifiers: verifiersOf(rules, today, row.stage, to), gateVersion: kind === 'regress' ? null : version };
}

export type ManyMoves = Readonly<{
  rows: readonly Readonly<{ id: string; version: number }>[];
  to: Stage;
  happenedOn: PartialDate;
  reason?: string | undefined;
}>;
/** One of many moves: how it is made and when, or why it is not. */
export type PlannedMove = Readonly<{
  id: string;
  row: ProjectRow | null;
  plan: (JudgedMove & Readonly<{ way: 'move' | 'propose'; happenedOn: PartialDate }>) | null;
  refusal: Refusal | null;
}>;

/** Judges the same move of many projects, each by the same rules as alone. With `lock` they stay as judged until the transaction ends. */
export async function judgeMoves(
  db: Reader,
  asked: ManyMoves,
  factsOf: FactsOf,
  how: Now & Readonly<{ lock?: boolean }>,
): Promise<PlannedMove[]> {
  const ids = [...new Set(asked.rows.map((r) => r.id))];
  const found = db
    .select()
    .from(project)
    .where(and(inArray(project.id, ids), projectWhere(how.actor)))
    .orderBy(asc(project.id));
  const rows = new Map((await (how.lock ? found.for('update') : found)).map((row) => [row.id, row]));
  const planned: PlannedMove[] = [];
  const seen = new Set<string>();
  for (const { id, version } of asked.rows) {
    const row = rows.get(id) ?? null;
    try {
      if (seen.has(id)) throw refuse('invalid', 'project.twice_in_batch', { id });
      planned.push({ id, row, plan: await planOne(db, row, { id, version }, asked, factsOf, how), refusal: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      planned.push({ id, row, plan: null, refusal: error });
    }
    seen.add(id);
  }
  return planned;
}

async function planOne(
  db: Reader,
  row: ProjectRow | null,
  { id, version }: { id: string; version: number },
  asked: ManyMoves,
  factsOf: FactsOf,
  { actor, now, lock = false }: Now & Readonly<{ lock?: boolean }>,
): Promise<PlannedMove['plan']> {
  if (!row) throw refuse('not_found', 'project.unknown', { id });
  if (version !== row.version) throw refuse('conflict', 'project.changed_meanwhile', { version: row.version });
  const kind = settle(planMove(row, asked.to, asked.reason ?? null));
  if (!wayOf(actor, row, kind, false)) throw refuse('forbidden', `project.may_not_${kind}`);
  if (await openProposal(db, id, lock)) throw refuse('conflict', 'project.proposal_open');
  const judged = await judgedMove(db, row, asked, factsOf, now);
  const way = wayOf(actor, row, kind, judged.verifiers !== null);
  if (!way) throw refuse('forbidden', `project.may_not_${kind}`);
  return { ...judged, way, happenedOn: await dated(db, row, asked.happenedOn, now) };
}

/** A planned move as a line for the person who asked. */
export const moveOutcomeOf =
  ({ actor }: Pick<Now, 'actor'>) =>
  ({ id, row, plan, refusal }: PlannedMove): (typeof MoveOutcome)['_output'] => ({
    id,
    code: row?.code ?? null,
    name: row && readName(actor, row),
    from: row?.stage ?? null,
    outcome: plan ? (plan.way === 'move' ? 'moved' : 'proposed') : 'refused',
    refusal: refusal && { kind: refusal.kind, code: refusal.code, details: refusal.details },
  });
