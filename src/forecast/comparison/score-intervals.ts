import { hacStandardError, overlapLags } from '../../math/long-run-covariance.ts';
import { mean } from '../../math/moments.ts';
import { checkProbabilities } from './forecast-intervals.ts';

/** How one quantile did. */
export interface QuantileScore {
  readonly probability: number;
  /** Share of outcomes at or below the quantile; it should be the probability. */
  readonly coverage: number;
  /** Newey–West standard error of the coverage, over the overlap of the outcomes. */
  readonly coverageError: number;
  /** Mean of (p − 1{y < q}) (y − q), in the unit of the variances: lowest for the true quantile. */
  readonly pinballLoss: number;
  /** Rows with an outcome and a quantile. */
  readonly rows: number;
}

export interface ScoreIntervalsOptions {
  readonly probabilities: readonly number[];
  readonly horizonDays: number;
}

/**
 * Scores quantiles of the variance to come against what came: coverage and pinball loss (Koenker and Bassett 1978).
 *
 * @param realised one outcome per row; NaN where it is not known
 * @param quantiles one column per probability
 * @throws RangeError where columns do not fit, or no row has both
 * @example
 * scoreIntervals(table.realised[0], intervals[0], { probabilities: [0.05, 0.95], horizonDays: 1 });
 */
export function scoreIntervals(
  realised: Float64Array,
  quantiles: readonly Float64Array[],
  { probabilities, horizonDays }: ScoreIntervalsOptions,
): readonly QuantileScore[] {
  checkProbabilities(probabilities);
  if (quantiles.length !== probabilities.length) {
    throw new RangeError(`quantiles has ${quantiles.length} columns: expected one for each of ${probabilities}`);
  }
  return quantiles.map((column, k) => {
    if (column.length !== realised.length) {
      throw new RangeError(`quantiles[${k}] has ${column.length} rows: expected ${realised.length}, as realised has`);
    }
    const isScored = (_: number, t: number) => !Number.isNaN(realised[t]) && !Number.isNaN(column[t]);
    const outcomes = realised.filter(isScored);
    const limits = column.filter(isScored);
    if (outcomes.length === 0) throw new RangeError('no row has an outcome and a quantile: expected at least one');
    const covered = outcomes.map((y, t) => (y <= limits[t] ? 1 : 0));
    const probability = probabilities[k];
    return {
      probability,
      coverage: mean(covered),
      coverageError: hacStandardError(covered, overlapLags(covered.length, horizonDays)),
      pinballLoss: mean(outcomes.map((y, t) => (probability - (y < limits[t] ? 1 : 0)) * (y - limits[t]))),
      rows: outcomes.length,
    };
  });
}
