import { describe, expect, it } from 'vitest';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { realisedVol } from '../../src/forecast/realised.ts';
import { sliceBars } from '../../src/market/bars.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars, swingingBars } from './simulated-bars.ts';

describeVolatilityForecaster('har', () => createHarForecaster(), { random: false });

describe('createHarForecaster', () => {
  it('forecasts a calmer month than tomorrow after a storm, and a wilder one in a calm', () => {
    const history = swingingBars(1200, 4);
    const [day, month] = createHarForecaster().fit(history, { seed: 1 }).forecast(history, [1, 21]);
    const rows = [...day.keys()].slice(21).sort((a, b) => day[a] - day[b]);
    expect(month[rows[5]]).toBeGreaterThan(day[rows[5]]);
    expect(month[rows[rows.length - 5]]).toBeLessThan(day[rows[rows.length - 5]]);
  });

  it('follows the volatility that comes', () => {
    const history = swingingBars(1200, 5);
    const [week] = createHarForecaster()
      .fit(sliceBars(history, 0, 800), { seed: 1 })
      .forecast(history, [5]);
    const rows = [...week.keys()].slice(800, 1195);
    expect(
      correlation(
        rows.map((t) => week[t]),
        rows.map((t) => realisedVol(history, 5)[t]),
      ),
    ).toBeGreaterThan(0.5);
  });

  it('keeps a forecast within 1.5 times the largest and half the smallest variance fitted', () => {
    const history = swingingBars(600, 6);
    const model = createHarForecaster({ gridDays: [5] }).fit(history, { seed: 1 });
    const saved = model.toJSON() as unknown as { low: number[]; high: number[]; level: number };
    const storm = model.forecast(
      simulatedBars(60, 8, () => 5),
      [5],
    )[0];
    const calm = model.forecast(
      simulatedBars(60, 8, () => 0.001),
      [5],
    )[0];
    expect(storm[59]).toBeCloseTo(Math.sqrt(252 * saved.level * saved.high[0]), 12);
    expect(calm[59]).toBeGreaterThanOrEqual(Math.sqrt(252 * saved.level * saved.low[0]) - 1e-12);
    expect(saved.high[0]).toBeLessThan(1e-2);
  });

  it('refuses a grid that does not rise', () => {
    expect(() => createHarForecaster({ gridDays: [5, 1] })).toThrow(RangeError);
  });
});

function correlation(x: number[], y: number[]): number {
  const mean = (v: number[]) => v.reduce((a, b) => a + b) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const product = (a: number[], ma: number, b: number[], mb: number) =>
    a.reduce((sum, value, i) => sum + (value - ma) * (b[i] - mb), 0);
  return product(x, mx, y, my) / Math.sqrt(product(x, mx, x, mx) * product(y, my, y, my));
}
