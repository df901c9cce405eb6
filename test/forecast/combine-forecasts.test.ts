import { describe, expect, it } from 'vitest';
import { type CombineForecastsOptions, combineForecasts } from '../../src/forecast/combine-forecasts.ts';
import { inverseLossWeights } from '../../src/forecast/combine-weights.ts';
import type { ForecastTable } from '../../src/forecast/forecast-table.ts';
import { meanLoss, qlike } from '../../src/forecast/losses.ts';
import { createRandomStream } from '../../src/math/random.ts';

const ROWS = 900;
const HORIZONS = [1, 10];
const table = noisyTable();
const { good, poor } = table.forecasts;
const allOptions: CombineForecastsOptions[] = [
  {},
  { weighting: 'qlike', correctLevel: true },
  { weighting: 'qlike', mean: 'arithmetic', shrinkage: 0, memoryDays: 20 },
  { clip: false, memoryDays: Number.POSITIVE_INFINITY, weighting: 'qlike' },
];

describe('combineForecasts', () => {
  it('is the geometric mean unless told otherwise, the arithmetic one where asked', () => {
    const { variance, weights } = combineForecasts(table, { clip: false });
    const { variance: plain } = combineForecasts(table, { clip: false, mean: 'arithmetic' });
    HORIZONS.forEach((_, h) => {
      for (const t of [5, 400, ROWS - 1]) {
        expect(variance[h][t] / Math.sqrt(good[h][t] * poor[h][t])).toBeCloseTo(1, 12);
        expect(plain[h][t] / (0.5 * (good[h][t] + poor[h][t]))).toBeCloseTo(1, 12);
        expect(weights[h].map((column) => column[t])).toEqual([0.5, 0.5]);
      }
    });
  });

  it('lets members of short horizons join there alone, last and with weight 0 beyond', () => {
    const options: CombineForecastsOptions = { clip: false, shortHorizons: { days: 1, members: ['poor'] } };
    const { variance, weights } = combineForecasts(table, options);
    expect(weights.map((columns) => columns.map((column) => column[500]))).toEqual([
      [0.5, 0.5],
      [1, 0],
    ]);
    expect(variance[0]).toEqual(combineForecasts(table, { clip: false }).variance[0]);
    expect(variance[1][500]).toBeCloseTo(good[1][500], 12);
    expect(() => combineForecasts(table, { ...options, members: ['good', 'poor'] })).toThrow("'poor' stands twice");
    expect(() => combineForecasts(table, { shortHorizons: { days: 0, members: [] } })).toThrow('shortHorizons.days');
  });

  it('has no figure where a member has none', () => {
    const { variance } = combineForecasts(table);
    expect(variance[0].subarray(0, 5).every(Number.isNaN)).toBe(true);
    expect(variance[0].subarray(5).every((value) => value > 0)).toBe(true);
  });

  it.each(allOptions)('row t reads nothing that is not known at its close: %j', (options) => {
    const { variance, weights } = combineForecasts(table, options);
    for (const t of [30, 500, ROWS - 2]) {
      const after = combineForecasts(alterAfter(table, t), options);
      HORIZONS.forEach((_, h) => {
        expect(after.variance[h].slice(0, t + 1)).toEqual(variance[h].slice(0, t + 1));
        weights[h].forEach((column, i) => {
          expect(after.weights[h][i].slice(0, t + 1)).toEqual(column.slice(0, t + 1));
        });
      });
    }
  });

  it('reads what has become known on the very row', () => {
    HORIZONS.forEach((days, h) => {
      const t = 500;
      const realised = table.realised.map((column) => column.slice());
      realised[h][t - days] *= 3;
      const options: CombineForecastsOptions = { weighting: 'qlike', clip: false };
      const [before, after] = [table, { ...table, realised }].map((each) => combineForecasts(each, options).weights[h]);
      expect(after[0][t - 1]).toBe(before[0][t - 1]);
      expect(after[0][t]).not.toBe(before[0][t]);
    });
  });

  it('weighs by the inverse of the discounted QLIKE known, shrunk', () => {
    const options: CombineForecastsOptions = { weighting: 'qlike', memoryDays: 50, shrinkage: 0.3, clip: false };
    const { weights } = combineForecasts(table, options);
    HORIZONS.forEach((days, h) => {
      const t = 600;
      const losses = [good, poor].map((columns) => {
        let sum = 0;
        for (let s = 5; s + days <= t; s++)
          sum += 0.5 ** ((t - s - days) / 50) * qlike(table.realised[h][s], columns[h][s]);
        return sum;
      });
      let count = 0;
      for (let s = 5; s + days <= t; s++) count += 0.5 ** ((t - s - days) / 50);
      const prior = (losses[0] + losses[1]) / (2 * count);
      const inverse = losses.map((loss) => (count + 63) / (loss + 63 * prior));
      const expected = inverse.map((each) => 0.15 + (0.7 * each) / (inverse[0] + inverse[1]));
      weights[h].forEach((column, i) => {
        expect(column[t]).toBeCloseTo(expected[i], 10);
      });
      expect(weights[h][0][t]).toBeGreaterThan(0.55);
      expect(weights[h][0][6]).toBeCloseTo(0.5, 1);
    });
  });

  it('holds each member between multiples of the realised variance known', () => {
    const wild = { ...table, forecasts: { ...table.forecasts, wild: good.map((column) => column.slice()) } };
    const t = 300;
    wild.forecasts.wild.forEach((column) => {
      column[t] = 1;
      column[t + 1] = 1e-12;
    });
    const { variance } = combineForecasts(wild, { members: ['wild'] });
    HORIZONS.forEach((days, h) => {
      const known = (row: number) => [...table.realised[h].subarray(0, row - days + 1)];
      expect(variance[h][t] / (1.5 * Math.max(...known(t)))).toBeCloseTo(1, 12);
      expect(variance[h][t + 1] / (0.7 * Math.min(...known(t + 1)))).toBeCloseTo(1, 12);
      expect(combineForecasts(wild, { members: ['wild'], clip: false }).variance[h][t]).toBeCloseTo(1, 12);
    });
  });

  it('brings the level right where asked', () => {
    const low = { ...table, forecasts: { low: good.map((column) => column.map((value) => 0.5 * value)) } };
    const ratio = (correctLevel: boolean) => {
      const [variance] = combineForecasts(low, { correctLevel, memoryDays: 400, clip: false }).variance;
      return meanLoss(table.realised[0].map((y, t) => (t < 400 ? Number.NaN : y / variance[t])));
    };
    expect(ratio(false)).toBeGreaterThan(1.8);
    expect(ratio(true)).toBeGreaterThan(0.9);
    expect(ratio(true)).toBeLessThan(1.2);
  });

  it('stands days and markets that do not move', () => {
    const still = {
      ...table,
      realised: table.realised.map((column) => column.map((value, t) => (t % 7 === 0 ? 0 : value))),
    };
    for (const options of allOptions) {
      const { variance, weights } = combineForecasts(still, options);
      expect(variance[0].subarray(5).every((value) => value > 0 && value < 1)).toBe(true);
      expect(weights[0][0].every((value) => value > 0 && value < 1)).toBe(true);
    }
    const never = { ...table, realised: table.realised.map((column) => column.map(() => 0)) };
    expect(combineForecasts(never, allOptions[1]).variance[0][ROWS - 1]).toBeGreaterThan(0);
  });

  it.each<[CombineForecastsOptions, string]>([
    [{ members: ['god'] }, "member is 'god': expected one of good, poor"],
    [{ members: [] }, 'members is empty'],
    [{ weighting: 'mse' as never }, "weighting is 'mse': expected one of equal, qlike"],
    [{ mean: 'median' as never }, "mean is 'median'"],
    [{ shrinkage: 1.1 }, 'shrinkage is 1.1: expected a number in [0, 1]'],
    [{ memoryDays: 0 }, 'memoryDays is 0'],
    [{ clip: { low: 2, high: 1.5 } }, 'clip is 2 and 1.5'],
  ])('refuses %j', (options, says) => {
    expect(() => combineForecasts(table, options)).toThrow(RangeError);
    expect(() => combineForecasts(table, options)).toThrow(says);
  });
});

describe('inverseLossWeights', () => {
  it('is equal before anything is known, with full shrinkage, and among equals', () => {
    expect([...inverseLossWeights([0, 0, 0, 0], 0, 0)]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...inverseLossWeights([10, 20], 100, 1)]).toEqual([0.5, 0.5]);
    expect([...inverseLossWeights([0, 0], 100, 0)]).toEqual([0.5, 0.5]);
  });

  it('tends to the inverse of the losses as days add up', () => {
    const [first, second] = inverseLossWeights([1e6, 3e6], 1e7, 0);
    expect([first, second]).toEqual([expect.closeTo(0.75, 4), expect.closeTo(0.25, 4)]);
  });
});

/** One forecast with little noise about the variance that realised variance scatters around, and one with much. */
function noisyTable(): ForecastTable {
  const stream = createRandomStream(5, 'combination table');
  const level = Float64Array.from({ length: ROWS }, (_, t) => 1e-4 * Math.exp(0.8 * Math.sin(t / 40)));
  const about = (deviation: number) =>
    level.map((value) => value * Math.exp(deviation * stream.normal() - deviation ** 2 / 2));
  const late = (column: Float64Array) => column.map((value, t) => (t < 5 ? Number.NaN : value));
  return {
    dates: Array.from({ length: ROWS }, (_, t) => `day ${t}`),
    horizonDays: HORIZONS,
    realised: HORIZONS.map((days) => about(0.3).map((value, t) => (t + days < ROWS ? value : Number.NaN))),
    forecasts: { good: HORIZONS.map(() => late(about(0.1))), poor: HORIZONS.map(() => late(about(0.6))) },
  };
}

/** The same forecasts up to row t and the same realised variances known by then; others after. */
function alterAfter({ realised, forecasts, ...rest }: ForecastTable, t: number): ForecastTable {
  const alter = (last: number) => (column: Float64Array) => column.map((value, s) => (s <= last ? value : 3 * value));
  return {
    ...rest,
    realised: realised.map((column, h) => alter(t - HORIZONS[h])(column)),
    forecasts: Object.fromEntries(Object.entries(forecasts).map(([name, columns]) => [name, columns.map(alter(t))])),
  };
}
