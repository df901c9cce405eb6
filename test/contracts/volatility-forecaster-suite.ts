import { describe, expect, it } from 'vitest';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from '../../src/forecast/forecaster.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { simulatedBars, swingingBars } from '../forecast/simulated-bars.ts';

const ROWS = 420;
const HORIZONS = [1, 3, 21, 40];

export interface ForecasterExpectations {
  /** Whether the fit draws random numbers. */
  readonly random: boolean;
  /** Further columns that the forecaster reads, for a history; row t may depend on rows 0..t alone. */
  readonly columns?: (bars: Bars) => Readonly<Record<string, Float64Array>>;
  /** Restores a model from its plain data; `loadVolatilityModel` by default. */
  readonly load?: (json: VolatilityModelJSON) => VolatilityModel;
}

/** What every volatility forecaster is held to. `make` gives a new one with settings small enough for a quick fit. */
export function describeVolatilityForecaster(
  name: string,
  make: () => VolatilityForecaster,
  { random, columns, load = loadVolatilityModel }: ForecasterExpectations,
): void {
  describe(`volatility forecaster '${name}'`, () => {
    const complete = (bars: Bars): Bars => (columns === undefined ? bars : { ...bars, columns: columns(bars) });
    const history = complete(swingingBars(ROWS, 11));
    const model = make().fit(history, { seed: 3 });
    const forecasts = model.forecast(history, HORIZONS);

    it('carries its name', () => {
      expect(make().name).toBe(name);
      expect(model.forecaster).toBe(name);
      expect(model.toJSON().forecaster).toBe(name);
    });

    it('has a positive forecast on every row but the warm-up', () => {
      expect(forecasts).toHaveLength(HORIZONS.length);
      for (const column of forecasts) {
        expect(column).toHaveLength(ROWS);
        column.forEach((vol, t) => {
          if (t < model.warmup) expect(vol).toBeNaN();
          else expect(vol > 0 && Number.isFinite(vol), `row ${t}: ${vol}`).toBe(true);
        });
      }
    });

    it('gives rows of a history shorter than the warm-up no forecast', () => {
      const [column] = model.forecast(sliceBars(history, 0, model.warmup), [5]);
      expect(column).toHaveLength(model.warmup);
      expect(column.every(Number.isNaN)).toBe(true);
      expect(model.forecast(sliceBars(history, 0, 0), [5])[0]).toHaveLength(0);
    });

    it('does not see later rows: cutting or altering them changes no bit of what was forecast', () => {
      for (const rows of [model.warmup + 1, 255, 256, 301, ROWS - 1]) {
        const before = forecasts.map((column) => column.slice(0, rows));
        expect(model.forecast(sliceBars(history, 0, rows), HORIZONS)).toEqual(before);
        const altered = model.forecast(alterAfter(history, rows), HORIZONS).map((column) => column.slice(0, rows));
        expect(altered).toEqual(before);
      }
    });

    it('has a spread, if it has one, of the shape of its forecasts and blind to later rows', () => {
      if (model.spread === undefined) return;
      const spread = model.spread(history, HORIZONS);
      spread.forEach((column, h) => {
        expect([...column].map(Number.isNaN)).toEqual([...forecasts[h]].map(Number.isNaN));
        expect(
          column.slice(model.warmup).every((value, t) => value >= 0 && value < forecasts[h][model.warmup + t]),
        ).toBe(true);
      });
      for (const rows of [model.warmup + 1, 301]) {
        const before = spread.map((column) => column.slice(0, rows));
        expect(model.spread(sliceBars(history, 0, rows), HORIZONS)).toEqual(before);
        const altered = model.spread(alterAfter(history, rows), HORIZONS).map((column) => column.slice(0, rows));
        expect(altered).toEqual(before);
      }
    });

    it('reads the latest row', () => {
      const altered = model.forecast(alterAfter(history, ROWS - 1), HORIZONS);
      altered.forEach((column, i) => {
        expect(column[ROWS - 1]).not.toBe(forecasts[i][ROWS - 1]);
      });
    });

    it('answers for horizons in any order, and the same in any company', () => {
      const order = [2, 0, 3, 1];
      const shuffled = model.forecast(
        history,
        order.map((i) => HORIZONS[i]),
      );
      order.forEach((i, k) => {
        expect(shuffled[k]).toEqual(forecasts[i]);
      });
      expect(model.forecast(history, [21, 21])).toEqual([forecasts[2], forecasts[2]]);
      expect(model.forecast(history, [])).toEqual([]);
    });

    it('refuses a horizon that is none', () => {
      for (const horizon of [0, -1, 1.5, Number.NaN]) {
        expect(() => model.forecast(history, [horizon])).toThrow(RangeError);
      }
    });

    it('is determined by history and seed', () => {
      const again = make().fit(history, { seed: 3 });
      expect(again.toJSON()).toEqual(model.toJSON());
      expect(again.forecast(history, HORIZONS)).toEqual(forecasts);
      const other = make().fit(history, { seed: 4 }).forecast(history, HORIZONS);
      if (random) expect(other).not.toEqual(forecasts);
      else expect(other).toEqual(forecasts);
    });

    it('is the same bits after saving and loading', () => {
      const loaded = load(JSON.parse(JSON.stringify(model)));
      expect(loaded.warmup).toBe(model.warmup);
      expect(loaded.forecast(history, HORIZONS)).toEqual(forecasts);
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(model));
    });

    it('refuses a damaged save, key by key', () => {
      const saved = JSON.parse(JSON.stringify(model));
      for (const key of Object.keys(saved).filter((key) => key !== 'forecaster')) {
        const damaged = { ...saved, [key]: null };
        expect(() => load(damaged), key).toThrow(InputError);
        expect(() => load(damaged), key).toThrow(new RegExp(`'${name}': ${key}`));
      }
    });

    it('gives annualised close-to-close volatility: 20 % where prices were drawn with 20 %', () => {
      const steady = complete(simulatedBars(1500, 7));
      const columns = make().fit(steady, { seed: 3 }).forecast(steady, HORIZONS);
      for (const column of columns) {
        const last = column.subarray(200);
        const meanVol = last.reduce((sum, vol) => sum + vol, 0) / last.length;
        expect(meanVol).toBeGreaterThan(0.19);
        expect(meanVol).toBeLessThan(0.21);
      }
    });

    it('does not depend on the unit of price', () => {
      const scale = (column: Float64Array) => column.map((value) => value * 1024);
      const { open, high, low, close } = history;
      const scaled = { ...history, open: scale(open), high: scale(high), low: scale(low), close: scale(close) };
      expect(model.forecast(scaled, HORIZONS)).toEqual(forecasts);
    });

    it('refuses a history that is too short, and says how many rows it needs', () => {
      const fitRows = (rows: number) => make().fit(sliceBars(history, 0, rows), { seed: 3 });
      let needed = 0;
      try {
        fitRows(50);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as InputError).message).toContain(`forecaster '${name}': the history has 50 rows`);
        needed = Number(/at least (\d+)/.exec((error as InputError).message)![1]);
      }
      expect(needed).toBeGreaterThan(50);
      expect(() => fitRows(needed - 1)).toThrow(InputError);
      expect(() => fitRows(0)).toThrow(InputError);
      expect(fitRows(needed).forecast(history, [21])[0][ROWS - 1]).toBeGreaterThan(0);
    });

    it('stops when it is told to', () => {
      const reason = new Error('enough');
      expect(() => make().fit(history, { seed: 3, signal: AbortSignal.abort(reason) })).toThrow(reason);
    });

    it('stands a market that does not move', () => {
      const still = complete({ ...history, open: flat(), high: flat(), low: flat(), close: flat() });
      for (const bars of [still, history]) {
        for (const column of make().fit(bars, { seed: 3 }).forecast(still, HORIZONS)) {
          expect(column.subarray(model.warmup).every((vol) => vol >= 0 && vol < 1)).toBe(true);
        }
      }
    });
  });
}

function flat(): Float64Array {
  return new Float64Array(ROWS).fill(100);
}

/** The same bars up to row `rows` − 1, and a wilder market from there on. */
function alterAfter(bars: Bars, rows: number): Bars {
  const alter = (column: Float64Array, factor: number) => column.map((value, t) => (t < rows ? value : value * factor));
  return {
    ...bars,
    open: alter(bars.open, 1.2),
    high: alter(bars.high, 1.5),
    low: alter(bars.low, 0.9),
    close: alter(bars.close, 0.95),
    volume: alter(bars.volume, 3),
    ...(bars.columns !== undefined && {
      columns: Object.fromEntries(Object.entries(bars.columns).map(([name, column]) => [name, alter(column, 1.3)])),
    }),
  };
}
