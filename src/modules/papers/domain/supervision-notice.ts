import type { Month } from '../../../kernel/day.ts';
import { sourceWords, unitStateWords } from '../../meetings/domain/supervision.ts';
import { type Block, type Content, heading, paragraph, slot, type Table, type Texts } from './content.ts';
import { untilLabel, yearLabel } from './period.ts';
import { shortName } from './short-name.ts';
import { countsOf, isOpenAndLate, type SupervisionFigures, type TaskCounts, type TaskLine } from './supervision-figures.ts';

/** Longer lists are in the annex. */
export const mostListed = 60;

const monthNo = (month: Month) => Number(month.slice(5));
/** 2026年1—10月, 2026年10月, 2025年11月至2026年10月 */
export function spanLabel(from: Month, month: Month): string {
  if (from === month) return `${yearLabel(month)}${monthNo(month)}月`;
  return yearLabel(from) === yearLabel(month)
    ? `${yearLabel(month)}${monthNo(from)}—${monthNo(month)}月`
    : `${yearLabel(from)}${monthNo(from)}月至${yearLabel(month)}${monthNo(month)}月`;
}

/** Writes the circular of supervision (督办通报): the same bundle, the same paper. */
export function supervisionNotice(figures: SupervisionFigures): Content {
  const name = `${figures.unit.name}${spanLabel(figures.from, figures.month)}`;
  return {
    title: `${name}督办通报`,
    blocks: [slot('intro'), ...overall(figures), ...tasks(figures), ...overdue(figures), ...asked(figures), slot('next')],
    numbers: [],
    attachment: `${name}督办事项明细`,
    disclaimer: '管理数据，非统计数据',
  };
}

function overall({ unit, from, month, madeOn, lines }: SupervisionFigures): Block[] {
  const all = countsOf(lines);
  const numbered = (some: readonly TaskLine[]) => new Set(some.map((l) => l.taskId)).size;
  const earlier = lines.filter((l) => l.issuedOn.slice(0, 7) < from);
  const late = all.doneLate > 0 ? `（其中超期办结${all.doneLate}件）` : '';
  const text = [
    `${spanLabel(from, month)}下达督办事项${numbered(lines) - numbered(earlier)}项`,
    earlier.length > 0 ? `，结转以前未办结的${numbered(earlier)}项` : '',
    `，按责任单位计${all.all}件。${untilLabel({ month, madeOn })}，已办结${all.done}件${late}、在办${all.underWay}件、超期未办结${all.overdue}件`,
    all.extended > 0 ? `；经同意延期的${all.extended}件` : '',
    '。',
  ].join('');
  const units = [...Map.groupBy(lines, (l) => l.unitId).values()].toSorted(
    (a, b) => countsOf(b).overdue - countsOf(a).overdue || b.length - a.length,
  );
  const table: Table = {
    kind: 'table',
    caption: '各单位督办事项办理情况',
    unit: '单位：件',
    columns: [
      { title: '单位', align: 'left', width: 30 },
      ...['交办', '办结', '超期办结', '在办', '超期未办结', '延期'].map((title) => ({ title, align: 'right' as const, width: 12 })),
    ],
    rows: [row('合计', all, true), ...units.map((own) => row(shortName(unit.name, own[0]!.unitName), countsOf(own), false))],
    note: null,
  };
  return [heading(1, '总体情况'), paragraph([text]), ...(units.length > 1 ? [table] : [])];
}
const row = (name: string, c: TaskCounts, isTotal: boolean): Table['rows'][number] => ({
  cells: [name, c.all, c.done, c.doneLate, c.underWay, c.overdue, c.extended].map((cell) => [String(cell)]),
  isTotal,
});

/** How it stands, in words: 已办结，超期办结，待反馈，待验收，已退回，超期未办结. */
export function standsOf(line: TaskLine): string {
  if (line.state === 'accepted') return line.isOverdue ? '超期办结' : '已办结';
  const word = unitStateWords[line.state].zh;
  return line.isOverdue ? `超期，${word}` : word;
}
export const titleOf = ({ title }: TaskLine) => title || '在谈项目事项';
/** 12个工作日; a day late over a weekend is late by no working day yet. */
export const lateWords = (days: number, calendar: SupervisionFigures['calendar']) => {
  const day = calendar === 'working' ? '个工作日' : '天';
  return days === 0 ? `不足1${day}` : `${days}${day}`;
};
/** 〔2026〕3号, under 督办编号 */
const numberOf = ({ no }: TaskLine) => no.replace('督办', '');
export const originOf = ({ source }: TaskLine) => sourceWords[source].zh;

const column = (title: string, width: number, align: 'left' | 'center' = 'left') => ({ title, align, width });
function listing(caption: string, columns: Table['columns'], rows: readonly (readonly string[])[]): Table {
  return {
    kind: 'table',
    caption,
    unit: '',
    columns,
    rows: rows.slice(0, mostListed).map((cells) => ({ cells: cells.map((text) => [text]), isTotal: false })),
    note: rows.length > mostListed ? `列出${mostListed}件，其余${rows.length - mostListed}件见附件。` : null,
  };
}

function tasks({ unit, lines }: SupervisionFigures): Block[] {
  const columns = [
    column('督办编号', 18, 'center'),
    column('督办事项', 32),
    column('责任单位', 20),
    column('时限', 16, 'center'),
    column('办理情况', 16),
  ];
  const rows = lines.map((l) => [numberOf(l), titleOf(l), shortName(unit.name, l.unitName), l.dueOn, standsOf(l)]);
  return [heading(1, '督办事项办理情况'), listing('督办事项', columns, rows)];
}

function overdue({ unit, lines, calendar }: SupervisionFigures): Block[] {
  const late = lines.filter(isOpenAndLate);
  if (late.length === 0) return [heading(1, '超期未办结事项'), paragraph(['没有超期未办结的督办事项。'])];
  const columns = [
    column('督办编号', 22, 'center'),
    column('督办事项', 24),
    column('责任单位', 17),
    column('时限', 18, 'center'),
    column('已超期', 15, 'center'),
    column('最近反馈', 26),
  ];
  const rows = late
    .toSorted((a, b) => b.daysLate - a.daysLate)
    .map((l) => [numberOf(l), titleOf(l), shortName(unit.name, l.unitName), l.dueOn, lateWords(l.daysLate, calendar), l.said ?? '未反馈']);
  return [heading(1, '超期未办结事项'), listing('超期未办结事项', columns, rows)];
}

/** Who is asked to explain. */
function asked({ unit, lines, calendar }: SupervisionFigures): Block[] {
  const units = [...Map.groupBy(lines.filter(isOpenAndLate), (l) => l.unitId).values()];
  const each = units.map((own) => {
    const longest = lateWords(own.map((l) => l.daysLate).toSorted((a, b) => b - a)[0]!, calendar);
    return `${shortName(unit.name, own[0]!.unitName)}（${own.length}件，最长超期${longest}）`;
  });
  const text = `请以下${units.length}个单位对超期未办结事项书面说明原因、提出办结时间：${each.join('、')}。`;
  return [heading(1, '有关要求'), ...(units.length > 0 ? [paragraph([text])] : [])];
}

/** What people begin with; everything in it is theirs to change. */
export const supervisionTexts = (signer: string): Partial<Texts> => ({
  next: [
    '一是逐项对账销号。各责任单位对照清单逐项办理，办结的及时反馈办理结果，经验收后销号。',
    '二是确需延期的，在时限届满前说明原因、提出新的时限，不得逾期不报。',
    '三是多个单位共同办理的，由牵头单位统筹，配合单位按时提供情况。',
  ].join('\n'),
  signer,
});
