import { describe, expect, it } from 'vitest';
import { type CombinationOptions, createCombinationForecaster } from '../../src/forecast/combination.ts';
import type { CombinationModel } from '../../src/forecast/combination-model.ts';
import { inverseLossWeights } from '../../src/forecast/combine-weights.ts';
import { createEwmaForecaster } from '../../src/forecast/ewma.ts';
import type { ForecasterFitOptions, VolatilityForecaster } from '../../src/forecast/forecaster.ts';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { qlike } from '../../src/forecast/losses.ts';
import { realisedVariance } from '../../src/forecast/to-forecast-table.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { swingingBars } from './simulated-bars.ts';

const har = createHarForecaster();
const ewma = createEwmaForecaster({ lambda: 0.94 });
const nervous = createEwmaForecaster({ lambda: 0.7 });
const create = (options: Omit<CombinationOptions, 'members'> = {}, members = [har, ewma]) =>
  createCombinationForecaster({ members, ...options });

describe('with weights by QLIKE', () => {
  describeVolatilityForecaster('combination', () => create({ weighting: 'qlike' }), { random: false });
});
describe('with equal weights', () => {
  const make = () => create({ mean: 'arithmetic' }, [nervous, ewma]);
  describeVolatilityForecaster('combination', make, { random: false });
});

describe('createCombinationForecaster', () => {
  const history = swingingBars(900, 3);
  const fit = (forecaster: VolatilityForecaster, bars: Bars = history) =>
    forecaster.fit(bars, { seed: 1 }) as CombinationModel;

  it('is the mean of its members', () => {
    const [a, b] = [har, ewma].map((member) => member.fit(history, { seed: 1 }).forecast(history, [3, 30]));
    const [geometric, arithmetic] = (['geometric', 'arithmetic'] as const).map((mean) =>
      fit(create({ mean })).forecast(history, [3, 30]),
    );
    [0, 1].forEach((h) => {
      for (const t of [100, 500, 899]) {
        expect(geometric[h][t]).toBeCloseTo(Math.sqrt(a[h][t] * b[h][t]), 12);
        expect(arithmetic[h][t]).toBeCloseTo(Math.sqrt((a[h][t] ** 2 + b[h][t] ** 2) / 2), 12);
      }
    });
    expect(fit(create({}, [har])).forecast(history, [5])[0][700]).toBeCloseTo(
      har.fit(history, { seed: 1 }).forecast(history, [5])[0][700],
      12,
    );
  });

  it.each(['equal', 'qlike'] as const)(
    'has members that join at short horizons alone, by weighting %s',
    (weighting) => {
      const shortHorizons = { days: 5, members: [nervous] };
      const { weights, gridDays } = fit(create({ weighting, shortHorizons }));
      expect(gridDays).toEqual([1, 5, 10, 21]);
      expect(weights.map((row) => row[2] > 0)).toEqual([true, true, false, false]);
      for (const row of weights) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      const [[with1, with21], [without1, without21]] = [
        create({ weighting, shortHorizons }),
        create({ weighting }),
      ].map((forecaster) => fit(forecaster).forecast(history, [1, 21]));
      expect(with21).toEqual(without21);
      expect(with1).not.toEqual(without1);
    },
  );

  it('has no trouble with a forecast of nothing by a member that does not join', () => {
    const nothing: VolatilityForecaster = { name: 'ewma', fit: (past, options) => doubled(ewma.fit(past, options), 0) };
    const still = { ...history, close: history.close.map((price, t) => (t < 300 ? history.close[0] : price)) };
    const short = { days: 5, members: [nothing] };
    const model = fit(create({ shortHorizons: short }), still);
    expect(model.low[0]).toBe(0);
    const alone = fit(create(), still);
    expect(model.forecast(history, [21])).toEqual(alone.forecast(history, [21]));
  });

  it('tells how far its members are apart', () => {
    const [a, b] = [har, ewma].map((member) => member.fit(history, { seed: 1 }).forecast(history, [3])[0]);
    expect(fit(create()).spread!(history, [3])[0][500]).toBeCloseTo(Math.abs(a[500] - b[500]) / Math.SQRT2, 12);
    expect(fit(create({}, [har])).spread).toBeUndefined();
  });

  it('gives the better member more weight, horizon by horizon, more so without shrinkage', () => {
    const wrong: VolatilityForecaster = { name: 'ewma', fit: (past, options) => doubled(ewma.fit(past, options)) };
    const weights = (shrinkage: number) => fit(create({ weighting: 'qlike', shrinkage }, [har, wrong])).weights;
    const [none, half, full] = [0, 0.5, 1].map(weights);
    none.forEach((row, g) => {
      expect(row[0]).toBeGreaterThan(0.55);
      expect(row[0] + row[1]).toBeCloseTo(1, 12);
      expect(half[g][0]).toBeCloseTo(0.25 + row[0] / 2, 12);
      expect(full[g]).toEqual([0.5, 0.5]);
    });
    expect(new Set(none.map(([first]) => first)).size).toBe(4);
  });

  it('compares members where their first fits end, bounded by what was known there', () => {
    const weights = (member: VolatilityForecaster, options = {}) =>
      fit(create({ weighting: 'qlike', shrinkage: 0, gridDays: [5], ...options }, [har, member])).weights[0];
    // Right on the rows it was fitted on, and three times too high after them.
    const knowing: VolatilityForecaster = {
      name: 'ewma',
      fit: (past, options) => {
        const model = ewma.fit(past, options);
        const factor = (t: number) => (t < past.close.length - 1 ? 1 : 3);
        return {
          ...model,
          forecast: (bars, days) => model.forecast(bars, days).map((column) => column.map((vol, t) => factor(t) * vol)),
        };
      },
    };
    const wrong: VolatilityForecaster = { name: 'ewma', fit: (past, options) => doubled(ewma.fit(past, options), 3) };
    expect(weights(knowing)).toEqual(weights(wrong));
    // Far too high and far too low: each is held at its bound, of the first 540 rows.
    const lost = [1e-6, 1e6].map(
      (factor): VolatilityForecaster => ({ name: 'ewma', fit: (past, call) => doubled(ewma.fit(past, call), factor) }),
    );
    const stormy = swingingBars(900, 3);
    const { close } = stormy;
    for (let t = 700; t < 900; t++) close[t] *= 1.3;
    const [realised] = realisedVariance(stormy, 'squared-return', [5]);
    const known = [...realised.subarray(0, 535)].filter((value) => !Number.isNaN(value));
    const bounds = [0.7 * Math.min(...known), 1.5 * Math.max(...known)];
    const scored = [...realised.subarray(539, 895)];
    const losses = bounds.map((bound) => scored.reduce((sum, value) => sum + qlike(value, bound), 0));
    const expected = inverseLossWeights(losses, scored.length, 0);
    const found = fit(create({ weighting: 'qlike', shrinkage: 0, gridDays: [5] }, lost), stormy).weights[0];
    found.forEach((weight, i) => {
      expect(weight).toBeCloseTo(expected[i], 10);
    });
  });

  it('interpolates weights between the horizons of its grid', () => {
    const model = fit(create({ weighting: 'qlike', shrinkage: 0, gridDays: [2, 8] }, [nervous, ewma]));
    const [before, after] = model.weights.map(([first]) => first);
    expect(Math.abs(before - after)).toBeGreaterThan(1e-3);
    const days = [1, 4, 30];
    const [a, b] = [nervous, ewma].map((member) => member.fit(history, { seed: 1 }).forecast(history, days));
    const columns = model.forecast(history, days);
    [before, (before + after) / 2, after].forEach((first, h) => {
      expect(columns[h][600]).toBeCloseTo(a[h][600] ** first * b[h][600] ** (1 - first), 12);
    });
  });

  it('compares members on rows that their first fits have not seen', () => {
    const seen: number[] = [];
    const previous: unknown[] = [];
    const watched: VolatilityForecaster = {
      name: 'har',
      fit: (past: Bars, options: ForecasterFitOptions) => {
        seen.push(past.close.length);
        previous.push(options.previous);
        options.onProgress?.({ label: 'half', done: 1, total: 2 });
        return har.fit(past, options);
      },
    };
    const forecaster = create({ weighting: 'qlike' }, [watched, ewma]);
    const before = fit(forecaster, sliceBars(history, 0, 800));
    expect(seen).toEqual([480, 800]);
    const progress: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => void progress.push(done / total);
    forecaster.fit(history, { seed: 1, previous: before, onProgress });
    expect(seen).toEqual([480, 800, 540, 900]);
    expect(previous).toEqual([undefined, undefined, undefined, before.members[0]]);
    expect(progress).toEqual([0.13, 0.25, 0.5, 0.63, 0.75, 1].map((share) => expect.closeTo(share, 1)));
    // Restored models serve as well.
    forecaster.fit(history, { seed: 1, previous: loadVolatilityModel(JSON.parse(JSON.stringify(before))) });
    expect(JSON.stringify(previous.at(-1))).toBe(JSON.stringify(before.members[0]));
    // Equal weights need no comparison.
    seen.length = 0;
    fit(create({}, [watched, ewma]));
    expect(seen).toEqual([900]);
  });

  it('holds a member that goes astray', () => {
    const lost: VolatilityForecaster = { name: 'ewma', fit: (past, options) => doubled(ewma.fit(past, options), 1e6) };
    const [column] = fit(create({}, [har, lost])).forecast(history, [21]);
    expect(column.subarray(21).every((vol) => vol < 1)).toBe(true);
  });

  it('combines combinations, and members that the caller restores', () => {
    const model = fit(create({}, [create(), nervous]));
    const json = JSON.parse(JSON.stringify(model));
    expect(loadVolatilityModel(json).forecast(history, [5])).toEqual(model.forecast(history, [5]));
    const own = { ...json, members: [{ forecaster: 'mine', sort: 'own' }, json.members[1]] };
    expect(() => loadVolatilityModel(own)).toThrow('\'mine\': sort is "own"');
    const loaders = { own: () => har.fit(history, { seed: 1 }) };
    expect(loadVolatilityModel(own, loaders).forecast(history, [5])[0][500]).toBeGreaterThan(0);
  });

  it('says of which part of the history a member had too little', () => {
    const hungry = createHarForecaster({ gridDays: [1, 200] });
    const forecaster = create({ weighting: 'qlike' }, [hungry, ewma]);
    expect(() => fit(forecaster, sliceBars(history, 0, 300))).toThrow(InputError);
    expect(() => fit(forecaster, sliceBars(history, 0, 300))).toThrow(
      "forecaster 'combination': the history has 300 rows, of which members are first fitted on 180: forecaster 'har'",
    );
  });

  it.each<[Partial<CombinationOptions>, string]>([
    [{ members: [] }, 'members is empty'],
    [{ weighting: 'mse' as never }, "weighting is 'mse'"],
    [{ mean: 'median' as never }, "mean is 'median'"],
    [{ shrinkage: -1 }, 'shrinkage is -1'],
    [{ fitShare: 1 }, 'fitShare is 1'],
    [{ target: 'rv' as never }, "target is 'rv'"],
    [{ gridDays: [5, 1] }, 'gridDays is [5,1]'],
    [{ gridDays: [5], shortHorizons: { days: 3, members: [ewma] } }, 'shortHorizons.days is 3'],
  ])('refuses %j', (options, says) => {
    expect(() => createCombinationForecaster({ members: [har], ...options })).toThrow(RangeError);
    expect(() => createCombinationForecaster({ members: [har], ...options })).toThrow(says);
  });

  it('refuses saved weights that are none', () => {
    const saved = JSON.parse(JSON.stringify(fit(create())));
    const weights = [[0.5, 0.6], ...saved.weights.slice(1)];
    expect(() => loadVolatilityModel({ ...saved, weights })).toThrow(
      "'combination': weights[0] is [0.5,0.6], expected",
    );
    expect(() => loadVolatilityModel({ ...saved, members: [saved.members[0], null] })).toThrow(InputError);
  });
});

/** The same model with its forecasts multiplied. */
function doubled(model: ReturnType<VolatilityForecaster['fit']>, factor = 2): typeof model {
  return {
    ...model,
    forecast: (bars, days) => model.forecast(bars, days).map((column) => column.map((vol) => factor * vol)),
  };
}
