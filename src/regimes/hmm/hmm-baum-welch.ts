import { runBackward, runForward } from '../chain/forward-backward.ts';
import { scaleLikelihoods } from '../chain/markov-chain.ts';
import type { Observations } from '../observations.ts';
import type { EmWorkspace } from './em-workspace.ts';
import { fillLogDensities } from './emission-densities.ts';
import { assignHmm, type ChainKind, copyHmm, type Hmm } from './emissions.ts';
import { emptyState, maximiseEmissions } from './maximise-emissions.ts';
import { maximiseStationaryChain } from './stationary-step.ts';
import { addMovesOfTwo, expectTwoNormalStates, isTwoNormalStates } from './two-normal-states.ts';

/** When EM stops, and what it keeps parameters from. */
export interface BaumWelchOptions {
  readonly maxIterations: number;
  /** Converged once an iteration changes the log likelihood by less than this per row. */
  readonly tolerance: number;
  /** Smallest variance a state may take, in the observations' units (1 = the variance of the fitted rows). */
  readonly varianceFloor: number;
  readonly chain: ChainKind;
}

export interface BaumWelchResult {
  readonly hmm: Hmm;
  /** Of the rows under `hmm`, in the observations' units. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Probabilities are kept above this, so that no row is impossible and no state is lost for good. */
const probabilityFloor = 1e-12;

/**
 * Maximum likelihood by expectation and maximisation (Baum, Petrie, Soules and Weiss 1970), from `initial` on.
 * Rows that are not complete count as missing.
 *
 * @param workspace for these rows and so many states; its contents do not matter
 */
export function runBaumWelch(
  initial: Hmm,
  observations: Observations,
  { maxIterations, tolerance, varianceFloor, chain }: BaumWelchOptions,
  workspace: EmWorkspace,
): BaumWelchResult {
  const hmm = copyHmm(initial);
  // A chain that lasts would have a likelihood that no mixture reaches, and EM would not leave it.
  if (chain === 'independent') repeatStart(hmm);
  const best = copyHmm(hmm);
  let logLikelihood = expect(hmm, observations, workspace);
  let iterations = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    assignHmm(best, hmm);
    maximiseChain(hmm, workspace, chain);
    maximiseEmissions(hmm, observations, workspace.smoothed, varianceFloor);
    const next = expect(hmm, observations, workspace);
    iterations++;
    converged = Math.abs(next - logLikelihood) <= tolerance * observations.rows;
    // The floors can cost a rounding error of likelihood at the very end: keep the better of the last two.
    if (next < logLikelihood) return { hmm: best, logLikelihood, iterations, converged };
    logLikelihood = next;
  }
  return { hmm, logLikelihood, iterations, converged };
}

/** Log likelihood of the rows under `hmm`, in the observations' units. */
export function logLikelihoodOf(hmm: Hmm, observations: Observations, workspace: EmWorkspace): number {
  return expect(hmm, observations, workspace);
}

/** Fills the workspace with what is known of the states under `hmm`. Returns the log likelihood. */
function expect(hmm: Hmm, observations: Observations, workspace: EmWorkspace): number {
  if (isTwoNormalStates(hmm)) return expectTwoNormalStates(hmm, observations, workspace);
  const { likelihoods, filtered, scales, smoothed, onward, spans } = workspace;
  const { states } = hmm;
  fillLogDensities(hmm, observations, likelihoods);
  let logLikelihood = scaleLikelihoods(likelihoods, states);
  for (const [from, to] of spans) {
    const part = (table: Float64Array) => table.subarray(from, to);
    const own = part(likelihoods);
    const known = part(filtered);
    const weights = scales.subarray(from / states, to / states);
    logLikelihood += runForward(hmm, own, known, weights);
    runBackward(hmm, own, known, weights, part(smoothed), part(onward));
  }
  return logLikelihood;
}

/** Sets start and transitions to the most likely ones given the expected states. */
function maximiseChain(hmm: Hmm, workspace: EmWorkspace, chain: ChainKind): void {
  const { states, start, transition } = hmm;
  const { smoothed, spans } = workspace;
  if (chain === 'independent') {
    const counts = new Float64Array(states);
    for (let at = 0; at < smoothed.length; at += states) {
      for (let k = 0; k < states; k++) counts[k] += smoothed[at + k];
    }
    setDistribution(start, counts, 0);
    repeatStart(hmm);
    return;
  }
  const starts = new Float64Array(states);
  for (const [from] of spans) for (let k = 0; k < states; k++) starts[k] += smoothed[from + k];
  const moves = expectedMoves(transition, states, workspace);
  if (chain === 'stationary') {
    maximiseStationaryChain(moves, starts, transition, start);
    return;
  }
  setDistribution(start, starts, 0);
  for (let i = 0; i < states; i++) {
    const row = moves.subarray(i * states, (i + 1) * states);
    let leaving = 0;
    for (let j = 0; j < states; j++) leaving += row[j];
    if (leaving > emptyState) setDistribution(transition, row, i * states);
  }
}

/** Makes rows independent: each regime is followed by the start distribution. */
function repeatStart({ states, start, transition }: Hmm): void {
  for (let i = 0; i < states; i++) transition.set(start, i * states);
}

/** Expected number of moves from i to j at `i * states + j`. Sums are taken one at a time: it is faster. */
function expectedMoves(
  transition: Float64Array,
  states: number,
  { filtered, onward, spans }: EmWorkspace,
): Float64Array {
  if (states === 2) {
    const sums = new Float64Array(4);
    for (const span of spans) addMovesOfTwo(filtered, onward, span, sums);
    return sums.map((sum, ij) => sum * transition[ij]);
  }
  return transition.map((probability, ij) => {
    const i = Math.floor(ij / states);
    const j = ij % states;
    let sum = 0;
    for (const [from, to] of spans) {
      for (let at = from + states; at < to; at += states) sum += filtered[at - states + i] * onward[at + j];
    }
    return sum * probability;
  });
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
