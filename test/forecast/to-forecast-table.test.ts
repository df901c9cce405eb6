import { describe, expect, it } from 'vitest';
import { realisedVariance, toForecastTable } from '../../src/forecast/to-forecast-table.ts';
import { parkinsonVariance } from '../../src/market/range-variance.ts';
import { InputError } from '../../src/support/input-error.ts';
import { swingingBars } from './simulated-bars.ts';

const history = swingingBars(60, 2);
const walk = (vol: number, horizonDays = [1, 5], rows = 60) => ({
  horizonDays,
  volAnnual: horizonDays.map(() => new Float64Array(rows).fill(vol)),
});

describe('realisedVariance', () => {
  it('is the mean of the days that follow, by the measure asked for', () => {
    const variance = parkinsonVariance(history);
    const [day, week] = realisedVariance(history, 'parkinson', [1, 5]);
    expect(day[20]).toBe(variance[21]);
    expect(week[20]).toBeCloseTo(variance.slice(21, 26).reduce((sum, value) => sum + value) / 5, 15);
    expect([day[58], day[59], week[54], week[55]].map(Number.isNaN)).toEqual([false, true, false, true]);
    const [returns] = realisedVariance(history, 'squared-return', [1]);
    expect(returns[0]).toBeCloseTo(Math.log(history.close[1] / history.close[0]) ** 2, 15);
  });

  it('refuses a column that is not there, and horizons that are none', () => {
    expect(() => realisedVariance(history, 'column:rv', [1])).toThrow(InputError);
    expect(() => realisedVariance(history, 'parkinson', [0])).toThrow(RangeError);
  });
});

describe('toForecastTable', () => {
  it('holds daily variances beside what followed', () => {
    const walks = { flat: walk(0.2), steep: walk(0.4) };
    const { dates, horizonDays, realised, forecasts } = toForecastTable({ history, target: 'squared-return', walks });
    expect({ dates, horizonDays }).toEqual({ dates: history.dates, horizonDays: [1, 5] });
    expect(realised).toEqual(realisedVariance(history, 'squared-return', [1, 5]));
    expect(Object.keys(forecasts)).toEqual(['flat', 'steep']);
    expect(forecasts.flat[1][7]).toBeCloseTo(0.04 / 252, 15);
    expect(forecasts.steep[0][7]).toBeCloseTo(0.16 / 252, 15);
  });

  it.each([
    ['nothing', {}, 'walks is empty'],
    ['other horizons', { a: walk(0.2), b: walk(0.2, [1, 22]) }, 'walks.b has horizons [1,22]: expected [1,5], as a'],
    ['another history', { a: walk(0.2, [1, 5], 59) }, 'walks.a has 59 rows: expected 60'],
  ])('refuses walks of %s', (_, walks, says) => {
    const make = () => toForecastTable({ history, target: 'squared-return', walks });
    expect(make).toThrow(RangeError);
    expect(make).toThrow(says);
  });
});
