import type { Day } from '../../../kernel/day.ts';
import { type Due, isAnswered, isTellingDay, type ReminderKind, startOf, type Step, stepFor, tellFrom, type Threshold } from './due.ts';

/** Somebody who is told; `maySee`: also what project it is of. */
export type Reached = Readonly<{ id: string; unitId: string; maySee: boolean }>;
/** A thing that is due, with who has to do it and who supervises them, and when its project was last brought back. */
export type Addressed = Readonly<{ due: Due; reopenedAt: Date | null; to: readonly Reached[]; above: readonly Reached[] }>;
/** One thing as it concerns one person today. */
export type Call = Readonly<{ person: Reached; step: Step; threshold: Threshold; due: Due; reopenedAt: Date | null }>;
/** A telling as it was. */
export type Told = Readonly<{
  id: string;
  personId: string;
  kind: ReminderKind;
  subjectId: string;
  part: string;
  step: string;
  dueOn: Day;
  toldOn: Day;
  toldAt: Date;
  isCleared: boolean;
  isPutAway: boolean;
}>;

export const keyOf = (r: Pick<Told, 'personId' | 'kind' | 'subjectId' | 'part'>) => [r.personId, r.kind, r.subjectId, r.part].join(' ');
export const keyOfCall = ({ person, due: { kind, subjectId, part } }: Call) => keyOf({ personId: person.id, kind, subjectId, part });

/** How each person is told, and after how many days those who supervise a unit are. */
export type Ways = Readonly<{ of: (person: Reached) => Threshold; aboveAfter: number }>;
/** Whom a thing concerns today, and how far it has come for each. */
export function callsAt({ due, reopenedAt, to, above }: Addressed, { of, aboveAfter }: Ways, today: Day): Call[] {
  const doing = to.flatMap((person): Call[] => {
    const threshold = of(person);
    const step = stepFor(due, threshold, today);
    return step ? [{ person, step, threshold, due, reopenedAt }] : [];
  });
  const supervising = above.flatMap((person): Call[] => {
    const threshold = { ...of(person), aboveAfter };
    return !due.state && today >= startOf('above', due.dueOn, threshold) ? [{ person, step: 'above', threshold, due, reopenedAt }] : [];
  });
  return [...doing, ...supervising];
}

/** Of the same step towards the same day, and not from before the project stood aside. */
const isOf = (told: Told, { step, due, reopenedAt }: Call) =>
  told.step === step && told.dueOn === due.dueOn && (reopenedAt === null || told.toldAt >= reopenedAt);

type Calls = ReadonlyMap<string, Call>;
/** Tellings whose cause is gone: done, put off, stood aside, somebody else's now, further on than it was, or answered by a contact. */
export const overOf = <T extends Told>(told: readonly T[], calls: Calls): T[] =>
  told.filter((row) => {
    if (row.isCleared) return false;
    const call = calls.get(keyOf(row));
    return !call || !isOf(row, call) || isAnswered(row.toldOn, call.due.contactOn, call.threshold);
  });

type At = Readonly<{ over: readonly Told[]; today: Day }>;
/** What should have been told by today and was not: each step of each thing to each person. What somebody put away stays away. */
export function toTell(told: readonly Told[], calls: Calls, { over, today }: At): Call[] {
  const [gone, of] = [new Set(over.map((r) => r.id)), Map.groupBy(told, keyOf)];
  return [...calls.values()].filter((call) => {
    const same = (of.get(keyOfCall(call)) ?? []).filter((row) => isOf(row, call));
    const standing = same.filter((row) => !row.isCleared && !gone.has(row.id));
    if (standing.some((row) => row.isPutAway) || same.some((row) => row.toldOn === today)) return false;
    const toldOn =
      standing
        .map((row) => row.toldOn)
        .toSorted()
        .at(-1) ?? null;
    const start = startOf(call.step, call.due.dueOn, call.threshold);
    return isTellingDay(today, call.threshold) && today >= tellFrom(start, { contactOn: call.due.contactOn, toldOn }, call.threshold);
  });
}
