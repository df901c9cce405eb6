import { mean } from './moments.ts';

/**
 * Newey–West estimate of the long-run covariance of series that follow each other in time (Econometrica 55, 1987):
 *   S = Γ₀ + Σ_{l=1}^{L} (1 − l/(L+1)) (Γ_l + Γ_l'),  Γ_l = 1/n Σ_t x_t x_{t−l}'.
 * Bartlett's weights keep it from being negative. The series are taken as they are: remove their means first where these
 * are not 0.
 *
 * @param columns one series each, all of the same length
 * @param lags L, a whole number of 0 or more
 * @returns row by row, S[i][j]
 * @example
 * longRunCovariance([deviations], 20)[0][0] / deviations.length; // variance of the mean
 */
export function longRunCovariance(columns: readonly Float64Array[], lags: number): readonly Float64Array[] {
  const rows = columns[0].length;
  const sums = columns.map(() => new Float64Array(columns.length));
  for (let lag = 0; lag <= Math.min(lags, rows - 1); lag++) {
    const weight = 1 - lag / (lags + 1);
    columns.forEach((now, i) => {
      columns.forEach((before, j) => {
        let sum = 0;
        for (let t = lag; t < rows; t++) sum += now[t] * before[t - lag];
        sums[i][j] += (weight * sum) / rows;
        if (lag > 0) sums[j][i] += (weight * sum) / rows;
      });
    });
  }
  return sums;
}

/**
 * Lags of the Newey–West estimate for errors of h-step forecasts: h − 1, over which they overlap, or the usual
 * 4 (n/100)^(2/9) (Newey and West, Review of Economic Studies 61, 1994) where that is more.
 */
export function overlapLags(rows: number, horizon: number): number {
  return Math.max(horizon - 1, Math.floor(4 * (rows / 100) ** (2 / 9)));
}

/** Newey–West standard error of the mean of a series. */
export function hacStandardError(values: Float64Array, lags: number): number {
  const center = mean(values);
  const deviations = values.map((value) => value - center);
  return Math.sqrt(longRunCovariance([deviations], lags)[0][0] / values.length);
}
