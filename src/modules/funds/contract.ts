import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { currencies } from '../../kernel/currency.ts';
import { paging } from '../../kernel/paging.ts';
import { ImportSource } from '../imports/domain/import-view.ts';
import { agreementKinds, arrivalKinds } from './domain/entry.ts';
import { AgreementFilter, ArrivalFilter, asFile, InvestmentFilter } from './domain/list-filter.ts';

const id = z.uuid();
const fen = z.int();
const text = (max: number) => z.string().trim().max(max).nullable().default(null);
const partialDate = z.string().max(10);
const reason = z.string().trim().min(1).max(500);

/** The currency of an entry; other than CNY with its rate (CNY for one unit, decimal text), where that is from and its day. */
const terms = {
  currency: z.enum(currencies).default('CNY'),
  rate: z.string().max(24).nullable().default(null),
  rateSource: text(100),
  rateOn: partialDate.nullable().default(null),
};
const acknowledged = z
  .object({ codes: z.array(z.string().max(40)).max(10), reason })
  .nullable()
  .default(null);

export const AgreementBody = z.strictObject({
  kind: z.enum(agreementKinds),
  title: text(200),
  signedOn: partialDate,
  party: text(200),
  ...terms,
  totalMinor: z.int(),
  attractedMinor: z.int().nullable().default(null),
  fixedMinor: z.int().nullable().default(null),
  remark: text(1000),
});
export const ArrivalBody = z.strictObject({
  arrivedOn: partialDate,
  ...terms,
  amountMinor: z.int(),
  kind: z.enum(arrivalKinds),
  payer: text(200),
  payerRegion: text(100),
  /** The code of the division the payer comes from (行政区划代码). */
  payerDivision: z.string().max(12).nullable().optional(),
  voucherNo: text(100),
  voucherOn: partialDate.nullable().optional(),
  remark: text(1000),
  acknowledged,
});
export const InvestmentBody = z.strictObject({
  month: z.string().max(7),
  civilFen: fen.default(0),
  installationFen: fen.default(0),
  equipmentFen: fen.default(0),
  otherFen: fen.default(0),
  /** What the form showed as the sum; refused when the parts do not make it. */
  amountFen: fen,
  remark: text(1000),
  acknowledged,
});

/** What a batch (an import, a demo) adds to what a form gives. */
type InBatch = Readonly<{ projectId: string; externalRef: string | null; batchId: string | null }>;
export type NewAgreement = z.output<typeof AgreementBody> & InBatch;
export type NewArrival = z.output<typeof ArrivalBody> & InBatch;
export type NewInvestment = z.output<typeof InvestmentBody> & Omit<InBatch, 'externalRef'>;

const Entry = z.object({
  id,
  projectId: id,
  projectCode: z.string(),
  /** Masked when the reader may not know the investor. */
  projectName: z.string(),
  unitId: id,
  unitName: z.string(),
  /** Payer and where from, party, title, remark and reasons are withheld from a reader who may not know the investor before the signing. */
  isMasked: z.boolean(),
  remark: z.string().nullable(),
  reverses: id.nullable(),
  reversedBy: id.nullable(),
  reason: z.string().nullable(),
  batchId: id.nullable(),
  /** The month the entry counts in, where the month it happened in was closed before it was recorded. */
  bookedOn: z.string().nullable(),
  recordedBy: id,
  recordedByName: z.string().nullable(),
  recordedAt: z.iso.datetime(),
  can: z.object({ reverse: z.boolean() }),
});
const Terms = { currency: z.string(), rate: z.string(), rateSource: z.string().nullable(), rateOn: z.string().nullable() };
const Acknowledged = z.object({ reason: z.string(), faults: z.array(z.looseObject({ code: z.string() })) });
const Sum = z.object({ currency: z.string(), minor: z.int(), fen });

export const Agreement = Entry.extend({
  ...Terms,
  kind: z.enum(agreementKinds),
  title: z.string().nullable(),
  signedOn: z.string(),
  party: z.string().nullable(),
  totalMinor: z.int(),
  attractedMinor: z.int().nullable(),
  fixedMinor: z.int().nullable(),
  totalFen: fen,
  attractedFen: fen.nullable(),
  fixedFen: fen.nullable(),
  externalRef: z.string().nullable(),
});
export type Agreement = z.output<typeof Agreement>;
export const Arrival = Entry.extend({
  ...Terms,
  arrivedOn: z.string(),
  amountMinor: z.int(),
  amountFen: fen,
  kind: z.enum(arrivalKinds),
  payer: z.string().nullable(),
  payerRegion: z.string().nullable(),
  payerDivision: z.string().nullable(),
  voucherNo: z.string().nullable(),
  voucherOn: z.string().nullable(),
  externalRef: z.string().nullable(),
  acknowledged: Acknowledged.nullable(),
});
export type Arrival = z.output<typeof Arrival>;
export const Investment = Entry.extend({
  month: z.string(),
  civilFen: fen,
  installationFen: fen,
  equipmentFen: fen,
  otherFen: fen,
  amountFen: fen,
  acknowledged: Acknowledged.nullable(),
});
export type Investment = z.output<typeof Investment>;

/** The file, sheet and cell that an entry was imported from. */
const source = ImportSource.nullable();
/** Everything recorded with one project. Reversed rows and the rows that reverse them are both there and name each other. */
export const ProjectFunds = z.object({
  agreements: z.array(Agreement.extend({ source })),
  /** `cumulativeFen` runs over the rows in the order shown: by date, then as recorded. */
  arrivals: z.array(Arrival.extend({ cumulativeFen: fen, source })),
  /** 自开工累计 and 本年累计 (from January on), up to and with the row. */
  investments: z.array(Investment.extend({ cumulativeFen: fen, yearFen: fen })),
  totals: z.object({
    agreedFen: fen,
    attractedFen: fen,
    fixedFen: fen,
    arrivedFen: fen,
    investedFen: fen,
    signedOn: z.string().nullable(),
    agreedBy: z.array(Sum),
    arrivedBy: z.array(Sum),
  }),
  /** Months up to and with this one are closed: what happened in them and is recorded now counts in the month after. */
  closedThrough: z.string().nullable(),
  can: z.object({ record: z.boolean() }),
});

/** Of all rows that the filters leave, not of the page. */
const Totals = z.object({ count: z.int(), fen, byCurrency: z.array(Sum) });
const list = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), totals: Totals, can: z.object({ /** Anything at all. */ record: z.boolean() }) });

const exported = { method: 'GET', access: 'business', download: true, result: z.unknown() } as const;

const ofProject = z.object({ id });
const ofEntry = z.object({ id, entryId: id });
const recorded = z.object({ id });
const Correction = z.strictObject({ reason });
const access = 'business';

export const fundsContract = contract({
  ofProject: {
    method: 'GET',
    path: '/projects/:id/funds',
    summary: 'Agreements, arrivals and investment of one project',
    access,
    params: ofProject,
    kept: true,
    result: ProjectFunds,
  },
  recordAgreement: {
    method: 'POST',
    path: '/projects/:id/agreements',
    summary: 'Record an agreement',
    access,
    params: ofProject,
    body: AgreementBody,
    result: recorded,
  },
  recordArrival: {
    method: 'POST',
    path: '/projects/:id/arrivals',
    summary: 'Record money that arrived',
    access,
    params: ofProject,
    body: ArrivalBody,
    result: recorded,
  },
  recordInvestment: {
    method: 'POST',
    path: '/projects/:id/investments',
    summary: 'Record the investment done in a month',
    access,
    params: ofProject,
    body: InvestmentBody,
    result: recorded,
  },
  reverseAgreement: {
    method: 'POST',
    path: '/projects/:id/agreements/:entryId/reverse',
    summary: 'Take an agreement back',
    access,
    params: ofEntry,
    body: Correction,
    result: recorded,
  },
  reverseArrival: {
    method: 'POST',
    path: '/projects/:id/arrivals/:entryId/reverse',
    summary: 'Take an arrival back',
    access,
    params: ofEntry,
    body: Correction,
    result: recorded,
  },
  reverseInvestment: {
    method: 'POST',
    path: '/projects/:id/investments/:entryId/reverse',
    summary: 'Take a month of investment back',
    access,
    params: ofEntry,
    body: Correction,
    result: recorded,
  },
  correctAgreement: {
    method: 'POST',
    path: '/projects/:id/agreements/:entryId/correct',
    summary: 'Take an agreement back and record it anew in one act',
    access,
    params: ofEntry,
    body: Correction.extend({ entry: AgreementBody }),
    result: recorded,
  },
  correctArrival: {
    method: 'POST',
    path: '/projects/:id/arrivals/:entryId/correct',
    summary: 'Take an arrival back and record it anew in one act',
    access,
    params: ofEntry,
    body: Correction.extend({ entry: ArrivalBody }),
    result: recorded,
  },
  correctInvestment: {
    method: 'POST',
    path: '/projects/:id/investments/:entryId/correct',
    summary: 'Take a month of investment back and record it anew in one act',
    access,
    params: ofEntry,
    body: Correction.extend({ entry: InvestmentBody }),
    result: recorded,
  },
  agreements: {
    method: 'GET',
    path: '/agreements',
    summary: 'Agreements the reader may see',
    access,
    query: AgreementFilter.extend(paging()),
    result: list(Agreement),
  },
  arrivals: {
    method: 'GET',
    path: '/arrivals',
    summary: 'Arrivals the reader may see',
    access,
    query: ArrivalFilter.extend(paging()),
    result: list(Arrival),
  },
  investments: {
    method: 'GET',
    path: '/investments',
    summary: 'Investment by month the reader may see',
    access,
    query: InvestmentFilter.extend(paging()),
    result: list(Investment),
  },
  exportAgreements: {
    ...exported,
    path: '/agreements/export',
    summary: 'The filtered agreements as a file',
    query: AgreementFilter.extend(asFile),
  },
  exportArrivals: {
    ...exported,
    path: '/arrivals/export',
    summary: 'The filtered arrivals as a file',
    query: ArrivalFilter.extend(asFile),
  },
  exportInvestments: {
    ...exported,
    path: '/investments/export',
    summary: 'The filtered months of investment as a file',
    query: InvestmentFilter.extend(asFile),
  },
});
