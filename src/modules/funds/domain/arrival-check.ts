import { addMonths, type Day, firstDayOf, isPartialDate, lastDayOf, monthOf, type PartialDate } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import { Refusal, refuse } from '../../../kernel/refusal.ts';
import { type ArrivalKind, arrivalKinds } from './entry.ts';
import { type GivenTerms, isAbove, noMoney, plus, readTerms, type Sums, type Terms, toFen } from './money-entry.ts';

export type ArrivalEntry = Readonly<{
  projectId: string;
  arrivedOn: PartialDate;
  currency: string;
  amountMinor: number;
  amountFen: Fen;
  kind: ArrivalKind;
  voucherNo: string | null;
}>;

/** What the ledger already holds of one project. `agreed` counts 投资协议 and 补充协议; `total` is 备案总投资. */
export type ProjectMoney = Readonly<{
  signedOn: PartialDate | null;
  agreed: Sums;
  arrived: Sums;
  total: Sums | null;
  /** Arrivals by month, 'YYYY-MM' → fen. */
  months: Readonly<Record<string, Fen>>;
}>;
type VoucherUse = Readonly<{ projectId: string; projectName: string; arrivedOn: PartialDate; amountFen: Fen }>;
/** How often a voucher number is in use, and a few uses among those the reader may know of. */
export type VoucherUses = Readonly<{ uses: number; shown: readonly VoucherUse[] }>;
/** What is known when arrivals are judged: projects by id, uses of a voucher by its number. */
export type Known = Readonly<{ projects: ReadonlyMap<string, ProjectMoney>; vouchers: ReadonlyMap<string, VoucherUses> }>;

/** Soft faults: each may be true all the same, and then needs a tick and a reason (acceptance I11). */
export const arrivalFaultCodes = [
  'arrived_above_agreed',
  'arrived_above_total',
  'before_signing',
  'same_voucher',
  'far_above_last_month',
  'cumulative_falls',
  'in_future',
] as const;
export type ArrivalFault =
  | Readonly<{ code: 'arrived_above_agreed'; arrived: Sums; agreed: Sums }>
  | Readonly<{ code: 'arrived_above_total'; arrived: Sums; total: Sums }>
  /** `signedOn` is null when no 投资协议 is recorded at all. */
  | Readonly<{ code: 'before_signing'; arrivedOn: PartialDate; signedOn: PartialDate | null }>
  | (Readonly<{ code: 'same_voucher'; voucherNo: string }> & VoucherUses)
  | Readonly<{ code: 'far_above_last_month'; month: string; monthFen: Fen; lastMonthFen: Fen }>
  | Readonly<{ code: 'cumulative_falls'; beforeFen: Fen; afterFen: Fen }>
  | Readonly<{ code: 'in_future'; arrivedOn: PartialDate; today: Day }>;

export const manyTimes = 10;

export type GivenArrival = GivenTerms &
  Pick<ArrivalEntry, 'projectId' | 'arrivedOn' | 'amountMinor' | 'kind' | 'voucherNo'> &
  Readonly<{ voucherOn?: PartialDate | null | undefined; payerDivision?: string | null | undefined }>;

/** Reads one arrival by itself. Refuses an amount of 0, an unreadable date, an unknown kind, and terms that give no fen. */
export function readArrival(given: GivenArrival): (ArrivalEntry & Terms) | Refusal {
  const { projectId, arrivedOn, amountMinor, kind, voucherNo } = given;
  if (amountMinor === 0) return refuse('invalid', 'arrival.amount_zero');
  if (!isPartialDate(arrivedOn)) return refuse('invalid', 'date.unreadable', { field: 'arrivedOn', found: arrivedOn });
  if (!arrivalKinds.includes(kind)) return refuse('invalid', 'arrival.kind_unknown', { found: kind, expected: arrivalKinds });
  const paper = paperFault(given);
  if (paper) return paper;
  const terms = readTerms(given);
  if (terms instanceof Refusal) return terms;
  const amountFen = toFen(amountMinor, terms);
  if (amountFen instanceof Refusal) return amountFen;
  return { projectId, arrivedOn, amountMinor, amountFen, kind, voucherNo: voucherNo?.trim() || null, ...terms };
}

/** County codes have six digits, townships nine. */
const divisionShape = /^\d{6}(\d{3})?$/;
function paperFault({ voucherOn, payerDivision }: GivenArrival): Refusal | null {
  if (voucherOn && !isPartialDate(voucherOn)) return refuse('invalid', 'date.unreadable', { field: 'voucherOn', found: voucherOn });
  if (payerDivision && !divisionShape.test(payerDivision))
    return refuse('invalid', 'arrival.division_unreadable', { field: 'payerDivision', found: payerDivision });
  return null;
}

const nothingKnown: ProjectMoney = { signedOn: null, agreed: noMoney, arrived: noMoney, total: null, months: {} };

/**
 * Judges arrivals one after the other, each as if those before it were recorded. `lacks` names what it must `learn` from the
 * ledger before it can judge the given ones; what it knows already it knows better.
 */
export function arrivalJudge(today: Day) {
  const projects = new Map<string, ProjectMoney>();
  const vouchers = new Map<string, VoucherUses>();
  const judge = (entry: ArrivalEntry): ArrivalFault[] => {
    const before = projects.get(entry.projectId) ?? nothingKnown;
    const after = add(before, entry);
    projects.set(entry.projectId, after);
    const faults = [...againstSums(before, after), ...againstDates(entry, before, today), ...againstMonths(entry, after)];
    if (entry.voucherNo === null) return faults;
    const used = vouchers.get(entry.voucherNo) ?? { uses: 0, shown: [] };
    vouchers.set(entry.voucherNo, { ...used, uses: used.uses + 1 });
    return used.uses ? [...faults, { code: 'same_voucher', voucherNo: entry.voucherNo, ...used }] : faults;
  };
  const lacks = (entries: readonly ArrivalEntry[]) => ({
    projects: [...new Set(entries.map((e) => e.projectId))].filter((id) => !projects.has(id)),
    vouchers: [...new Set(entries.flatMap((e) => e.voucherNo ?? []))].filter((no) => !vouchers.has(no)),
  });
  const learn = (known: Known) => {
    for (const [id, money] of known.projects) projects.set(id, money);
    for (const [no, uses] of known.vouchers) vouchers.set(no, uses);
  };
  return { lacks, learn, judge };
}

/** What looks wrong about each arrival, in order, when all that is known is known beforehand. */
export function judgeArrivals(entries: readonly ArrivalEntry[], known: Known, today: Day): ArrivalFault[][] {
  const { learn, judge } = arrivalJudge(today);
  learn(known);
  return entries.map(judge);
}

function add(money: ProjectMoney, { arrivedOn, currency, amountMinor, amountFen }: ArrivalEntry): ProjectMoney {
  const month = monthOf(arrivedOn);
  const arrived = plus(money.arrived, currency, amountMinor, amountFen);
  return { ...money, arrived, months: month ? { ...money.months, [month]: (money.months[month] ?? 0) + amountFen } : money.months };
}

function* againstSums(before: ProjectMoney, { signedOn, arrived, agreed, total }: ProjectMoney): Generator<ArrivalFault> {
  if (arrived.fen < before.arrived.fen) yield { code: 'cumulative_falls', beforeFen: before.arrived.fen, afterFen: arrived.fen };
  else if (signedOn !== null && isAbove(arrived, agreed)) yield { code: 'arrived_above_agreed', arrived, agreed };
  if (arrived.fen >= before.arrived.fen && total && isAbove(arrived, total)) yield { code: 'arrived_above_total', arrived, total };
}

/** Dates known only in part accuse nobody: an arrival of 2025 may be after a signing in 2025-06. */
function* againstDates({ arrivedOn }: ArrivalEntry, { signedOn }: ProjectMoney, today: Day): Generator<ArrivalFault> {
  if (signedOn === null || lastDayOf(arrivedOn) < firstDayOf(signedOn)) yield { code: 'before_signing', arrivedOn, signedOn };
  if (firstDayOf(arrivedOn) > today) yield { code: 'in_future', arrivedOn, today };
}

function* againstMonths({ arrivedOn }: ArrivalEntry, { months }: ProjectMoney): Generator<ArrivalFault> {
  const month = monthOf(arrivedOn);
  if (!month) return;
  const [monthFen, lastMonthFen] = [months[month] ?? 0, months[addMonths(month, -1)] ?? 0];
  if (lastMonthFen > 0 && monthFen / manyTimes >= lastMonthFen) yield { code: 'far_above_last_month', month, monthFen, lastMonthFen };
}

/** A fault as it is kept with its row: readers of the row may not know of the other projects that share its voucher. */
export const asKept = (fault: ArrivalFault): ArrivalFault => (fault.code === 'same_voucher' ? { ...fault, shown: [] } : fault);
