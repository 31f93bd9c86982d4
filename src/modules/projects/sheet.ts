import { dayOf } from '../../kernel/day.ts';
import type { AmountUnit } from '../../kernel/money.ts';
import { ratio } from '../../kernel/number.ts';
import type { SheetColumn } from '../../platform/sheet/writer.ts';
import type { Dictionary } from '../reference/domain/dictionary.ts';
import type { DateEvent } from './domain/authority-date.ts';
import type { ProjectView } from './domain/project-view.ts';
import type { CodeScheme, RecordField } from './domain/record.ts';

/** How a value is written in a sheet and read back. `amount` is money in the unit of the header; `words` are a dictionary's. */
export type ColumnKind =
  | 'text'
  | 'amount'
  | 'area'
  | 'date'
  | 'unit'
  | 'person'
  | 'industry'
  | 'stage'
  | 'side'
  | 'light'
  | 'words'
  | 'currency'
  | 'code';
export type ProjectColumn = Readonly<{
  /** A field of the record, or what import and export know beside it. */
  field: RecordField | Beside | DateField;
  zh: string;
  en: string;
  kind: ColumnKind;
  /** Other headers that mean the same (compare with kernel/sheet-header.ts). */
  aliases: readonly string[];
  dictionary?: Dictionary;
  scheme?: CodeScheme;
  /** Written in templates and read on import; the others are for reading only. */
  isInput: boolean;
  /** In an export for which no columns were chosen. */
  isUsual: boolean;
}>;
/** A date that an authority recognises, or 'above_scale.claimed'. */
type DateField = `${DateEvent}.${string}`;
/** `agreed`, `attracted`, `fixed` and `signedOn` of an imported row become its agreement in the funds room; `note` its progress. */
type Beside =
  | 'code'
  | 'stage'
  | 'side'
  | 'signedOn'
  | 'agreed'
  | 'attracted'
  | 'fixed'
  | 'arrived'
  | 'invested'
  | 'arrivalRate'
  | 'updatedOn'
  | 'light'
  | 'totalFen'
  | 'landedOn'
  | 'note'
  | 'nationalCode'
  | 'provinceCode'
  | 'cityCode'
  | 'otherCode';

type More = Partial<Pick<ProjectColumn, 'dictionary' | 'scheme' | 'isInput' | 'isUsual'>>;
const column = (field: ProjectColumn['field'], kind: ColumnKind, zh: string, en: string, aliases = '', more: More = {}): ProjectColumn => ({
  field,
  kind,
  zh,
  en,
  aliases: aliases ? aliases.split(' ') : [],
  isInput: true,
  isUsual: false,
  ...more,
});
const usual = { isUsual: true } as const;
const readOnly = { isInput: false } as const;

/** The columns of a project, once: export, template, import and its suggestions all use them. */
export const projectColumns: readonly ProjectColumn[] = [
  column('code', 'code', '系统编号', 'System code', '项目系统编号', usual),
  column('name', 'text', '项目名称', 'Project', '工程名称 纳统项目名称 项目名称(全称) 名称 项目 projectname', usual),
  column('stage', 'stage', '项目阶段', 'Stage', '项目状态 招商进度 进展阶段 阶段 是否为已签约项目', usual),
  column('side', 'side', '异动状态', 'Standing aside', '退库状态', readOnly),
  column(
    'investorName',
    'text',
    '投资方',
    'Investor',
    '投资方名称 投资主体 投资商 客商名称 外方投资方 中方投资方 建设单位 业主单位 项目单位 受让人',
    usual,
  ),
  column('investorUscc', 'text', '统一社会信用代码', 'Credit code', '信用代码 社会信用代码/组织机构代码'),
  column('investorOrigin', 'text', '资金来源地', 'Origin of funds', '省、直辖市、自治区 市、自治州 投资国别 其他国别'),
  column('investorKind', 'words', '企业类型', 'Kind of investor', '企业性质', { dictionary: 'investor_kind' }),
  column('industryCode', 'industry', '行业', 'Industry', '行业小类 行业中类 行业大类 所属行业 产业类别 行业代码 项目类别', usual),
  column('totalMinor', 'amount', '总投资', 'Total investment', '投资总额 计划总投资 协议投资额 概算总投资 拟投资额 投资金额', usual),
  column('currency', 'currency', '币种', 'Currency', '货币'),
  column('totalFen', 'amount', '总投资(折人民币)', 'Total in CNY', '', readOnly),
  column('agreed', 'amount', '协议资金', 'Agreed', '合同金额 协议金额 合同总投资', usual),
  column('attracted', 'amount', '协议引资额', 'Attracted', '合同引资额 引资金额 合同外资额'),
  column('fixed', 'amount', '固定资产投资', 'Fixed assets', '固投 其中固定资产投资 其中:固定资产投资'),
  column('arrived', 'amount', '到位资金', 'Arrived', '', { ...readOnly, ...usual }),
  column('arrivalRate', 'text', '到位率(%)', 'Arrival rate (%)', '', readOnly),
  column('invested', 'amount', '完成投资', 'Invested', '', { ...readOnly, ...usual }),
  column('unitId', 'unit', '责任单位', 'Unit', '牵头单位 推进部门 上报部门 填报单位 具体填报单位 负责单位', usual),
  column('personId', 'person', '责任人', 'Person in charge', '负责人 项目负责人', usual),
  column('leaderId', 'person', '包联领导', 'Leader', '包抓领导 分管领导', usual),
  column('parkId', 'unit', '落地园区', 'Park', '所属园区 园区'),
  column('source', 'words', '项目来源', 'Source', '来源 线索来源', { dictionary: 'source' }),
  column('sourceNote', 'text', '来源说明', 'About the source', '签约项目所属活动 签约活动 活动名称'),
  column('nature', 'words', '建设性质', 'Nature', '', { dictionary: 'nature' }),
  column('scale', 'text', '建设内容及规模', 'Contents and scale', '项目简介 建设规模及主要内容 建设规模 建设内容'),
  column('place', 'text', '建设地点', 'Place', '拟选址 项目地址 选址'),
  column('divisionCode', 'text', '行政区划代码', 'Division code', '区划代码'),
  column('landMu', 'area', '用地面积(亩)', 'Land (mu)', '用地面积 用地需求 占地面积'),
  column('contactName', 'text', '联系人', 'Contact', '项目方联系人'),
  column('contactPhone', 'text', '联系电话', 'Telephone', '项目方联系方式 联系方式'),
  column('registeredCompany', 'text', '注册公司名称', 'Local company', '新公司名称 落地企业 项目公司'),
  column('registeredUscc', 'text', '注册公司信用代码', 'Credit code of the local company'),
  column('signedOn', 'date', '签约时间', 'Signed', '签约日期 协议签订时间', usual),
  column('plannedStartOn', 'date', '计划开工', 'Planned start', '计划开工时间 拟开工时间'),
  column('plannedCompletionOn', 'date', '计划竣工', 'Planned completion', '计划竣工时间 拟竣工时间'),
  column('plannedProductionOn', 'date', '计划投产', 'Planned production', '计划投产时间 拟投产时间'),
  column('startedOn', 'date', '开工时间', 'Started', '实际开工 开工日期 实际开工时间', usual),
  column('completedOn', 'date', '竣工时间', 'Completed', '竣工日期 实际竣工'),
  column('productionOn', 'date', '投产时间', 'In production', '投产日期 实际投产'),
  column('capacityOn', 'date', '达效时间', 'At capacity', '达产时间'),
  column('landedOn', 'date', '落地时间', 'Landed', '', readOnly),
  column('natongName', 'text', '纳统名称', 'Name in statistics', '入库名称'),
  column('natongTotalFen', 'amount', '纳统计划总投资', 'Total in statistics', '入库计划总投资'),
  column('natongOn', 'date', '入库时间', 'Into statistics', '纳统时间'),
  column('nationalCode', 'code', '国家代码', 'National code', '项目代码 在线平台项目代码 项目编码', { scheme: 'national' }),
  column('provinceCode', 'code', '省平台编号', 'Provincial code', '省编码', { scheme: 'province' }),
  column('cityCode', 'code', '市编码', 'City code', '市平台编号', { scheme: 'city' }),
  column('otherCode', 'code', '其他编码', 'Other code', '项目编号', { scheme: 'other' }),
  column('note', 'text', '项目进展情况', 'Progress', '形象进度 目前进展 进展情况'),
  column('remark', 'text', '备注', 'Remark', '存在问题'),
  column('updatedOn', 'date', '更新日期', 'Updated', '', readOnly),
  column('light', 'light', '亮灯', 'Light', '', readOnly),
];
const byField = new Map<string, ProjectColumn>(projectColumns.map((c) => [c.field, c]));

/** The columns named, in that order, or the usual ones; names that are no column are passed over. */
export function columnsFor(names: string | undefined, dates: readonly ProjectColumn[] = []): ProjectColumn[] {
  const chosen = (names ?? '').split(',').flatMap((name) => byField.get(name) ?? dates.find((c) => c.field === name) ?? []);
  return chosen.length ? [...new Set(chosen)] : projectColumns.filter((c) => c.isUsual);
}

const eventWords = {
  started: ['开工', 'Start'],
  natong: ['入库', 'Into statistics'],
  above_scale: ['进规', 'Above scale'],
  production: ['投产', 'Production'],
} as const satisfies Record<DateEvent, readonly [string, string]>;
type Authority = Readonly<{ code: string; zh: string; en: string; events: readonly DateEvent[] }>;
/** A column for every date that an authority recognises: 开工时间(统计局认定). */
export function dateColumns(authorities: readonly Authority[]): ProjectColumn[] {
  const own: Authority = { code: 'claimed', zh: '申报', en: 'claimed', events: ['above_scale'] };
  const recognised = authorities.map((a) => ({ ...a, zh: `${a.zh}认定`, en: `recognised by ${a.en}` }));
  return [own, ...recognised].flatMap(({ code, zh, en, events }) =>
    events.map((event) => {
      const [eventZh, eventEn] = eventWords[event];
      return column(`${event}.${code}`, 'date', `${eventZh}时间(${zh})`, `${eventEn} (${en})`, '', readOnly);
    }),
  );
}

/** How a column stands in a sheet: 总投资（万元） with a number below, dates as precise as they are known, else text. */
export function sheetColumn({ kind, zh, en }: ProjectColumn, language: 'zh' | 'en', unit: AmountUnit): SheetColumn {
  const header = language === 'zh' ? zh : en;
  if (kind === 'amount') return { header: language === 'zh' ? `${header}（${unit}）` : `${header} (${unit})`, kind, unit };
  return { header, kind: kind === 'date' ? 'date' : 'text' };
}

type Words = Readonly<{
  industry: (code: string) => string | null;
  word: (dictionary: string, code: string) => string | null;
  stage: (code: string) => string;
}>;
const sums: Partial<Record<ProjectColumn['field'], keyof ProjectView>> = {
  agreed: 'agreedFen',
  attracted: 'attractedFen',
  fixed: 'fixedFen',
  arrived: 'arrivedFen',
  invested: 'investedFen',
};
const names: Partial<Record<ProjectColumn['field'], keyof ProjectView>> = {
  unitId: 'unitName',
  personId: 'personName',
  leaderId: 'leaderName',
  parkId: 'parkName',
};

/** What comes beside the view: codes, the last note, the light, recognised dates. */
const isBeside = ({ scheme, field }: ProjectColumn) => Boolean(scheme) || field === 'note' || field === 'light' || field.includes('.');
/** A project's value in a column as a sheet holds it. */
export function cellOf(
  c: ProjectColumn,
  view: ProjectView,
  beside: Readonly<Record<string, string>>,
  words: Words,
): string | number | null {
  if (c.field === 'arrivalRate') return ratio(view.arrivedFen, view.agreedFen).percent;
  if (c.field === 'updatedOn') return dayOf(new Date(view.updatedAt));
  const key = (sums[c.field] ?? names[c.field] ?? c.field) as keyof ProjectView;
  const held = isBeside(c) ? beside[c.field] : view[key];
  if (held === null || held === undefined || typeof held === 'number') return held ?? null;
  return spelled(c, String(held), words);
}

/** A code in words, where there are any. */
function spelled({ kind, dictionary }: ProjectColumn, code: string, words: Words): string {
  if (kind === 'industry') return words.industry(code) ?? code;
  if (kind === 'stage' || kind === 'side' || kind === 'light') return words.stage(code);
  return (dictionary && words.word(dictionary, code)) ?? code;
}

/** Stages and sides as a ledger writes them; also the words that an import understands. */
export const stageWords: Readonly<Record<string, Readonly<{ zh: string; en: string; aliases: readonly string[] }>>> = {
  planning: { zh: '谋划', en: 'Planning', aliases: ['储备', '谋划储备'] },
  negotiating: { zh: '在谈', en: 'Negotiating', aliases: ['洽谈', '在谈项目'] },
  signed: { zh: '签约', en: 'Signed', aliases: ['已签约', '签约项目'] },
  preparing: { zh: '前期', en: 'Preparing', aliases: ['注册', '前期工作', '已注册', '前期准备'] },
  building: { zh: '在建', en: 'Under construction', aliases: ['开工', '已开工', '续建', '落地'] },
  completed: { zh: '竣工', en: 'Completed', aliases: ['已竣工', '建成'] },
  producing: { zh: '投产', en: 'In production', aliases: ['已投产', '运营', '投产运营'] },
  at_capacity: { zh: '达效', en: 'At capacity', aliases: ['达产', '达产达效'] },
  withdrawn: { zh: '退库', en: 'Withdrawn', aliases: ['终止', '取消'] },
  suspended: { zh: '中止', en: 'Suspended', aliases: ['停工', '暂停'] },
  transferred: { zh: '流转', en: 'Transferred', aliases: [] },
  merged: { zh: '合并', en: 'Merged', aliases: [] },
};
/** Lights as a sheet writes them, with their shape so that a print in black keeps them. */
export const lightWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  none: { zh: '○未评', en: '○ not judged' },
  green: { zh: '●绿', en: '● green' },
  yellow: { zh: '▲黄', en: '▲ yellow' },
  red: { zh: '■红', en: '■ red' },
};
