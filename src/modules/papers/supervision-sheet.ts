import type { SheetColumn, SheetSpec } from '../../platform/sheet/writer.ts';
import type { Content } from './domain/content.ts';
import type { SupervisionFigures } from './domain/supervision-figures.ts';
import { lateWords, originOf, standsOf, titleOf } from './domain/supervision-notice.ts';

const text = (header: string, width?: number): SheetColumn => ({ header, kind: 'text', ...(width && { width }) });
const integer = (header: string): SheetColumn => ({ header, kind: 'integer' });
const date = (header: string): SheetColumn => ({ header, kind: 'date' });

/** The annex of a circular of supervision: a line for each unit of each task. */
export function supervisionSheets({ lines, calendar }: SupervisionFigures, { attachment }: Content): SheetSpec[] {
  return [
    {
      sheetName: '督办明细',
      title: attachment,
      columns: [
        integer('序号'),
        text('编号', 18),
        text('来源', 12),
        text('督办事项', 40),
        text('涉及项目', 32),
        text('责任单位', 22),
        date('下达日期'),
        date('时限'),
        integer('延期次数'),
        text('办理情况', 14),
        date('反馈日期'),
        text('超期', 14),
        text('最近反馈', 50),
      ],
      rows: lines.map((l, i) => [
        i + 1,
        l.no,
        originOf(l),
        titleOf(l),
        l.projectName,
        l.unitName,
        l.issuedOn,
        l.dueOn,
        l.extended,
        standsOf(l),
        l.doneOn,
        l.isOverdue ? lateWords(l.daysLate, calendar) : '',
        l.said ?? '',
      ]),
    },
  ];
}
