import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import { type AmountUnit, amountUnits, formatFen } from '../../kernel/money.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { initialsOf } from '../../platform/pinyin.ts';
import type { FigureValue } from '../figures/contract.ts';
import { cards, type FigureKey, figureKeys } from '../figures/domain/card.ts';
import { isOfAdded } from '../figures/domain/recognised.ts';
import { figureValues } from '../figures/queries.ts';
import { projectLines, projectListFields } from '../projects/export-queries.ts';
import { currentRule } from '../reference/queries.ts';
import type { Draft, KnownFieldView } from './contract.ts';
import { costPreset, CostRules, type Known } from './domain/cost.ts';
import type { Field, FieldType, RowKind } from './domain/field.ts';
import { type KnownField } from './domain/similar.ts';
import { collectionSheet, keptField } from './tables.ts';

/** A unit is not asked for more rows than people can fill in. */
const mostRows = 500;

/** What an answer costs and who approves, in force on a day; editable as rule `collection-cost`. */
export async function costRulesOn(db: Reader, day: Day): Promise<CostRules> {
  const rule = await currentRule(db, 'collection-cost', day);
  return rule ? CostRules.parse(rule.body) : costPreset.body;
}

const types: Record<string, FieldType> = { amount: 'amount', number: 'number', date: 'date' };
type Catalogued = KnownFieldView & Pick<KnownField, 'aliases'>;

/** Every field whose answers are known already: of the ledger, its figures for whole units, and new fields that were kept. */
export async function knownFields(db: Reader, rowsOf: RowKind): Promise<Catalogued[]> {
  if (rowsOf === 'unit')
    return figureKeys
      .filter((of) => !isOfAdded(of))
      .map((of) => ({
        source: 'ledger',
        of,
        zh: cards[of].zh.name,
        en: cards[of].en.name,
        type: cards[of].kind === 'amount' ? 'amount' : 'number',
        aliases: [],
      }));
  const kept = await db.select().from(keptField).orderBy(keptField.keptAt);
  return [
    ...projectListFields.map(({ field, zh, en, kind, aliases }) => ({
      source: 'ledger' as const,
      of: field,
      zh,
      en,
      type: types[kind] ?? 'text',
      aliases,
    })),
    ...kept.map((k) => ({ source: 'kept' as const, of: k.id, zh: k.label, en: k.label, type: k.type, aliases: [] })),
  ];
}

/** The same as they are compared with new labels, whatever the rows: a figure is no answer to ask of a project, and the other way round. */
export async function comparedFields(db: Reader): Promise<KnownField[]> {
  const all = [...(await knownFields(db, 'project')), ...(await knownFields(db, 'unit'))];
  return all.map(({ of, zh, en, aliases }) => ({ of, zh, en, aliases, initials: [zh, ...aliases].map(initialsOf) }));
}

export type SheetRow = Readonly<{ id: string; name: string; href: string | null; known: Record<string, string> }>;
type Asked = Pick<Draft, 'rowsOf' | 'filter' | 'fields'>;
/** `rowIds`: the rows that were answered, once they were submitted. */
type AskedUnit = Readonly<{ id: string; name: string; rowIds?: readonly string[] | null }>;

/** The rows a unit is asked for, with what is known of each as the actor may read it. Refuses collection.too_many_rows. */
export async function rowsFor(db: Reader, asked: Asked, unit: AskedUnit, actor: Actor, now: Date): Promise<SheetRow[]> {
  if (asked.rowsOf === 'unit') return [await unitRow(db, asked.fields, unit, actor, now)];
  const fields = asked.fields.filter((f) => f.source === 'ledger');
  const order = { sort: 'code', order: 'asc' } as const;
  const query = unit.rowIds ? { ...order, among: unit.rowIds } : { ...order, ...asked.filter, unit: unit.id };
  const found = await projectLines(db, query, ['name', ...fields.map((f) => f.of!)], actor, mostRows).catch((error: { code?: string }) => {
    throw error.code === 'project.export_too_large'
      ? refuse('rule', 'collection.too_many_rows', { unit: unit.name, most: mostRows })
      : error;
  });
  const kept = await keptAnswers(db, asked.fields);
  return found.ids.map((id, i) => {
    const [name, ...values] = found.lines[i]!;
    const known: Record<string, string> = {};
    fields.forEach((f, n) => put(known, f, written(f, values[n] ?? null)));
    for (const [key, byRow] of kept) if (byRow.has(id)) known[key] = byRow.get(id)!;
    return { id, name: String(name), href: `/projects/${id}`, known };
  });
}
const put = (known: Record<string, string>, f: Field, text: string | null) => {
  if (text !== null && text !== '') known[f.key] = text;
};
const unitOf = (f: Field): AmountUnit => amountUnits.find((u) => u === f.unit) ?? '万元';
const written = (f: Field, value: string | number | null) =>
  f.type === 'amount' && value !== null ? formatFen(Number(value), unitOf(f), 2) : value === null ? null : String(value);

async function unitRow(db: Reader, fields: readonly Field[], unit: AskedUnit, actor: Actor, now: Date): Promise<SheetRow> {
  const asked = fields.filter((f) => f.source === 'ledger' && (figureKeys as readonly string[]).includes(f.of ?? ''));
  const known: Record<string, string> = {};
  if (asked.length > 0) {
    const { figures } = await figureValues(db, { unitId: unit.id }, actor, now, [...new Set(asked.map((f) => f.of as FigureKey))]);
    const valueOf = (f: Field) => figures.find((v) => v.key === f.of)!;
    for (const f of asked) put(known, f, shown(f, valueOf(f)));
  }
  return { id: unit.id, name: unit.name, href: `/cockpit?unitId=${unit.id}`, known };
}
const shown = (f: Field, { kind, value, ratio }: FigureValue) =>
  kind === 'rate' ? (ratio?.percent ?? null) : kind === 'amount' ? written(f, value) : String(value);

/** The last submitted answers of kept fields, by the field's key here and the row. */
async function keptAnswers(db: Reader, fields: readonly Field[]): Promise<Map<string, Map<string, string>>> {
  const asked = fields.filter((f) => f.source === 'kept' && f.of !== null);
  const found = new Map<string, Map<string, string>>();
  if (asked.length === 0) return found;
  const origins = asked.map((f) => f.of!);
  const kept = await db.select().from(keptField).where(inArray(keptField.id, origins));
  for (const f of asked) {
    const origin = kept.find((k) => k.id === f.of);
    if (!origin) continue;
    const sheets = await db
      .select({ answers: collectionSheet.answers })
      .from(collectionSheet)
      .where(sql`${eq(collectionSheet.collectionId, origin.collectionId)} and ${eq(collectionSheet.status, 'submitted')}`)
      .orderBy(desc(collectionSheet.round));
    const byRow = new Map<string, string>();
    for (const { answers } of sheets) for (const [row, line] of Object.entries(answers)) addOnce(byRow, row, line[origin.fieldKey]);
    found.set(f.key, byRow);
  }
  return found;
}
const addOnce = (byRow: Map<string, string>, row: string, answer: string | undefined) => {
  if (answer && !byRow.has(row)) byRow.set(row, answer);
};

/** How much of it is known, unit by unit: counted over everything, since only numbers leave here. */
export async function knownOf(db: Reader, draft: Asked, units: readonly AskedUnit[], actor: Actor, now: Date): Promise<Known[]> {
  const counting: Actor = { ...actor, roles: ['promotion_admin'] };
  const found: Known[] = [];
  for (const unit of units) {
    const rows = await rowsFor(db, draft, unit, counting, now);
    const known = Object.fromEntries(draft.fields.map((f) => [f.key, rows.filter((r) => r.known[f.key] !== undefined).length]));
    found.push({ unitId: unit.id, rows: rows.length, known });
  }
  return found;
}
