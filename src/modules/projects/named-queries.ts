import { and, asc, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { nameKey } from '../../kernel/name-key.ts';
import type { Reader } from '../../platform/db.ts';
import type { Side, Stage } from './domain/stage.ts';
import { projectsByCodes, projectWhere, shownName } from './queries.ts';
import { project } from './tables.ts';

export type NamedProject = Readonly<{ id: string; code: string; unitId: string; stage: Stage; side: Side | null }>;
/** The projects that words of a ledger name, among those the actor may see: by any code, else by exactly the name. */
export async function projectsNamed(db: Reader, words: readonly string[], actor: Actor): Promise<Map<string, NamedProject[]>> {
  const wanted = [...new Set(words)];
  if (wanted.length === 0) return new Map();
  const byCode = Map.groupBy(await projectsByCodes(db, wanted, actor), (m) => m.code);
  const rest = wanted.filter((w) => !byCode.has(w));
  const { masked } = shownName(actor, 'project');
  const columns = {
    id: project.id,
    code: project.code,
    unitId: project.unitId,
    stage: project.stage,
    side: project.side,
    name: project.name,
  };
  const ids = [...new Set([...byCode.values()].flat().map((m) => m.projectId))];
  const coded = ids.length
    ? await db
        .select(columns)
        .from(project)
        .where(sql`${project.id} = any(${sql.param(ids)}::uuid[])`)
    : [];
  const byId = new Map(coded.map((p) => [p.id, p]));
  const named = rest.length
    ? await db
        .select(columns)
        .from(project)
        .where(and(namedExactly(rest), projectWhere(actor), sql`not ${masked}`))
        .orderBy(asc(project.code))
    : [];
  const found = new Map<string, NamedProject[]>(Map.groupBy(named, (p) => p.name));
  for (const [word, matches] of byCode)
    found.set(
      word,
      [...new Set(matches.map((m) => m.projectId))].flatMap((id) => byId.get(id) ?? []),
    );
  return found;
}
/** The look-alike name is indexed and the name is not. */
const namedExactly = (names: readonly string[]) =>
  sql`${project.nameKey} = any(${sql.param(names.map((n) => nameKey(n) || n))}::text[]) and ${project.name} = any(${sql.param([...names])}::text[])`;
