import { and, eq, inArray } from 'drizzle-orm';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { person, unit } from '../identity/tables.ts';
import type { Dictionary } from '../reference/domain/dictionary.ts';
import { industryNames } from '../reference/industry-queries.ts';
import { wordsOf } from '../reference/queries.ts';
import type { RecordPatch } from './domain/record.ts';

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
  const [units, people, industries, ...dictionaries] = await Promise.all([
    activeUnits(db, named(...toUnits)),
    activePeople(db, named(...toPeople)),
    industryNames(db, named('industryCode')),
    ...words.map(([, dictionary]) => wordsOf(db, dictionary)),
  ]);
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
