import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountBand, banded } from './list-facet.ts';

describe('amounts told apart by their first digit', () => {
  test('are in the band that begins there', () => {
    expect([0, 7, 10, 37, 99, 100, 5_000_000_00].map(amountBand)).toEqual([0, 7, 10, 30, 90, 100, 500_000_000]);
    expect([-1, -500].map(amountBand)).toEqual([-1, -1]);
  });
  test('a range that ends where bands end has nothing at its edges', () => {
    expect(banded(500, undefined)).toEqual({ from: 500, below: null, edges: [] });
    expect(banded(500, 599)).toEqual({ from: 500, below: 600, edges: [] });
    expect(banded(undefined, 500)).toEqual({ from: -1, below: 500, edges: [{ min: 500, max: 500 }] });
    expect(banded(35, 45)).toEqual({
      from: 40,
      below: 40,
      edges: [
        { min: 35, max: 39 },
        { min: 40, max: 45 },
      ],
    });
  });
  test('whatever the range, an amount in it is in its bands or at one of its edges, once, and no other is', () => {
    const amount = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 10 ** 12 }));
    const signed = fc.oneof(amount, fc.integer({ min: -200, max: 200 }));
    fc.assert(
      fc.property(fc.option(amount, { nil: undefined }), fc.option(amount, { nil: undefined }), signed, (min, max, fen) => {
        const { from, below, edges } = banded(min, max);
        const band = amountBand(fen);
        const times = Number(band >= from && (below === null || band < below)) + edges.filter((e) => e.min <= fen && fen <= e.max).length;
        expect(times).toBe(Number((min === undefined || fen >= min) && (max === undefined || fen <= max)));
      }),
      { numRuns: 2000 },
    );
  });
});
