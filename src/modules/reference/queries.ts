import { and, asc, desc, eq, gte, isNull, lte, or, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { minorDigits } from '../../kernel/currency.ts';
import type { Day } from '../../kernel/day.ts';
import { keptIn, type Reader } from '../../platform/db.ts';
import type { referenceContract } from './contract.ts';
import { closedDictionaries, type Dictionary, dictionaries } from './domain/dictionary.ts';
import { may } from './policy.ts';
import { dictionaryEntry, ruleVersion } from './tables.ts';

type C = typeof referenceContract;

/** Every dictionary in the order of its words. */
export async function listDictionaries(db: Reader, actor: Actor): Promise<Result<C['dictionaries']>> {
  const rows = await db.select().from(dictionaryEntry).orderBy(asc(dictionaryEntry.orderNo), asc(dictionaryEntry.code));
  const items = dictionaries.map((dictionary) => ({
    dictionary,
    isClosed: closedDictionaries.includes(dictionary),
    entries: rows
      .filter((row) => row.dictionary === dictionary)
      .map((row) => ({ ...row, minorDigits: dictionary === 'currency' ? (minorDigits[row.code] ?? null) : null })),
  }));
  return { items, can: { edit: may.editDictionary(actor) } };
}

/** The words of one dictionary by code, retired ones too: old rows still hold them. */
export async function wordsOf(db: Reader, dictionary: Dictionary): Promise<Map<string, { zh: string; en: string; isActive: boolean }>> {
  const rows = await db
    .select()
    .from(dictionaryEntry)
    .where(eq(dictionaryEntry.dictionary, dictionary))
    .orderBy(asc(dictionaryEntry.orderNo));
  return new Map(rows.map((row) => [row.code, { zh: row.nameZh, en: row.nameEn, isActive: row.isActive }]));
}

/**
 * The version of a rule that holds on a day: of those in effect, the one published last, up to an instant when one is named. Null when
 * there is none.
 */
export async function currentRule(db: Reader, kind: string, day: Day, publishedBy: string | null = null) {
  const inEffect = and(
    eq(ruleVersion.kind, kind),
    lte(ruleVersion.effectiveFrom, day),
    or(isNull(ruleVersion.effectiveTo), gte(ruleVersion.effectiveTo, day)),
    publishedBy === null ? undefined : lte(ruleVersion.publishedAt, new Date(publishedBy)),
  );
  return keptIn(db, `rule ${kind} ${day} ${publishedBy}`, ['rule'], async () => {
    const [row] = await db.select().from(ruleVersion).where(inEffect).orderBy(desc(ruleVersion.version)).limit(1);
    return row ?? null;
  });
}

/** Every version of a kind of rule, newest first. */
export async function listRules(db: Reader, kind: string): Promise<Result<C['rules']>> {
  const rows = await db.select().from(ruleVersion).where(eq(ruleVersion.kind, kind)).orderBy(desc(ruleVersion.version));
  return { items: rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() })) };
}

/** A text to be found with `like`, with its own signs taken literally. */
export const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&');
/** Rows of a `select` written as SQL. */
export const rowsOf = async <T>(db: Reader, query: ReturnType<typeof sql>) => (await db.execute(query)).rows as T[];
