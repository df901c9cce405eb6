import { describe, expect, it } from 'vitest';
import { sliceFeatures } from '../../src/market/features.ts';
import { alignRegimes } from '../../src/regimes/align.ts';
import type { RegimeModel } from '../../src/regimes/detector.ts';
import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { drawTwoRegimes } from '../contracts/regime-detector-suite.ts';
import { featureOf } from './read-columns.ts';

/** A model that says of every row what it is told to. */
function saying(labels: readonly number[], states: number): RegimeModel {
  const columns = (order: readonly number[]) =>
    order.map((from) => Float64Array.from(labels, (label) => (label === from ? 1 : 0)));
  const model = (order: readonly number[]): RegimeModel => ({
    detector: 'said',
    features: ['x'],
    transition: [],
    online: () => ({ next: () => new Float64Array() }),
    states: order.map((from) => ({ volAnnual: from, meanDaily: 0, share: 0 })),
    filter: () => ({ rows: labels.length, columns: columns(order) }),
    permute: (next) => model(next.map((k) => order[k])),
    toJSON: () => ({ detector: 'said' }),
  });
  return model(Array.from({ length: states }, (_, k) => k));
}

const rows = (labels: readonly number[]) => featureOf(new Float64Array(labels.length));

describe('alignRegimes', () => {
  it('renames regimes to what they were called before', () => {
    const before = [0, 0, 1, 1, 2, 2, 2, 0];
    const after = [2, 2, 0, 0, 1, 1, 0, 2];
    const { model, order, agreement } = alignRegimes(saying(before, 3), saying(after, 3), rows(before));
    expect(order).toEqual([2, 0, 1]);
    expect(agreement).toBe(7 / 8);
    expect(model.states.map(({ volAnnual }) => volAnnual)).toEqual([2, 0, 1]);
  });

  it('keeps the order by variance when another is just as good', () => {
    const before = [0, 1, 0, 1];
    const after = [0, 0, 1, 1];
    const next = saying(after, 3);
    const { model, order, agreement } = alignRegimes(saying(before, 3), next, rows(before));
    expect(order).toEqual([0, 1, 2]);
    expect(agreement).toBe(0.5);
    expect(model).toBe(next);
  });

  it('finds the best of all orders, not the best regime by regime', () => {
    // Taking the largest count first (0 with 0: 5 rows) leaves 1 with 1: nothing.
    const before = [...Array(9).fill(0), ...Array(4).fill(1)];
    const after = [...Array(5).fill(0), ...Array(4).fill(1), ...Array(4).fill(0)];
    const { order, agreement } = alignRegimes(saying(before, 2), saying(after, 2), rows(before));
    expect(order).toEqual([1, 0]);
    expect(agreement).toBe(8 / 13);
  });

  it('agrees with trying every order of five regimes', () => {
    const before = Array.from({ length: 60 }, (_, t) => (t * 7 + (t >> 2)) % 5);
    const after = Array.from({ length: 60 }, (_, t) => (t * 3 + (t >> 1)) % 5);
    const alike = (order: readonly number[]) => before.filter((label, t) => order[label] === after[t]).length;
    const { order, agreement } = alignRegimes(saying(before, 5), saying(after, 5), rows(before));
    expect(agreement * 60).toBeCloseTo(Math.max(...permutations([0, 1, 2, 3, 4]).map(alike)), 9);
    expect(alike(order)).toBeCloseTo(agreement * 60, 9);
  });

  it('keeps as many regimes as it can in their places by variance', () => {
    // Four orders agree on one row of two; [2, 1, 0] keeps regime 1 and [0, 2, 1] regime 0, [1, 2, 0] and [2, 0, 1] none.
    const tied = alignRegimes(saying([0, 1], 3), saying([2, 2], 3), rows([0, 1]));
    expect(tied).toMatchObject({ order: [0, 2, 1], agreement: 0.5, margin: 0 });
    // 0 and 1 change places in any good order; of the rest only 2 can stay.
    const most = alignRegimes(saying([0, 1, 2], 4), saying([1, 0, 3], 4), rows([0, 1, 2]));
    expect(most.order).toEqual([1, 0, 3, 2]);
    const some = alignRegimes(saying([0, 1, 1, 3], 4), saying([3, 1, 2, 3], 4), rows([0, 1, 1, 3]));
    expect(some).toMatchObject({ order: [0, 1, 2, 3], agreement: 0.5, margin: 0 });
  });

  it('says by how much the order beats the next best', () => {
    const before = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2];
    const after = [1, 1, 1, 1, 0, 0, 2, 2, 2, 2];
    // 9 rows agree in [1, 0, 2]; exchanging the last two regimes' names leaves 5, any other change fewer.
    const { order, agreement, margin } = alignRegimes(saying(before, 3), saying(after, 3), rows(before));
    expect({ order, agreement }).toEqual({ order: [1, 0, 2], agreement: 0.9 });
    expect(margin).toBeCloseTo(0.4, 14);
    const opposite = alignRegimes(saying([0, 1], 2), saying([1, 0], 2), rows([0, 1]));
    expect(opposite).toMatchObject({ agreement: 1, agreementAsFitted: 0, margin: 1 });
    expect(alignRegimes(saying([0, 0], 1), saying([0, 0], 1), rows([0, 0])).margin).toBe(1);
    expect(alignRegimes(saying([], 2), saying([], 2), rows([]))).toMatchObject({ agreement: 1, margin: 0 });
  });

  it('undoes a renaming of a fitted model and follows a refit', () => {
    const { features } = drawTwoRegimes(900);
    const fitTo = (end: number) => {
      const past = sliceFeatures(features, 0, end);
      const detector = createHmmDetector({ states: 2, features: ['return'], restarts: 3 });
      return detector.fit(past, { seed: 3, returns: past.columns[0] });
    };
    const [first, second] = [fitTo(700), fitTo(900)];
    expect(alignRegimes(first, first.permute([1, 0]), features)).toMatchObject({ order: [1, 0], agreement: 1 });
    const refit = alignRegimes(first, second, features);
    expect(refit.order).toEqual([0, 1]);
    expect(refit.agreement).toBeGreaterThan(0.9);
  });

  it('refuses models of different numbers of regimes', () => {
    expect(() => alignRegimes(saying([0], 2), saying([0], 3), rows([0]))).toThrow(RangeError);
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
