import { sortedQuantile } from '../../math/quantile.ts';
import { requireCount, requirePositive } from '../../support/require.ts';
import type { ForecastTable } from '../forecast-table.ts';

export interface ForecastIntervalOptions {
  /** Probabilities of the quantiles, each in (0, 1), increasing. */
  readonly probabilities: readonly number[];
  /** Errors known before the first quantile; 250 unless given. */
  readonly fewestErrors?: number | undefined;
  /** Errors kept, the latest; all of them unless given. */
  readonly windowRows?: number | undefined;
  /**
   * Step by which the level that is read moves after each outcome, against what was missed (Gibbs and Candès 2021); 0.01 is
   * usual, and unless given the level stays.
   */
  readonly adaptiveStep?: number | undefined;
}

/**
 * Quantiles of the variance to come around the forecasts of one forecaster: forecast × exp(quantile of ln(realised /
 * forecast)), over the errors that were known at each row's close. A row's error is known once its horizon is over; the row
 * itself, and what follows, are not read.
 *
 * With `adaptiveStep` γ each level p is replaced by p_t, which every outcome moves (Gibbs and Candès, "Adaptive conformal inference
 * under distribution shift", 2021): p_t+1 = p_t + γ (p − 1{y <= quantile}). Coverage then tends to p whatever the errors do.
 *
 * Rows without movement (a realised variance of 0) add no error, and count as below every quantile.
 *
 * @returns per horizon of the table, per probability, one variance of a day per row; NaN before `fewestErrors` are known and
 *   where there is no forecast
 * @throws RangeError on a name that the table lacks, or an option out of range
 * @example
 * const [[low, high]] = forecastIntervals(table, 'har', { probabilities: [0.05, 0.95] });
 */
export function forecastIntervals(
  table: ForecastTable,
  forecaster: string,
  { probabilities, fewestErrors = 250, windowRows = Number.POSITIVE_INFINITY, adaptiveStep }: ForecastIntervalOptions,
): readonly (readonly Float64Array[])[] {
  checkProbabilities(probabilities);
  requireCount('fewestErrors', fewestErrors);
  if (windowRows !== Number.POSITIVE_INFINITY) requireCount('windowRows', windowRows);
  if (windowRows < fewestErrors) {
    throw new RangeError(`windowRows is ${windowRows}: expected at least fewestErrors, ${fewestErrors}`);
  }
  if (adaptiveStep !== undefined) requirePositive('adaptiveStep', adaptiveStep);
  return forecastsOf(table, forecaster).map((forecast, place) => {
    const horizon = table.horizonDays[place];
    const realised = table.realised[place];
    const quantiles = probabilities.map(() => new Float64Array(forecast.length).fill(Number.NaN));
    const levels = Float64Array.from(probabilities);
    const errors = createKnownErrors(windowRows);
    for (let t = 0; t < forecast.length; t++) {
      const known = t - horizon;
      if (known >= 0) {
        errors.add(Math.log(realised[known] / forecast[known]));
        if (adaptiveStep !== undefined) {
          moveLevels(levels, probabilities, adaptiveStep, (k) => [realised[known], quantiles[k][known]]);
        }
      }
      if (errors.sorted.length < fewestErrors || !(forecast[t] > 0)) continue;
      quantiles.forEach((column, k) => {
        // Beyond 0 and 1 the sample has nothing: its ends stand in.
        const level = Math.min(1, Math.max(0, levels[k]));
        column[t] = forecast[t] * Math.exp(sortedQuantile(errors.sorted, level));
      });
    }
    return quantiles;
  });
}

/** The forecasts of a name of the table, per horizon. */
export function forecastsOf({ forecasts }: ForecastTable, name: string): readonly Float64Array[] {
  if (Object.hasOwn(forecasts, name)) return forecasts[name];
  throw new RangeError(`the table has no forecaster '${name}': expected one of ${Object.keys(forecasts).join(', ')}`);
}

/** Throws a RangeError unless probabilities lie in (0, 1) and increase. */
export function checkProbabilities(probabilities: readonly number[]): void {
  const rising = probabilities.every((p, k) => p > (k === 0 ? 0 : probabilities[k - 1]) && p < 1);
  if (rising && probabilities.length > 0) return;
  throw new RangeError(`probabilities is [${probabilities}]: expected numbers in (0, 1), increasing`);
}

function moveLevels(
  levels: Float64Array,
  probabilities: readonly number[],
  step: number,
  outcomeOf: (k: number) => readonly [realised: number, quantile: number],
): void {
  for (let k = 0; k < levels.length; k++) {
    const [realised, quantile] = outcomeOf(k);
    if (Number.isNaN(realised) || Number.isNaN(quantile)) continue;
    levels[k] += step * (probabilities[k] - (realised <= quantile ? 1 : 0));
  }
}

/** The latest errors, in order of size. */
function createKnownErrors(most: number) {
  const sorted: number[] = [];
  const arrived: number[] = [];

  /** Number of errors below this one. */
  function placeOf(error: number): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] < error) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    sorted,
    add(error: number): void {
      if (!Number.isFinite(error)) return;
      sorted.splice(placeOf(error), 0, error);
      arrived.push(error);
      if (sorted.length > most) sorted.splice(placeOf(arrived[arrived.length - 1 - most]), 1);
    },
  };
}
