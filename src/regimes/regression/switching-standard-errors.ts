import { invertPositive } from '../../math/cholesky.ts';
import { numericHessian, numericJacobian } from '../../math/numeric-derivatives.ts';
import { toState } from './evaluate-switching-regression.ts';
import { type FreeParameters, layOutFree, packFree, unpackFree } from './free-parameters.ts';
import { settleBoundaries } from './polish-switching.ts';
import { fitSwitchingStandardiser, readRows, type SwitchingData, toFeatures } from './switching-data.ts';
import { inferSwitching } from './switching-inference.ts';
import {
  type SwitchingParameters,
  type SwitchingState,
  toOwnUnits,
  toParameters,
  toStandardUnits,
} from './switching-parameters.ts';
import type { SwitchingRows } from './switching-rows.ts';
import { switchingScore } from './switching-score.ts';
import { completeTerms, type SwitchingOptions } from './switching-terms.ts';

/** Standard errors in the shape of the parameters and in their units, by three estimates of the covariance. */
export interface SwitchingStandardErrors {
  /** From the curvature of the likelihood, H⁻¹ (observed information); right where the model is. */
  readonly hessian: SwitchingParameters;
  /** From the outer product of the scores of the rows, (Σ s_t s_t′)⁻¹ (Berndt, Hall, Hall and Hausman 1974). */
  readonly scores: SwitchingParameters;
  /** H⁻¹ (Σ s_t s_t′) H⁻¹, which survives errors that are not normal (Huber 1967; White 1982). */
  readonly robust: SwitchingParameters;
}

/**
 * Standard errors of a switching regression at its maximum likelihood parameters. They are computed in free parameters
 * (log odds, log variances) and carried over by the delta method. A move that never happens is at the boundary of its
 * range: its error is next to nothing and the others are given it. Where a covariance cannot be had, because the rows do
 * not determine the parameters, its errors are NaN.
 *
 * @param parameters as fitted, in the data's own units
 * @param options those of the fit
 * @throws RangeError when parameters, data and options do not fit together
 * @example
 * const options = { states: 2, variance: 'common', seed: 1 } as const;
 * const { parameters } = fitSwitchingRegression({ dependent: rate }, options);
 * switchingStandardErrors(parameters, { dependent: rate }, options).hessian.coefficients; // [[0.177], [0.300]]
 */
export function switchingStandardErrors(
  parameters: SwitchingParameters,
  data: SwitchingData,
  options: SwitchingOptions,
): SwitchingStandardErrors {
  const features = toFeatures(data);
  const terms = completeTerms(options, features.columns.length - 1);
  const own = toState(parameters, terms.coefficients.length);
  if (own.states !== terms.states || own.lags !== terms.lagCoefficients.length) {
    throw new RangeError(
      `parameters are of ${own.states} regimes and ${own.lags} lags: expected ${terms.states} and ${terms.lagCoefficients.length} as in the options`,
    );
  }
  const standardiser = fitSwitchingStandardiser(features, features.names, terms);
  const rows = readRows(features, features.names, standardiser, own.lags);
  const layout = layOutFree(terms, 0);
  const point = packFree(layout, toStandardUnits(own, standardiser));
  const inner = settleBoundaries(layout, point, rows.usableRows);
  const { negativeHessian, outerProduct } = curvatures(layout, rows, point, inner);
  const bread = invertPositive(negativeHessian, inner.length);
  const meat = invertPositive(outerProduct, inner.length);
  const slopes = numericJacobian((free) => flatten(toOwnUnits(unpackFree(layout, free), standardiser)), point);
  const used = inner.map((place) => slopes[place]);
  const asErrors = (covariance: Float64Array | undefined) => {
    const errors = flatten(own).map((_, n) =>
      errorOf(
        covariance,
        used.map((column) => column[n]),
      ),
    );
    return toParameters(unflatten(own, errors), terms.start === 'stationary');
  };
  return {
    hessian: asErrors(bread),
    scores: asErrors(meat),
    robust: asErrors(bread && multiply(multiply(bread, outerProduct, inner.length), bread, inner.length)),
  };
}

function curvatures(layout: FreeParameters, rows: SwitchingRows, point: Float64Array, inner: readonly number[]) {
  const size = inner.length;
  const pick = (matrix: Float64Array) =>
    Float64Array.from(
      { length: size * size },
      (_, ij) => matrix[inner[Math.floor(ij / size)] * layout.size + inner[ij % size]],
    );
  const hessian = numericHessian((free) => switchingScore(layout, rows, free), point);
  const scores = numericJacobian((free) => inferSwitching(unpackFree(layout, free), rows).rowLogLikelihoods, point);
  const products = Float64Array.from({ length: layout.size ** 2 }, (_, ij) =>
    dot(scores[Math.floor(ij / layout.size)], scores[ij % layout.size]),
  );
  return { negativeHessian: pick(hessian.map((value) => -value)), outerProduct: pick(products) };
}

/** √(g′ C g), g the slopes of a parameter in the free ones. */
function errorOf(covariance: Float64Array | undefined, slopes: readonly number[]): number {
  if (covariance === undefined) return Number.NaN;
  let variance = 0;
  for (let i = 0; i < slopes.length; i++) {
    for (let j = 0; j < slopes.length; j++) variance += slopes[i] * covariance[i * slopes.length + j] * slopes[j];
  }
  return Math.sqrt(variance);
}

const tables = ['start', 'transition', 'coefficients', 'lagCoefficients', 'variances'] as const;

function flatten(state: SwitchingState): Float64Array {
  return Float64Array.from(tables.flatMap((table) => Array.from(state[table])));
}

function unflatten(shape: SwitchingState, values: Float64Array): SwitchingState {
  let at = 0;
  const parts = tables.map((table) => {
    const part = values.slice(at, at + shape[table].length);
    at += part.length;
    return [table, part] as const;
  });
  return { ...shape, ...Object.fromEntries(parts) };
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  return a.map((_, ij) => {
    const i = Math.floor(ij / size);
    const j = ij % size;
    let sum = 0;
    for (let k = 0; k < size; k++) sum += a[i * size + k] * b[k * size + j];
    return sum;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, n) => sum + value * b[n], 0);
}
