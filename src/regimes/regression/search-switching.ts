import { createRandomStream } from '../../math/random.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { expectSwitching } from './expected-moves.ts';
import type { FreeParameters } from './free-parameters.ts';
import { climbSwitching, type PolishedSwitching, polishSwitching } from './polish-switching.ts';
import type { SingleRegression } from './single-regression.ts';
import { inferSwitching } from './switching-inference.ts';
import { maximiseSwitching } from './switching-maximisation.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingRows } from './switching-rows.ts';
import { chooseSwitchingStart } from './switching-starting-points.ts';

export interface SearchOptions extends SeededCallOptions {
  /** Starting points tried. */
  readonly restarts: number;
  /** Most iterations of the polish. */
  readonly maxIterations: number;
  /** One more starting point, in standard units. */
  readonly earlier?: SwitchingState | undefined;
}

/** Every starting point gets a short run of EM; the best quarter go on, and no fewer than three. */
const shortRun = 20;
const countFinalists = (runs: number) => Math.min(runs, Math.max(3, Math.ceil(runs / 4)));

/**
 * Parameters of the highest likelihood found. One search often ends in a lesser optimum, so starting points of several
 * kinds get 20 iterations of EM each, the best quarter go on by BFGS, and Newton steps end the best of these.
 */
export function searchSwitching(
  data: SwitchingRows,
  layout: FreeParameters,
  single: SingleRegression,
  { restarts, maxIterations, earlier, seed, signal, onProgress }: SearchOptions,
): PolishedSwitching {
  const several = layout.terms.states > 1 ? restarts : 1;
  const total = several + countFinalists(several);
  const report = (done: number) => {
    signal?.throwIfAborted();
    onProgress?.({ label: `fitting a regression of ${layout.terms.states} regimes`, done, total });
  };
  const runs: ReturnType<typeof runShortly>[] = [];
  for (let restart = 0; restart < several; restart++) {
    report(restart);
    const stream = createRandomStream(seed, 'switching regression', restart);
    runs.push(runShortly(chooseSwitchingStart(data, layout, single, restart, stream), data, layout));
  }
  if (earlier !== undefined) runs.push(runShortly(earlier, data, layout));
  const ended = byLikelihood(runs)
    .slice(0, countFinalists(several))
    .map(({ state }, index) => {
      report(Math.min(total - 1, several + index));
      return climbSwitching(state, data, layout, maxIterations);
    });
  const best = polishSwitching(byLikelihood(ended)[0], data, layout);
  report(total);
  return best;
}

function runShortly(start: SwitchingState, data: SwitchingRows, layout: FreeParameters) {
  let state = start;
  let inference = inferSwitching(state, data);
  for (let iteration = 0; iteration < shortRun; iteration++) {
    state = maximiseSwitching(state, data, layout, expectSwitching(state, inference));
    inference = inferSwitching(state, data);
  }
  return { state, logLikelihood: inference.logLikelihood };
}

function byLikelihood<T extends { readonly logLikelihood: number }>(runs: readonly T[]): T[] {
  return [...runs].sort((a, b) => b.logLikelihood - a.logLikelihood);
}
