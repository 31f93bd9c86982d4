import type { Actor } from '../../kernel/actor.ts';
import { scopeOf } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { unitIdsBelow, unitTree } from '../identity/queries.ts';
import { lightsByUnit } from '../lights/queries.ts';
import { lateTasks } from '../meetings/task-queries.ts';
import { overdueByUnit } from '../milestones/list-queries.ts';
import { permitsByUnit } from '../permits/list-queries.ts';
import { problemFigures } from '../problems/queries.ts';
import { completeness, dueMonthAt } from '../progress/queries.ts';
import type { cockpitContract } from './contract.ts';
import { figuresOf, rolledUp, sumOf, type UnitCounts } from './domain/delivery.ts';

type C = typeof cockpitContract;

/** How the projects of a scope go on, as every room keeps it: figures of all, and the units below. Refuses unit.unknown. */
export async function deliveryView(db: Reader, unitId: string | undefined, actor: Actor, now: Date): Promise<Result<C['delivery']>> {
  const today = dayOf(now);
  const below = unitId ? new Set(await unitIdsBelow(db, unitId)) : null;
  if (below?.size === 0) throw refuse('not_found', 'unit.unknown', { id: unitId });
  const tree = await unitTree(db);
  const root = unitId ?? (scopeOf(actor) === 'all' ? tree.find((u) => u.parentId === null)?.id : actor.unitId) ?? actor.unitId;
  const { counts: every, tasks: late, lightMonth, reportMonth, ages } = await countsOf(db, { below, today }, actor, now);
  const isIn = (id: string) => below === null || below.has(id);
  const counts = every.filter((c) => isIn(c.unitId));
  const tasks = new Set(late.filter((t) => isIn(t.unitId)).map((t) => t.taskId));
  return {
    today,
    lightMonth,
    reportMonth,
    // A task that two units are late with is one.
    figures: figuresOf({ ...sumOf(counts), overdueTasks: tasks.size }),
    units: rolledUp(tree, root, counts),
    ages,
  };
}

type Cut = Readonly<{ below: ReadonlySet<string> | null; today: Day }>;
/** What each room counts of every unit that the actor may see. */
async function countsOf(db: Reader, { below, today }: Cut, actor: Actor, now: Date) {
  const [lights, reports, nodes, permits, problems, tasks] = await Promise.all([
    lightsByUnit(db, actor, now),
    completeness(db, await dueMonthAt(db, now), actor, now),
    overdueByUnit(db, actor, today),
    permitsByUnit(db, actor, today),
    problemFigures(db, actor, now, below && [...below]),
    lateTasks(db, actor, today),
  ]);
  const counts: UnitCounts[] = [
    ...lights.units.map(({ unitId, counts: { red, yellow, green } }) => ({ unitId, red, yellow, green })),
    ...reports.units.map(({ unitId, owed, reported, onTime }) => ({ unitId, owed, reported, onTime })),
    ...nodes.map(({ unitId, overdue }) => ({ unitId, overdueNodes: overdue })),
    ...permits.map(({ unitId, late, decided, onTime }) => ({ unitId, latePermits: late, decided, decidedOnTime: onTime })),
    ...problems.owners.map(({ unitId, open, overdue }) => ({ unitId, openProblems: open, overdueProblems: overdue })),
    ...tasks.map(({ unitId }) => ({ unitId, overdueTasks: 1 })),
  ];
  const ages = problems.ages.map(({ age, open, overdue }) => ({ age, open, overdue }));
  return { counts, tasks, ages, lightMonth: lights.month, reportMonth: reports.month };
}
