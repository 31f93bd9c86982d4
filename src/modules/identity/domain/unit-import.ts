import { Refusal } from '../../../kernel/refusal.ts';
import { placed, type UnitKind } from './unit.ts';

/** One row of a unit list. `row` is its number in the sheet; a null leaves what is recorded. */
export type UnitRow = Readonly<{
  row: number;
  code: string;
  name: string;
  shortName: string | null;
  kind: UnitKind | null;
  parentCode: string | null;
  orderNo: number | null;
}>;
export type UnitFields = {
  id: string;
  parentId: string | null;
  code: string;
  name: string;
  shortName: string | null;
  kind: UnitKind;
  orderNo: number;
};
export type RowFault = Readonly<{ row: number; field: string; code: string; found: string; expected: string }>;
export type UnitStep = Readonly<{ row: number; act: 'create' | 'update' | 'none'; before: UnitFields | null; after: UnitFields }>;

/**
 * What an import of units would do, row by row; nothing is written. Rows are joined to units by code; a parent may stand
 * in the same list, above or below. Without a parent code a new unit hangs below the root.
 */
export function planUnits(
  existing: readonly UnitFields[],
  rows: readonly UnitRow[],
  newId: () => string,
): { steps: UnitStep[]; faults: RowFault[] } {
  const byCode = new Map(existing.map((u) => [u.code, u]));
  const root = existing.find((u) => u.parentId === null) ?? null;
  const faults: RowFault[] = [];
  const drafts = new Map<string, Draft>();
  for (const row of rows) {
    const twin = drafts.get(row.code);
    if (twin) {
      faults.push({ row: row.row, field: 'code', code: 'unit.twice_in_file', found: row.code, expected: String(twin.row.row) });
      continue;
    }
    const before = byCode.get(row.code) ?? null;
    drafts.set(row.code, { row, before, after: merged(row, before, root, newId) });
  }
  for (const { row, after } of drafts.values()) {
    if (row.parentCode === null) continue;
    const parent = drafts.get(row.parentCode)?.after ?? byCode.get(row.parentCode);
    if (parent) after.parentId = parent.id;
    else faults.push({ row: row.row, field: 'parentCode', code: 'unit.parent_unknown', found: row.parentCode, expected: 'unit code' });
  }
  const units = new Map([...existing, ...[...drafts.values()].map((d) => d.after)].map((u) => [u.id, u]));
  const lost = new Set(faults.map((f) => f.row));
  for (const { row, before, after } of drafts.values()) if (!lost.has(row.row)) faults.push(...placeFaults(row, before, after, units));
  faults.push(...orphanFaults(drafts, faults));
  const bad = new Set(faults.map((f) => f.row));
  const steps = [...drafts.values()]
    .filter((d) => !bad.has(d.row.row))
    .map(({ row, before, after }) => ({ row: row.row, act: actOf(before, after), before, after }));
  return { steps: parentsFirst(steps), faults: faults.toSorted((a, b) => a.row - b.row) };
}

type Draft = { row: UnitRow; before: UnitFields | null; after: UnitFields };
/** Whatever hangs below a refused new unit cannot be written either. */
function orphanFaults(drafts: ReadonlyMap<string, Draft>, faults: readonly RowFault[]): RowFault[] {
  const bad = new Set(faults.map((f) => f.row));
  const missing = new Set([...drafts.values()].filter((d) => !d.before && bad.has(d.row.row)).map((d) => d.after.id));
  const orphans: RowFault[] = [];
  const sweep = (): boolean => {
    const found = [...drafts.values()].filter((d) => !bad.has(d.row.row) && d.after.parentId !== null && missing.has(d.after.parentId));
    for (const { row, before, after } of found) {
      bad.add(row.row);
      if (!before) missing.add(after.id);
      orphans.push({
        row: row.row,
        field: 'parentCode',
        code: 'unit.parent_refused',
        found: row.parentCode ?? '',
        expected: 'a unit that is accepted',
      });
    }
    return found.length > 0;
  };
  while (sweep());
  return orphans;
}

function merged(row: UnitRow, before: UnitFields | null, root: UnitFields | null, newId: () => string): UnitFields {
  const was = before ?? { id: newId(), parentId: root?.id ?? null, shortName: null, kind: 'department' as const, orderNo: 0 };
  const { code, name } = row;
  return { ...was, code, name, shortName: row.shortName ?? was.shortName, kind: row.kind ?? was.kind, orderNo: row.orderNo ?? was.orderNo };
}

function placeFaults(row: UnitRow, before: UnitFields | null, unit: UnitFields, units: ReadonlyMap<string, UnitFields>): RowFault[] {
  const fault = (field: string, code: string, found: string, expected: string) => [{ row: row.row, field, code, found, expected }];
  const parent = unit.parentId === null ? null : units.get(unit.parentId)!;
  if (isBelowItself(unit, units)) return fault('parentCode', 'unit.below_itself', row.parentCode ?? '', 'another unit');
  const kind = placed(unit.kind, parent?.kind ?? null);
  if (kind instanceof Refusal) return fault('kind', kind.code, unit.kind, parent?.kind ?? 'district');
  if (!before || before.kind === unit.kind) return [];
  const child = [...units.values()].find((u) => u.parentId === unit.id && placed(u.kind, unit.kind) instanceof Refusal);
  return child ? fault('kind', 'unit.wrong_place', unit.kind, before.kind) : [];
}

/** Would the unit stand somewhere below itself? */
export function isBelowItself(
  unit: Readonly<{ id: string; parentId: string | null }>,
  units: ReadonlyMap<string, Readonly<{ parentId: string | null }>>,
): boolean {
  const seen = new Set<string>([unit.id]);
  for (let at = unit.parentId; at !== null; at = units.get(at)?.parentId ?? null) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}

const fields = ['parentId', 'name', 'shortName', 'kind', 'orderNo'] as const;
function actOf(before: UnitFields | null, after: UnitFields): UnitStep['act'] {
  if (!before) return 'create';
  return fields.some((f) => before[f] !== after[f]) ? 'update' : 'none';
}

/** New parents are written before their children. */
function parentsFirst(steps: readonly UnitStep[]): UnitStep[] {
  const creating = new Map(steps.filter((s) => s.act === 'create').map((s) => [s.after.id, s]));
  const depth = (s: UnitStep): number => {
    const parent = s.after.parentId === null ? undefined : creating.get(s.after.parentId);
    return parent ? depth(parent) + 1 : 0;
  };
  return steps.toSorted((a, b) => depth(a) - depth(b));
}
