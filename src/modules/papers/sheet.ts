import { clockTime } from '../../kernel/day.ts';
import { formatFen } from '../../kernel/money.ts';
import { figureBookmark } from '../../platform/docx/text.ts';
import type { SheetColumn, SheetLine, SheetSpec } from '../../platform/sheet/writer.ts';
import { cards, type FigureKey, figureKeys } from '../figures/domain/card.ts';
import { datesCounted } from '../figures/domain/card-dates.ts';
import { type Cited, type Content, placesOf } from './domain/content.ts';
import type { ListedProject, MonthlyFigures, UnitFigures } from './domain/monthly-figures.ts';
import { monthLabel, untilLabel } from './domain/period.ts';
import { stageNames } from './domain/stage-names.ts';
import type { AnnexRows, FigureRows } from './gather-queries.ts';

type Annexed = Readonly<{ content: Content; figures: MonthlyFigures; rows: AnnexRows }>;

const text = (header: string, width?: number): SheetColumn => ({ header, kind: 'text', ...(width && { width }) });
const integer = (header: string): SheetColumn => ({ header, kind: 'integer' });
const percent = (header: string): SheetColumn => ({ header, kind: 'percent' });
const date = (header: string): SheetColumn => ({ header, kind: 'date' });
const yuan = (header: string): SheetColumn => ({ header, kind: 'amount', unit: '元', width: 20 });
const wan = (header: string): SheetColumn => ({ header, kind: 'amount', unit: '万元', width: 18 });
const inWan = '单位：万元';

/** The annex of a paper: where every number comes from, the rows behind the main figures, the units, the definition cards. */
export function annexSheets(annexed: Annexed): SheetSpec[] {
  const { rows } = annexed;
  return [
    sources(annexed),
    signedSheet(annexed),
    amountSheet(annexed, '到位资金', '到位资金', rows.arrived_amount),
    amountSheet(annexed, '完成投资', '完成投资', rows.invested_amount),
    newSheet(annexed),
    waitingSheet(annexed),
    ...(annexed.figures.projects === null ? [unitSheet(annexed)] : []),
    cardSheet(annexed),
  ];
}

/** '13.5万元' and '132个' in one column: the two parts of a ratio. */
const exactly = (n: number, unit: 'fen' | 'count') => (unit === 'fen' ? `${formatFen(n, '元')}元` : `${n}个`);
const periodText = ({ from }: Pick<Cited, 'from'>) => from ?? '建账以来';
const kindNames: Record<Cited['kind'], string> = { count: '个数', amount: '金额', rate: '比率', growth: '增幅' };

function sources({ content, figures }: Annexed): SheetSpec {
  const taken = figures.closing ? `${figures.closing.month} 封账（${figures.closing.closedOn}）` : clockTime(new Date(figures.asOf));
  const lines = placesOf(content).map(({ cited, place, sentence }, i): SheetLine => {
    const { kind, value, ratio } = cited;
    return [
      i + 1,
      place,
      sentence,
      cited.name,
      kindNames[kind],
      cited.text,
      kind === 'amount' ? value : null,
      kind === 'count' ? value : null,
      cited.percent,
      ratio && exactly(ratio.numerator, ratio.unit),
      ratio && exactly(ratio.denominator, ratio.unit),
      cited.figure && cards[cited.figure].zh.cohort,
      periodText(cited),
      cited.through,
      taken,
      cited.figure,
      cited.version,
      cited.rows,
      figureBookmark(cited.ref),
    ];
  });
  return {
    sheetName: '数据来源',
    title: `${content.title}数据来源`,
    columns: [
      integer('序号'),
      text('文中位置', 26),
      text('文中语句', 48),
      text('指标', 28),
      text('类别', 8),
      text('文中数值', 14),
      yuan('精确值（元）'),
      integer('精确值（个）'),
      percent('比率'),
      text('分子', 22),
      text('分母', 22),
      text('统计范围', 40),
      text('起始月', 10),
      date('截止日'),
      text('取数时间', 20),
      text('指标代码', 22),
      text('口径版本', 10),
      integer('明细行数'),
      text('文中书签', 26),
    ],
    rows: lines,
    notes: ['管理数据，非统计数据。比率按四舍五入保留两位小数；精确值未经舍入。增幅的分子为两期之差，分母为对比期数值。'],
  };
}

/** What did not fit stands in a line of its own, so that the sheet adds up to the figure. */
const beyond = ({ items, total }: FigureRows) => (total > items.length ? `另有${total - items.length}个未逐个列出` : null);
const sumOf = (items: readonly { value: number }[]) => items.reduce((sum, r) => sum + r.value, 0);

function signedSheet({ figures, rows: { arrival_rate: all } }: Annexed): SheetSpec {
  const rest = beyond(all);
  const agreed = all.items.reduce((sum, r) => sum + (r.denominatorValue ?? 0), 0);
  const lines: SheetLine[] = all.items.map((r, i) => [
    i + 1,
    r.code,
    r.name,
    r.unitName,
    stageNames[r.stage] ?? r.stage,
    r.signedOn,
    r.denominatorValue,
    r.value,
  ]);
  return {
    sheetName: '签约项目',
    title: `签约项目（${untilLabel(figures)}）`,
    caption: inWan,
    columns: [
      integer('序号'),
      text('系统编号', 16),
      text('项目名称', 36),
      text('责任单位', 22),
      text('所处阶段', 10),
      date('签约时间'),
      wan('协议资金'),
      wan('累计到位资金'),
    ],
    rows: rest ? [...lines, [null, null, rest, null, null, null, (all.denominatorSum ?? 0) - agreed, all.sum - sumOf(all.items)]] : lines,
    totals: ['合计', null, `${all.total}个`, null, null, null, all.denominatorSum ?? 0, all.sum],
    notes: ['累计到位资金÷协议资金＝资金到位率。'],
  };
}

function amountSheet({ figures }: Annexed, sheetName: string, header: string, all: FigureRows): SheetSpec {
  const rest = beyond(all);
  const lines: SheetLine[] = all.items.map((r, i) => [
    i + 1,
    r.code,
    r.name,
    r.unitName,
    stageNames[r.stage] ?? r.stage,
    r.signedOn,
    r.value,
  ]);
  return {
    sheetName,
    title: `${sheetName}（建账以来，${untilLabel(figures)}）`,
    caption: inWan,
    columns: [
      integer('序号'),
      text('系统编号', 16),
      text('项目名称', 36),
      text('责任单位', 22),
      text('所处阶段', 10),
      date('签约时间'),
      wan(header),
    ],
    rows: rest ? [...lines, [null, null, rest, null, null, null, all.sum - sumOf(all.items)]] : lines,
    totals: ['合计', null, `${all.total}个`, null, null, null, all.sum],
  };
}

function newSheet({ figures, rows }: Annexed): SheetSpec {
  const of = (what: string, list: readonly ListedProject[], amount: string): SheetLine[] =>
    list.map((p, i) => [i + 1, what, p.code, p.name, p.unitName, p.date, amount, p.amount]);
  return {
    sheetName: '新签新开新投',
    title: `${monthLabel(figures.month)}新签约、新开工、新投产项目`,
    caption: inWan,
    columns: [
      integer('序号'),
      text('类别', 10),
      text('系统编号', 16),
      text('项目名称', 36),
      text('责任单位', 22),
      date('日期'),
      text('金额名称', 12),
      wan('金额'),
    ],
    rows: [...of('新签约', rows.signed, '协议资金'), ...of('新开工', rows.opened, '总投资'), ...of('新投产', rows.produced, '总投资')],
  };
}

function waitingSheet({ rows: { waiting_count: all } }: Annexed): SheetSpec {
  return {
    sheetName: '签约满6个月未开工',
    title: '签约满6个月未开工项目',
    columns: [integer('序号'), text('系统编号', 16), text('项目名称', 36), text('责任单位', 22), text('所处阶段', 10), date('签约时间')],
    rows: all.items.map((r, i) => [i + 1, r.code, r.name, r.unitName, stageNames[r.stage] ?? r.stage, r.signedOn]),
    totals: ['合计', null, `${all.total}个`],
  };
}

function unitSheet({ figures }: Annexed): SheetSpec {
  const { units, reporting, periods } = figures;
  const silent = new Set(reporting.silent.map((u) => u.id));
  const values = ({
    signed_count,
    signed_amount,
    arrived_amount,
    arrival_rate,
    start_rate,
    invested_amount,
    waiting_count,
  }: UnitFigures['values']) => [
    signed_count.value,
    signed_amount.value,
    arrived_amount.value,
    arrival_rate.ratio?.percent ?? null,
    start_rate.ratio?.percent ?? null,
    invested_amount.value,
    waiting_count.value,
  ];
  return {
    sheetName: '分单位',
    title: `分单位情况（${untilLabel(figures)}）`,
    caption: inWan,
    columns: [
      integer('名次'),
      text('单位', 26),
      integer('签约项目（个）'),
      wan('协议资金'),
      wan('到位资金'),
      percent('到位率'),
      percent('开工率'),
      wan('完成投资'),
      integer('满6个月未开工（个）'),
      text(`${monthLabel(figures.month)}台账有无新增`, 18),
    ],
    rows: units.map((u) => [u.values.signed_amount.value ? u.rank : null, u.name, ...values(u.values), silent.has(u.bucket) ? '无' : '有']),
    totals: ['合计', null, ...values(periods.total!), null],
    notes: ['按建制序排列；名次按累计协议资金，数额相同的并列。'],
  };
}

/** Whose date of a start or of production a figure counts by, beside what its card says. */
function dateCounted(key: FigureKey, dates: MonthlyFigures['dates']): string {
  const event = datesCounted[key];
  if (!event || !dates) return '';
  const who = dates[event];
  return `；${event === 'started' ? '开工' : '投产'}时间取${who === null ? '单位申报' : `${who}认定`}`;
}

function cardSheet({ content, figures }: Annexed): SheetSpec {
  const used = new Set(content.numbers.map((n) => n.figure));
  return {
    sheetName: '口径卡',
    title: '指标口径',
    columns: [
      text('指标', 20),
      text('版本', 10),
      text('定义', 46),
      text('分子', 24),
      text('分母', 24),
      text('统计范围', 36),
      text('不计入', 36),
      text('时点', 36),
      text('数据来源', 40),
      text('与统计口径差异', 40),
    ],
    rows: figureKeys
      .filter((key) => used.has(key))
      .map((key) => {
        const { zh, version } = cards[key];
        return [
          zh.name,
          version,
          zh.definition,
          zh.numerator ?? null,
          zh.denominator ?? null,
          zh.cohort,
          zh.exclusions,
          `${zh.dateUsed}${dateCounted(key, figures.dates)}`,
          zh.source,
          zh.difference,
        ];
      }),
  };
}
