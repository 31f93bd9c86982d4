import type { Actor } from '../../kernel/actor.ts';
import { clockTime, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, sheetStream } from '../../platform/sheet/writer.ts';
import type { WhyEntry, WhyQuery } from './contract.ts';
import { cards, type FigureKey } from './domain/card.ts';
import { kindWords, ledgerWords } from './domain/why-words.ts';
import { whyChanged } from './why-queries.ts';

type Words = Readonly<Record<'zh' | 'en', string>>;
type Cell = string | number | null;
type WhyColumn = Readonly<{ header: Words; kind: SheetColumn['kind']; width?: number; of: (e: WhyEntry, language: 'zh' | 'en') => Cell }>;

const entryColumns: readonly WhyColumn[] = [
  { header: { zh: '变动类型', en: 'Kind' }, kind: 'text', width: 14, of: (e, language) => kindWords[e.kind][language] },
  { header: { zh: '账簿', en: 'Ledger' }, kind: 'text', width: 12, of: (e, language) => ledgerWords[e.ledger][language] },
  { header: { zh: '系统编号', en: 'Code' }, kind: 'text', width: 16, of: (e) => e.code },
  { header: { zh: '项目', en: 'Project' }, kind: 'text', width: 36, of: (e) => e.name },
  { header: { zh: '责任单位', en: 'Unit' }, kind: 'text', width: 22, of: (e) => e.unitName },
  { header: { zh: '发生日期', en: 'Happened on' }, kind: 'date', of: (e) => e.happenedOn },
  { header: { zh: '入账月份', en: 'Booked in' }, kind: 'date', of: (e) => e.bookedOn },
  { header: { zh: '登记时间', en: 'Recorded at' }, kind: 'text', width: 20, of: (e) => e.recordedAt && clockTime(new Date(e.recordedAt)) },
  { header: { zh: '登记人', en: 'Recorded by' }, kind: 'text', width: 12, of: (e) => e.recordedBy },
  { header: { zh: '本笔金额（元）', en: 'Amount (yuan)' }, kind: 'amount', width: 20, of: (e) => e.amountFen },
];
/** What each entry adds: to the figure, or, of a rate, to both of its parts. */
function effectColumns(key: FigureKey): WhyColumn[] {
  const isMoney = cards[key].kind === 'amount' || key === 'arrival_rate';
  const shared = { kind: isMoney ? ('amount' as const) : ('integer' as const), width: 20 };
  const unit = isMoney ? { zh: '（元）', en: ' (yuan)' } : { zh: '', en: '' };
  const column = (zh: string, en: string, of: WhyColumn['of']): WhyColumn => ({
    header: { zh: zh + unit.zh, en: en + unit.en },
    ...shared,
    of,
  });
  if (cards[key].kind !== 'rate') return [column('对指标的影响', 'Change of the figure', (e) => e.numerator)];
  return [
    column('对分子的影响', 'Change of the numerator', (e) => e.numerator),
    column('对分母的影响', 'Change of the denominator', (e) => e.denominator),
  ];
}
const titles = {
  zh: { why: '为什么变了', remainder: '未说明的差额', total: '合计', of: '：', to: '至', now: '目前' },
  en: { why: 'Why it changed', remainder: 'Left unexplained', total: 'Total', of: ': ', to: ' to ', now: 'now' },
};
const everything = { page: 1, size: 1_000_000, kind: undefined };

/** Why a figure changed, entry by entry, as a workbook; its last line is the difference. */
export async function exportWhy(
  db: Reader,
  key: FigureKey,
  { language, ...query }: Pick<WhyQuery, 'unitId' | 'from' | 'before' | 'after'> & { language: 'zh' | 'en' },
  actor: Actor,
  now: Date,
): Promise<Download> {
  const { items, difference, remainder } = await whyChanged(db, key, { ...query, ...everything }, actor, now);
  const words = titles[language];
  const columns = [...entryColumns, ...effectColumns(key)];
  const period = `${query.before}${words.to}${query.after ?? words.now}`;
  const isRate = cards[key].kind === 'rate';
  const parts = isRate ? [difference.numerator, difference.denominator] : [difference.numerator];
  const left = isRate ? `${remainder.numerator} / ${remainder.denominator}` : String(remainder.numerator);
  const body = sheetStream({
    sheetName: words.why,
    title: `${cards[key][language].name}${words.of}${words.why}（${period}）`,
    columns: columns.map(({ header, kind, width }) => ({
      header: header[language],
      kind,
      ...(width && { width }),
      ...(kind === 'amount' && { unit: '元' as const }),
    })),
    rows: items.map((e) => columns.map(({ of }) => of(e, language))),
    totals: [words.total, ...entryColumns.slice(1).map(() => null), ...parts],
    notes: [`${words.remainder}: ${left}`],
  });
  const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { filename: `${words.why} ${cards[key][language].name} ${query.before} ${query.after ?? dayOf(now)}.xlsx`, contentType, body };
}
