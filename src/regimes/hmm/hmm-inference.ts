import { runBackward, runForward } from '../chain/forward-backward.ts';
import { scaleLikelihoods } from '../chain/markov-chain.ts';
import { findStatePath } from '../chain/viterbi.ts';
import type { RegimeProbabilities } from '../detector.ts';
import { dropLeadingGaps, type Observations } from '../observations.ts';
import { fillLogDensities } from './emission-densities.ts';
import type { Hmm } from './emissions.ts';

/**
 * P(state | rows 0..t) in every row. Rows before the first complete one hold `shares`; a later row that is not complete
 * holds the prediction made for it.
 */
export function filterStates(hmm: Hmm, observations: Observations, shares: readonly number[]): RegimeProbabilities {
  const { first, filtered } = infer(hmm, observations);
  return toColumns(filtered, first, shares);
}

/** P(state | all rows) in every row: looks ahead. */
export function smoothStates(hmm: Hmm, observations: Observations, shares: readonly number[]): RegimeProbabilities {
  const { first, likelihoods, filtered, scales } = infer(hmm, observations);
  const smoothed = new Float64Array(filtered.length);
  runBackward(hmm, likelihoods, filtered, scales, smoothed, new Float64Array(filtered.length));
  return toColumns(smoothed, first, shares);
}

/** Most probable path of states given all rows: looks ahead. Rows before the first complete one take its label. */
export function findStates(hmm: Hmm, observations: Observations): Int32Array {
  const { first, rest } = dropLeadingGaps(observations);
  const logDensities = new Float64Array(rest.rows * hmm.states);
  fillLogDensities(hmm, rest, logDensities);
  const { labels } = findStatePath(hmm, logDensities);
  const all = new Int32Array(observations.rows).fill(labels[0] ?? 0, 0, first);
  all.set(labels, first);
  return all;
}

/** Forward pass from the first complete row on: rows before it say nothing, and the start distribution is not theirs. */
function infer(hmm: Hmm, observations: Observations) {
  const { first, rest } = dropLeadingGaps(observations);
  const likelihoods = new Float64Array(rest.rows * hmm.states);
  const filtered = new Float64Array(likelihoods.length);
  const scales = new Float64Array(rest.rows);
  fillLogDensities(hmm, rest, likelihoods);
  scaleLikelihoods(likelihoods, hmm.states);
  runForward(hmm, likelihoods, filtered, scales);
  return { first, likelihoods, filtered, scales };
}

/** Rows × states as columns; the `first` rows, which came before, hold the regimes' shares. */
function toColumns(table: Float64Array, first: number, shares: readonly number[]): RegimeProbabilities {
  const states = shares.length;
  const rows = first + table.length / states;
  const columns = shares.map((share, k) => {
    const column = new Float64Array(rows).fill(share, 0, first);
    for (let t = first, at = k; t < rows; t++, at += states) column[t] = table[at];
    return column;
  });
  return { rows, columns };
}
