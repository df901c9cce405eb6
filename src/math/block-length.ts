import { mean } from './moments.ts';

/** Fewer values than this have no autocorrelation to speak of. */
const fewest = 20;

/**
 * Mean block length for the stationary bootstrap of a series that minimises the mean squared error of the variance of
 * its mean: Politis and White (Econometric Reviews 23, 2004), with the correction of Patton, Politis and White (2009).
 *   b = (2 G² / D)^(1/3) n^(1/3),  G = Σ λ(k/M) |k| R(k),  D = 2 (Σ λ(k/M) R(k))²,
 * R the autocovariance, λ the flat-top window of Politis and Romano (1995), M twice the lag from which on
 * max(5, √log10 n) autocorrelations in a row lie below 2 √(log10 n / n).
 *
 * @returns a number of rows from 1 to min(3 √n, n/3)
 * @throws RangeError with fewer than 20 values
 * @example
 * bootstrapBlockLength(returns.map((value) => value * value)); // long, where volatility clusters
 */
export function bootstrapBlockLength(values: ArrayLike<number>): number {
  const rows = values.length;
  if (rows < fewest) throw new RangeError(`values has ${rows} rows: expected at least ${fewest}`);
  const longest = Math.min(3 * Math.sqrt(rows), rows / 3);
  const inRow = Math.max(5, Math.ceil(Math.sqrt(Math.log10(rows))));
  const mostLags = Math.min(rows - 1, Math.ceil(Math.sqrt(rows)) + inRow);
  const covariance = autocovariances(values, mostLags);
  if (!(covariance[0] > 0)) return 1;
  const threshold = 2 * Math.sqrt(Math.log10(rows) / rows) * covariance[0];
  const width = Math.min(mostLags, 2 * Math.max(1, lastLag(covariance, threshold, inRow)));
  let weighted = 0;
  let longRun = covariance[0];
  for (let k = 1; k <= width; k++) {
    const window = Math.min(1, 2 * (1 - k / width));
    weighted += 2 * window * k * covariance[k];
    longRun += 2 * window * covariance[k];
  }
  const length = Math.cbrt(((2 * weighted * weighted) / (2 * longRun * longRun)) * rows);
  return Math.min(longest, Math.max(1, length));
}

/** The lag after which a run of small autocovariances begins; where none begins, the last one that is not small. */
function lastLag(covariance: Float64Array, threshold: number, inRow: number): number {
  let run = 0;
  let last = 0;
  for (let k = 1; k < covariance.length; k++) {
    if (Math.abs(covariance[k]) < threshold) {
      run++;
      if (run === inRow) return k - inRow;
    } else {
      run = 0;
      last = k;
    }
  }
  return last;
}

/** Autocovariances at lags 0 to `lags`, with divisor n. */
function autocovariances(values: ArrayLike<number>, lags: number): Float64Array {
  const center = mean(values);
  const deviations = Float64Array.from(values, (value) => value - center);
  return Float64Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = 0;
    for (let t = lag; t < deviations.length; t++) sum += deviations[t] * deviations[t - lag];
    return sum / deviations.length;
  });
}
