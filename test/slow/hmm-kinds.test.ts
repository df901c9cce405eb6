import { describe, expect, it } from 'vitest';
import { createInlineExecutor } from '../../src/engine/jobs/executor.ts';
import type { FeatureMatrix } from '../../src/market/features.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { covarianceKinds } from '../../src/regimes/hmm/covariance.ts';
import { createWorkspace } from '../../src/regimes/hmm/em-workspace.ts';
import { studentLogConstant } from '../../src/regimes/hmm/emission-densities.ts';
import { emissionLaws } from '../../src/regimes/hmm/emissions.ts';
import { runBaumWelch } from '../../src/regimes/hmm/hmm-baum-welch.ts';
import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import type { HmmDetectorOptions } from '../../src/regimes/hmm/hmm-fit-settings.ts';
import { completeHmmSettings } from '../../src/regimes/hmm/hmm-fit-settings.ts';
import { prepareHmmFit } from '../../src/regimes/hmm/hmm-fit-steps.ts';
import { createHmmModel } from '../../src/regimes/hmm/hmm-model.ts';
import type { HmmParts } from '../../src/regimes/hmm/hmm-parts.ts';
import { chooseStartingPoint } from '../../src/regimes/hmm/hmm-starting-points.ts';
import { regimeJobs } from '../../src/regimes/jobs.ts';
import { createMixtureDetector } from '../../src/regimes/mixture/mixture-detector.ts';
import { fitStandardiser, observe } from '../../src/regimes/observations.ts';
import { featureOf } from '../regimes/read-columns.ts';

/** Two persistent regimes of two features, correlated by −0.8 in the first and 0.5 in the second. */
function drawCorrelated(rows: number, seed = 5): FeatureMatrix & { readonly truth: Int32Array } {
  const stream = createRandomStream(seed, 'correlated');
  const truth = new Int32Array(rows);
  const columns = [new Float64Array(rows), new Float64Array(rows)];
  for (let t = 0; t < rows; t++) {
    truth[t] = t > 0 && stream.uniform() < 0.98 ? truth[t - 1] : stream.integer(2);
    const rho = truth[t] === 0 ? -0.8 : 0.5;
    const [first, second] = [stream.normal(), stream.normal()];
    columns[0][t] = first * (1 + truth[t]);
    columns[1][t] = 10 + 3 * (rho * first + Math.sqrt(1 - rho * rho) * second);
  }
  return { names: ['a', 'b'], rows, columns, truth };
}

const data = drawCorrelated(3000);
const short = drawCorrelated(1000);
const [returns] = data.columns;
const fit = (options: Partial<HmmDetectorOptions>) =>
  createHmmDetector({ states: 2, features: ['a', 'b'], restarts: 4, ...options }).fit(data, { seed: 1, returns });

describe('kinds of covariance', () => {
  const models = Object.fromEntries(covarianceKinds.map((covariance) => [covariance, fit({ covariance })]));

  it('finds correlations with full matrices', () => {
    const [calm, wild] = models.full.covariances.map(([aa, ab, , bb]) => ab / Math.sqrt(aa * bb));
    expect(calm).toBeCloseTo(-0.8, 1);
    expect(wild).toBeCloseTo(0.5, 1);
    expect(models.full.variances[1][0]).toBeCloseTo(4, 0);
    expect(models.full.means[0][1]).toBeCloseTo(10, 0);
  });

  it('knows none with the others', () => {
    for (const kind of ['diagonal', 'spherical']) {
      for (const [, ab, ba] of models[kind].covariances) expect([ab, ba]).toEqual([0, 0]);
    }
    expect(models.tied.covariances[0]).toEqual(models.tied.covariances[1]);
    // In standard units a spherical regime varies alike along all features.
    const { scale } = models.spherical.parts.standardiser;
    const [a, b] = models.spherical.variances[1];
    expect(a / scale[0] ** 2).toBeCloseTo(b / scale[1] ** 2, 12);
  });

  it('counts parameters, and more of them never fit worse', () => {
    const parameters = Object.fromEntries(covarianceKinds.map((kind) => [kind, models[kind].fit.parameters]));
    expect(parameters).toEqual({ diagonal: 3 + 4 + 4, spherical: 3 + 4 + 2, full: 3 + 4 + 6, tied: 3 + 4 + 3 });
    const likelihood = (kind: string) => models[kind].fit.logLikelihood;
    expect(likelihood('diagonal')).toBeGreaterThan(likelihood('spherical'));
    expect(likelihood('full')).toBeGreaterThan(likelihood('diagonal'));
    expect(likelihood('full')).toBeGreaterThan(likelihood('tied'));
  });

  it('gives one state the moments of the sample', () => {
    const { means, covariances } = fit({ states: 1, covariance: 'full' });
    const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    const [a, b] = data.columns.map((column) => [...column]);
    const [meanA, meanB] = [mean(a), mean(b)];
    expect(means[0][1]).toBeCloseTo(meanB, 10);
    expect(covariances[0][0]).toBeCloseTo(mean(a.map((x) => (x - meanA) ** 2)), 10);
    expect(covariances[0][1]).toBeCloseTo(mean(a.map((x, t) => (x - meanA) * (b[t] - meanB))), 10);
    expect(covariances[0][2]).toBe(covariances[0][1]);
  });

  it('keeps a matrix positive definite where one feature follows from another', () => {
    const twice = { names: ['a', 'b'], rows: data.rows, columns: [returns, returns.map((x) => 2 * x)] };
    for (const covariance of ['full', 'tied'] as const) {
      const detector = createHmmDetector({ states: 2, features: ['a', 'b'], restarts: 2, covariance });
      const model = detector.fit(twice, { seed: 1, returns });
      for (const column of model.filter(twice).columns) expect(column.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('every kind and law', () => {
  const names = ['a', 'b'];
  const observations = observe(data, names, fitStandardiser(data, names));
  const workspace = createWorkspace(data.rows, 3, [0, 1000]);

  it.each(covarianceKinds.flatMap((covariance) => emissionLaws.map((law) => [covariance, law] as const)))(
    '%s %s: no iteration of EM lowers the likelihood, whatever the chain',
    (covariance, law) => {
      for (const chain of ['free', 'stationary', 'independent'] as const) {
        const stream = createRandomStream(2, 'start');
        let hmm = chooseStartingPoint(observations, { states: 3, law, covariance }, 3, stream);
        let before = Number.NEGATIVE_INFINITY;
        for (let step = 0; step < 12; step++) {
          const options = { maxIterations: 1, tolerance: 0, varianceFloor: 1e-4, chain };
          const run = runBaumWelch(hmm, observations, options, workspace);
          expect(run.logLikelihood).toBeGreaterThan(before - 1e-9);
          expect(run.iterations).toBe(1);
          // A step back would come as the parameters of before.
          if (step > 0) expect(run.hmm.means).not.toEqual(hmm.means);
          ({ hmm, logLikelihood: before } = run);
        }
      }
    },
  );
});

describe('runBaumWelch', () => {
  const observations = observe(data, ['a'], fitStandardiser(data, ['a']));
  const make = { states: 2, law: 'normal', covariance: 'diagonal' } as const;
  const initial = chooseStartingPoint(observations, make, 0, createRandomStream(1, 'start'));
  const workspace = createWorkspace(data.rows, 2, [0]);
  const options = { maxIterations: 200, tolerance: 0, varianceFloor: 1e-4, chain: 'free' } as const;

  it('keeps the parameters that a floor would make worse', () => {
    const before = runBaumWelch(initial, observations, { ...options, maxIterations: 0 }, workspace);
    const kept = runBaumWelch(initial, observations, { ...options, varianceFloor: 50 }, workspace);
    expect(kept).toEqual({ ...before, iterations: 1, converged: false });
  });

  it('keeps every probability above 0, that of a start never seen among them', () => {
    const { start, transition } = runBaumWelch(initial, observations, options, workspace).hmm;
    expect(Math.min(...start)).toBeCloseTo(1e-12, 18);
    expect(Math.min(...transition)).toBeGreaterThan(1e-12);
  });
});

describe('studentLogConstant', () => {
  it.each([
    [1, 1, -Math.log(Math.PI)],
    [5, 2, Math.log(5 / 2) - Math.log(5 * Math.PI)],
    // Γ(4) = 6 over Γ(5/2) = ¾ √π.
    [5, 3, Math.log(6 / (0.75 * Math.sqrt(Math.PI))) - 1.5 * Math.log(5 * Math.PI)],
    [5, 4, Math.log(2.5 * 3.5) - 2 * Math.log(5 * Math.PI)],
  ])('of %i degrees of freedom in %i dimensions', (degrees, dimensions, expected) => {
    expect(studentLogConstant(degrees, dimensions)).toBeCloseTo(expected, 12);
  });
});

describe('Student-t regimes', () => {
  const drawn = createHmmDetector({
    states: 2,
    features: ['a', 'b'],
    restarts: 3,
    law: 'student-t',
    covariance: 'full',
  });
  const model = drawn.fit(data, { seed: 1, returns });

  it('are as good as normal where the days are normal', () => {
    for (const nu of model.degrees) expect(nu).toBeGreaterThan(20);
    expect(model.fit.logLikelihood).toBeCloseTo(fit({ covariance: 'full' }).fit.logLikelihood, -1);
    expect(model.fit.parameters).toBe(3 + 4 + 6 + 2);
  });

  it('find the degrees of freedom that days were drawn with', () => {
    const { parts } = model;
    const heavy = { ...parts, hmm: { ...parts.hmm, degrees: Float64Array.of(4, 12) } };
    const history = drawn.fit(sampleOf(heavy, 12_000), { seed: 1, returns: sampleOf(heavy, 12_000).columns[0] });
    expect(history.degrees[0]).toBeGreaterThan(3.5);
    expect(history.degrees[0]).toBeLessThan(4.5);
    expect(history.degrees[1]).toBeGreaterThan(9);
    expect(history.degrees[1]).toBeLessThan(16);
    // Variances, not squared scales.
    const spread = history.variances[0][0] / history.parts.hmm.variances[0] / history.parts.standardiser.scale[0] ** 2;
    expect(spread).toBeCloseTo(history.degrees[0] / (history.degrees[0] - 2), 9);
  });

  it('do not take one wild day for a regime', () => {
    const wild = returns.map((r, t) => (t === 1500 ? 60 : r));
    const features = featureOf(wild);
    const share = (law: 'normal' | 'student-t') =>
      createHmmDetector({ states: 3, features: ['x'], law }).fit(features, { seed: 1, returns: wild }).states[2].share;
    expect(share('normal')).toBeLessThan(0.01);
    expect(share('student-t')).toBeGreaterThan(0.03);
  });
});

describe('sampling', () => {
  const model = fit({ covariance: 'full' });

  it('draws what the model says', () => {
    const { labels, features } = model.sample(40_000, { seed: 3 });
    const inSecond = labels.reduce((sum, label) => sum + label, 0) / labels.length;
    expect(inSecond).toBeCloseTo(model.states[1].share, 1);
    const moves = labels.reduce((count, label, t) => count + Number(t > 0 && labels[t - 1] === 0 && label === 1), 0);
    const stays = labels.reduce((count, label, t) => count + Number(t > 0 && labels[t - 1] === 0 && label === 0), 0);
    expect(moves / (moves + stays)).toBeCloseTo(model.transition[0][1], 2);
    const own = labels.map((label, t) => (label === 1 ? t : -1)).filter((t) => t >= 0);
    const covariance = own.reduce((sum, t) => {
      return sum + (features.columns[0][t] - model.means[1][0]) * (features.columns[1][t] - model.means[1][1]);
    }, 0);
    expect(covariance / own.length / model.covariances[1][1]).toBeCloseTo(1, 1);
  });

  it('is the same for the same seed', () => {
    expect(model.sample(50, { seed: 3 })).toEqual(model.sample(50, { seed: 3 }));
    expect(model.sample(50, { seed: 4 })).not.toEqual(model.sample(50, { seed: 3 }));
    expect(() => model.sample(0, { seed: 3 })).toThrow(RangeError);
  });
});

describe('several sequences', () => {
  const detector = createHmmDetector({ states: 2, features: ['a'], restarts: 4 });
  const call = { seed: 1, returns, sequenceStarts: [1000, 1700] };

  it('begin anew, each from the start distribution', () => {
    const own = observe(data, ['a'], fitStandardiser(data, ['a']));
    const hmm = chooseStartingPoint(
      own,
      { states: 2, law: 'normal', covariance: 'diagonal' },
      1,
      createRandomStream(1, 'start'),
    );
    const options = { maxIterations: 0, tolerance: 0, varianceFloor: 1e-4, chain: 'free' } as const;
    const likelihood = (from: number, to: number, sequences: readonly number[]) => {
      const rows = to - from;
      const part = { ...own, rows, values: own.values.subarray(from, to), complete: own.complete.subarray(from, to) };
      return runBaumWelch(hmm, part, options, createWorkspace(rows, 2, sequences)).logLikelihood;
    };
    const apart = likelihood(0, 1000, [0]) + likelihood(1000, 1700, [0]) + likelihood(1700, 3000, [0]);
    expect(likelihood(0, 3000, [0, 1000, 1700])).toBeCloseTo(apart, 9);
    expect(Math.abs(likelihood(0, 3000, [0]) - apart)).toBeGreaterThan(1e-3);
    expect(detector.fit(data, call).fit.rows).toBe(3000);
  });

  it('share parameters but carry no state: in whichever order, the fit is the same', () => {
    const parts = [returns.subarray(1000, 1700), returns.subarray(0, 1000), returns.subarray(1700)];
    const shuffled = Float64Array.from(parts.flatMap((part) => [...part]));
    const other = detector.fit(
      { names: ['a'], rows: 3000, columns: [shuffled] },
      { seed: 1, returns: shuffled, sequenceStarts: [700, 1700] },
    );
    const model = detector.fit(data, call);
    expect(other.fit.logLikelihood).toBeCloseTo(model.fit.logLikelihood, 4);
    expect(other.transition[0][1]).toBeCloseTo(model.transition[0][1], 4);
  });

  it('have shares by the filter of each', () => {
    const { states, filter } = detector.fit(data, call);
    const sum = [0, 1000, 1700].reduce((total, from, n) => {
      const part = featureOf(returns.subarray(from, [1000, 1700, 3000][n]));
      const own = filter({ ...part, names: ['a'] }).columns[1];
      return own.reduce((days, p) => days + p, total);
    }, 0);
    expect(states[1].share).toBeCloseTo(sum / 3000, 12);
  });

  it('give leading gaps the label of the first day on the most probable path', () => {
    const late = Float64Array.of(Number.NaN, Number.NaN, 9, 9, 0);
    const path = detector.fit(data, call).inSampleViterbi({ names: ['a'], rows: 5, columns: [late] });
    expect([...path.subarray(0, 4)]).toEqual([1, 1, 1, 1]);
  });

  it('skip the gaps before them', () => {
    const gap = Float64Array.of(Number.NaN, Number.NaN);
    const spaced = Float64Array.from([returns.subarray(0, 1000), gap, returns.subarray(1000)].flatMap((p) => [...p]));
    const features = { names: ['a'], rows: 3002, columns: [spaced] };
    const model = detector.fit(features, { seed: 1, returns: spaced, sequenceStarts: [1000] });
    expect(model.fit.logLikelihood).toBe(
      detector.fit(data, { seed: 1, returns, sequenceStarts: [1000] }).fit.logLikelihood,
    );
  });

  it('are refused where they do not fit', () => {
    for (const sequenceStarts of [[0], [10, 5], [3000], [1.5]]) {
      expect(() => detector.fit(data, { ...call, sequenceStarts })).toThrow(/sequenceStarts is \[.*increasing rows/);
    }
  });
});

describe('fits elsewhere and again', () => {
  const [own] = short.columns;

  it('have the same bits on an executor', async () => {
    const executor = createInlineExecutor(regimeJobs);
    const detector = createHmmDetector({ states: 3, features: ['a', 'b'], restarts: 4, covariance: 'full' });
    const seen: number[] = [];
    const call = {
      seed: 1,
      returns: own,
      onProgress: ({ done, total }: { done: number; total: number }) => seen.push(done / total),
    };
    const there = await detector.fitOn(executor, short, call);
    expect(JSON.stringify(there)).toBe(JSON.stringify(detector.fit(short, { seed: 1, returns: own })));
    expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(detector.fitOn(executor, short, { seed: 1, returns: own, signal })).rejects.toThrow('enough');
    await executor.close();
  });

  it('begin from an earlier model where that is the better start', () => {
    const options = { states: 4, features: ['a', 'b'], covariance: 'full' } as const;
    const best = createHmmDetector({ ...options, restarts: 10 }).fit(short, { seed: 1, returns: own });
    const few = createHmmDetector({ ...options, restarts: 1 });
    const warm = few.fit(short, { seed: 1, returns: own, previous: best });
    expect(warm.fit.logLikelihood).toBeGreaterThanOrEqual(best.fit.logLikelihood - 1e-6);
    expect(warm.fit.iterations).toBeLessThan(best.fit.iterations);
    // In other units of the same features, too: the earlier model's are turned into them.
    const percent = { ...short, columns: [short.columns[0].map((x) => 100 * x), short.columns[1]] };
    const scaled = few.fit(percent, {
      seed: 1,
      returns: own,
      previous: createHmmDetector({ ...options, restarts: 10 }).fit(percent, { seed: 1, returns: own }),
    });
    expect(scaled.fit.iterations).toBe(warm.fit.iterations);
    expect(() =>
      createHmmDetector({ ...options, covariance: 'tied' }).fit(short, {
        seed: 1,
        returns: own,
        previous: best,
      }),
    ).toThrow(/previous has full normal regimes: expected tied normal ones/);
  });

  it.each(covarianceKinds)('carry an earlier %s model over in its own units', (covariance) => {
    const options = { states: 2, features: ['a', 'b'], covariance, restarts: 1, maxIterations: 5 };
    const earlier = createHmmDetector(options).fit(short, { seed: 1, returns: own });
    // Other days, hence other standard units; of another ratio for each feature.
    const later = { ...short, columns: [own.map((x) => 3 * x + 1), short.columns[1].map((x) => 5 * x - 40)] };
    const settings = completeHmmSettings(options, 'free', 'diagonal');
    const call = { seed: 1, returns: own };
    const { plan } = prepareHmmFit(later, settings, call, { previous: earlier.parts });
    const standardiser = fitStandardiser(later, ['a', 'b']);
    const carried = createHmmModel({ ...earlier.parts, standardiser, hmm: plan.previous! });
    earlier.means.forEach((means, k) => {
      expect([...carried.means[k]]).toEqual([...means].map((mean) => expect.closeTo(mean, 9)));
      if (covariance === 'spherical') return;
      expect([...carried.covariances[k]]).toEqual([...earlier.covariances[k]].map((value) => expect.closeTo(value, 9)));
    });
    expect(carried.transition).toEqual(earlier.transition);
  });

  it.each([
    ['hmm', createHmmDetector],
    ['mixture', createMixtureDetector],
  ])('refuse impossible options: %s', (_, create) => {
    for (const [bad, says] of [
      [{ law: 'cauchy' }, /law is 'cauchy': expected one of normal, student-t/],
      [{ covariance: 'round' }, /covariance is 'round': expected one of/],
      [{ maxIterations: 0 }, /maxIterations is 0/],
      [{ maxIterations: Number.NaN }, /maxIterations is NaN/],
      [{ tolerance: -1e-9 }, /tolerance is -1e-9/],
      [{ tolerance: Number.NaN }, /tolerance is NaN/],
    ] as const) {
      expect(() => create({ states: 2, features: ['a'], ...(bad as object) })).toThrow(says);
    }
    expect(() => createHmmDetector({ states: 2, features: ['a'], start: 'now' as never })).toThrow(/start is 'now'/);
  });
});

function sampleOf(parts: HmmParts, rows: number): FeatureMatrix {
  return createHmmModel(parts).sample(rows, { seed: 9 }).features;
}
