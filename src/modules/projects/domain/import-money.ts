import type { Day, Month, PartialDate } from '../../../kernel/day.ts';
import type { Finding, RuleFinding } from '../../../kernel/import-row.ts';

/** What one line of a ledger says of a project's agreement; amounts in minor units. */
export type ImportedAgreement = Readonly<{
  kind: string;
  signedOn: PartialDate;
  totalMinor: number;
  attractedMinor: number | null;
  fixedMinor: number | null;
  currency: string;
  rate: string | null;
  rateSource: string | null;
  rateOn: PartialDate | null;
}>;
/** 累计到位 of a ledger: what of it is not in the book yet, as one arrival. */
export type ImportedArrival = Readonly<{
  arrivedOn: PartialDate;
  amountMinor: number;
  currency: string;
  rate: string | null;
  rateSource: string | null;
  rateOn: PartialDate | null;
}>;
export type HeldAgreement = ImportedAgreement & Readonly<{ id: string; totalFen: number }>;
/** What the book holds of one project: agreements in force, and what arrived, by currency in minor units and in fen. */
export type HeldMoney = Readonly<{
  agreements: readonly HeldAgreement[];
  arrived: Readonly<Record<string, Readonly<{ minor: number; fen: number }>>>;
}>;
export const noMoney: HeldMoney = { agreements: [], arrived: {} };

/** The money of one line as it would stand in the book. */
export type OpeningMoney = Readonly<{
  total: Readonly<{ minor: number; currency: string; fen: number }> | null;
  agreement: ImportedAgreement | null;
  arrival: ImportedArrival | null;
  held: HeldMoney;
  /** Months up to and with this one are closed. */
  closed: Month | null;
  today: Day;
}>;
export type MoneyVerdict = Readonly<{ faults: readonly Finding[]; findings: readonly RuleFinding[] }>;

/** What the entries of one line come to in the totals of a project that is entered with them. */
export type OpeningSums = Readonly<{
  agreedFen: number;
  attractedFen: number;
  fixedFen: number;
  arrivedFen: number;
  signedOn: PartialDate | null;
}>;
export const noSums: OpeningSums = { agreedFen: 0, attractedFen: 0, fixedFen: 0, arrivedFen: 0, signedOn: null };

/** An agreement to be written: new, or in the place of one that the same line made before. */
export type AgreementToWrite = ImportedAgreement & Readonly<{ projectId: string; party: string | null; insteadOf: string | null }>;
export type ArrivalToWrite = ImportedArrival & Readonly<{ projectId: string }>;
