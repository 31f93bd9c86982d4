import type { Choice, ImportField, ImportFieldType } from '../../kernel/import-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { Dictionary } from '../reference/domain/dictionary.ts';
import { importKeyOf } from './domain/import-row.ts';
import { currencyChoices, dictionaryChoices } from './import-choice-queries.ts';
import { type ColumnKind, projectColumns, stageWords } from './sheet.ts';

const typeOf: Record<ColumnKind, ImportFieldType> = {
  text: 'text',
  amount: 'amount',
  area: 'decimal',
  date: 'date',
  unit: 'text',
  person: 'text',
  industry: 'text',
  stage: 'choice',
  side: 'choice',
  light: 'choice',
  words: 'choice',
  currency: 'choice',
  code: 'text',
};
const longest: Readonly<Record<string, number>> = {
  name: 200,
  investorOrigin: 100,
  sourceNote: 500,
  scale: 4000,
  remark: 4000,
  place: 300,
  contactName: 50,
  contactPhone: 50,
  note: 500,
  investorUscc: 40,
  registeredUscc: 40,
};

/** Fields that only an import knows: they become an agreement and an arrival. */
const beside: readonly ImportField[] = [
  { key: 'rate', zh: '汇率', en: 'Rate', aliases: ['折算汇率'], type: 'decimal', decimals: 10 },
  { key: 'rateSource', zh: '汇率来源', en: 'Source of the rate', aliases: [], type: 'text', max: 200 },
  { key: 'rateOn', zh: '汇率日期', en: 'Day of the rate', aliases: [], type: 'date' },
  { key: 'arrived', zh: '累计到位资金', en: 'Arrived so far', aliases: ['到位资金', '累计到位', '资金到位情况累计'], type: 'amount' },
  { key: 'arrivedOn', zh: '到位截止日期', en: 'Arrived as of', aliases: ['到位资金截止日期'], type: 'date' },
];

/** What a ledger of projects may say, with the words under which it says it. */
export async function projectFields(db: Reader): Promise<readonly ImportField[]> {
  const fields: ImportField[] = [];
  for (const column of projectColumns.filter((c) => c.isInput)) {
    const choices = await choicesOf(db, column.kind, column.dictionary);
    const key = importKeyOf(column.field);
    fields.push({
      key,
      zh: column.zh.replace(/\(亩\)$/, ''),
      en: column.en,
      aliases: column.aliases,
      type: typeOf[column.kind],
      max: longest[key] ?? 200,
      ...(column.field === 'name' && { required: true }),
      ...(column.kind === 'area' && { unit: '亩', decimals: 2 }),
      ...(choices && { choices }),
    });
  }
  const agreementKind: ImportField = {
    key: 'agreementKind',
    zh: '协议类型',
    en: 'Kind of agreement',
    aliases: ['协议性质', '合同类型'],
    type: 'choice',
    choices: await dictionaryChoices(db, 'agreement_kind'),
  };
  return [...fields, agreementKind, ...beside];
}

async function choicesOf(db: Reader, kind: ColumnKind, dictionary: Dictionary | undefined): Promise<Choice[] | null> {
  if (dictionary) return dictionaryChoices(db, dictionary);
  if (kind === 'currency') return currencyChoices(db);
  if (kind === 'stage') return Object.entries(stageWords).map(([value, { zh, en, aliases }]) => ({ value, names: [zh, en, ...aliases] }));
  return null;
}
