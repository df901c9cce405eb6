import { InputError } from '../../support/input-error.ts';
import { requireCount, requireOneOf } from '../../support/require.ts';
import { persistenceOf, varianceAhead } from './garch-ahead.ts';
import { conditionalVariance } from './garch-likelihood.ts';
import { type GarchErrorKind, garchErrorKinds, garchStandardErrors } from './garch-standard-errors.ts';
import { type ReturnSample, sampleOf, startOfRecursion } from './garch-start.ts';
import {
  BETA,
  byName,
  estimatedPlaces,
  type GarchInitial,
  type GarchLaw,
  type GarchModel,
  type GarchParameters,
  type GarchTerms,
  garchInitials,
  garchLaws,
  garchModels,
  MEAN,
  OMEGA,
  PARAMETERS,
  toVector,
} from './garch-terms.ts';
import { maximiseGarch } from './maximise-garch.ts';

/** Returns that a fit needs: fewer say nothing about a variance that moves. */
const FEWEST_RETURNS = 20;

export interface FitGarchOptions {
  /** The recursion of the variance; 'garch' by default. */
  readonly model?: GarchModel | undefined;
  /** The law of the shocks; 'normal' by default. */
  readonly law?: GarchLaw | undefined;
  /** How the recursion starts; 'backcast' by default. */
  readonly initial?: GarchInitial | undefined;
  /** Where to begin, such as the fit of a shorter history, in the same units. From cold without. */
  readonly previous?: GarchParameters | undefined;
  /**
   * Holds α + γ/2 + β of 'garch' or 'gjr' to this at most, and with it the long-run variance to that of the returns (variance
   * targeting, Engle and Mezrich 1996). Without, neither is held. Such a fit has no standard errors.
   */
  readonly mostPersistence?: number | undefined;
}

/** A fit, all in the units of the returns given. */
export interface GarchFit extends GarchTerms {
  readonly parameters: GarchParameters;
  readonly logLikelihood: number;
  readonly freeParameters: number;
  readonly aic: number;
  readonly bic: number;
  /** Variance of each row given the rows before it. */
  readonly conditionalVariance: Float64Array;
  /** Variance of the day after the last row. */
  readonly nextVariance: number;
  /**
   * Share of a shock to the variance that is left a day later: α + E[z² [z < 0]] γ + β, of 'egarch' β. It may be 1 or more, where there
   * is no long-run variance.
   */
  readonly persistence: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Standard errors by name (`garchStandardErrors`); NaN for a parameter at its bound, on which the others are conditional. */
  standardErrors(kind: GarchErrorKind): GarchParameters;
  /** Expected variance of each of the coming days, 1..days. It grows from day to day where the persistence is above 1. */
  forecastVariance(days: number): Float64Array;
}

/**
 * Maximum likelihood of returns r_t = μ + √h_t z_t with a GARCH(1,1), GJR-GARCH(1,1) or EGARCH(1,1) variance (`GarchModel`) and
 * shocks of a normal, Student-t or skewed t law (`GarchLaw`), by BFGS on exact slopes. The result does not depend on the unit of the
 * returns but for its own.
 *
 * @param returns without gaps, 20 or more that are not all the same
 * @throws InputError on returns that cannot be fitted, RangeError on an unknown name
 * @example
 * const returns = logReturns(bars).subarray(1).map((value) => 100 * value);
 * const fit = fitGarch(returns, { model: 'gjr', law: 'student-t' });
 * fit.parameters.degreesOfFreedom; // 7.19 on the bundled bars
 * fit.standardErrors('robust').beta;
 * fit.forecastVariance(21);
 */
export function fitGarch(returns: Float64Array, options: FitGarchOptions = {}): GarchFit {
  const { model = 'garch', law = 'normal', initial = 'backcast', previous, mostPersistence } = options;
  requireOneOf('model', model, garchModels);
  requireOneOf('law', law, garchLaws);
  requireOneOf('initial', initial, garchInitials);
  checkMostPersistence(model, mostPersistence);
  const terms: GarchTerms = { model, law, initial };
  const sample = checkedSample(returns);
  // In units of their standard deviation, so that one set of starts and bounds suits every market.
  const scale = Math.sqrt(sample.variance);
  const start = previous && inUnits(terms, toVector(previous), 1 / scale);
  const scaled: ReturnSample = {
    returns: returns.map((value) => value / scale),
    mean: sample.mean / scale,
    variance: 1,
    backcast: sample.backcast / sample.variance,
  };
  const { iterations, converged, ...found } = maximiseGarch(terms, scaled, { previous: start, mostPersistence });
  const parameters = inUnits(terms, found.parameters, scale);
  const logLikelihood = found.logLikelihood - returns.length * Math.log(scale);
  const variances = conditionalVariance(terms, parameters, firstVariance(terms, sample, parameters), returns);
  const nextVariance = variances[returns.length];
  const freeParameters = estimatedPlaces(terms).length - (mostPersistence === undefined ? 0 : 1);
  return {
    ...terms,
    parameters: byName(terms, parameters),
    logLikelihood,
    freeParameters,
    aic: 2 * freeParameters - 2 * logLikelihood,
    bic: freeParameters * Math.log(returns.length) - 2 * logLikelihood,
    conditionalVariance: variances.subarray(0, returns.length),
    nextVariance,
    persistence: persistenceOf(terms, parameters),
    iterations,
    converged,
    standardErrors(kind) {
      requireOneOf('kind', kind, garchErrorKinds);
      if (mostPersistence !== undefined) {
        throw new RangeError(
          `mostPersistence is ${mostPersistence}: a fit that is held has no standard errors, leave it out`,
        );
      }
      return byName(terms, garchStandardErrors(terms, sample, parameters, kind));
    },
    forecastVariance(days) {
      requireCount('days', days);
      return varianceAhead(terms, parameters, days)(nextVariance);
    },
  };
}

function checkMostPersistence(model: GarchModel, most: number | undefined): void {
  if (most === undefined) return;
  if (model === 'egarch') throw new RangeError("mostPersistence is of 'garch' and 'gjr': leave it out for 'egarch'");
  if (!(most > 0 && most < 1)) throw new RangeError(`mostPersistence is ${most}: expected a number in (0, 1)`);
}

function firstVariance(terms: GarchTerms, sample: ReturnSample, parameters: Float64Array): number {
  const first = startOfRecursion(terms, sample, parameters, new Float64Array(PARAMETERS));
  return terms.model === 'egarch' ? Math.exp(first) : first;
}

/** Parameters of returns multiplied by `factor`. */
function inUnits({ model }: GarchTerms, parameters: Float64Array, factor: number): Float64Array {
  const other = parameters.slice();
  other[MEAN] *= factor;
  if (model === 'egarch') other[OMEGA] += 2 * (1 - parameters[BETA]) * Math.log(factor);
  else other[OMEGA] *= factor * factor;
  return other;
}

function checkedSample(returns: Float64Array): ReturnSample {
  const bad = returns.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new InputError(`returns[${bad}] is ${returns[bad]}: expected a finite number, leave gaps out`);
  if (returns.length < FEWEST_RETURNS) {
    throw new InputError(
      `there are ${returns.length} returns, expected at least ${FEWEST_RETURNS}: give a longer history`,
    );
  }
  const sample = sampleOf(returns);
  // Returns that are the same but for rounding leave a variance of the order of the square of that.
  if (sample.variance > 1e-20 * sample.mean ** 2 && sample.variance > 1e-24 ** 2) return sample;
  throw new InputError(`all ${returns.length} returns are ${sample.mean}: expected some that differ`);
}
