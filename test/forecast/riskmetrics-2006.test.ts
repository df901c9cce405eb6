import { describe, expect, it } from 'vitest';
import { createEwmaForecaster } from '../../src/forecast/ewma.ts';
import { createRiskMetrics2006Forecaster, riskMetricsComponents } from '../../src/forecast/riskmetrics-2006.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { swingingBars } from './simulated-bars.ts';

describeVolatilityForecaster('riskmetrics-2006', () => createRiskMetrics2006Forecaster(), { random: false });

describe('createRiskMetrics2006Forecaster', () => {
  const history = swingingBars(700, 2);
  const rv = Float64Array.from({ length: 700 }, (_, t) => (t % 2 === 0 ? 1e-4 : 3e-4));
  const bars = { ...history, columns: { rv } };
  const column = { measure: 'column:rv', target: 'column:rv' } as const;

  it('has memories of 4, 4√2, … days, weighted by 1 − ln τ / ln 1560', () => {
    const { decays, weights } = riskMetricsComponents();
    expect(decays).toHaveLength(14);
    expect(decays[0]).toBeCloseTo(Math.exp(-1 / 4), 14);
    expect(decays[13]).toBeCloseTo(Math.exp(-1 / (4 * 2 ** 6.5)), 14);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
    // 14 ln 1560 − 14 ln 4 − 91 ln √2 over ln 1560 = 7.0722…, by hand.
    const total = 14 - (14 * Math.log(4) + 91 * 0.5 * Math.log(2)) / Math.log(1560);
    expect(weights[0]).toBeCloseTo((1 - Math.log(4) / Math.log(1560)) / total, 14);
    expect(riskMetricsComponents({ components: 15 }).decays[14]).toBeCloseTo(Math.exp(-1 / 512), 13);
  });

  it('is the weighted sum of its components, each started as in arch', () => {
    const options = { ...column, components: 2, shortestDays: 4, ratio: 4 };
    const [day] = createRiskMetrics2006Forecaster(options).fit(bars, { seed: 1 }).forecast(bars, [1]);
    const weightOf = (memory: number) => 1 - Math.log(memory) / Math.log(1560);
    let expected = 0;
    for (const memory of [4, 16]) {
      const mu = Math.exp(-1 / memory);
      // 99 % of the weight: floor(ln 0.01 / ln μ) = 18 and 73 days.
      const count = memory === 4 ? 18 : 73;
      let [sum, total] = [0, 0];
      for (let i = 0; i < count; i++) {
        sum += mu ** i * rv[1 + i];
        total += mu ** i;
      }
      let state = sum / total;
      for (let t = 1; t <= 40; t++) state = mu * state + (1 - mu) * rv[t];
      expected += (weightOf(memory) / (weightOf(4) + weightOf(16))) * state;
    }
    expect(day[40]).toBeCloseTo(Math.sqrt(252 * expected), 12);
  });

  it('with one component is an exponentially weighted average, once its start is forgotten', () => {
    const one = createRiskMetrics2006Forecaster({ components: 1, shortestDays: 10 });
    const ewma = createEwmaForecaster({ lambda: Math.exp(-1 / 10) });
    const [a] = one.fit(history, { seed: 1 }).forecast(history, [1]);
    const [b] = ewma.fit(history, { seed: 1 }).forecast(history, [1]);
    expect(a[690]).toBeCloseTo(b[690], 12);
  });

  it('remembers a shock for longer than a decay of 0.94', () => {
    const shock = { ...history, columns: { rv: rv.map((_, t) => (t === 300 ? 1e-2 : 1e-4)) } };
    const [long] = createRiskMetrics2006Forecaster(column).fit(shock, { seed: 1 }).forecast(shock, [1]);
    const [short] = createEwmaForecaster({ lambda: 0.94, ...column })
      .fit(shock, { seed: 1 })
      .forecast(shock, [1]);
    expect(long[301]).toBeGreaterThan(long[320]);
    expect(short[420] - 0.1587).toBeLessThan(0.001);
    expect(long[420] - 0.1587).toBeGreaterThan(0.004);
  });

  it('refuses memories beyond its end, and no components', () => {
    for (const options of [
      { components: 30 },
      { components: 0 },
      { ratio: 1 },
      { shortestDays: 0 },
      { longestDays: 1 },
    ]) {
      expect(() => createRiskMetrics2006Forecaster(options)).toThrow(RangeError);
    }
  });
});
