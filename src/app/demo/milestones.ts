import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, addMonths, dayOf, lastDayOf, type Month } from '../../kernel/day.ts';
import { type LaidActual, layPlans, layYears, recordActuals } from '../../modules/milestones/bulk-commands.ts';
import type { ProjectClass } from '../../modules/milestones/domain/node.ts';
import { milestonePresets } from '../../modules/milestones/domain/preset.ts';
import { publishPreset } from '../../modules/reference/commands.ts';
import type { Db } from '../../platform/db.ts';
import { hasBegun, type PlannedProject, wan } from './plan.ts';

type Kept = Readonly<{ plan: PlannedProject; id: string }>;
/** Months from the start of building to production, as promised where building has not begun. */
const promised: Readonly<Record<ProjectClass, number>> = {
  industrial_new: 14,
  renovation: 7,
  leased_plant: 5,
  infrastructure: 12,
  equipment: 5,
};
const classes: readonly ProjectClass[] = ['industrial_new', 'industrial_new', 'renovation', 'industrial_new', 'leased_plant', 'equipment'];
/** What kind of work a project is, by its place among those that have begun. */
export const classOf = ({ company }: PlannedProject, i: number): ProjectClass =>
  company ? classes[i % classes.length]! : 'infrastructure';
/** Months from the end of building to the promised production, in turn: most promise what they can keep, a few far too much. */
const hopes = [3, 2, 3, 4, 2, 3, -3, 3, 2, 4, -1] as const;
/** Days that a node was finished after its last day, in turn; of every eleventh of the last months nothing has been said yet. */
const behind = [0, -2, 3, 0, -6, 9, 0, -1, 21, -4, null] as const;

/** Every project that is signed or building has a plan from its promised production, progress of its nodes, and the plan of this year. */
export async function planMilestones(db: Db, known: readonly Kept[], keeper: Actor, now: Date): Promise<void> {
  for (const preset of milestonePresets) await publishPreset(db, preset, now);
  const batchId = v7();
  const begun = known.filter(({ plan }) => hasBegun(plan));
  const rows = begun.map(({ plan, id }, i) => {
    const of = classOf(plan, i);
    const begins = addMonths(plan.preparedMonth ?? plan.signedMonth ?? plan.createdMonth, 3);
    const month = plan.finishMonth ? addMonths(plan.finishMonth, hopes[i % hopes.length]!) : addMonths(begins, promised[of]);
    return { projectId: id, class: of, promisedOn: lastDayOf(month) };
  });
  const { nodes } = await layPlans(db, { batchId, rows }, keeper, now);
  const today = dayOf(now);
  const stands = new Map(begun.map(({ id, plan }) => [id, plan]));
  const said = nodes.flatMap(({ projectId, node, startOn, finishOn }, i): LaidActual[] => {
    const days = behind[i % behind.length] ?? (finishOn < addDays(today, -120) ? 0 : null);
    if (node.event || days === null || finishOn > today || isAhead(stands.get(projectId)!, node.key)) return [];
    const happenedOn = addDays(finishOn, days);
    if (happenedOn > today) return [];
    const entry = { projectId, key: node.key, reason: null };
    const began = addDays(startOn, days > 0 ? days : 0);
    return [
      ...(began <= happenedOn ? [{ ...entry, kind: 'started' as const, happenedOn: began }] : []),
      { ...entry, kind: 'finished', happenedOn },
    ];
  });
  await recordActuals(db, { batchId, rows: said }, keeper, now);
  await planYears(db, known, keeper, now, batchId);
}

/** What comes after the start of building is not done where building has not begun. */
const afterStart = new Set([
  'foundation',
  'structure',
  'fitting',
  'installation',
  'works',
  'earthworks',
  'finishing',
  'trial',
  'delivery',
  'acceptance',
]);
const isAhead = ({ startedMonth, completedMonth }: PlannedProject, key: string) =>
  (startedMonth === null && afterStart.has(key)) || (completedMonth === null && (key === 'acceptance' || key === 'trial'));

/** This year's plan of whoever invests in it: what was done and something more, so that some are behind and some ahead. */
async function planYears(db: Db, known: readonly Kept[], keeper: Actor, now: Date, batchId: string): Promise<void> {
  const year = Number(dayOf(now).slice(0, 4));
  const rows = known.flatMap(({ plan, id }, i) => {
    if (plan.side) return [];
    const done = Array.from({ length: 12 }, (_, m) => sumOf(plan, `${year}-${String(m + 1).padStart(2, '0')}`));
    const worked = done.filter((n) => n > 0);
    if (worked.length === 0) return [];
    // What is still to be built goes on as it went.
    const ahead = plan.completedMonth ? 0 : Math.round(done.reduce((a, b) => a + b, 0) / worked.length);
    const lastMonth = Number(dayOf(now).slice(5, 7)) - 1;
    const factor = [90, 100, 105, 115, 130, 160][i % 6]!;
    return [{ projectId: id, year, monthsFen: done.map((n, m) => Math.round(((m < lastMonth ? n : ahead) * factor) / 100) * wan) }];
  });
  await layYears(db, { batchId, rows: rows.filter((r) => r.monthsFen.some((fen) => fen > 0)) }, keeper, now);
}
const sumOf = ({ investments }: PlannedProject, month: Month) =>
  investments.reduce((sum, i) => (i.month === month ? sum + i.amount : sum), 0);
