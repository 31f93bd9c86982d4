import type { FigureKey } from '../../figures/domain/card.ts';
import type { Citing } from './citing.ts';
import { type Block, heading, line, paragraph, type Runs, slot } from './content.ts';
import type { Listed, MonthlyFigures } from './monthly-figures.ts';
import { dateText } from './number-text.ts';
import { monthLabel } from './period.ts';

type List = Readonly<{
  title: string;
  /** 无新签约项目 */
  word: string;
  figure: FigureKey;
  tag: string;
  list: Listed;
  dateTitle: string;
  amountTitle: string;
  /** The amount's own figure, where it has one. */
  amountFigure: FigureKey | null;
}>;

/** 三、新签、新开、新投项目 */
export function newProjectsSection(c: Citing, bundle: MonthlyFigures): Block[] {
  const { signed, opened, produced } = bundle;
  const total = { amountTitle: '总投资', amountFigure: null };
  const lists: List[] = [
    {
      title: '新签约项目',
      word: '新签约',
      figure: 'signed_count',
      tag: 's',
      list: signed,
      dateTitle: '签约时间',
      amountTitle: '协议资金',
      amountFigure: 'signed_amount',
    },
    { title: '新开工项目', word: '新开工', figure: 'opened_count', tag: 'o', list: opened, dateTitle: '开工时间', ...total },
    { title: '新投产项目', word: '新投产', figure: 'put_into_production_count', tag: 'p', list: produced, dateTitle: '投产时间', ...total },
  ];
  return [heading(1, '新签、新开、新投项目'), ...lists.flatMap((list) => listBlocks(c, bundle, list)), slot('projects')];
}

function listBlocks(c: Citing, bundle: MonthlyFigures, of: List): Block[] {
  const { title, word, figure, tag, list, amountTitle, amountFigure } = of;
  const label = monthLabel(bundle.month);
  if (c.valueOf('current', figure) === 0) return [heading(2, title), paragraph(line`${label}无${word}项目。`)];
  const totalName = `${title}${amountTitle}合计`;
  const whole = { figure, kind: 'amount', value: list.amount, name: totalName, rows: list.count } as const;
  const inWan = amountFigure
    ? c.figureInWan('current', amountFigure)
    : c.cite({ ...whole, ref: `total_${tag}`, text: c.wan(list.amount) }, c.periods.current);
  const inWords = amountFigure
    ? c.figure('current', amountFigure)
    : c.cite({ ...whole, ref: `total_${tag}_words`, text: c.words(list.amount) }, c.periods.current);
  const rows = list.items.map((p, i) => ({
    isTotal: false,
    cells: [
      [String(i + 1)],
      [p.name],
      [p.unitName],
      [p.date === null ? '—' : dateText(p.date)],
      [c.projectAmount(`${tag}${i + 1}`, p.amount, `${amountTitle}（${p.name}）`, p.id, { figure: amountFigure })],
    ] as Runs[],
  }));
  const isWhole = list.items.length === list.count;
  return [
    heading(2, title),
    paragraph(line`${label}${word}项目${c.figure('current', figure)}个，${amountTitle}${inWords}。`),
    {
      kind: 'table',
      caption: `${label}${title}`,
      unit: '单位：万元',
      columns: [
        { title: '序号', align: 'center', width: 0.95 },
        { title: '项目名称', align: 'left', width: 4 },
        { title: '责任单位', align: 'left', width: 2.2 },
        { title: of.dateTitle, align: 'center', width: 1.45 },
        { title: amountTitle, align: 'right', width: 1.5 },
      ],
      rows: [...rows, { cells: [[''], ['合计'], [''], [''], [inWan]], isTotal: true }],
      note: isWhole ? null : `注：按${amountTitle}由高到低列前${list.items.length}个，合计为全部${title}，明细见附件。`,
    },
  ];
}
