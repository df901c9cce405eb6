import { describe, expect, it } from 'vitest';
import { createEwmaForecaster } from '../../src/forecast/ewma.ts';
import type { ForecasterFitOptions, VolatilityForecaster } from '../../src/forecast/forecaster.ts';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { rowOfDate } from '../../src/forecast/plan-refits.ts';
import { walkForecasts } from '../../src/forecast/walk-forecasts.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { swingingBars } from './simulated-bars.ts';

const ROWS = 700;
const history: Bars = withColumn(swingingBars(ROWS, 4));
const horizonDays = [1, 5, 21];
const call = { horizonDays, seed: 3, firstFitRows: 300, refitEveryRows: 150 };
const har = createHarForecaster();

describe('walkForecasts', () => {
  const walked = walkForecasts(har, history, call);

  it('refits at the rows asked for and knows nothing before the first', () => {
    expect(walked.horizonDays).toEqual(horizonDays);
    expect(walked.refits.map(({ row }) => row)).toEqual([299, 449, 599]);
    for (const column of walked.volAnnual) {
      expect(column).toHaveLength(ROWS);
      expect(column.subarray(0, 299).every(Number.isNaN)).toBe(true);
      expect(column.subarray(299).every((vol) => vol > 0 && vol < 2)).toBe(true);
    }
  });

  it('says of a row what the model in force says', () => {
    const at = (refit: number, t: number) =>
      walked.refits[refit].model.forecast(sliceBars(history, 0, t + 1), horizonDays).map((column) => column[t]);
    const said = (t: number) => walked.volAnnual.map((column) => column[t]);
    expect(said(448)).toEqual(at(0, 448));
    expect(said(449)).toEqual(at(1, 449));
    expect(said(ROWS - 1)).toEqual(at(2, ROWS - 1));
    expect(said(449)).not.toEqual(at(0, 449));
  });

  it('does not change when the future is cut off or altered: no fit sees a row after its own', () => {
    for (const t of [299, 448, 449, 620]) {
      const cut = walkForecasts(har, sliceBars(history, 0, t + 1), call);
      const after = walkForecasts(har, alterAfter(history, t), call);
      walked.volAnnual.forEach((column, h) => {
        expect(cut.volAnnual[h]).toEqual(column.slice(0, t + 1));
        expect(after.volAnnual[h].slice(0, t + 1)).toEqual(column.slice(0, t + 1));
      });
      walked.refits.forEach(({ row, model }, index) => {
        if (row > t) return;
        expect(JSON.stringify(after.refits[index].model)).toBe(JSON.stringify(model));
      });
    }
  });

  it('fits on a rolling window where one is asked for, and forecasts from its first row on', () => {
    const { refits, volAnnual } = walkForecasts(har, history, { ...call, windowRows: 200 });
    const alone = har.fit(sliceBars(history, 250, 450), { seed: 3 });
    expect(JSON.stringify(refits[1].model)).toBe(JSON.stringify(alone));
    // An average over all rows so far shows where the rows begin.
    const ewma = createEwmaForecaster({ lambda: 0.999 });
    const rolled = walkForecasts(ewma, history, { ...call, windowRows: 200 });
    const [fromWindow] = rolled.refits[1].model.forecast(sliceBars(history, 250, 600), [1]);
    expect(rolled.volAnnual[0].slice(449, 599)).toEqual(fromWindow.slice(199, 349));
    expect(volAnnual[0].subarray(299).every((vol) => vol > 0)).toBe(true);
  });

  it('reaches back beyond a short window for the warm-up of the forecasts', () => {
    const warmup = 100;
    const slow: VolatilityForecaster = {
      name: 'slow',
      fit: () => ({
        forecaster: 'slow',
        warmup,
        forecast: ({ close }) => [Float64Array.from(close, (_, t) => (t < warmup ? Number.NaN : 0.2))],
        toJSON: () => ({ forecaster: 'slow' }),
      }),
    };
    const { volAnnual } = walkForecasts(slow, history, { ...call, horizonDays: [1], windowRows: 30 });
    expect(volAnnual[0].subarray(299).every((vol) => vol === 0.2)).toBe(true);
  });

  it('hands on seed, signal and progress, and the model before only where a warm start is asked for', () => {
    const given: ForecasterFitOptions[] = [];
    const watched: VolatilityForecaster = {
      name: 'watched',
      fit: (past, options) => {
        given.push(options);
        options.onProgress?.({ label: '', done: 1, total: 2 });
        return har.fit(past, options);
      },
    };
    const { signal } = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => void seen.push(done / total);
    walkForecasts(watched, history, { ...call, signal, onProgress });
    expect(given.map(({ previous }) => previous)).toEqual([undefined, undefined, undefined]);
    for (const options of given) expect(options).toMatchObject({ seed: 3, signal });
    expect(seen).toEqual([1, 2, 3, 4, 5, 6].map((k) => expect.closeTo(k / 6, 2)));
    expect(seen.at(-1)).toBe(1);
    const { refits } = walkForecasts(watched, history, { ...call, warmStart: true });
    expect(given.slice(3).map(({ previous }) => previous)).toEqual([undefined, refits[0].model, refits[1].model]);
    const stopped = AbortSignal.abort(new Error('enough'));
    expect(() => walkForecasts(watched, history, { ...call, signal: stopped })).toThrow('enough');
    expect(given).toHaveLength(6);
  });

  it('refuses a history shorter than the first fit, and counts that are none', () => {
    expect(() => walkForecasts(har, history, { horizonDays, seed: 1 })).toThrow(InputError);
    expect(() => walkForecasts(har, history, { horizonDays, seed: 1 })).toThrow(
      'the history has 700 rows: expected at least 1000, those of the first fit',
    );
    expect(() => walkForecasts(har, history, { ...call, refitEveryRows: 0 })).toThrow(RangeError);
    expect(() => walkForecasts(har, history, { ...call, windowRows: 1.5 })).toThrow(RangeError);
    expect(() => walkForecasts(har, history, { ...call, horizonDays: [0] })).toThrow(RangeError);
  });
});

describe('rowOfDate', () => {
  const dates = ['2001-01-02', '2001-01-03', '2001-01-08'];

  it('is the last row on or before the date', () => {
    expect(rowOfDate({ dates }, '2001-01-02')).toBe(0);
    expect(rowOfDate({ dates }, '2001-01-05')).toBe(1);
    expect(rowOfDate({ dates }, '2030-01-01')).toBe(2);
  });

  it('refuses a date before the history', () => {
    expect(() => rowOfDate({ dates }, '2001-01-01')).toThrow(InputError);
    expect(() => rowOfDate({ dates: [] }, '2001-01-01')).toThrow('no row on or before 2001-01-01');
  });
});

function withColumn(bars: Bars): Bars {
  return { ...bars, columns: { rv: bars.close.map((_, t) => 1e-4 * (1 + (t % 5))) } };
}

/** The same bars up to row t, and a wilder market after it. */
function alterAfter(bars: Bars, t: number): Bars {
  const alter = (column: Float64Array, factor: number) => column.map((value, s) => (s <= t ? value : value * factor));
  return {
    ...bars,
    open: alter(bars.open, 1.1),
    high: alter(bars.high, 1.5),
    low: alter(bars.low, 0.9),
    close: alter(bars.close, 0.95),
  };
}
