import type { ImportField, RowTerms } from '../../../kernel/import-row.ts';
import type { AmountUnit } from '../../../kernel/money.ts';
import { type Header, type HeaderBlock, type HeaderUnit, normaliseHeader } from '../../../kernel/sheet-header.ts';
import { HeaderFinder } from './header-finder.ts';
import type { ImportSetup, SetupProblem } from './setup.ts';

export type ComposePart = string | Header;
/** Where a field's value comes from: a column, several columns, or only the default. */
export type FieldPlan = Readonly<{
  field: ImportField;
  column: Header | null;
  compose: readonly ComposePart[] | null;
  byDefault: string | null;
  /** Words of the source → what they mean. */
  words: ReadonlyMap<string, string>;
  /** Of an amount: its unit, and the currency when the header names one. */
  amount: Readonly<{ unit: AmountUnit; currency: string | null }> | null;
  /** Of an area in another measure than 亩: what to multiply by, as a fraction. */
  factor: readonly [bigint, bigint] | null;
}>;
export type ReadPlan = Readonly<{ fields: readonly FieldPlan[]; fillDown: readonly number[]; terms: RowTerms; year: number | null }>;

/** Fields that say in what currency the amounts of a row are. */
export const termFields = ['currency', 'rate', 'rateSource', 'rateOn'] as const;

/** Turns a setup and the header it is for into a plan of reading; or names everything that is wrong with the setup at once. */
export function readPlan(setup: ImportSetup, block: HeaderBlock, fields: readonly ImportField[]): ReadPlan | SetupProblem[] {
  const finder = new HeaderFinder(block.headers);
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const problems: SetupProblem[] = [...unknownFields(setup, byKey)];
  const columns = columnsByField(setup, finder, byKey, problems);
  const composed = composedFields(setup, finder, byKey, problems);
  const plans = fields.flatMap((field) => fieldPlan({ field, setup, block, columns, composed, problems }));
  const fillDown = (setup.fillDown ?? []).flatMap((label) => finder.find(label, problems)?.column ?? []);
  problems.push(...lacking(fields, plans), ...rateProblems(setup, plans));
  return problems.length > 0 ? problems : { fields: plans, fillDown, terms: termsOf(setup), year: setup.year ?? null };
}

type Planning = Readonly<{
  field: ImportField;
  setup: ImportSetup;
  block: HeaderBlock;
  columns: ReadonlyMap<string, Header>;
  composed: ReadonlyMap<string, ComposePart[]>;
  problems: SetupProblem[];
}>;
function fieldPlan(planning: Planning): FieldPlan[] {
  const { field, setup, problems } = planning;
  const column = planning.columns.get(field.key) ?? null;
  const compose = planning.composed.get(field.key) ?? null;
  const byDefault = setup.defaults?.[field.key] ?? null;
  if (column && compose) problems.push({ code: 'setup.field_mapped_twice', field: field.key });
  if (!column && !compose && byDefault === null) return [];
  const amount = field.type === 'amount' ? amountOf(planning, column) : null;
  return [{ field, column, compose, byDefault, words: wordsOf(setup, field.key), amount, factor: factorOf(field, column, problems) }];
}
const wordsOf = ({ dictionaries = {} }: ImportSetup, key: string): FieldPlan['words'] =>
  new Map(Object.entries(dictionaries[key] ?? {}).map(([from, to]) => [wordKey(from), to]));

function* lacking(fields: readonly ImportField[], plans: readonly FieldPlan[]): Generator<SetupProblem> {
  const planned = new Set(plans.map((p) => p.field.key));
  for (const { key, required } of fields) if (required && !planned.has(key)) yield { code: 'setup.required_unmapped', field: key };
  if (!plans.some((p) => p.column ?? p.compose)) yield { code: 'setup.nothing_mapped' };
}

const termsOf = ({ currency = 'CNY', rate, rateSource, rateOn }: ImportSetup): RowTerms =>
  currency === 'CNY'
    ? { currency, rate: '1', rateSource: null, rateOn: null }
    : { currency, rate: rate ?? null, rateSource: rateSource ?? null, rateOn: rateOn ?? null };

export const wordKey = (text: string) => normaliseHeader(text);

function* unknownFields(setup: ImportSetup, known: ReadonlyMap<string, ImportField>): Generator<SetupProblem> {
  const named = [
    ...Object.values(setup.columns),
    ...Object.keys(setup.compose ?? {}),
    ...Object.keys(setup.defaults ?? {}),
    ...Object.keys(setup.dictionaries ?? {}),
  ];
  for (const key of new Set(named)) if (!known.has(key)) yield { code: 'setup.unknown_field', field: key, expected: [...known.keys()] };
}

function columnsByField(setup: ImportSetup, finder: HeaderFinder, known: ReadonlyMap<string, ImportField>, problems: SetupProblem[]) {
  const columns = new Map<string, Header>();
  for (const [label, key] of Object.entries(setup.columns)) {
    const header = finder.find(label, problems);
    if (!known.has(key) || !header) continue;
    if (columns.has(key)) problems.push({ code: 'setup.field_mapped_twice', field: key, header: label });
    else columns.set(key, header);
  }
  return columns;
}

function composedFields(setup: ImportSetup, finder: HeaderFinder, known: ReadonlyMap<string, ImportField>, problems: SetupProblem[]) {
  const composed = new Map<string, ComposePart[]>();
  for (const [key, template] of Object.entries(setup.compose ?? {})) {
    if (!known.has(key)) continue;
    const pieces = template.split(/\{([^{}]+)\}/);
    const parts = pieces.flatMap((piece, i): ComposePart[] => {
      if (i % 2 === 0) return piece === '' ? [] : [piece];
      const header = finder.find(piece.trim(), problems);
      return header ? [header] : [];
    });
    if (pieces.length === 1) problems.push({ code: 'setup.compose_without_column', field: key, found: template });
    composed.set(key, parts);
  }
  return composed;
}

const namesCurrency = (unit: HeaderUnit) => unit.currency !== 'CNY' || /人民币|rmb|cny/i.test(unit.text);

/**
 * The unit in the header, else that of the setup, else the note above the table. Without any of them a foreign amount is in the
 * currency itself; 1 of 人民币 might be 1 元 or 1 亿元.
 */
function amountOf({ field, setup, block, problems }: Planning, column: Header | null): NonNullable<FieldPlan['amount']> {
  const inHeader = moneyUnit(column);
  const unit = inHeader?.amountUnit ?? setup.amountUnit ?? block.unit?.amountUnit;
  const isForeign = (setup.currency ?? 'CNY') !== 'CNY';
  if (!unit && !isForeign) problems.push({ code: 'setup.amount_unit_missing', field: field.key, ...(column && { header: column.label }) });
  return { unit: unit ?? '元', currency: inHeader && namesCurrency(inHeader) ? inHeader.currency : null };
}
const moneyUnit = (column: Header | null) => (column?.unit?.amountUnit ? column.unit : null);

function rateProblems(setup: ImportSetup, plans: readonly FieldPlan[]): SetupProblem[] {
  const hasRateColumn = plans.some((p) => p.field.key === 'rate');
  if (hasRateColumn) return [];
  const needed = new Set(plans.flatMap((p) => p.amount?.currency ?? []));
  if (plans.some((p) => p.amount && p.amount.currency === null) && setup.currency) needed.add(setup.currency);
  const given = setup.rate === undefined ? 'CNY' : (setup.currency ?? 'CNY');
  return [...needed]
    .filter((currency) => currency !== 'CNY' && currency !== given)
    .map((currency) => ({ code: 'setup.rate_missing', found: currency }));
}

// 1 亩 = 2000/3 平方米; 1 公顷 = 15 亩.
const inMu: readonly [RegExp, readonly [bigint, bigint]][] = [
  [/^(平方米|平米|㎡|m2)$/, [3n, 2000n]],
  [/^公顷$/, [15n, 1n]],
  [/^平方公里$/, [1500n, 1n]],
];
function factorOf(field: ImportField, column: Header | null, problems: SetupProblem[]): FieldPlan['factor'] {
  const measure = column?.unit && !column.unit.amountUnit ? normaliseHeader(column.unit.text) : null;
  if (!measure || !['decimal', 'whole'].includes(field.type) || measure === field.unit) return null;
  const factor = field.unit === '亩' ? inMu.find(([words]) => words.test(measure))?.[1] : undefined;
  if (!factor && field.unit)
    problems.push({ code: 'setup.unit_differs', field: field.key, header: column!.label, found: measure, expected: [field.unit] });
  return factor ?? null;
}
