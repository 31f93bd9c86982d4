import type { Day, Month, PartialDate } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { FigureKey } from '../../figures/domain/card.ts';
import type { LabelledPeriod, PeriodName } from './period.ts';

/** A figure as it was when the paper was made. */
export type Value = Readonly<{
  value: number | null;
  ratio: Readonly<{ numerator: number; denominator: number; percent: string | null }> | null;
  rows: number;
  version: string;
}>;
type Values<K extends FigureKey> = Readonly<Record<K, Value>>;
export type FigureSet = Values<FigureKey>;

export const unitKeys = [
  'signed_count',
  'signed_amount',
  'arrived_amount',
  'arrival_rate',
  'start_rate',
  'invested_amount',
  'waiting_count',
  'ledger_count',
] as const;
export const industryKeys = ['signed_count', 'signed_amount', 'arrived_amount', 'arrival_rate'] as const;
export const monthKeys = ['signed_count', 'signed_amount', 'arrived_amount', 'invested_amount'] as const;

type Group<K extends FigureKey> = Readonly<{ bucket: string; name: string; values: Values<K> }>;
export type UnitFigures = Group<(typeof unitKeys)[number]> &
  Readonly<{ /** By agreed amount; equals share a place. */ rank: number | null }>;
export type IndustryFigures = Group<(typeof industryKeys)[number]>;

/** A project as a list of the paper names it; an investor still in talks is masked. */
export type ListedProject = Readonly<{ id: string; code: string; name: string; unitName: string; date: PartialDate | null; amount: Fen }>;
/** The largest of a list, with the count and sum of all of it. */
export type Listed = Readonly<{ items: readonly ListedProject[]; count: number; amount: Fen }>;
type LedgerProject = Readonly<{ id: string; name: string; stage: string; agreed: Fen; arrived: Fen }>;

/** Everything a monthly analysis is written from, frozen when it is made: the same bundle gives the same paper for ever. */
export type MonthlyFigures = Readonly<{
  month: Month;
  unit: Readonly<{ id: string; name: string; kind: string }>;
  /** The instant the ledger was read, and its business day. */
  asOf: string;
  madeOn: Day;
  /** The closing of the month that all figures are as of; null (and missing in older papers) when they are of the ledger as it was read. */
  closing?: Readonly<{ month: Month; closedOn: Day }> | null;
  /** Whose dates of starts and production count; null: as claimed. */
  dates?: Readonly<{ started: string | null; production: string | null }>;
  /** 有投资项目数 counts projects from this total on. */
  investedFrom: Fen;
  periods: Readonly<Record<PeriodName, FigureSet | null>>;
  months: readonly (LabelledPeriod & { values: Values<(typeof monthKeys)[number]> })[];
  units: readonly UnitFigures[];
  industries: readonly IndustryFigures[];
  signed: Listed;
  opened: Listed;
  produced: Listed;
  /** The unit's own projects, when it has no units below it to compare. */
  projects: Readonly<{ items: readonly LedgerProject[]; count: number }> | null;
  reporting: Readonly<{ units: number; silent: readonly { id: string; name: string }[] }>;
}>;
