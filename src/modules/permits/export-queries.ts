import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, sheetStream } from '../../platform/sheet/writer.ts';
import { roleWords } from '../milestones/domain/words.ts';
import type { PermitFilter, PermitOrder } from './domain/list-view.ts';
import { stageWords, stateWords } from './domain/words.ts';
import { permitsForSheet } from './list-queries.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Asked = PermitFilter & PermitOrder & Readonly<{ language: 'zh' | 'en' }>;

/** The filtered approvals as a workbook. */
export async function exportPermits(db: Reader, { language, sort, order, ...filter }: Asked, actor: Actor, now: Date): Promise<Download> {
  const today = dayOf(now);
  const rows = await permitsForSheet(db, { filter, order: { sort, order } }, actor, today);
  const isZh = language === 'zh';
  const column = (zh: string, en: string, kind: 'text' | 'date' | 'integer', width = 14): SheetColumn => ({
    header: isZh ? zh : en,
    kind,
    width,
  });
  const body = sheetStream({
    sheetName: isZh ? '审批事项' : 'Approvals',
    title: isZh ? '项目审批事项清单' : 'Approvals of projects',
    caption: isZh ? `截至 ${today}` : `As of ${today}`,
    columns: [
      column('项目编号', 'Project code', 'text', 18),
      column('项目名称', 'Project', 'text', 36),
      column('责任单位', 'Unit', 'text', 20),
      column('审批事项', 'Approval', 'text', 24),
      column('阶段', 'Stage', 'text', 20),
      column('审批部门', 'Department', 'text', 20),
      column('代办员', 'Agent', 'text', 10),
      column('状态', 'State', 'text', 12),
      column('申报', 'Applied', 'date'),
      column('受理', 'Accepted', 'date'),
      column('承诺办结', 'Promised by', 'date'),
      column('法定办结', 'By law', 'date'),
      column('剩余工作日', 'Working days left', 'integer', 10),
      column('办结', 'Decided', 'date'),
      column('有效期至', 'Valid until', 'date'),
    ],
    rows: rows.map((r) => [
      r.projectCode,
      r.projectName,
      r.unitName,
      r.name,
      stageWords[r.stage][language],
      r.department ?? roleWords[r.role][language],
      r.agentName,
      stateWords[r.state][language],
      r.appliedOn,
      r.acceptedOn,
      r.dueOn,
      r.legalDueOn,
      r.left,
      r.decidedOn,
      r.validUntil,
    ]),
    notes: [isZh ? '管理数据，非统计数据' : 'Management data, not official statistics'],
  });
  return { filename: `${isZh ? '审批事项' : 'approvals'}-${today}.xlsx`, contentType: xlsx, body };
}
