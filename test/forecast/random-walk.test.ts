import { describe, expect, it } from 'vitest';
import { createRandomWalkForecaster } from '../../src/forecast/random-walk.ts';
import { parkinsonVariance } from '../../src/market/range-variance.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { swingingBars } from './simulated-bars.ts';

describeVolatilityForecaster('random-walk', () => createRandomWalkForecaster({ days: 5 }), { random: false });

describe('createRandomWalkForecaster', () => {
  const history = swingingBars(300, 2);
  const own = { measure: 'parkinson', target: 'parkinson' } as const;

  it('is the latest day, or the mean of the latest days, at every horizon', () => {
    const variance = parkinsonVariance(history);
    const [day, month] = createRandomWalkForecaster(own).fit(history, { seed: 1 }).forecast(history, [1, 21]);
    expect(day[250]).toBeCloseTo(Math.sqrt(252 * variance[250]), 14);
    expect(month).toEqual(day);
    const [mean] = createRandomWalkForecaster({ ...own, days: 3 })
      .fit(history, { seed: 1 })
      .forecast(history, [1]);
    expect(mean[250]).toBeCloseTo(Math.sqrt(84 * (variance[248] + variance[249] + variance[250])), 14);
  });

  it('foretells a tenth of the usual volatility after a day without movement', () => {
    const { open, high, low, close } = history;
    const still = (column: Float64Array) => column.map((value, t) => (t === 200 ? close[199] : value));
    const bars = { ...history, open: still(open), high: still(high), low: still(low), close: still(close) };
    const variance = parkinsonVariance(bars).slice(1);
    const usual = variance.reduce((sum, value) => sum + value, 0) / 299;
    const [day] = createRandomWalkForecaster(own).fit(bars, { seed: 1 }).forecast(bars, [1]);
    expect(variance[199]).toBe(0);
    expect(day[200]).toBeCloseTo(0.1 * Math.sqrt(252 * usual), 14);
  });

  it('takes the last known value where a column has none', () => {
    const rv = new Float64Array(300).fill(1e-4);
    rv.fill(Number.NaN, 0, 10);
    rv[199] = 4e-4;
    rv.fill(Number.NaN, 200, 205);
    const bars = { ...history, columns: { rv } };
    const options = { measure: 'column:rv', target: 'column:rv' } as const;
    const [day] = createRandomWalkForecaster(options).fit(bars, { seed: 1 }).forecast(bars, [1]);
    expect(day[204]).toBeCloseTo(Math.sqrt(252 * 4e-4), 14);
    expect(day[205]).toBeCloseTo(Math.sqrt(252 * 1e-4), 14);
    expect(day[5]).toBeGreaterThan(0);
    const none = { ...history, columns: { rv: rv.map(() => Number.NaN) } };
    expect(() => createRandomWalkForecaster(options).fit(none, { seed: 1 })).toThrow('has no value of column:rv');
  });

  it('refuses what is no number of days', () => {
    for (const days of [0, 1.5, -1]) expect(() => createRandomWalkForecaster({ days })).toThrow(RangeError);
  });
});
