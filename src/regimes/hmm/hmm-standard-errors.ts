import type { FeatureMatrix } from '../../market/features.ts';
import { invertPositive } from '../../math/cholesky.ts';
import { numericGradient, numericHessian } from '../../math/numeric-derivatives.ts';
import { dropLeadingGaps, observe } from '../observations.ts';
import { createWorkspace } from './em-workspace.ts';
import { copyHmm, type Hmm } from './emissions.ts';
import { logLikelihoodOf } from './hmm-baum-welch.ts';
import type { HmmModel } from './hmm-model.ts';

/** Standard errors in the features' own units; one row per regime. */
export interface HmmStandardErrors {
  readonly means: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
  readonly transition: readonly Float64Array[];
  /** Of Student-t laws; empty otherwise. */
  readonly degrees: Float64Array;
}

/** A transition as rare as this counts as one that cannot be: it is held as it is and has no standard error (NaN). */
const rarest = 1e-6;

/**
 * Standard errors of a fitted model with diagonal covariances: from the inverse of the observed information, the Hessian of the log
 * likelihood by central differences (in logarithms of variances and of odds, carried over by the delta method). The start
 * distribution is held as it is. Variances of Student-t laws are those of the features, ν / (ν − 2) × the squared scales, at given ν.
 *
 * @param features the rows that the model was fitted on, all of one sequence
 * @throws RangeError on other kinds of covariance, and where the information has no inverse: not at an optimum, or too little data
 */
export function hmmStandardErrors(model: HmmModel, features: FeatureMatrix): HmmStandardErrors {
  const { hmm, standardiser, features: names } = model.parts;
  if (hmm.covariance !== 'diagonal') {
    throw new RangeError(`covariance is '${hmm.covariance}': expected 'diagonal', the only kind with standard errors`);
  }
  const { rest } = dropLeadingGaps(observe(features, names, standardiser));
  const workspace = createWorkspace(rest.rows, hmm.states, [0]);
  const layout = layOut(hmm);
  const trial = copyHmm(hmm);
  const likelihood = (point: Float64Array) => {
    layout.write(trial, point);
    return logLikelihoodOf(trial, rest, workspace);
  };
  const point = layout.read(hmm);
  const hessian = numericHessian((at) => numericGradient(likelihood, at), point);
  const size = point.length;
  const inverse = invertPositive(
    hessian.map((value) => -value),
    size,
  );
  if (inverse === undefined) {
    throw new RangeError('the information matrix is not positive definite: fit to convergence, or with fewer regimes');
  }
  const covariance = (a: number, b: number) => inverse[a * size + b];
  return layout.errors(covariance, standardiser.scale, model);
}

/** Where each parameter stands in a point, and how it goes back and forth. */
function layOut({ states, dimensions, transition, means, degrees }: Hmm) {
  const pairs: number[] = [];
  for (let ij = 0; ij < transition.length; ij++) {
    if (ij % (states + 1) !== 0 && transition[ij] > rarest) pairs.push(ij);
  }
  const own = (ij: number) => Math.floor(ij / states) * (states + 1);
  const meansAt = pairs.length;
  const variancesAt = meansAt + means.length;
  const degreesAt = variancesAt + means.length;

  function read(hmm: Hmm): Float64Array {
    return Float64Array.from([
      ...pairs.map((ij) => Math.log(hmm.transition[ij] / hmm.transition[own(ij)])),
      ...hmm.means,
      ...hmm.variances.map(Math.log),
      ...hmm.degrees.map(Math.log),
    ]);
  }

  function write(hmm: Hmm, point: Float64Array): void {
    const odds = new Float64Array(transition.length);
    for (let k = 0; k < states; k++) odds[k * (states + 1)] = 1;
    pairs.forEach((ij, n) => {
      odds[ij] = Math.exp(point[n]);
    });
    for (let row = 0; row < odds.length; row += states) {
      let total = 0;
      for (let j = 0; j < states; j++) total += odds[row + j];
      for (let j = 0; j < states; j++) hmm.transition[row + j] = odds[row + j] / total;
    }
    for (let m = 0; m < means.length; m++) {
      hmm.means[m] = point[meansAt + m];
      hmm.variances[m] = Math.exp(point[variancesAt + m]);
    }
    for (let k = 0; k < degrees.length; k++) hmm.degrees[k] = Math.exp(point[degreesAt + k]);
  }

  function errors(
    covariance: (a: number, b: number) => number,
    scale: Float64Array,
    model: HmmModel,
  ): HmmStandardErrors {
    const regimes = Array.from({ length: states }, (_, k) => k);
    const sd = (n: number) => Math.sqrt(covariance(n, n));
    return {
      means: regimes.map((k) => scale.map((unit, d) => unit * sd(meansAt + k * dimensions + d))),
      variances: regimes.map((k) =>
        model.variances[k].map((variance, d) => variance * sd(variancesAt + k * dimensions + d)),
      ),
      transition: regimes.map((i) => {
        const moves = pairs
          .map((ij, n) => ({ j: ij % states, n, i: Math.floor(ij / states) }))
          .filter((m) => m.i === i);
        return Float64Array.from(regimes, (j) => {
          const probability = transition[i * states + j];
          if (j !== i && !moves.some((move) => move.j === j)) return Number.NaN;
          // ∂P_ij / ∂(log odds of m) = P_ij (1{j = m} − P_im).
          const slope = (m: number) => probability * ((j === m ? 1 : 0) - transition[i * states + m]);
          let square = 0;
          for (const a of moves) for (const b of moves) square += slope(a.j) * slope(b.j) * covariance(a.n, b.n);
          return Math.sqrt(square);
        });
      }),
      degrees: degrees.map((nu, k) => nu * sd(degreesAt + k)),
    };
  }

  return { read, write, errors };
}
