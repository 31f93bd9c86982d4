import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import { ratio } from '../../kernel/number.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, type SheetLine, sheetStream } from '../../platform/sheet/writer.ts';
import type { ForecastFilter, ForecastRow } from './domain/view.ts';
import { forecastsForSheet } from './queries.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The filtered forecasts as a workbook. */
export async function exportForecasts(
  db: Reader,
  { language, ...filter }: ForecastFilter & { language: 'zh' | 'en' },
  actor: Actor,
  now: Date,
): Promise<Download> {
  const rows = await forecastsForSheet(db, filter, actor);
  const isZh = language === 'zh';
  const column = (zh: string, en: string, kind: SheetColumn['kind'], width = 14): SheetColumn => ({
    header: isZh ? zh : en,
    kind,
    width,
    ...(kind === 'amount' && { unit: '万元' as const }),
  });
  const body = sheetStream({
    sheetName: isZh ? '预计滑期' : 'Forecasts',
    title: isZh ? '项目投产和年度投资预测' : 'Forecast of production and of the year’s investment',
    caption: isZh ? `截至 ${rows[0]?.madeOn ?? dayOf(now)}　单位：万元` : `As of ${rows[0]?.madeOn ?? dayOf(now)}; 10,000 yuan`,
    columns: [
      column('项目编号', 'Project code', 'text', 18),
      column('项目名称', 'Project', 'text', 36),
      column('责任单位', 'Unit', 'text', 20),
      column('承诺投产', 'Promised', 'date'),
      column('预计投产', 'Likely', 'date'),
      column('最早', 'Earliest', 'date'),
      column('最晚', 'Latest', 'date'),
      column('预计滑期（天）', 'Days late', 'integer'),
      column('年度计划', 'Plan of the year', 'amount'),
      column('已完成', 'Done', 'amount'),
      column('预计全年', 'Likely this year', 'amount'),
      column('全年最少', 'At least', 'amount'),
      column('全年最多', 'At most', 'amount'),
      column('预计完成率', 'Likely share of the plan', 'percent'),
      column('数据截至', 'Known through', 'date'),
    ],
    rows: rows.map(lineOf),
    notes: [isZh ? '预测数据，非统计数据' : 'Forecasts, not official statistics'],
  });
  return { filename: `${isZh ? '预计滑期' : 'forecasts'}-${dayOf(now)}.xlsx`, contentType: xlsx, body };
}

function lineOf({ finish, year, ...r }: ForecastRow): SheetLine {
  const end = finish ?? { low: null, likely: null, high: null };
  const money = year ?? { planFen: null, doneFen: null, low: null, likely: null, high: null };
  const share = year?.planFen ? ratio(year.likely, year.planFen).percent : null;
  const named = [r.projectCode, r.projectName, r.unitName, r.promisedOn, end.likely, end.low, end.high, r.lateDays];
  return named.concat(money.planFen, money.doneFen, money.likely, money.low, money.high, share, r.through);
}
