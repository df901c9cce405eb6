import { mean, populationVariance } from '../../math/moments.ts';
import { ALPHA, BETA, GAMMA, type GarchTerms, MEAN, OMEGA, PARAMETERS } from './garch-terms.ts';

const BACKCAST_DAYS = 75;
const BACKCAST_DECAY = 0.94;

/** Returns with what the start of the recursion needs of them. */
export interface ReturnSample {
  readonly returns: Float64Array;
  readonly mean: number;
  /** Mean squared deviation from `mean`. */
  readonly variance: number;
  /** Weighted mean of the first squared deviations from `mean`. */
  readonly backcast: number;
}

export function sampleOf(returns: Float64Array): ReturnSample {
  const center = mean(returns);
  let sum = 0;
  let weights = 0;
  for (let t = 0, weight = 1; t < Math.min(BACKCAST_DAYS, returns.length); t++, weight *= BACKCAST_DECAY) {
    sum += weight * (returns[t] - center) ** 2;
    weights += weight;
  }
  const variance = populationVariance(returns);
  // Prices that stood still for long would start the recursion at nothing.
  return { returns, mean: center, variance, backcast: Math.max(sum / weights, 1e-6 * variance) };
}

/**
 * The first day's variance, for 'egarch' its logarithm, by what stands for the day before it (`GarchInitial`).
 *
 * @param slopes is filled with its slopes by the parameters
 */
export function startOfRecursion(
  { model, initial }: GarchTerms,
  sample: ReturnSample,
  parameters: Float64Array,
  slopes: Float64Array,
): number {
  const omega = parameters[OMEGA];
  const beta = parameters[BETA];
  slopes.fill(0, 0, PARAMETERS);
  const weight = model === 'egarch' ? beta : parameters[ALPHA] + parameters[GAMMA] / 2 + beta;
  if (initial === 'unconditional' && weight < 1) {
    const longRun = omega / (1 - weight);
    slopes[OMEGA] = 1 / (1 - weight);
    slopes[BETA] = longRun / (1 - weight);
    if (model !== 'egarch') {
      slopes[ALPHA] = slopes[BETA];
      slopes[GAMMA] = slopes[BETA] / 2;
    }
    return longRun;
  }
  const shift = sample.mean - parameters[MEAN];
  const before = initial === 'backcast' ? sample.backcast : sample.variance + shift * shift;
  const beforeByMean = initial === 'backcast' ? 0 : -2 * shift;
  slopes[OMEGA] = 1;
  if (model === 'egarch') {
    slopes[MEAN] = (beta * beforeByMean) / before;
    slopes[BETA] = Math.log(before);
    return omega + beta * Math.log(before);
  }
  slopes[MEAN] = weight * beforeByMean;
  slopes[ALPHA] = before;
  slopes[GAMMA] = before / 2;
  slopes[BETA] = before;
  return omega + weight * before;
}
