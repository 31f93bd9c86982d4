import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LateRows } from './late-rows.ts';

type Row = Readonly<{ row: number; date: string | null }>;
const closed = {
  through: '2026-04',
  next: '2026-05',
  closedDateOf: ({ date }: Row) => (date !== null && date.slice(0, 7) <= '2026-04' ? date : null),
};
const answerTo = (rows: readonly Row[], months: typeof closed | null = closed) => {
  const late = new LateRows<Row>(months);
  for (const row of rows) late.note(row);
  return { isAny: late.isAny, answer: late.answer() };
};

test('one answer names every closed month of the file, its first row and how many they are', () => {
  const rows = ['2026-05-02', '2026-03-01', null, '2026-04', '2026', '2026-03-31'].map((date, i) => ({ row: i + 2, date }));
  expect(answerTo(rows)).toMatchObject({
    isAny: true,
    answer: {
      code: 'import.month_closed',
      details: { found: ['2026', '2026-03', '2026-04'], months: 3, rows: 4, row: 3, through: '2026-04', expected: '2026-05' },
    },
  });
  expect(answerTo(rows, null)).toEqual({ isAny: false, answer: true });
});

test('of any file: it is refused exactly when some row lies in a closed month, and all such rows are counted', () => {
  const date = fc.option(fc.tuple(fc.integer({ min: 2025, max: 2026 }), fc.integer({ min: 1, max: 12 })), { nil: null });
  fc.assert(
    fc.property(fc.array(date), (dates) => {
      const rows = dates.map((d, i) => ({ row: i + 1, date: d && `${d[0]}-${String(d[1]).padStart(2, '0')}` }));
      const late = rows.filter((r) => closed.closedDateOf(r) !== null);
      const { answer, isAny } = answerTo(rows);
      expect(isAny).toBe(late.length > 0);
      const months = new Set(late.map((r) => r.date));
      const said = answer === true ? null : answer.details;
      expect(said ? [said['rows'], said['months'], said['row']] : [0, 0, undefined]).toEqual([late.length, months.size, late[0]?.row]);
    }),
  );
});
