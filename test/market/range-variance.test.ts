import { describe, expect, it } from 'vitest';
import { garmanKlassVariance, parkinsonVariance, rogersSatchellVariance } from '../../src/market/range-variance.ts';
import { bundledBarsPath, readBars } from '../../src/market/read-bars.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { describeCausalColumn } from '../contracts/feature-suite.ts';
import { sampleBars } from './sample-bars.ts';

const estimators = { parkinsonVariance, garmanKlassVariance, rogersSatchellVariance };

for (const [name, estimator] of Object.entries(estimators)) describeCausalColumn(name, estimator, 1);

/** One previous close of 100 and one day. */
function day(high: number, low: number, close: number) {
  return {
    dates: ['2020-01-02', '2020-01-03'],
    open: Float64Array.of(100, 100),
    high: Float64Array.of(100, high),
    low: Float64Array.of(100, low),
    close: Float64Array.of(100, close),
    volume: Float64Array.of(1, 1),
  };
}

describe('range variances', () => {
  it('follow their formulas within the day', () => {
    const bars = day(103, 98, 101);
    const [u, d, c] = [Math.log(1.03), Math.log(0.98), Math.log(1.01)];
    expect(parkinsonVariance(bars)[1]).toBeCloseTo((u - d) ** 2 / (4 * Math.log(2)), 15);
    expect(garmanKlassVariance(bars)[1]).toBeCloseTo(0.5 * (u - d) ** 2 - (2 * Math.log(2) - 1) * c ** 2, 15);
    expect(rogersSatchellVariance(bars)[1]).toBeCloseTo(u * (u - c) + d * (d - c), 15);
  });

  it('include the previous close in the range when the day gaps away from it', () => {
    const gap = day(104, 103, 103.5);
    const u = Math.log(1.04);
    const c = Math.log(1.035);
    expect(parkinsonVariance(gap)[1]).toBeCloseTo(u ** 2 / (4 * Math.log(2)), 15);
    expect(garmanKlassVariance(gap)[1]).toBeCloseTo(0.5 * u ** 2 - (2 * Math.log(2) - 1) * c ** 2, 15);
    expect(rogersSatchellVariance(gap)[1]).toBeCloseTo(u * (u - c), 15);
  });

  it('are never negative, on real bars', async () => {
    const { bars } = await readBars(bundledBarsPath());
    for (const estimator of Object.values(estimators)) {
      expect(estimator(bars).every((variance, t) => t === 0 || variance >= 0)).toBe(true);
    }
  });

  it('are unbiased for a Brownian day up to the bias of watching it at intervals', () => {
    const days = 400;
    const steps = 1000;
    const stream = createRandomStream(3, 'brownian days');
    const bars = sampleBars(days);
    let log = 0;
    for (let t = 0; t < days; t++) {
      let [top, bottom] = [log, log];
      for (let i = 0; i < steps; i++) {
        log += (0.01 / Math.sqrt(steps)) * stream.normal();
        top = Math.max(top, log);
        bottom = Math.min(bottom, log);
      }
      bars.high[t] = Math.exp(top);
      bars.low[t] = Math.exp(bottom);
      bars.close[t] = Math.exp(log);
    }
    for (const estimator of Object.values(estimators)) {
      const mean = estimator(bars).reduce((sum, variance, t) => (t === 0 ? 0 : sum + variance), 0) / (days - 1);
      expect(mean / 1e-4).toBeGreaterThan(0.85);
      expect(mean / 1e-4).toBeLessThan(1.1);
    }
  });
});
