import type { Finding } from '../../kernel/import-row.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/db.ts';
import {
  type AgreementToWrite,
  type ImportedAgreement,
  type ImportedArrival,
  type MoneyVerdict,
  noSums,
  type OpeningMoney,
  type OpeningSums,
} from '../projects/domain/import-money.ts';
import { spokenOf } from '../projects/domain/import-row.ts';
import type { ImportMoney, MoneyAct } from '../projects/import-money-contract.ts';
import { correctAgreement, recordAgreements } from './agreement-commands.ts';
import { recordArrivals } from './arrival-commands.ts';
import { type AgreementEntry, counts, readAgreement, type ReadAgreement, totalsOf } from './domain/agreement.ts';
import { arrivalFaultCodes, judgeArrivals, readArrival } from './domain/arrival-check.ts';
import type { AgreementKind } from './domain/entry.ts';
import { agreementPostings, arrivalPostings, withPosting } from './domain/postings.ts';
import { type GivenTerms, noMoney, plus, type Sums } from './domain/money-entry.ts';
import { bookedLater, findingOf } from './import-finding.ts';
import { heldMoney } from './import-queries.ts';
import { closedThrough } from './month-queries.ts';
import type { CountedOf } from './posting-commands.ts';

const entryOf = (a: ImportedAgreement): AgreementEntry & GivenTerms => ({ ...a, kind: a.kind as AgreementKind });
/** A column of a project's ledger for a field of its entry. */
const fieldOf: Readonly<Record<string, string>> = {
  totalMinor: 'agreed',
  attractedMinor: 'attracted',
  fixedMinor: 'fixed',
  amountMinor: 'arrived',
};

const faultOf = ({ code, details }: Refusal, usual: string): Finding => {
  const { field, found, expected, ...rest } = details as { field?: string; found?: unknown; expected?: unknown };
  const key = field === undefined ? usual : (fieldOf[field] ?? field);
  return {
    code,
    field: key,
    ...(found !== undefined && { found: String(found) }),
    ...(expected !== undefined && { expected: String(expected) }),
    details: rest,
  };
};

/** What the book says to the money of one line of a project ledger: the agreement by itself, and what arrived against all of it. */
function judge(money: OpeningMoney): MoneyVerdict {
  const { faults, findings } = judgeEntries(money);
  return { faults, findings: [...findings, ...booked(money)] };
}

/** Money of closed months is not written without a tick and a reason: it is booked in the next open one. */
function booked({ agreement, arrival, closed }: OpeningMoney) {
  const signed = agreement && counts(entryOf(agreement)) ? agreement.signedOn : null;
  return [
    ...(signed ? bookedLater('agreement', 'signedOn', signed, closed, 'acknowledge') : []),
    ...(arrival ? bookedLater('arrival', 'arrivedOn', arrival.arrivedOn, closed, 'acknowledge') : []),
  ];
}

function judgeEntries(money: OpeningMoney): MoneyVerdict {
  const read = money.agreement ? readAgreement(entryOf(money.agreement), money.today) : null;
  if (read instanceof Refusal) return { faults: [faultOf(read, 'agreed')], findings: [] };
  if (read?.kind === 'resigning' && !money.held.agreements.some((a) => a.kind === 'investment'))
    return { faults: [faultOf(refuse('rule', 'agreement.not_signed_yet'), 'agreementKind')], findings: [] };
  return money.arrival ? judgeArrived(money, money.arrival, read) : { faults: [], findings: [] };
}

function judgeArrived(money: OpeningMoney, arrival: ImportedArrival, agreement: ReadAgreement | null): MoneyVerdict {
  const entry = readArrival(arrivalEntry(arrival, ''));
  if (entry instanceof Refusal) return { faults: [faultOf(entry, 'arrived')], findings: [] };
  const { held, total, today } = money;
  const agreed =
    agreement && counts(agreement) ? plus(noMoney, agreement.currency, agreement.totalMinor, agreement.totalFen) : heldAgreed(money);
  const arrived = Object.entries(held.arrived).reduce((sums, [currency, { minor, fen }]) => plus(sums, currency, minor, fen), noMoney);
  const known = {
    signedOn: (agreement?.kind === 'resigning' ? null : agreement?.signedOn) ?? spokenOf(held.agreements)[0]?.signedOn ?? null,
    agreed,
    arrived,
    total: total && plus(noMoney, total.currency, total.minor, total.fen),
    months: {},
  };
  const [found = []] = judgeArrivals([entry], { projects: new Map([['', known]]), vouchers: new Map() }, today);
  return { faults: [], findings: found.map((fault) => findingOf(fault, 'arrived')) };
}
const heldAgreed = ({ held }: OpeningMoney): Sums =>
  held.agreements
    .filter((a) => counts({ kind: a.kind as AgreementKind }))
    .reduce((sums, a) => plus(sums, a.currency, a.totalMinor, a.totalFen), noMoney);

const arrivalEntry = (arrival: ImportedArrival, projectId: string) => ({ ...arrival, projectId, kind: 'other' as const, voucherNo: null });

const agreementBody = ({
  kind,
  signedOn,
  totalMinor,
  attractedMinor,
  fixedMinor,
  currency,
  rate,
  rateSource,
  rateOn,
  party,
}: AgreementToWrite) => {
  const amounts = { totalMinor, attractedMinor, fixedMinor, currency, rate, rateSource, rateOn };
  return { kind: kind as AgreementKind, signedOn, ...amounts, party, title: null, remark: null };
};

/** What posting the entries of a line will make the totals of its new project; entries that cannot be read are refused when they are written. */
function sums({ agreement, arrival, today }: Parameters<ImportMoney['sums']>[0]): OpeningSums {
  const signed = agreement && readAgreement(entryOf(agreement), today);
  const agreed = signed instanceof Refusal ? null : signed;
  const arrived = arrival && readArrival(arrivalEntry(arrival, ''));
  const row = { projectId: '', bookedOn: null, reverses: null };
  const postings = [
    ...(agreed ? agreementPostings({ ...agreed, ...row }) : []),
    ...(arrived && !(arrived instanceof Refusal) ? arrivalPostings({ ...arrived, ...row }) : []),
  ];
  return { ...noSums, ...postings.reduce(withPosting, {}), signedOn: agreed ? totalsOf([agreed]).signedOn : null };
}

async function write(tx: Tx, { agreements, arrivals, counted }: Parameters<ImportMoney['write']>[1], act: MoneyAct) {
  const { actor, now, batchId, acknowledged, progress } = act;
  const context = { actor, now };
  const all = agreements.length + arrivals.length;
  const written = (from: number) => (count: number) => progress((from + count) / all);
  const added = agreements.filter((a) => a.insteadOf === null);
  if (added.length > 0) {
    const rows = added.map((a) => ({ ...agreementBody(a), projectId: a.projectId, externalRef: null, batchId }));
    const agreed: CountedOf = (id) => {
      const { arrivedFen: _later, signedOn, ...held } = counted.get(id) ?? {};
      return signedOn === undefined ? undefined : { sums: held, signedOn };
    };
    await recordAgreements.inside(tx, { rows, written: written(0), counted: agreed }, context);
  }
  const replaced = agreements.filter((a) => a.insteadOf !== null);
  for (const [i, a] of replaced.entries()) {
    const reason = '台账导入更正';
    await correctAgreement.inside(tx, { projectId: a.projectId, id: a.insteadOf!, reason, entry: agreementBody(a), batchId }, context);
    await progress((added.length + i + 1) / all);
  }
  if (arrivals.length === 0) return;
  const answer = { codes: [...arrivalFaultCodes], reason: acknowledged?.reason ?? '台账导入' };
  const common = { payer: null, payerRegion: null, remark: '台账累计到位', externalRef: null, batchId, acknowledged: answer };
  const rows = arrivals.map(({ projectId, ...a }) => ({ ...arrivalEntry(a, projectId), ...common }));
  const arrived: CountedOf = (id) => {
    const held = counted.get(id);
    return held && { sums: { arrivedFen: held.arrivedFen } };
  };
  await recordArrivals.inside(tx, { rows, written: written(agreements.length), counted: arrived }, context);
}

/** The money of a project ledger: an agreement a line, and what arrived so far. */
export const importedMoney: ImportMoney = { held: heldMoney, closedThrough, judge, sums, write };
