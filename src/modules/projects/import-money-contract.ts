import type { Month } from '../../kernel/day.ts';
import type { Acknowledgement, ImportAct } from '../../platform/import-kind.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { AgreementToWrite, ArrivalToWrite, HeldMoney, MoneyVerdict, OpeningMoney, OpeningSums } from './domain/import-money.ts';

export type MoneyAct = ImportAct &
  Readonly<{
    acknowledged: Acknowledgement | null;
    /** Which share of the rows is written, from 0 to 1. */ progress: (share: number) => Promise<void>;
  }>;
/** What this room asks of the room that keeps the money, when a ledger brings both; wired in app/wiring.ts. */
export type ImportMoney = Readonly<{
  held: (db: Reader, projectIds: readonly string[]) => Promise<Map<string, HeldMoney>>;
  /** Months up to and with this one are closed. */
  closedThrough: (db: Reader) => Promise<Month | null>;
  judge: (money: OpeningMoney) => MoneyVerdict;
  /** What a new project will count for when the entries of its line are written. */
  sums: (money: Pick<OpeningMoney, 'agreement' | 'arrival' | 'today'>) => OpeningSums;
  /** `counted`: what new projects were entered with, by `sums`. */
  write: (
    tx: Tx,
    rows: Readonly<{
      agreements: readonly AgreementToWrite[];
      arrivals: readonly ArrivalToWrite[];
      counted: ReadonlyMap<string, OpeningSums>;
    }>,
    act: MoneyAct,
  ) => Promise<void>;
}>;
