import { describe, expect, it } from 'vitest';
import { createEwmaForecaster } from '../../src/forecast/ewma.ts';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { fitSeries, forecastLiquidity, seriesMeasure, seriesModel } from '../../src/forecast/liquidity.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { createLogHarForecaster } from '../../src/forecast/log-har.ts';
import { createRandomStream } from '../../src/math/random.ts';

const forecaster = createEwmaForecaster({ lambda: 0.9, ...seriesMeasure });

/** A half-spread in basis points that clusters; known from row 10 on. */
function halfSpreads(rows: number): Float64Array {
  const stream = createRandomStream(2, 'spread');
  let log = 0;
  return Float64Array.from({ length: rows }, (_, t) => {
    log = 0.97 * log + 0.1 * stream.normal();
    return t < 10 ? Number.NaN : 3 * Math.exp(log + 0.1 * stream.normal());
  });
}

const values = halfSpreads(400);
const options = { forecaster, horizonDays: [1, 10], firstRows: 100, refitRows: 50, seed: 1 };

describe('forecastLiquidity', () => {
  const [day, days] = forecastLiquidity(values, options);

  it('forecasts a half-spread by the forecasters of variance, in its own unit', () => {
    let sum = 0;
    let weight = 0;
    // The moving average leaves the first row of a history out.
    for (let t = 11; t <= 200; t++) {
      sum = 0.9 * sum + values[t];
      weight = 0.9 * weight + 1;
    }
    expect(day[200]).toBeCloseTo(sum / weight, 10);
    expect(days[200]).toBeCloseTo(sum / weight, 10);
    expect(day.findIndex((value) => value > 0)).toBe(109);
    expect(day.subarray(109).every((value) => value > 1 && value < 9)).toBe(true);
  });

  it('does not see later rows', () => {
    const cut = 256;
    expect(forecastLiquidity(values.slice(0, cut), options)[0]).toEqual(day.slice(0, cut));
    const altered = values.map((value, t) => (t < cut ? value : 9 * value));
    expect(forecastLiquidity(altered, options)[0].slice(0, cut)).toEqual(day.slice(0, cut));
    // A forecaster with something to fit.
    const fitting = {
      ...options,
      forecaster: createLogHarForecaster({ ...seriesMeasure, gridDays: [1] }),
      firstRows: 200,
    };
    const [whole, others] = [values, altered].map((series) => forecastLiquidity(series, fitting)[0]);
    expect(others.slice(0, cut)).toEqual(whole.slice(0, cut));
    expect(whole[cut - 1]).toBeGreaterThan(0);
  });

  it('keeps the last value over gaps, and is restored from plain data', () => {
    const gap = values.with(300, Number.NaN);
    const held = values.with(300, values[299]);
    expect(forecastLiquidity(gap, options)).toEqual(forecastLiquidity(held, options));
    const fitted = fitSeries(values, forecaster, { seed: 1 });
    const restored = seriesModel(loadVolatilityModel(JSON.parse(JSON.stringify(fitted.model.toJSON()))));
    expect(restored.forecast(values, [3])).toEqual(fitted.forecast(values, [3]));
  });

  it('refuses a forecaster of prices, values below 0 and a series that is too short', () => {
    expect(() => fitSeries(values, createHarForecaster(), { seed: 1 })).toThrow(
      "forecaster 'har' does not read the series: create it with seriesMeasure",
    );
    expect(() => fitSeries(values.with(50, -1), forecaster, { seed: 1 })).toThrow('values[50] is -1');
    expect(() => fitSeries(values.slice(0, 60), forecaster, { seed: 1 })).toThrow(/ewma/);
    expect(forecastLiquidity(values.slice(0, 60), options)[0].every(Number.isNaN)).toBe(true);
  });
});
