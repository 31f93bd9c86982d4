import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween } from '../../../kernel/day.ts';
import { effectiveStarts, type LoggedChange, timeInStages } from './stage-time.ts';
import { sides, stages } from './stage.ts';

const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2022-11-01', n));
const partial = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([d, n]) => d.slice(0, n));
const log: fc.Arbitrary<LoggedChange[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('create' as const, 'forward' as const, 'regress' as const),
    toStage: fc.constantFrom(...stages),
    toSide: fc.option(fc.constantFrom(...sides)),
    happenedOn: partial,
  }),
  { minLength: 1, maxLength: 8 },
);

test('G11 the time in each stage, from the log alone, equals a recount day by day', () => {
  fc.assert(
    fc.property(log, (entries) => {
      const today = '2026-11-20';
      const starts = effectiveStarts(entries);
      const recount = new Map<string, number>();
      for (let d = starts[0]!; d < today; d = addDays(d, 1)) {
        const at = entries[starts.findLastIndex((s) => s <= d)]!;
        const key = `${at.toStage} ${at.toSide ? 'aside' : 'days'}`;
        recount.set(key, (recount.get(key) ?? 0) + 1);
      }
      for (const { stage, days, asideDays } of timeInStages(entries, today)) {
        expect(days).toBe(recount.get(`${stage} days`) ?? 0);
        expect(asideDays).toBe(recount.get(`${stage} aside`) ?? 0);
      }
    }),
    { numRuns: 60 },
  );
});

test('all days add up to the age of the project', () => {
  fc.assert(
    fc.property(log, (entries) => {
      const today = '2027-01-01';
      const total = timeInStages(entries, today).reduce((sum, t) => sum + t.days + t.asideDays, 0);
      expect(total).toBe(daysBetween(effectiveStarts(entries)[0]!, today));
    }),
  );
});

test('a project signed in March, aside from May to July and building from September', () => {
  const entries: LoggedChange[] = [
    { kind: 'create', toStage: 'signed', toSide: null, happenedOn: '2026-03' },
    { kind: 'side', toStage: 'signed', toSide: 'suspended', happenedOn: '2026-05-01' },
    { kind: 'reopen', toStage: 'signed', toSide: null, happenedOn: '2026-07-01' },
    { kind: 'forward', toStage: 'building', toSide: null, happenedOn: '2026-09-01' },
  ];
  expect(timeInStages(entries, '2026-09-11')).toEqual([
    { stage: 'signed', days: 61 + 62, asideDays: 61 },
    { stage: 'building', days: 10, asideDays: 0 },
  ]);
});

test('a project registered after it was signed was never in planning, and is signed since it was', () => {
  const entries: LoggedChange[] = [
    { kind: 'create', toStage: 'planning', toSide: null, happenedOn: '2026-11-20' },
    { kind: 'forward', toStage: 'signed', toSide: null, happenedOn: '2026-10-01' },
  ];
  expect(timeInStages(entries, '2026-11-01')).toEqual([
    { stage: 'planning', days: 0, asideDays: 0 },
    { stage: 'signed', days: 31, asideDays: 0 },
  ]);
});
