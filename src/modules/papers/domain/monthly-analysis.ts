import { unitSection } from './by-unit.ts';
import { citing } from './citing.ts';
import { type Block, type Content, heading, slot, type Texts } from './content.ts';
import { fundsSection } from './funds.ts';
import type { Listed, MonthlyFigures } from './monthly-figures.ts';
import { newProjectsSection } from './new-projects.ts';
import { overallSection } from './overall.ts';
import { monthLabel, untilLabel, yearLabel } from './period.ts';
import { shortName } from './short-name.ts';
import { shortcomingsSection } from './shortcomings.ts';

/** 栖梧区2026年10月招商引资和项目建设情况分析 */
const monthlyTitle = (unitName: string, month: string) => `${unitName}${yearLabel(month)}${monthLabel(month)}招商引资和项目建设情况分析`;

/** Writes the monthly analysis (月分析) of a bundle of figures: the same bundle, the same paper. */
export function monthlyAnalysis(figures: MonthlyFigures): Content {
  const bundle = withShortNames(figures);
  const { unit, month } = bundle;
  const c = citing(bundle);
  const blocks: Block[] = [
    slot('intro'),
    ...overallSection(c, bundle),
    ...unitSection(c, bundle),
    ...newProjectsSection(c, bundle),
    ...fundsSection(c, bundle),
    ...shortcomingsSection(c, bundle),
    heading(1, '下步工作'),
    slot('next'),
  ];
  return {
    title: monthlyTitle(unit.name, month),
    blocks,
    numbers: c.numbers(),
    attachment: `${unit.name}${yearLabel(month)}${monthLabel(month)}分析数据来源和明细`,
    disclaimer: `管理数据，非统计数据；数据${untilLabel(bundle)}，${takenFrom(bundle)}`,
  };
}

const dayWords = (day: string) => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
};
/** 为2026年3月封账数（2026年4月5日封账），不含其后登记; 2026年11月5日取自项目台账 */
const takenFrom = ({ closing, madeOn }: MonthlyFigures) =>
  closing
    ? `为${yearLabel(closing.month)}${Number(closing.month.slice(5))}月封账数（${dayWords(closing.closedOn)}封账），不含其后登记`
    : `${dayWords(madeOn)}取自项目台账`;

function withShortNames(bundle: MonthlyFigures): MonthlyFigures {
  const short = (name: string) => shortName(bundle.unit.name, name);
  const listed = (list: Listed) => ({ ...list, items: list.items.map((p) => ({ ...p, unitName: short(p.unitName) })) });
  const { reporting } = bundle;
  return {
    ...bundle,
    units: bundle.units.map((u) => ({ ...u, name: short(u.name) })),
    signed: listed(bundle.signed),
    opened: listed(bundle.opened),
    produced: listed(bundle.produced),
    reporting: { ...reporting, silent: reporting.silent.map((u) => ({ ...u, name: short(u.name) })) },
  };
}

/** What people begin with; everything in it is theirs to change. */
export const defaultTexts = (signer: string): Texts => ({
  recipient: '',
  intro: '',
  overall: '',
  units: '',
  projects: '',
  funds: '',
  shortcomings: '',
  next: [
    '一是推进签约项目开工。逐个梳理已签约未开工项目的用地、环评、资金等前期事项，明确办理单位和完成时间。',
    '二是推进资金到位。按协议约定的进度与投资方对接，到账后及时登记并附凭证。',
    '三是推进在建项目。按月核对完成投资和形象进度，需要协调的事项及时提请研究。',
    '四是做好台账更新。每月底前登记签约、到位、投资和阶段变化，做到账实相符。',
  ].join('\n'),
  signer,
});
