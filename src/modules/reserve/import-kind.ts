import { hasRole } from '../../kernel/actor.ts';
import type { AcceptedRow, ImportField, ImportValue } from '../../kernel/import-row.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { CurrentRow, ImportCommit, ImportKind } from '../../platform/import-kind.ts';
import { createIdea } from './commands.ts';
import { importWords } from './domain/import-words.ts';
import type { NewIdea } from './domain/view.ts';
import { openIdeas } from './import-checker.ts';
import { ideasAsRows } from './import-queries.ts';
import { reserveWords } from './rule-queries.ts';

async function fieldsOf(db: Reader): Promise<readonly ImportField[]> {
  const { themes } = await reserveWords(db);
  const choices = [...themes].map(([value, { zh, en }]) => ({ value, names: [zh, en] }));
  return [
    { key: 'name', zh: '项目名称', en: 'Idea', aliases: ['储备项目', '谋划项目', '名称'], type: 'text', max: 200, required: true },
    { key: 'theme', zh: '主题', en: 'Theme', aliases: ['储备主题', '产业方向', '领域'], type: 'choice', choices, required: true },
    { key: 'unit', zh: '责任单位', en: 'Unit', aliases: ['谋划单位', '申报单位', '牵头单位'], type: 'text', max: 100, required: true },
    { key: 'place', zh: '地点', en: 'Place', aliases: ['建设地点', '项目选址'], type: 'text', max: 300 },
    { key: 'summary', zh: '建设内容', en: 'What is to be built', aliases: ['建设内容及规模', '项目简介'], type: 'text', max: 4000 },
    { key: 'total', zh: '总投资', en: 'Total investment', aliases: ['投资额', '估算总投资', '投资总额'], type: 'amount' },
    { key: 'land', zh: '用地（亩）', en: 'Land (mu)', aliases: ['用地', '用地面积', '占地面积'], type: 'decimal', decimals: 2, unit: '亩' },
    { key: 'tax', zh: '年税收', en: 'Tax a year', aliases: ['预计年税收', '税收'], type: 'amount' },
    { key: 'jobs', zh: '就业人数', en: 'Jobs', aliases: ['带动就业', '就业'], type: 'whole', unit: '人' },
  ];
}

async function commit(tx: Tx, batches: AsyncIterable<readonly AcceptedRow[]>, { batchId, actor, now, progress, wrote }: ImportCommit) {
  for await (const batch of batches) {
    const made: { row: number; id: string }[] = [];
    for (const { row, plan } of batch) {
      const { id } = await createIdea.inside(tx, { ...(plan as NewIdea), batchId }, { actor, now });
      made.push({ row, id });
    }
    await wrote(made);
    await progress(batch.length);
  }
}

async function* current(db: Reader, actor: Parameters<ImportKind['current']>[1]): AsyncGenerator<CurrentRow[]> {
  const terms = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
  for await (const rows of ideasAsRows(db, actor))
    yield rows.map((row) => ({
      values: valuesOf(row),
      terms,
    }));
}

const valuesOf = (row: Readonly<Record<string, string | number | null>>): Record<string, ImportValue> =>
  Object.fromEntries(Object.entries(row).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));

/** 储备项目: ideas that were kept elsewhere, one a row. */
export const ideaImport: ImportKind = {
  key: 'idea',
  zh: '储备项目',
  en: 'Ideas in the reserve',
  version: 1,
  mayImport: (actor) => hasRole(actor, 'promotion_admin', 'development', 'promoter', 'unit_head'),
  fields: fieldsOf,
  open: openIdeas,
  commit,
  current,
  words: importWords,
};
