import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitStates } from '../../meetings/domain/supervision.ts';
import { countsOf, type TaskLine } from './supervision-figures.ts';
import { lateWords, spanLabel, supervisionNotice } from './supervision-notice.ts';

const line = fc.record({
  taskId: fc.constantFrom('a', 'b', 'c'),
  no: fc.constant('督办〔2026〕1号'),
  title: fc.constantFrom('', '用电增容'),
  source: fc.constantFrom('decision' as const, 'instruction' as const),
  projectName: fc.constant(null),
  unitId: fc.constantFrom('x', 'y', 'z'),
  unitName: fc.constant('栖梧区商务局'),
  issuedOn: fc.constantFrom('2026-05-02', '2026-08-02'),
  dueOn: fc.constant('2026-08-30'),
  state: fc.constantFrom(...unitStates),
  doneOn: fc.constant(null),
  extended: fc.nat(2),
  isOverdue: fc.boolean(),
  daysLate: fc.nat(30),
  said: fc.constant(null),
}) satisfies fc.Arbitrary<TaskLine>;

const figures = {
  from: '2026-07',
  month: '2026-09',
  through: '2026-09-30',
  madeOn: '2026-10-08',
  asOf: '',
  calendar: 'working' as const,
  unit: { id: 'u', name: '栖梧区', kind: 'district' },
};

test('whatever was asked is done, under way or overdue, and the units add up to the whole', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const all = countsOf(lines);
      expect(all.done + all.underWay + all.overdue).toBe(all.all);
      // 超期办结 is what was accepted and late, and nothing that is still open or was in time.
      const late = lines.filter((l) => l.isOverdue);
      expect(all.doneLate).toBe(late.length - all.overdue);
      expect(all.overdue).toBe(late.filter((l) => l.state !== 'accepted').length);
      const units = [...Map.groupBy(lines, (l) => l.unitId).values()].map(countsOf);
      for (const key of ['all', 'done', 'doneLate', 'underWay', 'overdue', 'extended'] as const)
        expect(units.reduce((sum, u) => sum + u[key], 0)).toBe(all[key]);
    }),
  );
});
test('every unit with something overdue is asked to explain, and no other', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const own = lines.map((l) => ({ ...l, unitName: `单位${l.unitId}` }));
      const { blocks } = supervisionNotice({ ...figures, lines: own });
      const asked = JSON.stringify(blocks.filter((b) => b.kind === 'paragraph').at(-1));
      const late = new Set(own.filter((l) => l.state !== 'accepted' && l.isOverdue).map((l) => l.unitName));
      for (const name of ['单位x', '单位y', '单位z']) expect([name, asked.includes(`${name}（`)]).toEqual([name, late.has(name)]);
    }),
  );
});
const counts: Readonly<Record<string, (l: TaskLine) => boolean>> = {
  all: () => true,
  done: (l) => l.state === 'accepted',
  doneLate: (l) => l.state === 'accepted' && l.isOverdue,
  underWay: (l) => l.state !== 'accepted' && !l.isOverdue,
  overdue: (l) => l.state !== 'accepted' && l.isOverdue,
  extended: (l) => l.extended > 0,
  issued: (l) => l.issuedOn >= '2026-07',
  carried: (l) => l.issuedOn < '2026-07',
  asked: (l) => l.state !== 'accepted' && l.isOverdue,
};
/** Which lines a number is about, by what it is called; one of a unit is about the unit of its first. */
function meantBy(ref: string, own: readonly TaskLine[], lines: readonly TaskLine[]): readonly TaskLine[] {
  if (/^(days|longest)_/.test(ref)) return own.slice(0, 1).filter(counts['overdue']!);
  const [, key = ref, unit] = /^(.+)_(?:u?(\d+)|total)$/.exec(ref) ?? [];
  return lines.filter((l) => counts[key]!(l) && (unit === undefined || l.unitId === own[0]?.unitId));
}

test('every number opens the very lines it counts, and no number stands in a sentence without them', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const { blocks, numbers, lines: told } = supervisionNotice({ ...figures, lines });
      const of = new Map(numbers.map((n) => [n.ref, n]));
      expect(of.size).toBe(numbers.length);
      expect(told).toHaveLength(lines.length);
      for (const { ref, name, text, value, rows, lines: at } of numbers) {
        const own = at!.map((i) => lines[i]!);
        expect([ref, new Set(own)]).toEqual([ref, new Set(meantBy(ref, own, lines))]);
        const counted = /^(issued|carried)$/.test(ref)
          ? new Set(own.map((l) => l.taskId)).size
          : ref === 'asked'
            ? new Set(own.map((l) => l.unitId)).size
            : /^(days|longest)_/.test(ref)
              ? own[0]!.daysLate
              : own.length;
        expect([ref, value, rows, name !== '']).toEqual([ref, counted, own.length, true]);
        expect([ref, text]).toEqual([ref, /^(days|longest)_/.test(ref) ? lateWords(counted, 'working') : String(counted)]);
      }
      for (const key of ['all', 'done', 'doneLate', 'underWay', 'overdue', 'extended', 'asked']) {
        const ofUnits = numbers.filter((n) => new RegExp(`^${key}_u?\\d+$`).test(n.ref));
        const sum = ofUnits.reduce((n, { rows }) => n + (rows ?? 0), 0);
        if (ofUnits.length > 0) expect([key, sum]).toEqual([key, lines.filter(counts[key]!).length]);
      }
      const sentences = blocks.flatMap((b) => (b.kind === 'paragraph' ? [b.runs] : []));
      const spoken = sentences.map((runs) => runs.map((run) => (typeof run === 'string' ? run : '')).join(''));
      for (const words of spoken) expect(words.replace(/\d+年|\d+—|\d+月|\d+日/g, '')).not.toMatch(/\d/);
      const cells = blocks.flatMap((b) =>
        b.kind === 'table' && b.unit === '单位：件' ? b.rows.flatMap((r) => r.cells.slice(1).flat()) : [],
      );
      expect(cells.filter((run) => typeof run === 'string')).toEqual([]);
    }),
  );
});
test('periods and days late are written as papers write them', () => {
  expect([spanLabel('2026-10', '2026-10'), spanLabel('2026-01', '2026-10'), spanLabel('2025-11', '2026-02')]).toEqual([
    '2026年10月',
    '2026年1—10月',
    '2025年11月至2026年2月',
  ]);
  expect([lateWords(0, 'working'), lateWords(12, 'working'), lateWords(3, 'civil')]).toEqual(['不足1个工作日', '12个工作日', '3天']);
});
