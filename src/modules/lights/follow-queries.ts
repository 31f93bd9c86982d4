import { and, desc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { type Day, dayOf, type Month } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Now } from '../../platform/command.ts';
import type { Reader } from '../../platform/db.ts';
import { type Asked, askedOf, monthsLit } from './domain/escalation.ts';
import type { Judged } from './domain/light.ts';
import { may } from './policy.ts';
import { escalationOn } from './rule-queries.ts';
import { lightStanding, lightTalk, projectLight } from './tables.ts';

/** A task about a project, as far as it answers its light. */
export type Letter = Readonly<{
  projectId: string;
  id: string;
  year: number;
  no: number;
  issuedOn: Day;
  dueOn: Day;
  /** Raised from the light, not from a meeting or by a leader. */
  isOfLight: boolean;
}>;
/** What a later room knows of tasks about projects, as the actor may see them. Set once, in app/wiring.ts. */
export const lightFollows = { letters: async (_db: Reader, _projectIds: readonly string[], _actor: Actor): Promise<Letter[]> => [] };

type Lit = Readonly<{ id: string; colour: 'yellow' | 'red'; month: Month; since: Month; dimensions: readonly Judged[] }>;
/** What the rules say of a project whose light is yellow or red now and which is not let off. Refuses light.not_lit. */
export async function litNow(db: Reader, projectId: string): Promise<Lit> {
  const [found] = await db
    .select({ light: projectLight, standing: lightStanding })
    .from(lightStanding)
    .innerJoin(projectLight, and(eq(projectLight.projectId, lightStanding.projectId), eq(projectLight.month, lightStanding.month)))
    .where(eq(lightStanding.projectId, projectId))
    .orderBy(desc(projectLight.recordedAt), desc(projectLight.id))
    .limit(1);
  const colour = found?.standing.colour;
  if (!found || found.standing.isExempt || (colour !== 'yellow' && colour !== 'red')) throw refuse('rule', 'light.not_lit');
  return { id: found.light.id, colour, month: found.standing.month, since: found.standing.since, dimensions: found.light.dimensions };
}

/** What the rules said of a project once, by its id: what a task was raised from. */
export async function lightAt(db: Reader, projectId: string, id: string) {
  const [row] = await db
    .select()
    .from(projectLight)
    .where(and(eq(projectLight.projectId, projectId), eq(projectLight.id, id)));
  return row ? { colour: row.colour, month: row.month, why: [...row.dimensions] } : null;
}

/** The days on which those of projects were spoken with about their light. */
async function talkDays(db: Reader, projectIds: readonly string[]): Promise<Map<string, Day[]>> {
  const rows = await db
    .select({ projectId: lightTalk.projectId, heldOn: lightTalk.heldOn })
    .from(lightTalk)
    .where(sql`${lightTalk.projectId} = any(${sql.param([...projectIds])}::uuid[])`);
  const of = Map.groupBy(rows, (r) => r.projectId);
  return new Map([...of].map(([id, talks]) => [id, talks.map((t) => t.heldOn)]));
}

type Project = Parameters<typeof may.raise>[1];
/** May the actor follow up the light of a project: speak with those who answer for it, or raise a task? */
export const mayFollow = (actor: Actor, project: Project): boolean => may.raise(actor, project);

type Light = Readonly<{ projectId: string; colour: string; isExempt: boolean; since: Month; month: Month; project: Project }>;
/** How a light can be followed up: how long it has stood, and what the rules ask for that nobody has done yet. */
type Follow = Readonly<{ months: number; asks: Asked['raise'] | null }>;

/** Of these lights those that the actor may follow up. */
export async function followsOf(
  db: Reader,
  lights: readonly Light[],
  { actor, now }: Now,
  lettersOf = lightFollows.letters,
): Promise<Map<string, Follow>> {
  const lit = lights.filter((l) => !l.isExempt && (l.colour === 'yellow' || l.colour === 'red') && mayFollow(actor, l.project));
  if (lit.length === 0) return new Map();
  const ids = lit.map((l) => l.projectId);
  const { escalation } = await escalationOn(db, dayOf(now));
  const talks = await talkDays(db, ids);
  const letters = Map.groupBy(await lettersOf(db, ids, actor), (l) => l.projectId);
  return new Map(
    lit.map((l) => {
      const done = { talks: talks.get(l.projectId) ?? [], letters: (letters.get(l.projectId) ?? []).map((t) => t.issuedOn) };
      return [l.projectId, { months: monthsLit(l.since, l.month), asks: askedOf(escalation, l, done)?.raise ?? null }];
    }),
  );
}
