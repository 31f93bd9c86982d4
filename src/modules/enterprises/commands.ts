import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { PartialDate } from '../../kernel/day.ts';
import { bigrams, nameKey } from '../../kernel/name-key.ts';
import { phoneKey } from '../../kernel/phone-key.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { normalUscc } from '../../kernel/uscc.ts';
import { command } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { initialsOf } from '../../platform/pinyin.ts';
import { isIndustry } from '../reference/industry-queries.ts';
import { checkUscc, emptyEnterprise, enterpriseFields, type EnterprisePatch, type EnterpriseRecord } from './domain/enterprise.ts';
import { check, may } from './policy.ts';
import { enterpriseById, lookAlikes } from './queries.ts';
import { enterprise, enterpriseName } from './tables.ts';

export const derived = ({ name, phone }: Pick<EnterpriseRecord, 'name' | 'phone'>, oldNames: readonly string[]) => {
  const initials = initialsOf(name);
  const searchGrams = bigrams([name, initials, ...oldNames]);
  return { nameKey: nameKey(name) || name, initials, searchGrams, phoneKey: (phone && phoneKey(phone)) || null };
};
export const oldNamesOf = async (tx: Tx, id: string) =>
  (await tx.select({ name: enterpriseName.name }).from(enterpriseName).where(eq(enterpriseName.enterpriseId, id))).map((n) => n.name);
const told = (fields: EnterprisePatch) => {
  const given = Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)) as Partial<EnterpriseRecord>;
  return given.uscc ? { ...given, uscc: normalUscc(given.uscc) } : given;
};

/** What must hold of a record whoever writes it: a code that is one and nobody else's, an industry that is there. */
async function checkRecord(tx: Tx, record: EnterpriseRecord, id: string) {
  settle(checkUscc(record));
  if (record.industryCode && !(await isIndustry(tx, record.industryCode)))
    throw refuse('invalid', 'enterprise.industry_unknown', { field: 'industryCode', found: record.industryCode });
  if (!record.uscc) return;
  const [holder] = await lookAlikes(tx, { uscc: record.uscc }, id);
  if (holder)
    throw refuse('conflict', 'enterprise.uscc_taken', { field: 'uscc', found: record.uscc, holder: { id: holder.id, name: holder.name } });
}

/** Enters an enterprise. One that reads like another of the register is entered once the look-alikes were seen. */
export const createEnterprise = command(
  'enterprise.create',
  async (tx, { isSeen, ...fields }: EnterprisePatch & { name: string; isSeen: boolean }, { actor, now }) => {
    settle(check(may.create(actor), 'create'));
    const record: EnterpriseRecord = { ...emptyEnterprise, ...told(fields) };
    const id = v7();
    await checkRecord(tx, record, id);
    const alike = await lookAlikes(tx, { name: record.name });
    if (alike.length && !isSeen) throw refuse('rule', 'enterprise.looks_alike', { candidates: alike, count: alike.length });
    const row = { ...record, ...derived(record, []), id, unitId: actor.unitId, createdAt: now, createdBy: actor.id, updatedAt: now };
    await tx.insert(enterprise).values(row);
    return {
      result: { id, version: 1 },
      trace: { subject: 'enterprise', subjectId: id, after: { ...record, lookAlikes: alike.map((a) => a.id) } },
    };
  },
);

type Edit = { id: string; version: number; patch: EnterprisePatch; usedUntil?: PartialDate | null | undefined };

/** Edits an enterprise. A name that changes stays as a former name, so that it is still found. Refuses a record that was merged. */
export const updateEnterprise = command('enterprise.update', async (tx, { id, version, patch, usedUntil }: Edit, { actor, now }) => {
  const row = await enterpriseById(tx, id, true);
  if (row.mergedInto) throw refuse('rule', 'enterprise.is_merged', { into: row.mergedInto });
  settle(check(may.edit(actor, row), 'edit'));
  if (row.version !== version) throw refuse('conflict', 'enterprise.changed_meanwhile', { version: row.version });
  const wanted = told(patch);
  const changed = enterpriseFields.filter((f) => wanted[f] !== undefined && wanted[f] !== row[f]);
  if (!changed.length) return { result: { version }, trace: [] };
  const record = { ...row, ...Object.fromEntries(changed.map((f) => [f, wanted[f]])) };
  await checkRecord(tx, record, id);
  const set = Object.fromEntries(changed.map((f) => [f, record[f]]));
  if (changed.includes('name')) await keepName(tx, id, { name: row.name, usedFrom: null, usedUntil: usedUntil ?? null }, { actor, now });
  await tx
    .update(enterprise)
    .set({ ...set, ...derived(record, await oldNamesOf(tx, id)), version: version + 1, updatedAt: now })
    .where(eq(enterprise.id, id));
  const before = Object.fromEntries(changed.map((f) => [f, row[f]]));
  return { result: { version: version + 1 }, trace: { subject: 'enterprise', subjectId: id, before, after: set } };
});

type OldName = { name: string; usedFrom: PartialDate | null; usedUntil: PartialDate | null };
async function keepName(tx: Tx, enterpriseId: string, old: OldName, { actor, now }: { actor: { id: string }; now: Date }) {
  const row = { ...old, enterpriseId, id: v7(), nameKey: nameKey(old.name) || old.name, recordedAt: now, recordedBy: actor.id };
  await tx.insert(enterpriseName).values(row);
  return row.id;
}

/** Adds a name that an enterprise had. */
export const addFormerName = command('enterprise.add_name', async (tx, { id, ...old }: OldName & { id: string }, context) => {
  const row = await enterpriseById(tx, id, true);
  if (row.mergedInto) throw refuse('rule', 'enterprise.is_merged', { into: row.mergedInto });
  settle(check(may.edit(context.actor, row), 'edit'));
  if (old.usedFrom && old.usedUntil && old.usedUntil < old.usedFrom)
    throw refuse('invalid', 'enterprise.name_backwards', { field: 'usedUntil', found: old.usedUntil });
  const nameId = await keepName(tx, id, old, context);
  await tx
    .update(enterprise)
    .set({ searchGrams: derived(row, await oldNamesOf(tx, id)).searchGrams, updatedAt: context.now })
    .where(eq(enterprise.id, id));
  return { result: { id: nameId }, trace: { subject: 'enterprise', subjectId: id, after: { formerName: old.name, ...old } } };
});
