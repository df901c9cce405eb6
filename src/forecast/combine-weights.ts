/** How members of a combination come to their weights. */
export type CombinationWeighting = 'equal' | 'qlike';
/** Which mean of the members' variances is taken. */
export type CombinationMean = 'geometric' | 'arithmetic';

export const combinationWeightings: readonly CombinationWeighting[] = ['equal', 'qlike'];
export const combinationMeans: readonly CombinationMean[] = ['geometric', 'arithmetic'];

/** Days for which the mean loss of all members stands in each member's own: few losses say little about who is better. */
export const PRIOR_DAYS = 63;
/** A mean loss smaller than this is as good as none. */
const LEAST_LOSS = 1e-9;

/**
 * Weights in inverse proportion to the members' mean losses (Bates and Granger 1969, Operational Research Quarterly 20),
 * shrunk to equal ones (Diebold and Pauly 1990, International Journal of Forecasting 6):
 * w_i = s/n + (1 − s) m_i⁻¹ / Σ m_j⁻¹, where m_i = (L_i + 63 m̄) / (D + 63) counts the mean loss m̄ of all members for 63 days.
 *
 * @param losses per member, the sum L_i of its losses, discounted or not
 * @param days D, the sum of the days' own weights; with 0 all members weigh the same
 * @param shrinkage s in [0, 1]
 */
export function inverseLossWeights(losses: ArrayLike<number>, days: number, shrinkage: number): Float64Array {
  const members = losses.length;
  const weights = new Float64Array(members).fill(1 / members);
  if (!(days > 0)) return weights;
  let pooled = 0;
  for (let i = 0; i < members; i++) pooled += losses[i] / (members * days);
  let sum = 0;
  for (let i = 0; i < members; i++) {
    weights[i] = 1 / Math.max((losses[i] + PRIOR_DAYS * pooled) / (days + PRIOR_DAYS), LEAST_LOSS);
    sum += weights[i];
  }
  for (let i = 0; i < members; i++) weights[i] = shrinkage / members + ((1 - shrinkage) * weights[i]) / sum;
  return weights;
}

/**
 * Weighted mean of the members' variances; NaN where one of them is. Weights add up to 1, and a member without weight has no
 * say, be its variance 0 or infinite.
 */
export function weightedVariance(
  mean: CombinationMean,
  variances: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  let sum = 0;
  for (let i = 0; i < variances.length; i++) {
    if (weights[i] === 0 && !Number.isNaN(variances[i])) continue;
    sum += weights[i] * (mean === 'geometric' ? Math.log(variances[i]) : variances[i]);
  }
  return mean === 'geometric' ? Math.exp(sum) : sum;
}
