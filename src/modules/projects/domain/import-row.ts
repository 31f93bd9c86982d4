import { minorToFen } from '../../../kernel/currency.ts';
import type { Day } from '../../../kernel/day.ts';
import { type ImportValue, type MappedRow, type RowTerms, withWords } from '../../../kernel/import-row.ts';
import { readProjectCode } from '../../../kernel/project-code.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { normalUscc } from '../../../kernel/uscc.ts';
import type { ImportedAgreement, ImportedArrival } from './import-money.ts';
import type { CodeScheme, ProjectRecord, RecordField, RecordPatch } from './record.ts';
import { type Side, sides, type Stage } from './stage.ts';

const shortKeys: Readonly<Partial<Record<string, string>>> = {
  investorName: 'investor',
  industryCode: 'industry',
  totalMinor: 'total',
  unitId: 'unit',
  personId: 'person',
  leaderId: 'leader',
  parkId: 'park',
  landMu: 'land',
  natongTotalFen: 'natongTotal',
};
/** The name of a record's field in a mapping file. */
export const importKeyOf = (field: string) => shortKeys[field] ?? field;

/** What the words of a row were found to mean. Null where a row says nothing, or nothing that is known. */
export type Meant = Readonly<{
  unitId: string | null;
  personId: string | null;
  leaderId: string | null;
  parkId: string | null;
  industryCode: string | null;
}>;
export const nothingMeant: Meant = { unitId: null, personId: null, leaderId: null, parkId: null, industryCode: null };

type Values = MappedRow['values'];
const text = (values: Values, key: string): string | null => (values[key] === undefined ? null : String(values[key]));
const number = (values: Values, key: string): number | null => (typeof values[key] === 'number' ? values[key] : null);

/** Where the rate of a ledger is from and of which day, when its setup does not say. */
export const importedTerms = ({ currency, rate, rateSource, rateOn }: RowTerms, today: Day) =>
  currency === 'CNY'
    ? { currency, rate: '1', rateSource: null, rateOn: null }
    : { currency, rate, rateSource: rateSource ?? '导入设置', rateOn: rateOn ?? today };

const plainFields = [
  'name',
  'investorOrigin',
  'investorKind',
  'source',
  'sourceNote',
  'nature',
  'scale',
  'place',
  'divisionCode',
  'contactName',
  'contactPhone',
  'registeredCompany',
  'plannedStartOn',
  'plannedCompletionOn',
  'plannedProductionOn',
  'startedOn',
  'completedOn',
  'productionOn',
  'capacityOn',
  'natongName',
  'natongOn',
] as const satisfies readonly RecordField[];

/** What the row says of the record itself. A blank says nothing. */
export function patchOf({ values, terms }: MappedRow, meant: Meant, today: Day): RecordPatch {
  const patch: Record<string, unknown> = {};
  const put = (field: RecordField, value: unknown) => {
    if (value !== null && value !== undefined) patch[field] = value;
  };
  for (const field of plainFields) put(field, values[field]);
  for (const [field, value] of Object.entries(meant)) put(field as keyof Meant, value);
  put('investorName', text(values, 'investor'));
  put('investorUscc', usccOf(values, 'investorUscc'));
  put('registeredUscc', usccOf(values, 'registeredUscc'));
  put('landMu', values['land']);
  put('natongTotalFen', natongOf(values, terms));
  const total = number(values, 'total');
  if (total !== null) Object.assign(patch, { totalMinor: total, ...importedTerms(terms, today) });
  return patch as RecordPatch;
}
const usccOf = (values: Values, key: string) => {
  const uscc = text(values, key);
  return uscc === null ? null : normalUscc(uscc);
};
/** Statistics count in 人民币. */
function natongOf(values: Values, { currency, rate }: RowTerms): number | null {
  const minor = number(values, 'natongTotal');
  const fen = minor === null ? null : minorToFen(minor, currency, rate ?? '0');
  return fen instanceof Refusal ? null : fen;
}

/** The remark with what the row said in words; a remark of the row takes the place of the one there was. */
export const remarkOf = ({ values, words }: MappedRow, before: string | null, more: readonly string[]): string | null => {
  const own = text(values, 'remark');
  const base = own !== null && before !== null && before.startsWith(own) ? before : (own ?? before);
  return withWords(base, [...words, ...more])?.slice(0, 4000) ?? null;
};

/** The same rate from the same file is no news: its source and day stay as they were recorded. */
export function withoutSameTerms(patch: RecordPatch, before: Pick<ProjectRecord, 'currency' | 'rate'>, terms: RowTerms): RecordPatch {
  if (patch.currency !== before.currency || Number(patch.rate) !== Number(before.rate)) return patch;
  const { rateSource, rateOn, ...rest } = patch;
  return { ...rest, ...(terms.rateSource !== null && { rateSource }), ...(terms.rateOn !== null && { rateOn }) };
}

export type RowAgreement = Readonly<{
  agreement: ImportedAgreement | null;
  lacks: 'signedOn' | null;
  loose: readonly ('attracted' | 'fixed')[];
}>;
/** The agreement that a row tells of. `loose`: parts without a whole, which no agreement can carry. */
export function agreementOf({ values, terms, faulty }: MappedRow, today: Day): RowAgreement {
  const [total, attracted, fixed] = [number(values, 'agreed'), number(values, 'attracted'), number(values, 'fixed')];
  if (!total) {
    const loose = (['attracted', 'fixed'] as const).filter((key) => number(values, key) && !faulty.includes('agreed'));
    return { agreement: null, lacks: null, loose };
  }
  const signedOn = text(values, 'signedOn');
  if (signedOn === null) return { agreement: null, lacks: faulty.includes('signedOn') ? null : 'signedOn', loose: [] };
  const kind = text(values, 'agreementKind') ?? 'investment';
  const agreement = { kind, signedOn, totalMinor: total, attractedMinor: attracted, fixedMinor: fixed, ...importedTerms(terms, today) };
  return { agreement, lacks: null, loose: [] };
}

/** What arrived so far by the row and is not in the book yet: nothing, an arrival of the difference, or less than the book holds. */
export function arrivalOf({ values, terms }: MappedRow, heldMinor: number, today: Day): ImportedArrival | 'falls' | 'undated' | null {
  const arrived = number(values, 'arrived');
  if (arrived === null || arrived === heldMinor) return null;
  if (arrived < heldMinor) return 'falls';
  const arrivedOn = text(values, 'arrivedOn');
  return arrivedOn === null ? 'undated' : { arrivedOn, amountMinor: arrived - heldMinor, ...importedTerms(terms, today) };
}

/** Where the project stands: as the row says, else by the last thing that it dates. */
export function standingOf({ values }: MappedRow, agreement: ImportedAgreement | null): { stage: Stage; side: Side | null } {
  const said = text(values, 'stage');
  const side = sides.find((s) => s === said) ?? null;
  if (said !== null && !side) return { stage: said as Stage, side: null };
  if (values['capacityOn']) return { stage: 'at_capacity', side };
  if (values['productionOn']) return { stage: 'producing', side };
  if (values['completedOn']) return { stage: 'completed', side };
  if (values['startedOn']) return { stage: 'building', side };
  const isSigned = agreement ? addsUp(agreement) : values['signedOn'] !== undefined;
  return { stage: isSigned ? 'signed' : 'negotiating', side };
}

export type RowCode = Readonly<{ field: string; scheme: CodeScheme; code: string }>;
export const housePattern = /^XM\d{4}-\d{6,}$/;
/** Codes of authorities that the row carries, as they are kept; a national code that cannot be one is answered as its refusal. */
export function codesOf(
  { values }: MappedRow,
  today: Day,
): { codes: RowCode[]; house: string | null; faults: { field: string; refusal: Refusal }[] } {
  const codes: RowCode[] = [];
  const faults: { field: string; refusal: Refusal }[] = [];
  const national = text(values, 'nationalCode');
  if (national !== null) {
    const read = readProjectCode(national, today);
    if (read instanceof Refusal) faults.push({ field: 'nationalCode', refusal: read });
    else codes.push({ field: 'nationalCode', scheme: read.form === 'old' ? 'national_old' : 'national', code: read.text });
  }
  for (const [field, scheme] of [
    ['provinceCode', 'province'],
    ['cityCode', 'city'],
    ['otherCode', 'other'],
  ] as const) {
    const code = text(values, field);
    if (code !== null) codes.push({ field, scheme, code });
  }
  return { codes, house: text(values, 'code'), faults };
}

/** A value of the record as the sheet says it, for showing old beside new. */
export const shownValue = (value: unknown): ImportValue | null => (value === null || value === undefined ? null : (value as ImportValue));

export type AgreementMove = Readonly<
  { act: 'add' } | { act: 'replace'; id: string; agreement: ImportedAgreement } | { act: 'none' } | { act: 'unclear'; heldMinor: number }
>;
type OfKind = Pick<ImportedAgreement, 'kind'>;
const addsUp = ({ kind }: OfKind) => kind === 'investment' || kind === 'supplement';
/** What was signed already and is signed once more (再次签约) is an event beside the agreement. */
const isSigningAgain = ({ kind }: OfKind) => kind === 'resigning';
/** Of the agreements in the book those that a ledger's one amount speaks of: what adds up, else what was agreed as a frame. */
export function spokenOf<A extends OfKind>(held: readonly A[]): A[] {
  const counted = held.filter(addsUp);
  return counted.length > 0 ? counted : held.filter((a) => !isSigningAgain(a));
}
type Held = ImportedAgreement & Readonly<{ id: string }>;
/** Those that a row may mean. */
function meantBy(row: ImportedAgreement, held: readonly Held[]): Held[] {
  if (addsUp(row)) return spokenOf(held);
  return held.filter((a) => a.kind === row.kind && (!isSigningAgain(row) || a.signedOn === row.signedOn));
}

/** What the row's agreement does to those in the book: the same again changes nothing, one that differs takes the place of the only one. */
export function agreementMove(row: ImportedAgreement, held: readonly Held[]): AgreementMove {
  const meant = meantBy(row, held);
  const [one, ...others] = meant;
  if (!one) return { act: 'add' };
  const heldMinor = meant.reduce((sum, a) => sum + a.totalMinor, 0);
  if (others.length > 0)
    return heldMinor === row.totalMinor && meant.every((a) => a.currency === row.currency)
      ? { act: 'none' }
      : { act: 'unclear', heldMinor };
  const said: ImportedAgreement = {
    ...row,
    attractedMinor: row.attractedMinor ?? one.attractedMinor,
    fixedMinor: row.fixedMinor ?? one.fixedMinor,
  };
  const same = (['kind', 'signedOn', 'totalMinor', 'attractedMinor', 'fixedMinor', 'currency'] as const).every((f) => said[f] === one[f]);
  return same && Number(said.rate) === Number(one.rate) ? { act: 'none' } : { act: 'replace', id: one.id, agreement: said };
}

/** Dates of stages that a known project has not reached: its stage is moved through the gate, not by a ledger. */
export const stageDatesAhead = ['startedOn', 'completedOn', 'productionOn', 'capacityOn'] as const satisfies readonly RecordField[];
