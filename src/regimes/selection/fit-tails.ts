import type { FeatureMatrix } from '../../market/features.ts';
import { predictStates } from '../chain/forward-backward.ts';
import type { RegimeModel, RegimeProbabilities, RegimeState } from '../detector.ts';
import { returnDensity } from '../return-density.ts';

/** The likelihood is flat between these; Infinity, the normal distribution, wins where tails gain nothing. */
const degreesTried = [Number.POSITIVE_INFINITY, 30, 20, 15, 12, 10, 8, 7, 6, 5, 4, 3];

/**
 * Degrees of freedom of the returns within regimes, one number for all, by maximum likelihood among a dozen on the rows
 * given.
 *
 * @param predicted row t: P(regime at t | rows 0..t − 1)
 * @param returns daily log returns; NaN where there is none
 * @returns Infinity where the normal distribution is the likeliest
 */
export function fitTails(
  states: readonly RegimeState[],
  predicted: RegimeProbabilities,
  returns: Float64Array,
): number {
  let best = { logLikelihood: Number.NEGATIVE_INFINITY, degrees: degreesTried[0] };
  for (const degrees of degreesTried) {
    const density = returnDensity(states, degrees);
    let logLikelihood = 0;
    for (let t = 1; t < returns.length; t++) {
      if (Number.isFinite(returns[t])) logLikelihood += density(returns[t], predicted, t);
    }
    if (logLikelihood > best.logLikelihood) best = { logLikelihood, degrees };
  }
  return best.degrees;
}

/** P(regime at t | rows 0..t − 1) by a model over the rows given; row 0 holds the regimes' shares. */
export function predictEachRow(model: RegimeModel, features: FeatureMatrix): RegimeProbabilities {
  const { rows, columns: filtered } = model.filter(features);
  const columns = model.states.map(({ share }) => new Float64Array(rows).fill(share, 0, 1));
  const transition = Float64Array.from(model.transition.flatMap((line) => [...line]));
  const now = new Float64Array(columns.length);
  const next = new Float64Array(columns.length);
  for (let t = 1; t < rows; t++) {
    filtered.forEach((column, k) => {
      now[k] = column[t - 1];
    });
    predictStates(transition, now, next);
    for (let k = 0; k < next.length; k++) columns[k][t] = next[k];
  }
  return { rows, columns };
}
