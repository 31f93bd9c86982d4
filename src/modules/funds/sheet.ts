import { hundredthsOf } from '../../kernel/currency.ts';
import { dayOf } from '../../kernel/day.ts';
import type { AmountUnit } from '../../kernel/money.ts';
import type { SheetColumn, SheetValue } from '../../platform/sheet/writer.ts';
import type { Agreement, Arrival, Investment } from './contract.ts';

type Language = 'zh' | 'en';
/** The words of a dictionary's code. */
export type Word = (code: string) => string;
/** A column of a ledger, once: export and template, and the headers by which an import knows it. */
export type FundsColumn<R> = Readonly<{
  field: string;
  zh: string;
  en: string;
  /** Money is hundredths of its currency; `amount` is shown in the unit asked for, `date` as precisely as it is known. */
  kind: 'text' | 'amount' | 'date';
  /** Other headers that mean the same. */
  aliases: readonly string[];
  /** Read on import and written in templates; the others are for reading only. */
  isInput: boolean;
  /** In an export for which no columns were chosen. */
  isUsual: boolean;
  value: (row: R, word: Word) => SheetValue;
}>;

const of =
  <R>() =>
  (
    field: string,
    kind: FundsColumn<R>['kind'],
    names: readonly [zh: string, en: string, aliases?: string],
    value: FundsColumn<R>['value'],
    more: Partial<Pick<FundsColumn<R>, 'isInput' | 'isUsual'>> = {},
  ): FundsColumn<R> => ({
    field,
    kind,
    zh: names[0],
    en: names[1],
    aliases: names[2]?.split(' ') ?? [],
    value,
    isInput: true,
    isUsual: true,
    ...more,
  });
const readOnly = { isInput: false } as const;
const rare = { isUsual: false } as const;
const aside = { isInput: false, isUsual: false } as const;

type Entry = Pick<Arrival, 'projectCode' | 'projectName' | 'unitName' | 'remark' | 'reason' | 'recordedByName' | 'recordedAt'>;
type Foreign = Pick<Arrival, 'currency' | 'rate' | 'rateSource' | 'rateOn'>;

function project<R extends Entry>(column: ReturnType<typeof of<R>>) {
  return [
    column(
      'projectCode',
      'text',
      ['系统编号', 'System code', '项目编号 项目编码 项目代码 国家代码 在线平台项目代码 省平台编号 市编码'],
      (r) => r.projectCode,
    ),
    column(
      'projectName',
      'text',
      ['项目名称', 'Project', '工程名称 纳统项目名称 项目名称(全称) 名称 项目'],
      (r) => r.projectName,
      readOnly,
    ),
    column('unitName', 'text', ['责任单位', 'Unit', '牵头单位 推进部门 上报部门 填报单位'], (r) => r.unitName, readOnly),
  ];
}
function terms<R extends Foreign>(column: ReturnType<typeof of<R>>) {
  return [
    column('currency', 'text', ['币种', 'Currency', '货币'], (r) => r.currency),
    column('rate', 'text', ['汇率', 'Rate', '折算汇率'], (r) => (r.currency === 'CNY' ? null : r.rate), rare),
    column('rateSource', 'text', ['汇率来源', 'Source of the rate'], (r) => r.rateSource, rare),
    column('rateOn', 'date', ['汇率日期', 'Day of the rate'], (r) => r.rateOn, rare),
  ];
}
function trace<R extends Entry>(column: ReturnType<typeof of<R>>) {
  return [
    column('remark', 'text', ['备注', 'Remark', '说明'], (r) => r.remark),
    column('reason', 'text', ['冲销原因', 'Reason of reversal'], (r) => r.reason, aside),
    column('recordedByName', 'text', ['录入人', 'Recorded by'], (r) => r.recordedByName, aside),
    column('recordedOn', 'date', ['录入日期', 'Recorded on'], (r) => dayOf(new Date(r.recordedAt)), aside),
  ];
}
const acknowledged = (r: { acknowledged: Arrival['acknowledged'] }) => r.acknowledged?.reason ?? null;

const deal = of<Agreement>();
export const agreementColumns: readonly FundsColumn<Agreement>[] = [
  ...project(deal),
  deal('kind', 'text', ['协议类型', 'Kind', '协议性质 合同类型'], (r, word) => word(r.kind)),
  deal('title', 'text', ['协议名称', 'Title', '合同名称'], (r) => r.title, rare),
  deal('signedOn', 'date', ['签约时间', 'Signed', '签约日期 签订时间 协议签订时间'], (r) => r.signedOn),
  deal('party', 'text', ['签约方', 'Party', '投资方 投资方名称 投资主体 投资商 客商名称 外方投资方'], (r) => r.party),
  deal('totalMinor', 'amount', ['协议总额', 'Agreed total', '协议投资额 合同金额 协议资金 协议金额 投资总额'], (r) =>
    hundredthsOf(r.totalMinor, r.currency),
  ),
  deal('attractedMinor', 'amount', ['引资额', 'Attracted', '协议引资额 合同引资额 引资金额 合同外资额'], (r) =>
    part(r.attractedMinor, r.currency),
  ),
  deal('fixedMinor', 'amount', ['固投', 'Fixed assets', '固定资产投资 其中固定资产投资 其中:固定资产投资'], (r) =>
    part(r.fixedMinor, r.currency),
  ),
  ...terms(deal),
  deal('totalFen', 'amount', ['协议总额(折人民币)', 'Agreed total in CNY'], (r) => r.totalFen, readOnly),
  ...trace(deal),
];
const part = (minor: number | null, currency: string) => (minor === null ? null : hundredthsOf(minor, currency));

const paid = of<Arrival>();
export const arrivalColumns: readonly FundsColumn<Arrival>[] = [
  ...project(paid),
  paid('arrivedOn', 'date', ['到位时间', 'Arrived on', '到位日期 到账时间 到账日期 资金到位时间 入账日期'], (r) => r.arrivedOn),
  paid(
    'amountMinor',
    'amount',
    ['到位资金', 'Amount', '到位金额 到账金额 实际到位资金 当月实际到位额 本月到位资金 实际到位内资 实际利用外资 到位额'],
    (r) => hundredthsOf(r.amountMinor, r.currency),
  ),
  ...terms(paid),
  paid('amountFen', 'amount', ['到位资金(折人民币)', 'Amount in CNY'], (r) => r.amountFen, readOnly),
  paid('kind', 'text', ['资金类别', 'Kind', '资金类型 资金用途 到位资金类别'], (r, word) => word(r.kind)),
  paid('payer', 'text', ['付款方', 'Payer', '付款单位 付款人 汇款人 出资方 投资方'], (r) => r.payer),
  paid('payerRegion', 'text', ['资金来源地', 'Region of the payer', '付款方所在地 来源地'], (r) => r.payerRegion),
  paid('payerDivision', 'text', ['付款方区划代码', 'Division of the payer', '来源地区划代码'], (r) => r.payerDivision, rare),
  paid('voucherNo', 'text', ['凭证号', 'Voucher', '凭证编号 进账单号 回单号 流水号 票据号'], (r) => r.voucherNo),
  paid('voucherOn', 'date', ['凭证日期', 'Day of the voucher', '进账单日期 回单日期 票据日期 开票日期'], (r) => r.voucherOn, rare),
  paid('externalRef', 'text', ['外部编号', 'External reference', '业务编号 交易编号'], (r) => r.externalRef, rare),
  paid('acknowledged', 'text', ['异常说明', 'Reason for the exception'], acknowledged, readOnly),
  ...trace(paid),
];

const done = of<Investment>();
export const investmentColumns: readonly FundsColumn<Investment>[] = [
  ...project(done),
  done('month', 'date', ['月份', 'Month', '统计月份 报告期'], (r) => r.month),
  done('amountFen', 'amount', ['本月完成投资', 'Done', '完成投资 当月完成投资 当月完成 本月完成'], (r) => r.amountFen),
  done('civilFen', 'amount', ['建筑工程', 'Building', '建筑 建筑工程投资'], (r) => r.civilFen),
  done('installationFen', 'amount', ['安装工程', 'Installation', '安装 安装工程投资'], (r) => r.installationFen),
  done('equipmentFen', 'amount', ['设备工器具购置', 'Equipment', '设备 设备购置 设备投资'], (r) => r.equipmentFen),
  done('otherFen', 'amount', ['其他费用', 'Other', '其他 其它费用'], (r) => r.otherFen),
  done('acknowledged', 'text', ['异常说明', 'Reason for the exception'], acknowledged, readOnly),
  ...trace(done),
];

/** The columns named, in that order, or the usual ones; names that are no column are passed over. */
export function columnsFor<R>(columns: readonly FundsColumn<R>[], names: string | undefined): FundsColumn<R>[] {
  const chosen = (names ?? '').split(',').flatMap((name) => columns.find((c) => c.field === name) ?? []);
  return chosen.length ? [...new Set(chosen)] : columns.filter((c) => c.isUsual);
}

/** How a column stands in a sheet: 到位资金（万元） with a number below, dates as precise as they are known, else text. */
export function sheetColumn<R>({ kind, zh, en }: FundsColumn<R>, language: Language, unit: AmountUnit): SheetColumn {
  const header = language === 'zh' ? zh : en;
  if (kind !== 'amount') return { header, kind };
  return { header: language === 'zh' ? `${header}（${unit}）` : `${header} (${unit})`, kind, unit };
}
