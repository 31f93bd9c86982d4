import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { attachEvidence } from '../evidence/commands.ts';
import { actorById, peopleOf } from '../identity/queries.ts';
import type { ProjectClass } from '../milestones/domain/node.ts';
import type { PermitAct } from './domain/act.ts';
import { judge } from './domain/guard.ts';
import { type PermitEvent, standingOf } from './domain/standing.ts';
import { eventsOf, type EventRow, type ItemRow, itemsOf, permitOf, permitSubject, ruleOf, type Subject } from './facts-queries.ts';
import { check, may, mayAct } from './policy.ts';
import { departmentsOn, templateOn } from './rule-queries.ts';
import { refreshPermits } from './standing-commands.ts';
import { permitAgent, permitChannel, permitEvent, permitItem } from './tables.ts';

type Laying = Readonly<{ projectId: string; class: ProjectClass; keys: readonly string[] }>;
/**
 * Lays down approvals of the template in force that the project needs; those that it has already stay as they are. Refuses
 * permit.may_not_plan, permit.unknown_key, permit.nothing_to_lay.
 */
export const layPermits = command('permits.plan', async (tx, { projectId, class: of, keys }: Laying, context) => {
  settle(check('plan', context.actor, await permitSubject(tx, projectId, context.actor, true)));
  const { template, version } = await templateOn(tx, of, dayOf(context.now));
  const unknown = keys.find((k) => !template.permits.some((p) => p.key === k));
  if (unknown !== undefined) throw refuse('invalid', 'permit.unknown_key', { field: 'keys', key: unknown });
  const held = new Set((await itemsOf(tx, [projectId])).map((i) => i.key));
  const rows = template.permits
    .map((rule, orderNo) => ({ rule, orderNo }))
    .filter(({ rule }) => keys.includes(rule.key) && !held.has(rule.key))
    .map(({ rule, orderNo }) => ({
      projectId,
      id: v7(),
      class: of,
      templateVersion: version,
      orderNo,
      leadRole: template.leads[rule.stage],
      ...rule,
      addedBy: context.actor.id,
      addedAt: context.now,
    }));
  if (rows.length === 0) throw refuse('conflict', 'permit.nothing_to_lay', {});
  await insertMany(tx, permitItem, rows);
  await refreshPermits(tx, [projectId]);
  const trace = { subject: 'project', subjectId: projectId, after: { permits: rows.map((r) => r.name).join('、') } };
  return { result: { added: rows.length }, trace };
});

type Acting = Readonly<{ projectId: string; permitId: string; act: PermitAct; last: string | null; uploadIds: readonly string[] }>;
/**
 * Records what happened to an approval, with its papers. Refuses permit.may_not_act, permit.changed_meanwhile, permit.waits_for and what
 * `judge` refuses.
 */
export const actOnPermit = command('permits.act', async (tx, { projectId, permitId, act, last, uploadIds }: Acting, context) => {
  const subject = await permitSubject(tx, projectId, context.actor, true);
  const { item, events } = await permitOf(tx, projectId, permitId);
  const today = dayOf(context.now);
  await assertMay(tx, subject, item, { act, events }, context);
  const standing = standingOf(events, act.on);
  if ((events.at(-1)?.id ?? null) !== last) throw refuse('conflict', 'permit.changed_meanwhile', { name: item.name });
  settle(judge(act, standing, ruleOf(item), { today, hasPromise: uploadIds.length > 0 }));
  if (act.kind === 'granted') await refuseWaiting(tx, item, act.on);
  const entry = {
    projectId,
    id: v7(),
    permitId,
    ...said(act, standing.last),
    isGreen: subject.isGreen,
    recordedBy: context.actor.id,
    recordedAt: context.now,
  };
  await tx.insert(permitEvent).values(entry);
  await refreshPermits(tx, [projectId]);
  if (uploadIds.length > 0) {
    const about = { subject: 'permit', subjectId: entry.id, projectId } as const;
    await attachEvidence.inside(tx, { ...about, uploadIds, kind: kindOf(act) }, context);
  }
  const { happenedOn, words, number } = entry;
  const told = { permit: item.name, permitAct: act.kind, happenedOn, ...(number && { number }), ...(words && { reason: words }) };
  return { result: { id: entry.id }, trace: { subject: 'project', subjectId: projectId, after: told } };
});

const kindOf = ({ kind }: PermitAct) => (kind === 'accepted' ? 'commitment' : 'approval');

type Told = Readonly<{ act: PermitAct; events: readonly EventRow[] }>;
async function assertMay(tx: Tx, subject: Subject, item: ItemRow, { act, events }: Told, { actor, now }: Now) {
  const unitId = (await departmentsOn(tx, dayOf(now))).get(item.role) ?? null;
  const standing = standingOf(events, act.on);
  if (!may.read(actor, subject)) throw refuse('not_found', 'project.unknown', { id: subject.id });
  if (!mayAct(act.kind, actor, subject, { role: item.role, unitId }, standing.last?.kind ?? null))
    throw refuse('forbidden', 'permit.may_not_act', { act: act.kind });
}

type Said = Omit<EventRow, 'projectId' | 'id' | 'permitId' | 'isGreen' | 'recordedBy' | 'recordedAt'>;
/** What an act says, as it is kept. */
export function said(act: PermitAct, last: PermitEvent | null): Said {
  return {
    kind: act.kind,
    happenedOn: act.on,
    mode: act.kind === 'accepted' ? act.mode : null,
    cause: act.kind === 'stopped' ? act.cause : null,
    number: 'number' in act ? act.number : null,
    untilOn: act.kind === 'accepted' && act.mode === 'lacking' ? act.until : null,
    missing: 'missing' in act && act.missing ? [...act.missing] : null,
    months: act.kind === 'extended' ? act.months : null,
    takesBack: act.kind === 'taken_back' ? last!.id : null,
    words: 'reason' in act ? act.reason : 'words' in act ? act.words : null,
  };
}

/** What has to be granted before is: an approval that the project does not need is not waited for. */
async function refuseWaiting(tx: Tx, item: ItemRow, on: string) {
  const events = await eventsOf(tx, [item.projectId]);
  const waits = (await itemsOf(tx, [item.projectId])).filter((other) => {
    if (!item.after.includes(other.key)) return false;
    const { state } = standingOf(events.get(other.id) ?? [], on);
    return state !== 'granted' && state !== 'dropped';
  });
  if (waits.length > 0) throw refuse('rule', 'permit.waits_for', { names: waits.map((w) => w.name).join('、') });
}

/** Names who runs the errands of a project, who must be able to see it. Refuses permit.may_not_arrange, permit.agent_unfit, permit.nothing_changed. */
export const setAgent = command(
  'permits.set_agent',
  async (tx, { projectId, personId }: { projectId: string; personId: string | null }, context) => {
    const subject = await permitSubject(tx, projectId, context.actor, true);
    settle(check('arrange', context.actor, subject));
    if (personId === subject.agentId) throw refuse('rule', 'permit.nothing_changed', { field: 'personId' });
    const agent = personId === null ? null : await actorById(tx, personId);
    if (personId !== null && (!agent || !may.read(agent, subject))) throw refuse('rule', 'permit.agent_unfit', { field: 'personId' });
    const row = { projectId, id: v7(), personId, recordedBy: context.actor.id, recordedAt: context.now };
    await tx.insert(permitAgent).values(row);
    const before = subject.agentId === null ? null : ((await peopleOf(tx, [subject.agentId])).get(subject.agentId)?.name ?? null);
    const trace = {
      subject: 'project',
      subjectId: projectId,
      before: { permitAgent: before },
      after: { permitAgent: agent?.name ?? null },
    };
    return { result: { id: row.id }, trace };
  },
);

/** Puts a project on the green channel or takes it off; it holds for what is applied for or accepted from then on. Refuses permit.may_not_arrange, permit.nothing_changed. */
export const setChannel = command(
  'permits.set_channel',
  async (tx, { projectId, isGreen, reason }: { projectId: string; isGreen: boolean; reason: string }, context) => {
    const subject = await permitSubject(tx, projectId, context.actor, true);
    settle(check('arrange', context.actor, subject));
    if (isGreen === subject.isGreen) throw refuse('rule', 'permit.nothing_changed', { field: 'isGreen' });
    const row = { projectId, id: v7(), isGreen, reason, recordedBy: context.actor.id, recordedAt: context.now };
    await tx.insert(permitChannel).values(row);
    const trace = { subject: 'project', subjectId: projectId, before: { isGreen: !isGreen }, after: { isGreen, reason } };
    return { result: { id: row.id }, trace };
  },
);
