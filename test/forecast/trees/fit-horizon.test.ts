import { describe, expect, it } from 'vitest';
import { fitHorizon } from '../../../src/forecast/trees/fit-horizon.ts';
import { createRandomStream } from '../../../src/math/random.ts';

describe('fitHorizon', () => {
  const ROWS = 622;
  const DAYS = 20;
  const draws = createRandomStream(4, 'features');
  const features = Array.from({ length: 3 }, () => Float64Array.from({ length: ROWS }, () => draws.normal()));
  const following = features[0].map((x, t) =>
    t < ROWS - DAYS ? 1e-4 * Math.exp(Math.sin(3 * x) + 0.5 * draws.normal()) : Number.NaN,
  );
  const options = { linear: false, trees: 80, depth: 2, leafRows: 10, shrinkage: 0.2, subsample: 0.7, patience: 10 };
  const stream = (part: string) => createRandomStream(1, part);
  const countOf = (target: Float64Array, heldBack = 0.25) =>
    fitHorizon(features, target, DAYS, { ...options, heldBack, stream }).trees.length;

  it('chooses the number of trees on the last rows, and takes all where none are held back', () => {
    expect(countOf(following)).toBeGreaterThan(5);
    expect(countOf(following)).toBeLessThan(70);
    expect(countOf(following, 0)).toBe(80);
  });

  it('lets through half the smallest and 1.5 times the largest target', () => {
    const { low, high } = fitHorizon(features, following, DAYS, { ...options, heldBack: 0.25, stream });
    const known = [...following.subarray(22, ROWS - DAYS)].sort((a, b) => a - b);
    expect([low, high]).toEqual([0.5 * known[0], 1.5 * known.at(-1)!]);
  });

  it('leaves out rows whose targets reach into the last ones when it chooses', () => {
    // Rows 22..601 have a target; the last quarter of them, from row 457 on, is held back.
    const held = 457;
    const alter = (from: number, to: number) =>
      countOf(following.map((value, t) => (t >= from && t < to ? (t % 2 === 0 ? 1e-7 : 1e-1) : value)));
    expect(alter(held - DAYS, held)).toBe(countOf(following));
    expect(alter(held - DAYS - 1, held - DAYS)).not.toBe(countOf(following));
    expect(alter(held, held + 20)).not.toBe(countOf(following));
  });
});
