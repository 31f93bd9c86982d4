import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reasonClasses } from '../../lights/domain/reason.ts';
import { colours } from '../../lights/domain/rule.ts';
import { lightNotice } from './light-notice.ts';
import { lightCounts, type LightFigures, type LitProject, type ShownLight, shownAs } from './light-figures.ts';

const project = fc
  .record({
    unitId: fc.constantFrom('x', 'y', 'z'),
    colour: fc.constantFrom(...colours),
    months: fc.integer({ min: 1, max: 24 }),
    mayBeOff: fc.boolean(),
    before: fc.option(fc.constantFrom(...colours)),
    reason: fc.option(fc.record({ class: fc.constantFrom(...reasonClasses), words: fc.constant('等待批复') })),
  })
  .map(({ mayBeOff, ...p }) => ({ ...p, isOff: mayBeOff && (p.colour === 'yellow' || p.colour === 'red') }));

function figuresOf(given: readonly (Pick<ShownLight, 'unitId' | 'colour' | 'months' | 'isOff' | 'before'> & Pick<LitProject, 'reason'>)[]) {
  const all = given.map((p, i) => ({ ...p, id: `p${i}`, code: `XM${i}`, name: '轴承项目', unitName: `单位${p.unitId}`, judged: [] }));
  const lit = (colour: string) => all.filter((p) => p.colour === colour && !p.isOff);
  const made = { month: '2026-09', asOf: '', madeOn: '2026-10-08', rules: { title: '本区规则', version: 1 } };
  const figures: LightFigures = {
    ...made,
    unit: { id: 'u', name: '栖梧区', kind: 'district' },
    shown: all,
    red: lit('red'),
    yellow: lit('yellow'),
  };
  return figures;
}

test('what is judged is green, yellow or red, and the units add up to the whole', () => {
  fc.assert(
    fc.property(fc.array(project), (given) => {
      const { shown } = figuresOf(given);
      const of = (some: readonly ShownLight[]) => Object.fromEntries(lightCounts.map((key) => [key, shownAs(some, key).length]));
      const all = of(shown);
      expect(all['green']! + all['yellow']! + all['red']!).toBe(all['judged']);
      expect(all['judged']! + all['none']!).toBe(shown.length);
      const units = [...Map.groupBy(shown, (s) => s.unitId).values()].map(of);
      for (const key of lightCounts) expect(units.reduce((sum, u) => sum + u[key]!, 0)).toBe(all[key]);
    }),
  );
});

const counts: Readonly<Record<string, (s: ShownLight) => boolean>> = {
  judged: (s) => s.colour !== 'none',
  green: (s) => s.colour === 'green' || s.isOff,
  yellow: (s) => s.colour === 'yellow' && !s.isOff,
  red: (s) => s.colour === 'red' && !s.isOff,
  none: (s) => s.colour === 'none',
  exempt: (s) => s.isOff,
  share: (s) => s.colour === 'red' && !s.isOff,
  turned_red: (s) => s.colour === 'red' && s.before !== 'red',
  turned_better: (s) => s.colour !== 'red' && s.before === 'red',
};
/** Which projects a number is about, by what it is called. */
function meantBy(ref: string, { shown, red, yellow }: LightFigures): readonly string[] {
  const lit = [...red, ...yellow];
  const [, colour, no] = /^(red|yellow)_months_(\d+)$/.exec(ref) ?? [];
  if (no !== undefined) return [(colour === 'red' ? red : yellow)[Number(no) - 1]!.id];
  const [, reason] = /^reason_(.+)$/.exec(ref) ?? [];
  if (reason !== undefined) return lit.filter((p) => p.reason?.class === reason).map((p) => p.id);
  if (ref === 'said' || ref === 'silent') return lit.filter((p) => (p.reason !== null) === (ref === 'said')).map((p) => p.id);
  const [, key = ref, unit] = /^(.+?)_(?:u(\d+)|total|listed)$/.exec(ref) ?? [];
  const units = [...Map.groupBy(shown, (s) => s.unitId).values()];
  return (unit === undefined ? shown : units[Number(unit) - 1]!).filter(counts[key]!).map((s) => s.id);
}

test('every number opens the very projects it counts, and no number stands in a sentence without them', () => {
  fc.assert(
    fc.property(fc.array(project, { minLength: 1, maxLength: 20 }), (given) => {
      const figures = figuresOf(given);
      const { blocks, numbers, lines } = lightNotice(figures);
      expect(new Set(numbers.map((n) => n.ref)).size).toBe(numbers.length);
      expect(lines!.map((l) => l.opens.id)).toEqual(figures.shown.map((s) => s.id));
      for (const { ref, text, value, ratio, rows, lines: at } of numbers) {
        const own = at!.map((i) => figures.shown[i]!);
        expect([ref, rows]).toEqual([ref, own.length]);
        expect([ref, own.map((s) => s.id).toSorted()]).toEqual([ref, meantBy(ref, figures).toSorted()]);
        if (ratio) expect([ref, text]).toEqual([ref, `${((100 * own.length) / ratio.denominator).toFixed(1)}%`]);
        else expect([ref, value, text]).toEqual([ref, ref.includes('_months_') ? own[0]!.months : own.length, String(value)]);
      }
      const sentences = blocks.flatMap((b) => (b.kind === 'paragraph' ? [b.runs] : []));
      const spoken = sentences.map((runs) => runs.map((run) => (typeof run === 'string' ? run : '')).join(''));
      for (const words of spoken) expect(words.replace(/\d+年|\d+月/g, '')).not.toMatch(/\d/);
      const reasons = numbers.filter((n) => n.ref.startsWith('reason_')).reduce((sum, n) => sum + n.value!, 0);
      expect(reasons).toBe(figures.red.concat(figures.yellow).filter((p) => p.reason).length);
    }),
  );
});
