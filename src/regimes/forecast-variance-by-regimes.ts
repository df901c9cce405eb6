import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requireCount } from '../support/require.ts';
import { checkTransition } from './check-transition.ts';
import type { RegimeModel, RegimeProbabilities } from './detector.ts';
import { checkRegimes } from './predict-regimes.ts';
import { regimeMoments } from './regime-moments.ts';

/** One column for each horizon, one value for each row. */
export interface RegimeVarianceForecast {
  /** Mean daily variance over the horizon × 252. */
  readonly varianceAnnual: readonly Float64Array[];
  /** Its square root. */
  readonly volAnnual: readonly Float64Array[];
}

/**
 * Variance of the returns of the next days as the regimes foretell it: with q = p Pᵈ the regimes' probabilities d days ahead,
 * that day's return is a mixture of variance
 *
 *   v_d = Σ_k q_k (σ_k² + μ_k²) − (Σ_k q_k μ_k)²
 *
 * and the forecast over h days is 252 / h × Σ_{d=1..h} v_d. Row t is known at the close of row t. μ_k and σ_k are the daily
 * mean and standard deviation within regime k (`regimeMoments` of the model's states). Covariances between days, which
 * changing means bring about, are not counted.
 *
 * @param probabilities filtered ones, as `model.filter` gives them
 * @param horizons in days, whole numbers of 1 or more, in any order
 * @throws RangeError on other horizons and on probabilities of another number of regimes
 * @example
 * const { volAnnual } = forecastVarianceByRegimes(model.filter(features), model, [1, 21]);
 * volAnnual[1]; // over the next month, at each close
 */
export function forecastVarianceByRegimes(
  { rows, columns }: RegimeProbabilities,
  { transition, states }: Pick<RegimeModel, 'transition' | 'states'>,
  horizons: readonly number[],
): RegimeVarianceForecast {
  checkTransition(transition);
  checkRegimes(columns.length, transition.length);
  for (const horizon of horizons) requireCount('horizon', horizon);
  const { means, variances } = regimeMoments(states);
  const squares = variances.map((variance, k) => variance + means[k] ** 2);
  const longest = Math.max(0, ...horizons);
  const sums = new Float64Array(longest + 1);
  const varianceAnnual = horizons.map(() => new Float64Array(rows));
  let now = new Float64Array(states.length);
  let next = new Float64Array(states.length);
  for (let t = 0; t < rows; t++) {
    for (let k = 0; k < now.length; k++) now[k] = columns[k][t];
    for (let day = 1; day <= longest; day++) {
      let mean = 0;
      let square = 0;
      next.fill(0);
      for (let i = 0; i < now.length; i++) for (let j = 0; j < now.length; j++) next[j] += now[i] * transition[i][j];
      for (let k = 0; k < now.length; k++) {
        mean += next[k] * means[k];
        square += next[k] * squares[k];
      }
      sums[day] = sums[day - 1] + square - mean ** 2;
      [now, next] = [next, now];
    }
    horizons.forEach((horizon, h) => {
      varianceAnnual[h][t] = (tradingDaysPerYear / horizon) * sums[horizon];
    });
  }
  return { varianceAnnual, volAnnual: varianceAnnual.map((column) => column.map(Math.sqrt)) };
}
