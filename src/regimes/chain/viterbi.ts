import type { MarkovChain } from './markov-chain.ts';

/** The most probable path of states and its joint log probability with the rows. */
export interface StatePath {
  readonly labels: Int32Array;
  readonly logProbability: number;
}

/**
 * Most probable path of states given all rows (Viterbi 1967). Looks ahead: for pictures only.
 *
 * @param logLikelihoods rows × states, row by row; zeros for a missing row
 */
export function findStatePath({ states, start, transition }: MarkovChain, logLikelihoods: Float64Array): StatePath {
  const rows = logLikelihoods.length / states;
  if (rows === 0) return { labels: new Int32Array(), logProbability: 0 };
  const logTransition = transition.map(Math.log);
  const from = new Int32Array(rows * states);
  let best = Float64Array.from(start, (p, k) => Math.log(p) + logLikelihoods[k]);
  for (let t = 1; t < rows; t++) {
    const next = new Float64Array(states);
    for (let k = 0; k < states; k++) {
      let origin = 0;
      for (let i = 1; i < states; i++) {
        if (best[i] + logTransition[i * states + k] > best[origin] + logTransition[origin * states + k]) origin = i;
      }
      from[t * states + k] = origin;
      next[k] = best[origin] + logTransition[origin * states + k] + logLikelihoods[t * states + k];
    }
    best = next;
  }
  const labels = new Int32Array(rows);
  let state = best.indexOf(best.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
  const logProbability = best[state];
  for (let t = rows - 1; t >= 0; t--) {
    labels[t] = state;
    state = from[t * states + state];
  }
  return { labels, logProbability };
}
