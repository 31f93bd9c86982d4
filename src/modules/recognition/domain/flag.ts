import { addMonths, type Day, daysBetween, firstDayOf, lastDayOf, monthOf, type PartialDate, yearOf } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { FlagCode, FlagRule } from './flag-rule.ts';

/** A row of another project, or of this one, that a finding is about as well. */
export type Elsewhere = Readonly<{ projectId: string; arrivalId: string | null }>;
export type FlagArrival = Readonly<{
  id: string;
  arrivedOn: PartialDate;
  amountFen: Fen;
  voucherNo: string | null;
  voucherOn: PartialDate | null;
  payer: string | null;
}>;
/** What is known of one project when its arrivals are looked at. Arrivals are those in force, by date. */
export type FlagFacts = Readonly<{
  projectId: string;
  arrivals: readonly FlagArrival[];
  signedOn: PartialDate | null;
  agreedFen: Fen;
  totalFen: Fen | null;
  /** The last day on which anything moved: a stage, a month of investment, a note. */
  progressOn: PartialDate | null;
  isFinished: boolean;
  /** Other arrivals in force that carry a voucher number or a file of these, of any project. */
  vouchers: ReadonlyMap<string, readonly Elsewhere[]>;
  files: readonly Readonly<{ sha256: string; arrivalId: string; elsewhere: readonly Elsewhere[] }>[];
  /** Projects of other investors with the same telephone or address of the contact. */
  contacts: readonly Readonly<{ contact: string; elsewhere: readonly Elsewhere[] }>[];
}>;
/** `key` tells findings of one code apart; `params` fill its sentence. */
export type Finding = Readonly<{
  code: FlagCode;
  key: string;
  arrivalIds: readonly string[];
  params: Readonly<Record<string, string | number | null>>;
  elsewhere: readonly Elsewhere[];
}>;

type Look = (facts: FlagFacts, rule: FlagRule, today: Day) => Finding[];
const none: readonly Elsewhere[] = [];
const about = (code: FlagCode, a: FlagArrival, params: Finding['params']): Finding => ({
  code,
  key: a.id,
  arrivalIds: [a.id],
  params,
  elsewhere: none,
});

const sameVoucher: Look = ({ arrivals, vouchers }) =>
  [...Map.groupBy(arrivals, (a) => a.voucherNo)].flatMap(([voucherNo, own]) => {
    if (voucherNo === null) return [];
    const elsewhere = vouchers.get(voucherNo) ?? none;
    const uses = own.length + elsewhere.length;
    return uses < 2
      ? []
      : [{ code: 'same_voucher', key: voucherNo, arrivalIds: own.map((a) => a.id), params: { voucherNo, uses }, elsewhere }];
  });
const sameFile: Look = ({ files }) =>
  [...Map.groupBy(files, (f) => f.sha256)].flatMap(([sha256, own]) => {
    const elsewhere = own[0]!.elsewhere;
    const uses = own.length + elsewhere.length;
    return uses < 2 ? [] : [{ code: 'same_file', key: sha256, arrivalIds: own.map((f) => f.arrivalId), params: { uses }, elsewhere }];
  });
const localPayer: Look = ({ arrivals }, { localPayers }) =>
  arrivals.flatMap((a) => {
    const word = localPayers.find((w) => a.payer?.includes(w));
    return word === undefined ? [] : [about('local_payer', a, { payer: a.payer, word })];
  });
/** Dates known only in part accuse nobody. */
const beforeSigning: Look = ({ arrivals, signedOn }) =>
  arrivals
    .filter((a) => signedOn === null || lastDayOf(a.arrivedOn) < firstDayOf(signedOn))
    .map((a) => about('before_signing', a, { arrivedOn: a.arrivedOn, signedOn }));
const voucherYear: Look = ({ arrivals }) =>
  arrivals
    .filter((a) => a.voucherOn !== null && yearOf(a.voucherOn) !== yearOf(a.arrivedOn))
    .map((a) => about('voucher_year', a, { arrivedOn: a.arrivedOn, voucherOn: a.voucherOn }));
const above =
  (code: 'above_agreed' | 'above_total', limitOf: (facts: FlagFacts) => Fen | null): Look =>
  (facts) => {
    const limitFen = limitOf(facts);
    const arrivedFen = facts.arrivals.reduce((sum, a) => sum + a.amountFen, 0);
    if (limitFen === null || arrivedFen <= limitFen) return [];
    return [{ code, key: '', arrivalIds: facts.arrivals.map((a) => a.id), params: { arrivedFen, limitFen }, elsewhere: none }];
  };
/** Money that left (a negative arrival) within so many days after at least as much came. */
const inAndOut: Look = ({ arrivals }, { inOutDays }) =>
  arrivals
    .filter((out) => out.amountFen < 0)
    .flatMap((out) => {
      const came = arrivals.find((a) => {
        const days = daysBetween(firstDayOf(a.arrivedOn), firstDayOf(out.arrivedOn));
        return a.amountFen > 0 && days >= 0 && days <= inOutDays && 0 - out.amountFen * 2 >= a.amountFen;
      });
      if (!came) return [];
      const params = { inOn: came.arrivedOn, outOn: out.arrivedOn, inFen: came.amountFen, outFen: 0 - out.amountFen };
      return [{ code: 'in_and_out', key: out.id, arrivalIds: [came.id, out.id], params, elsewhere: none }];
    });
const noProgress: Look = ({ arrivals, progressOn, isFinished }, { quietMonths }, today) => {
  const since = `${addMonths(monthOf(today)!, 0 - quietMonths)}-01`;
  const old = arrivals.filter((a) => lastDayOf(a.arrivedOn) < since);
  if (isFinished || !old.length || (progressOn !== null && lastDayOf(progressOn) >= since)) return [];
  return [{ code: 'no_progress', key: '', arrivalIds: old.map((a) => a.id), params: { progressOn, quietMonths }, elsewhere: none }];
};
const decemberRound: Look = ({ arrivals }, { roundFen, roundCount }) => {
  const round = arrivals.filter((a) => monthOf(a.arrivedOn)?.endsWith('-12') && a.amountFen > 0 && a.amountFen % roundFen === 0);
  return [...Map.groupBy(round, (a) => yearOf(a.arrivedOn))]
    .filter(([, own]) => own.length >= roundCount)
    .map(([year, own]) => ({
      code: 'december_round',
      key: year,
      arrivalIds: own.map((a) => a.id),
      params: { year, count: own.length, fen: own.reduce((sum, a) => sum + a.amountFen, 0) },
      elsewhere: none,
    }));
};
const sharedContact: Look = ({ arrivals, contacts }) =>
  arrivals.length === 0
    ? []
    : contacts.map(({ contact, elsewhere }) => ({
        code: 'shared_contact',
        key: contact,
        arrivalIds: [],
        params: { contact, others: elsewhere.length },
        elsewhere,
      }));

const looks: readonly Look[] = [
  sameVoucher,
  sameFile,
  localPayer,
  beforeSigning,
  voucherYear,
  above('above_agreed', (f) => (f.signedOn === null ? null : f.agreedFen)),
  above('above_total', (f) => f.totalFen),
  inAndOut,
  noProgress,
  decemberRound,
  sharedContact,
];

/** Everything that is worth a second look about the arrivals of a project. */
export const findFlags: (...given: Parameters<Look>) => Finding[] = (facts, rule, today) =>
  looks.flatMap((look) => look(facts, rule, today));

/** What a finding rests on: when it changes, a resolved flag is open again. The order in which rows were read is none of it. */
export const groundsOf = ({ params, arrivalIds, elsewhere }: Finding) =>
  JSON.stringify([
    Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    arrivalIds.toSorted(),
    elsewhere.map((e) => `${e.projectId} ${e.arrivalId}`).toSorted(),
  ]);
