import { hasRole } from '../../kernel/actor.ts';
import type { AcceptedRow, ImportField, ImportValue } from '../../kernel/import-row.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { CurrentRow, ImportCommit, ImportKind } from '../../platform/import-kind.ts';
import { currencyChoices, dictionaryChoices } from '../projects/import-choice-queries.ts';
import { correctArrival, recordArrivals } from './arrival-commands.ts';
import type { NewArrival } from './contract.ts';
import { arrivalFaultCodes } from './domain/arrival-check.ts';
import { arrivalWords } from './domain/import-words.ts';
import { plainRate } from './domain/money-entry.ts';
import { openArrivals, type ArrivalPlan } from './import-arrival-checker.ts';
import { arrivalsForSheet, type HeldArrival } from './import-queries.ts';
import { closedMonthsOf } from './month-queries.ts';
import { arrivalColumns } from './sheet.ts';

const aliasesOf = (field: string) => arrivalColumns.find((c) => c.field === field)?.aliases ?? [];

async function fields(db: Reader): Promise<readonly ImportField[]> {
  return [
    {
      key: 'project',
      zh: '项目编码或名称',
      en: 'Project code or name',
      aliases: ['系统编号', '项目编号或名称', ...aliasesOf('projectCode'), '项目名称', ...aliasesOf('projectName'), 'project id'],
      type: 'text',
      max: 200,
      required: true,
    },
    { key: 'arrivedOn', zh: '到位时间', en: 'Arrived on', aliases: aliasesOf('arrivedOn'), type: 'date', required: true },
    { key: 'amount', zh: '到位资金', en: 'Amount', aliases: aliasesOf('amountMinor'), type: 'amount', signed: true, required: true },
    { key: 'currency', zh: '币种', en: 'Currency', aliases: aliasesOf('currency'), type: 'choice', choices: await currencyChoices(db) },
    { key: 'rate', zh: '汇率', en: 'Rate', aliases: aliasesOf('rate'), type: 'decimal', decimals: 10 },
    { key: 'rateSource', zh: '汇率来源', en: 'Source of the rate', aliases: [], type: 'text', max: 100 },
    { key: 'rateOn', zh: '汇率日期', en: 'Day of the rate', aliases: [], type: 'date' },
    {
      key: 'kind',
      zh: '资金类别',
      en: 'Kind',
      aliases: aliasesOf('kind'),
      type: 'choice',
      choices: await dictionaryChoices(db, 'arrival_kind'),
    },
    { key: 'payer', zh: '付款方', en: 'Payer', aliases: aliasesOf('payer'), type: 'text', max: 200 },
    { key: 'payerRegion', zh: '资金来源地', en: 'Region of the payer', aliases: aliasesOf('payerRegion'), type: 'text', max: 100 },
    { key: 'payerDivision', zh: '付款方区划代码', en: 'Division of the payer', aliases: aliasesOf('payerDivision'), type: 'text', max: 12 },
    { key: 'voucherNo', zh: '凭证号', en: 'Voucher', aliases: aliasesOf('voucherNo'), type: 'text', max: 100 },
    { key: 'voucherOn', zh: '凭证日期', en: 'Day of the voucher', aliases: aliasesOf('voucherOn'), type: 'date' },
    {
      key: 'externalRef',
      zh: '外部编号',
      en: 'External reference',
      aliases: [...aliasesOf('externalRef'), 'transaction id'],
      type: 'text',
      max: 100,
    },
    { key: 'remark', zh: '备注', en: 'Remark', aliases: aliasesOf('remark'), type: 'text', max: 1000 },
  ];
}

/** What a file writes: new arrivals in one call, so that totals are posted once and last; then those that take another's place. */
async function commit(
  tx: Tx,
  batches: AsyncIterable<readonly AcceptedRow[]>,
  { actor, now, batchId, acknowledged, progress, wrote }: ImportCommit,
) {
  const added: { arrival: NewArrival; row: number }[] = [];
  const changed: (ArrivalPlan & { row: number })[] = [];
  // Whatever the check found was shown and answered; the reason stays with every row that has a fault.
  const answer = { codes: [...arrivalFaultCodes], reason: acknowledged?.reason ?? '导入时已提示' };
  for await (const rows of batches) {
    for (const { row, plan } of rows) {
      const { arrival, insteadOf } = plan as ArrivalPlan;
      const whole = { ...arrival, acknowledged: answer };
      if (insteadOf === null) added.push({ arrival: whole, row });
      else changed.push({ arrival: whole, insteadOf, row });
    }
  }
  const context = { actor, now };
  let told = 0;
  const written = async (count: number) => {
    await progress(count - told);
    told = count;
  };
  if (added.length > 0) {
    const { ids } = await recordArrivals.inside(tx, { rows: added.map((a) => a.arrival), written }, context);
    await wrote(added.map(({ row }, i) => ({ row, id: ids[i]! })));
  }
  for (const { row, arrival, insteadOf } of changed) {
    const { projectId, externalRef: _, batchId: __, ...entry } = arrival;
    const { id } = await correctArrival.inside(tx, { projectId, id: insteadOf!, reason: '台账导入更正', entry, batchId }, context);
    await wrote([{ row, id }]);
    await progress(1);
  }
}

async function* current(db: Reader, actor: Parameters<ImportKind['current']>[1]): AsyncGenerator<CurrentRow[]> {
  for await (const rows of arrivalsForSheet(db, actor)) yield rows.map(({ arrival: a, code }) => currentRow(a, code));
}
type Held = Readonly<Omit<HeldArrival, 'id' | 'projectId' | 'key'> & { rateSource: string | null; rateOn: string | null }>;
function currentRow(a: Held, project: string): CurrentRow {
  const {
    arrivedOn,
    amountMinor: amount,
    kind,
    payer,
    payerRegion,
    payerDivision,
    voucherNo,
    voucherOn,
    externalRef,
    remark,
    currency,
    rate,
    rateSource,
    rateOn,
  } = a;
  const said = { project, arrivedOn, amount, kind, payer, payerRegion, payerDivision, voucherNo, voucherOn, externalRef, remark };
  const values: Record<string, ImportValue> = {};
  for (const [key, value] of Object.entries(said)) if (value !== null) values[key] = value;
  return { values, terms: { currency, rate: plainRate(rate), rateSource, rateOn } };
}

/** 到位资金, joined to projects by any code or by exactly their name. */
export const arrivalImport: ImportKind = {
  key: 'arrival',
  zh: '到位资金',
  en: 'Arrivals',
  version: 1,
  mayImport: (actor) => hasRole(actor, 'promoter', 'unit_head', 'promotion_admin'),
  fields,
  open: openArrivals,
  closedMonths: closedMonthsOf('arrivedOn'),
  commit,
  current,
  words: arrivalWords,
};
