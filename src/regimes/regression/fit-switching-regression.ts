import type { FeatureMatrix } from '../../market/features.ts';
import { InputError } from '../../support/input-error.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { requireCount } from '../../support/require.ts';
import { expectedDurations } from '../expected-durations.ts';
import type { Standardiser } from '../observations.ts';
import { splitRows } from '../saved-parts.ts';
import { layOutFree } from './free-parameters.ts';
import { searchSwitching } from './search-switching.ts';
import { fitSingleRegression } from './single-regression.ts';
import { fitSwitchingStandardiser, readRows, type SwitchingData, toFeatures } from './switching-data.ts';
import {
  orderSwitching,
  permuteSwitching,
  type SwitchingParameters,
  type SwitchingState,
  toOwnUnits,
  toParameters,
  toStandardUnits,
} from './switching-parameters.ts';
import { completeTerms, type SwitchingOptions, type SwitchingTerms } from './switching-terms.ts';

/** How a fit went and how good it is. Likelihoods are those of the dependent in its own units. */
export interface SwitchingFit {
  readonly logLikelihood: number;
  /** Rows explained: complete, and so are their lags. */
  readonly rows: number;
  /**
   * Free parameters: K (K − 1) transitions of K regimes, K − 1 more where the start is free, and for each coefficient, each
   * lag coefficient and the variance K where it switches, else 1.
   */
  readonly parameterCount: number;
  /** −2 log L + 2 parameters (Akaike 1974). */
  readonly aic: number;
  /** −2 log L + parameters × ln(rows) (Schwarz 1978). */
  readonly bic: number;
  /** Iterations of the search that led to these parameters, and whether its slopes met the tolerance. */
  readonly iterations: number;
  readonly converged: boolean;
}

export interface FittedSwitchingRegression extends SwitchingFit {
  /** In the data's own units; regimes in the order of their variance or, where it is common, of their intercept. */
  readonly parameters: SwitchingParameters;
  /** Rows that each regime lasts on average. */
  readonly expectedDurations: Float64Array;
}

export interface FitSwitchingOptions extends SwitchingOptions, SeededCallOptions {
  /** Starting points tried, the best of which is kept; 20 when left out. */
  readonly restarts?: number;
  /** Most iterations of the search from each of the best starting points; 500 when left out. */
  readonly maxIterations?: number;
}

/** Smallest variance of a regime, as a share of what a single regression and lags leave unexplained. */
const varianceFloor = 1e-4;

/**
 * Markov-switching regression (Hamilton 1989; Kim 1994) by maximum likelihood,
 *
 *   y_t = x_t′β(s_t) + u_t,  u_t = Σ φ_i(s_t) u_{t−i} + σ(s_t) ε_t,
 *
 * with s_t a Markov chain, each part switching or common by choice. With `lags` it is Hamilton's autoregression in
 * deviations from the regimes' means, filtered over the regimes of a row and its lags; for lags of the dependent as
 * regressors pass them as columns. Seeded starting points of several kinds, EM and a quasi-Newton polish. The likelihood
 * of switching variances has no upper bound, so a variance is at least 1e-4 of that of a single regression. Units do
 * not matter: data are standardised inside.
 *
 * @throws InputError on a column that does not vary, collinear regressors, a dependent without noise, or too few rows
 * @throws RangeError on impossible options
 * @example
 * const fitted = fitSwitchingRegression({ dependent: rate }, { states: 2, seed: 1 });
 * fitted.parameters.coefficients; // the level of each regime
 */
export function fitSwitchingRegression(data: SwitchingData, options: FitSwitchingOptions): FittedSwitchingRegression {
  const features = toFeatures(data);
  const terms = completeTerms(options, features.columns.length - 1);
  const { standardiser, state, fit } = fitSwitching(features, features.names, terms, options);
  const inOwnUnits = toOwnUnits(state, standardiser);
  const own = permuteSwitching(inOwnUnits, orderSwitching(inOwnUnits));
  return {
    ...fit,
    parameters: toParameters(own, terms.start === 'stationary'),
    expectedDurations: expectedDurations(splitRows(own.transition, own.states)),
  };
}

/**
 * The same of named features, the dependent first, in standard units.
 *
 * @param earlier one more starting point, in the features' own units
 */
export function fitSwitching(
  features: FeatureMatrix,
  names: readonly string[],
  terms: SwitchingTerms,
  { restarts = 20, maxIterations = 500, ...call }: Omit<FitSwitchingOptions, keyof SwitchingOptions>,
  earlier?: SwitchingState,
): { readonly standardiser: Standardiser; readonly state: SwitchingState; readonly fit: SwitchingFit } {
  requireCount('restarts', restarts);
  requireCount('maxIterations', maxIterations);
  const standardiser = fitSwitchingStandardiser(features, names, terms);
  const lags = terms.lagCoefficients.length;
  const data = readRows(features, names, standardiser, lags);
  const rows = data.usableRows;
  const { size: parameterCount } = layOutFree(terms, 0);
  if (rows < parameterCount || rows < terms.coefficients.length + lags) {
    throw new InputError(
      `${rows} complete rows: expected at least ${parameterCount}, the parameters of a regression of ${terms.states} regimes; give more rows or fewer regimes, regressors or lags`,
    );
  }
  const single = fitSingleRegression(data, names);
  const layout = layOutFree(terms, varianceFloor * single.innovationVariance);
  const found = searchSwitching(data, layout, single, {
    ...call,
    restarts,
    maxIterations,
    earlier: earlier && toStandardUnits(earlier, standardiser),
  });
  const logLikelihood = found.logLikelihood - rows * Math.log(standardiser.scale[0]);
  const fit = {
    logLikelihood,
    rows,
    parameterCount,
    aic: -2 * logLikelihood + 2 * parameterCount,
    bic: -2 * logLikelihood + parameterCount * Math.log(rows),
    iterations: found.iterations,
    converged: found.converged,
  };
  return { standardiser, state: found.state, fit };
}
