import { mean } from '../math/moments.ts';
import { studentTwoSidedP } from '../math/student-t.ts';
import { requireCount } from '../support/require.ts';

export interface DieboldMarianoOptions {
  /** Steps ahead that the forecasts look, a whole number >= 1. */
  readonly horizon: number;
}

export interface DieboldMarianoResult {
  /** Negative when the first forecast has the lower mean loss. */
  readonly statistic: number;
  /** Two-sided, Student t with `observations` − 1 degrees of freedom. */
  readonly pValue: number;
  readonly observations: number;
  /** Which long-run variance was used. */
  readonly varianceEstimator: 'rectangular' | 'bartlett';
}

/**
 * Diebold and Mariano's test (1995, Journal of Business & Economic Statistics 13) of equal accuracy of two forecasts,
 * with the small-sample correction of Harvey, Leybourne and Newbold (1997, International Journal of Forecasting 13).
 *
 * Errors of h-step forecasts overlap, so the long-run variance of d = lossA − lossB sums the autocovariances up to lag
 * h − 1 with equal weights, as in the original. That sum can be zero or negative; then Bartlett weights
 * 1 − k/h are used, which cannot be negative but understate the variance somewhat.
 *
 * @param lossA losses of the first forecast; rows where either loss is NaN are left out
 * @param lossB losses of the second forecast, same rows
 * @throws RangeError unless at least 2 h rows have both losses
 * @example
 * dieboldMariano(lossOfLstm, lossOfHar, { horizon: 21 }).statistic; // < 0: the LSTM is better
 */
export function dieboldMariano(
  lossA: Float64Array,
  lossB: Float64Array,
  { horizon }: DieboldMarianoOptions,
): DieboldMarianoResult {
  if (lossA.length !== lossB.length) {
    throw new RangeError(`lossB has ${lossB.length} rows: expected ${lossA.length}, as lossA has`);
  }
  requireCount('horizon', horizon);
  const difference = lossA.map((loss, i) => loss - lossB[i]).filter((value) => !Number.isNaN(value));
  const n = difference.length;
  if (n < Math.max(2, 2 * horizon)) {
    throw new RangeError(
      `${n} rows have both losses: expected at least ${Math.max(2, 2 * horizon)} for horizon ${horizon}`,
    );
  }
  const center = mean(difference);
  let rectangular = autocovariance(difference, center, 0);
  let bartlett = rectangular;
  for (let lag = 1; lag < horizon; lag++) {
    const covariance = autocovariance(difference, center, lag);
    rectangular += 2 * covariance;
    bartlett += 2 * (1 - lag / horizon) * covariance;
  }
  const varianceEstimator = rectangular > 0 ? 'rectangular' : 'bartlett';
  const standardError = Math.sqrt(Math.max(0, rectangular > 0 ? rectangular : bartlett) / n);
  const correction = Math.sqrt((n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n);
  // Two identical forecasts differ by nothing, with certainty.
  const statistic = center === 0 ? 0 : (correction * center) / standardError;
  return { statistic, pValue: studentTwoSidedP(statistic, n - 1), observations: n, varianceEstimator };
}

function autocovariance(values: Float64Array, center: number, lag: number): number {
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += (values[i] - center) * (values[i - lag] - center);
  return sum / values.length;
}
