import type { AcceptedRow, ImportField } from '../../kernel/import-row.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { CurrentRow, ImportCommit, ImportKind } from '../../platform/import-kind.ts';
import { submitGiven } from './commands.ts';
import { importWords } from './domain/import-words.ts';
import { type ReportedRow, ReportChecker } from './import-checker.ts';
import { reportsAtHand } from './import-queries.ts';
import { mayReportSome } from './policy.ts';

const amount = (key: string, zh: string, en: string, aliases: readonly string[] = []): ImportField => ({
  key,
  zh,
  en,
  aliases,
  type: 'amount',
});
const words = (key: string, zh: string, en: string, aliases: readonly string[], max: number): ImportField => ({
  key,
  zh,
  en,
  aliases,
  type: 'text',
  max,
});
const fields: readonly ImportField[] = [
  {
    ...words('project', '项目编码或名称', 'Project code or name', ['系统编号', '项目编码', '项目编号', '项目名称', '项目代码'], 200),
    required: true,
  },
  { key: 'month', zh: '月份', en: 'Month', aliases: ['报告月份', '所属月份', '统计月份'], type: 'month', required: true },
  words('summary', '本月进展', 'Progress', ['进展', '形象进度', '工作进展', '进展情况', '项目进展情况'], 1000),
  amount('civil', '建筑工程', 'Civil works', ['建筑工程投资', '建安工程']),
  amount('installation', '安装工程', 'Installation', ['安装工程投资']),
  amount('equipment', '设备工器具购置', 'Equipment', ['设备购置', '设备投资', '设备工器具购置投资']),
  amount('other', '其他费用', 'Other', ['其他投资', '其他']),
  amount('oldBuilding', '旧建筑物购置费', 'Old buildings', ['其中：旧建筑物购置费']),
  amount('land', '建设用地费', 'Land', ['其中：建设用地费', '土地费用']),
  amount('amount', '本月完成投资', 'Invested this month', ['完成投资', '当月完成投资', '本月投资']),
  words('problems', '存在问题', 'Problems', ['存在的问题', '问题', '需协调解决的问题'], 2000),
  words('reason', '说明', 'Reason', ['变动原因', '异常说明'], 500),
];

/** Reports are entered month by month, as they are when they are sent by hand: they wait for the unit's review. */
async function commit(tx: Tx, batches: AsyncIterable<readonly AcceptedRow[]>, context: ImportCommit) {
  const { batchId, actor, now, acknowledged, progress, wrote } = context;
  const rows: AcceptedRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  const reason = acknowledged?.reason ?? null;
  const reports = rows.map((r) => {
    const said = r.plan as ReportedRow;
    return { ...said, isUnchanged: false, reason: said.reason ?? (r.findings.length > 0 ? reason : null), batchId };
  });
  const { ids } = await submitGiven.inside(tx, { batchId, reports }, { actor, now });
  await wrote(rows.map(({ row }, i) => ({ row, id: ids[i]! })));
  await progress(rows.length);
}

async function* current(db: Reader, actor: Parameters<ImportKind['current']>[1]): AsyncGenerator<CurrentRow[]> {
  const terms = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
  for await (const rows of reportsAtHand(db, actor))
    yield rows.map(({ project, month, summary, problems, civilFen, installationFen, equipmentFen, otherFen, oldBuildingFen, landFen }) => ({
      values: {
        project,
        month,
        ...(summary && { summary }),
        ...(problems && { problems }),
        civil: civilFen,
        installation: installationFen,
        equipment: equipmentFen,
        other: otherFen,
        oldBuilding: oldBuildingFen,
        land: landFen,
      },
      terms,
    }));
}

/** 项目月报: what projects report of months, one project and month a row. */
export const reportImport: ImportKind = {
  key: 'report',
  zh: '项目月报',
  en: 'Monthly reports',
  version: 1,
  mayImport: mayReportSome,
  fields: () => Promise.resolve(fields),
  open: (db, act) => Promise.resolve(new ReportChecker(db, act)),
  commit,
  current,
  words: importWords,
};
