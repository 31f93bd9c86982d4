import type { Actor } from '../../kernel/actor.ts';
import type { Received } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, type SheetLine, sheetStream } from '../../platform/sheet/writer.ts';
import type { recognitionContract } from './contract.ts';
import { listBases } from './basis-queries.ts';
import { becauseWords, kindWords } from './domain/words.ts';
import { differingRows, reconciliation } from './reconcile-queries.ts';

type Query = Received<(typeof recognitionContract)['exportReconciliation']>['query'];
const mostRows = 100_000;
const unitWords = { 元: 'CNY', 万元: '10k CNY', 亿元: '100m CNY' } as const;

/** The reconciliation as a workbook: the totals with every reason between them, and the arrivals behind. */
export async function exportReconciliation(db: Reader, query: Query, actor: Actor, now: Date): Promise<Download> {
  const { language } = query;
  const isZh = language === 'zh';
  const { items } = await listBases(db, actor, now);
  const nameOf = (code: string) => {
    const found = items.find((b) => b.code === code);
    if (found) return isZh ? found.nameZh : found.nameEn;
    return isZh ? '台账到位' : 'Ledger';
  };
  const [a, b] = [nameOf(query.a), nameOf(query.b)];
  const found = await reconciliation(db, query, actor);
  const rows = await differingRows(db, query, actor, mostRows);
  const text = (zh: string, en: string): SheetColumn => ({ header: isZh ? zh : en, kind: 'text' });
  const unit = isZh ? `（${query.amountUnit}）` : ` (${unitWords[query.amountUnit]})`;
  const amount = (zh: string, en: string): SheetColumn => ({ header: `${isZh ? zh : en}${unit}`, kind: 'amount', unit: query.amountUnit });
  const count: SheetColumn = { header: isZh ? '笔数' : 'Entries', kind: 'integer' };
  const why = (kind: keyof typeof kindWords, because: string) => [kindWords[kind][language](a, b), becauseWords(because, language)];
  const summary: SheetLine[] = [
    [a, '', found.aCount, found.aFen],
    [b, '', found.bCount, found.bFen],
    ...found.groups.map((g): SheetLine => [...why(g.kind, g.because), g.count, g.differenceFen]),
    [isZh ? '差额合计' : 'Difference', '', null, found.aFen - found.bFen],
    [isZh ? '尚未说明' : 'Unexplained', '', null, found.unexplainedFen],
  ];
  const body = sheetStream([
    {
      sheetName: isZh ? '对账' : 'Reconciliation',
      title: isZh ? `${a}与${b}对账` : `${a} against ${b}`,
      caption: [...new Set([query.from, query.to])].filter(Boolean).join(isZh ? ' 至 ' : ' to '),
      columns: [{ ...text('项目', 'Item'), width: 36 }, { ...text('原因', 'Reason'), width: 30 }, count, amount('金额', 'Amount')],
      rows: summary,
      notes: [isZh ? '管理数据，非统计数据' : 'Management data, not official statistics'],
    },
    {
      sheetName: isZh ? '明细' : 'Entries',
      columns: [
        text('项目编号', 'Project code'),
        { ...text('项目名称', 'Project'), width: 40 },
        { ...text('责任单位', 'Unit'), width: 24 },
        { header: isZh ? '到位时间' : 'Arrived on', kind: 'date' },
        amount('到位资金', 'Amount'),
        amount(a, a),
        amount(b, b),
        text('差异', 'Difference'),
        text('原因', 'Reason'),
      ],
      rows: rows.map((r): SheetLine => [
        r.projectCode,
        r.projectName,
        r.unitName,
        r.arrivedOn,
        r.amountFen,
        r.aFen,
        r.bFen,
        ...why(r.kind, r.because),
      ]),
    },
  ]);
  const filename = `${isZh ? '对账' : 'reconciliation'}-${dayOf(now)}.xlsx`;
  return { filename, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', body };
}
