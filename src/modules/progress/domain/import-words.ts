import type { ReportState } from './report.ts';

/** Standings of a report as a sheet writes them. */
export const stateWords: Readonly<Record<ReportState, Readonly<{ zh: string; en: string }>>> = {
  missing: { zh: '未报', en: 'Missing' },
  submitted: { zh: '待审', en: 'Sent' },
  returned: { zh: '退回', en: 'Returned' },
  accepted: { zh: '通过', en: 'Accepted' },
  excused: { zh: '免报', en: 'Excused' },
};

/** Words for what an import of monthly reports finds; {found} and details are filled in. */
export const importWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'report.project_unknown': {
    zh: '找不到项目“{found}”：按编码和名称都没有，或您无权查看',
    en: 'No project “{found}” by code or name that you may see',
  },
  'report.project_ambiguous': { zh: '“{found}”对应多个项目，请改用编码', en: '“{found}” names several projects; use the code' },
  'report.twice_in_file': { zh: '与本文件第 {row} 行是同一项目的同一月份', en: 'The same month of the same project as row {row}' },
  'report.foreign': { zh: '月报金额应为人民币', en: 'Amounts of a report are in CNY' },
  'report.nothing_said': { zh: '没有写进展，也没有金额', en: 'It says neither progress nor amounts' },
  'report.parts_differ': {
    zh: '本月完成投资 {found}，各项合计 {expected}',
    en: 'Invested {found}, its parts are {expected}',
  },
  'report.accepted_already': { zh: '{month}月报已审核通过，内容不同', en: 'The report of {month} is accepted already and says otherwise' },
  'report.may_not_report': { zh: '您不能填报项目“{found}”的月报', en: 'You may not report the project “{found}”' },
  'report.project_aside': { zh: '项目“{found}”已异动，不报月报', en: 'The project “{found}” stands aside and reports nothing' },
  'report.month_exempt': { zh: '{month}不单独报月报', en: '{month} has no report of its own' },
  'report.not_open_yet': { zh: '{month}月报自{opensOn}起填报', en: '{month} can be reported from {opensOn}' },
  'report.month_closed': { zh: '{month}已封账', en: '{month} is closed' },
  'report.summary_required': { zh: '请写本月进展', en: 'The progress of the month is missing' },
  'report.other_below_its_parts': {
    zh: '其他费用小于其中的旧建筑物购置费与建设用地费之和（{parts} 元）',
    en: 'Other is less than old buildings and land (CNY {parts})',
  },
  'report.below_ledger': {
    zh: '小于台账已登记的 {ledger} 元，请先冲销台账中的投资',
    en: 'Less than the ledger’s CNY {ledger}; reverse the entry first',
  },
  'report.far_above': { zh: '远高于{month}的 {last} 元', en: 'Far above CNY {last} of {month}' },
  'amount.too_large': { zh: '金额过大', en: 'The amount is too large' },
};
