import { describe, expect, it } from 'vitest';
import { sliceFeatures } from '../../src/market/features.ts';
import type { DetectorFitOptions, RegimeDetector, RegimeModel } from '../../src/regimes/detector.ts';
import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { createKMeansDetector } from '../../src/regimes/kmeans/kmeans.ts';
import { walkRegimes } from '../../src/regimes/walk-regimes.ts';
import { InputError } from '../../src/support/input-error.ts';
import { drawTwoRegimes } from '../contracts/regime-detector-suite.ts';

const rows = 900;
const { features } = drawTwoRegimes(rows);
const returns = features.columns[0];
const call = { returns, seed: 3, firstFitRows: 500, refitEveryRows: 150 };

describe.each([
  ['hmm', createHmmDetector({ states: 2, features: ['return'], restarts: 3 })],
  ['kmeans', createKMeansDetector({ states: 2, features: ['return', 'size'], restarts: 3 })],
])('walkRegimes with %s', (_, detector) => {
  const walked = walkRegimes(detector, features, call);

  it('refits at the rows asked for and knows nothing before the first', () => {
    expect(walked.refits.map(({ row }) => row)).toEqual([499, 649, 799]);
    const [calm] = walked.filtered.columns;
    expect(calm.subarray(0, 499).every(Number.isNaN)).toBe(true);
    expect(calm.subarray(499).every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(walked.predicted.columns[0].subarray(0, 500).every(Number.isNaN)).toBe(true);
    for (const { agreement } of walked.refits) expect(agreement > 0.8 && agreement <= 1).toBe(true);
  });

  it('says of a row what the model in force says', () => {
    const [first, second] = walked.refits;
    const at = (model: typeof first.model, t: number) => model.filter(sliceFeatures(features, 0, t + 1)).columns[1][t];
    expect(walked.filtered.columns[1][648]).toBe(at(first.model, 648));
    expect(walked.filtered.columns[1][649]).toBe(at(second.model, 649));
    const [calm, stormy] = walked.filtered.columns;
    const { transition } = first.model;
    expect(walked.predicted.columns[1][649]).toBeCloseTo(
      calm[648] * transition[0][1] + stormy[648] * transition[1][1],
      14,
    );
  });

  it('does not change when the future is cut off or altered', () => {
    for (const t of [700, 799, 899]) {
      const cut = walkRegimes(detector, sliceFeatures(features, 0, t + 1), {
        ...call,
        returns: returns.slice(0, t + 1),
      });
      const altered = sliceFeatures(features, 0, rows);
      for (const column of altered.columns) for (let s = t + 1; s < rows; s++) column[s] = 0.1 * ((s % 7) - 3);
      const after = walkRegimes(detector, altered, { ...call, returns: altered.columns[0] });
      for (const side of ['filtered', 'predicted'] as const) {
        walked[side].columns.forEach((column, k) => {
          expect(cut[side].columns[k]).toEqual(column.slice(0, t + 1));
          expect(after[side].columns[k].slice(0, t + 1)).toEqual(column.slice(0, t + 1));
        });
      }
    }
  });
});

describe('walkRegimes', () => {
  const detector = createHmmDetector({ states: 2, features: ['return'], restarts: 2 });

  it('fits on a rolling window where one is asked for', () => {
    const { refits } = walkRegimes(detector, features, { ...call, windowRows: 400 });
    const past = sliceFeatures(features, 100, 500);
    const alone = detector.fit(past, { seed: 3, returns: past.columns[0] });
    expect(JSON.stringify(refits[0].model)).toBe(JSON.stringify(alone));
  });

  it('filters from the first row of the window on', () => {
    // A model that knows nothing but how many rows it has seen.
    const counting: RegimeDetector = {
      ...detector,
      fit: (past, { previous: _, ...options }) => ({
        ...detector.fit(past, options),
        filter: ({ rows: seen }) => {
          const calm = Float64Array.from({ length: seen }, (_, t) => 1 / (t + 1));
          return { rows: seen, columns: [calm, calm.map((p) => 1 - p)] };
        },
      }),
    };
    const [calm] = walkRegimes(counting, features, { ...call, windowRows: 400 }).filtered.columns;
    expect([499, 648, 649, 899].map((t) => 1 / calm[t])).toEqual([
      expect.closeTo(400, 9),
      expect.closeTo(549, 9),
      expect.closeTo(400, 9),
      expect.closeTo(500, 9),
    ]);
  });

  it('begins each refit from the one before and hands on seed, signal and progress', () => {
    const given: DetectorFitOptions[] = [];
    const watched: RegimeDetector = {
      ...detector,
      fit: (past, options) => {
        given.push(options);
        return detector.fit(past, options);
      },
    };
    const { signal } = new AbortController();
    const seen: number[] = [];
    const { refits } = walkRegimes(watched, features, {
      ...call,
      signal,
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(given.map(({ previous }) => previous)).toEqual([undefined, refits[0].model, refits[1].model]);
    for (const options of given) expect(options).toMatchObject({ seed: 3, signal });
    expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    // Within the refits, too.
    expect(new Set(seen).size).toBeGreaterThan(10);
    const stopped = AbortSignal.abort(new Error('enough'));
    expect(() => walkRegimes(watched, features, { ...call, signal: stopped })).toThrow('enough');
    expect(given).toHaveLength(3);
  });

  it('says how far a refit agrees with the one before under the names it has', () => {
    // Every second fit names the regimes the other way round.
    let fits = 0;
    const wavering: RegimeDetector = {
      ...detector,
      fit: (past, { previous: _, ...options }) => {
        const model: RegimeModel = detector.fit(past, options);
        return fits++ % 2 === 0 ? model : model.permute([1, 0]);
      },
    };
    const steady = walkRegimes(detector, features, call).refits;
    walkRegimes(wavering, features, call).refits.forEach(({ agreement }, index) => {
      expect(agreement).toBeCloseTo(index === 0 ? 1 : 1 - steady[index].agreement, 2);
    });
  });

  it('refuses a history shorter than the first fit', () => {
    expect(() => walkRegimes(detector, features, { returns, seed: 1 })).toThrow(InputError);
    expect(() => walkRegimes(detector, features, { ...call, refitEveryRows: 0 })).toThrow(RangeError);
    // Longer returns would be taken for those of other days.
    const longer = Float64Array.of(0, ...returns);
    expect(() => walkRegimes(detector, features, { ...call, returns: longer })).toThrow(/returns has 901 values/);
  });
});
