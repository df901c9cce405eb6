import type { FeatureMatrix } from '../../market/features.ts';
import { InputError } from '../../support/input-error.ts';
import { checkPrevious } from '../check-previous.ts';
import { describeRegimes } from '../describe-regimes.ts';
import type { DetectorFitOptions, RegimeDetector } from '../detector.ts';
import { checkDetectorOptions, type DetectorOptions } from '../detector-options.ts';
import { dropLeadingGaps, fitStandardiser, observe } from '../observations.ts';
import { fitGaussianHmm } from './fit-gaussian-hmm.ts';
import { permuteStates } from './gaussian-emissions.ts';
import { filterStates } from './hmm-inference.ts';
import { createHmmModel, type HmmFit, type HmmModel } from './hmm-model.ts';

export interface HmmDetectorOptions extends DetectorOptions {
  /** Most iterations of EM; 1000 when left out. */
  readonly maxIterations?: number;
  /** EM stops once an iteration changes the log likelihood by less than this per row; 1e-9 when left out. */
  readonly tolerance?: number;
}

export interface HmmDetector extends RegimeDetector {
  fit(features: FeatureMatrix, options: DetectorFitOptions): HmmModel;
}

/**
 * Regimes by a hidden Markov model: the regime follows a Markov chain and each regime draws the features from normal
 * distributions of its own, independent between features (Hamilton 1989; Rydén, Teräsvirta and Åsbrink 1998 for
 * daily returns). Fitted by maximum likelihood with a free start distribution; a state's variance is at least 1e-4 of
 * the feature's variance. Rows with a missing feature are missing observations. Scaling a feature changes nothing.
 *
 * `fit` throws an InputError on a feature that does not vary and on fewer complete rows than parameters.
 *
 * @example
 * const model = createHmmDetector({ states: 2, features: ['return'] }).fit(features, { seed: 1, returns });
 * model.filter(features).columns[1]; // probability of the stormy regime at each close
 */
export function createHmmDetector(options: HmmDetectorOptions): HmmDetector {
  checkDetectorOptions(options);
  const { states, features: names, restarts = 10, maxIterations = 1000, tolerance = 1e-9 } = options;

  function fit(features: FeatureMatrix, { returns, previous, ...call }: DetectorFitOptions): HmmModel {
    if (previous !== undefined) checkPrevious(previous, { detector: 'hmm', states, features: names });
    const standardiser = fitStandardiser(features, names);
    const observations = observe(features, names, standardiser);
    const rows = observations.completeRows;
    const parameters = countParameters(states, names.length);
    if (rows < parameters) {
      throw new InputError(
        `${rows} complete rows: expected at least ${parameters}, the parameters of a hidden Markov model of ${states} regimes and ${names.length} features; give more rows or fewer regimes`,
      );
    }
    const { rest } = dropLeadingGaps(observations);
    const fitted = fitGaussianHmm(rest, { ...call, states, restarts, maxIterations, tolerance });
    const logScale = standardiser.scale.reduce((sum, scale) => sum + Math.log(scale), 0);
    const logLikelihood = fitted.logLikelihood - rows * logScale;
    const fit: HmmFit = {
      logLikelihood,
      rows,
      parameters,
      aic: -2 * logLikelihood + 2 * parameters,
      bic: -2 * logLikelihood + parameters * Math.log(rows),
      iterations: fitted.iterations,
      converged: fitted.converged,
    };
    const uniform = Array.from({ length: states }, () => 1 / states);
    const filtered = filterStates(fitted.hmm, observations, uniform);
    const described = describeRegimes(filtered, observations.complete, returns);
    const hmm = permuteStates(fitted.hmm, described.order);
    return createHmmModel({ features: names, standardiser, hmm, states: described.states, fit });
  }

  return { name: 'hmm', states, features: [...names], fit };
}

/** Free parameters: K − 1 of the start, K (K − 1) of the transitions, K D means and K D variances. */
function countParameters(states: number, dimensions: number): number {
  return states - 1 + states * (states - 1) + 2 * states * dimensions;
}
