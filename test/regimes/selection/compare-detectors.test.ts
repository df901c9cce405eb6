import { describe, expect, it } from 'vitest';
import { sliceFeatures } from '../../../src/market/features.ts';
import { mean } from '../../../src/math/moments.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { silhouette } from '../../../src/regimes/cluster-scores.ts';
import type { RegimeDetector } from '../../../src/regimes/detector.ts';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import { createKMeansDetector } from '../../../src/regimes/kmeans/kmeans.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';
import { compareDetectors } from '../../../src/regimes/selection/compare-detectors.ts';
import type { ScoredDetector } from '../../../src/regimes/selection/detector-comparison.ts';
import { featureSilhouette } from '../../../src/regimes/selection/feature-silhouette.ts';
import { informationCriteria } from '../../../src/regimes/selection/information-criteria.ts';
import { walkRegimes } from '../../../src/regimes/walk-regimes.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { drawTwoRegimes } from '../../contracts/regime-detector-suite.ts';

const hmm = (states: number) => createHmmDetector({ states, features: ['return'], restarts: 3, tolerance: 1e-7 });
const kmeans = (states: number) => createKMeansDetector({ states, features: ['return', 'size'], restarts: 2 });

const rows = 2000;
const { features } = drawTwoRegimes(rows);
const returns = features.columns[0];
const call = { returns, seed: 3, firstFitRows: 800, refitEveryRows: 500 };
const candidates = [hmm(1), hmm(2), hmm(3), kmeans(2)];
const comparison = compareDetectors(candidates, features, call);
const scored = comparison.rows as readonly ScoredDetector[];

describe('compareDetectors', () => {
  it('finds two regimes where two were drawn, and BIC and ICL agree', () => {
    expect(comparison.rows[comparison.chosen]).toMatchObject({ detector: 'hmm', states: 2, chosen: true });
    expect(scored.map(({ chosen }) => chosen)).toEqual([false, true, false, false]);
    expect(comparison.choices[0]).toMatchObject({ detector: 'hmm', bic: 2, icl: 2 });
    expect(comparison.choices[1]).toEqual({
      detector: 'kmeans',
      features: ['return', 'size'],
      outOfSample: 2,
      silhouette: 2,
    });
    expect(scored[0].belowBest).toBeGreaterThan(3 * scored[0].standardError);
  });

  it('finds one regime where one was drawn', () => {
    const stream = createRandomStream(4, 'one regime');
    const own = Float64Array.from({ length: 1500 }, () => 0.01 * stream.normal());
    const alone = { names: ['return'], rows: own.length, columns: [own] };
    const found = compareDetectors([hmm(2), hmm(1), hmm(3)], alone, { ...call, returns: own });
    expect(found.rows[found.chosen].states).toBe(1);
    expect(found.choices[0]).toMatchObject({ bic: 1, icl: 1 });
  });

  it('has the figures of a walk', () => {
    const walked = walkRegimes(hmm(2), features, call);
    const [, own] = scored;
    const [, scores] = comparison.dailyScores;
    expect(comparison.days).toBe(rows - 800);
    expect(own.outOfSample).toBe(mean(scores.subarray(800)));
    expect(own.belowBest).toBeCloseTo(Math.max(...scored.map((row) => row.outOfSample)) - own.outOfSample, 12);
    const labels = mostProbable(walked.filtered).subarray(799);
    let switches = 0;
    for (let t = 1; t < labels.length; t++) if (labels[t] !== labels[t - 1]) switches++;
    expect(own.switchesPerYear).toBeCloseTo((252 * switches) / 1200, 12);
    const { model, row } = walked.refits[2];
    expect(row).toBe(1799);
    expect(own.smallestShare).toBe(Math.min(model.states[0].share, model.states[1].share));
    expect(own.shortestExpectedDays).toBeCloseTo(Math.min(1 / model.transition[0][1], 1 / model.transition[1][0]), 6);
    expect(own.lowestAgreement).toBe(Math.min(walked.refits[1].agreement, walked.refits[2].agreement));
    expect(own.lowestAgreement).toBeLessThan(1);
    expect((model as ReturnType<ReturnType<typeof hmm>['fit']>).fit.bic).toBe(own.bic);
    // One regime: no silhouette, and it never ends.
    expect(scored[0]).toMatchObject({ silhouette: undefined, shortestExpectedDays: Number.POSITIVE_INFINITY });
    expect(scored[3].bic).toBeUndefined();
  });

  it('has the silhouette in standard units of the features', () => {
    const past = sliceFeatures(features, 0, 1800);
    const model = walkRegimes(kmeans(2), features, call).refits[2].model;
    const complete = Array.from({ length: 1800 }, (_, t) => t).filter((t) =>
      past.columns.every((column) => Number.isFinite(column[t])),
    );
    const scale = past.columns.map((column) => {
      const values = complete.map((t) => column[t]);
      const centre = mean(values);
      return Math.sqrt(mean(values.map((x) => (x - centre) ** 2)));
    });
    const labels = mostProbable(model.filter(past));
    const points = complete.map((t) => past.columns.map((column, d) => column[t] / scale[d]));
    const expected = silhouette(
      points,
      complete.map((t) => labels[t]),
    );
    expect(scored[3].silhouette).toBeCloseTo(expected, 10);
  });

  it('measures against one normal distribution, which is an HMM of one regime', () => {
    // Rows without features count for one and not for the other: here none but the gaps of the return itself.
    expect(comparison.reference.outOfSample).toBeCloseTo(scored[0].outOfSample, 12);
    expect(comparison.reference.belowBest).toBeCloseTo(scored[0].belowBest, 12);
    expect(comparison.reference.standardError).toBeCloseTo(scored[0].standardError, 12);
  });

  it('judges fits on a rolling window by the rows of the window', () => {
    // Two wild days that only the first window holds.
    const wild = returns.map((r, t) => (t === 500 || t === 600 ? 0.15 : r));
    const matrix = { names: ['return'], rows, columns: [wild] };
    const rolling = { ...call, returns: wild, windowRows: 400 };
    const { rows: found, reference } = compareDetectors([hmm(2), hmm(1)], matrix, rolling);
    const [two, one] = found as readonly ScoredDetector[];
    const { model } = walkRegimes(hmm(2), matrix, rolling).refits[2];
    const window = sliceFeatures(matrix, 1400, 1800);
    expect(two.icl).toBe(informationCriteria(model, window)!.icl);
    expect(two.silhouette).toBe(featureSilhouette(model, window));
    expect(two.degreesOfFreedom).toBeGreaterThanOrEqual(10);
    expect(reference.outOfSample).toBeCloseTo(one.outOfSample, 12);
  });

  it('takes normal returns within regimes where asked to', () => {
    const normal = compareDetectors([hmm(2)], features, { ...call, density: 'normal' });
    const [{ degreesOfFreedom, outOfSample }] = normal.rows as readonly ScoredDetector[];
    expect(degreesOfFreedom).toBe(Number.POSITIVE_INFINITY);
    // Normal returns were drawn; tails estimated from days of uncertain regime cost next to nothing.
    expect(Math.abs(outOfSample - scored[1].outOfSample)).toBeLessThan(0.01);
    // A history with two wild days in the fit and one after it has tails.
    const wild = returns.map((r, t) => ([300, 500, 1500].includes(t) ? 0.15 : r));
    const matrix = { names: ['return'], rows, columns: [wild] };
    const fat = compareDetectors([hmm(1)], matrix, { ...call, returns: wild });
    const thin = compareDetectors([hmm(1)], matrix, { ...call, returns: wild, density: 'normal' });
    expect((fat.rows[0] as ScoredDetector).degreesOfFreedom).toBeLessThan(10);
    expect((fat.rows[0] as ScoredDetector).outOfSample).toBeGreaterThan((thin.rows[0] as ScoredDetector).outOfSample);
    expect(thin.reference.outOfSample).toBeCloseTo((thin.rows[0] as ScoredDetector).outOfSample, 12);
  });

  it('keeps the score of every day when later days are altered or cut off', () => {
    const two = [hmm(2), kmeans(2)];
    const whole = compareDetectors(two, features, call);
    for (const t of [1298, 1500]) {
      const altered = sliceFeatures(features, 0, rows);
      for (const column of altered.columns) for (let s = t + 1; s < rows; s++) column[s] = 0.1 * ((s % 7) - 3);
      const after = compareDetectors(two, altered, { ...call, returns: altered.columns[0] });
      const cut = compareDetectors(two, sliceFeatures(features, 0, t + 1), {
        ...call,
        returns: returns.slice(0, t + 1),
      });
      whole.dailyScores.forEach((scores, index) => {
        expect(after.dailyScores[index].slice(0, t + 1)).toEqual(scores.slice(0, t + 1));
        expect(cut.dailyScores[index]).toEqual(scores.slice(0, t + 1));
        expect(after.dailyScores[index]).not.toEqual(scores);
      });
    }
  });

  it('is the same for the same seed, and orders alike in percent', () => {
    const two = [hmm(2), kmeans(2)];
    const own = compareDetectors(two, features, call);
    expect(compareDetectors(two, features, call)).toEqual(own);
    const percent = { ...features, columns: features.columns.map((column) => column.map((x) => 100 * x)) };
    const scaled = compareDetectors(two, percent, { ...call, returns: percent.columns[0] });
    expect(scaled.chosen).toBe(own.chosen);
    (scaled.rows as ScoredDetector[]).forEach((row, index) => {
      const before = own.rows[index] as ScoredDetector;
      expect(row.outOfSample).toBeCloseTo(before.outOfSample - Math.log(100), 6);
      expect(row.belowBest).toBeCloseTo(before.belowBest, 6);
      expect(row.standardError).toBeCloseTo(before.standardError, 6);
    });
  });

  it('leaves days without a return out', () => {
    const gaps = returns.map((r, t) => (t >= 1000 && t % 2 === 1 ? Number.NaN : r));
    const { days, dailyScores } = compareDetectors([hmm(2)], features, { ...call, returns: gaps });
    expect(days).toBe(1200 - 500);
    expect(dailyScores[0][1001]).toBeNaN();
  });

  it('keeps a detector that refuses the data, with its reason', () => {
    const withGap = {
      ...features,
      names: [...features.names, 'none'],
      columns: [...features.columns, new Float64Array(rows).fill(Number.NaN)],
    };
    const lost = createHmmDetector({ states: 2, features: ['none'] });
    const found = compareDetectors([lost, hmm(1)], withGap, call);
    expect(found.rows[0]).toEqual({
      detector: 'hmm',
      states: 2,
      features: ['none'],
      chosen: false,
      refused: expect.stringMatching(/no row of 800 has all of none/),
    });
    expect(found.chosen).toBe(1);
    expect(found.rows[1]).toEqual(
      scored[0].belowBest === 0 ? scored[0] : { ...scored[0], belowBest: 0, standardError: 0, chosen: true },
    );
    expect(found.dailyScores[0]).toHaveLength(0);
    expect(() => compareDetectors([lost, lost], withGap, call)).toThrow(
      /none of 2 detectors took the data; the first: no row of 800/,
    );
  });

  it('refuses what cannot be compared', () => {
    expect(() => compareDetectors([], features, call)).toThrow(RangeError);
    expect(() => compareDetectors([hmm(1)], features, { ...call, returns: returns.slice(1) })).toThrow(RangeError);
    const short = { ...call, firstFitRows: 1990 };
    expect(() => compareDetectors([hmm(1)], features, short)).toThrow(InputError);
    expect(() => compareDetectors([hmm(1)], features, short)).toThrow(/10 days with a return after the first fit/);
    const broken: RegimeDetector = {
      ...hmm(1),
      fit: () => {
        throw new TypeError('a defect');
      },
    };
    expect(() => compareDetectors([broken, hmm(1)], features, call)).toThrow('a defect');
  });

  it('can be watched and stopped', () => {
    const seen: number[] = [];
    compareDetectors([hmm(1), hmm(2)], features, { ...call, onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(1);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    const signal = AbortSignal.abort(new Error('enough'));
    expect(() => compareDetectors([hmm(1)], features, { ...call, signal })).toThrow('enough');
  });
});
