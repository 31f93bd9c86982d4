import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, sheetStream } from '../../platform/sheet/writer.ts';
import type { ProblemFilter } from './contract.ts';
import { problemNo, sourceWords, stateWords, tierWords } from './domain/words.ts';
import { problemsForSheet } from './queries.ts';
import { problemWords } from './rule-queries.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The filtered problems as a workbook. Refuses unit.unknown, problem.export_too_large. */
export async function exportProblems(
  db: Reader,
  { language, ...filter }: ProblemFilter & { language: 'zh' | 'en' },
  actor: Actor,
  now: Date,
): Promise<Download> {
  const today = dayOf(now);
  const rows = await problemsForSheet(db, filter, actor, today);
  const { types, levels } = await problemWords(db);
  const isZh = language === 'zh';
  const column = (zh: string, en: string, kind: 'text' | 'date' | 'integer', width = 14): SheetColumn => ({
    header: isZh ? zh : en,
    kind,
    width,
  });
  const body = sheetStream({
    sheetName: isZh ? '问题清单' : 'Problems',
    title: isZh ? '项目问题清单' : 'Problems of projects',
    caption: isZh ? `截至 ${today}` : `As of ${today}`,
    columns: [
      column('编号', 'No.', 'text', 18),
      column('项目编号', 'Project code', 'text', 18),
      column('项目名称', 'Project', 'text', 36),
      column('项目单位', 'Unit of the project', 'text', 20),
      column('问题', 'Problem', 'text', 40),
      column('类型', 'Type', 'text', 10),
      column('等级', 'Level', 'text', 10),
      column('来源', 'Raised from', 'text', 10),
      column('责任单位', 'Responsible unit', 'text', 20),
      column('层级', 'Tier', 'text', 12),
      column('状态', 'State', 'text', 12),
      column('提出日期', 'Raised', 'date'),
      column('办理时限', 'Due', 'date'),
      column('办结日期', 'Closed', 'date'),
      column('历时（天）', 'Days', 'integer', 10),
      column('超期', 'Overdue', 'text', 8),
    ],
    rows: rows.map((r) => [
      problemNo(r),
      r.projectCode,
      r.projectName,
      r.unitName,
      r.title,
      types.get(r.type)?.[language] ?? r.type,
      levels.get(r.level)?.[language] ?? r.level,
      sourceWords[r.source][language],
      r.ownerName,
      tierWords[r.tier][language],
      stateWords[r.state][language],
      r.raisedOn,
      r.dueOn,
      r.closedOn,
      r.ageDays,
      r.isOverdue ? (isZh ? '是' : 'yes') : '',
    ]),
    notes: [isZh ? '管理数据，非统计数据' : 'Management data, not official statistics'],
  });
  return { filename: `${isZh ? '问题清单' : 'problems'}-${today}.xlsx`, contentType: xlsx, body };
}
