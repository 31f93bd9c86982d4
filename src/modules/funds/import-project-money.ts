import type { Finding, RuleFinding } from '../../kernel/import-row.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { ImportedAgreement, ImportedArrival, OpeningMoney } from '../projects/domain/import-money.ts';
import type { ImportMoney } from '../projects/import-money-contract.ts';
import { correctAgreement, recordAgreements } from './agreement-commands.ts';
import { recordArrivals } from './arrival-commands.ts';
import { type AgreementEntry, readAgreement } from './domain/agreement.ts';
import { arrivalFaultCodes, type ArrivalFault, judgeArrivals, readArrival } from './domain/arrival-check.ts';
import type { AgreementKind } from './domain/entry.ts';
import { type GivenTerms, noMoney, plus, type Sums } from './domain/money-entry.ts';
import { findingOf } from './import-finding.ts';
import { heldMoney } from './import-queries.ts';

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
function judge({ total, agreement, arrival, held, today }: OpeningMoney) {
  const faults: Finding[] = [];
  const findings: RuleFinding[] = [];
  const read = agreement ? readAgreement(entryOf(agreement), today) : null;
  if (read instanceof Refusal) faults.push(faultOf(read, 'agreed'));
  if (arrival) {
    const entry = readArrival(arrivalEntry(arrival, ''));
    if (entry instanceof Refusal) faults.push(faultOf(entry, 'arrived'));
    else if (!(read instanceof Refusal)) {
      const agreed = read && read.kind !== 'framework' ? plus(noMoney, read.currency, read.totalMinor, read.totalFen) : heldAgreed(held);
      const signedOn = agreement?.signedOn ?? held.agreements[0]?.signedOn ?? null;
      const arrived = Object.entries(held.arrived).reduce((sums, [currency, { minor, fen }]) => plus(sums, currency, minor, fen), noMoney);
      const totalSums = total ? plus(noMoney, total.currency, total.minor, total.fen) : null;
      const known = { projects: new Map([['', { signedOn, agreed, arrived, total: totalSums, months: {} }]]), vouchers: new Map() };
      const [found = []] = judgeArrivals([entry], known, today);
      findings.push(...found.map((f: ArrivalFault) => findingOf(f, 'arrived')));
    }
  }
  return { faults, findings };
}
const heldAgreed = ({ agreements }: OpeningMoney['held']): Sums =>
  agreements.filter((a) => a.kind !== 'framework').reduce((sums, a) => plus(sums, a.currency, a.totalMinor, a.totalFen), noMoney);

const arrivalEntry = (arrival: ImportedArrival, projectId: string) => ({ ...arrival, projectId, kind: 'other' as const, voucherNo: null });

/** The money of a project ledger: an agreement a line, and what arrived so far. */
export const importedMoney: ImportMoney = {
  held: heldMoney,
  judge,
  write: async (tx, { agreements, arrivals }, { actor, now, batchId, acknowledged, progress }) => {
    const context = { actor, now };
    const added = agreements.filter((a) => a.insteadOf === null);
    const common = { title: null, remark: null, externalRef: null, batchId };
    let told = 0;
    const written = async (count: number) => {
      await progress(count - told);
      told = count;
    };
    if (added.length > 0) {
      const rows = added.map(({ insteadOf: _, ...a }) => ({ ...a, ...common, kind: a.kind as AgreementKind }));
      await recordAgreements.inside(tx, { rows, written }, context);
    }
    for (const { insteadOf, projectId, ...entry } of agreements.filter((a) => a.insteadOf !== null)) {
      const body = { ...entry, kind: entry.kind as AgreementKind, title: null, remark: null };
      await correctAgreement.inside(tx, { projectId, id: insteadOf!, reason: '台账导入更正', entry: body }, context);
    }
    if (arrivals.length === 0) return;
    told = 0;
    const answer = { codes: [...arrivalFaultCodes], reason: acknowledged?.reason ?? '台账导入' };
    const rows = arrivals.map(({ projectId, ...a }) => ({
      ...arrivalEntry(a, projectId),
      payer: null,
      payerRegion: null,
      remark: '台账累计到位',
      externalRef: null,
      batchId,
      acknowledged: answer,
    }));
    await recordArrivals.inside(tx, { rows, written }, context);
  },
};
