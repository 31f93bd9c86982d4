/** What a cell may be read as. `amount` is money in minor units of the row's currency. */
export const importFieldTypes = ['text', 'amount', 'date', 'day', 'month', 'whole', 'decimal', 'flag', 'choice'] as const;
export type ImportFieldType = (typeof importFieldTypes)[number];

/** One of a closed list: the value that is kept and the words people write for it; the first is the one shown. */
export type Choice = Readonly<{ value: string; names: readonly string[] }>;
export type ImportField = Readonly<{
  key: string;
  zh: string;
  en: string;
  /** Headers under which real ledgers carry it, besides its own names. */
  aliases: readonly string[];
  type: ImportFieldType;
  required?: boolean;
  /** Most characters of a text. */
  max?: number;
  /** Decimals kept of a decimal. */
  decimals?: number;
  /** What a decimal or whole number counts (亩, 人): may stand in the cell. */
  unit?: string;
  /** May the number be negative? Not unless said. */
  signed?: boolean;
  choices?: readonly Choice[];
}>;

export type ImportValue = string | number | boolean;
/** In what currency the amounts of a row are, and at what rate (CNY for one unit, decimal text). */
export type RowTerms = Readonly<{ currency: string; rate: string | null; rateSource: string | null; rateOn: string | null }>;

/** A row of the sheet as fields. A field that is blank in the sheet is absent: a blank never erases. */
export type MappedRow = Readonly<{
  /** The number Excel shows. */
  row: number;
  values: Readonly<Record<string, ImportValue>>;
  terms: RowTerms;
  /** What values said beyond themselves, under their headers: '投资总额：约3.5亿元'. Goes into the record's remark. */
  words: readonly string[];
  /** Fields that were filled in and could not be read; they are refused already, and are not missing. */
  faulty: readonly string[];
}>;

/** A remark with the words of the row that it does not hold yet. */
export const withWords = (remark: string | null, words: readonly string[]): string | null =>
  [remark ?? '', ...words.filter((w) => !remark?.includes(w))].filter((line) => line !== '').join('；') || null;

/** Something about one row: its code, the field it is about, what was found and what was expected, where words need more. */
export type Finding = Readonly<{
  code: string;
  field: string | null;
  found?: string;
  expected?: string;
  details?: Readonly<Record<string, unknown>>;
}>;

export const severities = ['refuse', 'acknowledge', 'warn'] as const;
/** `refuse`: the row is refused. `acknowledge`: it needs a tick and a reason. `warn`: it is only told. */
export type Severity = (typeof severities)[number];
/** What a rule of the kind finds. The severity is the usual one; a published rule may set another for a time. */
export type RuleFinding = Finding & Readonly<{ severity: Severity }>;

export type JudgedRow = Readonly<{
  row: number;
  /** What would come of it if it is not refused. */
  outcome: 'new' | 'changed' | 'unchanged';
  targetId: string | null;
  /** Old and new, field by field, as values of the fields. Of a new row: nothing. */
  changes: Readonly<Record<string, readonly [ImportValue | null, ImportValue | null]>>;
  /** Why it cannot be accepted whatever the rules say. */
  faults: readonly Finding[];
  findings: readonly RuleFinding[];
  /** What the kind needs to know again when it commits; JSON. */
  plan: unknown;
}>;

/** A row that was judged and accepted, as it comes back to be committed. */
export type AcceptedRow = MappedRow &
  Readonly<{ outcome: 'new' | 'changed'; targetId: string | null; plan: unknown; findings: readonly Finding[] }>;
