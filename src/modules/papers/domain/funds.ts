import { monthOf } from '../../../kernel/day.ts';
import { ratio } from '../../../kernel/number.ts';
import type { FigureKey } from '../../figures/domain/card.ts';
import type { Citing } from './citing.ts';
import { type Block, heading, joined, line, paragraph, type Runs, slot, type Table } from './content.ts';
import type { IndustryFigures, MonthlyFigures } from './monthly-figures.ts';
import { monthKeys } from './monthly-figures.ts';
import { wholeOf } from './overall.ts';
import { untilLabel, yearLabel, yearToDateLabel } from './period.ts';

const leading = 3;

/** 四、资金情况 */
export function fundsSection(c: Citing, bundle: MonthlyFigures): Block[] {
  return [
    heading(1, '资金情况'),
    heading(2, '分月情况'),
    ...byMonth(c, bundle),
    heading(2, '分行业情况'),
    ...byIndustry(c, bundle),
    slot('funds'),
  ];
}

function byMonth(c: Citing, bundle: MonthlyFigures): Block[] {
  const year = `${yearLabel(bundle.month)}${yearToDateLabel(bundle.month)}`;
  const money = (key: FigureKey, some: string, none: string) =>
    c.valueOf('year', key) === 0 ? line`${none}` : line`${some}${c.figure('year', key)}`;
  const [arrived, invested] = [
    money('arrived_amount', '到位资金', '无资金到位记录'),
    money('invested_amount', '完成投资', '无完成投资记录'),
  ];
  const peaks = joined(
    [peak(c, bundle, 'arrived_amount', '到位资金'), peak(c, bundle, 'invested_amount', '完成投资')].filter((p) => p.length),
    '，',
  );
  const sentence = line`${year}，${arrived}，${invested}${peaks.length ? line`；其中${peaks}` : []}。`;
  const isEmpty = monthKeys.every((key) => c.valueOf('year', key) === 0 && bundle.months.every((m) => !m.values[key].value));
  return [paragraph(sentence), ...(isEmpty ? [] : [monthTable(c, bundle)])];
}

/** The single month with the most, where there are months to compare. */
function peak(c: Citing, { months }: MonthlyFigures, key: 'arrived_amount' | 'invested_amount', word: string): Runs {
  const known = months.filter((m) => m.from === monthOf(m.through) && (m.values[key].value ?? 0) > 0);
  if (known.length < 2) return [];
  const most = known.reduce((best, m) => (m.values[key].value! > best.values[key].value! ? m : best));
  const at = months.indexOf(most);
  const v = most.values[key];
  const number = c.cite(
    { ref: `${key}_peak`, figure: key, kind: 'amount', value: v.value, text: c.words(v.value!), rows: v.rows, version: v.version },
    months[at],
  );
  return line`${most.label}${word}最多（${number}）`;
}

function monthTable(c: Citing, bundle: MonthlyFigures): Table {
  const { months } = bundle;
  const rows = months.map((m, i) => ({
    isTotal: false,
    cells: [[m.label], ...monthKeys.map((key): Runs => [c.inMonth(key, m.values[key], m, i + 1)])],
  }));
  const left = monthKeys.map((key) => c.valueOf('year', key) - months.reduce((sum, m) => sum + (m.values[key].value ?? 0), 0));
  const rest = (): Runs[] =>
    monthKeys.map((key, i): Runs => {
      const isCount = key === 'signed_count';
      const text = isCount ? String(left[i]!) : c.wan(left[i]!);
      const kind = isCount ? 'count' : 'amount';
      return [
        c.cite({ ref: `${key}_adjusted`, figure: key, kind, value: left[i]!, text, name: `${c.nameOf(key)}·其后调整` }, c.periods.year),
      ];
    });
  const isAdjusted = left.some((n) => n !== 0);
  const total = monthKeys.map((key): Runs => [key === 'signed_count' ? c.figure('year', key) : c.figureInWan('year', key)]);
  return {
    kind: 'table',
    caption: `${yearLabel(bundle.month)}分月情况`,
    unit: '单位：个、万元',
    columns: [
      { title: '月份', align: 'center', width: 1.4 },
      { title: '新签约项目', align: 'right', width: 1.4 },
      { title: '协议资金', align: 'right', width: 1.6 },
      { title: '到位资金', align: 'right', width: 1.6 },
      { title: '完成投资', align: 'right', width: 1.6 },
    ],
    rows: [
      ...rows,
      ...(isAdjusted ? [{ isTotal: false, cells: [['其后调整'], ...rest()] as Runs[] }] : []),
      { isTotal: true, cells: [['合计'], ...total] as Runs[] },
    ],
    note: isAdjusted ? '注：各月为当月月末数；只登记到年份的、其后签订补充协议的和其后退库、流转的列入“其后调整”。' : null,
  };
}

const agreedOf = (i: IndustryFigures) => i.values.signed_amount.value ?? 0;

function byIndustry(c: Citing, bundle: MonthlyFigures): Block[] {
  const industries = bundle.industries.filter((i) => (i.values.signed_count.value ?? 0) > 0 || (i.values.arrived_amount.value ?? 0) !== 0);
  if (industries.length === 0) return [paragraph(line`${untilLabel(bundle)}，${wholeOf(bundle.unit)}台账无签约项目，无分行业数据。`)];
  const sorted = industries.toSorted((a, b) => agreedOf(b) - agreedOf(a));
  const group = (i: IndustryFigures) =>
    ({ dimension: 'industry', bucket: i.bucket, name: i.name, tag: `i${bundle.industries.indexOf(i) + 1}` }) as const;
  const cell = (i: IndustryFigures, key: keyof IndustryFigures['values'], inWan = false): Runs => [
    c.group(key, i.values[key], group(i), inWan),
  ];
  const table: Table = {
    kind: 'table',
    caption: `${untilLabel(bundle)}分行业情况`,
    unit: '单位：个、万元',
    columns: [
      { title: '行业门类', align: 'left', width: 3.2 },
      { title: '签约项目', align: 'right', width: 1.2 },
      { title: '协议资金', align: 'right', width: 1.6 },
      { title: '到位资金', align: 'right', width: 1.6 },
      { title: '到位率', align: 'right', width: 1.2 },
    ],
    rows: [
      ...sorted.map((i) => ({
        isTotal: false,
        cells: [
          [i.name],
          cell(i, 'signed_count'),
          cell(i, 'signed_amount', true),
          cell(i, 'arrived_amount', true),
          cell(i, 'arrival_rate'),
        ] as Runs[],
      })),
      {
        isTotal: true,
        cells: [
          ['合计'],
          [c.figure('total', 'signed_count')],
          [c.figureInWan('total', 'signed_amount')],
          [c.figureInWan('total', 'arrived_amount')],
          [c.figure('total', 'arrival_rate')],
        ],
      },
    ],
    note: '注：行业按国民经济行业分类（GB/T 4754—2017）门类。',
  };
  return [...shares(c, bundle, sorted.filter((i) => agreedOf(i) > 0).slice(0, leading), group), table];
}

type GroupOf = (i: IndustryFigures) => Readonly<{ dimension: 'industry'; bucket: string; name: string; tag: string }>;
function shares(c: Citing, bundle: MonthlyFigures, first: readonly IndustryFigures[], group: GroupOf): Block[] {
  const whole = c.valueOf('total', 'signed_amount');
  const [only, ...others] = first;
  if (!only || whole <= 0) return [];
  if (others.length === 0)
    return [paragraph(line`签约项目的协议资金均属${only.name}（${c.group('signed_amount', only.values.signed_amount, group(only))}）。`)];
  const items = first.map((i) => {
    const { tag, ...part } = group(i);
    const { percent } = ratio(agreedOf(i), whole);
    const share = c.cite({
      ...part,
      ref: `share_${tag}`,
      figure: 'signed_amount',
      kind: 'rate',
      text: `${percent}%`,
      percent,
      ratio: { numerator: agreedOf(i), denominator: whole, unit: 'fen' },
      name: `协议资金占比（${i.name}）`,
    });
    return line`${i.name}${c.group('signed_amount', i.values.signed_amount, group(i))}，占${share}`;
  });
  return [paragraph(line`${untilLabel(bundle)}，协议资金居前的行业为${joined(items, '；')}。`)];
}
