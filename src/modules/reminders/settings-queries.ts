import { desc, eq, inArray, lte } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { unitTree } from '../identity/queries.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { remindersContract } from './contract.ts';
import { type ReminderKind, reminderKinds } from './domain/due.ts';
import { Floor, floorOf, type KindRule, type ReminderRules, readRules, reminderPreset, thresholdOf, type Wish } from './domain/rule.ts';
import { may } from './policy.ts';
import { reminderChoice, reminderFloor, reminderRun } from './tables.ts';

type C = typeof remindersContract;

/** The rules of the district in force on a day, and their version. */
export async function reminderRulesOn(db: Reader, day: Day): Promise<{ rules: ReminderRules; version: number }> {
  const rule = await currentRule(db, reminderPreset.kind, day);
  return { rules: readRules(rule?.body ?? reminderPreset.body), version: rule?.version ?? 0 };
}

/** How anybody is told: the rules of the district, what their units ask at least, and what they ask for themselves. */
export type Settings = Readonly<{
  rules: ReminderRules;
  /** The least that holds in a unit. */
  floor: (unitId: string, kind: ReminderKind) => KindRule;
  of: (person: Readonly<{ id: string; unitId: string }>, kind: ReminderKind) => KindRule;
}>;

export async function settingsOn(db: Reader, day: Day, personIds: readonly string[] | null = null): Promise<Settings> {
  const { rules } = await reminderRulesOn(db, day);
  const floors = await floorsOn(db, day);
  const parents = new Map((await unitTree(db)).map((u) => [u.id, u.parentId]));
  const wishes = await wishesOf(db, personIds);
  const known = new Map<string, KindRule>();
  const floor = (unitId: string, kind: ReminderKind) => {
    const key = `${unitId} ${kind}`;
    const found =
      known.get(key) ??
      floorOf(
        rules.kinds[kind],
        chainOf(unitId, parents).flatMap((id) => floors.get(id)?.[kind] ?? []),
      );
    known.set(key, found);
    return found;
  };
  return { rules, floor, of: ({ id, unitId }, kind) => thresholdOf(floor(unitId, kind), wishes.get(`${id} ${kind}`) ?? null) };
}

/** The unit and all above it. */
function chainOf(unitId: string, parents: ReadonlyMap<string, string | null>): string[] {
  const chain: string[] = [];
  for (let at: string | null | undefined = unitId; at && !chain.includes(at); at = parents.get(at)) chain.push(at);
  return chain;
}

/** What each unit asks at least on a day. */
async function floorsOn(db: Reader, day: Day): Promise<Map<string, Floor>> {
  const rows = await db.select().from(reminderFloor).where(lte(reminderFloor.effectiveFrom, day)).orderBy(reminderFloor.version);
  return new Map(rows.map((r) => [r.unitId, Floor.parse(r.body)]));
}

async function wishesOf(db: Reader, personIds: readonly string[] | null): Promise<Map<string, Wish>> {
  const rows = await db
    .select()
    .from(reminderChoice)
    .where(personIds ? inArray(reminderChoice.personId, [...personIds]) : undefined);
  return new Map(rows.map((r) => [`${r.personId} ${r.kind}`, r]));
}

/** How the actor is told of each kind: what holds for them, and the least that their unit asks. */
export async function choicesOf(db: Reader, actor: Actor, now: Date): Promise<Result<C['choices']>> {
  const settings = await settingsOn(db, dayOf(now), [actor.id]);
  const items = reminderKinds.map((kind) => {
    const { calendar, soonDays, everyDays } = settings.of(actor, kind);
    const { soonDays: least, everyDays: most, isSent } = settings.floor(actor.unitId, kind);
    return { kind, calendar, soonDays, everyDays, least, most, isSent };
  });
  return { items };
}

/** The rules of the district with their versions, what a unit asks at least, and when everybody was last looked after. Refuses unit.unknown. */
export async function listReminderRules(db: Reader, unitId: string | null, actor: Actor, now: Date): Promise<Result<C['rules']>> {
  const current = await reminderRulesOn(db, dayOf(now));
  const { items } = await listRules(db, reminderPreset.kind);
  const versions = items.map(({ version, effectiveFrom, publishedAt }) => ({ version, effectiveFrom, publishedAt }));
  const [run] = await db.select().from(reminderRun).orderBy(desc(reminderRun.ranAt)).limit(1);
  const units = (await unitTree(db)).filter((u) => may.setFloor(actor, u.id));
  return {
    current,
    versions,
    unit: unitId === null ? null : await unitFloor(db, unitId, actor, now),
    units: units.map(({ id, name }) => ({ id, name })),
    lastRun: run ? { at: run.ranAt.toISOString(), told: run.told, cleared: run.cleared } : null,
    can: { publish: may.publish(actor) },
  };
}

async function unitFloor(db: Reader, unitId: string, actor: Actor, now: Date) {
  if (!may.setFloor(actor, unitId)) throw refuse('not_found', 'unit.unknown', { id: unitId });
  const { floor } = await settingsOn(db, dayOf(now), []);
  const kinds = Object.fromEntries(reminderKinds.map((kind) => [kind, floor(unitId, kind)])) as ReminderRules['kinds'];
  const rows = await db
    .select({ version: reminderFloor.version, effectiveFrom: reminderFloor.effectiveFrom, publishedAt: reminderFloor.publishedAt })
    .from(reminderFloor)
    .where(eq(reminderFloor.unitId, unitId))
    .orderBy(desc(reminderFloor.version));
  return { id: unitId, kinds, versions: rows.map((r) => ({ ...r, publishedAt: r.publishedAt.toISOString() })) };
}

/** The last version of what a unit asks, in effect or not. */
export async function lastFloor(db: Reader, unitId: string): Promise<number> {
  const [last] = await db
    .select({ version: reminderFloor.version })
    .from(reminderFloor)
    .where(eq(reminderFloor.unitId, unitId))
    .orderBy(desc(reminderFloor.version))
    .limit(1);
  return last?.version ?? 0;
}
