import { sql } from 'drizzle-orm';
import { refuse } from '../../kernel/refusal.ts';
import type { Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { EnterprisePatch } from '../enterprises/domain/enterprise.ts';
import { unfoldEnterprise } from '../enterprises/merge-commands.ts';
import { enterpriseById } from '../enterprises/queries.ts';
import { holdMonths } from '../funds/month-commands.ts';
import { restoreEntries } from '../funds/transfer-commands.ts';
import { relinkProjects } from '../projects/enterprise-commands.ts';
import { unfoldProject } from '../projects/merge-commands.ts';
import { visibleProject } from '../projects/queries.ts';
import { rowsOf } from '../reference/queries.ts';
import { ruleByMerger } from './case-commands.ts';
import type { Done } from './merge-work-commands.ts';
import type { MergerRow } from './merger-queries.ts';

/** Something that a merger did and that was changed since. */
type Clash = Readonly<{ what: 'merged_on' | 'field' | 'stage' | 'entry' | 'link'; detail: string }>;

const changedFields = (row: object, after: Done['after']): Clash[] =>
  Object.entries(after)
    .filter(([field, value]) => JSON.stringify((row as Record<string, unknown>)[field] ?? null) !== JSON.stringify(value))
    .map(([field]) => ({ what: 'field', detail: field }));

const standing = (clashes: readonly Clash[]) => {
  if (clashes.length) throw refuse('conflict', 'merger.clashes', { clashes, count: clashes.length });
};

/** Takes back what a merger did, or refuses and names everything that was changed since. */
export const takeBack = (tx: Tx, row: MergerRow, done: Done, reason: string, context: Now) =>
  row.subject === 'project' ? splitProjects(tx, row, done, reason, context) : splitEnterprises(tx, row, done, context);

async function splitProjects(tx: Tx, { fromId, intoId }: MergerRow, done: Done, reason: string, context: Now) {
  await holdMonths(tx, context);
  const [a, b] = [fromId, intoId].toSorted();
  const held = [await visibleProject(tx, a!, context.actor, true), await visibleProject(tx, b!, context.actor, true)];
  const into = held.find((p) => p.id === intoId)!;
  const moved = done.carried.flatMap((c) => (c.toId ? [c.toId] : []));
  const reversed = await rowsOf<{ id: string; ledger: string }>(
    tx,
    sql`select reverses as id, 'agreement' as ledger from agreement where project_id = ${intoId} and reverses = any(${sql.param(moved)}::uuid[])
      union all select reverses, 'arrival' from arrival where project_id = ${intoId} and reverses = any(${sql.param(moved)}::uuid[])
      union all select reverses, 'investment' from investment where project_id = ${intoId} and reverses = any(${sql.param(moved)}::uuid[])`,
  );
  standing([
    ...(into.mergedInto ? [{ what: 'merged_on' as const, detail: into.mergedInto }] : []),
    ...changedFields(into, done.after),
    ...(done.stage && done.stage.after !== into.stage ? [{ what: 'stage' as const, detail: into.stage }] : []),
    ...reversed.map(({ id, ledger }) => ({ what: 'entry' as const, detail: `${ledger} ${id}` })),
  ]);
  await restoreEntries.inside(tx, { fromId, toId: intoId, carried: done.carried, reason }, context);
  await unfoldProject.inside(tx, { fromId, intoId, before: done.before, stage: done.stage?.before ?? null, reason }, context);
  await ruleByMerger(tx, [fromId, intoId], 'reopened', reason, { by: context.actor.id, at: context.now });
}

async function splitEnterprises(tx: Tx, { fromId, intoId }: MergerRow, done: Done, context: Now) {
  const into = await enterpriseById(tx, intoId, true);
  const gone: Clash[] = [];
  for (const { projectId, link } of done.links) {
    const column = sql.identifier(link === 'investorId' ? 'investor_id' : 'company_id');
    const [held] = await rowsOf<{ code: string }>(
      tx,
      sql`select code from project where id = ${projectId} and ${column} is distinct from ${intoId}`,
    );
    if (held) gone.push({ what: 'link', detail: held.code });
  }
  standing([
    ...(into.mergedInto ? [{ what: 'merged_on' as const, detail: into.mergedInto }] : []),
    ...changedFields(into, done.after),
    ...gone,
  ]);
  await unfoldEnterprise.inside(tx, { fromId, intoId, patch: done.before as EnterprisePatch }, context);
  await relinkProjects.inside(tx, { from: intoId, to: fromId, only: done.links }, context);
}
