import { describe, expect, it } from 'vitest';
import { createHmmVarianceForecaster } from '../../src/forecast/hmm-variance.ts';
import { sliceBars } from '../../src/market/bars.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars, swingingBars } from './simulated-bars.ts';

describeVolatilityForecaster('hmm', () => createHmmVarianceForecaster({ states: 2, restarts: 2 }), { random: false });

describe('createHmmVarianceForecaster', () => {
  // Two regimes, 10 % and 40 % a year, a hundred days each.
  const history = simulatedBars(1200, 3, (day) => (Math.floor(day / 100) % 2 === 0 ? 0.1 : 0.4));

  it.each(['normal', 'student-t'] as const)('finds two regimes and forecasts the one at hand, law %s', (law) => {
    const forecaster = createHmmVarianceForecaster({ states: 2, restarts: 2, law });
    const [day, year] = forecaster.fit(history, { seed: 1 }).forecast(history, [1, 252]);
    expect(day[1080]).toBeGreaterThan(0.08);
    expect(day[1080]).toBeLessThan(0.12);
    expect(day[980]).toBeGreaterThan(0.35);
    expect(day[980]).toBeLessThan(0.45);
    // Over a year both regimes come: √((0.01 + 0.16) / 2) = 0.29 in the long run.
    expect(year[1080]).toBeGreaterThan(0.2);
    expect(year[980]).toBeLessThan(0.34);
    expect(year[980]).toBeGreaterThan(year[1080]);
  });

  it('with one regime is the variance of returns', () => {
    const [day, month] = createHmmVarianceForecaster({ states: 1 })
      .fit(history, { seed: 1 })
      .forecast(history, [1, 21]);
    const returns = [...history.close.keys()].slice(1).map((t) => Math.log(history.close[t] / history.close[t - 1]));
    const mean = returns.reduce((sum, value) => sum + value, 0) / 1199;
    const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 1199;
    expect(day[500]).toBeCloseTo(Math.sqrt(252 * variance), 6);
    expect(month[500]).toBeCloseTo(day[500], 12);
  });

  it('starts a refit from the model before, and from cold after one of another make', () => {
    // A history on which the two starts end apart in the last digits.
    const bars = swingingBars(500, 3);
    const forecaster = createHmmVarianceForecaster({ states: 2, restarts: 1 });
    const before = forecaster.fit(sliceBars(bars, 0, 400), { seed: 1 });
    const other = createHmmVarianceForecaster({ states: 3, restarts: 1 }).fit(sliceBars(bars, 0, 400), { seed: 1 });
    const [cold] = forecaster.fit(bars, { seed: 1 }).forecast(bars, [1]);
    const [warm] = forecaster.fit(bars, { seed: 1, previous: before }).forecast(bars, [1]);
    expect(Math.abs(warm[450] / cold[450] - 1)).toBeLessThan(0.05);
    expect(warm).not.toEqual(cold);
    const heavy = createHmmVarianceForecaster({ states: 2, restarts: 1, law: 'student-t' });
    const ofOtherLaw = heavy.fit(sliceBars(bars, 0, 400), { seed: 1 });
    for (const previous of [other, ofOtherLaw]) {
      expect(forecaster.fit(bars, { seed: 1, previous }).forecast(bars, [1])[0]).toEqual(cold);
    }
  });

  it('forecasts the mean square where there are no regimes to find', () => {
    const one = new Float64Array(300).fill(100);
    one.fill(110, 150);
    const bars = { ...simulatedBars(300, 1), open: one, high: one, low: one, close: one };
    const [day] = createHmmVarianceForecaster({ restarts: 1 }).fit(bars, { seed: 1 }).forecast(bars, [1]);
    expect(day.subarray(21).every((vol) => vol > 0 && vol < 2)).toBe(true);
    const still = { ...bars, open: one.fill(100), high: one, low: one, close: one };
    const [flat] = createHmmVarianceForecaster().fit(still, { seed: 1 }).forecast(still, [1]);
    expect(flat[100]).toBeCloseTo(Math.sqrt(252e-8), 12);
  });
});
