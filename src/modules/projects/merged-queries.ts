import { sql } from 'drizzle-orm';
import { type Actor, inScope } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { rowsOf } from '../reference/queries.ts';
import type { ProjectPage } from './domain/project-page.ts';
import { type ProjectRow, projectWhere, readName, shownName } from './queries.ts';

type Briefly = NonNullable<ProjectPage['merged']['into']>;

/** The id of what a project has become: its own, or the last of the chain it was merged along. */
export async function projectSurvivor(db: Reader, id: string): Promise<string | null> {
  const [row] = await rowsOf<{ id: string }>(
    db,
    sql`with recursive chain as (
        select id, merged_into from project where id = ${id}
        union all select n.id, n.merged_into from project n join chain on n.id = chain.merged_into)
      select id from chain where merged_into is null`,
  );
  return row?.id ?? null;
}

/** What a project has become, named as the actor may read it; nothing when it is outside their units or has become nothing else. */
export async function becameOf(db: Reader, row: ProjectRow, actor: Actor): Promise<Briefly | null> {
  const survivor = row.mergedInto && (await projectSurvivor(db, row.id));
  if (!survivor) return null;
  const [became] = await rowsOf<Briefly>(
    db,
    sql`select p.id, p.code, ${shownName(actor, 'p').text} as name from project p where p.id = ${survivor} and ${projectWhere(actor, 'p')}`,
  );
  return became ?? null;
}

type Absorbed = Pick<ProjectRow, 'id' | 'code' | 'name' | 'maskedName' | 'unitId' | 'stage'>;
/** What came to a project, named as the actor may read it; what is outside their units is not named. */
export const absorbedInto = (rows: readonly Absorbed[], actor: Actor): Briefly[] =>
  rows.filter((row) => inScope(actor, row.unitId)).map((row) => ({ id: row.id, code: row.code, name: readName(actor, row) }));
