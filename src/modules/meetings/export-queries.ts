import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, sheetStream } from '../../platform/sheet/writer.ts';
import type { TaskFilter } from './contract.ts';
import { sourceWords, supervisionNo, unitStateWords } from './domain/supervision.ts';
import { lastFeedback, tasksForSheet } from './task-queries.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** 督办台账: the filtered tasks as a workbook, a line for each unit. Refuses unit.unknown, supervision.export_too_large. */
export async function exportTasks(
  db: Reader,
  { language, ...filter }: TaskFilter & { language: 'zh' | 'en' },
  actor: Actor,
  now: Date,
): Promise<Download> {
  const today = dayOf(now);
  const tasks = await tasksForSheet(db, filter, actor, today);
  // Where the title is hidden so is what was fed back.
  const said = await lastFeedback(
    db,
    tasks.filter((t) => t.title !== '').map((t) => t.id),
  );
  const isZh = language === 'zh';
  const yes = isZh ? '是' : 'yes';
  const column = (zh: string, en: string, kind: 'text' | 'date', width = 12): SheetColumn => ({ header: isZh ? zh : en, kind, width });
  const body = sheetStream({
    sheetName: isZh ? '督办台账' : 'Tasks',
    title: isZh ? '督办台账' : 'Tasks of units',
    caption: isZh ? `截至 ${today}` : `As of ${today}`,
    columns: [
      column('编号', 'No.', 'text', 18),
      column('来源', 'From', 'text'),
      column('督办事项', 'Task', 'text', 40),
      column('涉及项目', 'Project', 'text', 32),
      column('下达日期', 'Issued', 'date'),
      column('责任单位', 'Unit', 'text', 22),
      column('牵头', 'Leads', 'text', 8),
      column('时限', 'Due', 'date'),
      column('办理情况', 'State', 'text'),
      column('反馈日期', 'Fed back', 'date'),
      column('超期', 'Late', 'text', 8),
      column('最近反馈', 'Fed back last', 'text', 50),
    ],
    rows: tasks.flatMap((t) =>
      t.units.map((u, i) => [
        supervisionNo(t),
        sourceWords[t.source][language],
        t.title,
        t.projectName,
        t.issuedOn,
        u.unitName,
        i === 0 && t.units.length > 1 ? yes : '',
        u.dueOn,
        unitStateWords[u.state][language],
        u.doneOn,
        u.isOverdue ? yes : '',
        said.get(`${t.id} ${u.unitId}`) ?? '',
      ]),
    ),
    notes: [isZh ? '管理数据，非统计数据' : 'Management data, not official statistics'],
  });
  return { filename: `${isZh ? '督办台账' : 'tasks'}-${today}.xlsx`, contentType: xlsx, body };
}
