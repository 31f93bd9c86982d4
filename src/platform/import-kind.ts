import type { Actor } from '../kernel/actor.ts';
import type { AcceptedRow, ImportField, ImportValue, JudgedRow, MappedRow, RuleFinding } from '../kernel/import-row.ts';
import type { Now } from './command.ts';
import type { Reader, Tx } from './db.ts';

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
    /** Tells how many rows are written, and throws when the person has cancelled. */
    progress: (rows: number) => Promise<void>;
  }>;

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
  /** Writes the rows inside the transaction of the import, in the order given; everything or, by throwing, nothing. */
  commit: (tx: Tx, rows: AsyncIterable<readonly AcceptedRow[]>, act: ImportCommit) => Promise<void>;
  /** What the ledger holds now and the actor may import again, as values of the fields, in batches; amounts as decimal text in 元. */
  current: (db: Reader, actor: Actor) => AsyncIterable<readonly Readonly<Record<string, ImportValue>>[]>;
  /** Words for the codes of this kind's findings, {found} and {expected} filled in; for the list of refused rows. */
  words: Readonly<Record<string, Readonly<{ zh: string; en: string }>>>;
}>;
