import type { Bars } from '../market/bars.ts';
import { parkinsonVariance } from '../market/range-variance.ts';
import { requireRows, savedPositive, savedShare } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { volatilityAtHorizons } from './term-structure.ts';
import { closeToRangeRatio } from './variance-windows.ts';

/** Days of range variance behind the first forecast. Row 0 has none: it has no previous close. */
const FIRST_WINDOW = 21;
/** Rows from which the ratio of close-to-close to range variance is estimated well enough to be used. */
const FIT_ROWS = 64;

export interface EwmaOptions {
  /** Decay per trading day, in (0, 1). RiskMetrics uses 0.94 for daily data. */
  readonly lambda: number;
}

/**
 * Exponentially weighted moving average (J.P. Morgan, RiskMetrics Technical Document, 1996) of the Parkinson variance:
 * σ²_t = Σ λ^i v_{t−i} / Σ λ^i over all rows so far, times the ratio of close-to-close to Parkinson variance of the
 * fitted history. The same for every horizon. `fit` needs 64 rows; the first 21 rows of a history have no forecast.
 *
 * @example
 * const model = createEwmaForecaster({ lambda: 0.94 }).fit(bars, { seed: 7 });
 * const [volToExpiry] = model.forecast(bars, [21]);
 */
export function createEwmaForecaster({ lambda }: EwmaOptions): VolatilityForecaster {
  if (!(lambda > 0 && lambda < 1)) throw new RangeError(`lambda is ${lambda}: expected a number in (0, 1)`);
  return {
    name: 'ewma',
    fit(history, { signal }) {
      signal?.throwIfAborted();
      requireRows('ewma', history.close.length, FIT_ROWS, 'to compare close-to-close with range variance');
      return ewmaModel(lambda, closeToRangeRatio(history, parkinsonVariance(history)));
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreEwmaModel(json: VolatilityModelJSON): VolatilityModel {
  return ewmaModel(savedShare(json, 'lambda'), savedPositive(json, 'closeRatio'));
}

function ewmaModel(lambda: number, closeRatio: number): VolatilityModel {
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const variance = parkinsonVariance(history);
    const level = new Float64Array(variance.length).fill(Number.NaN);
    let sum = 0;
    let weight = 0;
    for (let t = 1; t < variance.length; t++) {
      sum = lambda * sum + variance[t];
      weight = lambda * weight + 1;
      if (t >= FIRST_WINDOW) level[t] = (closeRatio * sum) / weight;
    }
    return volatilityAtHorizons([1], [level], horizonDays);
  }
  return {
    forecaster: 'ewma',
    warmup: FIRST_WINDOW,
    forecast,
    toJSON: () => ({ forecaster: 'ewma', lambda, closeRatio }),
  };
}
