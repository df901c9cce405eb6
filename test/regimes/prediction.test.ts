import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../src/math/random.ts';
import type { RegimeProbabilities, RegimeState } from '../../src/regimes/detector.ts';
import { expectedDurations } from '../../src/regimes/expected-durations.ts';
import { forecastVarianceByRegimes } from '../../src/regimes/forecast-variance-by-regimes.ts';
import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { predictRegimes } from '../../src/regimes/predict-regimes.ts';
import { regimeMoments } from '../../src/regimes/regime-moments.ts';
import { sampleRegimes } from '../../src/regimes/sample-regimes.ts';
import { stationaryShares } from '../../src/regimes/stationary-shares.ts';
import { drawTwoRegimes } from '../contracts/regime-detector-suite.ts';

const table = (rows: readonly (readonly number[])[]) => rows.map((row) => Float64Array.from(row));
const three = table([
  [0.97, 0.02, 0.01],
  [0.05, 0.9, 0.05],
  [0.02, 0.08, 0.9],
]);
const probabilities = {
  rows: 3,
  columns: table([
    [1, 0.2, 0],
    [0, 0.5, 0],
    [0, 0.3, 1],
  ]),
};

/** A model with these daily means and deviations within its regimes. */
function modelOf(transition: readonly Float64Array[], means: readonly number[], deviations: readonly number[]) {
  const shares = stationaryShares(transition);
  const centre = means.reduce((sum, mean, k) => sum + shares[k] * mean, 0);
  const states: RegimeState[] = means.map((meanDaily, k) => ({
    meanDaily,
    volAnnual: Math.sqrt(252 * (deviations[k] ** 2 + (meanDaily - centre) ** 2)),
    share: shares[k],
  }));
  return { transition, states };
}

describe('predictRegimes', () => {
  it('says of the umbrella world what is known of it', () => {
    // Filtered probability of rain on the fifth day (Russell and Norvig's umbrella world), and five days later.
    const rain = 0.8673388896;
    const filtered = { rows: 1, columns: table([[rain], [1 - rain]]) };
    const umbrella = table([
      [0.7, 0.3],
      [0.3, 0.7],
    ]);
    const after = (steps: number) => predictRegimes(filtered, umbrella, steps).columns[0][0];
    expect(after(1)).toBeCloseTo(0.6469355558, 9);
    expect(after(5)).toBeCloseTo(0.5037615502, 9);
    expect(after(0)).toBe(rain);
  });

  it('does in one go what single steps do', () => {
    let stepped: RegimeProbabilities = probabilities;
    for (let steps = 1; steps <= 40; steps++) {
      stepped = predictRegimes(stepped, three, 1);
      predictRegimes(probabilities, three, steps).columns.forEach((column, k) => {
        for (let t = 0; t < 3; t++) expect(column[t]).toBeCloseTo(stepped.columns[k][t], 13);
      });
    }
    // A row of one regime alone is a row of the transition.
    expect(predictRegimes(probabilities, three, 1).columns.map((column) => column[2])).toEqual([...three[2]]);
  });

  it('comes to the long-run shares, and still sums to 1', () => {
    const far = predictRegimes(probabilities, three, 1e9);
    const shares = stationaryShares(three);
    far.columns.forEach((column, k) => {
      for (const p of column) expect(p).toBeCloseTo(shares[k], 12);
    });
  });

  it('refuses what is no chain or no step', () => {
    expect(() => predictRegimes(probabilities, three, -1)).toThrow(/steps is -1/);
    expect(() => predictRegimes(probabilities, three, 0.5)).toThrow(RangeError);
    expect(() => predictRegimes(probabilities, three.slice(0, 2), 1)).toThrow(
      /transition\[0\] has 3 values: expected 2/,
    );
    expect(() => predictRegimes(probabilities, table([[1]]), 1)).toThrow(/3 columns: expected 1/);
    expect(() => predictRegimes(probabilities, [], 1)).toThrow(/transition is empty/);
    const wrong = (row: readonly number[]) => () =>
      predictRegimes(probabilities, [Float64Array.from(row), ...three.slice(1)], 1);
    expect(wrong([0.5, 0.4, 0])).toThrow(/transition\[0\] adds up to 0\.9/);
    expect(wrong([1.5, -0.5, 0])).toThrow(/transition\[0\]\[1\] is -0\.5/);
    expect(wrong([Number.NaN, 1, 0])).toThrow(/is NaN/);
  });
});

describe('expectedDurations', () => {
  it('is the mean of a geometric spell', () => {
    const durations = expectedDurations(three);
    expect([...durations]).toEqual([expect.closeTo(100 / 3, 10), expect.closeTo(10, 10), expect.closeTo(10, 10)]);
    // Hamilton's (1989) federal funds example as other software fits it: 55.854 and 19.855 quarters.
    const funds = expectedDurations(
      table([
        [0.98209618, 0.01790382],
        [0.05036498, 0.94963502],
      ]),
    );
    expect(funds[0]).toBeCloseTo(55.854, 3);
    expect(funds[1]).toBeCloseTo(19.855, 3);
  });

  it('is endless for a regime that is never left', () => {
    const absorbed = table([
      [0.9, 0.1],
      [0, 1],
    ]);
    expect([...expectedDurations(absorbed)]).toEqual([expect.closeTo(10, 12), Number.POSITIVE_INFINITY]);
  });
});

describe('stationaryShares', () => {
  it('is left as it is by the transition', () => {
    const shares = stationaryShares(three);
    for (let j = 0; j < 3; j++) {
      expect(shares.reduce((sum, share, i) => sum + share * three[i][j], 0)).toBeCloseTo(shares[j], 14);
    }
  });

  it('takes regimes that are left for good and refuses chains that fall apart', () => {
    expect([
      ...stationaryShares(
        table([
          [0.9, 0.1],
          [0, 1],
        ]),
      ),
    ]).toEqual([expect.closeTo(0, 14), expect.closeTo(1, 14)]);
    expect([
      ...stationaryShares(
        table([
          [0, 1],
          [1, 0],
        ]),
      ),
    ]).toEqual([expect.closeTo(0.5, 14), expect.closeTo(0.5, 14)]);
    expect([...stationaryShares(table([[1]]))]).toEqual([1]);
    const apart = table([
      [1, 0, 0],
      [0.2, 0.6, 0.2],
      [0, 0, 1],
    ]);
    expect(() => stationaryShares(apart)).toThrow(/2 sets of regimes that are never left/);
  });
});

describe('forecastVarianceByRegimes', () => {
  const model = modelOf(three, [0.004, -0.001, -0.012], [0.005, 0.01, 0.03]);

  it('is the mean variance of the mixtures of the days to come', () => {
    const horizons = [21, 1, 5];
    const { varianceAnnual, volAnnual } = forecastVarianceByRegimes(probabilities, model, horizons);
    const { means, variances } = regimeMoments(model.states);
    const day = (d: number, t: number) => {
      const q = predictRegimes(probabilities, three, d).columns.map((column) => column[t]);
      const mean = q.reduce((sum, p, k) => sum + p * means[k], 0);
      return q.reduce((sum, p, k) => sum + p * (variances[k] + (means[k] - mean) ** 2), 0);
    };
    horizons.forEach((horizon, h) => {
      for (let t = 0; t < 3; t++) {
        const days = Array.from({ length: horizon }, (_, d) => day(d + 1, t));
        expect(varianceAnnual[h][t]).toBeCloseTo((252 * days.reduce((a, b) => a + b)) / horizon, 13);
        expect(volAnnual[h][t]).toBe(Math.sqrt(varianceAnnual[h][t]));
      }
    });
  });

  it('is the variance that a simulation has, day by day', () => {
    // From regime 2: 40 000 paths of 10 days, the variance across paths of each day's return.
    const stream = createRandomStream(3, 'paths');
    const paths = 40_000;
    const sums = [new Float64Array(10), new Float64Array(10)];
    for (let path = 0; path < paths; path++) {
      let k = 2;
      for (let d = 0; d < 10; d++) {
        const u = stream.uniform();
        k = u < three[k][0] ? 0 : u < three[k][0] + three[k][1] ? 1 : 2;
        const r = [0.004, -0.001, -0.012][k] + [0.005, 0.01, 0.03][k] * stream.normal();
        sums[0][d] += r;
        sums[1][d] += r * r;
      }
    }
    const variance = sums[0].reduce((sum, s, d) => sum + sums[1][d] / paths - (s / paths) ** 2, 0) / 10;
    const [forecast] = forecastVarianceByRegimes(probabilities, model, [10]).varianceAnnual;
    // Standard error about 0.4 %.
    expect(forecast[2] / (252 * variance)).toBeCloseTo(1, 1.7);
    expect(Math.abs(forecast[2] / (252 * variance) - 1)).toBeLessThan(0.015);
  });

  it('in the long run is the variance of all days, as the states have it', () => {
    const shares = stationaryShares(three);
    const start = { rows: 1, columns: [...shares].map((share) => Float64Array.of(share)) };
    const all = model.states.reduce((sum, { volAnnual, share }) => sum + share * volAnnual ** 2, 0);
    for (const [value] of forecastVarianceByRegimes(start, model, [1, 21]).varianceAnnual)
      expect(value).toBeCloseTo(all, 13);
  });

  it('depends on the row alone and takes any number of rows and horizons', () => {
    const whole = forecastVarianceByRegimes(probabilities, model, [5]).volAnnual[0];
    const cut = { rows: 2, columns: probabilities.columns.map((column) => column.slice(0, 2)) };
    expect(forecastVarianceByRegimes(cut, model, [5]).volAnnual[0]).toEqual(whole.slice(0, 2));
    expect(forecastVarianceByRegimes(cut, model, []).volAnnual).toEqual([]);
    for (const horizon of [0, -1, 1.5]) {
      expect(() => forecastVarianceByRegimes(cut, model, [5, horizon])).toThrow(/horizon is/);
    }
    expect(() => forecastVarianceByRegimes({ rows: 0, columns: [] }, model, [1])).toThrow(/0 columns: expected 3/);
  });
});

describe('regimeMoments', () => {
  it('takes the variance about the regime’s own mean', () => {
    const { means, variances } = regimeMoments(modelOf(three, [0.004, -0.001, -0.012], [0.005, 0.01, 0.03]).states);
    expect([...means]).toEqual([0.004, -0.001, -0.012]);
    [0.005, 0.01, 0.03].forEach((deviation, k) => {
      expect(Math.sqrt(variances[k])).toBeCloseTo(deviation, 14);
    });
    const noise = { volAnnual: 0.1, meanDaily: 0.5, share: 0.5 };
    expect(regimeMoments([noise, { ...noise, meanDaily: 0 }]).variances).toEqual(Float64Array.of(0, 0));
  });
});

describe('sampleRegimes', () => {
  const two = table([
    [0.98, 0.02],
    [0.04, 0.96],
  ]);
  const model = modelOf(two, [0.001, -0.002], [0.006, 0.02]);
  const rows = 60_000;
  const { labels, returns } = sampleRegimes(model, rows, { seed: 4 });

  it('has the shares, transitions and moments of the model', () => {
    model.states.forEach(({ meanDaily, share }, k) => {
      const days = Array.from(labels.keys()).filter((t) => labels[t] === k);
      const mean = days.reduce((sum, t) => sum + returns[t], 0) / days.length;
      const variance = days.reduce((sum, t) => sum + (returns[t] - mean) ** 2, 0) / days.length;
      // Tolerances of about four standard errors; spells make days of a regime fewer than they seem.
      expect(Math.abs(days.length / rows - share)).toBeLessThan(0.05);
      expect(Math.abs(mean - meanDaily)).toBeLessThan([1.2e-4, 5.7e-4][k]);
      expect(Math.sqrt(variance) / [0.006, 0.02][k]).toBeCloseTo(1, 1.7);
      const left = days.filter((t) => t + 1 < rows && labels[t + 1] !== k).length;
      expect(Math.abs(left / days.length - two[k][1 - k])).toBeLessThan([0.003, 0.0055][k]);
    });
  });

  it('is the same for the same seed, longer or not, and another for another', () => {
    const short = sampleRegimes(model, 100, { seed: 4 });
    expect(short).toEqual({ labels: labels.slice(0, 100), returns: returns.slice(0, 100) });
    expect(sampleRegimes(model, 100, { seed: 5 }).returns).not.toEqual(short.returns);
    expect(sampleRegimes(model, 0, { seed: 5 })).toEqual({ labels: new Int32Array(), returns: new Float64Array() });
  });

  it('starts from the long-run shares', () => {
    let stormy = 0;
    for (let seed = 0; seed < 1500; seed++) stormy += sampleRegimes(model, 1, { seed }).labels[0];
    expect(Math.abs(stormy / 1500 - 1 / 3)).toBeLessThan(0.05);
  });

  it('gives the parameters back to a hidden Markov model', () => {
    const drawn = returns.slice(0, 12_000);
    const features = { names: ['return'], rows: drawn.length, columns: [drawn] };
    const refit = createHmmDetector({ states: 2, features: ['return'], restarts: 1 }).fit(features, {
      seed: 1,
      returns: drawn,
    });
    [0.006, 0.02].forEach((deviation, k) => {
      expect(Math.abs(refit.means[k][0] - model.states[k].meanDaily)).toBeLessThan([3e-4, 1.4e-3][k]);
      expect(Math.abs(Math.sqrt(refit.variances[k][0]) / deviation - 1)).toBeLessThan(0.05);
      expect(Math.abs(refit.transition[k][1 - k] - two[k][1 - k])).toBeLessThan([0.008, 0.015][k]);
    });
  });

  it('draws from any fitted model', () => {
    const { features } = drawTwoRegimes(900);
    const fitted = createHmmDetector({ states: 2, features: ['return', 'size'], restarts: 1 }).fit(features, {
      seed: 3,
      returns: features.columns[0],
    });
    const drawn = sampleRegimes(fitted, 20_000, { seed: 1 });
    const stormy = drawn.returns.filter((_, t) => drawn.labels[t] === 1);
    const vol = Math.sqrt((252 * stormy.reduce((sum, r) => sum + r * r, 0)) / stormy.length);
    expect(vol / fitted.states[1].volAnnual).toBeCloseTo(1, 1);
  });

  it('refuses impossible rows and chains', () => {
    for (const bad of [-1, 1.5, Number.NaN]) expect(() => sampleRegimes(model, bad, { seed: 1 })).toThrow(/rows is/);
    expect(() => sampleRegimes({ ...model, states: [] }, 5, { seed: 1 })).toThrow(/states has 0 regimes: expected 2/);
  });
});
