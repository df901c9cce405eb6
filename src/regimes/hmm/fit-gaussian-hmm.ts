import { createRandomStream } from '../../math/random.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import type { Observations } from '../observations.ts';
import { type BaumWelchResult, runBaumWelch } from './hmm-baum-welch.ts';
import { chooseStartingPoint } from './hmm-starting-points.ts';

export interface FitGaussianHmmOptions extends SeededCallOptions {
  readonly states: number;
  /** Starting points tried. */
  readonly restarts: number;
  /** Most iterations of EM, the short run included. */
  readonly maxIterations: number;
  /** Converged once an iteration changes the log likelihood by less than this per row. */
  readonly tolerance: number;
}

/** Every starting point gets a short run of EM; the best few go on to convergence. */
const shortRun = 15;
const finalists = 3;
/** Smallest variance of a state, as a share of the feature's variance over the fitted rows. */
const varianceFloor = 1e-4;

/**
 * Gaussian hidden Markov model of the highest likelihood found. One run of EM often ends in a lesser optimum, so
 * `restarts` starting points of several kinds get 15 iterations each and the best three go on to convergence.
 */
export function fitGaussianHmm(
  observations: Observations,
  { states, restarts, seed, maxIterations, tolerance, signal, onProgress }: FitGaussianHmmOptions,
): BaumWelchResult {
  const total = restarts + Math.min(finalists, restarts);
  const report = (done: number) => {
    signal?.throwIfAborted();
    onProgress?.({ label: `fitting a hidden Markov model of ${states} regimes`, done, total });
  };
  const short = Math.min(shortRun, maxIterations);
  const runs: BaumWelchResult[] = [];
  for (let restart = 0; restart < restarts; restart++) {
    report(restart);
    const start = chooseStartingPoint(observations, states, restart, createRandomStream(seed, 'hmm', restart));
    runs.push(runBaumWelch(start, observations, { maxIterations: short, tolerance, varianceFloor }));
  }
  const ended = byLikelihood(runs)
    .slice(0, finalists)
    .map((run, index) => {
      report(restarts + index);
      if (run.converged) return run;
      const rest = runBaumWelch(run.hmm, observations, {
        maxIterations: maxIterations - run.iterations,
        tolerance,
        varianceFloor,
      });
      return { ...rest, iterations: run.iterations + rest.iterations };
    });
  report(total);
  return byLikelihood(ended)[0];
}

function byLikelihood(runs: readonly BaumWelchResult[]): BaumWelchResult[] {
  return [...runs].sort((a, b) => b.logLikelihood - a.logLikelihood);
}
