import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, sheetStream } from '../../platform/sheet/writer.ts';
import type { WhyQuery } from './contract.ts';
import { cards, type FigureKey } from './domain/card.ts';
import { kindWords, ledgerWords } from './domain/why-words.ts';
import { whyChanged } from './why-queries.ts';

const words = {
  zh: [
    '变动类型',
    '账簿',
    '系统编号',
    '项目',
    '责任单位',
    '发生日期',
    '入账月份',
    '登记时间',
    '登记人',
    '本笔金额',
    '对指标的影响',
    '对分母的影响',
  ],
  en: [
    'Kind',
    'Ledger',
    'Code',
    'Project',
    'Unit',
    'Happened on',
    'Booked in',
    'Recorded at',
    'Recorded by',
    'Amount',
    'Change of the figure',
    'Change of the denominator',
  ],
} as const;
const titles = {
  zh: { why: '为什么变了', remainder: '未说明的差额' },
  en: { why: 'Why it changed', remainder: 'Left unexplained' },
};
const everything = { page: 1, pageSize: 1_000_000, kind: undefined };

/** Why a figure changed, entry by entry, as a workbook; its last line is the difference. */
export async function exportWhy(
  db: Reader,
  key: FigureKey,
  { language, ...query }: Pick<WhyQuery, 'unitId' | 'from' | 'before' | 'after'> & { language: 'zh' | 'en' },
  actor: Actor,
  now: Date,
): Promise<Download> {
  const { items, difference, remainder } = await whyChanged(db, key, { ...query, ...everything }, actor, now);
  const isMoney = cards[key].kind === 'amount' || key === 'arrival_rate';
  const change = isMoney ? ('amount' as const) : ('integer' as const);
  const kinds = ['text', 'text', 'text', 'text', 'text', 'date', 'date', 'text', 'text', 'amount', change, change] as const;
  const columns: SheetColumn[] = words[language].map((header, i) => ({
    header,
    kind: kinds[i]!,
    ...(kinds[i] === 'amount' && { unit: '元' as const }),
  }));
  const name = `${titles[language].why} ${cards[key][language].name} ${query.before} ${query.after ?? dayOf(now)}`;
  const lines = items.map((e) => [
    kindWords[e.kind][language],
    ledgerWords[e.ledger][language],
    e.code,
    e.name,
    e.unitName,
    e.happenedOn,
    e.bookedOn,
    e.recordedAt,
    e.recordedBy,
    e.amountFen,
    e.numerator,
    e.denominator,
  ]);
  const body = sheetStream({
    sheetName: titles[language].why,
    title: name,
    columns,
    rows: lines,
    totals: [...Array.from({ length: 10 }, (_, i) => (i === 0 ? 'Σ' : null)), difference.numerator, difference.denominator],
    notes: [`${titles[language].remainder}: ${remainder.numerator} / ${remainder.denominator}`],
  });
  const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { filename: `${name}.xlsx`, contentType, body };
}
