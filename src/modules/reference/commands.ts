import { desc, eq, type SQL, sql } from 'drizzle-orm';
import { pinyin } from 'pinyin-pro';
import { v5, v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { type Day, isDay } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { closedDictionaries, type Dictionary, fitCode } from './domain/dictionary.ts';
import { placeBelow } from './domain/industry.ts';
import { check } from './policy.ts';
import {
  dictionaryRows,
  divisionRows,
  industryRows,
  linesOf,
  readShipped,
  rollupRows,
  type Shipped,
  type ShippedName,
  townshipRows,
} from './shipped.ts';
import { dictionaryEntry, industry, referenceLoad, ruleVersion } from './tables.ts';

/** The product itself, when it brings its own reference data into a database. */
export const product: Actor = { id: '00000000-0000-7000-8000-000000000003', name: '筑巢', unitId: '', unitIds: [], roles: [] };

/**
 * Brings the facts that ship with the product into the database: divisions with history, townships, industries and the first
 * dictionaries. Does nothing when they are those already there; what an administrator changed or added stays. Answers what was loaded.
 */
export async function loadReference(db: Db, now = new Date()): Promise<ShippedName[]> {
  const shipped = await readShipped();
  const loaded = await db.select().from(referenceLoad);
  const changed = shipped.filter((s) => loaded.find((l) => l.name === s.name)?.contentHash !== s.contentHash);
  return changed.length ? load(db, changed, product, now) : [];
}

const load = command('reference.load', async (tx, changed: readonly Shipped[], { now }) => {
  // Two servers that start together load once, one after the other.
  await tx.execute(sql`select pg_advisory_xact_lock(7600202612)`);
  const found = changed.map((file) => ({ ...file, lines: linesOf(file) }));
  for (const { name, lines, contentHash } of found) {
    await loaders[name](tx, lines);
    const values = { name, contentHash, loadedAt: now };
    await tx.insert(referenceLoad).values(values).onConflictDoUpdate({ target: referenceLoad.name, set: values });
  }
  const trace = found.map(({ name, contentHash, lines }) => ({
    subject: 'reference',
    subjectId: v5(`zhuchao:reference:${name}`, v5.URL),
    after: { name, contentHash, lines: lines.length },
  }));
  return { result: changed.map(({ name }) => name), trace };
});

/** All rows travel as one parameter: forty thousand take a third of a second. */
const rowsOf = (rows: readonly object[], shape: string): SQL =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${sql.raw(shape)})`;

const loaders: Record<ShippedName, (tx: Tx, lines: ReturnType<typeof linesOf>) => Promise<void>> = {
  divisions: async (tx, lines) => {
    const rows = divisionRows(lines);
    await tx.execute(sql`delete from division`);
    await tx.execute(sql`insert into division (code, first_year, last_year, name, level, parent_code, province_name, prefecture_name, successor_codes, ceded, pinyin, initials)
      select "code", "firstYear", "lastYear", "name", "level", "parentCode", "provinceName", "prefectureName", "successorCodes", "ceded", "pinyin", "initials"
      from ${rowsOf(
        rows,
        `"code" text, "firstYear" int, "lastYear" int, "name" text, "level" text, "parentCode" text, "provinceName" text,
        "prefectureName" text, "successorCodes" text[], "ceded" text[], "pinyin" text, "initials" text`,
      )}`);
    await tx.execute(sql`delete from division_rollup`);
    await tx.execute(sql`insert into division_rollup (code, current_codes, county_code, prefecture_code, province_code)
      select "code", "currentCodes", "countyCode", "prefectureCode", "provinceCode"
      from ${rowsOf(rollupRows(rows), '"code" text, "currentCodes" text[], "countyCode" text, "prefectureCode" text, "provinceCode" text')}`);
  },
  townships: async (tx, lines) => {
    await tx.execute(sql`delete from township`);
    await tx.execute(sql`insert into township (code, county_code, name, initials) select "code", "countyCode", "name", "initials"
      from ${rowsOf(townshipRows(lines), '"code" text, "countyCode" text, "name" text, "initials" text')}`);
  },
  industries: async (tx, lines) => {
    const rows = industryRows(lines).map((row) => ({ ...row, id: v7() }));
    // The standard corrects its names; whether a row is offered is the district's choice and stays.
    await tx.execute(sql`insert into industry (code, id, level, section, parent_code, name, initials, origin)
      select "code", "id", "level", "section", "parentCode", "name", "initials", 'standard'
      from ${rowsOf(rows, '"code" text, "id" uuid, "level" int, "section" text, "parentCode" text, "name" text, "initials" text')}
      on conflict (code) do update set level = excluded.level, section = excluded.section, parent_code = excluded.parent_code,
        name = excluded.name, initials = excluded.initials, origin = 'standard'`);
  },
  dictionaries: async (tx, lines) => {
    const rows = dictionaryRows(lines).map((row) => ({ ...row, id: v7() }));
    await tx.execute(sql`insert into dictionary_entry (id, dictionary, code, name_zh, name_en, order_no)
      select "id", "dictionary", "code", "nameZh", "nameEn", "orderNo"
      from ${rowsOf(rows, '"id" uuid, "dictionary" text, "code" text, "nameZh" text, "nameEn" text, "orderNo" int')}
      on conflict (dictionary, code) do nothing`);
  },
};

type EntryWords = { nameZh: string; nameEn: string; orderNo: number };

/** Adds a word to a dictionary. Refuses: dictionary.closed, dictionary.code_shape, dictionary.code_taken. */
export const addDictionaryEntry = command(
  'dictionary.add',
  async (tx, input: EntryWords & { dictionary: Dictionary; code: string }, { actor }) => {
    settle(check('editDictionary', actor));
    if (closedDictionaries.includes(input.dictionary)) throw refuse('rule', 'dictionary.closed', { dictionary: input.dictionary });
    const row = { ...input, code: settle(fitCode(input.code)), id: v7() };
    const added = await tx.insert(dictionaryEntry).values(row).onConflictDoNothing().returning();
    if (!added.length) throw refuse('conflict', 'dictionary.code_taken', { dictionary: input.dictionary, code: input.code });
    return { result: { id: row.id }, trace: { subject: 'dictionary_entry', subjectId: row.id, after: added[0] } };
  },
);

/** Renames, reorders, retires or revives a word; its code stays, because rows hold it. Refuses: dictionary.unknown_entry, dictionary.changed_meanwhile. */
export const editDictionaryEntry = command(
  'dictionary.edit',
  async (tx, input: EntryWords & { id: string; isActive: boolean; version: number }, { actor }) => {
    settle(check('editDictionary', actor));
    const { id, version, ...words } = input;
    const [before] = await tx.select().from(dictionaryEntry).where(eq(dictionaryEntry.id, id)).for('update');
    if (!before) throw refuse('not_found', 'dictionary.unknown_entry', { id });
    if (before.version !== version) throw refuse('conflict', 'dictionary.changed_meanwhile', { version: before.version });
    const after = { ...before, ...words, version: version + 1 };
    await tx.update(dictionaryEntry).set(after).where(eq(dictionaryEntry.id, id));
    return { result: { version: after.version }, trace: { subject: 'dictionary_entry', subjectId: id, before, after } };
  },
);

/** Adds an industry of the district's own below one of the standard. Refuses: industry.unknown, .code_shape, .no_level_below, .code_taken. */
export const addIndustry = command('industry.add', async (tx, input: { code: string; parentCode: string; name: string }, { actor }) => {
  settle(check('editIndustry', actor));
  const [parent] = await tx.select().from(industry).where(eq(industry.code, input.parentCode)).for('update');
  if (!parent) throw refuse('not_found', 'industry.unknown', { code: input.parentCode });
  const initials = pinyin(input.name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'removed' }).join('');
  const row = { ...input, ...settle(placeBelow(parent, input.code)), id: v7(), initials, origin: 'local' as const };
  const added = await tx.insert(industry).values(row).onConflictDoNothing().returning();
  if (!added.length) throw refuse('conflict', 'industry.code_taken', { code: input.code });
  return { result: { code: row.code }, trace: { subject: 'industry', subjectId: row.id, after: added[0] } };
});

/** Offers an industry for choice, or no longer. Refuses: industry.unknown, industry.changed_meanwhile. */
export const setIndustryActive = command(
  'industry.set_active',
  async (tx, input: { code: string; isActive: boolean; version: number }, { actor }) => {
    settle(check('editIndustry', actor));
    const [row] = await tx.select().from(industry).where(eq(industry.code, input.code)).for('update');
    if (!row) throw refuse('not_found', 'industry.unknown', { code: input.code });
    if (row.version !== input.version) throw refuse('conflict', 'industry.changed_meanwhile', { version: row.version });
    const version = row.version + 1;
    await tx.update(industry).set({ isActive: input.isActive, version }).where(eq(industry.code, input.code));
    return {
      result: { version },
      trace: { subject: 'industry', subjectId: row.id, before: { isActive: row.isActive }, after: { isActive: input.isActive } },
    };
  },
);

export type RuleDraft = { kind: string; effectiveFrom: Day; effectiveTo: Day | null; preset: string | null; body: unknown };

/**
 * Publishes the next version of a kind of rule; what is published never changes. `body` has been checked by the room whose rule it is.
 * Refuses: rule.day_unreadable, rule.ends_before_it_begins.
 */
export const publishRule = command('rule.publish', async (tx, input: RuleDraft, { actor, now }) => {
  settle(check('publishRule', actor));
  return insertRule(tx, input, actor, now);
});

/** Gives a new installation the rule that ships with the product, unless it has one of that kind. Answers whether it did. */
export const publishPreset = (db: Db, draft: RuleDraft, now = new Date()) => presetOnce(db, draft, product, now);

/** As `publishPreset` for all that ship: one question tells a start that nothing is missing. */
export async function publishMissing(db: Db, drafts: readonly RuleDraft[]): Promise<void> {
  const known = new Set((await db.selectDistinct({ kind: ruleVersion.kind }).from(ruleVersion)).map((row) => row.kind));
  for (const draft of drafts) if (!known.has(draft.kind)) await publishPreset(db, draft);
}

const presetOnce = command('rule.publish_preset', async (tx, input: RuleDraft, { now }) => {
  const [known] = await tx.select({ id: ruleVersion.id }).from(ruleVersion).where(eq(ruleVersion.kind, input.kind)).limit(1);
  if (known) return { result: { isPublished: false }, trace: [] };
  const { trace } = await insertRule(tx, input, product, now);
  return { result: { isPublished: true }, trace };
});

async function insertRule(tx: Tx, { kind, effectiveFrom, effectiveTo, preset, body }: RuleDraft, actor: Actor, now: Date) {
  for (const day of [effectiveFrom, effectiveTo ?? effectiveFrom])
    if (!isDay(day)) throw refuse('invalid', 'rule.day_unreadable', { found: day });
  if (effectiveTo !== null && effectiveTo < effectiveFrom)
    throw refuse('invalid', 'rule.ends_before_it_begins', { effectiveFrom, effectiveTo });
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`rule:${kind}`}, 0))`);
  const [last] = await tx
    .select({ version: ruleVersion.version })
    .from(ruleVersion)
    .where(eq(ruleVersion.kind, kind))
    .orderBy(desc(ruleVersion.version))
    .limit(1);
  const row = {
    id: v7(),
    kind,
    version: (last?.version ?? 0) + 1,
    effectiveFrom,
    effectiveTo,
    preset,
    body,
    publishedAt: now,
    publishedBy: actor.id,
  };
  await tx.insert(ruleVersion).values(row);
  return { result: { id: row.id, version: row.version }, trace: { subject: 'rule', subjectId: row.id, after: row } };
}
