import { describe, expect, it } from 'vitest';
import { assign, bestOtherTotal } from '../../src/math/assign.ts';
import { createRandomStream } from '../../src/math/random.ts';

/** Every order in dictionary order. */
function orders(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

/** The best order, the first of equals, and the largest total of the others. */
function tryAll(gains: Float64Array, size: number) {
  const all = orders(Array.from({ length: size }, (_, k) => k)).map((order) => ({
    order,
    total: order.reduce((sum, column, row) => sum + gains[row * size + column], 0),
  }));
  const best = all.reduce((a, b) => (b.total > a.total ? b : a));
  const others = all.filter((one) => one !== best).map(({ total }) => total);
  return { best, other: Math.max(Number.NEGATIVE_INFINITY, ...others) };
}

describe('assign', () => {
  it('does better than taking the largest first', () => {
    expect(assign(Float64Array.of(5, 4, 4, 0), 2)).toEqual({ order: [1, 0], total: 8 });
    expect(assign(new Float64Array(), 0)).toEqual({ order: [], total: 0 });
    expect(assign(Float64Array.of(-3), 1)).toEqual({ order: [0], total: -3 });
  });

  it.each([2, 3, 4, 5, 6])(
    'agrees with trying every order of %i, ties, negatives and the runner-up included',
    (size) => {
      const stream = createRandomStream(size, 'assign');
      for (let trial = 0; trial < 60; trial++) {
        // Few different values make for many ties.
        const values = 2 + stream.integer(9);
        const gains = Float64Array.from({ length: size * size }, () => stream.integer(values) - (trial % 3));
        const { best, other } = tryAll(gains, size);
        const found = assign(gains, size);
        expect(found).toEqual(best);
        expect(bestOtherTotal(gains, found)).toBe(other);
      }
    },
  );

  it('takes gains that are no whole numbers', () => {
    const stream = createRandomStream(1, 'assign');
    for (let trial = 0; trial < 40; trial++) {
      const gains = Float64Array.from({ length: 25 }, () => 10 ** (trial - 20) * stream.normal());
      expect(assign(gains, 5).order).toEqual(tryAll(gains, 5).best.order);
    }
  });

  it('takes the first of equals', () => {
    expect(assign(new Float64Array(16), 4).order).toEqual([0, 1, 2, 3]);
    expect(assign(Float64Array.of(0.1, 0.1, 0.3, 0.1, 0.1, 0.3, 0.2, 0.2, 0.4), 3).order).toEqual([0, 1, 2]);
  });

  it('undoes a shuffle of a hundred', () => {
    const size = 100;
    const gains = Float64Array.from({ length: size * size }, (_, ij) => {
      const [row, column] = [Math.floor(ij / size), ij % size];
      return -Math.abs(column - ((37 * row + 11) % size));
    });
    expect(assign(gains, size).order).toEqual(Array.from({ length: size }, (_, row) => (37 * row + 11) % size));
  });

  it('knows no other order of one', () => {
    expect(bestOtherTotal(Float64Array.of(7), { order: [0], total: 7 })).toBe(Number.NEGATIVE_INFINITY);
  });

  it('refuses gains that cannot be assigned', () => {
    expect(() => assign(new Float64Array(5), 2)).toThrow(/gains has 5 values: expected 4/);
    expect(() => assign(Float64Array.of(1, 2, Number.NaN, 4), 2)).toThrow(/gains\[2\] is NaN/);
  });
});
