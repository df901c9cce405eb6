import { describe, expect, it } from 'vitest';
import { chooseForecast } from '../../../src/forecast/comparison/choose-forecast.ts';
import type { ForecastTable } from '../../../src/forecast/forecast-table.ts';

const rows = 600;
const level = (value: number) => new Float64Array(rows).fill(value);

/** Realised variance 1 throughout; `far` forecasts 1.5, `near` 1.2. */
const table: ForecastTable = {
  dates: Array.from({ length: rows }, (_, t) => `day ${t}`),
  horizonDays: [1, 5],
  realised: [level(1), level(1)],
  forecasts: { far: [level(1.5), level(1.5)], near: [level(1.2), level(1.2)] },
};
const candidates = ['far', 'near'];

describe('chooseForecast', () => {
  it('takes the lower loss where enough windows do not overlap, and the first candidate where they are few', () => {
    const [day, week] = chooseForecast(table, { candidates, row: 400 });
    expect(day).toMatchObject({ horizonDays: 1, chosen: 'near', days: 400, windows: 400 });
    expect(day.qlike[1]).toBeCloseTo(1 / 1.2 - Math.log(1 / 1.2) - 1, 12);
    expect(week).toMatchObject({ chosen: 'far', days: 396 });
    expect(week.qlike[1]).toBeLessThan(week.qlike[0]);
    expect(chooseForecast(table, { candidates, row: 400, leastWindows: 50 })[1].chosen).toBe('near');
  });

  it('reads nothing that was not over at the close of the row', () => {
    const altered = (from: number) => {
      const realised = level(1).fill(1.6, from);
      return { ...table, realised: [realised, realised] };
    };
    const options = { candidates, row: 300, leastWindows: 1 };
    // The forecast of row 299 for a day, and that of row 295 for five, are the last that are over.
    expect(chooseForecast(altered(300), options)[0]).toEqual(chooseForecast(table, options)[0]);
    expect(chooseForecast(altered(299), options)[0]).not.toEqual(chooseForecast(table, options)[0]);
    expect(chooseForecast(altered(296), options)[1]).toEqual(chooseForecast(table, options)[1]);
    expect(chooseForecast(altered(295), options)[1]).not.toEqual(chooseForecast(table, options)[1]);
  });

  it('keeps the first candidate where nothing is known, and leaves out days without a finite loss', () => {
    const [day] = chooseForecast(table, { candidates, row: 0, leastWindows: 1 });
    expect(day).toMatchObject({ chosen: 'far', days: 0 });
    const realised = level(1).fill(0, 0, 100);
    const [found] = chooseForecast({ ...table, realised: [realised, realised] }, { candidates, row: 300 });
    expect(found.days).toBe(200);
  });

  it('refuses what it cannot choose from', () => {
    expect(() => chooseForecast(table, { candidates: [], row: 9 })).toThrow('candidates is empty');
    expect(() => chooseForecast(table, { candidates: ['best'], row: 9 })).toThrow("candidate is 'best'");
    expect(() => chooseForecast(table, { candidates, row: rows })).toThrow('row is 600');
    expect(() => chooseForecast(table, { candidates, row: 9, leastWindows: 0 })).toThrow('leastWindows is 0');
  });
});
