import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requireCount } from '../support/require.ts';

/** Horizons, in trading days, that forecasters are fitted at unless told otherwise: a day, a week, two, a month. */
export const DEFAULT_GRID_DAYS: readonly number[] = [1, 5, 10, 21];

/** Whether a grid holds whole numbers of days >= 1, strictly increasing, one at least. */
export function isGrid(gridDays: readonly number[]): boolean {
  const rising = gridDays.every((days, i) => Number.isInteger(days) && days > (i === 0 ? 0 : gridDays[i - 1]));
  return rising && gridDays.length > 0;
}

/** Throws a RangeError unless `isGrid`. */
export function checkGrid(gridDays: readonly number[]): void {
  if (isGrid(gridDays)) return;
  throw new RangeError(`gridDays is [${gridDays}]: expected whole numbers of days >= 1, strictly increasing`);
}

/** Throws a RangeError unless every horizon is a whole number of days >= 1. */
export function checkHorizons(horizonDays: readonly number[]): void {
  for (let i = 0; i < horizonDays.length; i++) requireCount(`horizonDays[${i}]`, horizonDays[i]);
}

/**
 * Annualised volatility at any horizon from forecasts at a grid of horizons. Between two grid points the total variance
 * (mean daily variance × days) is linear in the horizon, that is, the variance of the days in between is level;
 * before the first and beyond the last grid point the volatility is that of the end point.
 *
 * @param gridDays horizons of the forecasts, increasing
 * @param gridVariance per grid horizon, one mean daily variance per row
 * @param horizonDays horizons asked for, in any order
 * @returns per horizon asked for, one annualised volatility (252 days) per row
 */
export function volatilityAtHorizons(
  gridDays: readonly number[],
  gridVariance: readonly Float64Array[],
  horizonDays: readonly number[],
): Float64Array[] {
  checkHorizons(horizonDays);
  return horizonDays.map((days) => {
    const after = gridDays.findIndex((gridDay) => gridDay >= days);
    const right = after < 0 ? gridDays.length - 1 : after;
    const left = after <= 0 || gridDays[after] === days ? right : right - 1;
    // Weights of the two mean daily variances, from linear total variance.
    const share = left === right ? 1 : (days - gridDays[left]) / (gridDays[right] - gridDays[left]);
    const rightWeight = left === right ? 1 : (share * gridDays[right]) / days;
    const leftWeight = left === right ? 0 : ((1 - share) * gridDays[left]) / days;
    const leftVariance = gridVariance[left];
    return gridVariance[right].map((variance, t) =>
      Math.sqrt(tradingDaysPerYear * (rightWeight * variance + leftWeight * leftVariance[t])),
    );
  });
}
