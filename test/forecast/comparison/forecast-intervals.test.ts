import { describe, expect, it } from 'vitest';
import { forecastIntervals } from '../../../src/forecast/comparison/forecast-intervals.ts';
import { scoreIntervals } from '../../../src/forecast/comparison/score-intervals.ts';
import type { ForecastTable } from '../../../src/forecast/forecast-table.ts';
import { forwardMean } from '../../../src/forecast/variance-windows.ts';
import { quantile } from '../../../src/math/quantile.ts';
import { createRandomStream } from '../../../src/math/random.ts';

const probabilities = [0.1, 0.5, 0.9];
const horizonDays = [1, 5];

/** A forecast that is right but for lognormal noise, which is twice as wide after row `shift`. */
function noisyTable(rows: number, shift = rows): ForecastTable {
  const stream = createRandomStream(3, 'intervals');
  const level = Float64Array.from({ length: rows }, (_, t) => 1e-4 * Math.exp(0.5 * Math.sin(t / 50)));
  const variance = level.map((_, t) => level[Math.max(0, t - 1)] * Math.exp((t < shift ? 0.4 : 0.8) * stream.normal()));
  return {
    dates: Array.from(level, (_, t) => `day ${t}`),
    horizonDays,
    realised: horizonDays.map((days) => forwardMean(variance, days)),
    forecasts: { known: horizonDays.map(() => level) },
  };
}

describe('forecastIntervals', () => {
  it('are the quantiles of the errors known by then', () => {
    const table = noisyTable(400);
    for (const windowRows of [undefined, 120]) {
      const byHorizon = forecastIntervals(table, 'known', { probabilities, fewestErrors: 100, windowRows });
      horizonDays.forEach((days, place) => {
        const t = 333;
        const realised = table.realised[place];
        const forecast = table.forecasts.known[place];
        const errors = [];
        for (let s = 0; s + days <= t; s++) errors.push(Math.log(realised[s] / forecast[s]));
        const known = errors.slice(windowRows === undefined ? 0 : -windowRows);
        probabilities.forEach((p, k) => {
          expect(byHorizon[place][k][t]).toBeCloseTo(forecast[t] * Math.exp(quantile(known, p)), 15);
        });
        expect(byHorizon[place][0][98 + days]).toBeNaN();
        expect(byHorizon[place][0][99 + days]).toBeGreaterThan(0);
      });
    }
  });

  it('do not see later rows', () => {
    const table = noisyTable(400);
    const options = { probabilities, fewestErrors: 50, adaptiveStep: 0.02 };
    const cut = 300;
    // Outcomes of rows that were not over by the cut are unknown then, whatever the table holds.
    const altered = {
      ...table,
      realised: table.realised.map((column, place) =>
        column.map((value, t) => (t + horizonDays[place] > cut ? 7 * value : value)),
      ),
      forecasts: { known: table.forecasts.known.map((column) => column.map((f, t) => (t > cut ? 3 * f : f))) },
    };
    const until = (byHorizon: readonly (readonly Float64Array[])[]) =>
      byHorizon.map((columns) => columns.map((column) => column.slice(0, cut + 1)));
    const before = until(forecastIntervals(table, 'known', options));
    expect(until(forecastIntervals(altered, 'known', options))).toEqual(before);
    expect(before[0][0][cut]).toBeGreaterThan(0);
  });

  it('cover what they should, and adapted levels do so after the errors have changed', () => {
    const score = (table: ForecastTable, adaptiveStep?: number) => {
      const [columns] = forecastIntervals(table, 'known', { probabilities, fewestErrors: 100, adaptiveStep });
      return scoreIntervals(table.realised[0], columns, { probabilities, horizonDays: 1 });
    };
    for (const { coverage, coverageError, probability } of score(noisyTable(2500))) {
      expect(Math.abs(coverage - probability)).toBeLessThan(3 * coverageError);
      expect(coverageError).toBeLessThan(0.02);
    }
    const shifted = noisyTable(2500, 1250);
    const high = 2;
    const missed = (scores: ReturnType<typeof score>) => Math.abs(scores[high].coverage - 0.9);
    expect(missed(score(shifted))).toBeGreaterThan(0.02);
    expect(missed(score(shifted, 0.02))).toBeLessThan(0.01);
  });

  it('count days without movement as covered, and learn nothing from them', () => {
    const table = noisyTable(200);
    const still = { ...table, realised: table.realised.map((column) => column.fill(0, 0, 60)) };
    const [[low]] = forecastIntervals(still, 'known', { probabilities, fewestErrors: 100 });
    expect(low[159]).toBeNaN();
    expect(low[160]).toBeGreaterThan(0);
  });

  it('refuse options that make no sense', () => {
    const table = noisyTable(50);
    const call =
      (changes: object, name = 'known') =>
      () =>
        forecastIntervals(table, name, { probabilities, ...changes });
    expect(call({}, 'garch')).toThrow("no forecaster 'garch': expected one of known");
    expect(call({ probabilities: [0.9, 0.1] })).toThrow('probabilities is [0.9,0.1]');
    expect(call({ probabilities: [] })).toThrow(RangeError);
    expect(call({ adaptiveStep: 0 })).toThrow('adaptiveStep is 0');
    expect(call({ windowRows: 10 })).toThrow('windowRows is 10: expected at least fewestErrors');
  });
});

describe('scoreIntervals', () => {
  it('gives coverage and pinball loss', () => {
    const realised = Float64Array.of(1, 2, 3, 4, Number.NaN);
    const [score] = scoreIntervals(realised, [new Float64Array(5).fill(3)], { probabilities: [0.75], horizonDays: 1 });
    // 0.25 × (2 + 1 + 0) + 0.75 × 1
    expect(score).toMatchObject({ coverage: 0.75, pinballLoss: 0.375, rows: 4, probability: 0.75 });
    // Newey–West with one lag: Γ₀ = 3/16, Γ₁ = −1/64.
    expect(score.coverageError).toBeCloseTo(Math.sqrt((3 / 16 - 1 / 64) / 4), 12);
    const none = [new Float64Array(5).fill(Number.NaN)];
    expect(() => scoreIntervals(realised, none, { probabilities: [0.5], horizonDays: 1 })).toThrow('no row has');
  });
});
