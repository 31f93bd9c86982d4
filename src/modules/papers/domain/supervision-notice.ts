import { firstDayOf, type Month } from '../../../kernel/day.ts';
import { sourceWords, unitStateWords } from '../../meetings/domain/supervision.ts';
import { citingLines, type CitingLines } from './citing-lines.ts';
import { type Block, type Content, heading, joined, line, paragraph, type Run, slot, type Table, type Texts } from './content.ts';
import { untilLabel, yearLabel } from './period.ts';
import { shortName } from './short-name.ts';
import {
  countsOf,
  isOpenAndLate,
  linesOf,
  type SupervisionFigures,
  taskCounts,
  type TaskCounts,
  type TaskLine,
} from './supervision-figures.ts';

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
  const c = citingLines(figures.lines, { from: firstDayOf(figures.from), through: figures.through });
  return {
    title: `${name}督办通报`,
    blocks: [slot('intro'), ...overall(c, figures), ...tasks(figures), ...overdue(c, figures), ...asked(c, figures), slot('next')],
    numbers: c.numbers(),
    lines: figures.lines.map((l) => {
      const { no, dueOn } = l;
      const opens = { kind: 'task' as const, id: l.taskId };
      return { opens, no, title: titleOf(l), unitName: shortName(figures.unit.name, l.unitName), dueOn, stands: standsOf(l) };
    }),
    attachment: `${name}督办事项明细`,
    disclaimer: '管理数据，非统计数据',
  };
}

const numbered = (lines: readonly TaskLine[]) => new Set(lines.map((l) => l.taskId)).size;
type Citing = CitingLines<TaskLine>;

const countedWords: Readonly<Record<keyof TaskCounts, string>> = {
  all: '交办',
  done: '办结',
  doneLate: '超期办结',
  underWay: '在办',
  overdue: '超期未办结',
  extended: '延期',
};

function overall(c: Citing, { unit, from, month, madeOn, lines }: SupervisionFigures): Block[] {
  const count = (key: keyof TaskCounts) => c.cite(linesOf(lines, key), { ref: key, name: `${countedWords[key]}的督办事项` });
  const tasksIn = (some: readonly TaskLine[], ref: string, name: string) =>
    c.cite(some, { ref, name, text: String(numbered(some)) }, numbered(some));
  const earlier = lines.filter((l) => l.issuedOn.slice(0, 7) < from);
  const issued = lines.filter((l) => l.issuedOn.slice(0, 7) >= from);
  const { doneLate, extended } = countsOf(lines);
  const carried = line`，结转以前未办结的${tasksIn(earlier, 'carried', '结转的督办事项')}项`;
  const text = line`${spanLabel(from, month)}下达督办事项${tasksIn(issued, 'issued', '下达的督办事项')}项${earlier.length > 0 ? carried : []}，按责任单位计${count('all')}件。${untilLabel({ month, madeOn })}，已办结${count('done')}件${doneLate > 0 ? line`（其中超期办结${count('doneLate')}件）` : []}、在办${count('underWay')}件、超期未办结${count('overdue')}件${extended > 0 ? line`；经同意延期的${count('extended')}件` : []}。`;
  const units = [...Map.groupBy(lines, (l) => l.unitId).values()].toSorted(
    (a, b) => countsOf(b).overdue - countsOf(a).overdue || b.length - a.length,
  );
  const row = (name: string, own: readonly TaskLine[], tag: string): Table['rows'][number] => ({
    cells: [
      [name],
      ...taskCounts.map((key) => [
        c.cite(linesOf(own, key), { ref: `${key}_${tag}`, name: `${name === '合计' ? '' : `${name}`}${countedWords[key]}的督办事项` }),
      ]),
    ],
    isTotal: name === '合计',
  });
  if (units.length < 2) return [heading(1, '总体情况'), paragraph(text)];
  const table: Table = {
    kind: 'table',
    caption: '各单位督办事项办理情况',
    unit: '单位：件',
    columns: [
      { title: '单位', align: 'left', width: 30 },
      ...taskCounts.map((key) => ({ title: countedWords[key], align: 'right' as const, width: 12 })),
    ],
    rows: [row('合计', lines, 'total'), ...units.map((own, i) => row(shortName(unit.name, own[0]!.unitName), own, `u${i + 1}`))],
    note: null,
  };
  return [heading(1, '总体情况'), paragraph(text), table];
}

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
function listing(caption: string, columns: Table['columns'], rows: readonly (readonly Run[])[], all: number): Table {
  return {
    kind: 'table',
    caption,
    unit: '',
    columns,
    rows: rows.map((cells) => ({ cells: cells.map((run) => [run]), isTotal: false })),
    note: all > mostListed ? `列出${mostListed}件，其余${all - mostListed}件见附件。` : null,
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
  const rows = lines.slice(0, mostListed).map((l) => [numberOf(l), titleOf(l), shortName(unit.name, l.unitName), l.dueOn, standsOf(l)]);
  return [heading(1, '督办事项办理情况'), listing('督办事项', columns, rows, lines.length)];
}

const daysOf = (c: Citing, l: TaskLine, calendar: SupervisionFigures['calendar'], ref: string) =>
  c.cite([l], { ref, name: `${numberOf(l)}超期`, text: lateWords(l.daysLate, calendar) }, l.daysLate);

function overdue(c: Citing, { unit, lines, calendar }: SupervisionFigures): Block[] {
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
    .slice(0, mostListed)
    .map((l, i) => {
      const days = daysOf(c, l, calendar, `days_${i + 1}`);
      return [numberOf(l), titleOf(l), shortName(unit.name, l.unitName), l.dueOn, days, l.said ?? '未反馈'];
    });
  return [heading(1, '超期未办结事项'), listing('超期未办结事项', columns, rows, late.length)];
}

/** Who is asked to explain. */
function asked(c: Citing, { unit, lines, calendar }: SupervisionFigures): Block[] {
  const late = lines.filter(isOpenAndLate);
  const units = [...Map.groupBy(late, (l) => l.unitId).values()];
  if (units.length === 0) return [heading(1, '有关要求')];
  const each = units.map((own, i) => {
    const longest = own.toSorted((a, b) => b.daysLate - a.daysLate)[0]!;
    const name = shortName(unit.name, own[0]!.unitName);
    const count = c.cite(own, { ref: `asked_${i + 1}`, name: `${name}超期未办结的督办事项` });
    return line`${name}（${count}件，最长超期${daysOf(c, longest, calendar, `longest_${i + 1}`)}）`;
  });
  const many = c.cite(late, { ref: 'asked', name: '应说明原因的单位', text: String(units.length) }, units.length);
  return [heading(1, '有关要求'), paragraph(line`请以下${many}个单位对超期未办结事项书面说明原因、提出办结时间：${joined(each, '、')}。`)];
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
