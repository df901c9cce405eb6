import type { Executor } from '../../engine/jobs/executor.ts';
import { createRandomStream } from '../../math/random.ts';
import type { LongCallOptions } from '../../support/long-call.ts';
import type { Observations } from '../observations.ts';
import { createWorkspace, type EmWorkspace } from './em-workspace.ts';
import type { ChainKind, Hmm } from './emissions.ts';
import { type BaumWelchResult, runBaumWelch } from './hmm-baum-welch.ts';
import { chooseStartingPoint, type HmmMake } from './hmm-starting-points.ts';

/** All that a fit depends on: plain data, which can cross threads. */
export interface HmmFitPlan {
  readonly observations: Observations;
  readonly make: HmmMake;
  readonly chain: ChainKind;
  /** First row of each sequence. */
  readonly sequences: readonly number[];
  readonly seed: number;
  /** Starting points tried. */
  readonly restarts: number;
  /** One more starting point. */
  readonly previous?: Hmm | undefined;
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
 * Hidden Markov model of the highest likelihood found. One run of EM often ends in a lesser optimum, so `restarts`
 * starting points of several kinds get 15 iterations each and the best three go on to convergence.
 */
export function fitHmm(plan: HmmFitPlan, { signal, onProgress }: LongCallOptions): BaumWelchResult {
  const starts = countStarts(plan);
  const total = starts + Math.min(finalists, starts);
  const report = (done: number) => {
    signal?.throwIfAborted();
    onProgress?.({ label: labelOf(plan), done, total });
  };
  const workspace = workspaceOf(plan);
  const runs: BaumWelchResult[] = [];
  for (let start = 0; start < starts; start++) {
    report(start);
    runs.push(runStart(plan, start, workspace));
  }
  const ended = byLikelihood(runs)
    .slice(0, finalists)
    .map((run, index) => {
      report(starts + index);
      return finishRun(plan, run, workspace);
    });
  report(total);
  return byLikelihood(ended)[0];
}

/** The same fit with its runs on an executor that knows `hmmJobs`: the same bits, whatever the number of threads. */
export async function fitHmmOn(
  executor: Executor,
  plan: HmmFitPlan,
  { signal, onProgress }: LongCallOptions,
): Promise<BaumWelchResult> {
  const starts = countStarts(plan);
  const total = starts + Math.min(finalists, starts);
  let done = 0;
  const run = async (task: HmmTask) => {
    const result = await executor.run<BaumWelchResult>('hmmRun', task, { signal });
    onProgress?.({ label: labelOf(plan), done: ++done, total });
    return result;
  };
  onProgress?.({ label: labelOf(plan), done, total });
  const runs = await Promise.all(Array.from({ length: starts }, (_, start) => run({ plan, start })));
  const best = byLikelihood(runs).slice(0, finalists);
  const ended = await Promise.all(best.map((begun) => run({ plan, begun })));
  return byLikelihood(ended)[0];
}

/** A starting point to begin from, or a short run to finish. */
type HmmTask =
  | { readonly plan: HmmFitPlan; readonly start: number }
  | { readonly plan: HmmFitPlan; readonly begun: BaumWelchResult };

/** Jobs of `fitHmmOn`, by name. */
export const hmmJobs = {
  hmmRun: (payload: unknown): BaumWelchResult => {
    const task = payload as HmmTask;
    const workspace = workspaceOf(task.plan);
    return 'begun' in task ? finishRun(task.plan, task.begun, workspace) : runStart(task.plan, task.start, workspace);
  },
};

function workspaceOf({ observations, make, sequences }: HmmFitPlan): EmWorkspace {
  return createWorkspace(observations.rows, make.states, sequences);
}

function countStarts({ restarts, previous }: HmmFitPlan): number {
  return restarts + (previous === undefined ? 0 : 1);
}

/** A short run from a starting point; the one after the last restart is the earlier model's. */
function runStart(plan: HmmFitPlan, start: number, workspace: EmWorkspace): BaumWelchResult {
  const { observations, make, seed, restarts, previous, maxIterations } = plan;
  const isEarlier = start === restarts && previous !== undefined;
  const initial = isEarlier
    ? previous
    : chooseStartingPoint(observations, make, start, createRandomStream(seed, 'hmm', start));
  const options = { ...plan, varianceFloor, maxIterations: Math.min(shortRun, maxIterations) };
  return runBaumWelch(initial, observations, options, workspace);
}

function finishRun(plan: HmmFitPlan, run: BaumWelchResult, workspace: EmWorkspace): BaumWelchResult {
  if (run.converged) return run;
  const maxIterations = plan.maxIterations - run.iterations;
  const rest = runBaumWelch(run.hmm, plan.observations, { ...plan, varianceFloor, maxIterations }, workspace);
  return { ...rest, iterations: run.iterations + rest.iterations };
}

function byLikelihood(runs: readonly BaumWelchResult[]): BaumWelchResult[] {
  return [...runs].sort((a, b) => b.logLikelihood - a.logLikelihood);
}

function labelOf({ make, chain }: HmmFitPlan): string {
  return `fitting a ${chain === 'independent' ? 'mixture' : 'hidden Markov model'} of ${make.states} regimes`;
}
