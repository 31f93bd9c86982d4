import { asc, desc, eq, inArray } from 'drizzle-orm';
import { type Actor } from '../../kernel/actor.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { person } from '../identity/tables.ts';
import { checklist, type GateFacts, type GateRules, missingFor, requiredFields, verifiersOf } from './domain/gate.ts';
import type { ProjectPage } from './domain/project-page.ts';
import { timeInStages } from './domain/stage-time.ts';
import { nextStage, stages, transitions } from './domain/stage.ts';
import { presentAll } from './list-queries.ts';
import { checkVerify, isMasked, may, wayOf } from './policy.ts';
import { type FactsOf, gateFactsOf, gateRulesOn, type ProjectRow, visibleProject } from './queries.ts';
import { projectCode, projectNote, stageChange, stageProposal } from './tables.ts';

type Gate = Readonly<{ rules: GateRules; facts: GateFacts; day: Day }>;

/** Everything on a project's page, as the actor may read it, with what the actor may do next. */
export async function getProject(db: Reader, id: string, actor: Actor, factsOf: FactsOf, now: Date): Promise<ProjectPage> {
  const row = await visibleProject(db, id, actor);
  const day = dayOf(now);
  const [[view], codes, changes, notes, [open], rules, facts] = await Promise.all([
    presentAll(db, [row], actor),
    db.select().from(projectCode).where(eq(projectCode.projectId, id)).orderBy(asc(projectCode.scheme), asc(projectCode.code)),
    stageLog(db, id),
    db
      .select()
      .from(projectNote)
      .where(eq(projectNote.projectId, id))
      .orderBy(desc(projectNote.recordedAt), desc(projectNote.id))
      .limit(50),
    db.select().from(stageProposal).where(eq(stageProposal.projectId, id)).orderBy(desc(stageProposal.proposedAt)).limit(1),
    gateRulesOn(db, day),
    gateFactsOf(db, id, factsOf),
  ]);
  const gate = { rules, facts, day };
  const next = nextStage(row.stage);
  const proposal = open?.status === 'open' ? open : null;
  const names = await peopleNames(db, [
    ...changes.flatMap((c) => [c.recordedBy, c.proposedBy]),
    ...notes.map((n) => n.recordedBy),
    proposal?.proposedBy,
  ]);
  const masked = isMasked(actor, row);
  return {
    project: view!,
    codes: codes.map(({ scheme, code, recordedAt }) => ({ scheme, code, recordedAt: recordedAt.toISOString() })),
    next: { stage: next, checklist: next ? checklist(rules, day, row, facts, row.stage, next) : [] },
    required: requiredFields(rules, day, row.stage),
    log: presentLog(changes, names, masked),
    times: timeInStages(changes, day),
    notes: notes.map((n) => ({
      id: n.id,
      body: masked ? null : n.body,
      happenedOn: n.happenedOn,
      recordedBy: names(n.recordedBy),
      recordedAt: n.recordedAt.toISOString(),
    })),
    proposal: proposal && presentProposal(proposal, row, gate, actor, names),
    can: {
      edit: may.edit(actor, row),
      restate: may.restate(actor),
      aside: !row.side && may.aside(actor, row),
      merge: !row.side && may.merge(actor),
      reopen: row.side !== null && may.reopen(actor, row),
      moves: proposal ? [] : movesOpen(actor, row, gate),
    },
  };
}

type Change = typeof stageChange.$inferSelect;
export const stageLog = (db: Reader, projectId: string): Promise<Change[]> =>
  db.select().from(stageChange).where(eq(stageChange.projectId, projectId)).orderBy(asc(stageChange.recordedAt), asc(stageChange.id));

type Names = (id: string) => { id: string; name: string };
/** The names of people who recorded something; nobody is left out, also those who have gone. */
export async function peopleNames(db: Reader, ids: readonly (string | null | undefined)[]): Promise<Names> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  const rows = wanted.length ? await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, wanted)) : [];
  const known = new Map(rows.map((r) => [r.id, r.name]));
  return (id) => ({ id, name: known.get(id) ?? '' });
}

export const presentLog = (changes: readonly Change[], names: Names, masked: boolean): ProjectPage['log'] =>
  changes.map(({ id, kind, fromStage, toStage, fromSide, toSide, happenedOn, ...c }) => ({
    id,
    kind,
    fromStage,
    toStage,
    fromSide,
    toSide,
    happenedOn,
    reason: masked ? null : c.reason,
    exitTo: masked ? null : c.exitTo,
    proposedBy: c.proposedBy ? names(c.proposedBy) : null,
    recordedBy: names(c.recordedBy),
    recordedAt: c.recordedAt.toISOString(),
  }));

type ProposalRow = typeof stageProposal.$inferSelect;
function presentProposal(p: ProposalRow, row: ProjectRow, { rules, day }: Gate, actor: Actor, names: Names): ProjectPage['proposal'] {
  const kind = transitions[row.stage][p.toStage] ?? 'forward';
  const verdict = checkVerify(actor, row, { proposedBy: p.proposedBy, kind, verifiers: verifiersOf(rules, day, row.stage, p.toStage) });
  return {
    id: p.id,
    toStage: p.toStage,
    kind,
    happenedOn: p.happenedOn,
    reason: isMasked(actor, row) ? null : p.reason,
    proposedBy: names(p.proposedBy),
    proposedAt: p.proposedAt.toISOString(),
    can: { verify: !(verdict instanceof Refusal), withdraw: actor.id === p.proposedBy },
  };
}

/** The moves this actor may make or propose from here, each with what its gate still lacks. */
function movesOpen(actor: Actor, row: ProjectRow, { rules, facts, day }: Gate): ProjectPage['can']['moves'] {
  return stages.flatMap((to) => {
    const kind = transitions[row.stage][to];
    const how = kind && wayOf(actor, row, kind, verifiersOf(rules, day, row.stage, to) !== null);
    return how ? [{ to, kind, how, lacking: missingFor(rules, day, row, facts, row.stage, to) }] : [];
  });
}
