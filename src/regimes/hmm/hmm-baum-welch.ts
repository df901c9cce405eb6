import { runBackward, runForward } from '../chain/forward-backward.ts';
import { scaleLikelihoods } from '../chain/markov-chain.ts';
import type { Observations } from '../observations.ts';
import { type GaussianHmm, gaussianLogDensities } from './gaussian-emissions.ts';

/** When EM stops, and what it keeps parameters from. */
export interface BaumWelchOptions {
  readonly maxIterations: number;
  /** Converged once an iteration changes the log likelihood by less than this per row. */
  readonly tolerance: number;
  /** Smallest variance a state may take, in the observations' units (1 = the variance of the fitted rows). */
  readonly varianceFloor: number;
}

export interface BaumWelchResult {
  readonly hmm: GaussianHmm;
  /** Of the rows under `hmm`, in the observations' units. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Probabilities are kept above this, so that no row is impossible and no state is lost for good. */
const probabilityFloor = 1e-12;
/** A state with less than this many rows' worth of probability keeps its parameters: it has no data to learn from. */
const emptyState = 1e-8;

/**
 * Maximum likelihood by expectation and maximisation (Baum, Petrie, Soules and Weiss 1970), from `initial` on.
 * Rows that are not complete count as missing. The start distribution is free.
 */
export function runBaumWelch(
  initial: GaussianHmm,
  observations: Observations,
  { maxIterations, tolerance, varianceFloor }: BaumWelchOptions,
): BaumWelchResult {
  const hmm = copyHmm(initial);
  const best = copyHmm(initial);
  const workspace = createWorkspace(observations.rows, hmm.states);
  let logLikelihood = expect(hmm, observations, workspace);
  let iterations = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    assignHmm(best, hmm);
    maximise(hmm, observations, workspace, varianceFloor);
    const next = expect(hmm, observations, workspace);
    iterations++;
    converged = Math.abs(next - logLikelihood) <= tolerance * observations.rows;
    // The floors can cost a rounding error of likelihood at the very end: keep the better of the last two.
    if (next < logLikelihood) return { hmm: best, logLikelihood, iterations, converged };
    logLikelihood = next;
  }
  return { hmm, logLikelihood, iterations, converged };
}

interface Workspace {
  readonly likelihoods: Float64Array;
  readonly filtered: Float64Array;
  readonly scales: Float64Array;
  readonly smoothed: Float64Array;
  /** Likelihood of row t and of all later rows given the state at t, over that given the past: rows × states. */
  readonly onward: Float64Array;
}

function createWorkspace(rows: number, states: number): Workspace {
  const table = () => new Float64Array(rows * states);
  return {
    likelihoods: table(),
    filtered: table(),
    smoothed: table(),
    onward: table(),
    scales: new Float64Array(rows),
  };
}

/** Fills the workspace with what is known of the states under `hmm`. Returns the log likelihood. */
function expect(hmm: GaussianHmm, observations: Observations, workspace: Workspace): number {
  const { likelihoods, filtered, scales, smoothed, onward } = workspace;
  gaussianLogDensities(hmm, observations, likelihoods);
  const logShift = scaleLikelihoods(likelihoods, hmm.states);
  const logLikelihood = logShift + runForward(hmm, likelihoods, filtered, scales);
  runBackward(hmm, likelihoods, filtered, scales, smoothed, onward);
  return logLikelihood;
}

/** Sets the parameters to the most likely ones given the expected states. Sums are taken one at a time: it is faster. */
function maximise(hmm: GaussianHmm, observations: Observations, workspace: Workspace, varianceFloor: number): void {
  const { states, start, transition } = hmm;
  const { filtered, smoothed, onward } = workspace;
  setDistribution(start, smoothed.subarray(0, states), 0);
  const moves = new Float64Array(states);
  for (let i = 0; i < states; i++) {
    let leaving = 0;
    for (let j = 0; j < states; j++) {
      let sum = 0;
      for (let at = states; at < filtered.length; at += states) sum += filtered[at - states + i] * onward[at + j];
      moves[j] = sum * transition[i * states + j];
      leaving += moves[j];
    }
    if (leaving > emptyState) setDistribution(transition, moves, i * states);
    setMoments(hmm, i, observations, smoothed, varianceFloor);
  }
}

function setMoments(
  { states, dimensions, means, variances }: GaussianHmm,
  state: number,
  { rows, values, complete }: Observations,
  smoothed: Float64Array,
  varianceFloor: number,
): void {
  let weight = 0;
  for (let t = 0, at = state; t < rows; t++, at += states) weight += smoothed[at] * complete[t];
  if (weight <= emptyState) return;
  for (let d = 0; d < dimensions; d++) {
    let sum = 0;
    let squares = 0;
    // Values of rows that are not complete are zeros and add nothing.
    for (let at = state, n = d; n < values.length; at += states, n += dimensions) {
      const weighted = smoothed[at] * values[n];
      sum += weighted;
      squares += weighted * values[n];
    }
    const mean = sum / weight;
    means[state * dimensions + d] = mean;
    variances[state * dimensions + d] = Math.max(varianceFloor, squares / weight - mean * mean);
  }
}

/** Writes counts as a distribution, each probability at least the floor. */
function setDistribution(out: Float64Array, counts: Float64Array, at: number): void {
  let total = 0;
  for (let k = 0; k < counts.length; k++) total += counts[k];
  let floored = 0;
  for (let k = 0; k < counts.length; k++) {
    out[at + k] = Math.max(probabilityFloor, counts[k] / total);
    floored += out[at + k];
  }
  for (let k = 0; k < counts.length; k++) out[at + k] /= floored;
}

function copyHmm(hmm: GaussianHmm): GaussianHmm {
  const { start, transition, means, variances } = hmm;
  return {
    ...hmm,
    start: start.slice(),
    transition: transition.slice(),
    means: means.slice(),
    variances: variances.slice(),
  };
}

function assignHmm(to: GaussianHmm, from: GaussianHmm): void {
  to.start.set(from.start);
  to.transition.set(from.transition);
  to.means.set(from.means);
  to.variances.set(from.variances);
}
