import { describe, expect, it } from 'vitest';
import { createBoostedTreesForecaster } from '../../src/forecast/boosted-trees.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars, swingingBars } from './simulated-bars.ts';

const quick = { trees: 40, shrinkage: 0.1, patience: 10 };

describeVolatilityForecaster('boosted-trees', () => createBoostedTreesForecaster({ ...quick, linear: false }), {
  random: true,
});
describe('beside a regression, all trees taken', () => {
  const make = () => createBoostedTreesForecaster({ ...quick, trees: 10, heldBack: 0 });
  describeVolatilityForecaster('boosted-trees', make, { random: true });
});

describe('createBoostedTreesForecaster', () => {
  const history = swingingBars(900, 4);

  it('without trees worth their while is the log-HAR regression', () => {
    // Volatility is the same every day: there is nothing to find.
    const model = createBoostedTreesForecaster({ gridDays: [5] }).fit(simulatedBars(900, 2), { seed: 1 });
    const { horizons } = model.toJSON() as unknown as { horizons: { trees: unknown[] }[] };
    expect(horizons[0].trees.length).toBeLessThan(10);
  });

  it('finds what only a further column tells', () => {
    // The column tells the volatility of the next day, at random: no past day does.
    const stream = createRandomStream(5, 'news');
    const news = Float64Array.from({ length: 1200 }, () => (stream.uniform() < 0.5 ? 1 : 3));
    const bars = { ...simulatedBars(1200, 6, (day) => (day > 0 && news[day - 1] > 2 ? 0.4 : 0.1)), columns: { news } };
    const columns = [{ column: 'news', transform: 'log' }] as const;
    const [day] = createBoostedTreesForecaster({ gridDays: [1], columns })
      .fit(bars, { seed: 1 })
      .forecast(bars, [1]);
    expect(meanVol(day, (t) => news[t] > 2)).toBeGreaterThan(0.36);
    expect(meanVol(day, (t) => news[t] < 2)).toBeLessThan(0.12);
    // Two days late it tells nothing.
    const late = [{ column: 'news', lagDays: 2 }];
    const [blind] = createBoostedTreesForecaster({ gridDays: [1], columns: late })
      .fit(bars, { seed: 1 })
      .forecast(bars, [1]);
    expect(meanVol(blind, (t) => news[t] < 2)).toBeGreaterThan(0.2);
    expect(meanVol(blind, (t) => news[t] > 2)).toBeLessThan(0.36);
    expect(() => createBoostedTreesForecaster({ columns: [{ column: 'none' }] }).fit(bars, { seed: 1 })).toThrow(
      "no column 'none'",
    );
  });

  it('is such that realised over forecast variance is 1 in the mean of the rows fitted', () => {
    const own = { measure: 'parkinson', target: 'parkinson', gridDays: [1] } as const;
    const model = createBoostedTreesForecaster({ ...own, ...quick }).fit(history, { seed: 1 });
    const [day] = model.forecast(history, [1]);
    const scale = 1 / (4 * Math.LN2);
    let ratios = 0;
    for (let t = 22; t < 899; t++) {
      const previous = history.close[t];
      const range = Math.log(Math.max(history.high[t + 1], previous) / Math.min(history.low[t + 1], previous));
      ratios += (252 * scale * range ** 2) / day[t] ** 2;
    }
    expect(ratios / 877).toBeCloseTo(1, 3);
  });

  it('keeps a forecast within 1.5 times the largest and half the smallest variance fitted', () => {
    const model = createBoostedTreesForecaster({ ...quick, gridDays: [5] }).fit(history, { seed: 1 });
    const { horizons, level } = model.toJSON() as unknown as {
      horizons: { low: number; high: number }[];
      level: number;
    };
    const wild = simulatedBars(60, 8, () => 9);
    const [storm] = model.forecast(wild, [5]);
    expect(storm[59]).toBeCloseTo(Math.sqrt(252 * level * horizons[0].high), 12);
  });

  it('has rows enough to choose the number of trees on, however long the horizon and however much is held back', () => {
    const make = () => createBoostedTreesForecaster({ trees: 2, gridDays: [250], heldBack: 0.5 });
    // 22 rows fill the windows, 250 have no target; of the others half are held back and 250 left out before them.
    expect(() => make().fit(simulatedBars(897, 3), { seed: 1 })).toThrow('has 897 rows, expected at least 898');
    const bars = simulatedBars(898, 3);
    expect(make().fit(bars, { seed: 1 }).forecast(bars, [250])[0][897]).toBeGreaterThan(0.1);
  });

  it('refuses saved trees that lead nowhere', () => {
    const saved = JSON.parse(
      JSON.stringify(createBoostedTreesForecaster({ ...quick, heldBack: 0 }).fit(history, { seed: 1 })),
    );
    saved.horizons[0].trees[0].feature[14] = 3;
    expect(() => loadVolatilityModel(saved)).toThrow('horizons: tree 0 is none of 8 features');
  });

  it('refuses options out of range', () => {
    const refused = [
      { depth: 9 },
      { trees: 0 },
      { shrinkage: 0 },
      { subsample: 1.2 },
      { heldBack: 0.9 },
      { leafRows: 0.5 },
      { gridDays: [5, 1] },
      { columns: [{ column: 'a', lagDays: -1 }] },
    ];
    for (const options of refused) expect(() => createBoostedTreesForecaster(options)).toThrow(RangeError);
  });
});

/** Root mean square of the later forecasts of some days. */
function meanVol(column: Float64Array, counts: (t: number) => boolean): number {
  const squares = [...column.keys()].filter((t) => t >= 1000 && counts(t)).map((t) => column[t] ** 2);
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
}
