import { describe, expect, it } from 'vitest';
import { createMarkovSwitching, loadMarkovSwitching } from '../../src/simulate/markov-switching.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeMarket } from '../contracts/market-suite.ts';
import { regimeModel } from './regime-model.ts';
import { errorsFrom, meanAndError } from './sample-moments.ts';

/** Daily variances of 12 % and 36 % a year; the stormy regime holds a quarter of the days. */
const variances = [0.12 ** 2 / 252, 0.36 ** 2 / 252];

/** Means of +0.06 % and −0.1 % a day. */
const calmAndStormy = (features?: readonly string[]) =>
  regimeModel(
    [0.12, 0.36],
    [0.0006, -0.001],
    [
      [0.98, 0.02],
      [0.06, 0.94],
    ],
    features,
  );
const model = calmAndStormy();
const three = regimeModel(
  [0.09, 0.17, 0.4],
  [0.0008, 0.0003, -0.0012],
  [
    [0.97, 0.025, 0.005],
    [0.02, 0.96, 0.02],
    [0.005, 0.045, 0.95],
  ],
);
const request = { paths: 4000, steps: 20, seed: 5, stream: ['switching'] };

describeMarket('Markov switching', () => createMarkovSwitching({ model, warmUpDays: 10 }));
describeMarket('Markov switching between three regimes', () =>
  createMarkovSwitching({ model: three, warmUpDays: 10, startRegime: 1 }),
);

describe('createMarkovSwitching', () => {
  it.each([
    [2, model],
    [3, three],
  ])("shows the model's own filter of the drawn closes, to the bit: %i regimes", (_, model) => {
    const { spot, signals, paths, steps } = createMarkovSwitching({ model, warmUpDays: 0 }).simulate({
      ...request,
      paths: 30,
    });
    for (let path = 0; path < paths; path++) {
      const returns = Float64Array.from({ length: steps + 1 }, (_, step) =>
        step === 0 ? Number.NaN : Math.log(spot[step * paths + path] / spot[(step - 1) * paths + path]),
      );
      const { columns } = model.filter({ names: ['return'], rows: steps + 1, columns: [returns] });
      columns.forEach((column, k) => {
        const drawn = Array.from(column, (_, step) => signals[`regime.hmm.${k}`][step * paths + path]);
        expect(drawn).toEqual([...column]);
      });
    }
  });

  it('does not know at t what comes after t: a path cut short has the same bits', () => {
    const market = createMarkovSwitching({ model });
    const long = market.simulate({ ...request, paths: 100, quote: 'instantaneous' });
    for (const steps of [1, 7, 19]) {
      const short = market.simulate({ ...request, paths: 100, steps, quote: 'instantaneous' });
      const cells = (steps + 1) * 100;
      for (const name of market.signals) {
        expect([...short.signals[name]]).toEqual([...long.signals[name].subarray(0, cells)]);
      }
      expect([...short.spot]).toEqual([...long.spot.subarray(0, cells)]);
      expect([...short.impliedVol]).toEqual([...long.impliedVol.subarray(0, cells)]);
    }
  });

  it('keeps the true regime out of what it returns: every column follows from the closes by the filter', () => {
    const paths = createMarkovSwitching({ model }).simulate(request);
    expect(Object.keys(paths.signals)).toEqual(['regime.hmm.0', 'regime.hmm.1', 'variance']);
    const { spot, signals, impliedVol } = paths;
    const stormy = signals['regime.hmm.1'];
    // Expected average variance by the chain's second eigenvalue, 0.98 + 0.94 − 1.
    const average = (probability: number, days: number) => {
      let sum = 0;
      for (let day = 1; day <= days; day++) {
        const ahead = 0.25 + 0.92 ** day * (probability - 0.25);
        sum += (1 - ahead) * variances[0] + ahead * variances[1];
      }
      return (252 * sum) / days;
    };
    for (let step = 0; step <= 20; step++) {
      for (let path = 0; path < 20; path++) {
        const at = step * paths.paths + path;
        expect(Math.abs(signals.variance[at] / average(stormy[at], 1) - 1)).toBeLessThan(1e-9);
        expect(Math.abs(impliedVol[at] ** 2 / average(stormy[at], Math.max(1, 20 - step)) - 1)).toBeLessThan(1e-9);
      }
    }
    // Were it the regime itself, the probabilities would be 0 and 1 where the filter is in doubt.
    const inDoubt = stormy.filter((probability) => probability > 0.2 && probability < 0.8).length;
    expect(inDoubt / stormy.length).toBeGreaterThan(0.05);
    expect(spot.length).toBe(21 * 4000);
  });

  it('announces what comes: squared returns meet the filtered variance, in doubt and out of it', () => {
    const { spot, signals, paths, steps } = createMarkovSwitching({ model, warmUpDays: 20 }).simulate({
      ...request,
      paths: 10_000,
    });
    const bands: number[][] = [[], [], []];
    for (let cell = 0; cell < steps * paths; cell++) {
      const probability = signals['regime.hmm.1'][cell];
      const ratio = (252 * Math.log(spot[cell + paths] / spot[cell]) ** 2) / signals.variance[cell];
      bands[probability < 0.05 ? 0 : probability < 0.8 ? 1 : 2].push(ratio);
    }
    // The fitted means, which the drawn returns lack, cost the filter a few per cent.
    for (const band of bands) expect(Math.abs(meanAndError(band).mean - 1)).toBeLessThan(0.05);
  });

  it('gives prices no drift in either regime, and history’s means where drift is kept', () => {
    for (const startRegime of [0, 1]) {
      const { spot } = createMarkovSwitching({ model, startRegime, warmUpDays: 1 }).simulate({
        ...request,
        paths: 20_000,
      });
      for (const step of [1, 20])
        expect(errorsFrom(spot.subarray(step * 20_000, (step + 1) * 20_000), 100)).toBeLessThan(3);
    }
    const kept = createMarkovSwitching({ model, keepDrift: true, warmUpDays: 1 }).simulate({
      ...request,
      paths: 20_000,
    });
    const logs = kept.spot.subarray(20 * 20_000).map((price) => Math.log(price / 100));
    expect(errorsFrom(logs, 20 * (0.75 * 0.0006 - 0.25 * 0.001))).toBeLessThan(3);
  });

  it('starts in the regime given, with a history that leads there', () => {
    const stormy = createMarkovSwitching({ model, startRegime: 1 }).simulate({ ...request, paths: 10_000, steps: 1 });
    const calm = createMarkovSwitching({ model, startRegime: 0 }).simulate({ ...request, paths: 10_000, steps: 1 });
    // The filter knows of the storm: it has seen days of it.
    expect(meanAndError(stormy.signals['regime.hmm.1'].subarray(0, 10_000)).mean).toBeGreaterThan(0.7);
    expect(meanAndError(calm.signals['regime.hmm.1'].subarray(0, 10_000)).mean).toBeLessThan(0.15);
    const squares = stormy.spot.subarray(10_000).map((price) => 252 * Math.log(price / 100) ** 2);
    expect(errorsFrom(squares, 0.94 * 0.36 ** 2 + 0.06 * 0.12 ** 2)).toBeLessThan(3);
    // On average over where paths start, the filter is right about how many stand in a storm.
    const any = createMarkovSwitching({ model, warmUpDays: 120 }).simulate({ ...request, paths: 10_000, steps: 1 });
    expect(Math.abs(meanAndError(any.signals['regime.hmm.1'].subarray(0, 10_000)).mean - 0.25)).toBeLessThan(0.02);
  });

  it('has the moments of the mixture and the clustering of the chain', () => {
    const { spot, paths, steps } = createMarkovSwitching({ model, warmUpDays: 1 }).simulate({
      ...request,
      paths: 40_000,
      steps: 6,
    });
    const squareAt = (step: number) =>
      Float64Array.from(
        { length: paths },
        (_, path) => Math.log(spot[(step + 1) * paths + path] / spot[step * paths + path]) ** 2,
      );
    expect(steps).toBe(6);
    const [first, sixth] = [squareAt(0), squareAt(5)];
    expect(errorsFrom(first, 0.75 * variances[0] + 0.25 * variances[1])).toBeLessThan(3);
    const fourths = first.map((square) => square * square);
    expect(errorsFrom(fourths, 3 * (0.75 * variances[0] ** 2 + 0.25 * variances[1] ** 2))).toBeLessThan(3);
    // Cov(r², r'²) over 5 days = 0.92⁵ π₀ π₁ (v₁ − v₀)², plus the squared mean.
    const products = first.map((square, path) => square * sixth[path]);
    const between = 0.92 ** 5 * 0.75 * 0.25 * (variances[1] - variances[0]) ** 2;
    expect(errorsFrom(products, between + (0.75 * variances[0] + 0.25 * variances[1]) ** 2)).toBeLessThan(3);
  });

  it('mirrors the shocks of antithetic pairs, which share their regimes', () => {
    for (const steps of [1, 5]) {
      const request40 = { ...request, paths: 40, steps, antithetic: true };
      const ends = createMarkovSwitching({ model })
        .simulate(request40)
        .spot.subarray(40 * steps);
      for (let path = 0; path < 40; path += 2) {
        const sum = Math.log((ends[path] * ends[path + 1]) / 1e4);
        const drifts = Array.from(
          { length: steps + 1 },
          (_, storms) => storms * variances[1] + (steps - storms) * variances[0],
        );
        expect(Math.min(...drifts.map((drift) => Math.abs(sum + drift)))).toBeLessThan(1e-12);
      }
    }
  });

  it('draws the same path in any batch, over steps of several days too', () => {
    const market = createMarkovSwitching({ model, warmUpDays: 7 });
    const whole = market.simulate({ ...request, paths: 9, daysPerStep: 3 });
    const part = market.simulate({ ...request, paths: 4, firstPath: 3, daysPerStep: 3 });
    for (let step = 0; step <= 20; step++) {
      expect([...part.spot.subarray(4 * step, 4 * step + 4)]).toEqual([
        ...whole.spot.subarray(9 * step + 3, 9 * step + 7),
      ]);
      expect([...part.impliedVol.subarray(4 * step, 4 * step + 4)]).toEqual([
        ...whole.impliedVol.subarray(9 * step + 3, 9 * step + 7),
      ]);
    }
  });

  it('refuses a model of other features and parameters out of range', () => {
    expect(() => createMarkovSwitching({ model: calmAndStormy(['return', 'trend21']) })).toThrow(
      'reads return, trend21',
    );
    expect(() => createMarkovSwitching({ model, warmUpDays: -1 })).toThrow('warmUpDays is -1');
    expect(() => createMarkovSwitching({ model, startRegime: 2 })).toThrow(
      'startRegime is 2: expected one of the regimes 0 to 1',
    );
  });

  it('restores itself from plain data, and refuses data that it cannot have written', () => {
    const saved = createMarkovSwitching({ model, startRegime: 1 }).toJSON();
    const few = { ...request, paths: 5 };
    const loaded = loadMarkovSwitching(JSON.parse(JSON.stringify(saved)));
    expect(loaded.simulate(few)).toEqual(createMarkovSwitching({ model, startRegime: 1 }).simulate(few));
    for (const change of [
      { startRegime: 2 },
      { warmUpDays: -1 },
      { model: { detector: 'kmeans' } },
      { model: undefined },
    ]) {
      expect(() => loadMarkovSwitching({ ...saved, ...change })).toThrow(InputError);
    }
  });
});
