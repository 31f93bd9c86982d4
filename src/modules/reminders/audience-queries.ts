import { sql } from 'drizzle-orm';
import { type Actor, inScope, isBusiness } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { inTurns } from '../../platform/turns.ts';
import { projectWatch } from '../comments/tables.ts';
import { actorsOf, peopleInRole, unitTree } from '../identity/queries.ts';
import { nextStage } from '../projects/domain/stage.ts';
import { project } from '../projects/tables.ts';
import { deputiesOn } from '../reviews/seat-queries.ts';
import type { Due } from './domain/due.ts';
import type { Addressed, Reached } from './domain/telling.ts';

/** What later rooms know of people. Wired in app/wiring.ts. */
export type People = Readonly<{
  /** Who else works on these projects, by project. */
  members: (db: Reader, projectIds: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;
  /** Who took over the work of these people, by whoever left it. */
  successors: (db: Reader, personIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}>;

/** What a room has that is due up to a day: all of it, or of these projects alone; with no project named, what is of none. */
export type Source = (
  db: Reader,
  ask: Readonly<{ today: Day; through: Day; projectIds: readonly string[] | null }>,
) => Promise<readonly Due[]>;
export type Feed = Readonly<{ sources: readonly Source[]; people: People }>;

type Live = Readonly<{ id: string; unitId: string; personId: string | null; reopenedAt: Date | null }>;
/** Projects in which somebody is waited for, and when each that stood aside was last brought back. */
async function liveProjects(db: Reader, ids: readonly string[]): Promise<Map<string, Live>> {
  if (ids.length === 0) return new Map();
  const reopenedAt = sql<
    string | null
  >`(select max(c.recorded_at) from stage_change c where c.project_id = project.id and c.kind = 'reopen')`;
  const { id, unitId, personId, stage, side } = project;
  const rows = await db
    .select({ id, unitId, personId, stage, side, reopenedAt })
    .from(project)
    .where(sql`${project.id} = any(${sql.param([...ids])}::uuid[])`);
  const live = rows.filter((r) => r.side === null && nextStage(r.stage) !== null);
  return new Map(live.map((r) => [r.id, { ...r, reopenedAt: r.reopenedAt === null ? null : new Date(r.reopenedAt) }]));
}

/** The heads of a unit, or of the nearest above it that has any. */
export async function headsByUnit(db: Reader): Promise<(unitId: string) => readonly string[]> {
  const [units, heads] = [new Map((await unitTree(db)).map((u) => [u.id, u])), await peopleInRole(db, 'unit_head')];
  const of = Map.groupBy(heads, (h) => h.unitId);
  return (unitId) => {
    for (let at = units.get(unitId); at; at = at.parentId === null ? undefined : units.get(at.parentId)) {
      const found = of.get(at.id);
      if (found) return found.map((h) => h.id);
    }
    return [];
  };
}

/** Each person, or whoever has their work now: the last of the chain of handovers. */
async function whoActs(db: Reader, people: People, ids: readonly string[]): Promise<(id: string) => Actor | null> {
  const heirs = new Map<string, string>();
  const actors = await actorsOf(db, ids);
  let gone = ids.filter((id) => !actors.has(id));
  for (let step = 0; gone.length > 0 && step < 10; step += 1) {
    const found = await people.successors(db, gone);
    for (const [from, to] of found) heirs.set(from, to);
    const fresh = [...new Set(found.values())].filter((id) => !actors.has(id) && !heirs.has(id));
    for (const [id, actor] of await actorsOf(db, fresh)) actors.set(id, actor);
    gone = fresh.filter((id) => !actors.has(id));
  }
  return (id) => {
    let at: string | undefined = id;
    for (let step = 0; at && !actors.has(at) && step < 10; step += 1) at = heirs.get(at);
    return (at && actors.get(at)) || null;
  };
}

type Found = Readonly<{ due: Due; its: Live | null; to: readonly string[]; above: readonly string[]; watching: readonly string[] }>;
/** Those named for each thing, before anybody asks who they are; none for what nobody is waited for. */
async function named(db: Reader, people: People, dues: readonly Due[]): Promise<Found[]> {
  const ids = [...new Set(dues.flatMap((d) => d.projectId ?? []))];
  const [projects, members, watchers] = [await liveProjects(db, ids), await people.members(db, ids), await watchersOf(db, ids)];
  const heads = await headsByUnit(db);
  const teamOf = ({ id, personId }: Live) => [...(personId ? [personId] : []), ...(members.get(id) ?? [])];
  return dues.flatMap((due): Found[] => {
    const its = due.projectId === null ? null : projects.get(due.projectId);
    if (its === undefined) return [];
    const watching = its && due.to === null ? (watchers.get(its.id) ?? []) : [];
    return [{ due, its, to: due.to ?? (its ? teamOf(its) : []), above: due.above ?? heads(due.unitId), watching }];
  });
}

/**
 * Whom each thing concerns: who has to do it, or whoever keeps its project with the others who work on it and those of its very unit who
 * watch it; whoever took over from those who left; the heads of the unit where there is nobody; and deputies of all of them. Nobody is told
 * of a project that they may not see; nobody at all of one that stands aside or has come to its end.
 */
export async function addressed(db: Reader, people: People, dues: readonly Due[], today: Day): Promise<Addressed[]> {
  const found = await named(db, people, dues);
  const deputies = Map.groupBy(await deputiesOn(db, today), (d) => d.of);
  const ids = new Set([
    ...found.flatMap((f) => [...f.to, ...f.due.also, ...f.above, ...f.watching]),
    ...[...deputies.values()].flat().map((d) => d.id),
  ]);
  const acts = await whoActs(db, people, [...ids]);
  const reach = (asked: readonly string[], { due, its }: Found): Reached[] => {
    const actors = asked.flatMap((id) => acts(id) ?? []);
    const standIns = actors.flatMap((a) => deputies.get(a.id) ?? []).flatMap((d) => acts(d.id) ?? []);
    return [...actors, ...standIns].filter(isBusiness).flatMap(({ id, unitId, ...a }) => {
      const maySee = its === null || inScope({ id, unitId, ...a }, its.unitId);
      return maySee || due.isForNamed ? [{ id, unitId, maySee }] : [];
    });
  };
  const of = (f: Found): Addressed => {
    const [doers, supervisors] = [reach(f.to, f), reach(f.above, f)];
    const own = f.watching.filter((id) => acts(id)?.unitId === f.its?.unitId);
    const to = apart([...(doers.length > 0 ? doers : supervisors), ...reach([...f.due.also, ...own], f)]);
    const above = apart(supervisors).filter((a) => !to.some((b) => a.id === b.id));
    return { due: f.due, reopenedAt: f.its?.reopenedAt ?? null, to, above };
  };
  return inTurns(found, of);
}
const apart = (people: readonly Reached[]): Reached[] => [...new Map(people.map((p) => [p.id, p])).values()];

async function watchersOf(db: Reader, projectIds: readonly string[]): Promise<Map<string, string[]>> {
  if (projectIds.length === 0) return new Map();
  const rows = await db
    .select({ projectId: projectWatch.projectId, id: projectWatch.personId })
    .from(projectWatch)
    .where(sql`${projectWatch.projectId} = any(${sql.param([...projectIds])}::uuid[])`);
  return new Map([...Map.groupBy(rows, (r) => r.projectId)].map(([id, found]) => [id, found.map((r) => r.id)]));
}
