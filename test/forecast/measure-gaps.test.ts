import { describe, expect, it } from 'vitest';
import { createForecaster, type ForecasterSettings } from '../../src/forecast/create-forecaster.ts';
import { dailyVariance } from '../../src/market/daily-variance.ts';
import { InputError } from '../../src/support/input-error.ts';
import { swingingBars } from './simulated-bars.ts';

const columns = { measure: 'column:rv', target: 'column:rv' };
const forecasters: readonly ForecasterSettings[] = [
  { name: 'ewma', ...columns },
  { name: 'random-walk', ...columns },
  { name: 'riskmetrics-2006', ...columns },
  { name: 'har', ...columns },
  { name: 'log-har', ...columns },
  { name: 'har-leverage', ...columns },
  { name: 'regime-har', ...columns },
  { name: 'boosted-trees', ...columns, trees: 3 },
  { name: 'lstm', ...columns, epochs: 1, ensemble: 1, window: 4, units: 2 },
];

describe.each(forecasters)('$name on a column of variances', (settings) => {
  const bars = swingingBars(420, 5);
  const rv = dailyVariance(bars, 'parkinson');
  const forecast = (column: Float64Array) => {
    const history = { ...bars, columns: { rv: column } };
    const model = createForecaster(settings).fit(history, { seed: 1 });
    return { model, vols: model.forecast(history, [1, 21]) };
  };

  it('has a forecast on every row after the warm-up, gaps or not', () => {
    // The first month of the column is missing, and days here and there.
    const gappy = rv.map((value, t) => (t < 30 || t === 200 || t === 301 ? Number.NaN : value));
    const { model, vols } = forecast(gappy);
    for (const column of vols) {
      expect(column.subarray(model.warmup).findIndex((vol) => !(vol > 0 && vol < 2))).toBe(-1);
    }
  });

  it('has a forecast above 0 where nothing moves for months', () => {
    const quiet = rv.map((value, t) => (t > 150 && t < 300 ? 0 : value));
    const { model, vols } = forecast(quiet);
    for (const column of vols) {
      expect(column.subarray(model.warmup).findIndex((vol) => !(vol > 1e-3 && vol < 2))).toBe(-1);
    }
  });

  it('refuses a target without any value beside the measure', () => {
    const history = { ...bars, columns: { rv, other: new Float64Array(420).fill(Number.NaN) } };
    const forecaster = createForecaster({ ...settings, target: 'column:other' } as ForecasterSettings);
    expect(() => forecaster.fit(history, { seed: 1 })).toThrow('no row of 420 has both measure and target');
  });

  it('refuses a column without any value', () => {
    expect(() => forecast(new Float64Array(420).fill(Number.NaN))).toThrow(InputError);
  });
});
