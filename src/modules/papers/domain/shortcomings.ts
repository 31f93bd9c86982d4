import { ratio } from '../../../kernel/number.ts';
import type { Citing } from './citing.ts';
import { type Block, heading, joined, line, paragraph, type Runs, slot } from './content.ts';
import type { MonthlyFigures, UnitFigures } from './monthly-figures.ts';
import { wholeOf } from './overall.ts';
import { isCombined, monthLabel, untilLabel } from './period.ts';

/** 五、存在不足: what the ledger shows, unit by unit in 建制序, without a judgement. */
export function shortcomingsSection(c: Citing, bundle: MonthlyFigures): Block[] {
  const found = [silent(c, bundle), waiting(c, bundle), belowOverall(c, bundle)].filter((runs) => runs.length > 0);
  const none = line`${monthLabel(bundle.month)}台账数据未反映需要列示的事项。`;
  return [heading(1, '存在不足'), ...(found.length > 0 ? found : [none]).map(paragraph), slot('shortcomings')];
}

function silent(c: Citing, { reporting, month, projects }: MonthlyFigures): Runs {
  if (reporting.silent.length === 0) return [];
  if (projects) return line`${monthLabel(month)}台账无新增记录。`;
  const n = c.units('silent_units', reporting.silent.length, `${monthLabel(month)}台账无新增记录的单位数`, {}, c.periods.current);
  const all = c.units('reporting_units', reporting.units, '有项目的单位数', {}, c.periods.current);
  const names = reporting.silent.map((u) => u.name).join('、');
  return line`${monthLabel(month)}，有项目的${all}个单位中，${n}个单位台账${isCombined(month) ? '两个月均' : '当月'}无新增记录：${names}。`;
}

const tagOf = (bundle: MonthlyFigures, u: UnitFigures) =>
  ({ dimension: 'unit', bucket: u.bucket, name: u.name, tag: `u${bundle.units.indexOf(u) + 1}` }) as const;

function waiting(c: Citing, bundle: MonthlyFigures): Runs {
  if (c.valueOf('total', 'waiting_count') === 0) return [];
  const within = bundle.projects ? [] : bundle.units.filter((u) => (u.values.waiting_count.value ?? 0) > 0);
  const list = joined(
    within.map((u) => line`${u.name}${c.group('waiting_count', u.values.waiting_count, tagOf(bundle, u))}个`),
    '、',
  );
  return line`${untilLabel(bundle)}，签约满6个月尚未开工的项目${c.figure('total', 'waiting_count')}个${within.length ? line`，其中${list}` : []}。`;
}

function belowOverall(c: Citing, bundle: MonthlyFigures): Runs {
  const overall = c.of('total', 'arrival_rate').ratio;
  if (!overall || overall.percent === null || bundle.projects) return [];
  const below = bundle.units.filter(
    ({
      values: {
        arrival_rate: { ratio: r },
      },
    }) => r && r.percent !== null && isBelow(r, overall),
  );
  if (below.length === 0) return [];
  const n = c.units('units_below_rate', below.length, `资金到位率低于${wholeOf(bundle.unit)}的单位数`, {
    figure: 'arrival_rate',
    dimension: 'unit',
  });
  const list = joined(
    below.map((u) => line`${u.name}（${c.group('arrival_rate', u.values.arrival_rate, tagOf(bundle, u))}）`),
    '、',
  );
  return line`资金到位率低于${wholeOf(bundle.unit)}水平（${c.figure('total', 'arrival_rate')}）的单位${n}个：${list}。`;
}

type Fraction = Readonly<{ numerator: number; denominator: number }>;
/** Compared exactly, as fractions: what merely rounds to the same is not below. */
function isBelow(a: Fraction, b: Fraction): boolean {
  const exactly = BigInt(a.numerator) * BigInt(b.denominator) < BigInt(b.numerator) * BigInt(a.denominator);
  return exactly && ratio(a.numerator, a.denominator).percent !== ratio(b.numerator, b.denominator).percent;
}
