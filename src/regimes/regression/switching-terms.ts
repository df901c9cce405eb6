import { requireCount, requireOneOf } from '../../support/require.ts';

/** Whether a coefficient has one value in each regime or the same one in all. */
export const variesKinds = ['switching', 'common'] as const;
export type Varies = (typeof variesKinds)[number];

/** Which parts of a regression switch with the regime. */
export interface SwitchingOptions {
  /** Number of regimes, 1 to 16. */
  readonly states: number;
  /** 'switching' when left out. */
  readonly intercept?: Varies;
  /** For all regressors or one for each; 'common' when left out. */
  readonly regressors?: Varies | readonly Varies[];
  /** Variance of the error; 'switching' when left out. */
  readonly variance?: Varies;
  /** Order of the autoregression of the deviations from the regression; 0 when left out. */
  readonly lags?: number;
  /** Autoregressive coefficients; 'common' when left out. */
  readonly lagCoefficients?: Varies;
  /**
   * Regime before the first row: of the chain's stationary distribution, so that the start costs no parameter
   * (Hamilton 1989), or free. 'stationary' when left out.
   */
  readonly start?: 'stationary' | 'free';
}

/** `SwitchingOptions` with nothing left out, one entry a coefficient. */
export interface SwitchingTerms {
  readonly states: number;
  /** Intercept first, then the regressors. */
  readonly coefficients: readonly Varies[];
  readonly lagCoefficients: readonly Varies[];
  readonly variance: Varies;
  readonly start: 'stationary' | 'free';
}

/** The filter runs over the regimes of a row and of its lags together; more of them than this take too long. */
export const mostJointStates = 256;

/**
 * Options made complete for so many regressors.
 *
 * @throws RangeError on options that no regression can be made from
 */
export function completeTerms(options: SwitchingOptions, regressorCount: number): SwitchingTerms {
  const { states, intercept = 'switching', regressors = 'common', variance = 'switching' } = options;
  const { lags = 0, lagCoefficients = 'common', start = 'stationary' } = options;
  requireCount('states', states);
  if (states > 16) throw new RangeError(`states is ${states}: expected a whole number from 1 to 16`);
  if (!Number.isInteger(lags) || lags < 0) throw new RangeError(`lags is ${lags}: expected a whole number >= 0`);
  if (states ** (lags + 1) > mostJointStates) {
    throw new RangeError(
      `${states} regimes and ${lags} lags have ${states ** (lags + 1)} joint states: expected at most ${mostJointStates}; take fewer of either`,
    );
  }
  for (const [name, value] of Object.entries({ intercept, variance, lagCoefficients })) {
    requireOneOf(name, value, variesKinds);
  }
  requireOneOf('start', start, ['stationary', 'free']);
  const each = typeof regressors === 'string' ? Array<Varies>(regressorCount).fill(regressors) : regressors;
  if (each.length !== regressorCount) {
    throw new RangeError(
      `regressors has ${each.length} entries: expected one for each of ${regressorCount} regressors`,
    );
  }
  for (const value of each) requireOneOf('regressors', value, variesKinds);
  return {
    states,
    coefficients: [intercept, ...each],
    lagCoefficients: Array<Varies>(lags).fill(lagCoefficients),
    variance,
    start,
  };
}
