import { formatFen } from '../../../kernel/money.ts';
import type { FigureKey } from '../../figures/domain/card.ts';
import type { Citing, Whole } from './citing.ts';
import { type Block, heading, joined, line, paragraph, type Runs, slot } from './content.ts';
import type { FigureSet, MonthlyFigures } from './monthly-figures.ts';
import { monthLabel, untilLabel, yearLabel, yearToDateLabel } from './period.ts';

/** How a unit's paper speaks of the whole of it: 全区, 全镇, 园区. */
export function wholeOf({ name, kind }: MonthlyFigures['unit']): string {
  if (kind === 'park') return '园区';
  if (kind === 'department' || kind === 'section') return '本单位';
  const [suffix] = /(街道|区|县|市|镇|乡|旗|州|盟)$/.exec(name) ?? [];
  return suffix ? `全${suffix}` : '本单位';
}

/** 一、总体情况 */
export function overallSection(c: Citing, bundle: MonthlyFigures): Block[] {
  return [
    heading(1, '总体情况'),
    heading(2, '签约和资金'),
    paragraph(sinceTheBeginning(c, bundle)),
    ...flows(c, bundle).map(paragraph),
    heading(2, '项目建设'),
    ...construction(c, bundle).map(paragraph),
    slot('overall'),
  ];
}

function sinceTheBeginning(c: Citing, bundle: MonthlyFigures): Runs {
  const { unit } = bundle;
  const total = (key: FigureKey) => c.figure('total', key);
  const arrived = c.valueOf('total', 'arrived_amount') === 0 ? line`尚无资金到位记录` : line`累计到位资金${total('arrived_amount')}`;
  if (c.valueOf('total', 'signed_count') === 0) return line`${untilLabel(bundle)}，${wholeOf(unit)}台账无签约项目，${arrived}。`;
  const attracted = c.valueOf('total', 'attracted_amount') === 0 ? [] : line`，其中引资额${total('attracted_amount')}`;
  const rate =
    c.of('total', 'arrival_rate').ratio?.percent == null
      ? []
      : line`；资金到位率${total('arrival_rate')}（签约项目到位${c.partOf('arrival_rate', 'numerator')}，协议资金${c.partOf('arrival_rate', 'denominator')}）`;
  return line`${untilLabel(bundle)}，${wholeOf(unit)}累计签约项目${total('signed_count')}个，协议资金${total('signed_amount')}${attracted}；${arrived}${rate}。`;
}

/** The year so far, and the month where it is not the same. */
function flows(c: Citing, bundle: MonthlyFigures): Runs[] {
  const { month, periods } = bundle;
  const { yearBefore, currentBefore, previous } = periods;
  const year = `${yearLabel(month)}${yearToDateLabel(month)}`;
  if (c.periods.current.from === c.periods.year.from) return [flow(c, 'year', year, yearBefore, previous)];
  return [flow(c, 'year', year, yearBefore, null), flow(c, 'current', monthLabel(month), currentBefore, previous)];
}

function flow(c: Citing, period: Whole, label: string, before: FigureSet | null, previous: FigureSet | null): Runs {
  const changes = (key: FigureKey) => {
    const yoy = before ? [c.change(period, key, { word: '同比', than: '上年同期', before })] : [];
    const mom = previous ? [c.change(period, key, { word: '环比', than: '上月', before: previous })] : [];
    return joined([...yoy, ...mom], '、');
  };
  const amount = (key: FigureKey, name: string, none: string) =>
    c.valueOf(period, key) === 0 ? line`${none}` : line`${name}${c.figure(period, key)}，${changes(key)}`;
  const signed =
    c.valueOf(period, 'signed_count') === 0
      ? line`无新签约项目`
      : line`新签约项目${c.figure(period, 'signed_count')}个，${changes('signed_count')}；协议资金${c.figure(period, 'signed_amount')}，${changes('signed_amount')}`;
  const arrived = amount('arrived_amount', '到位资金', '无资金到位记录');
  const invested = amount('invested_amount', '完成投资', '无完成投资记录');
  return line`${label}，${signed}；${arrived}；${invested}。`;
}

function construction(c: Citing, bundle: MonthlyFigures): Runs[] {
  return [...states(c, bundle), investment(c, bundle), steps(c, bundle)];
}

function states(c: Citing, bundle: MonthlyFigures): Runs[] {
  if (c.valueOf('total', 'signed_count') === 0) return [];
  const reached = (count: FigureKey, rate: FigureKey, word: string) =>
    c.valueOf('total', count) === 0
      ? line`尚无${word}项目`
      : line`已${word}${c.figure('total', count)}个，${word}率${c.figure('total', rate)}`;
  const kept =
    c.of('total', 'fulfilment_rate').ratio?.percent == null
      ? []
      : line`；合同履约率${c.figure('total', 'fulfilment_rate')}（签约${c.partOf('fulfilment_rate', 'denominator')}个，未退库${c.partOf('fulfilment_rate', 'numerator')}个）`;
  const started = reached('started_count', 'start_rate', '开工');
  const producing = reached('producing_count', 'production_rate', '投产');
  return [line`${untilLabel(bundle)}，${c.figure('total', 'signed_count')}个签约项目中，${started}；${producing}${kept}。`];
}

function investment(c: Citing, bundle: MonthlyFigures): Runs {
  const { month, investedFrom } = bundle;
  const from = investedFrom === 0 ? '' : `总投资${formatFen(investedFrom, '万元', 0)}万元及以上、`;
  if (c.valueOf('total', 'invested_count') === 0) return line`台账无${from}有完成投资记录的项目。`;
  const parts: Runs[] = [];
  const part = (key: FigureKey, word: string) => {
    if (c.valueOf('total', key) > 0) parts.push(line`${word}${c.figure('total', key)}个`);
  };
  part('new_count', `${yearLabel(month)}新建`);
  part('continued_count', '往年续建');
  const undated = c.valueOf('total', 'invested_count') - c.valueOf('total', 'new_count') - c.valueOf('total', 'continued_count');
  if (undated > 0) {
    const n = c.cite({
      ref: 'invested_count_undated',
      figure: 'invested_count',
      kind: 'count',
      text: String(undated),
      value: undated,
      name: '有投资项目数·未登记开工时间',
    });
    parts.push(line`未登记开工时间${n}个`);
  }
  return line`${untilLabel(bundle)}，${from}有完成投资记录的项目${c.figure('total', 'invested_count')}个，累计完成投资${c.figure('total', 'invested_amount')}。其中${joined(parts, '、')}。`;
}

function steps(c: Citing, { month }: MonthlyFigures): Runs {
  const step = (period: Whole) => {
    const one = (key: FigureKey, word: string) =>
      c.valueOf(period, key) === 0 ? line`无新${word}项目` : line`新${word}项目${c.figure(period, key)}个`;
    return joined([one('opened_count', '开工'), one('put_into_production_count', '投产')], '，');
  };
  const year = line`${yearLabel(month)}${yearToDateLabel(month)}，${step('year')}`;
  if (c.periods.current.from === c.periods.year.from) return line`${year}。`;
  return line`${year}；其中${monthLabel(month)}${step('current')}。`;
}
