import { describe, expect, it } from 'vitest';
import { drawBootstrapIndices } from '../../../src/forecast/comparison/bootstrap-indices.ts';
import { modelConfidenceSet } from '../../../src/forecast/comparison/model-confidence-set.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { drawnLosses } from './drawn-losses.ts';

describe('modelConfidenceSet', () => {
  // The figures of Python's arch 8.0 on the same losses and the same resamples.
  it.each([
    ['range', [1, 0.01, 0.01, 0, 0]],
    ['max', [1, 0.055, 0.055, 0.025, 0]],
  ] as const)('agrees with the reference: %s', (statistic, pValues) => {
    const { losses, indices } = drawnLosses();
    const set = modelConfidenceSet(losses, { indices, statistic });
    expect([...set.order]).toEqual([4, 3, 2, 1, 0]);
    expect([...set.pValues]).toEqual(pValues);
  });

  it.each(['range', 'max'] as const)('keeps the best of equal forecasts as often as it should: %s', (statistic) => {
    const stream = createRandomStream(5, 'losses');
    const rows = 120;
    const kept = { equal: 0, worse: 0 };
    const runs = 60;
    for (let run = 0; run < runs; run++) {
      const losses = Array.from({ length: 3 }, (_, k) =>
        Float64Array.from({ length: rows }, () => stream.normal() + (k === 2 ? 0.6 : 0)),
      );
      const indices = drawBootstrapIndices(rows, { replications: 150, meanBlock: 2, seed: run });
      const { pValues } = modelConfidenceSet(losses, { indices, statistic });
      if (pValues[0] > 0.1 && pValues[1] > 0.1) kept.equal++;
      if (pValues[2] > 0.1) kept.worse++;
    }
    // At 10 % the two best stay in nine of ten sets; 60 runs have a standard error of 4 %.
    expect(kept.equal / runs).toBeGreaterThan(0.78);
    expect(kept.equal / runs).toBeLessThan(1);
    expect(kept.worse / runs).toBeLessThan(0.1);
  });

  it('keeps two forecasts with the same losses, whichever statistic is asked for', () => {
    const { losses, indices } = drawnLosses();
    for (const statistic of ['range', 'max'] as const) {
      const twins = [losses[4], losses[0], losses[0].slice()];
      expect([...modelConfidenceSet(twins, { indices, statistic }).pValues]).toEqual([0, 1, 1]);
      expect([...modelConfidenceSet([losses[0]], { indices, statistic }).pValues]).toEqual([1]);
    }
  });

  it('refuses losses that are not known and indices that do not fit', () => {
    const { losses, indices } = drawnLosses();
    const holed = losses[0].with(3, Number.NaN);
    expect(() => modelConfidenceSet([holed], { indices })).toThrow('losses[0] is NaN in row 3');
    expect(() => modelConfidenceSet([], { indices })).toThrow('losses is empty');
    expect(() => modelConfidenceSet(losses, { indices: [] })).toThrow('indices is empty');
    expect(() => modelConfidenceSet([losses[0].slice(1)], { indices })).toThrow('indices[0]: expected 59 row numbers');
  });
});
