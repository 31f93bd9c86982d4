import { hasRole } from '../../kernel/actor.ts';
import type { AcceptedRow, ImportField } from '../../kernel/import-row.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { CurrentRow, ImportCommit, ImportKind } from '../../platform/import-kind.ts';
import { nodeRoles, projectClasses } from '../milestones/domain/node.ts';
import { classWords, roleWords } from '../milestones/domain/words.ts';
import { type GivenPermit, layGivenPermits } from './bulk-commands.ts';
import { importWords } from './domain/import-words.ts';
import { permitStages } from './domain/permit.ts';
import { stageWords } from './domain/words.ts';
import { openPermits } from './import-checker.ts';
import { permitsInForce } from './import-queries.ts';

type Words = Readonly<{ zh: string; en: string }>;
const choicesOf = <T extends string>(values: readonly T[], words: Readonly<Record<T, Words>>) =>
  values.map((value) => ({ value, names: [words[value].zh, words[value].en] }));
const outcomes = [
  { value: 'granted', names: ['批准', 'Granted', '通过', '同意'] },
  { value: 'declined', names: ['不予批准', 'Declined', '不同意'] },
];

const fields: readonly ImportField[] = [
  {
    key: 'project',
    zh: '项目编码或名称',
    en: 'Project code or name',
    aliases: ['系统编号', '项目编码', '项目编号', '项目名称', '项目代码', '国家项目代码'],
    type: 'text',
    max: 200,
    required: true,
  },
  {
    key: 'permit',
    zh: '审批事项',
    en: 'Approval',
    aliases: ['事项', '事项名称', '手续', '手续名称'],
    type: 'text',
    max: 60,
    required: true,
  },
  {
    key: 'class',
    zh: '项目类型',
    en: 'Class of project',
    aliases: ['项目类别'],
    type: 'choice',
    choices: choicesOf(projectClasses, classWords),
  },
  { key: 'stage', zh: '审批阶段', en: 'Stage', aliases: ['阶段'], type: 'choice', choices: choicesOf(permitStages, stageWords) },
  {
    key: 'role',
    zh: '审批部门',
    en: 'Department',
    aliases: ['办理部门', '责任部门'],
    type: 'choice',
    choices: choicesOf(nodeRoles, roleWords),
  },
  {
    key: 'legalDays',
    zh: '法定时限',
    en: 'Days by law',
    aliases: ['法定工作日', '法定办结时限', '法定办理时限', '法定期限', '法定天数'],
    type: 'decimal',
    decimals: 1,
    unit: '个工作日',
  },
  {
    key: 'promisedDays',
    zh: '承诺时限',
    en: 'Days promised',
    aliases: ['承诺工作日', '承诺办结时限', '承诺办理时限', '承诺期限', '承诺天数', '压缩后时限'],
    type: 'decimal',
    decimals: 1,
    unit: '个工作日',
  },
  { key: 'appliedOn', zh: '申报日期', en: 'Applied', aliases: ['申报时间', '申请日期'], type: 'day' },
  { key: 'acceptedOn', zh: '受理日期', en: 'Accepted', aliases: ['受理时间'], type: 'day' },
  { key: 'decidedOn', zh: '办结日期', en: 'Decided', aliases: ['办结时间', '批复日期', '批复时间'], type: 'day' },
  { key: 'outcome', zh: '办理结果', en: 'Outcome', aliases: ['结果'], type: 'choice', choices: outcomes },
  { key: 'number', zh: '文号', en: 'Number', aliases: ['证号', '批复文号'], type: 'text', max: 60 },
];

async function commit(tx: Tx, batches: AsyncIterable<readonly AcceptedRow[]>, { batchId, actor, now, progress, wrote }: ImportCommit) {
  for await (const batch of batches) {
    const { ids } = await layGivenPermits.inside(tx, { batchId, permits: batch.map((r) => r.plan as GivenPermit) }, { actor, now });
    await wrote(batch.map(({ row }, i) => ({ row, id: ids[i]! })));
    await progress(batch.length);
  }
}

async function* current(db: Reader, actor: Parameters<ImportKind['current']>[1]): AsyncGenerator<CurrentRow[]> {
  const terms = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
  for await (const rows of permitsInForce(db, actor))
    yield rows.map((row) => ({
      values: Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null)) as CurrentRow['values'],
      terms,
    }));
}

/** 审批事项: approvals that were dealt with elsewhere, one a row. */
export const permitImport: ImportKind = {
  key: 'permit',
  zh: '审批事项',
  en: 'Approvals',
  version: 1,
  mayImport: (actor) => hasRole(actor, 'promotion_admin', 'approval'),
  fields: () => Promise.resolve(fields),
  open: openPermits,
  commit,
  current,
  words: importWords,
};
