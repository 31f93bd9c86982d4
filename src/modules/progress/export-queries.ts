import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { AmountUnit } from '../../kernel/money.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, sheetStream } from '../../platform/sheet/writer.ts';
import type { ReportFilter } from './contract.ts';
import { stateWords } from './domain/import-words.ts';
import { reportsForSheet } from './list-queries.ts';
import { openMonthAt } from './queries.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const mostRows = 100_000;
type Asked = ReportFilter & Readonly<{ language: 'zh' | 'en'; amountUnit: AmountUnit }>;

/** The month's reports that the filters leave as a workbook, with the headers that an import reads. Refuses report.export_too_large. */
export async function exportReports(db: Reader, asked: Asked, actor: Actor, now: Date): Promise<Download> {
  const { language, amountUnit, ...filter } = asked;
  const month = filter.month ?? (await openMonthAt(db, now));
  const rows = await reportsForSheet(db, { ...filter, month }, actor, { today: dayOf(now), most: mostRows + 1 });
  if (rows.length > mostRows) throw refuse('rule', 'report.export_too_large', { most: mostRows });
  const isZh = language === 'zh';
  const text = (zh: string, en: string, width = 14, kind: 'text' | 'date' = 'text'): SheetColumn => ({
    header: isZh ? zh : en,
    kind,
    width,
  });
  const amount = (zh: string, en: string): SheetColumn => ({
    header: isZh ? `${zh}（${amountUnit}）` : `${en} (${amountUnit})`,
    kind: 'amount',
    unit: amountUnit,
    width: 14,
  });
  const body = sheetStream({
    sheetName: isZh ? '项目月报' : 'Reports',
    title: isZh ? `${month} 项目月报` : `Monthly reports of ${month}`,
    caption: isZh ? `截至 ${dayOf(now)}` : `As of ${dayOf(now)}`,
    columns: [
      text('项目编码', 'Project code', 18),
      text('项目名称', 'Project', 36),
      text('责任单位', 'Unit', 20),
      text('月份', 'Month', 10),
      text('状态', 'State', 10),
      text('期限', 'Due', 12, 'date'),
      text('报送日期', 'Sent on', 12, 'date'),
      text('报送人', 'Sent by', 10),
      text('本月进展', 'Progress', 40),
      amount('建筑工程', 'Civil works'),
      amount('安装工程', 'Installation'),
      amount('设备工器具购置', 'Equipment'),
      amount('其他费用', 'Other'),
      amount('旧建筑物购置费', 'Old buildings'),
      amount('建设用地费', 'Land'),
      amount('本月完成投资', 'Invested this month'),
      text('存在问题', 'Problems', 40),
    ],
    rows: rows.map((r) => [
      r.projectCode,
      r.projectName,
      r.unitName,
      r.month,
      r.state && stateWords[r.state][language],
      r.dueOn,
      r.reportedOn,
      r.by,
      r.isUnchanged ? (isZh ? '无变化' : 'No change') : r.summary,
      r.civilFen,
      r.installationFen,
      r.equipmentFen,
      r.otherFen,
      r.oldBuildingFen,
      r.landFen,
      r.amountFen,
      r.problems,
    ]),
    notes: [isZh ? '管理数据，非统计数据' : 'Management data, not official statistics'],
  });
  return { filename: `${isZh ? '项目月报' : 'reports'}-${month}.xlsx`, contentType: xlsx, body };
}
