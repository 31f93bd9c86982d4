import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf, type PartialDate } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { lockedProject } from './commands.ts';
import { verifiersOf } from './domain/gate.ts';
import { isLanded, type MoveKind, planExit, planMove, planReopen, type Side, type Stage, stageDates } from './domain/stage.ts';
import { check, checkVerify, wayOf } from './policy.ts';
import { dated, judgedMove, openProposal } from './move-queries.ts';
import { type FactsOf, gateRulesOn, type ProjectRow, projectWhere } from './queries.ts';
import { keepClaims } from './record-commands.ts';
import { refreshStandings } from './standing-commands.ts';
import { project, stageChange, stageProposal } from './tables.ts';

type Move = { id: string; version: number; to: Stage; happenedOn: PartialDate; reason?: string | undefined };

type Logged = {
  kind: MoveKind | 'side' | 'reopen';
  stage: Stage;
  side: Side | null;
  happenedOn: PartialDate;
  reason: string | null;
  exitTo?: string | null;
  proposedBy?: string;
  gateVersion?: number | null;
};

/** Dates already known stay; those that entering the stage brings are filled in. */
function datesOf(row: ProjectRow, { kind, stage, happenedOn }: Logged): Partial<ProjectRow> {
  if (kind !== 'forward' && kind !== 'skip') return {};
  const date = stage in stageDates ? stageDates[stage as keyof typeof stageDates] : null;
  return { ...(date && !row[date] && { [date]: happenedOn }), ...(isLanded(stage) && !row.landedOn && { landedOn: happenedOn }) };
}

/** Appends to the stage log and moves the record. */
export async function logMove(tx: Tx, row: ProjectRow, to: Logged, { actor, now }: Now) {
  const { stage, side } = to;
  const change = { projectId: row.id, id: v7(), fromStage: row.stage, toStage: stage, fromSide: row.side, toSide: side };
  await tx.insert(stageChange).values({ ...to, ...change, recordedBy: actor.id, recordedAt: now });
  const version = row.version + 1;
  const dates = datesOf(row, to);
  await tx
    .update(project)
    .set({ stage, side, version, updatedAt: now, ...dates })
    .where(eq(project.id, row.id));
  await keepClaims(tx, [{ id: row.id, before: row, after: { ...row, ...dates } }], { actor, now });
  await refreshStandings(tx, [row.id]);
  const said = Object.fromEntries(Object.entries(to).filter(([, value]) => value !== null));
  return {
    result: { version },
    trace: { subject: 'project', subjectId: row.id, before: { stage: row.stage, side: row.side }, after: { ...said, side } },
  };
}

/** Moves a project at once. Moves that need a second person are refused here and are proposed instead. */
export const moveProject = (factsOf: FactsOf) =>
  command('project.move', async (tx, input: Move, context) => {
    const row = await lockedProject(tx, input, context);
    const kind = settle(planMove(row, input.to, input.reason ?? null));
    settle(kind === 'regress' ? check('regress', context.actor, row) : check(kind, context.actor, row));
    if (await openProposal(tx, row.id, true)) throw refuse('conflict', 'project.proposal_open');
    const { verifiers, gateVersion } = await judgedMove(tx, row, input, factsOf, context.now);
    if (verifiers) throw refuse('rule', 'project.needs_second_person', { stage: input.to });
    const happenedOn = await dated(tx, row, input.happenedOn, context.now);
    return logMove(tx, row, { kind, stage: input.to, side: null, happenedOn, reason: input.reason ?? null, gateVersion }, context);
  });

/** Proposes landing, production or a step back; the project stays where it is until another person verifies it. */
export const proposeMove = (factsOf: FactsOf) =>
  command('project.propose', async (tx, input: Move, context) => {
    const { actor, now } = context;
    const row = await lockedProject(tx, input, context);
    settle(check('propose', actor, row));
    if (await openProposal(tx, row.id, true)) throw refuse('conflict', 'project.proposal_open');
    const { kind, verifiers } = await judgedMove(tx, row, input, factsOf, now);
    const way = wayOf(actor, row, kind, verifiers !== null);
    if (!way) throw refuse('forbidden', `project.may_not_${kind}`);
    if (way === 'move') throw refuse('rule', 'project.needs_no_second_person', { stage: input.to });
    const happenedOn = await dated(tx, row, input.happenedOn, now);
    return proposeTo(tx, row, { toStage: input.to, happenedOn, reason: input.reason ?? null }, context);
  });

type Proposed = Readonly<{ toStage: Stage; happenedOn: PartialDate; reason: string | null }>;
/** Writes down a proposal that was judged. */
export async function proposeTo(tx: Tx, row: ProjectRow, proposal: Proposed, { actor, now }: Now) {
  await tx
    .insert(stageProposal)
    .values({ ...proposal, projectId: row.id, id: v7(), status: 'open', proposedBy: actor.id, proposedAt: now });
  return { result: { version: row.version }, trace: { subject: 'project', subjectId: row.id, after: proposal } };
}

type Verdict = {
  id: string;
  version: number;
  proposalId: string;
  verdict: 'verified' | 'returned' | 'withdrawn';
  note?: string | undefined;
};

/** Verifies, returns or withdraws the open proposal. Only who proposed may withdraw; who proposed may not verify or return. */
export const decideProposal = (factsOf: FactsOf) =>
  command('project.decide', async (tx, input: Verdict, context) => {
    const { actor, now } = context;
    const row = await lockedProject(tx, input, context);
    const proposal = await openProposal(tx, row.id, true);
    if (proposal?.id !== input.proposalId) throw refuse('conflict', 'project.proposal_closed');
    const close = { status: input.verdict, decidedBy: actor.id, decidedAt: now, note: input.note || null };
    const decided = {
      subject: 'project',
      subjectId: row.id,
      before: { proposal: 'open' },
      after: { proposal: input.verdict, toStage: proposal.toStage, ...(input.note && { note: input.note }) },
    };
    if (input.verdict === 'withdrawn') {
      if (actor.id !== proposal.proposedBy) throw refuse('forbidden', 'project.may_not_withdraw');
      await closeProposal(tx, proposal, close);
      return { result: { version: row.version }, trace: decided };
    }
    const kind = settle(planMove(row, proposal.toStage, proposal.reason));
    const verifiers = verifiersOf(await gateRulesOn(tx, dayOf(now)), dayOf(now), row.stage, proposal.toStage);
    settle(checkVerify(actor, row, { proposedBy: proposal.proposedBy, kind, verifiers }));
    if (input.verdict === 'returned' && !input.note)
      throw refuse('invalid', 'project.reason_required', { field: 'note', kind: 'returned' });
    await closeProposal(tx, proposal, close);
    if (input.verdict === 'returned') return { result: { version: row.version }, trace: decided };
    const { proposedBy, happenedOn, reason } = proposal;
    const { gateVersion } = await judgedMove(tx, row, { to: proposal.toStage, happenedOn, reason }, factsOf, now);
    const to = { kind, stage: proposal.toStage, side: null, happenedOn, reason, proposedBy, gateVersion };
    const { result, trace } = await logMove(tx, row, to, context);
    return { result, trace: [decided, trace] };
  });

const closeProposal = (tx: Tx, proposal: typeof stageProposal.$inferSelect, set: Partial<typeof stageProposal.$inferInsert>) =>
  tx
    .update(stageProposal)
    .set(set)
    .where(and(eq(stageProposal.projectId, proposal.projectId), eq(stageProposal.id, proposal.id)));

type Exit = { id: string; version: number; side: Side; reason: string; exitTo?: string | undefined; happenedOn: PartialDate };

/** 退库 / 中止 / 流转 / 合并: the project stands aside at its stage, with reason, date and where to. */
export const exitProject = command('project.exit', async (tx, input: Exit, context) => {
  const row = await lockedProject(tx, input, context);
  settle(check(input.side === 'merged' ? 'merge' : 'aside', context.actor, row));
  const exitTo = input.exitTo || null;
  const side = settle(planExit(row, { side: input.side, reason: input.reason, exitTo }));
  if (await openProposal(tx, row.id, true)) throw refuse('conflict', 'project.proposal_open');
  if (side === 'merged') await checkSurvivor(tx, row, exitTo!, context);
  const happenedOn = await dated(tx, row, input.happenedOn, context.now);
  return logMove(tx, row, { kind: 'side', stage: row.stage, side, happenedOn, reason: input.reason.trim(), exitTo }, context);
});

async function checkSurvivor(tx: Tx, row: ProjectRow, code: string, { actor }: Now) {
  const [survivor] = await tx
    .select({ id: project.id, side: project.side })
    .from(project)
    .where(and(eq(project.code, code), projectWhere(actor)));
  if (!survivor || survivor.id === row.id || survivor.side)
    throw refuse('invalid', 'project.exit_to_unknown', { field: 'exitTo', found: code });
}

/** Brings a project back to the stage at which it stood aside. */
export const reopenProject = command(
  'project.reopen',
  async (tx, input: { id: string; version: number; reason: string; happenedOn: PartialDate }, context) => {
    const row = await lockedProject(tx, input, context);
    settle(check('reopen', context.actor, row));
    if (row.mergedInto) throw refuse('rule', 'project.merged_away', { side: row.side });
    const stage = settle(planReopen(row, input.reason));
    const happenedOn = await dated(tx, row, input.happenedOn, context.now);
    return logMove(tx, row, { kind: 'reopen', stage, side: null, happenedOn, reason: input.reason.trim() }, context);
  },
);
