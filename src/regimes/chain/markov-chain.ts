import { leastSquares } from '../../math/least-squares.ts';

/** A Markov chain of hidden states. Probabilities, not logarithms. */
export interface MarkovChain {
  readonly states: number;
  /** Distribution over states at the first row. */
  readonly start: Float64Array;
  /** P(next = j | now = i) at `i * states + j`. */
  readonly transition: Float64Array;
}

/**
 * Turns log likelihoods into likelihoods in place, each row relative to its own largest, so that none underflows.
 * A row that is impossible under every state becomes zeros.
 *
 * @param logLikelihoods rows × states, row by row
 * @returns the sum of the logarithms taken out; −Infinity when a row is impossible
 */
export function scaleLikelihoods(logLikelihoods: Float64Array, states: number): number {
  let logShift = 0;
  for (let at = 0; at < logLikelihoods.length; at += states) {
    let largest = logLikelihoods[at];
    for (let k = 1; k < states; k++) if (logLikelihoods[at + k] > largest) largest = logLikelihoods[at + k];
    logShift += largest;
    for (let k = 0; k < states; k++) logLikelihoods[at + k] = relativeLikelihood(logLikelihoods[at + k], largest);
  }
  return logShift;
}

/** A likelihood over the largest of its row, of their logarithms; 0 in a row that is impossible under every state. */
export function relativeLikelihood(logLikelihood: number, largest: number): number {
  const below = logLikelihood - largest;
  // An impossible row gives −Infinity − −Infinity, which is no number.
  return below === 0 ? 1 : below < 0 ? Math.exp(below) : 0;
}

/**
 * Stationary distribution π = π P of a chain with one recurrent class: the solution of π (I − P + E) = 1', E all ones
 * (Resnick, Adventures in Stochastic Processes, 1992, section 2.14).
 */
export function stationaryDistribution({
  states,
  transition,
}: Pick<MarkovChain, 'states' | 'transition'>): Float64Array {
  const columns = Array.from({ length: states }, (_, i) =>
    Float64Array.from({ length: states }, (_, j) => (i === j ? 2 : 1) - transition[i * states + j]),
  );
  const solved = leastSquares(columns, new Float64Array(states).fill(1)).map((share) => Math.max(0, share));
  const total = solved.reduce((sum, share) => sum + share, 0);
  return solved.map((share) => share / total);
}
