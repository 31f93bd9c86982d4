import { hasRole } from '../../kernel/actor.ts';
import type { AcceptedRow, ImportField } from '../../kernel/import-row.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { CurrentRow, ImportCommit, ImportKind } from '../../platform/import-kind.ts';
import { type Recognised, recordDates } from './date-commands.ts';
import { datesForSheet } from './date-queries.ts';
import { type DateEvent, dateEvents, type StartKind, startKinds } from './domain/authority-date.ts';
import { dateWords } from './domain/import-date-words.ts';
import { dictionaryChoices } from './import-choice-queries.ts';
import { openDates } from './import-date-checker.ts';

const eventNames: Readonly<Record<DateEvent, readonly string[]>> = {
  started: ['开工', 'Start', '开工认定'],
  natong: ['入库纳统', '入库', '纳统', 'Into statistics'],
  above_scale: ['进规', '升规', '上规', 'Above scale'],
  production: ['投产', 'Production', '投产认定'],
};
const kindNames: Readonly<Record<StartKind, readonly string[]>> = {
  works: ['建安类', '建安', 'Construction'],
  equipment: ['设备购置类', '设备购置', 'Equipment bought'],
  opening: ['开业', 'Opened for business'],
};

async function fields(db: Reader): Promise<readonly ImportField[]> {
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
      key: 'event',
      zh: '事项',
      en: 'Event',
      aliases: ['认定事项', '认定类型'],
      type: 'choice',
      required: true,
      choices: dateEvents.map((value) => ({ value, names: eventNames[value] })),
    },
    {
      key: 'authority',
      zh: '认定部门',
      en: 'Authority',
      aliases: ['认定单位', '部门'],
      type: 'choice',
      required: true,
      choices: await dictionaryChoices(db, 'authority'),
    },
    {
      key: 'happenedOn',
      zh: '认定时间',
      en: 'Recognised date',
      aliases: ['时间', '日期', '开工时间', '入库时间', '投产时间', '进规时间'],
      type: 'date',
      required: true,
    },
    {
      key: 'kind',
      zh: '开工类型',
      en: 'Kind of start',
      aliases: ['类型', '开工类别'],
      type: 'choice',
      choices: startKinds.map((value) => ({ value, names: kindNames[value] })),
    },
    { key: 'reason', zh: '变更原因', en: 'Reason of a change', aliases: ['原因', '说明', '备注'], type: 'text', max: 1000 },
  ];
}

async function commit(tx: Tx, batches: AsyncIterable<readonly AcceptedRow[]>, { batchId, actor, now, progress, wrote }: ImportCommit) {
  for await (const rows of batches) {
    const { ids } = await recordDates.inside(tx, { batchId, rows: rows.map((r) => r.plan as Recognised) }, { actor, now });
    await wrote(rows.map(({ row }, i) => ({ row, id: ids[i]! })));
    await progress(rows.length);
  }
}

async function* current(db: Reader, actor: Parameters<ImportKind['current']>[1]): AsyncGenerator<CurrentRow[]> {
  const terms = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
  for await (const rows of datesForSheet(db, actor))
    yield rows.map(({ code: project, event, authority, happenedOn, kind }) => ({
      values: { project, event, authority, happenedOn, ...(kind && { kind }) },
      terms,
    }));
}

/** 认定时间: what authorities recognise of starts, statistics, scale and production, one date a row. */
export const dateImport: ImportKind = {
  key: 'authority_date',
  zh: '认定时间',
  en: 'Recognised dates',
  version: 1,
  mayImport: (actor) => hasRole(actor, 'promotion_admin', 'statistics', 'development'),
  fields,
  open: openDates,
  commit,
  current,
  words: dateWords,
};
