import type { CardText } from '../../figures/domain/card-text.ts';

/** Figures of how projects go on. They are of now: each is counted from where rooms keep what stands, and opens the rows of that room. */
export const deliveryKeys = [
  'red_lights',
  'yellow_lights',
  'report_completeness',
  'report_timeliness',
  'overdue_nodes',
  'permits_on_time',
  'late_permits',
  'open_problems',
  'overdue_problems',
  'overdue_tasks',
] as const;
export type DeliveryKey = (typeof deliveryKeys)[number];
export type DeliveryCard = Readonly<{
  key: DeliveryKey;
  kind: 'count' | 'rate';
  version: string;
  decimals: number;
  zh: CardText;
  en: CardText;
}>;

type Own = Partial<CardText> & Pick<CardText, 'name' | 'definition' | 'cohort' | 'exclusions' | 'dateUsed' | 'source'>;
const notStats = {
  zh: '管理数据，非统计数据；只反映当前状态，不能按过去某日回看，封账保留的数字里没有它',
  en: 'Management data, not statistics; as things stand now, not as of a past day, and not kept by closings',
};
const card = (key: DeliveryKey, kind: 'count' | 'rate', zh: Own, en: Own): DeliveryCard => ({
  key,
  kind,
  version: '2026.1',
  decimals: kind === 'rate' ? 1 : 0,
  zh: { difference: notStats.zh, ...zh },
  en: { difference: notStats.en, ...en },
});

const lit = {
  zh: {
    cohort: '现行亮灯规则评定范围内、没有退出的项目',
    exclusions: '获准免灯的（按绿灯计）；未评的',
    dateUsed: '最近一个已结束月份的灯',
    source: '亮灯评定：台账、年度计划、节点计划和月报，随记随评，每夜复评',
  },
  en: {
    cohort: 'Projects that the rules in force judge and that do not stand aside',
    exclusions: 'Let off (counted as green); not judged',
    dateUsed: 'Lights of the last month that is over',
    source: 'Lights, judged from ledger, plans and reports as they are recorded, and again every night',
  },
};
const reported = {
  zh: {
    cohort: '报送截止日已过的最近一个月份应报月报的项目',
    exclusions: '免报的；月末后才进入应报阶段的',
    dateUsed: '报送日期与截止日期',
    source: '项目月报；反映报送情况，不反映系统使用情况',
  },
  en: {
    cohort: 'Projects that owed a report of the latest month whose last day has passed',
    exclusions: 'Excused; those that came to a reporting stage after the month',
    dateUsed: 'Day of sending and last day',
    source: 'Monthly reports; facts about reports, never about how the application is used',
  },
};
const raised = {
  zh: { cohort: '您可以查看的全部问题', exclusions: '已办结、已并入的', dateUsed: '提出日期与现行时限', source: '问题库，逐件登记' },
  en: {
    cohort: 'All problems that you may see',
    exclusions: 'Closed and merged ones',
    dateUsed: 'Day of raising and the last day that holds',
    source: 'The pool of problems, act by act',
  },
};

export const deliveryCards: Readonly<Record<DeliveryKey, DeliveryCard>> = {
  red_lights: card(
    'red_lights',
    'count',
    { name: '红灯项目数', definition: '当前显示红灯的项目个数', ...lit.zh },
    { name: 'Red lights', definition: 'Projects whose light is red now', ...lit.en },
  ),
  yellow_lights: card(
    'yellow_lights',
    'count',
    { name: '黄灯项目数', definition: '当前显示黄灯的项目个数', ...lit.zh },
    { name: 'Yellow lights', definition: 'Projects whose light is yellow now', ...lit.en },
  ),
  report_completeness: card(
    'report_completeness',
    'rate',
    {
      name: '月报完整率',
      definition: '已报月报数 ÷ 应报月报数',
      numerator: '已报送的（含待审核、已退回）',
      denominator: '应报的',
      ...reported.zh,
    },
    {
      name: 'Completeness of reports',
      definition: 'Reports sent ÷ reports owed',
      numerator: 'Sent, reviewed or not',
      denominator: 'Owed',
      ...reported.en,
    },
  ),
  report_timeliness: card(
    'report_timeliness',
    'rate',
    {
      name: '月报及时率',
      definition: '按时报送的月报数 ÷ 应报月报数',
      numerator: '在截止日期当天及以前报送的',
      denominator: '应报的',
      ...reported.zh,
    },
    {
      name: 'Timeliness of reports',
      definition: 'Reports sent in time ÷ reports owed',
      numerator: 'Sent by their last day',
      denominator: 'Owed',
      ...reported.en,
    },
  ),
  overdue_nodes: card(
    'overdue_nodes',
    'count',
    {
      name: '逾期节点数',
      definition: '现行节点计划中最迟完成日已过、尚未完成的节点个数',
      cohort: '没有退出的项目的现行节点计划',
      exclusions: '以前各版计划的节点；已退出项目的节点',
      dateUsed: '倒排的最迟完成日；开工、竣工、投产取台账日期',
      source: '节点计划与进展登记',
    },
    {
      name: 'Overdue milestones',
      definition: 'Nodes of the plans in force whose last day has passed and which are not finished',
      cohort: 'Plans in force of projects that do not stand aside',
      exclusions: 'Nodes of earlier plans; projects that stand aside',
      dateUsed: 'The last day, counted backwards; start, completion and production as the record has them',
      source: 'Plans of milestones and their progress',
    },
  ),
  permits_on_time: card(
    'permits_on_time',
    'rate',
    {
      name: '审批按时办结率',
      definition: '本年办结的审批事项中，在承诺时限内办结的比例',
      numerator: '在承诺的最后一日当天及以前办结的（含不予批准）',
      denominator: '本年办结、有承诺时限的',
      cohort: '办结日期在本年的审批事项',
      exclusions: '没有登记受理的；未办结的',
      dateUsed: '办结日期与承诺的最后一日（工作日，扣除停表）',
      source: '联审联批逐步登记',
    },
    {
      name: 'Approvals on time',
      definition: 'Of the approvals decided this year, those decided within the promised limit',
      numerator: 'Decided by the promised last day, granted or declined',
      denominator: 'Decided this year against a promise',
      cohort: 'Approvals decided this year',
      exclusions: 'Acceptance not recorded; not decided',
      dateUsed: 'Day of decision and promised last day, in working days without clock stops',
      source: 'Approvals, step by step',
    },
  ),
  late_permits: card(
    'late_permits',
    'count',
    {
      name: '逾期未办结审批数',
      definition: '已过承诺时限、尚未办结的审批事项个数',
      cohort: '没有退出的项目的在办审批事项',
      exclusions: '停表的；容缺到期作废的',
      dateUsed: '承诺的最后一日（工作日，扣除停表）',
      source: '联审联批逐步登记',
    },
    {
      name: 'Late approvals',
      definition: 'Approvals past their promised last day and not decided',
      cohort: 'Approvals under way of projects that do not stand aside',
      exclusions: 'Those whose clock stands still; those void by gaps not filled',
      dateUsed: 'Promised last day, in working days without clock stops',
      source: 'Approvals, step by step',
    },
  ),
  open_problems: card(
    'open_problems',
    'count',
    {
      name: '未解决问题数',
      definition: '正在办理的问题个数；按单位看时计入责任单位',
      ...raised.zh,
      exclusions: '待企业确认、已办结、已并入的',
    },
    {
      name: 'Open problems',
      definition: 'Problems being dealt with; by unit, of the unit that is to solve them',
      ...raised.en,
      exclusions: 'Waiting for the enterprise, closed and merged ones',
    },
  ),
  overdue_problems: card(
    'overdue_problems',
    'count',
    {
      name: '超期问题数',
      definition: '正在办理、已过时限或因超期升级过的问题个数',
      ...raised.zh,
      exclusions: '待企业确认、已办结、已并入的',
    },
    {
      name: 'Overdue problems',
      definition: 'Open problems past their last day, or gone up because of it',
      ...raised.en,
      exclusions: 'Waiting for the enterprise, closed and merged ones',
    },
  ),
  overdue_tasks: card(
    'overdue_tasks',
    'count',
    {
      name: '超期督办数',
      definition: '有责任单位超期的督办件数；按单位看时计该单位超期的件数',
      cohort: '您可以查看的全部督办',
      exclusions: '已验收通过的单位；在时限内反馈、等待验收的单位',
      dateUsed: '现行时限与反馈日期',
      source: '督办，逐步登记',
    },
    {
      name: 'Overdue tasks',
      definition: 'Tasks with a unit that is late; by unit, those the unit is late with',
      cohort: 'All tasks that you may see',
      exclusions: 'Units whose part is accepted, or was fed back in time and waits',
      dateUsed: 'The last day that holds and the day of feedback',
      source: 'Tasks, step by step',
    },
  ),
};
