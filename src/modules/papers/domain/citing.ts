import type { Fen } from '../../../kernel/money.ts';
import { cards, type FigureKey } from '../../figures/domain/card.ts';
import type { Cited, Run, Runs } from './content.ts';
import { line } from './content.ts';
import type { FigureSet, MonthlyFigures, Value } from './monthly-figures.ts';
import { amountText, growthOf, wanText } from './number-text.ts';
import { type Period, type PeriodName, periodsOf } from './period.ts';

type Part = Partial<Cited> & Pick<Cited, 'ref' | 'text' | 'kind'>;
type GroupPart = Readonly<{ dimension: 'unit' | 'industry'; bucket: string; name: string; tag: string }>;
export type Whole = Exclude<PeriodName, 'yearBefore' | 'currentBefore' | 'previous'>;
/** What a number is compared with. */
type Comparison = Readonly<{ word: '同比' | '环比'; than: '上年同期' | '上月'; before: FigureSet }>;

const unitOf = (key: FigureKey) => (key === 'arrival_rate' ? ('fen' as const) : ('count' as const));
const ratioOf = (key: FigureKey, v: Value) =>
  v.ratio && { numerator: v.ratio.numerator, denominator: v.ratio.denominator, unit: unitOf(key) };
const suffix = (period: PeriodName) => (period === 'total' ? '' : `_${period}`);

function textOf(key: FigureKey, v: Value, inWan: boolean): string | null {
  const { kind } = cards[key];
  if (kind === 'rate') return v.ratio?.percent ? `${v.ratio.percent}%` : null;
  if (kind === 'count') return String(v.value ?? 0);
  return (inWan ? wanText : amountText)(v.value ?? 0);
}

/** Writes numbers of a bundle as runs and remembers what each is, so that none stands in a paper without its source. */
export function citing(bundle: MonthlyFigures) {
  const periods = periodsOf(bundle);
  const numbers = new Map<string, Cited>();

  function cite(part: Part, period: Period = periods.total): Run {
    const card = part.figure ? cards[part.figure] : null;
    const blank = { figure: null, value: null, percent: null, ratio: null, rows: null, dimension: null, bucket: null, projectId: null };
    numbers.set(part.ref, {
      ...blank,
      name: card?.zh.name ?? '',
      version: card?.version ?? null,
      from: period.from,
      through: period.through,
      ...part,
    });
    return { text: part.text, ref: part.ref };
  }
  const of = (period: Whole, key: FigureKey) => bundle.periods[period]![key];
  const valueOf = (period: Whole, key: FigureKey) => of(period, key).value ?? 0;

  /** A value as text: a count bare, an amount with its unit (or in 万元 without it), a rate in per cent; a rate over nothing is a dash. */
  function write(key: FigureKey, v: Value, tag: string, period: Period, more: Partial<Cited> = {}, inWan = false): Run {
    const { kind } = cards[key];
    const text = textOf(key, v, inWan);
    if (text === null) return '—';
    const ref = `${key}${tag}${inWan ? '_wan' : ''}`;
    const exact = { value: v.value, percent: v.ratio?.percent ?? null, ratio: ratioOf(key, v), rows: v.rows, version: v.version };
    return cite({ ref, figure: key, kind, text, ...exact, ...more }, period);
  }

  const figure = (period: Whole, key: FigureKey) => write(key, of(period, key), suffix(period), periods[period]);
  const figureInWan = (period: Whole, key: FigureKey) => write(key, of(period, key), suffix(period), periods[period], {}, true);
  const group = (key: FigureKey, v: Value, { tag, ...part }: GroupPart, inWan = false) =>
    write(key, v, `_${tag}`, periods.total, { ...part, name: `${cards[key].zh.name}（${part.name}）` }, inWan);
  const inMonth = (key: FigureKey, v: Value, period: Period, at: number) => write(key, v, `_m${at}`, period, {}, true);

  /** A part of a rate as a number of its own. */
  function partOf(key: FigureKey, which: 'numerator' | 'denominator'): Run {
    const v = of('total', key);
    const n = v.ratio?.[which] ?? 0;
    const isMoney = unitOf(key) === 'fen';
    const name = `${cards[key].zh.name}·${which === 'numerator' ? '分子' : '分母'}（${cards[key].zh[which] ?? ''}）`;
    const text = isMoney ? amountText(n) : String(n);
    return cite({
      ref: `${key}_${which}`,
      figure: key,
      kind: isMoney ? 'amount' : 'count',
      text,
      value: n,
      name,
      rows: v.rows,
      version: v.version,
    });
  }

  /** 同比增加3个 / 同比增长12.34% / 同比持平. */
  function change(period: Whole, key: FigureKey, { word, than, before }: Comparison): Runs {
    const [now, then] = [valueOf(period, key), before[key].value ?? 0];
    const card = cards[key];
    const none = `${than}无可比数`;
    const ref = `${key}${suffix(period)}_${word === '同比' ? 'yoy' : 'mom'}`;
    const shared = { ref, figure: key, name: `${card.zh.name}${word}${card.kind === 'count' ? '增减' : '增幅'}` };
    if (now === then) return [`${word}持平`];
    if (card.kind === 'count') {
      const by = now - then;
      return line`${word}${by > 0 ? '增加' : '减少'}${cite({ ...shared, kind: 'count', value: by, text: String(by > 0 ? by : -by) }, periods[period])}个`;
    }
    const growth = growthOf(now, then);
    if (!growth) return [none];
    const { text, percent, isMultiple, ...parts } = growth;
    const ratio = { ...parts, unit: 'fen' as const };
    if (isMultiple)
      return line`为${than}的${cite({ ...shared, kind: 'rate', text, percent, ratio, name: `${card.zh.name}与${than}之比` }, periods[period])}`;
    return line`${word}${parts.numerator > 0 ? '增长' : '下降'}${cite({ ...shared, kind: 'growth', text, percent, ratio }, periods[period])}`;
  }

  /** A count of units, which is no figure of projects. */
  const units = (ref: string, n: number, name: string, more: Partial<Cited> = {}, period?: Period) =>
    cite({ ref, kind: 'count', text: String(n), value: n, name, ...more }, period);
  /** An amount of one project, in a table of 万元. */
  const projectAmount = (ref: string, fen: Fen, name: string, projectId: string, more: Partial<Cited> = {}) =>
    cite({ ref, kind: 'amount', text: wanText(fen), value: fen, name, projectId, rows: 1, ...more });

  return {
    periods,
    cite,
    wan: wanText,
    words: amountText,
    nameOf: (key: FigureKey) => cards[key].zh.name,
    of,
    valueOf,
    figure,
    figureInWan,
    group,
    inMonth,
    partOf,
    change,
    units,
    projectAmount,
    numbers: () => [...numbers.values()],
  };
}
export type Citing = ReturnType<typeof citing>;
