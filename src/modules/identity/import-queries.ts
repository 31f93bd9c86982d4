import { asc, eq } from 'drizzle-orm';
import type { Reader } from '../../platform/db.ts';
import type { PersonFields } from './domain/person-import.ts';
import type { UnitFields } from './domain/unit-import.ts';
import { person, unit } from './tables.ts';

/** Units as a list of them says them; closed ones too. */
export async function unitsForImport(db: Reader): Promise<UnitFields[]> {
  const { id, parentId, code, name, shortName, kind, orderNo } = unit;
  return db.select({ id, parentId, code, name, shortName, kind, orderNo }).from(unit).orderBy(asc(unit.createdAt), asc(id));
}

/** People as a list of them says them. */
export async function peopleForImport(db: Reader): Promise<PersonFields[]> {
  const { id, unitId, name, post, rank, phone, login } = person;
  return db.select({ id, unitId, name, post, rank, phone, login }).from(person).orderBy(asc(person.createdAt), asc(id));
}

/** People in business with the code of their unit, for a list that can be brought in again. */
export async function peopleForSheet(db: Reader) {
  const { name, post, rank, phone, login } = person;
  return db
    .select({ name, unit: unit.code, post, rank, phone, login })
    .from(person)
    .innerJoin(unit, eq(unit.id, person.unitId))
    .where(eq(person.roleClass, 'business'))
    .orderBy(asc(person.rank), asc(name), asc(person.id));
}
