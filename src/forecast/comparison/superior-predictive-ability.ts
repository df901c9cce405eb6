import { meanStandardError } from '../../math/mean-standard-error.ts';
import { mean } from '../../math/moments.ts';
import { type BootstrapIndices, bootstrapDeviations, checkLosses } from './bootstrap-indices.ts';

export interface SuperiorPredictiveAbilityOptions {
  /** Resamples of rows, such as those of `drawBootstrapIndices`. */
  readonly indices: BootstrapIndices;
  /** Mean length of the blocks that were drawn, in rows: standard errors are those of the same bootstrap. */
  readonly meanBlock: number;
}

/** P-values of "no forecast is better than the benchmark": small where one is. */
export interface SuperiorPredictiveAbility {
  /** With forecasts that are worse than the benchmark left out of the null: a bound from below. */
  readonly lower: number;
  /** With those left out that are worse beyond doubt: the one to report. */
  readonly consistent: number;
  /** With all of them at no difference, as in White's reality check: a bound from above. */
  readonly upper: number;
  /** max(0, max_k √n d̄_k / ω_k). */
  readonly statistic: number;
  /** The forecast that the statistic is that of. */
  readonly best: number;
}

/**
 * Hansen's test for superior predictive ability (Journal of Business & Economic Statistics 23, 2005): whether any of several
 * forecasts is better than a benchmark, given that the best of many looks good by luck. With d_k = loss of the benchmark −
 * loss_k, the statistic is the largest d̄_k in standard errors ω_k/√n; its null distribution is that of
 *   max(0, max_k √n (d̄*_k − g(d̄_k)) / ω_k),
 * g(d) = max(d, 0) (lower), d where d >= −ω_k √(2 ln ln n / n) and 0 below (consistent), d (upper).
 *
 * @param benchmark losses of the benchmark
 * @param losses one column per other forecast
 * @throws RangeError on columns of different lengths, a loss that is not finite, or indices that do not fit
 * @example
 * superiorPredictiveAbility(lossOfEwma, [lossOfGarch, lossOfHar], { indices, meanBlock: 20 }).consistent;
 */
export function superiorPredictiveAbility(
  benchmark: Float64Array,
  losses: readonly Float64Array[],
  { indices, meanBlock }: SuperiorPredictiveAbilityOptions,
): SuperiorPredictiveAbility {
  checkLosses([benchmark, ...losses], indices);
  // A forecast with the losses of the benchmark says nothing and has no standard error.
  const gains = losses
    .map((column, forecast) => ({ forecast, gain: column.map((loss, t) => benchmark[t] - loss) }))
    .filter(({ gain }) => gain.some((value) => value !== 0));
  const means = gains.map(({ gain }) => mean(gain));
  const errors = gains.map(({ gain }) => meanStandardError(gain, meanBlock));
  const certain = Math.sqrt(2 * Math.log(Math.log(benchmark.length)));
  const deviations = bootstrapDeviations(
    gains.map(({ gain }) => gain),
    indices,
  );
  let statistic = 0;
  let best = gains[0]?.forecast ?? 0;
  means.forEach((gain, k) => {
    const t = gain / errors[k];
    if (t > statistic) [statistic, best] = [t, gains[k].forecast];
  });
  // deviations hold d̄* − d̄; what is not recentred gets d̄ back.
  const pValue = (kept: (gain: number, error: number) => number): number => {
    const back = means.map((gain, k) => gain - kept(gain, errors[k]));
    let above = 0;
    for (let b = 0; b < indices.length; b++) {
      let largest = 0;
      for (let k = 0; k < gains.length; k++) largest = Math.max(largest, (deviations[k][b] + back[k]) / errors[k]);
      if (largest > statistic) above++;
    }
    // At a statistic of 0 nothing speaks against the benchmark.
    return statistic === 0 ? 1 : above / indices.length;
  };
  return {
    lower: pValue((gain) => Math.max(gain, 0)),
    consistent: pValue((gain, error) => (gain >= -certain * error ? gain : 0)),
    upper: pValue((gain) => gain),
    statistic,
    best,
  };
}
