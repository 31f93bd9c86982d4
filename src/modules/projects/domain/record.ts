import * as z from 'zod';
import { currencies } from '../../../kernel/currency.ts';
import { isPartialDate } from '../../../kernel/day.ts';
import { normalUscc } from '../../../kernel/uscc.ts';

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((v) => v || null);
const uscc = z
  .string()
  .max(40)
  .nullable()
  .transform((v) => (v && normalUscc(v)) || null);
export const partialDate = z.string().refine(isPartialDate, { error: 'date.unreadable' });
const date = partialDate.nullable();
const id = z.uuid().nullable();
const fen = z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable();
/** A positive decimal as text, at most 10 decimals: CNY per unit of the currency. */
const rate = z.string().regex(/^(?=.*[1-9])\d{1,10}(\.\d{1,10})?$/);

/** What people may leave out with "企业不便提供". */
export const withholdable = [
  'investorName',
  'investorUscc',
  'investorOrigin',
  'totalMinor',
  'landMu',
  'contactName',
  'contactPhone',
  'registeredCompany',
  'registeredUscc',
  'plannedStartOn',
  'plannedCompletionOn',
  'plannedProductionOn',
  'scale',
  'place',
] as const;
export type Withholdable = (typeof withholdable)[number];

/** Every field of a project that people fill in; money is minor units of `currency`, area is mu as decimal text. */
export const recordShape = {
  name: z.string().trim().min(1).max(200),
  investorName: text(200),
  investorUscc: uscc,
  investorOrigin: text(100),
  investorKind: text(50),
  withheld: z.array(z.enum(withholdable)).transform((v) => [...new Set(v)].toSorted()),
  industryCode: text(10),
  currency: z.enum(currencies),
  rate,
  rateSource: text(200),
  rateOn: date,
  totalMinor: fen,
  unitId: z.uuid(),
  personId: id,
  leaderId: id,
  parkId: id,
  source: text(50),
  sourceNote: text(500),
  nature: text(50),
  scale: text(4000),
  place: text(300),
  divisionCode: z
    .string()
    .regex(/^\d{6}(\d{3}|\d{6})?$/)
    .nullable(),
  landMu: z
    .string()
    .regex(/^\d{1,10}(\.\d{1,2})?$/)
    .nullable()
    .transform((v) => v && plainDecimal(v)),
  contactName: text(50),
  contactPhone: text(50),
  registeredCompany: text(200),
  registeredUscc: uscc,
  plannedStartOn: date,
  plannedCompletionOn: date,
  plannedProductionOn: date,
  startedOn: date,
  completedOn: date,
  productionOn: date,
  capacityOn: date,
  natongName: text(200),
  natongTotalFen: fen,
  natongOn: date,
  remark: text(4000),
};
const wholeRecord = z.strictObject(recordShape);
export type ProjectRecord = z.output<typeof wholeRecord>;
export type RecordField = keyof ProjectRecord;
export const recordFields = Object.keys(recordShape) as RecordField[];
/** A record about which nothing is known yet. */
export const emptyRecord: ProjectRecord = Object.assign(
  Object.fromEntries(recordFields.map((f) => [f, null])) as unknown as ProjectRecord,
  {
    currency: 'CNY',
    rate: '1',
    withheld: [],
  },
);
/** Some of the record, as an edit sends it; a field that is absent stays as it is. */
export const RecordPatch = wholeRecord.partial();
export type RecordPatch = { [F in RecordField]?: ProjectRecord[F] | undefined };

/** 120.5 → 120.50, as the store keeps it, so that the same area is the same text. */
function plainDecimal(value: string): string {
  const [whole = '', fraction = ''] = value.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${fraction.padEnd(2, '0')}`;
}

/** Said or guessed from these, who the investor is; hidden with the name while the project is confidential. */
export const confidentialFields = [
  'investorName',
  'investorUscc',
  'investorOrigin',
  'investorKind',
  'sourceNote',
  'scale',
  'contactName',
  'contactPhone',
  'registeredCompany',
  'registeredUscc',
  'natongName',
  'remark',
] as const satisfies readonly RecordField[];
/** Frozen when the project lands: reports count by them, so a later change is a restatement with its reason. */
export const frozenFields = ['unitId', 'industryCode', 'parkId', 'leaderId', 'investorName'] as const satisfies readonly RecordField[];
/** What many projects may be given at once. */
export const bulkFields = [
  'unitId',
  'personId',
  'leaderId',
  'parkId',
  'industryCode',
  'source',
  'nature',
  'investorKind',
] as const satisfies readonly RecordField[];

/** Nothing said. Zero and 否 are something said. */
export const isBlank = (value: unknown) =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

export const codeSchemes = ['national', 'national_old', 'province', 'city', 'other'] as const;
export type CodeScheme = (typeof codeSchemes)[number];
