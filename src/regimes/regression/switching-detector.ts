import type { FeatureMatrix } from '../../market/features.ts';
import { requireCount } from '../../support/require.ts';
import { checkPrevious } from '../check-previous.ts';
import { describeRegimes } from '../describe-regimes.ts';
import type { DetectorFitOptions, RegimeDetector, RegimeModel } from '../detector.ts';
import { checkDetectorOptions, type DetectorOptions } from '../detector-options.ts';
import { observe } from '../observations.ts';
import { toState } from './evaluate-switching-regression.ts';
import { fitSwitching } from './fit-switching-regression.ts';
import { readRows } from './switching-data.ts';
import { inferSwitching, marginalise } from './switching-inference.ts';
import { createSwitchingModel, type SwitchingModel } from './switching-model.ts';
import { permuteSwitching } from './switching-parameters.ts';
import type { SwitchingDetectorName } from './switching-parts.ts';
import { completeTerms, type SwitchingOptions } from './switching-terms.ts';

/** `features` are the dependent, then the regressors. */
export interface SwitchingRegressionOptions
  extends DetectorOptions,
    Omit<SwitchingOptions, 'lags' | 'lagCoefficients'> {
  /** Most iterations of the search from each of the best starting points; 500 when left out. */
  readonly maxIterations?: number;
}

export interface SwitchingAutoregressionOptions
  extends SwitchingRegressionOptions,
    Pick<SwitchingOptions, 'lagCoefficients'> {
  /** Order of the autoregression, 1 or more; 1 when left out. */
  readonly lags?: number;
}

export interface SwitchingDetector extends RegimeDetector {
  fit(features: FeatureMatrix, options: DetectorFitOptions): SwitchingModel;
}

/**
 * Regimes by a Markov-switching regression of the first feature on the others (Hamilton 1989; Kim 1994),
 * y_t = x_t′β(s_t) + σ(s_t) ε_t, for example of returns on the change of implied volatility: in which regime does the
 * dependence, not the level alone, differ? By default intercept and variance switch and slopes do not. See
 * `fitSwitchingRegression` for the fit. Rows with a missing feature are missing rows; scaling a feature changes
 * nothing.
 *
 * `fit` throws an InputError on a feature that does not vary, collinear regressors, and too few rows.
 *
 * @throws RangeError on impossible options
 * @example
 * const detector = createSwitchingRegressionDetector({ states: 2, features: ['return', 'vixChange'], regressors: 'switching' });
 * detector.fit(features, { seed: 1, returns }).parameters.coefficients;
 */
export function createSwitchingRegressionDetector(options: SwitchingRegressionOptions): SwitchingDetector {
  return createDetector('switching-regression', options, { ...options, lags: 0 });
}

/**
 * Regimes by a Markov-switching autoregression in deviations from the regimes' means (Hamilton 1989),
 * y_t − μ(s_t) = Σ φ_i (y_{t−i} − μ(s_{t−i})) + σ(s_t) ε_t, the mean a regression on the further features where there are any.
 * A row counts as missing unless its lags are there too; until the first row with all lags the regimes have the
 * probabilities of the chain's start. Else as `createSwitchingRegressionDetector`.
 *
 * @throws RangeError on impossible options, and on more than 256 joint states (regimes to the power of lags + 1)
 * @example
 * createSwitchingAutoregressionDetector({ states: 2, features: ['growth'], lags: 4, variance: 'common' });
 */
export function createSwitchingAutoregressionDetector(options: SwitchingAutoregressionOptions): SwitchingDetector {
  const { lags = 1 } = options;
  requireCount('lags', lags);
  return createDetector('switching-autoregression', options, { ...options, lags });
}

function createDetector(
  name: SwitchingDetectorName,
  { features: names, restarts = 10, maxIterations = 500, states }: SwitchingRegressionOptions,
  options: SwitchingOptions,
): SwitchingDetector {
  checkDetectorOptions({ states, features: names, restarts });
  requireCount('maxIterations', maxIterations);
  const terms = completeTerms(options, names.length - 1);
  const lags = terms.lagCoefficients.length;

  function fit(features: FeatureMatrix, { returns, previous, ...call }: DetectorFitOptions): SwitchingModel {
    const earlier = previous && earlierState(previous);
    const { standardiser, state, fit } = fitSwitching(
      features,
      names,
      terms,
      { ...call, restarts, maxIterations },
      earlier,
    );
    const rows = readRows(features, names, standardiser, lags);
    const inference = inferSwitching(state, rows);
    const filtered = marginalise(inference, inference.filtered, rows, state.start);
    const described = describeRegimes(filtered, observe(features, names, standardiser).complete, returns);
    return createSwitchingModel({
      detector: name,
      features: names,
      terms,
      standardiser,
      state: permuteSwitching(state, described.order),
      states: described.states,
      fit,
    });
  }

  function earlierState(previous: RegimeModel) {
    checkPrevious(previous, { detector: name, states, features: names });
    const model = previous as SwitchingModel;
    if (JSON.stringify(model.terms) !== JSON.stringify(terms)) {
      throw new RangeError(
        `previous is a ${name} of other terms, ${JSON.stringify(model.terms)}: expected ${JSON.stringify(terms)}`,
      );
    }
    return toState(model.parameters, names.length);
  }

  return { name, states, features: [...names], fit };
}
