import type { MarkovChain } from '../chain/markov-chain.ts';
import { permuteBlocks, permuteSquare } from '../permutation.ts';
import { type CovarianceKind, countCovarianceParameters } from './covariance.ts';

/** Distributions that a regime may draw its features from. */
export const emissionLaws = ['normal', 'student-t'] as const;

/**
 * - `normal`: multivariate normal
 * - `student-t`: multivariate Student-t (Peel and McLachlan 2000), its degrees of freedom fitted regime by regime
 */
export type EmissionLaw = (typeof emissionLaws)[number];

/**
 * How regimes follow each other:
 * - `free`: a Markov chain with a start distribution of its own
 * - `stationary`: a Markov chain that starts from its stationary distribution
 * - `independent`: each row's regime is drawn anew, a mixture
 */
export type ChainKind = 'free' | 'stationary' | 'independent';

/** A hidden Markov model in standard units of the features. */
export interface Hmm extends MarkovChain {
  readonly dimensions: number;
  readonly law: EmissionLaw;
  readonly covariance: CovarianceKind;
  /** State k, feature d at `k * dimensions + d`. */
  readonly means: Float64Array;
  /** Covariances, laid out as `covarianceSize` says; of a Student-t law its scale matrices, (ν − 2) / ν × the covariances. */
  readonly variances: Float64Array;
  /** Degrees of freedom of each state, above 2; empty for normal laws. */
  readonly degrees: Float64Array;
}

/** The same model with state `order[k]` renamed to k. */
export function permuteStates(hmm: Hmm, order: readonly number[]): Hmm {
  const { dimensions, covariance, start, transition, means, variances, degrees } = hmm;
  const width = { diagonal: dimensions, spherical: 1, full: dimensions * dimensions, tied: 0 }[covariance];
  return {
    ...hmm,
    start: permuteBlocks(start, order, 1),
    transition: permuteSquare(transition, order),
    means: permuteBlocks(means, order, dimensions),
    variances: width === 0 ? variances : permuteBlocks(variances, order, width),
    degrees: degrees.length === 0 ? degrees : permuteBlocks(degrees, order, 1),
  };
}

/** A copy that shares nothing. */
export function copyHmm(hmm: Hmm): Hmm {
  const { start, transition, means, variances, degrees } = hmm;
  return {
    ...hmm,
    start: start.slice(),
    transition: transition.slice(),
    means: means.slice(),
    variances: variances.slice(),
    degrees: degrees.slice(),
  };
}

/** Copies parameters from one model to another of the same make. */
export function assignHmm(to: Hmm, from: Hmm): void {
  to.start.set(from.start);
  to.transition.set(from.transition);
  to.means.set(from.means);
  to.variances.set(from.variances);
  to.degrees.set(from.degrees);
}

/**
 * Free parameters: of the chain K − 1 for the start and K (K − 1) for the transitions where it is free, K (K − 1) where it is
 * stationary, K − 1 where rows are independent; K D means; the covariances'; K degrees of freedom of Student-t laws.
 */
export function countHmmParameters(
  hmm: Pick<Hmm, 'states' | 'dimensions' | 'law' | 'covariance'>,
  chain: ChainKind,
): number {
  const { states, dimensions, law, covariance } = hmm;
  const moves = states * (states - 1);
  const ofChain = { free: states - 1 + moves, stationary: moves, independent: states - 1 }[chain];
  const ofLaw = states * dimensions + countCovarianceParameters(covariance, states, dimensions);
  return ofChain + ofLaw + (law === 'student-t' ? states : 0);
}
