import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { holdProjects } from '../funds/known-queries.ts';
import type { NodeRole, ProjectClass } from '../milestones/domain/node.ts';
import { said } from './commands.ts';
import type { PermitAct } from './domain/act.ts';
import { judge } from './domain/guard.ts';
import type { PermitRule } from './domain/permit.ts';
import { type PermitEvent, standingOf } from './domain/standing.ts';
import { itemsOf } from './facts-queries.ts';
import { check } from './policy.ts';
import { refreshPermits } from './standing-commands.ts';
import { permitEvent, permitItem } from './tables.ts';

export type GivenPermit = Readonly<{
  projectId: string;
  class: ProjectClass;
  templateVersion: number;
  orderNo: number;
  leadRole: NodeRole;
  rule: PermitRule;
  isGreen: boolean;
  acts: readonly PermitAct[];
}>;
type Giving = Readonly<{ batchId: string; permits: readonly GivenPermit[] }>;

/**
 * Lays down approvals of many projects with what happened to each elsewhere, each step judged as by itself; the papers stay where it was
 * decided. Answers with the ids, in their order. Refuses permit.may_not_arrange, permit.has_it and what `judge` refuses.
 */
export const layGivenPermits = command('permits.lay', async (tx, { batchId, permits }: Giving, context) => {
  const projectIds = [...new Set(permits.map((p) => p.projectId))];
  if (projectIds.length === 0) return { result: { ids: [] as string[] }, trace: [] };
  await assertArranged(tx, projectIds, context);
  const held = new Set((await itemsOf(tx, projectIds)).map((i) => `${i.projectId} ${i.key}`));
  const twice = permits.find((p) => held.has(`${p.projectId} ${p.rule.key}`));
  if (twice) throw refuse('conflict', 'permit.has_it', { name: twice.rule.name });
  const { actor, now } = context;
  const items = permits.map(({ projectId, class: of, templateVersion, orderNo, leadRole, rule }) => {
    const laid = { projectId, id: v7(), class: of, templateVersion, orderNo, leadRole };
    return { ...laid, ...rule, addedBy: actor.id, addedAt: now };
  });
  const entries = permits.flatMap((given, i) => entriesOf(given, items[i]!.id, dayOf(now)));
  await insertMany(tx, permitItem, items);
  await insertMany(
    tx,
    permitEvent,
    entries.map((e) => ({ ...e, recordedBy: actor.id, recordedAt: now })),
  );
  await refreshPermits(tx, projectIds);
  const trace = { subject: 'import', subjectId: batchId, after: { permits: items.length } };
  return { result: { ids: items.map((i) => i.id) }, trace };
});

async function assertArranged(tx: Tx, projectIds: readonly string[], { actor }: Now) {
  const found = await holdProjects(tx, projectIds);
  for (const id of projectIds) {
    const row = found.get(id);
    if (!row) throw refuse('not_found', 'project.unknown', { id });
    settle(check('arrange', actor, { ...row, agentId: null }));
  }
}

type Entry = Omit<typeof permitEvent.$inferInsert, 'recordedBy' | 'recordedAt'>;
function entriesOf({ projectId, rule, isGreen, acts }: GivenPermit, permitId: string, today: Day): Entry[] {
  const events: PermitEvent[] = [];
  return acts.map((act) => {
    const standing = standingOf(events, act.on);
    settle(judge(act, standing, rule, { today, hasPromise: true }));
    const entry = { ...said(act, standing.last), projectId, id: v7(), permitId, isGreen };
    events.push(entry);
    return entry;
  });
}
