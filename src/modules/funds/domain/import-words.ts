/** Words for what an import of arrivals finds, and for what a project ledger's money does; {found} and details are filled in. */
export const arrivalWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'arrival.project_unknown': {
    zh: '找不到项目“{found}”：按编码和名称都没有；先导入项目，或更正编码',
    en: 'No project “{found}” by code or name; import the project first or mend the code',
  },
  'arrival.project_ambiguous': {
    zh: '“{found}”对应多个项目：{codes}；请改用编码',
    en: '“{found}” names several projects: {codes}; use the code',
  },
  'arrival.ref_twice_in_file': { zh: '外部编号“{found}”与本文件第 {row} 行重复', en: 'Reference “{found}” repeats row {row} of this file' },
  'arrival.same_as_row': {
    zh: '与本文件第 {row} 行完全相同，按两笔导入',
    en: 'Exactly as row {row} of this file; imported as two payments',
  },
  'arrival.looks_recorded': { zh: '台账中已有同日同额且没有外部编号的一笔', en: 'The book holds the same payment without a reference' },
  'arrival.above_total': {
    zh: '项目累计到位 {found} 超过总投资 {total}',
    en: 'The project has received {found}, more than its total of {total}',
  },
  'arrival.above_agreed': {
    zh: '项目累计到位 {found} 超过协议总额 {agreed}',
    en: 'The project has received {found}, more than the agreed {agreed}',
  },
  'arrival.before_signing': { zh: '到位时间 {found} 早于签约时间{signedOn}', en: 'Arrived on {found}, before the signing {signedOn}' },
  'arrival.in_future': { zh: '到位时间 {found} 晚于今天', en: 'Arrived on {found}, after today' },
  'arrival.same_voucher': { zh: '凭证号 {found} 已被使用', en: 'Voucher {found} is in use already' },
  'arrival.far_above_last_month': { zh: '当月到位是上月的十倍以上', en: 'Ten times last month or more' },
  'arrival.cumulative_falls': { zh: '累计到位减少', en: 'The cumulative figure falls' },
  'arrival.month_closed': {
    zh: '到位时间 {found} 所在的月份已封账，将记入 {expected}',
    en: 'The month of {found} is closed; it will be booked in {expected}',
  },
  'agreement.month_closed': {
    zh: '签约时间 {found} 所在的月份已封账，将记入 {expected}',
    en: 'The month of {found} is closed; the agreement will be booked in {expected}',
  },
  'arrival.amount_zero': { zh: '金额不能为零', en: 'The amount may not be zero' },
  'arrival.division_unreadable': {
    zh: '付款方区划代码“{found}”不是 6 位或 9 位数字',
    en: 'Division code “{found}” has neither 6 nor 9 digits',
  },
  'arrival.kind_unknown': { zh: '不认识的资金类别“{found}”', en: 'Unknown kind “{found}”' },
  'entry.may_not_record': { zh: '无权为该项目登记资金', en: 'You may not record money with this project' },
  'agreement.in_future': { zh: '签约时间晚于今天', en: 'Signed after today' },
  'agreement.total_not_positive': { zh: '协议总额必须大于零', en: 'The agreed total must be above zero' },
  'agreement.part_below_zero': { zh: '“{found}”不能为负', en: '“{found}” may not be negative' },
  'agreement.part_above_total': { zh: '大于协议总额', en: 'More than the agreed total' },
  'agreement.changes_nothing': { zh: '补充协议没有改变任何金额', en: 'The supplement changes nothing' },
  'agreement.kind_unknown': { zh: '不认识的协议类型“{found}”', en: 'Unknown kind of agreement “{found}”' },
  'money.rate_unreadable': { zh: '汇率“{found}”无法识别', en: 'The rate “{found}” cannot be read' },
  'money.rate_source_missing': { zh: '缺少汇率来源', en: 'The source of the rate is missing' },
  'money.rate_day_unreadable': { zh: '汇率日期“{found}”无法识别', en: 'The day of the rate “{found}” cannot be read' },
  'money.cny_has_rate_one': { zh: '人民币的汇率只能是 1', en: 'The rate of CNY is 1' },
};

/** What a month of investment may look like among many. */
export const investmentWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'investment.month_closed': {
    zh: '{found} 已封账，将记入 {expected}',
    en: '{found} is closed; it will be booked in {expected}',
  },
  'investment.parts_missing': {
    zh: '只有合计、没有分项；请填建筑、安装、设备、其他中至少一项',
    en: 'A sum without its parts; fill in at least one of building, installation, equipment, other',
  },
  'investment.month_in_future': { zh: '{month}还没有到', en: '{month} is still to come' },
  'investment.parts_differ_from_amount': { zh: '各项之和与本月完成不一致', en: 'The parts do not make up the sum of the month' },
  'investment.month_has_rows': { zh: '{found} 已登记 {already}，这一笔会加在上面', en: '{found} has {already} already; this adds to it' },
  'investment.far_above_last_month': {
    zh: '{month}共 {found}，是上月 {last} 的十倍以上',
    en: '{month} comes to {found}, ten times the {last} of the month before',
  },
  'investment.cumulative_falls': { zh: '累计数会从 {before} 减少到 {found}', en: 'The cumulative sum falls from {before} to {found}' },
};
