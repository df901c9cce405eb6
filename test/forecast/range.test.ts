import { describe, expect, it } from 'vitest';
import { createRangeForecaster } from '../../src/forecast/range.ts';
import { rangeVolatility } from '../../src/market/range-volatility.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { swingingBars } from './simulated-bars.ts';

describeVolatilityForecaster('range', () => createRangeForecaster({ days: 10 }), { random: false });
describe('with Parkinson from the previous close', () => {
  const make = () => createRangeForecaster({ estimator: 'parkinson', days: 10, previousClose: true });
  describeVolatilityForecaster('range', make, { random: false });
});

describe('createRangeForecaster', () => {
  it('is a multiple of the estimate, at the mean level of squared returns, at every horizon', () => {
    const history = swingingBars(300, 2);
    const estimate = rangeVolatility(history, { estimator: 'rogers-satchell', days: 8 });
    const forecaster = createRangeForecaster({ estimator: 'rogers-satchell', days: 8 });
    const [day, month] = forecaster.fit(history, { seed: 1 }).forecast(history, [1, 21]);
    let [squares, estimates] = [0, 0];
    for (let t = 7; t < 300; t++) {
      squares += Math.log(history.close[t] / history.close[t - 1]) ** 2;
      estimates += estimate[t] ** 2 / 252;
    }
    expect(day[200]).toBeCloseTo(estimate[200] * Math.sqrt(squares / estimates), 12);
    expect(month).toEqual(day);
    expect(day[6]).toBeNaN();
  });

  it('refuses what it cannot estimate', () => {
    expect(() => createRangeForecaster({ days: 1 })).toThrow(RangeError);
    expect(() => createRangeForecaster({ previousClose: true })).toThrow('previousClose is true for yang-zhang');
  });
});
