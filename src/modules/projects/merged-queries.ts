import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { rowsOf } from '../reference/queries.ts';
import type { ProjectPage } from './domain/project-page.ts';
import { type ProjectRow, projectWhere, shownName } from './queries.ts';

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

/** Where a project went and what came to it, named as the actor may read them; what is outside their units is not named. */
export async function mergedOf(db: Reader, row: ProjectRow, actor: Actor): Promise<ProjectPage['merged']> {
  const named = (where: ReturnType<typeof sql>) =>
    rowsOf<Briefly>(
      db,
      sql`select p.id, p.code, ${shownName(actor, 'p').text} as name from project p where ${where} and ${projectWhere(actor, 'p')} order by p.code`,
    );
  const survivor = row.mergedInto && (await projectSurvivor(db, row.id));
  const [into] = survivor ? await named(sql`p.id = ${survivor}`) : [];
  return { isMerged: row.mergedInto !== null, into: into ?? null, absorbed: await named(sql`p.merged_into = ${row.id}`) };
}
