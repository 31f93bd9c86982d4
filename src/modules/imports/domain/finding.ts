import * as z from 'zod';
import { type Finding, type JudgedRow, type RuleFinding, severities, type Severity } from '../../../kernel/import-row.ts';
import { enDates, spokenDates, zhDates } from '../../../kernel/spoken-date.ts';

/** A rule that works otherwise for a time: a new one may run one period as a warning before it refuses. */
export const SeverityRules = z.strictObject({
  rows: z.array(z.strictObject({ code: z.string().min(1).max(100), severity: z.enum(severities) })).max(200),
});
export type SeverityRules = z.output<typeof SeverityRules>;
/** The kind of rule under which they are published. */
export const severityRule = 'import-severity';

export type Warning = Finding & Readonly<{ severity: Exclude<Severity, 'refuse'> }>;
export type Verdict = Readonly<{ faults: readonly Finding[]; warnings: readonly Warning[] }>;

/** What the rules in force make of what was found: faults refuse the row, the rest is told. */
export function weigh(findings: readonly RuleFinding[], rules: SeverityRules): Verdict {
  const faults: Finding[] = [];
  const warnings: Warning[] = [];
  for (const { severity: usual, ...finding } of findings) {
    const severity = rules.rows.find((r) => r.code === finding.code)?.severity ?? usual;
    if (severity === 'refuse') faults.push(finding);
    else warnings.push({ ...finding, severity });
  }
  return { faults, warnings };
}

/** The whole answer about a row: what reading and judging found, weighed. */
export function settleRow(reading: Verdict, judged: JudgedRow, rules: SeverityRules) {
  const weighed = weigh(judged.findings, rules);
  const faults = [...reading.faults, ...judged.faults, ...weighed.faults];
  const outcome = faults.length > 0 ? ('refused' as const) : judged.outcome;
  return { outcome, faults, warnings: [...reading.warnings, ...weighed.warnings] };
}

/** Words for what reading finds, whatever the kind; {found} and {expected} are filled in. */
export const readingWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'field.required': { zh: '必填，不能为空', en: 'Required; it is blank' },
  'cell.error': { zh: '单元格是错误值 {found}', en: 'The cell holds the error {found}' },
  'amount.unreadable': {
    zh: '“{found}”不是金额；请填数字，可带 元/万元/亿元',
    en: '“{found}” is not an amount; enter a number, with a unit if needed',
  },
  'amount.finer_than_fen': { zh: '“{found}”细于一分；请保留到分', en: '“{found}” is finer than one fen; round it' },
  'amount.finer_than_minor': { zh: '“{found}”细于该币种的最小单位', en: '“{found}” is finer than the smallest unit of its currency' },
  'amount.too_large': { zh: '“{found}”超出可记范围', en: '“{found}” is too large' },
  'amount.negative': { zh: '“{found}”为负数；此处不能为负', en: '“{found}” is negative, which it may not be here' },
  'amount.currencies_differ': {
    zh: '同一行的金额币种不一致：{found} 与 {expected}',
    en: 'Amounts of one row are in {found} and in {expected}',
  },
  'money.unknown_currency': { zh: '不认识的币种“{found}”', en: 'Unknown currency “{found}”' },
  'money.rate_missing': { zh: '{found} 缺少汇率', en: 'The rate of {found} is missing' },
  'number.unreadable': { zh: '“{found}”不是数字', en: '“{found}” is not a number' },
  'number.not_whole': { zh: '“{found}”应为整数', en: '“{found}” should be a whole number' },
  'number.too_large': { zh: '“{found}”超出可记范围', en: '“{found}” is too large' },
  'number.negative': { zh: '“{found}”为负数；此处不能为负', en: '“{found}” is negative, which it may not be here' },
  'flag.unreadable': { zh: '“{found}”应填 是 或 否', en: '“{found}” should be yes or no' },
  'choice.unknown': { zh: '“{found}”不在可选值中：{expected}', en: '“{found}” is none of: {expected}' },
  'text.too_long': { zh: '共 {found} 字，最多 {expected} 字', en: '{found} characters; at most {expected}' },
  'text.digits_lost': {
    zh: '“{found}”以数字存放，15 位以后的数字已丢失；请改为文本后重填',
    en: '“{found}” was stored as a number and lost its digits after the 15th; enter it as text',
  },
  'date.unreadable': {
    zh: '“{found}”不是日期；请填如 2026-09-02、2026-09 或 2026',
    en: '“{found}” is not a date; enter 2026-09-02, 2026-09 or 2026',
  },
  'date.not_real': { zh: '“{found}”不是真实日期', en: '“{found}” is not a real date' },
  'date.ambiguous_month': {
    zh: '“{found}”可能是 1 月，也可能是 10 月（数字末尾的 0 会丢失）；请改为文本或 2026-10',
    en: '“{found}” may be January or October, because numbers lose a final zero; enter it as text',
  },
  'date.year_missing': {
    zh: '“{found}”没有年份；请补上年份，或在设置中填写台账年度',
    en: '“{found}” names no year; add it, or set the year of the ledger',
  },
  'date.year_two_digits': { zh: '“{found}”的年份只有两位；请写四位', en: 'The year of “{found}” has two digits; write four' },
  'date.day_month_order': {
    zh: '“{found}”日月顺序不明；请按 年-月-日 填写',
    en: 'Day and month of “{found}” are ambiguous; write year-month-day',
  },
  'date.several_months': { zh: '“{found}”跨多个月；请分月填写', en: '“{found}” covers several months; enter them one by one' },
  'date.period': { zh: '“{found}”是一段时间；请填一个日期', en: '“{found}” is a period; enter one date' },
  'date.year_out_of_range': { zh: '“{found}”不在 1900 至 2100 年之间', en: '“{found}” is not between 1900 and 2100' },
  'date.day_needed': { zh: '“{found}”需要具体到日', en: '“{found}” should name the day' },
  'date.month_needed': { zh: '“{found}”需要具体到月', en: '“{found}” should name the month' },
  'amount.rounded': { zh: '“{found}”已四舍五入', en: '“{found}” was rounded' },
  'value.words_kept': { zh: '“{found}”按数字计入，原文记入备注', en: '“{found}” counts as its number; the words are kept in the remark' },
};

/** The words of a finding with its values filled in; its code when there are none. */
export function inWords(finding: Finding, words: typeof readingWords, language: 'zh' | 'en'): string {
  const text = words[finding.code]?.[language] ?? finding.code;
  const details = spokenDates(finding.details ?? {}, language === 'zh' ? zhDates : enDates);
  return text.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = key === 'found' ? finding.found : key === 'expected' ? finding.expected : details[key];
    return value === undefined || value === null ? '' : String(value);
  });
}
