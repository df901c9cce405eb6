import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { unitStudentLogDensity } from '../../math/unit-student.ts';
import { InputError } from '../../support/input-error.ts';
import type { RegimeProbabilities, RegimeState } from '../detector.ts';

/** A regime's variance counts as at least this share of that of all fitted days: as the HMM's own floor. */
const varianceFloor = 1e-4;

/** Log density in nats of a day's return, given the probability of each regime in a row. */
export type ReturnDensity = (value: number, probabilities: RegimeProbabilities, row: number) => number;

/**
 * The density of a day's return that a model's regimes come to: log Σ_k q_k f((r − m_k) / s_k) / s_k with m_k = `meanDaily`,
 * s_k² = `volAnnual`² / 252 and f the Student-t distribution of unit variance.
 *
 * `volAnnual` is taken about the mean of all days (`describeRegimes`), hence s_k is a little wide where m_k lies apart.
 * Variances below 1e-4 of that of all fitted days are raised to it, so that no regime can stake all on one value.
 *
 * @param degreesOfFreedom above 2; Infinity is the normal distribution
 * @throws InputError when no regime's returns vary
 */
export function returnDensity(states: readonly RegimeState[], degreesOfFreedom: number): ReturnDensity {
  const variances = states.map(({ volAnnual }) => volAnnual ** 2 / tradingDaysPerYear);
  const overall = states.reduce((sum, { share }, k) => sum + share * variances[k], 0);
  if (!(overall > 0)) {
    throw new InputError('the returns fitted on do not vary: expected ones that do; give other returns or more rows');
  }
  const logUnit = unitStudentLogDensity(degreesOfFreedom === Number.POSITIVE_INFINITY ? undefined : degreesOfFreedom);
  const floored = variances.map((variance) => Math.max(variance, varianceFloor * overall));
  const logScales = floored.map((variance) => 0.5 * Math.log(variance));
  const terms = new Float64Array(states.length);
  return (value, { columns }, row) => {
    // The largest term is taken out, so that a wild day has a low score and not that of an impossible one.
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < terms.length; k++) {
      const square = (value - states[k].meanDaily) ** 2 / floored[k];
      terms[k] = Math.log(columns[k][row]) + logUnit(square) - logScales[k];
      if (terms[k] > largest) largest = terms[k];
    }
    let sum = 0;
    for (const term of terms) sum += Math.exp(term - largest);
    return largest + Math.log(sum);
  };
}
