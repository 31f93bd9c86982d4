import { and, eq, inArray, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertNew } from '../../platform/many-rows.ts';
import { peopleInRole } from '../identity/queries.ts';
import { clearNotices, notify } from '../notices/commands.ts';
import type { Registered } from '../projects/record-commands.ts';
import { type Match, matchesOf, rulesOn, toldOf } from './candidate-queries.ts';
import { lockedCase } from './case-queries.ts';
import { checkRuling, type Ruling } from './domain/ruling.ts';
import type { Level } from './domain/signs.ts';
import { enteredProjects } from './entered-queries.ts';
import { may } from './policy.ts';
import { duplicateCase, duplicateRuling } from './tables.ts';

/**
 * Looks at projects that are being entered. What looks like another by L1 or L2 is entered with a reason or not at all; every pair
 * goes into the pool, where a person says what it is. Joins the command that enters them.
 */
export const poolEntered = command('duplicate.open', async (tx, { projectIds, how, reason }: Registered, { actor, now }) => {
  const rules = await rulesOn(tx, dayOf(now));
  const entered = await enteredProjects(tx, projectIds);
  // Of a ledger's rows places are not compared; the preview says the same of them (import-queries.ts).
  const found = await matchesOf(
    tx,
    how === 'import' ? entered.map((e) => ({ ...e, place: null })) : entered,
    rules,
    entered.map((e) => [e.id]),
  );
  if (how === 'create' && !reason?.trim()) {
    const told = toldOf(found.flat(), rules, actor);
    if (told.isBlocked)
      throw refuse('rule', told.items.length ? 'duplicate.blocked' : 'duplicate.blocked_elsewhere', {
        candidates: told.items,
        isElsewhere: told.isElsewhere,
        count: told.items.length,
      });
  }
  const dueAt = new Date(now.getTime() + rules.hours * 3_600_000);
  const isBlocking = (m: Match) => rules.blocks.includes(m.level);
  const rows = entered.flatMap(({ id: projectId }, i) =>
    found[i]!.map((m) => ({
      projectId,
      id: v7(),
      otherId: m.known.id,
      level: m.level,
      signs: m.signs,
      overrideReason: isBlocking(m) ? (reason?.trim() ?? null) : null,
      status: 'open' as const,
      openedHow: how,
      openedAt: now,
      openedBy: actor.id,
      dueAt,
    })),
  );
  const opened = await insertNew(tx, duplicateCase, rows);
  await tellKeepers(tx, rows, { actor, now });
  return { result: { opened }, trace: how === 'create' ? rows.map(caseTrace) : batchTrace(rows) };
});

type Opened = Readonly<{ id: string; projectId: string; otherId: string; level: Level; overrideReason: string | null }>;
const caseTrace = ({ id, projectId, otherId, level, overrideReason }: Opened) => ({
  subject: 'duplicate_case',
  subjectId: id,
  after: { projectId, otherId, level, overrideReason },
});
/** A ledger brings thousands: one trace says how many, of how many projects; each case says the rest itself. */
const batchTrace = (rows: readonly Opened[]) =>
  rows.length
    ? [
        {
          subject: 'duplicate_case',
          subjectId: rows[0]!.id,
          after: { cases: rows.length, projects: new Set(rows.map((r) => r.projectId)).size },
        },
      ]
    : [];

/** The bureau decides, so it is told; of a list of hundreds one notice a project is enough. */
async function tellKeepers(tx: Tx, rows: readonly { projectId: string; level: Level }[], context: Now) {
  const first = [...new Map(rows.map((r) => [r.projectId, r])).values()].slice(0, 20);
  if (!first.length) return;
  const to = (await peopleInRole(tx, 'promotion_admin')).map((p) => p.id);
  const notices = first.map(({ projectId, level }) => ({
    to,
    kind: 'duplicate.opened' as const,
    subject: 'duplicate',
    subjectId: projectId,
    projectId,
    link: `/duplicates`,
    params: { level },
    key: `duplicate ${projectId}`,
  }));
  await notify(tx, notices, context);
}

type Rule = { projectId: string; caseId: string; verdict: Exclude<Ruling, 'merged'>; reason?: string | undefined };

/** Decides a case: a hint is let pass (忽略), or the two are projects of their own (视为新项目) for a reason. */
export const ruleCase = command('duplicate.rule', async (tx, { projectId, caseId, verdict, reason }: Rule, { actor, now }) => {
  const row = await lockedCase(tx, projectId, caseId, actor);
  if (!may.decide(actor, { unitId: row.oneUnit }, { unitId: row.otherUnit })) throw refuse('forbidden', 'duplicate.may_not_decide');
  settle(checkRuling(row.level, row.status, verdict, reason ?? null));
  await decide(tx, { projectId, caseId, verdict, reason: reason ?? null }, { by: actor.id, at: now });
  return {
    result: {},
    trace: { subject: 'duplicate_case', subjectId: caseId, before: { status: row.status }, after: { status: verdict, reason } },
  };
});

type Decision = { projectId: string; caseId: string; verdict: Ruling | 'reopened'; reason: string | null };
async function decide(tx: Tx, { projectId, caseId, verdict, reason }: Decision, { by, at }: { by: string; at: Date }) {
  const isOpen = verdict === 'reopened';
  await tx
    .update(duplicateCase)
    .set(isOpen ? { status: 'open', decidedAt: null, decidedBy: null } : { status: verdict, decidedAt: at, decidedBy: by })
    .where(and(eq(duplicateCase.projectId, projectId), eq(duplicateCase.id, caseId)));
  if (!isOpen) await clearNotices(tx, { subjectId: projectId, kinds: ['duplicate.opened'] }, at);
  await tx.insert(duplicateRuling).values({ projectId, id: v7(), caseId, verdict, reason, recordedAt: at, recordedBy: by });
}

/** The cases between two projects are decided by their merger, or open again when it is taken back. */
export async function ruleByMerger(
  tx: Tx,
  ids: readonly [string, string],
  verdict: 'merged' | 'reopened',
  reason: string,
  who: { by: string; at: Date },
) {
  const pair = sql`least(${duplicateCase.projectId}, ${duplicateCase.otherId}) = least(${ids[0]}::uuid, ${ids[1]}::uuid)
    and greatest(${duplicateCase.projectId}, ${duplicateCase.otherId}) = greatest(${ids[0]}::uuid, ${ids[1]}::uuid)`;
  const from = verdict === 'merged' ? (['open', 'separate', 'ignored'] as const) : (['merged'] as const);
  const cases = await tx
    .select()
    .from(duplicateCase)
    .where(and(pair, inArray(duplicateCase.status, [...from])));
  for (const one of cases) await decide(tx, { projectId: one.projectId, caseId: one.id, verdict, reason }, who);
}
