import { boundedVariables } from '../math/bounded-variables.ts';
import { minimise } from '../math/minimise.ts';
import { mean, standardDeviation } from '../math/moments.ts';

/** Merton's jump diffusion of highest likelihood: figures of a day, in the units of the returns given. */
export interface MertonFit {
  /** Mean and standard deviation of a day without a jump. */
  readonly mean: number;
  readonly sd: number;
  /** Expected jumps a day. */
  readonly jumps: number;
  /** Mean and standard deviation of a jump. */
  readonly jumpMean: number;
  readonly jumpSd: number;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Parameters that ended at a bound: the data ask for more, or for less, than a jump diffusion can be told apart by. */
  readonly atBound: readonly string[];
}

/** In standard deviations of the returns; jumps a day. A day of no spread would fit one return infinitely well. */
const bounds = [
  { name: 'mean', lower: -1, upper: 1 },
  { name: 'sd', lower: 0.1, upper: 1.5 },
  { name: 'jumps', lower: 1e-4, upper: 1 },
  { name: 'jumpMean', lower: -10, upper: 10 },
  { name: 'jumpSd', lower: 0.05, upper: 20 },
];
/** [sd, jumps, jumpSd]: rare and large, frequent and small. */
const starts = [
  [0.9, 0.02, 3],
  [0.7, 0.2, 1.5],
  [0.5, 0.6, 1],
] as const;
/** Probability of more jumps a day than are counted. */
const leftOut = 1e-10;

/**
 * Maximum likelihood of Merton's jump diffusion (1976) for daily log returns: with N ~ Poisson(λ) jumps a day, a return is
 * N(m + N μ, s² + N δ²), so its density is a Poisson mixture of normal ones. BFGS from several starts under bounds that
 * keep the likelihood finite: s >= 0.1 standard deviations of the returns, at most one jump a day.
 *
 * @param returns in any unit, without gaps; 20 or more that are not all the same
 */
export function fitMerton(returns: Float64Array): MertonFit {
  const center = mean(returns);
  const scale = standardDeviation(returns);
  const scaled = returns.map((value) => (value - center) / scale);
  const variables = boundedVariables(bounds);
  const work = new Float64Array(bounds.length);
  const objective = (free: Float64Array) => -logLikelihood(scaled, variables.toBounded(free, work)) / scaled.length;
  const found = starts
    .map(([sd, jumps, jumpSd]) =>
      minimise(objective, variables.toFree([0, sd, jumps, -0.1, jumpSd]), { gradientTolerance: 1e-7 }),
    )
    .reduce((best, next) => (next.value < best.value ? next : best));
  const point = variables.toBounded(found.point);
  const atBound = bounds
    .filter(({ lower, upper }, i) => Math.min(point[i] - lower, upper - point[i]) < 1e-5 * (upper - lower))
    .map(({ name }) => name);
  return {
    mean: center + scale * point[0],
    sd: scale * point[1],
    jumps: point[2],
    jumpMean: scale * point[3],
    jumpSd: scale * point[4],
    logLikelihood: logLikelihood(scaled, point) - scaled.length * Math.log(scale),
    iterations: found.iterations,
    converged: found.converged,
    atBound,
  };
}

function logLikelihood(returns: Float64Array, [center, sd, jumps, jumpMean, jumpSd]: Float64Array): number {
  const weights: number[] = [];
  const centers: number[] = [];
  const halfPrecisions: number[] = [];
  let probability = Math.exp(-jumps);
  for (let n = 0, left = 1; left > leftOut; n++) {
    const variance = sd * sd + n * jumpSd * jumpSd;
    weights.push(probability / Math.sqrt(2 * Math.PI * variance));
    centers.push(center + n * jumpMean);
    halfPrecisions.push(0.5 / variance);
    left -= probability;
    probability *= jumps / (n + 1);
  }
  let sum = 0;
  // Densities are gathered as a product and turned into a logarithm before it can underflow.
  let product = 1;
  for (let t = 0; t < returns.length; t++) {
    let density = 0;
    for (let n = 0; n < weights.length; n++) {
      const deviation = returns[t] - centers[n];
      density += weights[n] * Math.exp(-deviation * deviation * halfPrecisions[n]);
    }
    // What no number of jumps explains counts as all but impossible.
    product *= Math.max(1e-150, density);
    if (product < 1e-150 || product > 1e150) {
      sum += Math.log(product);
      product = 1;
    }
  }
  return sum + Math.log(product);
}
