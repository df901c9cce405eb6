import { describe, expect, it } from 'vitest';
import { harRegressors } from '../../src/forecast/har/har-regressors.ts';
import type { HarTerms } from '../../src/forecast/har/har-terms.ts';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { createHarLeverageForecaster } from '../../src/forecast/har-leverage.ts';
import { createHarqForecaster } from '../../src/forecast/harq.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { createLogHarForecaster } from '../../src/forecast/log-har.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { dailyVariance } from '../../src/market/daily-variance.ts';
import { bundledBarsPath, readBars } from '../../src/market/read-bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars, swingingBars } from './simulated-bars.ts';

/** Realised variance, its quarticity and an implied volatility, made of each day's bar. */
function realisedColumns(bars: Bars) {
  const rv = dailyVariance(bars, 'parkinson').map((value) => (Number.isNaN(value) ? 1e-4 : value));
  const rq = rv.map((value, t) => value * value * (1 + (t % 3)));
  return { rv, rq, impliedVol: rv.map((value) => Math.sqrt(252 * value) + 0.01) };
}

describeVolatilityForecaster('log-har', () => createLogHarForecaster(), { random: false });
describeVolatilityForecaster('har-leverage', () => createHarLeverageForecaster(), { random: false });
describeVolatilityForecaster('harq', () => createHarqForecaster({ full: true }), {
  random: false,
  columns: realisedColumns,
});
describeVolatilityForecaster(
  'har',
  () => createHarForecaster({ windows: [1, 5, 22], exogenous: [{ column: 'impliedVol', transform: 'variance' }] }),
  { random: false, columns: realisedColumns },
);

describe('exogenous columns', () => {
  const bars = swingingBars(500, 3);
  const gap = (t: number) => t % 7 === 3;
  const impliedVol = realisedColumns(bars).impliedVol.map((value, t) => (gap(t) ? Number.NaN : value));
  const history: Bars = { ...bars, columns: { impliedVol } };

  it('are left to the regression without them on rows that lack one', () => {
    const plain = createLogHarForecaster().fit(history, { seed: 1 }).forecast(history, [1, 8])[1];
    const exogenous = [{ column: 'impliedVol' }];
    const both = createLogHarForecaster({ exogenous }).fit(history, { seed: 1 }).forecast(history, [1, 8])[1];
    for (let t = 22; t < 500; t++) {
      if (gap(t)) expect(both[t]).toBe(plain[t]);
      else expect(both[t]).not.toBe(plain[t]);
    }
  });

  it('are read as many rows back as they lag', () => {
    const lagged = createLogHarForecaster({ exogenous: [{ column: 'impliedVol', lagDays: 2 }] });
    const moved = Float64Array.from(impliedVol, (_, t) => (t < 2 ? Number.NaN : impliedVol[t - 2]));
    const now = createLogHarForecaster({ exogenous: [{ column: 'impliedVol' }] });
    const shifted = { ...bars, columns: { impliedVol: moved } };
    expect(lagged.fit(history, { seed: 1 }).forecast(history, [5])).toEqual(
      now.fit(shifted, { seed: 1 }).forecast(shifted, [5]),
    );
  });

  it('must be there', () => {
    const forecaster = createHarForecaster({ exogenous: [{ column: 'vix' }] });
    expect(() => forecaster.fit(history, { seed: 1 })).toThrow(InputError);
  });
});

describe('a column of variances with gaps', () => {
  it('keeps the forecast of the row before', () => {
    const bars = swingingBars(400, 5);
    const { rv } = realisedColumns(bars);
    const gappy = { ...bars, columns: { rv: rv.map((value, t) => (t === 300 ? Number.NaN : value)) } };
    const model = createHarForecaster({ measure: 'column:rv', windows: [1, 5] }).fit(gappy, { seed: 1 });
    const [week] = model.forecast(gappy, [5]);
    expect([...week.subarray(300, 305)]).toEqual(new Array(5).fill(week[299]));
    expect(week[305]).not.toBe(week[299]);
  });
});

describe('the least that is forecast', () => {
  const history = swingingBars(500, 3);

  it('is a hundredth of the mean fitted, where levels without a clip go below 0', () => {
    const model = createHarLeverageForecaster({ transform: 'level', clip: null, gridDays: [1] }).fit(history, {
      seed: 1,
    });
    const { coefficients, averages, level } = model.toJSON() as unknown as {
      coefficients: number[][];
      averages: number[];
      level: number;
    };
    const doomed = loadVolatilityModel({ ...model.toJSON(), coefficients: [[-1, ...coefficients[0].slice(1)]] });
    const [column] = doomed.forecast(history, [1]);
    expect(column[499]).toBeCloseTo(Math.sqrt(252 * level * 0.01 * averages[0]), 12);
  });
});

it('has the mean fitted where nothing is known yet after the warm-up', () => {
  const bars = swingingBars(400, 5);
  const { rv } = realisedColumns(bars);
  const late = { ...bars, columns: { rv: rv.map((value, t) => (t < 60 ? Number.NaN : value)) } };
  const options = { measure: 'column:rv', target: 'column:rv', gridDays: [5] } as const;
  const model = createHarForecaster(options).fit(late, { seed: 1 });
  const { averages } = model.toJSON() as unknown as { averages: number[] };
  expect(model.forecast(late, [5])[0][40]).toBeCloseTo(Math.sqrt(252 * averages[0]), 12);
});

it('reads falls of whole windows, or of their days', () => {
  const bars = swingingBars(300, 3);
  const { close } = bars;
  const terms = (downside: 'daily' | 'window') => {
    const { terms: all } = createHarLeverageForecaster({ downside }).fit(bars, { seed: 1 }).toJSON();
    return harRegressors(bars, all as HarTerms).own[4];
  };
  for (const t of [50, 51, 52, 53, 150, 299]) {
    const days = [0, 1, 2, 3, 4].map((back) => Math.log(close[t - back] / close[t - back - 1]));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / 5;
    expect(terms('window')[t]).toBeCloseTo(Math.min(0, mean(days)), 14);
    expect(terms('daily')[t]).toBeCloseTo(mean(days.map((value) => Math.min(0, value))), 14);
  }
});

describe('clip', () => {
  it('keeps a regression with leverage from exploding in March 2020', async () => {
    const { bars } = await readBars(bundledBarsPath());
    const start = bars.dates.indexOf('2020-02-20');
    const largest = (clip?: null) => {
      const forecaster = createHarLeverageForecaster({
        gridDays: [1],
        target: 'parkinson',
        ...(clip === null && { clip }),
      });
      const model = forecaster.fit(sliceBars(bars, 0, start), { seed: 1 });
      return Math.max(...model.forecast(bars, [1])[0].subarray(start));
    };
    const seen = dailyVariance(sliceBars(bars, 0, start), 'parkinson').reduce((max, v) => (v > max ? v : max), 0);
    expect(largest(null)).toBeGreaterThan(2 * Math.sqrt(252 * seen));
    expect(largest()).toBeCloseTo(Math.sqrt(252 * 1.5 * seen), 10);
  });

  it.each([
    { low: 1.1, high: 2 },
    { low: 0.5, high: 0.9 },
    { low: -1, high: 2 },
  ])('refuses %o', (clip) => {
    expect(() => createHarForecaster({ clip })).toThrow(RangeError);
  });
});

it('corrects the mean of logs: smearing makes the mean of y / f one over the fit', () => {
  const history = simulatedBars(1500, 9);
  const mean = (bias: 'smearing' | 'none') => {
    const options = { bias, clip: null, gridDays: [1], target: 'parkinson' } as const;
    const [vol] = createLogHarForecaster(options).fit(history, { seed: 1 }).forecast(history, [1]);
    const v = dailyVariance(history, 'parkinson');
    let sum = 0;
    for (let t = 22; t < 1499; t++) sum += (252 * v[t + 1]) / vol[t] ** 2;
    return sum / (1499 - 22);
  };
  expect(mean('smearing')).toBeCloseTo(1, 10);
  expect(mean('none')).toBeGreaterThan(1.1);
});
