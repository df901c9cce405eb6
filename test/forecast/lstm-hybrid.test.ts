import { describe, expect, it } from 'vitest';
import { createForecaster, type ForecasterSettings } from '../../src/forecast/create-forecaster.ts';
import type { VolatilityModelJSON } from '../../src/forecast/forecaster.ts';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { lossesOf, meanLoss, qlike } from '../../src/forecast/losses.ts';
import { createLstmForecaster } from '../../src/forecast/lstm.ts';
import { networkFeatureNames } from '../../src/forecast/lstm-features.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { parkinsonVariance } from '../../src/market/range-variance.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars, swingingBars } from './simulated-bars.ts';

const small = { window: 6, units: 3, epochs: 4, batch: 64, learningRate: 0.01, ensemble: 1 };
const hmm = createHmmDetector({ states: 2, restarts: 1, features: ['return'] });

describeVolatilityForecaster('lstm', () => createLstmForecaster({ ...small, beside: [createHarForecaster()] }), {
  random: true,
});

describe('a hybrid of networks and other forecasters', () => {
  const history = swingingBars(420, 3);

  it('has a coefficient for each forecaster beside it and an input for each regime but one', () => {
    const plain = createLstmForecaster(small).fit(history, { seed: 1 }).toJSON();
    const hybrid = createLstmForecaster({ ...small, beside: [createHarForecaster()], regimes: hmm })
      .fit(history, { seed: 1 })
      .toJSON();
    const coefficients = (json: VolatilityModelJSON) => (json.baseline as number[][])[0].length;
    expect(coefficients(hybrid)).toBe(coefficients(plain) + 1);
    expect(plain.featureMeans).toHaveLength(networkFeatureNames.length);
    expect(hybrid.featureMeans).toHaveLength(networkFeatureNames.length + 1);
  });

  it('reads the probabilities that were known on the day', () => {
    const model = createLstmForecaster({ ...small, regimes: hmm }).fit(history, { seed: 1 });
    const forecasts = model.forecast(history, [1, 21]);
    for (const rows of [model.warmup + 1, 300]) {
      const before = forecasts.map((column) => column.slice(0, rows));
      expect(model.forecast(sliceBars(history, 0, rows), [1, 21])).toEqual(before);
    }
    expect(loadVolatilityModel(JSON.parse(JSON.stringify(model))).forecast(history, [1, 21])).toEqual(forecasts);
  });

  it('is made by name', () => {
    const settings: ForecasterSettings = {
      ...small,
      name: 'lstm',
      beside: ['har'],
      regimes: { name: 'hmm', states: 3 },
    };
    const json = createForecaster(settings).fit(history, { seed: 1 }).toJSON();
    expect((json.beside as VolatilityModelJSON[]).map(({ forecaster }) => forecaster)).toEqual(['har']);
    expect(json.featureMeans).toHaveLength(networkFeatureNames.length + 2);
    expect(() => createForecaster({ ...settings, beside: ['hare'] as never })).toThrow(InputError);
  });
});

describe('a further column', () => {
  /** Tomorrow's volatility, known today, but for its noise. */
  const stream = createRandomStream(4, 'vol');
  const vols = Float64Array.from({ length: 901 }, () => 0.2 * Math.exp(0.5 * stream.normal()));
  const bars = simulatedBars(900, 5, (day) => vols[day]);
  const history: Bars = { ...bars, columns: { told: vols.slice(1) } };

  it('that foretells what comes is worth its place', () => {
    const score = (exogenous: readonly { column: string }[]) => {
      const options = { ...small, gridDays: [1], exogenous, target: 'parkinson' } as const;
      const [vol] = createLstmForecaster(options)
        .fit(sliceBars(history, 0, 600), { seed: 1 })
        .forecast(history, [1]);
      const realised = parkinsonVariance(history).slice(601);
      return meanLoss(
        lossesOf(
          qlike,
          realised,
          vol.slice(600, 899).map((value) => value ** 2 / 252),
        ),
      );
    };
    expect(score([{ column: 'told' }])).toBeLessThan(0.7 * score([]));
  });

  it('keeps the last value that it had where it has none', () => {
    const options = { ...small, exogenous: [{ column: 'told' }] };
    const model = createLstmForecaster(options).fit(history, { seed: 1 });
    const told = vols.slice(1);
    told[800] = Number.NaN;
    const filled = told.slice();
    filled[800] = filled[799];
    const forecast = (column: Float64Array) => model.forecast({ ...bars, columns: { told: column } }, [1, 5]);
    expect(forecast(told)).toEqual(forecast(filled));
    expect(() => model.forecast(bars, [1])).toThrow("the history has no column 'told'");
  });
});

describe('a warm start', () => {
  it('begins at the weights of the fit before and takes fewer steps', () => {
    const history = swingingBars(500, 3);
    const forecaster = createLstmForecaster(small);
    const previous = forecaster.fit(sliceBars(history, 0, 440), { seed: 1 });
    const steps = (call: object) => {
      let most = 0;
      forecaster.fit(history, { seed: 1, ...call, onProgress: ({ total }) => (most = Math.max(most, total)) });
      return most;
    };
    expect(steps({ previous })).toBe(steps({}) / 2);
    // A rate of next to nothing leaves the weights where they began.
    const still = createLstmForecaster({ ...small, learningRate: 1e-12 });
    const [[warm], [before]] = [still.fit(history, { seed: 1, previous }), previous].map(
      (model) => model.toJSON().weights as number[][],
    );
    expect(Math.max(...warm.map((value, k) => Math.abs(value - before[k])))).toBeLessThan(1e-6);
  });

  it('is from cold after a fit with other settings', () => {
    const history = swingingBars(420, 3);
    const forecaster = createLstmForecaster(small);
    const cold = forecaster.fit(history, { seed: 1 }).toJSON();
    for (const other of [{ units: 4 }, { window: 7 }, { gridDays: [1, 5, 10, 20] }, { ensemble: 2 }]) {
      const previous = createLstmForecaster({ ...small, ...other }).fit(history, { seed: 1 });
      expect(forecaster.fit(history, { seed: 1, previous }).toJSON()).toEqual(cold);
    }
  });
});
