import type { PartialDate } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import { counts } from './agreement.ts';
import type { AgreementKind, MonthTotalKind } from './entry.ts';

/** One effect of a row on the running totals: +1 entry for a row, −1 for a row that reverses one. `fixed` has no month total. */
export type Posting = Readonly<{ projectId: string; kind: MonthTotalKind | 'fixed'; countsOn: PartialDate; fen: Fen; entries: 1 | -1 }>;
type Row = Readonly<{ projectId: string; reverses: string | null }>;

const projectField = {
  agreed: 'agreedFen',
  attracted: 'attractedFen',
  fixed: 'fixedFen',
  arrived: 'arrivedFen',
  invested: 'investedFen',
} as const;
type ProjectField = (typeof projectField)[keyof typeof projectField];
/** What postings come to in the running totals of one project. */
export type ProjectSums = Readonly<Partial<Record<ProjectField, Fen>>>;
export const withPosting = (sums: ProjectSums, { kind, fen }: Pick<Posting, 'kind' | 'fen'>): ProjectSums => ({
  ...sums,
  [projectField[kind]]: (sums[projectField[kind]] ?? 0) + fen,
});
/** The sums less those of others. */
export function without(sums: ProjectSums, others: ProjectSums): ProjectSums {
  const less: Partial<Record<ProjectField, Fen>> = { ...sums };
  for (const field of Object.keys(others) as ProjectField[]) less[field] = (less[field] ?? 0) - (others[field] ?? 0);
  return less;
}

/** A framework and a second signing count nowhere; 引资额 and 固投 count where they are known. */
export function agreementPostings(
  row: Row &
    Readonly<{
      kind: AgreementKind;
      signedOn: PartialDate;
      bookedOn: string | null;
      totalFen: Fen;
      attractedFen: Fen | null;
      fixedFen: Fen | null;
    }>,
): Posting[] {
  if (!counts(row)) return [];
  const { projectId, signedOn, bookedOn, totalFen, attractedFen, fixedFen, reverses } = row;
  const parts = [
    ['agreed', totalFen],
    ['attracted', attractedFen],
    ['fixed', fixedFen],
  ] as const;
  const entries = reverses ? -1 : 1;
  return parts.flatMap(([kind, fen]) => (fen === null ? [] : [{ projectId, kind, countsOn: bookedOn ?? signedOn, fen, entries } as const]));
}

export const arrivalPostings = (r: Row & Readonly<{ arrivedOn: PartialDate; bookedOn: string | null; amountFen: Fen }>): Posting[] => [
  { projectId: r.projectId, kind: 'arrived', countsOn: r.bookedOn ?? r.arrivedOn, fen: r.amountFen, entries: r.reverses ? -1 : 1 },
];

export const investmentPostings = (r: Row & Readonly<{ month: PartialDate; bookedOn: string | null; amountFen: Fen }>): Posting[] => [
  { projectId: r.projectId, kind: 'invested', countsOn: r.bookedOn ?? r.month, fen: r.amountFen, entries: r.reverses ? -1 : 1 },
];
