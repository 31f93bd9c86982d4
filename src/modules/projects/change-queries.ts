import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { person, unit } from '../identity/tables.ts';
import type { Dictionary } from '../reference/domain/dictionary.ts';
import { industryNames } from '../reference/industry-queries.ts';
import { wordsOf } from '../reference/queries.ts';
import type { BulkOutcome } from './domain/bulk.ts';
import { judgeChange, pick } from './domain/change.ts';
import { type GateRules, requiredFields } from './domain/gate.ts';
import type { RecordField, RecordPatch } from './domain/record.ts';
import { check, checkAssign } from './policy.ts';
import { type ProjectRow, gateRulesOn, projectWhere, readName } from './queries.ts';
import { project } from './tables.ts';

/** One edit asked for: of a project, as of the version a screen showed (an import has none), field by field. */
export type AskedChange = Readonly<{ id: string; version?: number; patch: RecordPatch }>;
/** What would come of it: the row as it is, the fields that change, or why not. */
export type Judged = Readonly<{ id: string; patch: RecordPatch; row: ProjectRow | null; changed: RecordField[]; refusal: Refusal | null }>;
type How = Readonly<{ actor: Actor; now: Date; restating?: boolean; lock?: boolean }>;

/**
 * Judges edits of many projects at once, each by what it changes. Writes nothing; with `lock` the rows stay as judged until
 * the transaction ends. A project outside the actor's units is unknown.
 */
export async function judgeChanges(db: Reader, asked: readonly AskedChange[], how: How): Promise<Judged[]> {
  const ids = [...new Set(asked.map((a) => a.id))];
  // In the order of their ids, so that two batches never wait for each other.
  const found = db
    .select()
    .from(project)
    .where(and(inArray(project.id, ids), projectWhere(how.actor)))
    .orderBy(asc(project.id));
  const rows = new Map((await (how.lock ? found.for('update') : found)).map((row) => [row.id, row]));
  const rules = await gateRulesOn(db, dayOf(how.now));
  const seen = new Set<string>();
  const judged = asked.map(({ id, version, patch }): Judged => {
    const row = rows.get(id) ?? null;
    const answer = seen.has(id) ? refuse('invalid', 'project.twice_in_batch', { id }) : judge(row, { id, version, patch }, rules, how);
    seen.add(id);
    return answer instanceof Refusal
      ? { id, patch, row, changed: [], refusal: answer }
      : { id, patch, row, changed: answer, refusal: null };
  });
  const dangling = await danglingReferences(
    db,
    judged.map((j) => pick(j.patch, j.changed)),
  );
  return judged.map((j, i) => (dangling.has(i) ? { ...j, changed: [], refusal: dangling.get(i)![0]! } : j));
}

type One = { id: string; version: number | undefined; patch: RecordPatch };
function judge(
  row: ProjectRow | null,
  { id, version, patch }: One,
  rules: GateRules,
  { actor, now, restating = false }: How,
): RecordField[] | Refusal {
  if (!row) return refuse('not_found', 'project.unknown', { id });
  const allowed = check(restating ? 'restate' : 'edit', actor, row);
  if (allowed instanceof Refusal) return allowed;
  if (version !== undefined && version !== row.version) return refuse('conflict', 'project.changed_meanwhile', { version: row.version });
  const today = dayOf(now);
  const changed = judgeChange(row, patch, { required: requiredFields(rules, today, row.stage), restating, today });
  if (changed instanceof Refusal || !changed.includes('unitId')) return changed;
  const given = checkAssign(actor, patch.unitId!);
  return given instanceof Refusal ? given : changed;
}

type Outcome = (typeof BulkOutcome)['_output'];
/** Judged edits as lines for the person who asked; a project that is unknown to them has neither code nor name, a masked one its masked name. */
export const outcomesOf = (judged: readonly Judged[], actor: Actor): Outcome[] => judged.map((j) => outcomeOf(j, actor));
function outcomeOf({ id, row, patch, changed, refusal }: Judged, actor: Actor): Outcome {
  const { kind, code, details } = refusal ?? {};
  return {
    id,
    code: row?.code ?? null,
    name: row && readName(actor, row),
    outcome: refusal ? 'refused' : changed.length ? 'changed' : 'unchanged',
    refusal: refusal && { kind: kind!, code: code!, details: details! },
    changes: row ? changed.map((field) => ({ field, before: row[field], after: patch[field] })) : [],
  };
}

type Pointing = Pick<RecordPatch, 'unitId' | 'parkId' | 'personId' | 'leaderId' | 'industryCode' | 'source' | 'nature' | 'investorKind'>;
type Field = keyof Pointing;
const toUnits = ['unitId', 'parkId'] as const;
const toPeople = ['personId', 'leaderId'] as const;
const toWords = { source: 'source', nature: 'nature', investorKind: 'investor_kind' } as const satisfies Partial<Record<Field, Dictionary>>;

/**
 * Units, people, industries and words that records name and that do not exist or have been closed, by the record's number:
 * every such field of every record, found for the whole batch at once.
 */
export async function danglingReferences(db: Reader, records: readonly Pointing[]): Promise<Map<number, Refusal[]>> {
  const named = (...fields: readonly Field[]) => [...new Set(records.flatMap((r) => fields.flatMap((f) => r[f] ?? [])))];
  const words = Object.entries(toWords).filter(([field]) => named(field as Field).length > 0);
  // One after the other: inside a transaction there is one connection.
  const units = await activeUnits(db, named(...toUnits));
  const people = await activePeople(db, named(...toPeople));
  const industries = await industryNames(db, named('industryCode'));
  const dictionaries: Awaited<ReturnType<typeof wordsOf>>[] = [];
  for (const [, dictionary] of words) dictionaries.push(await wordsOf(db, dictionary));
  const known = new Map<string, { has: (value: string) => boolean }>([
    ...toUnits.map((f) => [f, units] as const),
    ...toPeople.map((f) => [f, people] as const),
    ['industryCode', industries],
    ...words.map(([field], i) => [field, dictionaries[i]!] as const),
  ]);
  const faults = new Map<number, Refusal[]>();
  records.forEach((record, i) => {
    const wrong = [...known].filter(([f, some]) => record[f as Field] && !some.has(record[f as Field]!));
    if (wrong.length)
      faults.set(
        i,
        wrong.map(([field]) => refuse('invalid', 'project.unknown_reference', { field, found: record[field as Field] })),
      );
  });
  return faults;
}

async function activeUnits(db: Reader, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: unit.id })
    .from(unit)
    .where(and(inArray(unit.id, [...ids]), eq(unit.isActive, true)));
  return new Set(rows.map((r) => r.id));
}

async function activePeople(db: Reader, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const business = and(inArray(person.id, [...ids]), eq(person.isActive, true), eq(person.roleClass, 'business'));
  const rows = await db.select({ id: person.id }).from(person).where(business);
  return new Set(rows.map((r) => r.id));
}
