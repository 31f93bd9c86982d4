import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { auditEntry } from '../../platform/audit.ts';
import { keptEach, type Reader } from '../../platform/db.ts';
import { person, unit } from '../identity/tables.ts';
import { type GateFacts, type GateRules, checklist, missingFor, permitsAsked, requiredFields, verifiersOf } from './domain/gate.ts';
import type { History, HistoryLine, ProjectPage } from './domain/project-page.ts';
import { confidentialFields } from './domain/record.ts';
import { timeInStages } from './domain/stage-time.ts';
import { nextStage, stages, transitions } from './domain/stage.ts';
import { aroundProject } from './around-queries.ts';
import { enterprisesOf } from './enterprise-queries.ts';
import { absorbedInto, becameOf } from './merged-queries.ts';
import { presentAll } from './list-queries.ts';
import { checkVerify, isMasked, may, wayOf } from './policy.ts';
import { type FactsOf, type ProjectRow, gateFacts, gateRulesOn, visibleProject } from './queries.ts';
import { projectAttribution, stageChange } from './tables.ts';

type Gate = Readonly<{ rules: GateRules; facts: GateFacts; day: Day }>;

/** Everything on a project's page, as the actor may read it, with what the actor may do next. */
export async function getProject(db: Reader, id: string, actor: Actor, factsOf: FactsOf, now: Date): Promise<ProjectPage> {
  const row = await visibleProject(db, id, actor);
  const day = dayOf(now);
  const gateRules = gateRulesOn(db, day);
  const [[view], enterprises, { codes, changes, notes, proposal, absorbed }, into, rules, told] = await Promise.all([
    presentAll(db, [row], actor),
    enterprisesOf(db, row, actor),
    aroundProject(db, id),
    becameOf(db, row, actor),
    gateRules,
    gateRules.then((asking) => factsOf(db, id, { permits: permitsAsked(asking), day })),
  ]);
  const facts = gateFacts(told, codes);
  const gate = { rules, facts, day };
  const next = nextStage(row.stage);
  const names = await peopleNames(db, [
    ...changes.flatMap((c) => [c.recordedBy, c.proposedBy]),
    ...notes.map((n) => n.recordedBy),
    proposal?.proposedBy,
  ]);
  const masked = isMasked(actor, row);
  return {
    project: view!,
    enterprises,
    merged: { isMerged: row.mergedInto !== null, into, absorbed: absorbedInto(absorbed, actor) },
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

type Change = Awaited<ReturnType<typeof aroundProject>>['changes'][number];
const stageLog = (db: Reader, projectId: string): Promise<Change[]> =>
  db.select().from(stageChange).where(eq(stageChange.projectId, projectId)).orderBy(asc(stageChange.recordedAt), asc(stageChange.id));

type Names = (id: string) => { id: string; name: string };
/** The names of people who recorded something; nobody is left out, also those who have gone. */
async function peopleNames(db: Reader, ids: readonly (string | null | undefined)[]): Promise<Names> {
  const wanted = ids.filter((id) => id !== null && id !== undefined);
  const known = await keptEach(db, 'names of people', ['person'], wanted, async (missing) => {
    const isThem = sql`${person.id} = any(${sql.param(missing)}::uuid[])`;
    const rows = await db.select({ id: person.id, name: person.name }).from(person).where(isThem);
    return rows.map(({ id, name }) => [id, name] as const);
  });
  return (id) => ({ id, name: known.get(id) ?? '' });
}

const presentLog = (changes: readonly Change[], names: Names, masked: boolean): ProjectPage['log'] =>
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
    gateVersion: c.gateVersion,
    recordedBy: names(c.recordedBy),
    recordedAt: c.recordedAt.toISOString(),
  }));

type Proposal = NonNullable<Awaited<ReturnType<typeof aroundProject>>['proposal']>;
function presentProposal(p: Proposal, row: ProjectRow, { rules, day }: Gate, actor: Actor, names: Names): ProjectPage['proposal'] {
  const kind = transitions[row.stage][p.toStage] ?? 'forward';
  const verdict = checkVerify(actor, row, { proposedBy: p.proposedBy, kind, verifiers: verifiersOf(rules, day, row.stage, p.toStage) });
  return {
    id: p.id,
    toStage: p.toStage,
    kind,
    happenedOn: p.happenedOn,
    reason: isMasked(actor, row) ? null : p.reason,
    proposedBy: names(p.proposedBy),
    proposedAt: new Date(p.proposedAt).toISOString(),
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

/** What a later room adds to the history of a project that the actor may see: one line in the list of app/wiring.ts. */
export type HistoryPart = (db: Reader, project: ProjectRow, actor: Actor) => Promise<readonly HistoryLine[]>;

/** Every change of one project: the stage log, what it counted for, each act field by field, and what later rooms know; masked like the project itself. */
export async function projectHistory(db: Reader, id: string, actor: Actor, parts: readonly HistoryPart[] = []): Promise<History> {
  const row = await visibleProject(db, id, actor);
  const masked = isMasked(actor, row);
  const lines = await Promise.all(parts.map((part) => part(db, row, actor)));
  const [log, attributions, acts] = await Promise.all([
    stageLog(db, id),
    db
      .select()
      .from(projectAttribution)
      .where(eq(projectAttribution.projectId, id))
      .orderBy(asc(projectAttribution.recordedAt), asc(projectAttribution.id)),
    db
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.subjectId, id), eq(auditEntry.subject, 'project')))
      .orderBy(desc(auditEntry.seq))
      .limit(500),
  ]);
  const names = await peopleNames(db, [
    ...log.flatMap((c) => [c.recordedBy, c.proposedBy]),
    ...attributions.flatMap((a) => [a.recordedBy, a.leaderId]),
  ]);
  const unitIds = [...new Set(attributions.flatMap((a) => [a.unitId, ...(a.parkId ? [a.parkId] : [])]))];
  const units = new Map(
    (await db.select({ id: unit.id, name: unit.name }).from(unit).where(inArray(unit.id, unitIds))).map((u) => [u.id, u.name]),
  );
  return {
    lines: lines.flat(),
    log: presentLog(log, names, masked),
    attributions: attributions.map((a) => ({
      unitName: units.get(a.unitId) ?? '',
      industryCode: a.industryCode,
      parkName: (a.parkId && units.get(a.parkId)) || null,
      leaderName: a.leaderId && names(a.leaderId).name,
      investorName: masked ? null : a.investorName,
      reason: masked ? null : a.reason,
      recordedBy: names(a.recordedBy),
      recordedAt: a.recordedAt.toISOString(),
    })),
    acts: acts.map((a) => ({
      action: a.action,
      by: { id: a.actorId, name: a.actorName },
      at: a.at.toISOString(),
      changes: fieldChanges(a.before, a.after, masked),
    })),
  };
}

/** Free words and names may tell the investor; of these only that they changed is shown while it is masked. */
const telling = new Set<string>([...confidentialFields, 'name', 'reason', 'exitTo', 'note', 'body', 'words']);

function fieldChanges(before: unknown, after: unknown, masked: boolean): History['acts'][number]['changes'] {
  const [old, fresh] = [asRecord(before), asRecord(after)];
  const value = (from: Record<string, unknown>, field: string) => (masked && telling.has(field) ? null : (from[field] ?? null));
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].map((field) => ({
    field,
    before: value(old, field),
    after: value(fresh, field),
  }));
}
const asRecord = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
