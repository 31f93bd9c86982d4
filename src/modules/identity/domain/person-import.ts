import { loginOf, loginPattern } from './person.ts';
import type { RowFault } from './unit-import.ts';

/** One row of a list of people. `unit` is a unit's code, name or short name; a null leaves what is recorded. */
export type PersonRow = Readonly<{
  row: number;
  name: string;
  unit: string;
  post: string | null;
  rank: number | null;
  phone: string | null;
  login: string | null;
}>;
export type PersonFields = {
  id: string;
  unitId: string;
  name: string;
  post: string | null;
  rank: number;
  phone: string | null;
  login: string | null;
};
export type PersonStep = Readonly<{ row: number; act: 'create' | 'update' | 'none'; before: PersonFields | null; after: PersonFields }>;
type Units = Readonly<{ byCode: ReadonlyMap<string, string>; byName: ReadonlyMap<string, readonly string[]> }>;

/**
 * What an import of people would do, row by row; nothing is written. A row is joined to a person by login, or without one
 * by unit and name. It gives no password and no role: those come from the administrators.
 */
export function planPeople(
  existing: readonly PersonFields[],
  units: Units,
  rows: readonly PersonRow[],
  newId: () => string,
): { steps: PersonStep[]; faults: RowFault[] } {
  const byLogin = new Map(existing.flatMap((p) => (p.login ? [[p.login, p] as const] : [])));
  const byPlace = Map.groupBy(existing, place);
  const seen = new Map<string, number>();
  const steps: PersonStep[] = [];
  const faults: RowFault[] = [];

  for (const row of rows) {
    const found = join(row, byLogin, byPlace, units);
    if ('code' in found) {
      faults.push(found);
      continue;
    }
    const { before, login, unitId } = found;
    const key = before?.id ?? login ?? place({ unitId, name: row.name });
    const twin = seen.get(key);
    if (twin !== undefined) {
      faults.push({
        row: row.row,
        field: login ? 'login' : 'name',
        code: 'person.twice_in_file',
        found: login ?? row.name,
        expected: String(twin),
      });
      continue;
    }
    seen.set(key, row.row);
    const after = merged(row, found, newId);
    steps.push({ row: row.row, act: actOf(before, after), before, after });
  }
  return { steps, faults };
}

const place = (p: { unitId: string; name: string }) => `${p.unitId} ${p.name}`;
type Found = { unitId: string; login: string | null; before: PersonFields | null };

/** Which unit and which known person the row means. */
function join(
  row: PersonRow,
  byLogin: ReadonlyMap<string, PersonFields>,
  byPlace: ReadonlyMap<string, PersonFields[]>,
  units: Units,
): Found | RowFault {
  const fault = (field: string, code: string, found: string, expected: string) => ({ row: row.row, field, code, found, expected });
  const ids = unitsMeant(row.unit, units);
  const [unitId] = ids;
  if (!unitId || ids.length > 1) return fault('unit', unitId ? 'unit.ambiguous' : 'unit.unknown_name', row.unit, 'unit code or name');
  const login = row.login ? loginOf(row.login) : null;
  if (login && !loginPattern.test(login)) return fault('login', 'person.bad_login', login, 'a-z, 0-9, . _ -');
  const namesakes = byPlace.get(place({ unitId, name: row.name })) ?? [];
  if (!login && namesakes.length > 1) return fault('name', 'person.ambiguous', row.name, 'login');
  return { unitId, login, before: personMeant(login, byLogin, namesakes) };
}

/** With a login, whoever has it, else a namesake who has none yet. */
function personMeant(
  login: string | null,
  byLogin: ReadonlyMap<string, PersonFields>,
  namesakes: readonly PersonFields[],
): PersonFields | null {
  if (!login) return namesakes[0] ?? null;
  return byLogin.get(login) ?? namesakes.find((p) => !p.login) ?? null;
}

function unitsMeant(word: string, { byCode, byName }: Units): readonly string[] {
  const coded = byCode.get(word);
  return coded ? [coded] : (byName.get(word) ?? []);
}

function merged(row: PersonRow, { before, login, unitId }: Found, newId: () => string): PersonFields {
  const was = before ?? { id: newId(), post: null, rank: 100, phone: null, login: null };
  return {
    id: was.id,
    unitId,
    name: row.name,
    post: row.post ?? was.post,
    rank: row.rank ?? was.rank,
    phone: row.phone ?? was.phone,
    login: login ?? was.login,
  };
}

const fields = ['unitId', 'name', 'post', 'rank', 'phone', 'login'] as const;
function actOf(before: PersonFields | null, after: PersonFields): PersonStep['act'] {
  if (!before) return 'create';
  return fields.some((f) => before[f] !== after[f]) ? 'update' : 'none';
}
