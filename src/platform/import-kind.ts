import type { Actor } from '../kernel/actor.ts';
import type { Month, PartialDate } from '../kernel/day.ts';
import type { AcceptedRow, ImportField, JudgedRow, MappedRow, RuleFinding } from '../kernel/import-row.ts';
import type { Now } from './command.ts';
import type { Db, Reader, Tx } from './db.ts';

/** What a kind is told when it judges a file: for whom, when, and whether amounts may be in a foreign currency. */
export type ImportAct = Now & Readonly<{ batchId: string }>;

/** Judges the rows of one file, batch by batch, in their order. It reads and never writes. */
export type ImportChecker = {
  /** May leave rows unanswered that need the whole file; `finish` answers them. */
  check: (rows: readonly MappedRow[]) => Promise<readonly JudgedRow[]>;
  /** After the last row: the rows still unanswered, and findings that only the whole file shows. */
  finish: () => Promise<{ judged: readonly JudgedRow[]; findings: readonly (RuleFinding & Readonly<{ row: number }>)[] }>;
};

/** What the person answered to the findings that need a tick and a reason. */
export type Acknowledgement = Readonly<{ codes: readonly string[]; reason: string }>;
export type ImportCommit = ImportAct &
  Readonly<{
    acknowledged: Acknowledgement | null;
    /** What `prepare` answered. */
    prepared: unknown;
    /** Tells how many more rows are written, of long steps a part of them, and throws when the person has cancelled. */
    progress: (rows: number) => Promise<void>;
    /** Tells what came of rows: the record or entry that each wrote. */
    wrote: (written: readonly Written[]) => Promise<void>;
  }>;
/** A row of the sheet, and what it wrote. */
export type Written = Readonly<{ row: number; id: string }>;

/** Months whose figures are reported and kept: through `through`; what happened in them and comes now is booked in `next`. */
export type ClosedMonths = Readonly<{
  through: Month;
  next: Month;
  /** The date of a row, when it lies in a closed month. */
  closedDateOf: (row: Pick<MappedRow, 'values'>) => PartialDate | null;
}>;

/** A record as the sheet would say it. */
export type CurrentRow = Pick<MappedRow, 'values' | 'terms'>;

/** One kind of list that can be brought in. The engine knows nothing else about it. */
export type ImportKind = Readonly<{
  key: string;
  zh: string;
  en: string;
  /** Grows when the fields change so that an older template no longer fits. */
  version: number;
  mayImport: (actor: Actor) => boolean;
  fields: (db: Reader) => Promise<readonly ImportField[]>;
  open: (db: Reader, act: ImportAct) => Promise<ImportChecker>;
  /** For kinds whose rows are dated: such rows of closed months are refused as a whole, unless the person has them booked later. */
  closedMonths?: (db: Reader) => Promise<ClosedMonths | null>;
  /** What is better done before the long transaction, in a short one of its own (house codes are reserved); told how many rows are new. */
  prepare?: (db: Db, newRows: number, act: ImportAct) => Promise<unknown>;
  /** Writes the rows inside the transaction of the import, in the order given; everything or, by throwing, nothing. */
  commit: (tx: Tx, rows: AsyncIterable<readonly AcceptedRow[]>, act: ImportCommit) => Promise<void>;
  /** What the ledger holds now and the actor may import again, in batches. */
  current: (db: Reader, actor: Actor) => AsyncIterable<readonly CurrentRow[]>;
  /** Words for the codes of this kind's findings, {found} and {expected} filled in; for the list of refused rows. */
  words: Readonly<Record<string, Readonly<{ zh: string; en: string }>>>;
}>;

/** What is needed to enter rows of a kind from a table of cells. */
export type EntryKind = Pick<ImportKind, 'fields' | 'open' | 'commit'>;
