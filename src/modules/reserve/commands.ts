import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { attachEvidence } from '../evidence/commands.ts';
import { createProject } from '../projects/commands.ts';
import { publishRule } from '../reference/commands.ts';
import { checkItem, checkOpen, checkState, type EventKind, ideaNo, type ItemState, type SetState } from './domain/idea.ts';
import type { ReserveRules } from './domain/rule.ts';
import type { IdeaPatch, NewIdea } from './domain/view.ts';
import { check, may } from './policy.ts';
import { type NamedIdea, visibleIdea } from './queries.ts';
import { reserveRulesOn } from './rule-queries.ts';
import { idea, ideaEvent, ideaReadiness } from './tables.ts';

/** The idea an act works on, locked; refuses an unknown one and a screen that showed an older version. */
async function lockedIdea(tx: Tx, id: string, version: number | null, { actor }: Now): Promise<NamedIdea> {
  await tx.execute(sql`select 1 from ${idea} where id = ${id} for update`);
  const row = await visibleIdea(tx, id, actor);
  if (version !== null && row.version !== version) throw refuse('conflict', 'idea.changed_meanwhile', { version: row.version });
  return row;
}

type Said = Readonly<{ kind: EventKind; words?: string | null; changes?: Readonly<Record<string, unknown>> | null }>;
const say = (tx: Tx, ideaId: string, { kind, words = null, changes = null }: Said, { actor, now }: Now) =>
  tx.insert(ideaEvent).values({ ideaId, id: v7(), kind, words, changes, recordedBy: actor.id, recordedAt: now });

async function checkTheme(tx: Tx, theme: string | undefined, { now }: Now): Promise<void> {
  if (theme === undefined) return;
  const { rules } = await reserveRulesOn(tx, dayOf(now));
  if (!rules.themes.some((t) => t.key === theme)) throw refuse('invalid', 'idea.theme_unknown', { field: 'theme', found: theme });
}

/** Puts an idea into the reserve. Refuses idea.may_not_keep, idea.theme_unknown. */
export const createIdea = command('idea.create', async (tx, fields: NewIdea & { batchId?: string }, context) => {
  const { actor, now } = context;
  settle(check('keep', actor, fields));
  await checkTheme(tx, fields.theme, context);
  const year = Number(dayOf(now).slice(0, 4));
  // Whoever numbers an idea waits for whoever does so already.
  await tx.execute(sql`select pg_advisory_xact_lock(7600202613)`);
  const { rows } = await tx.execute<{ no: number }>(sql`select coalesce(max(no), 0)::int + 1 as no from ${idea} where year = ${year}`);
  const row = { ...fields, id: v7(), year, no: rows[0]!.no, createdBy: actor.id, createdAt: now, updatedAt: now };
  await tx.insert(idea).values(row);
  await say(tx, row.id, { kind: 'created' }, context);
  return { result: { id: row.id, year, no: row.no }, trace: { subject: 'idea', subjectId: row.id, after: row } };
});

type Edit = Readonly<{ id: string; version: number; patch: IdeaPatch }>;
/** Changes an idea that is open. Refuses what createIdea does, idea.promoted, idea.not_open, idea.nothing_changed, idea.changed_meanwhile. */
export const editIdea = command('idea.edit', async (tx, { id, version, patch }: Edit, context) => {
  const row = await lockedIdea(tx, id, version, context);
  settle(check('keep', context.actor, row));
  settle(checkOpen(row.state));
  if (patch.unitId) settle(check('keep', context.actor, { unitId: patch.unitId }));
  await checkTheme(tx, patch.theme, context);
  const changed = Object.entries(patch).filter(([k, v]) => JSON.stringify(row[k as keyof IdeaPatch]) !== JSON.stringify(v));
  if (changed.length === 0) throw refuse('invalid', 'idea.nothing_changed');
  const before = Object.fromEntries(changed.map(([k]) => [k, row[k as keyof IdeaPatch]]));
  const after = Object.fromEntries(changed);
  await tx
    .update(idea)
    .set({ ...after, version: version + 1, updatedAt: context.now })
    .where(sql`id = ${id}`);
  const changes = Object.fromEntries(changed.map(([k, v]) => [k, [before[k], v]]));
  await say(tx, id, { kind: 'edited', changes }, context);
  return { result: { version: version + 1 }, trace: { subject: 'idea', subjectId: id, before, after } };
});

type NewItem = Readonly<{
  id: string;
  item: string;
  state: ItemState;
  happenedOn: string | null;
  evidence: string | null;
  uploadIds?: readonly string[] | undefined;
}>;
/**
 * Says how far an item of 前期工作 is, with the papers it rests on. Refuses idea.item_unknown, what the state asks for,
 * evidence.unknown_upload and evidence.already_attached.
 */
export const setItem = command('idea.ready', async (tx, { id, uploadIds = [], ...said }: NewItem, context) => {
  const { actor, now } = context;
  const row = await lockedIdea(tx, id, null, context);
  settle(check('keep', actor, row));
  settle(checkOpen(row.state));
  settle(checkItem(said, dayOf(now)));
  const { rules } = await reserveRulesOn(tx, dayOf(now));
  if (!rules.items.some((i) => i.key === said.item)) throw refuse('invalid', 'idea.item_unknown', { field: 'item', found: said.item });
  const entry = { ideaId: id, id: v7(), ...said, recordedBy: actor.id, recordedAt: now };
  await tx.insert(ideaReadiness).values(entry);
  if (uploadIds.length > 0)
    await attachEvidence.inside(tx, { subject: 'idea', subjectId: entry.id, projectId: null, uploadIds, kind: 'approval' }, context);
  const before = row.itemStates[said.item] ?? 'not_started';
  await say(tx, id, { kind: 'readiness', words: said.evidence, changes: { [said.item]: [before, said.state] } }, context);
  return { result: { id: entry.id }, trace: { subject: 'idea', subjectId: id, after: entry } };
});

type Setting = Readonly<{ id: string; version: number; to: SetState; reason: string }>;
const kindOf = { open: 'reopened', shelved: 'shelved', withdrawn: 'withdrawn' } as const;
/** Puts an idea off, gives it up, or takes it up again, with the reason. Refuses idea.promoted, idea.already_so. */
export const setIdeaState = command('idea.set_state', async (tx, { id, version, to, reason }: Setting, context) => {
  const row = await lockedIdea(tx, id, version, context);
  settle(check('keep', context.actor, row));
  settle(checkState(row.state, to));
  await tx
    .update(idea)
    .set({ state: to, version: version + 1, updatedAt: context.now })
    .where(sql`id = ${id}`);
  await say(tx, id, { kind: kindOf[to], words: reason }, context);
  const trace = { subject: 'idea', subjectId: id, before: { state: row.state }, after: { state: to, reason } };
  return { result: { version: version + 1 }, trace };
});

type Promotion = Readonly<{
  id: string;
  version: number;
  name: string;
  unitId: string;
  industryCode: string;
  totalMinor: number;
  personId: string;
  source: string;
  place: string | null;
  duplicateReason?: string | undefined;
}>;
/** Makes a project at 谋划 of an idea, in one transaction with the link between them; an idea becomes a project once. */
export const promoteIdea = command('idea.promote', async (tx, { id, version, duplicateReason, ...fields }: Promotion, context) => {
  const row = await lockedIdea(tx, id, version, context);
  settle(check('promote', context.actor, row));
  settle(checkOpen(row.state));
  const made = await createProject.inside(
    tx,
    { ...fields, stage: 'planning', sourceNote: ideaNo(row), landMu: row.landMu, scale: row.summary, duplicateReason },
    context,
  );
  await tx
    .update(idea)
    .set({ state: 'promoted', projectId: made.id, version: version + 1, updatedAt: context.now })
    .where(sql`id = ${id}`);
  await say(tx, id, { kind: 'promoted', words: made.code }, context);
  const trace = { subject: 'idea', subjectId: id, before: { state: row.state }, after: { state: 'promoted', projectId: made.id } };
  return { result: { projectId: made.id, code: made.code }, trace };
});

type Publishing = Readonly<{ rules: ReserveRules; effectiveFrom: string }>;
/** Publishes themes, items and weights from a day on. Refuses idea.may_not_publish, idea.rules_in_past. */
export const publishReserveRules = command('reserve.publish', async (tx, { rules, effectiveFrom }: Publishing, context) => {
  if (!may.publish(context.actor)) throw refuse('forbidden', 'idea.may_not_publish');
  if (effectiveFrom < dayOf(context.now)) throw refuse('invalid', 'idea.rules_in_past', { field: 'effectiveFrom' });
  const rule = { kind: 'reserve', effectiveFrom, effectiveTo: null, preset: null, body: rules };
  const { version } = await publishRule.inside(tx, rule, context);
  return { result: { version }, trace: [] };
});
