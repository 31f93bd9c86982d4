import { v7 } from 'uuid';
import type { Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { EnterprisePatch } from '../enterprises/domain/enterprise.ts';
import { foldEnterprise } from '../enterprises/merge-commands.ts';
import { enterpriseById } from '../enterprises/queries.ts';
import { holdMonths } from '../funds/month-commands.ts';
import { type Carried, transferEntries } from '../funds/transfer-commands.ts';
import type { RecordPatch } from '../projects/domain/record.ts';
import type { Stage } from '../projects/domain/stage.ts';
import { type MovedLink, relinkProjects } from '../projects/enterprise-commands.ts';
import { foldProject } from '../projects/merge-commands.ts';
import { visibleProject } from '../projects/queries.ts';
import { ruleByMerger } from './case-commands.ts';
import type { MergerChoices, MergerPreview } from './contract.ts';
import { settleStage, takenOver } from './domain/merger.ts';
import { reachedOn } from './reached-queries.ts';
import type { MergerRow } from './merger-queries.ts';
import { projectShare } from './tables.ts';

/** What a merger did: enough to take it back, and to see whether it still can be. */
export type Done = Readonly<{
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
  carried: readonly Carried[];
  links: readonly MovedLink[];
  stage: Readonly<{ before: Stage; after: Stage }> | null;
}>;

const pick = (row: object, fields: readonly string[]) =>
  Object.fromEntries(fields.map((f) => [f, (row as Record<string, unknown>)[f] ?? null]));
/** An amount goes with its currency and rate. */
const withTerms = (fields: readonly string[]) =>
  fields.includes('totalMinor') ? [...fields, 'currency', 'rate', 'rateSource', 'rateOn'] : fields;

/** Does a merger whose choices were checked; everything or, by throwing, nothing. */
export const carryOut = (tx: Tx, row: MergerRow, preview: MergerPreview, choices: MergerChoices, context: Now): Promise<Done> =>
  row.subject === 'project' ? mergeProjects(tx, row, preview, choices, context) : mergeEnterprises(tx, row, preview, choices, context);

async function mergeProjects(tx: Tx, row: MergerRow, preview: MergerPreview, choices: MergerChoices, context: Now): Promise<Done> {
  const { fromId, intoId, reason } = row;
  // The months first, then the projects in the order of their ids: as every other act holds them.
  await holdMonths(tx, context);
  const [a, b] = [fromId, intoId].toSorted();
  const held = [await visibleProject(tx, a!, context.actor, true), await visibleProject(tx, b!, context.actor, true)];
  const [from, into] = [held.find((p) => p.id === fromId)!, held.find((p) => p.id === intoId)!];
  const fields = withTerms(takenOver(preview.fields, choices.fields));
  const isAdvanced = settleStage(into.stage, from.stage, choices.stage, choices.stageReason) === true;
  const leave = [...choices.leave];
  const why = choices.leaveReason ? `${reason}（${choices.leaveReason}）` : reason;
  const carried = await transferEntries.inside(tx, { fromId, toId: intoId, leave, reason: why }, context);
  const advance = isAdvanced ? { to: from.stage, happenedOn: await reachedOn(tx, fromId, from.stage) } : null;
  const patch = pick(from, fields) as RecordPatch;
  const words = choices.stageReason ? `${reason}（${choices.stageReason}）` : reason;
  await foldProject.inside(tx, { mergerId: row.id, fromId, intoId, patch, advance, reason: words }, context);
  await share(tx, intoId, choices, context);
  await ruleByMerger(tx, [fromId, intoId], 'merged', reason, { by: context.actor.id, at: context.now });
  const dates = isAdvanced ? ['startedOn', 'completedOn', 'productionOn', 'capacityOn', 'landedOn'] : [];
  return {
    before: pick(into, [...fields, ...dates]),
    after: pick(await visibleProject(tx, intoId, context.actor), [...fields, ...dates]),
    carried,
    links: [],
    stage: isAdvanced ? { before: into.stage, after: from.stage } : null,
  };
}

async function share(tx: Tx, projectId: string, { shares, certificate }: MergerChoices, { actor, now }: Now) {
  if (!shares.length) return;
  const setId = v7();
  await tx
    .insert(projectShare)
    .values(shares.map((s) => ({ projectId, id: v7(), setId, ...s, certificate, recordedAt: now, recordedBy: actor.id })));
}

async function mergeEnterprises(tx: Tx, row: MergerRow, preview: MergerPreview, choices: MergerChoices, context: Now): Promise<Done> {
  const { fromId, intoId } = row;
  const [from, into] = [await enterpriseById(tx, fromId, true), await enterpriseById(tx, intoId, true)];
  const fields = takenOver(preview.fields, choices.fields);
  await foldEnterprise.inside(tx, { fromId, intoId, patch: pick(from, fields) as EnterprisePatch }, context);
  const links = await relinkProjects.inside(tx, { from: fromId, to: intoId }, context);
  return { before: pick(into, fields), after: pick(from, fields), carried: [], links, stage: null };
}
