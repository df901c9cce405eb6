import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { logMeanExp } from '../../math/log-mean-exp.ts';
import { InputError } from '../../support/input-error.ts';
import type { RegimeModel } from '../detector.ts';

/** Smallest variance of a regime's returns, as a share of the mean over regimes: days without a move are no certainty. */
const varianceFloor = 1e-4;

/**
 * Log density of a return `horizonDays` rows ahead by what a model knows now: the mixture Σ_j p_j N(r; mean_j, vol_j² / 252)
 * of its regimes' moments, weighted by p = (filtered probabilities) × transition^horizon.
 *
 * @throws InputError when the returns that the model was fitted on do not vary
 * @returns the density's logarithm from the probabilities at the close now and the return to come
 */
export function createReturnDensity(
  { states, transition }: Pick<RegimeModel, 'states' | 'transition'>,
  horizonDays: number,
): (probabilities: ArrayLike<number>, dailyReturn: number) => number {
  const variances = states.map(({ volAnnual }) => volAnnual ** 2 / tradingDaysPerYear);
  const average = states.reduce((sum, { share }, k) => sum + share * variances[k], 0);
  if (!(average > 0)) {
    throw new InputError('the returns of all regimes have no variance: expected returns that vary to judge regimes by');
  }
  const floored = variances.map((variance) => Math.max(variance, varianceFloor * average));
  const ahead = power(transition, horizonDays);
  const logCount = Math.log(states.length);

  return (probabilities, dailyReturn) =>
    logCount +
    logMeanExp(
      states.map(({ meanDaily }, j) => {
        const weight = ahead.reduce((sum, row, i) => sum + probabilities[i] * row[j], 0);
        const square = (dailyReturn - meanDaily) ** 2 / floored[j];
        return Math.log(weight) - 0.5 * (Math.log(2 * Math.PI * floored[j]) + square);
      }),
    );
}

function power(transition: readonly Float64Array[], times: number): readonly Float64Array[] {
  let result = transition;
  for (let n = 1; n < times; n++) {
    result = result.map((row) => row.map((_, j) => row.reduce((sum, p, i) => sum + p * transition[i][j], 0)));
  }
  return result;
}
