import { describe, expect, it } from 'vitest';
import { createEwmaForecaster } from '../../src/forecast/ewma.ts';
import { parkinsonVariance } from '../../src/market/range-variance.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { swingingBars } from './simulated-bars.ts';

describeVolatilityForecaster('ewma', () => createEwmaForecaster({ lambda: 0.94 }), { random: false });

describe('createEwmaForecaster', () => {
  const history = swingingBars(300, 2);

  it('is the weighted mean of range variances, at the level of close-to-close returns', () => {
    const variance = parkinsonVariance(history);
    let closes = 0;
    let ranges = 0;
    for (let t = 1; t < 300; t++) {
      closes += Math.log(history.close[t] / history.close[t - 1]) ** 2;
      ranges += variance[t];
    }
    let weighted = 0;
    let weights = 0;
    for (let i = 0; i < 250; i++) {
      weighted += 0.9 ** i * variance[250 - i];
      weights += 0.9 ** i;
    }
    const expected = Math.sqrt((252 * weighted * closes) / (weights * ranges));
    const [column] = createEwmaForecaster({ lambda: 0.9 }).fit(history, { seed: 1 }).forecast(history, [1]);
    expect(column[250]).toBeCloseTo(expected, 12);
  });

  it('is the same at every horizon', () => {
    const [day, quarter] = createEwmaForecaster({ lambda: 0.94 }).fit(history, { seed: 1 }).forecast(history, [1, 63]);
    expect(quarter).toEqual(day);
  });

  it('passes over missing days of a column', () => {
    const rv = Float64Array.from({ length: 300 }, (_, t) => (t === 200 ? Number.NaN : 1e-4));
    const options = { lambda: 0.94, measure: 'column:rv', target: 'column:rv' } as const;
    const bars = { ...history, columns: { rv } };
    const [column] = createEwmaForecaster(options).fit(bars, { seed: 1 }).forecast(bars, [1]);
    for (const t of [199, 200, 299]) expect(column[t]).toBeCloseTo(Math.sqrt(252e-4), 12);
  });

  it('refuses a decay outside (0, 1)', () => {
    for (const lambda of [0, 1, -0.5, Number.NaN]) expect(() => createEwmaForecaster({ lambda })).toThrow(RangeError);
  });
});
