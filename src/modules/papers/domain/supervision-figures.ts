import type { Day, Month } from '../../../kernel/day.ts';
import type { SupervisionSource, UnitState } from '../../meetings/domain/supervision.ts';

/** What one unit was asked by one task, and where it stood with it. */
export type TaskLine = Readonly<{
  taskId: string;
  /** 督办〔2026〕3号 */
  no: string;
  /** Blank where it would tell an investor still in talks. */
  title: string;
  source: SupervisionSource;
  projectName: string | null;
  unitId: string;
  unitName: string;
  issuedOn: Day;
  dueOn: Day;
  state: UnitState;
  doneOn: Day | null;
  /** How often it was given more time. */
  extended: number;
  isOverdue: boolean;
  /** In the days that the rule counts for 督办; 0 where it is not late, or late by days that do not count. */
  daysLate: number;
  /** What it fed back last. */
  said: string | null;
}>;

/** Everything a circular of supervision is written from, frozen when it is made. */
export type SupervisionFigures = Readonly<{
  /** From the first day of this month */
  from: Month;
  /** to the end of this one, or to the day it was made. */
  month: Month;
  through: Day;
  unit: Readonly<{ id: string; name: string; kind: string }>;
  asOf: string;
  madeOn: Day;
  closing?: null;
  calendar: 'working' | 'civil';
  /** In the order they were issued, each unit in the order it was named. */
  lines: readonly TaskLine[];
}>;

/** Not done and past its day. */
export const isOpenAndLate = ({ state, isOverdue }: Pick<TaskLine, 'state' | 'isOverdue'>) => state !== 'accepted' && isOverdue;

/** What is counted of tasks, in the order of the table of units. */
export const taskCounts = ['all', 'done', 'doneLate', 'underWay', 'overdue', 'extended'] as const;
export type TaskCounts = Readonly<Record<(typeof taskCounts)[number], number>>;

const counted: Record<(typeof taskCounts)[number], (line: TaskLine) => boolean> = {
  all: () => true,
  done: (l) => l.state === 'accepted',
  doneLate: (l) => l.state === 'accepted' && l.isOverdue,
  underWay: (l) => l.state !== 'accepted' && !l.isOverdue,
  overdue: isOpenAndLate,
  extended: (l) => l.extended > 0,
};
/** The lines that a count is of. */
export const linesOf = (lines: readonly TaskLine[], key: keyof TaskCounts) => lines.filter(counted[key]);
/** What units were asked, by how it stands; what is done, under way and overdue are all of it. */
export const countsOf = (lines: readonly TaskLine[]): TaskCounts =>
  Object.fromEntries(taskCounts.map((key) => [key, linesOf(lines, key).length])) as TaskCounts;
