import { describe, expect, it } from 'vitest';
import { forecastValue, volToExpiry } from '../../src/backtest/forecast-value.ts';
import { createRandomStream } from '../../src/math/random.ts';

const rows = 700;
const tenorDays = 10;

/** Prices whose volatility switches between 10 % and 40 % every 60 days, while implied volatility stays at 25 %. */
function switchingMarket() {
  const stream = createRandomStream(4, 'prices');
  const vol = Float64Array.from({ length: rows }, (_, t) => (Math.floor(t / 60) % 2 === 0 ? 0.1 : 0.4));
  const close = new Float64Array(rows).fill(100);
  for (let t = 1; t < rows; t++) close[t] = close[t - 1] * Math.exp((vol[t] * stream.normal()) / Math.sqrt(252));
  const byDays = (column: Float64Array) => Array.from({ length: tenorDays }, () => column);
  const impliedVol = new Float64Array(rows).fill(0.25);
  const forecastVol = { right: byDays(vol), wrong: byDays(vol.map((value) => 0.5 - value)), same: byDays(impliedVol) };
  return { close, impliedVol, forecastVol };
}

const options = { tenorDays, halfWidth: 0.02, seed: 3, draws: 100 };

describe('forecastValue', () => {
  const data = switchingMarket();
  const { episodes, values } = forecastValue(data, options);
  const of = (name: string, weight: number) =>
    values.find((value) => value.forecaster === name && value.weight === weight)!;

  it('has every forecast at every weight, over the same contracts', () => {
    expect(episodes).toBe(rows - tenorDays);
    expect(values.map(({ forecaster, weight }) => `${forecaster} ${weight}`)).toEqual([
      'implied 0',
      ...[1, 0.5].flatMap((weight) => ['right', 'wrong', 'same'].map((name) => `${name} ${weight}`)),
    ]);
    const { objective, mean, sd } = of('right', 1);
    expect(objective.value).toBeCloseTo(1.5 * sd - mean, 12);
  });

  it('finds more value in the right forecast than in the wrong one, and none in implied volatility itself', () => {
    expect(of('right', 1).objective.value).toBeLessThan(of('wrong', 1).objective.value);
    expect(of('wrong', 1).versusReference.value).toBeGreaterThan(0);
    for (const weight of [1, 0.5]) {
      expect(of('same', weight).versusReference.value).toBeCloseTo(0, 12);
      expect(of('same', weight).versusReference.stderr).toBeCloseTo(0, 12);
    }
  });

  it('takes differences against a forecaster at the same weight', () => {
    const against = forecastValue(data, { ...options, reference: 'right' }).values;
    for (const { forecaster, weight, objective, versusReference } of against) {
      const base = weight === 0 ? of('implied', 0) : of('right', weight);
      expect(versusReference.value).toBeCloseTo(objective.value - base.objective.value, 12);
      if (forecaster === 'right') expect(versusReference.stderr).toBe(0);
    }
  });

  it('hedges the contracts alone on whose every day all forecasts are known', () => {
    const holed = { ...data, forecastVol: { ...data.forecastVol } };
    holed.forecastVol.right = data.forecastVol.right.map((column) => column.with(300, Number.NaN));
    expect(forecastValue(holed, options).episodes).toBe(episodes - tenorDays);
    expect(forecastValue(data, { ...options, from: 100, to: 150, everyDays: 5 }).episodes).toBe(10);
    expect(() => forecastValue(data, { ...options, from: 695 })).toThrow('no contract of 10 days');
  });

  it('counts blocks of the bootstrap in trading days, however often a contract is written', () => {
    const stderr = (everyDays: number, blockDays: number) =>
      forecastValue(data, { ...options, everyDays, blockDays, weights: [1] }).values[1].objective.stderr;
    // Blocks hold one contract at least: of five days and of three there is no more in them.
    expect(stderr(5, 5)).toBe(stderr(5, 3));
    expect(stderr(5, 5)).not.toBe(stderr(5, 50));
  });

  it('refuses columns and references that do not fit', () => {
    expect(() => forecastValue(data, { ...options, reference: 'har' })).toThrow("reference is 'har'");
    expect(() => forecastValue(data, { ...options, tenorDays: 21 })).toThrow('forecastVol.right has 10 columns');
    expect(() => forecastValue({ ...data, forecastVol: {} }, options)).toThrow('forecastVol is empty');
    expect(() => forecastValue({ ...data, impliedVol: new Float64Array(3) }, options)).toThrow('impliedVol has 3 rows');
  });
});

describe('volToExpiry', () => {
  it('annualises variances of a day and joins horizons in total variance, whatever their order', () => {
    const table = {
      dates: ['2020-01-02'],
      horizonDays: [5, 1],
      realised: [],
      forecasts: { har: [Float64Array.of(2e-4), Float64Array.of(1e-4)] },
    };
    const vols = volToExpiry(table, 'har', 7).map(([vol]) => vol ** 2 / 252);
    expect(vols[0]).toBeCloseTo(1e-4, 15);
    // 1 day of 1e-4, then 4 days that bring the total to 5 × 2e-4.
    expect(vols[2]).toBeCloseTo((1e-4 + (2 / 4) * 9e-4) / 3, 15);
    expect(vols[4]).toBeCloseTo(2e-4, 15);
    expect(vols[6]).toBeCloseTo(2e-4, 15);
    expect(() => volToExpiry(table, 'garch', 7)).toThrow("no forecaster 'garch'");
  });
});
