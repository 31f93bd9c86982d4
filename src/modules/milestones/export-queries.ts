import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, sheetStream } from '../../platform/sheet/writer.ts';
import type { NodeFilter } from './domain/list-view.ts';
import { classWords, roleWords } from './domain/words.ts';
import { nodesForSheet } from './list-queries.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The filtered nodes as a workbook. */
export async function exportNodes(
  db: Reader,
  { language, ...filter }: NodeFilter & { language: 'zh' | 'en' },
  actor: Actor,
  now: Date,
): Promise<Download> {
  const rows = await nodesForSheet(db, filter, actor, dayOf(now));
  const isZh = language === 'zh';
  const column = (zh: string, en: string, kind: 'text' | 'date' | 'integer', width = 14): SheetColumn => ({
    header: isZh ? zh : en,
    kind,
    width,
  });
  const body = sheetStream({
    sheetName: isZh ? '节点清单' : 'Milestones',
    title: isZh ? '项目节点清单' : 'Milestones of projects',
    caption: isZh ? `截至 ${dayOf(now)}` : `As of ${dayOf(now)}`,
    columns: [
      column('项目编号', 'Project code', 'text', 18),
      column('项目名称', 'Project', 'text', 36),
      column('责任单位', 'Unit', 'text', 20),
      column('负责人', 'Person', 'text', 10),
      column('项目类型', 'Class', 'text'),
      column('节点', 'Milestone', 'text', 22),
      column('责任主体', 'Who', 'text'),
      column('最迟开始', 'Start by', 'date'),
      column('最迟完成', 'Finish by', 'date'),
      column('基线完成', 'Baseline', 'date'),
      column('实际开始', 'Began', 'date'),
      column('实际完成', 'Finished', 'date'),
      column('逾期天数', 'Days late', 'integer', 10),
    ],
    rows: rows.map((r) => [
      r.projectCode,
      r.projectName,
      r.unitName,
      r.personName,
      classWords[r.class][language],
      r.name,
      roleWords[r.role][language],
      r.startOn,
      r.finishOn,
      r.baselineOn,
      r.startedOn,
      r.finishedOn,
      r.lateDays,
    ]),
    notes: [isZh ? '管理数据，非统计数据' : 'Management data, not official statistics'],
  });
  return { filename: `${isZh ? '节点清单' : 'milestones'}-${dayOf(now)}.xlsx`, contentType: xlsx, body };
}
