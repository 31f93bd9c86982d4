import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf, isDay } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { publishRule } from '../reference/commands.ts';
import { type ReminderKind, reminderKinds } from './domain/due.ts';
import { type Floor, type ReminderRules, reminderPreset, weakerThan, type Wish } from './domain/rule.ts';
import { may } from './policy.ts';
import { lastFloor, settingsOn } from './settings-queries.ts';
import { reminderChoice, reminderFloor } from './tables.ts';

type Wishes = Readonly<{ kinds: Readonly<Partial<Record<ReminderKind, Wish>>> }>;
/** How the actor wants to be told, never less than their unit asks. Refuses reminder.below_floor. */
export const chooseReminders = command('reminder.choose', async (tx, { kinds }: Wishes, { actor, now }) => {
  const { floor } = await settingsOn(tx, dayOf(now), []);
  for (const kind of reminderKinds) {
    const wish = kinds[kind];
    if (!wish) continue;
    const least = floor(actor.unitId, kind);
    const weak = weakerThan(wish, least);
    if (weak) throw refuse('rule', 'reminder.below_floor', { field: weak, kind, least: least[weak] });
    const { soonDays, everyDays } = wish;
    const chosen = { soonDays, everyDays };
    const row = { personId: actor.id, kind, ...chosen };
    await tx
      .insert(reminderChoice)
      .values(row)
      .onConflictDoUpdate({ target: [reminderChoice.personId, reminderChoice.kind], set: chosen });
  }
  return { result: {}, trace: { subject: 'person', subjectId: actor.id, after: kinds } };
});

const checkDay = (effectiveFrom: Day, now: Date) => {
  if (!isDay(effectiveFrom) || effectiveFrom < dayOf(now)) throw refuse('invalid', 'reminder.rules_in_past', { field: 'effectiveFrom' });
};

type Publishing = Readonly<{ rules: ReminderRules; effectiveFrom: Day }>;
/** Publishes what the whole district is told at least. Refuses reminder.may_not_publish, reminder.rules_in_past. */
export const publishReminderRules = command('reminder.publish', async (tx, { rules, effectiveFrom }: Publishing, context) => {
  if (!may.publish(context.actor)) throw refuse('forbidden', 'reminder.may_not_publish');
  checkDay(effectiveFrom, context.now);
  const draft = { kind: reminderPreset.kind, effectiveFrom, effectiveTo: null, preset: null, body: rules };
  const { version } = await publishRule.inside(tx, draft, context);
  return { result: { version }, trace: [] };
});

type Flooring = Readonly<{ unitId: string; kinds: Floor; effectiveFrom: Day }>;
/** A unit has its people told earlier and more often than the district asks. Refuses reminder.may_not_publish, reminder.rules_in_past. */
export const publishFloor = command('reminder.floor', async (tx, { unitId, kinds, effectiveFrom }: Flooring, { actor, now }) => {
  if (!may.setFloor(actor, unitId)) throw refuse('forbidden', 'reminder.may_not_publish');
  checkDay(effectiveFrom, now);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`reminder floor ${unitId}`}, 0))`);
  const row = { id: v7(), unitId, version: (await lastFloor(tx, unitId)) + 1, effectiveFrom, body: kinds };
  await tx.insert(reminderFloor).values({ ...row, publishedBy: actor.id, publishedAt: now });
  return { result: { version: row.version }, trace: { subject: 'unit', subjectId: unitId, after: row } };
});
