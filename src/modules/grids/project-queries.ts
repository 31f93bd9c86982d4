import { and, inArray } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { hundredthsOf } from '../../kernel/currency.ts';
import type { Finding, ImportField, RuleFinding } from '../../kernel/import-row.ts';
import { formatFen } from '../../kernel/money.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Now } from '../../platform/command.ts';
import type { Reader } from '../../platform/db.ts';
import { readValue } from '../imports/domain/read-value.ts';
import { type AskedChange, type Judged, judgeChanges } from '../projects/change-queries.ts';
import { type RecordField, RecordPatch } from '../projects/domain/record.ts';
import { Lookups } from '../projects/import-lookup-queries.ts';
import { namesOfProjects, type ProjectRow, projectWhere } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import type { GridOutcome, gridsContract } from './contract.ts';
import { findingOf, planOf, refusing } from './domain/grid-row.ts';
import { may } from './policy.ts';
import { shownField, shownFinding } from './queries.ts';

export type ProjectFields = (db: Reader) => Promise<readonly ImportField[]>;
type C = typeof gridsContract;

/** Columns of the table and the fields of the record behind them. */
const recordField: Readonly<Record<string, RecordField>> = {
  name: 'name',
  unit: 'unitId',
  person: 'personId',
  leader: 'leaderId',
  park: 'parkId',
  industry: 'industryCode',
  total: 'totalMinor',
  investor: 'investorName',
  source: 'source',
  nature: 'nature',
  plannedStartOn: 'plannedStartOn',
  plannedCompletionOn: 'plannedCompletionOn',
  plannedProductionOn: 'plannedProductionOn',
  place: 'place',
  land: 'landMu',
  contactName: 'contactName',
  contactPhone: 'contactPhone',
  remark: 'remark',
};
async function fieldsOf(db: Reader, projectFields: ProjectFields): Promise<ImportField[]> {
  const known = new Map((await projectFields(db)).map((f) => [f.key, f]));
  return Object.keys(recordField).flatMap((key) => known.get(key) ?? []);
}

const named: readonly string[] = ['unit', 'person', 'leader', 'park', 'industry'];
function textOf(field: ImportField, row: ProjectRow, names: ReadonlyMap<string, string>): string {
  const value = row[recordField[field.key]!];
  if (value === null || value === undefined) return '';
  if (named.includes(field.key)) return names.get(String(value)) ?? '';
  if (field.type === 'amount') return formatFen(hundredthsOf(Number(value), row.currency), '万元', 6).replace(/\.?0+$/, '');
  return field.choices?.find((c) => c.value === value)?.names[0] ?? String(value);
}

/** The named projects as a table writes them; those that the actor may not edit are left out and counted. Refuses grid.may_not_enter. */
export async function openProjectGrid(
  db: Reader,
  projectFields: ProjectFields,
  ids: readonly string[],
  context: Now,
): Promise<Result<C['projects']>> {
  if (!may.enter(context.actor)) throw refuse('forbidden', 'grid.may_not_enter');
  const fields = await fieldsOf(db, projectFields);
  const wanted = [...new Set(ids)].map((id) => ({ id, patch: {} }));
  // An edit of nothing is refused to exactly those who may not edit.
  const own = (await judgeChanges(db, wanted, context)).flatMap((j) => (j.refusal || !j.row ? [] : [j.row]));
  const { names } = await Lookups.read(db);
  return {
    fields: fields.map(shownField),
    rows: own.map((row) => ({
      id: row.id,
      version: row.version,
      code: row.code,
      name: row.name,
      cells: Object.fromEntries(fields.map((f) => [f.key, textOf(f, row, names)])),
    })),
    left: wanted.length - own.length,
  };
}

/** One project's cells that were written anew. */
export type EditedRow = Readonly<{ id: string; version: number; cells: Readonly<Record<string, string>> }>;
type Edit = Readonly<{ row: number; outcome: GridOutcome['outcome']; findings: readonly RuleFinding[]; judged: Judged | null }>;

/** What each row's edit would do, or why not. Refuses grid.may_not_enter. */
export async function judgeEdits(
  db: Reader,
  projectFields: ProjectFields,
  rows: readonly EditedRow[],
  how: Now & Readonly<{ lock?: boolean }>,
): Promise<Edit[]> {
  if (!may.enter(how.actor)) throw refuse('forbidden', 'grid.may_not_enter');
  const reading = new EditReading(await fieldsOf(db, projectFields), await Lookups.read(db));
  const units = await unitsOf(db, rows, how.actor);
  const read = rows.map((row) => reading.patchOf(row.cells, units.get(row.id) ?? null));
  const asked: AskedChange[] = rows.map(({ id, version }, i) => ({ id, version, patch: read[i]!.patch }));
  const judged = await judgeChanges(db, asked, how);
  return judged.map((j, i) => {
    const { faults } = read[i]!;
    const foreign = j.row && j.row.currency !== 'CNY' && 'totalMinor' in j.patch ? [{ code: 'grid.foreign_total', field: 'total' }] : [];
    const refusal = j.refusal ? [withField(findingOf(j.refusal, null))] : [];
    const findings = [...faults, ...foreign, ...refusal].map(refusing);
    const outcome = findings.length > 0 ? 'refused' : j.changed.length > 0 ? 'changed' : 'unchanged';
    return { row: i + 1, outcome, findings, judged: j };
  });
}

async function unitsOf(db: Reader, rows: readonly EditedRow[], actor: Actor): Promise<Map<string, string>> {
  const ids = rows.map((r) => r.id);
  const found = await db
    .select({ id: project.id, unitId: project.unitId })
    .from(project)
    .where(and(inArray(project.id, ids), projectWhere(actor)));
  return new Map(found.map((p) => [p.id, p.unitId]));
}

const keyOf = new Map(Object.entries(recordField).map(([key, field]) => [field as string, key]));
/** The column that a refusal of the record is about. */
function withField(finding: Finding): Finding {
  const fields = finding.details?.['fields'];
  const field = finding.field ?? (Array.isArray(fields) ? String(fields[0]) : null);
  return { ...finding, field: field === null ? null : (keyOf.get(field) ?? null) };
}

/** Reads typed cells as what a record keeps: a cleared cell is nothing, a name is whoever bears it. */
class EditReading {
  readonly #fields: ReadonlyMap<string, ImportField>;
  readonly #lookups: Lookups;
  constructor(fields: readonly ImportField[], lookups: Lookups) {
    this.#fields = new Map(fields.map((f) => [f.key, f]));
    this.#lookups = lookups;
  }

  patchOf(cells: EditedRow['cells'], unitId: string | null): { patch: RecordPatch; faults: Finding[] } {
    const faults: Finding[] = [];
    const patch: Record<string, unknown> = {};
    for (const [key, text] of Object.entries(cells)) {
      const field = this.#fields.get(key);
      const read = field ? this.#read(field, text.trim(), unitId) : { code: 'grid.field_unknown', field: null, found: key };
      if (typeof read === 'object' && read !== null) faults.push(read);
      else patch[recordField[key]!] = read;
    }
    const whole = RecordPatch.safeParse(patch);
    if (whole.success) return { patch: whole.data, faults };
    const wrong = whole.error.issues.map((issue) => {
      const key = keyOf.get(String(issue.path[0])) ?? null;
      return {
        code: key && cells[key]?.trim() === '' ? 'field.required' : 'grid.cell_unreadable',
        field: key,
        found: cells[key ?? ''] ?? '',
      };
    });
    return { patch: {}, faults: [...faults, ...wrong] };
  }

  #read(field: ImportField, text: string, unitId: string | null): string | number | boolean | null | Finding {
    if (text === '') return null;
    if (named.includes(field.key)) return this.#named(field.key, text, unitId);
    const read = readValue(planOf(field, 0, '万元'), { kind: 'text', text }, 'CNY', null);
    if (read instanceof Refusal) return { ...findingOf(read, field.key), field: field.key };
    return read.value;
  }

  #named(key: string, word: string, unitId: string | null): string | Finding {
    const ask = { unit: this.#lookups.unit, park: this.#lookups.unit, industry: this.#lookups.industry }[key];
    const found = ask ? ask(word) : this.#lookups.person(word, unitId);
    if (found.id !== null) return found.id;
    return { code: found.isAmbiguous ? 'grid.word_ambiguous' : 'grid.word_unknown', field: key, found: word };
  }
}

/** What edits of many projects would do; writes nothing. */
export async function checkEdits(
  db: Reader,
  projectFields: ProjectFields,
  rows: readonly EditedRow[],
  context: Now,
): Promise<Result<C['checkProjects']>> {
  const edits = await judgeEdits(db, projectFields, rows, context);
  const names = await namesOfProjects(
    db,
    rows.map((r) => r.id),
    context.actor,
  );
  return {
    rows: edits.map(({ row, outcome, findings, judged }) => ({
      row,
      outcome,
      project: judged?.row ? { id: judged.row.id, code: judged.row.code, name: names.get(judged.row.id) ?? judged.row.code } : null,
      findings: findings.map(shownFinding),
    })),
  };
}
