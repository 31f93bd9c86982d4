import { hasRole } from '../../kernel/actor.ts';
import type { AcceptedRow, ImportField } from '../../kernel/import-row.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { CurrentRow, ImportCommit, ImportKind } from '../../platform/import-kind.ts';
import { importWords } from './domain/import-words.ts';
import { openProblems } from './import-checker.ts';
import { problemsAsRows } from './import-queries.ts';
import { type GivenProblem, raiseGiven } from './raise-commands.ts';
import { problemWords } from './rule-queries.ts';

type Words = ReadonlyMap<string, Readonly<{ zh: string; en: string }>>;
const choices = (all: Words) => [...all].map(([value, { zh, en }]) => ({ value, names: [zh, en] }));

async function fieldsOf(db: Reader): Promise<readonly ImportField[]> {
  const { types, levels } = await problemWords(db);
  return [
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
      key: 'title',
      zh: '问题',
      en: 'Problem',
      aliases: ['存在问题', '问题名称', '需协调问题', '诉求', '困难问题'],
      type: 'text',
      max: 60,
      required: true,
    },
    { key: 'words', zh: '具体情况', en: 'In detail', aliases: ['问题描述', '详细情况', '情况说明'], type: 'text', max: 2000 },
    {
      key: 'type',
      zh: '问题类型',
      en: 'Type',
      aliases: ['问题类别', '类别', '类型'],
      type: 'choice',
      required: true,
      choices: choices(types),
    },
    { key: 'level', zh: '问题等级', en: 'Level', aliases: ['等级', '紧急程度'], type: 'choice', choices: choices(levels) },
    {
      key: 'owner',
      zh: '责任单位',
      en: 'Responsible unit',
      aliases: ['牵头单位', '责任部门', '办理单位', '牵头部门'],
      type: 'text',
      max: 100,
      required: true,
    },
    { key: 'raisedOn', zh: '提出日期', en: 'Raised', aliases: ['提出时间', '交办日期', '交办时间'], type: 'day' },
    { key: 'done', zh: '办理情况', en: 'What was done', aliases: ['办理进展', '进展情况', '落实情况'], type: 'text', max: 2000 },
    { key: 'closedOn', zh: '办结日期', en: 'Closed', aliases: ['办结时间', '销号时间', '销号日期'], type: 'day' },
  ];
}

async function commit(tx: Tx, batches: AsyncIterable<readonly AcceptedRow[]>, { batchId, actor, now, progress, wrote }: ImportCommit) {
  for await (const batch of batches) {
    const { ids } = await raiseGiven.inside(tx, { batchId, rows: batch.map((r) => r.plan as GivenProblem) }, { actor, now });
    await wrote(batch.map(({ row }, i) => ({ row, id: ids[i]! })));
    await progress(batch.length);
  }
}

async function* current(db: Reader, actor: Parameters<ImportKind['current']>[1]): AsyncGenerator<CurrentRow[]> {
  const terms = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
  for await (const rows of problemsAsRows(db, actor))
    yield rows.map(({ done, closedOn, ...values }) => ({
      values: { ...values, ...(done && { done }), ...(closedOn && { closedOn }) },
      terms,
    }));
}

/** 问题清单: problems that were kept elsewhere, one a row. */
export const problemImport: ImportKind = {
  key: 'problem',
  zh: '问题清单',
  en: 'Problems of projects',
  version: 1,
  mayImport: (actor) => hasRole(actor, 'promotion_admin', 'development', 'promoter', 'unit_head'),
  fields: fieldsOf,
  open: openProblems,
  commit,
  current,
  words: importWords,
};
