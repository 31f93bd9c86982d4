import { hasRole } from '../../kernel/actor.ts';
import type { AcceptedRow, ImportField } from '../../kernel/import-row.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { CurrentRow, ImportCommit, ImportKind } from '../../platform/import-kind.ts';
import { nodeRoles, projectClasses } from './domain/node.ts';
import { importWords } from './domain/import-words.ts';
import { classWords, roleWords } from './domain/words.ts';
import { type GivenPlan, layGivenPlans } from './given-commands.ts';
import { openNodes, type PlannedRow } from './import-checker.ts';
import { nodesInForce } from './import-queries.ts';

const fields: readonly ImportField[] = [
  {
    key: 'project',
    zh: '项目编码或名称',
    en: 'Project code or name',
    aliases: ['系统编号', '项目编码', '项目编号', '项目名称', '项目代码'],
    type: 'text',
    max: 200,
    required: true,
  },
  {
    key: 'class',
    zh: '项目类型',
    en: 'Class of project',
    aliases: ['项目类别', '类型'],
    type: 'choice',
    required: true,
    choices: projectClasses.map((value) => ({ value, names: [classWords[value].zh, classWords[value].en] })),
  },
  {
    key: 'node',
    zh: '节点',
    en: 'Milestone',
    aliases: ['节点名称', '工作节点', '事项', '工作内容'],
    type: 'text',
    max: 60,
    required: true,
  },
  {
    key: 'startOn',
    zh: '计划开始',
    en: 'Start by',
    aliases: ['最迟开始', '开始时间', '计划开始时间', '开始日期'],
    type: 'day',
    required: true,
  },
  {
    key: 'finishOn',
    zh: '计划完成',
    en: 'Finish by',
    aliases: ['最迟完成', '完成时限', '完成时间', '计划完成时间', '完成日期'],
    type: 'day',
    required: true,
  },
  { key: 'finishedOn', zh: '实际完成', en: 'Finished', aliases: ['实际完成时间', '实际完成日期'], type: 'day' },
  {
    key: 'role',
    zh: '责任主体',
    en: 'Who',
    aliases: ['责任部门', '牵头部门'],
    type: 'choice',
    choices: nodeRoles.map((value) => ({ value, names: [roleWords[value].zh, roleWords[value].en] })),
  },
  { key: 'deliverable', zh: '完成标志', en: 'Done when there is', aliases: ['成果', '完成标准'], type: 'text', max: 100 },
];

/** A plan is a project's rows together, so they are gathered before any is written. */
async function commit(tx: Tx, batches: AsyncIterable<readonly AcceptedRow[]>, { batchId, actor, now, progress, wrote }: ImportCommit) {
  const rows: AcceptedRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  const groups = [...Map.groupBy(rows, (r) => (r.plan as PlannedRow).projectId).values()];
  const plans = groups.map((of): GivenPlan => {
    const nodes = of.map((r) => r.plan as PlannedRow);
    return { projectId: nodes[0]!.projectId, class: nodes[0]!.class, nodes };
  });
  const { ids } = await layGivenPlans.inside(tx, { batchId, plans }, { actor, now });
  await wrote(groups.flatMap((of, i) => of.map(({ row }, j) => ({ row, id: ids[i]![j]! }))));
  await progress(rows.length);
}

async function* current(db: Reader, actor: Parameters<ImportKind['current']>[1]): AsyncGenerator<CurrentRow[]> {
  const terms = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
  for await (const rows of nodesInForce(db, actor))
    yield rows.map(({ finishedOn, deliverable, ...values }) => ({
      values: { ...values, ...(finishedOn && { finishedOn }), ...(deliverable && { deliverable }) },
      terms,
    }));
}

/** 节点计划: plans that were made elsewhere, one milestone a row. */
export const milestoneImport: ImportKind = {
  key: 'milestone',
  zh: '节点计划',
  en: 'Plans of milestones',
  version: 1,
  mayImport: (actor) => hasRole(actor, 'promotion_admin', 'development', 'promoter', 'unit_head'),
  fields: () => Promise.resolve(fields),
  open: openNodes,
  commit,
  current,
  words: importWords,
};
