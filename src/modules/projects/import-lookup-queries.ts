import { and, eq, inArray, sql } from 'drizzle-orm';
import { v5 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { person, unit } from '../identity/tables.ts';
import { industry } from '../reference/tables.ts';
import { projectWhere, shownName } from './queries.ts';
import { project, projectCode, projectNote } from './tables.ts';

type Named = Readonly<{ id: string; unitId?: string }>;
/** A word's one meaning, none, or several. */
export type Found = Readonly<{ id: string } | { id: null; isAmbiguous: boolean }>;
const one = (found: readonly Named[]): Found => (found.length === 1 ? { id: found[0]!.id } : { id: null, isAmbiguous: found.length > 1 });

/** Units, people and industries by the words under which a ledger names them, read once for a file. */
export class Lookups {
  readonly #units = new Map<string, Named[]>();
  readonly #people = new Map<string, Named[]>();
  readonly #industries = new Map<string, Named[]>();
  readonly names = new Map<string, string>();

  static async read(db: Reader): Promise<Lookups> {
    const found = new Lookups();
    const units = await db.select().from(unit).where(eq(unit.isActive, true));
    for (const u of units) {
      found.names.set(u.id, u.name);
      // A code is nobody's name: it comes first.
      for (const word of new Set([u.code, u.name, u.shortName])) if (word) add(found.#units, word, { id: u.id });
      found.#units.set(u.code, [{ id: u.id }]);
    }
    const people = await db
      .select({ id: person.id, name: person.name, unitId: person.unitId })
      .from(person)
      .where(and(eq(person.isActive, true), eq(person.roleClass, 'business')));
    for (const p of people) {
      found.names.set(p.id, p.name);
      add(found.#people, p.name, { id: p.id, unitId: p.unitId });
    }
    const industries = await db
      .select({ code: industry.code, name: industry.name, level: industry.level })
      .from(industry)
      .where(eq(industry.isActive, true));
    // Names repeat from level to level (畜牧业): the widest that bears the name is meant.
    for (const i of industries.toSorted((a, b) => b.level - a.level)) {
      found.names.set(i.code, i.name);
      found.#industries.set(i.name, [{ id: i.code }]);
    }
    for (const i of industries) found.#industries.set(i.code, [{ id: i.code }]);
    return found;
  }

  unit = (word: string): Found => one(this.#units.get(word.trim()) ?? []);
  industry = (word: string): Found =>
    one(this.#industries.get(word.trim()) ?? this.#industries.get(word.trim().split(/[\s　]+/)[0] ?? '') ?? []);
  /** Namesakes are told apart by the unit. */
  person(word: string, unitId: string | null): Found {
    const all = this.#people.get(word.trim()) ?? [];
    const near = all.filter((p) => p.unitId === unitId);
    return one(near.length === 1 ? near : all);
  }
}
const add = (map: Map<string, Named[]>, word: string, found: Named) => map.set(word, [...(map.get(word) ?? []), found]);

/** What decides how a ledger may change a project that it names again. */
export type KnownProject = Readonly<Pick<typeof project.$inferSelect, 'id' | 'stage' | 'side' | 'remark' | 'currency' | 'rate'>>;
/** Projects by their ids; the caller knows that the actor may see them. */
export async function projectsById(db: Reader, ids: readonly string[]): Promise<Map<string, KnownProject>> {
  const { id, stage, side, remark, currency, rate } = project;
  const rows = await db
    .select({ id, stage, side, remark, currency, rate })
    .from(project)
    .where(sql`${project.id} = any(${sql.param([...ids])}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Codes of authorities of these projects, by project. */
export async function codesHeld(db: Reader, ids: readonly string[]): Promise<Map<string, { scheme: string; code: string }[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ projectId: projectCode.projectId, scheme: projectCode.scheme, code: projectCode.code })
    .from(projectCode)
    .where(sql`${projectCode.projectId} = any(${sql.param([...ids])}::uuid[])`);
  return Map.groupBy(rows, (r) => r.projectId);
}

export type NoteAsked = Readonly<{ projectId: string; body: string }>;
const noteId = ({ projectId, body }: NoteAsked) => v5(body, projectId);
/** Which of these progress notes the projects have already; the same words again are no news. */
export async function notesHeld(db: Reader, asked: readonly NoteAsked[]): Promise<(note: NoteAsked) => boolean> {
  if (asked.length === 0) return () => false;
  const rows = await db
    .select({ id: projectNote.id })
    .from(projectNote)
    .where(inArray(projectNote.id, asked.map(noteId)));
  const held = new Set(rows.map((r) => r.id));
  return (note) => held.has(noteId(note));
}

/** The projects that the actor may bring in again, in batches, in the order of their ids. */
export async function* projectsForSheet(db: Reader, actor: Actor, size = 500) {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db
      .select()
      .from(project)
      .where(and(sql`${project.id} > ${after}::uuid`, projectWhere(actor), sql`not ${shownName(actor, 'project').masked}`))
      .orderBy(project.id)
      .limit(size);
    if (rows.length === 0) return;
    after = rows.at(-1)!.id;
    yield rows;
  }
}
