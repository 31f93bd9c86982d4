import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import { formatFen, grouped } from '../../kernel/money.ts';
import { decimalText, ratio } from '../../kernel/number.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { type Block, officialDocument } from '../../platform/docx/official-document.ts';
import type { Download } from '../../platform/http.ts';
import { type SheetColumn, type SheetLine, sheetStream } from '../../platform/sheet/writer.ts';
import { ideaNo, readinessOf } from './domain/idea.ts';
import { criteria, type ReserveRules } from './domain/rule.ts';
import { benefitsOf } from './domain/score.ts';
import { benefitText, itemWords, stateWords } from './domain/words.ts';
import type { IdeaFilter, IdeaView } from './domain/view.ts';
import { candidateOf, filterIdeas, ideaOf, ideasWhere, type NamedIdea } from './queries.ts';
import { reserveRulesOn, reserveWords } from './rule-queries.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const mostRows = 20_000;
type Language = 'zh' | 'en';

/** 谋划储备项目汇总表 for 发改: what the filters leave, amounts in 万元. Refuses unit.unknown, idea.export_too_large. */
export async function exportReport(
  db: Reader,
  { language, ...filter }: IdeaFilter & { language: Language },
  actor: Actor,
  now: Date,
): Promise<Download> {
  const today = dayOf(now);
  const { rules } = await reserveRulesOn(db, today);
  const rows = await ideasWhere(db, await filterIdeas(db, filter, actor, rules), sql`limit ${mostRows + 1}`);
  if (rows.length > mostRows) throw refuse('rule', 'idea.export_too_large', { most: mostRows });
  const words = await reserveWords(db);
  const isZh = language === 'zh';
  const body = sheetStream({
    sheetName: isZh ? '储备项目汇总' : 'Reserve',
    title: isZh ? '谋划储备项目汇总表' : 'Ideas in the reserve',
    caption: isZh ? `截至 ${today}　单位：万元` : `As of ${today}; amounts in 10,000 yuan`,
    columns: reportColumns(rules, isZh),
    rows: rows.map((row, i) => reportLine(row, i + 1, rules, words, language)),
    totals: [null, isZh ? '合计' : 'Total', null, null, null, null, null, rows.reduce((sum, r) => sum + (r.totalFen ?? 0), 0)],
    notes: [isZh ? '管理数据，非统计数据' : 'Management data, not official statistics'],
  });
  return { filename: `${isZh ? '谋划储备项目汇总表' : 'reserve'}-${today}.xlsx`, contentType: xlsx, body };
}

function reportColumns({ items }: ReserveRules, isZh: boolean): SheetColumn[] {
  const column = (zh: string, en: string, kind: SheetColumn['kind'], width = 14): SheetColumn => ({
    header: isZh ? zh : en,
    kind,
    width,
    ...(kind === 'amount' && { unit: '万元' as const }),
  });
  return [
    column('序号', 'No.', 'integer', 6),
    column('项目名称', 'Idea', 'text', 36),
    column('编号', 'Number', 'text', 16),
    column('主题', 'Theme', 'text', 16),
    column('责任单位', 'Unit', 'text', 20),
    column('行业', 'Industry', 'text', 20),
    column('建设内容', 'What is to be built', 'text', 40),
    column('总投资', 'Total investment', 'amount'),
    column('用地（亩）', 'Land (mu)', 'decimal'),
    column('年税收', 'Tax a year', 'amount'),
    column('就业（人）', 'Jobs', 'integer', 10),
    column('净现值', 'Net present value', 'amount'),
    column('内部收益率', 'Internal rate of return', 'percent'),
    column('前期成熟度', 'Readiness', 'percent'),
    ...items.map((i) => column(i.zh, i.en, 'text', 12)),
    column('状态', 'State', 'text', 12),
  ];
}

type Words = Awaited<ReturnType<typeof reserveWords>>;
function reportLine(row: NamedIdea, no: number, rules: ReserveRules, { themes }: Words, language: Language): SheetLine {
  const { done, needed } = readinessOf(rules.items, new Map(Object.entries(row.itemStates)));
  const { npv, irr } = benefitsOf(candidateOf(row), rules);
  const named = [no, row.name, ideaNo(row), themes.get(row.theme)?.[language] ?? row.theme, row.unitName, row.industryName, row.summary];
  const counted = [
    row.totalFen,
    row.landMu,
    row.taxFen,
    row.jobs,
    npv.value,
    irr.value === null ? null : decimalText(BigInt(irr.value), 2),
  ];
  const items = rules.items.map(({ key }) => itemWords[row.itemStates[key] ?? 'not_started'][language]);
  return [...named, ...counted, ratio(done, needed).percent, ...items, stateWords[row.state][language]];
}

const money = (fen: number | null) => (fen === null ? '—' : `${grouped(formatFen(fen, '万元'))}万元`);
const lineOf = (label: string, value: string | null): Block[] => (value ? [{ kind: 'paragraph', text: `${label}：${value}` }] : []);
const benefitNames = {
  npv: '净现值',
  irr: '内部收益率',
  payback: '投资回收期',
  intensity: '投资强度',
  tax: '亩均税收',
  jobs: '带动就业',
  chain: '产业链契合度',
};

/** 项目包装单 of an idea. Refuses idea.unknown. */
export async function ideaSheet(db: Reader, id: string, actor: Actor, now: Date): Promise<Download> {
  const view = await ideaOf(db, id, actor, now);
  const { themes, items } = await reserveWords(db);
  const body = await officialDocument({
    title: `${view.name}策划方案`,
    blocks: [
      { kind: 'heading', level: 1, text: '基本情况' },
      ...lineOf('编号', `${ideaNo(view)}，主题${themes.get(view.theme)?.zh ?? view.theme}，责任单位${view.unitName}`),
      ...lineOf('行业', view.industryName),
      ...lineOf('地点', view.place),
      ...lineOf('建设内容', view.summary),
      ...lineOf(
        '规模',
        `总投资${money(view.totalFen)}，用地${view.landMu ?? '—'}亩，达产年税收${money(view.taxFen)}，就业${view.jobs ?? '—'}人`,
      ),
      ...lineOf('产业链契合', view.chainWords),
      { kind: 'heading', level: 1, text: '前期工作' },
      readinessTable(view, (key) => items.get(key)?.zh ?? key),
      { kind: 'heading', level: 1, text: '效益测算' },
      benefitTable(view),
    ],
    signer: view.unitName,
    date: dayOf(now),
    preparedBy: { preparer: view.createdBy },
    disclaimer: '管理数据，非统计数据',
  });
  return { filename: `${view.name}策划方案.docx`, contentType: docx, body };
}

const readinessTable = ({ items, readiness }: IdeaView, word: (key: string) => string): Block => ({
  kind: 'table',
  caption: `前期工作（已完成 ${readiness.done}/${readiness.needed} 项）`,
  columns: [
    { title: '事项', width: 24 },
    { title: '进展', width: 18, align: 'center' },
    { title: '完成时间', width: 20, align: 'center' },
    { title: '依据', width: 38 },
  ],
  rows: items.map((i) => ({ cells: [word(i.key), itemWords[i.state].zh, i.happenedOn ?? '', i.evidence ?? ''] })),
});
const benefitTable = ({ benefits, discountRate }: IdeaView): Block => ({
  kind: 'table',
  caption: '效益指标',
  columns: [
    { title: '指标', width: 50 },
    { title: '数值', width: 50, align: 'right' },
  ],
  rows: criteria.map((c) => ({ cells: [benefitNames[c], benefits[c].value === null ? '—' : benefitText(c, benefits[c].value)] })),
  note: `注：净现值按年折现率${decimalText(BigInt(discountRate), 2)}%计算，建设首年不折现；回收期含建设期。`,
});
