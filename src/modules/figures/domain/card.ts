import type { CardText } from './card-text.ts';
import {
  basisOfFigure,
  type BasisNames,
  isRecognised,
  type RecognisedKey,
  recognisedKeys,
  recognisedText,
  recognisedTexts,
} from './recognised.ts';

export const figureKinds = ['count', 'amount', 'rate'] as const;
export type FigureKind = (typeof figureKinds)[number];
export const figureKeys = [
  'signed_count',
  'signed_amount',
  'attracted_amount',
  'fixed_amount',
  'arrived_amount',
  'arrival_rate',
  'started_count',
  'start_rate',
  'producing_count',
  'production_rate',
  'opened_count',
  'put_into_production_count',
  'waiting_count',
  'fulfilment_rate',
  'invested_count',
  'invested_amount',
  'new_count',
  'continued_count',
  'ledger_count',
  ...recognisedKeys,
] as const;
export type FigureKey = (typeof figureKeys)[number];
/** 口径卡: what a figure means, in both languages, with its version. Printed with the figure and shown on hover. */
export type Card = Readonly<{ key: FigureKey; kind: FigureKind; version: string; decimals: number; zh: CardText; en: CardText }>;

const sourceZh = '项目台账逐笔记录（协议、到位、月度投资、阶段变更），责任单位填报，招商局复核；随记随新';
const sourceEn =
  'Ledger entries (agreements, arrivals, monthly investment, stage changes), recorded by the responsible unit, reviewed by the promotion bureau; live';
const notStatsZh = '管理数据，非统计数据；与统计部门固定资产投资口径、外资口径不同';
const notStatsEn = 'Management data, not statistics; differs from fixed-asset statistics and foreign-investment figures';
const signedCohortZh = '签约时间在所选区间内的项目；未选起始月即为建账以来累计';
const signedCohortEn =
  'Projects whose investment agreement was signed within the chosen period; without a first month, since the ledger began';
const exitedZh = '仅有框架协议的；已退库、流转、合并的（逐个列示）';
const exitedEn = 'Framework agreement only; withdrawn, transferred or merged projects (each listed)';
const lateZh = '；封账后补记的按入账月份';
const lateEn = '; booked month for what was recorded after closing';
const signedDateZh = `签约时间${lateZh}`;
const signedDateEn = `Date of the investment agreement${lateEn}`;

type Own = Partial<CardText> & Pick<CardText, 'name' | 'definition'>;
const signed = (key: FigureKey, kind: FigureKind, zh: Own, en: Own): Card => ({
  key,
  kind,
  version: '2026.1',
  decimals: kind === 'count' ? 0 : 2,
  zh: { cohort: signedCohortZh, exclusions: exitedZh, dateUsed: signedDateZh, source: sourceZh, difference: notStatsZh, ...zh },
  en: { cohort: signedCohortEn, exclusions: exitedEn, dateUsed: signedDateEn, source: sourceEn, difference: notStatsEn, ...en },
});

const recognised = (key: RecognisedKey): Card => signed(key, 'amount', recognisedTexts[key].zh, recognisedTexts[key].en);

/** Projects that reached a step within the period, whenever they signed. */
const begun = (key: FigureKey, step: string, did: string, what: string): Card =>
  signed(
    key,
    'count',
    {
      name: `新${step}项目数`,
      definition: `所选区间内${step}的项目个数，不论是否招商签约`,
      cohort: `${step}时间在所选区间内的项目`,
      exclusions: `已退库、流转、合并的；${step}时间未登记的`,
      dateUsed: `${step}时间`,
    },
    {
      name: `Projects that newly ${did}`,
      definition: `Projects that ${did} within the period, signed or not`,
      cohort: `${what} date within the chosen period`,
      exclusions: `Withdrawn, transferred or merged; ${what.toLowerCase()} date not recorded`,
      dateUsed: `${what} date`,
    },
  );

/** Every figure is defined here once; cockpit, lists, papers and the command line all ask for it by key. */
export const cards: Readonly<Record<FigureKey, Card>> = {
  signed_count: signed(
    'signed_count',
    'count',
    { name: '签约项目数', definition: '已签订投资协议的项目个数；同一项目重复签约只计一次' },
    { name: 'Signed projects', definition: 'Projects with an investment agreement; a second signing never counts again' },
  ),
  signed_amount: signed(
    'signed_amount',
    'amount',
    { name: '协议资金', definition: '签约项目投资协议与补充协议总额之和，冲销后净额；外币按记录的汇率折合人民币' },
    {
      name: 'Agreed amount',
      definition:
        'Sum of investment and supplementary agreements of the signed projects, net of reversals; foreign currency at its recorded rate',
    },
  ),
  attracted_amount: signed(
    'attracted_amount',
    'amount',
    { name: '协议引资额', definition: '签约项目协议中由区外投资者投入的部分之和' },
    { name: 'Attracted amount', definition: 'The part of the agreed amounts that investors from outside put in' },
  ),
  fixed_amount: signed(
    'fixed_amount',
    'amount',
    { name: '协议固定资产投资', definition: '签约项目协议中固定资产投资部分之和' },
    { name: 'Agreed fixed investment', definition: 'The fixed-asset part of the agreed amounts' },
  ),
  arrived_amount: signed(
    'arrived_amount',
    'amount',
    {
      name: '到位资金',
      definition: '所选区间内到账的资金之和，冲销后净额，含往年签约的续建项目',
      cohort: '到位时间在所选区间内的全部到位记录',
      exclusions: '已流转、合并项目的到位记录；已冲销的记录',
      dateUsed: `到位时间${lateZh}`,
    },
    {
      name: 'Arrived funds',
      definition: 'Money that arrived within the period, net of reversals, including continued projects signed earlier',
      cohort: 'All arrivals dated within the period',
      exclusions: 'Arrivals of transferred or merged projects; reversed entries',
      dateUsed: `Date of arrival${lateEn}`,
    },
  ),
  arrival_rate: signed(
    'arrival_rate',
    'rate',
    {
      name: '资金到位率',
      definition: '签约项目截至统计日累计到位资金 ÷ 同一批签约项目协议资金',
      numerator: '该批签约项目累计到位资金',
      denominator: '该批签约项目协议资金',
    },
    {
      name: 'Arrival rate',
      definition: 'Funds arrived to date at the signed projects ÷ agreed amount of the same projects',
      numerator: 'Arrived funds of the cohort to date',
      denominator: 'Agreed amount of the cohort',
    },
  ),
  started_count: signed(
    'started_count',
    'count',
    { name: '开工项目数', definition: '签约项目中已开工的个数，含已竣工、投产、达效的' },
    { name: 'Started projects', definition: 'Signed projects that have started, including completed, producing and at capacity' },
  ),
  start_rate: signed(
    'start_rate',
    'rate',
    { name: '开工率', definition: '已开工项目数（含已竣工投产）÷ 签约项目数', numerator: '开工项目数', denominator: '签约项目数' },
    {
      name: 'Start rate',
      definition: 'Started projects (completed ones count as started) ÷ signed projects',
      numerator: 'Started projects',
      denominator: 'Signed projects',
    },
  ),
  producing_count: signed(
    'producing_count',
    'count',
    { name: '投产项目数', definition: '签约项目中已投产的个数，含已达效的' },
    { name: 'Producing projects', definition: 'Signed projects in production, including those at capacity' },
  ),
  production_rate: signed(
    'production_rate',
    'rate',
    { name: '投产率', definition: '已投产项目数 ÷ 签约项目数', numerator: '投产项目数', denominator: '签约项目数' },
    {
      name: 'Production rate',
      definition: 'Producing projects ÷ signed projects',
      numerator: 'Producing projects',
      denominator: 'Signed projects',
    },
  ),
  opened_count: begun('opened_count', '开工', 'started', 'Start'),
  put_into_production_count: begun('put_into_production_count', '投产', 'went into production', 'Production'),
  waiting_count: signed(
    'waiting_count',
    'count',
    { name: '签约满6个月未开工项目数', definition: '签约项目中，签约已满6个月、截至统计日尚未开工的个数' },
    { name: 'Signed six months ago, not started', definition: 'Signed projects that six months after signing have not started' },
  ),
  fulfilment_rate: signed(
    'fulfilment_rate',
    'rate',
    {
      name: '合同履约率',
      definition: '（签约项目数 − 退库项目数）÷ 签约项目数；前期手续办理中仍算履约',
      numerator: '未退库的签约项目数',
      denominator: '签约项目数（含退库）',
      exclusions: '仅有框架协议的；已流转、合并的',
    },
    {
      name: 'Fulfilment rate',
      definition: '(Signed − withdrawn) ÷ signed; a project still in preparation counts as fulfilled',
      numerator: 'Signed projects not withdrawn',
      denominator: 'Signed projects including withdrawn',
      exclusions: 'Framework agreement only; transferred or merged projects',
    },
  ),
  invested_count: signed(
    'invested_count',
    'count',
    {
      name: '有投资项目数',
      definition: '所选区间内有完成投资记录、且总投资达到起点（默认100万元）的项目个数',
      cohort: '区间内有完成投资的项目，不论是否招商签约',
      exclusions: '总投资不足起点的；已流转、合并的',
      dateUsed: `投资所属月份${lateZh}`,
    },
    {
      name: 'Projects with investment',
      definition: 'Projects with investment done within the period and a total of at least the threshold (1 million yuan by default)',
      cohort: 'Projects with investment within the period, signed or not',
      exclusions: 'Totals below the threshold; transferred or merged',
      dateUsed: `Month of the investment${lateEn}`,
    },
  ),
  invested_amount: signed(
    'invested_amount',
    'amount',
    {
      name: '完成投资',
      definition: '上述项目所选区间内完成投资（建筑、安装、设备、其他）之和，冲销后净额',
      cohort: '区间内有完成投资的项目，不论是否招商签约',
      exclusions: '总投资不足起点（默认100万元）的；已流转、合并的',
      dateUsed: `投资所属月份${lateZh}`,
    },
    {
      name: 'Investment done',
      definition: 'Civil, installation, equipment and other investment done by those projects within the period, net of reversals',
      cohort: 'Projects with investment within the period, signed or not',
      exclusions: 'Totals below the threshold (1 million yuan by default); transferred or merged',
      dateUsed: `Month of the investment${lateEn}`,
    },
  ),
  new_count: signed(
    'new_count',
    'count',
    {
      name: '新建项目数',
      definition: '统计年度内开工、区间内有完成投资的项目个数',
      cohort: '统计截止日所在年度开工的项目',
      exclusions: '总投资不足起点的；已流转、合并的；开工时间未登记的',
      dateUsed: '开工时间',
    },
    {
      name: 'New projects',
      definition: 'Projects with investment that started in the year of the cut-off day',
      cohort: 'Started in the year of the cut-off day',
      exclusions: 'Below the threshold; transferred or merged; start date not recorded',
      dateUsed: 'Start date',
    },
  ),
  continued_count: signed(
    'continued_count',
    'count',
    {
      name: '续建项目数',
      definition: '往年开工、区间内有完成投资的项目个数',
      cohort: '统计截止日所在年度以前开工的项目',
      exclusions: '总投资不足起点的；已流转、合并的；开工时间未登记的',
      dateUsed: '开工时间',
    },
    {
      name: 'Continued projects',
      definition: 'Projects with investment that started in an earlier year',
      cohort: 'Started before the year of the cut-off day',
      exclusions: 'Below the threshold; transferred or merged; start date not recorded',
      dateUsed: 'Start date',
    },
  ),
  ledger_count: signed(
    'ledger_count',
    'count',
    {
      name: '台账项目数',
      definition: '台账中处于谋划至达效各阶段的项目个数',
      cohort: '统计截止日前已登记的项目',
      exclusions: '已退库、流转、合并的',
      dateUsed: '阶段变更日期',
    },
    {
      name: 'Projects in the ledger',
      definition: 'Projects in any stage from planning to capacity',
      cohort: 'Recorded by the cut-off day',
      exclusions: 'Withdrawn, transferred or merged',
      dateUsed: 'Date of the stage change',
    },
  ),
  ...(Object.fromEntries(recognisedKeys.map((key) => [key, recognised(key)])) as Record<RecognisedKey, Card>),
};

/** A card in the words of the day: the figure of a 口径 carries the name that the 口径 has. */
export function cardOf(key: FigureKey, bases: readonly (BasisNames & Readonly<{ code: string }>)[]): Card {
  const basis = isRecognised(key) ? bases.find((b) => b.code === basisOfFigure(key)) : undefined;
  return basis ? { ...cards[key], ...recognisedText(basis) } : cards[key];
}
