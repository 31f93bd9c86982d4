import type { ImportField, ImportFieldType } from '../../../kernel/import-row.ts';

const how: Record<ImportFieldType, readonly [zh: string, en: string]> = {
  text: ['文字', 'Text'],
  amount: ['金额，以万元计；也可带单位写，如 1.2亿元', 'Amount in units of 10,000; or with its unit'],
  date: ['日期：2026-09-02、2026-09 或 2026', 'Date: 2026-09-02, 2026-09 or 2026'],
  day: ['日期，具体到日：2026-09-02', 'Date to the day: 2026-09-02'],
  month: ['月份：2026-09', 'Month: 2026-09'],
  whole: ['整数', 'Whole number'],
  decimal: ['数字', 'Number'],
  flag: ['是 或 否', 'Yes (是) or no (否)'],
  choice: ['可选', 'One of'],
};

/** How each column of a template is filled in, one line a field. */
export const fieldNotes = (fields: readonly ImportField[]): string[][] =>
  fields.map((field) => {
    const [zh, en] = how[field.type];
    const names = field.choices?.map((c) => c.names[0] ?? c.value).join('、');
    return [field.zh, field.en, field.required ? '是' : '', names ? `${zh}：${names}` : zh, names ? `${en}: ${names}` : en];
  });
