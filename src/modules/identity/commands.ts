import { and, eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { placed, type UnitKind } from './domain/unit.ts';
import { isBelowItself, planUnits, type UnitFields, type UnitRow } from './domain/unit-import.ts';
import { check } from './policy.ts';
import { person, unit } from './tables.ts';

/** The tree is small and rarely changed: changes wait for each other, so that no two of them together make a circle. */
const queueForTree = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('unit tree', 0))`);

const columns = {
  id: unit.id,
  parentId: unit.parentId,
  code: unit.code,
  name: unit.name,
  shortName: unit.shortName,
  kind: unit.kind,
  orderNo: unit.orderNo,
};

type NewUnit = { parentId: string | null; code: string; name: string; shortName?: string | null; kind: UnitKind; orderNo?: number };

async function checkPlace(tx: Tx, at: { id: string; parentId: string | null; code: string; kind: UnitKind }) {
  const units = new Map((await tx.select(columns).from(unit)).map((u) => [u.id, u]));
  const parent = at.parentId === null ? null : units.get(at.parentId);
  if (parent === undefined) throw refuse('invalid', 'unit.parent_unknown', { field: 'parentId' });
  settle(placed(at.kind, parent?.kind ?? null));
  const others = [...units.values()].filter((u) => u.id !== at.id);
  if (at.parentId === null && others.some((u) => u.parentId === null)) throw refuse('rule', 'unit.root_exists');
  if (others.some((u) => u.code === at.code)) throw refuse('conflict', 'unit.code_taken', { field: 'code', found: at.code });
  if (isBelowItself(at, units)) throw refuse('rule', 'unit.below_itself', { field: 'parentId' });
  for (const child of others.filter((u) => u.parentId === at.id)) settle(placed(child.kind, at.kind));
}

/** A unit below another. Refuses: wrong kind for its place, code taken. */
export const createUnit = command('unit.create', async (tx, input: NewUnit, { actor, now }) => {
  settle(check('editUnits', actor));
  await queueForTree(tx);
  const row = { id: v7(), shortName: null, orderNo: 0, ...input, createdAt: now };
  await checkPlace(tx, row);
  await tx.insert(unit).values(row);
  return { result: { id: row.id }, trace: { subject: 'unit', subjectId: row.id, after: input } };
});

export const editUnit = command('unit.edit', async (tx, input: NewUnit & { id: string; version: number }, { actor }) => {
  settle(check('editUnits', actor));
  await queueForTree(tx);
  const { id, version: seen, ...fields } = input;
  const row = await lockedUnit(tx, id, seen);
  await checkPlace(tx, { id, ...fields });
  const version = row.version + 1;
  await tx
    .update(unit)
    .set({ ...fields, version })
    .where(eq(unit.id, id));
  const { parentId, code, name, shortName, kind, orderNo } = row;
  return {
    result: { version },
    trace: { subject: 'unit', subjectId: id, before: { parentId, code, name, shortName, kind, orderNo }, after: fields },
  };
});

/** Closes a unit, or opens it again. A closed one keeps its projects and its history, but is offered nowhere. */
export const setUnitActive = command(
  'unit.set_active',
  async (tx, input: { id: string; isActive: boolean; version: number }, { actor }) => {
    settle(check('editUnits', actor));
    await queueForTree(tx);
    const row = await lockedUnit(tx, input.id, input.version);
    if (!input.isActive) await checkEmpty(tx, row);
    const version = row.version + 1;
    await tx.update(unit).set({ isActive: input.isActive, version }).where(eq(unit.id, row.id));
    return {
      result: { version },
      trace: { subject: 'unit', subjectId: row.id, before: { isActive: row.isActive }, after: { isActive: input.isActive } },
    };
  },
);

async function lockedUnit(tx: Tx, id: string, version: number) {
  const [row] = await tx.select().from(unit).where(eq(unit.id, id)).for('update');
  if (!row) throw refuse('not_found', 'unit.unknown');
  if (row.version !== version) throw refuse('conflict', 'unit.changed_meanwhile', { version: row.version });
  return row;
}

async function checkEmpty(tx: Tx, { id, parentId }: { id: string; parentId: string | null }) {
  if (parentId === null) throw refuse('rule', 'unit.root_stays');
  const units = await tx.$count(unit, and(eq(unit.parentId, id), eq(unit.isActive, true)));
  if (units > 0) throw refuse('rule', 'unit.has_units', { units });
  const people = await tx.$count(person, and(eq(person.unitId, id), eq(person.isActive, true)));
  if (people > 0) throw refuse('rule', 'unit.has_people', { people });
}

/** The root unit: the one there is, or a new one. For the command line on a system that is not set up, and for the first run. */
export const ensureRootUnit = command('unit.create', async (tx, input: { name: string; code: string }, { now }) => {
  await queueForTree(tx);
  const [found] = await tx
    .select({ id: unit.id })
    .from(unit)
    .where(sql`${unit.parentId} is null`);
  if (found) return { result: found, trace: [] };
  const row = { id: v7(), parentId: null, ...input, kind: 'district' as const, createdAt: now };
  await tx.insert(unit).values(row);
  return { result: { id: row.id }, trace: { subject: 'unit', subjectId: row.id, after: { ...input, kind: row.kind } } };
});

/** Units from a list, all or nothing. Refuses `unit.rows_refused` with every faulty row; the same list again changes nothing. */
export const importUnits = command('unit.import', async (tx, rows: readonly UnitRow[], { actor, now }) => {
  settle(check('editUnits', actor));
  await queueForTree(tx);
  const existing: UnitFields[] = await tx.select(columns).from(unit);
  const { steps, faults } = planUnits(existing, rows, v7);
  if (faults.length > 0) throw refuse('invalid', 'unit.rows_refused', { faults });
  const created = steps.filter((s) => s.act === 'create');
  const updated = steps.filter((s) => s.act === 'update');
  if (created.length > 0) await tx.insert(unit).values(created.map((s) => ({ ...s.after, createdAt: now })));
  for (const { after } of updated)
    await tx
      .update(unit)
      .set({ ...after, version: sql`${unit.version} + 1` })
      .where(eq(unit.id, after.id));
  const trace = [...created, ...updated].map((s) => ({
    subject: 'unit',
    subjectId: s.after.id,
    ...(s.before && { before: s.before }),
    after: s.after,
  }));
  const counts = { created: created.length, updated: updated.length, unchanged: steps.length - created.length - updated.length };
  return { result: counts, trace };
});
