import type { Observations } from '../observations.ts';
import { densityTerms, distanceFrom, studentLogConstant } from './emission-densities.ts';
import type { Hmm } from './emissions.ts';

/** Fewer give no variance to speak of; with more the law is as good as normal. */
export const degreesLimits = [2.1, 200] as const;
/** Of ln ν: the points of the parabola, and the longest step. */
const parabolaStep = 0.1;
const longestStep = Math.LN2;

/**
 * Moves the degrees of freedom of each state towards the most likely ones given the states' probabilities and the other
 * parameters: to the top of a parabola in ln ν through three values of the likelihood, never to a lower likelihood.
 */
export function fitDegrees(hmm: Hmm, { rows, values, complete }: Observations, smoothed: Float64Array): void {
  const { states, dimensions, degrees } = hmm;
  const terms = densityTerms(hmm);
  const distances = new Float64Array(rows);
  const weights = new Float64Array(rows);
  const [least, most] = degreesLimits;
  for (let k = 0; k < states; k++) {
    let total = 0;
    for (let t = 0; t < rows; t++) {
      weights[t] = complete[t] === 0 ? 0 : smoothed[t * states + k];
      distances[t] = complete[t] === 0 ? 0 : distanceFrom(terms, k, values, t * dimensions);
      total += weights[t];
    }
    /** Σ weights × log density, less what does not depend on ν. */
    const likelihood = (logNu: number): number => {
      const nu = Math.exp(logNu);
      let sum = 0;
      for (let t = 0; t < rows; t++) sum += weights[t] * Math.log1p(distances[t] / nu);
      return total * studentLogConstant(nu, dimensions) - 0.5 * (nu + dimensions) * sum;
    };
    const now = Math.log(degrees[k]);
    const [below, here, above] = [now - parabolaStep, now, now + parabolaStep].map(likelihood);
    const slope = (above - below) / (2 * parabolaStep);
    const bend = (above - 2 * here + below) / parabolaStep ** 2;
    const step = bend < 0 ? -slope / bend : Math.sign(slope) * longestStep;
    const limited = Math.max(-longestStep, Math.min(longestStep, step));
    const next = Math.max(Math.log(least), Math.min(Math.log(most), now + limited));
    if (next !== now && likelihood(next) > here) degrees[k] = Math.exp(next);
  }
}
