import { longRunCovariance, overlapLags } from '../../math/long-run-covariance.ts';
import { mean } from '../../math/moments.ts';
import { requireCount } from '../../support/require.ts';

export interface MincerZarnowitzOptions {
  /** Steps ahead that the forecasts look, a whole number >= 1. */
  readonly horizon: number;
  /** 'levels' by default; 'logs' weighs calm and stormy days alike, and needs values above 0. */
  readonly scale?: 'levels' | 'logs' | undefined;
  /** Lags of the Newey–West covariance; `overlapLags` when left out. */
  readonly lags?: number | undefined;
}

export interface MincerZarnowitzResult {
  /** Of a forecast that is unbiased at every level: 0. */
  readonly intercept: number;
  /** Of such a forecast: 1. Below 1 it moves too much, above 1 too little. */
  readonly slope: number;
  readonly interceptError: number;
  readonly slopeError: number;
  readonly rSquared: number;
  /** Joint test of intercept 0 and slope 1: χ² with 2 degrees of freedom where they hold. */
  readonly wald: number;
  readonly pValue: number;
  readonly observations: number;
  readonly lags: number;
}

/**
 * Mincer and Zarnowitz's regression (1969) of what was realised on what was forecast, y = a + b f + e, with Newey–West
 * standard errors, since errors of h-step forecasts overlap. In logs, Jensen's inequality moves the intercept of an unbiased
 * forecast of a noisy variance below 0: there the slope and R² are what to read.
 *
 * Rows where either value is NaN are left out; in logs, also those where one is not above 0.
 *
 * @throws RangeError with fewer than 3 rows, or where the forecast never changes
 * @example
 * mincerZarnowitz(realised, forecast, { horizon: 5 }).slope;
 */
export function mincerZarnowitz(
  realised: Float64Array,
  forecast: Float64Array,
  { horizon, scale = 'levels', lags }: MincerZarnowitzOptions,
): MincerZarnowitzResult {
  if (realised.length !== forecast.length) {
    throw new RangeError(`forecast has ${forecast.length} rows: expected ${realised.length}, as realised has`);
  }
  requireCount('horizon', horizon);
  const isUsed = (_: number, t: number): boolean => {
    const [y, f] = [realised[t], forecast[t]];
    return scale === 'logs' ? y > 0 && f > 0 : !Number.isNaN(y) && !Number.isNaN(f);
  };
  const scaled = scale === 'logs' ? Math.log : (value: number) => value;
  const y = realised.filter(isUsed).map(scaled);
  const f = forecast.filter(isUsed).map(scaled);
  const n = y.length;
  if (n < 3) throw new RangeError(`${n} rows have both values: expected at least 3`);
  const [meanY, meanF] = [mean(y), mean(f)];
  // About its mean the forecast is orthogonal to the constant: the two coefficients come apart.
  const x = f.map((value) => value - meanF);
  const spread = dot(x, x) / n;
  if (!(spread > 1e-24 * (meanF * meanF + dot(f, f) / n))) {
    throw new RangeError('the forecast is the same in all rows: expected one that changes');
  }
  const slope = dot(x, y) / (n * spread);
  const errors = y.map((value, t) => value - meanY - slope * x[t]);
  const usedLags = lags ?? overlapLags(n, horizon);
  const moments = longRunCovariance([errors, errors.map((error, t) => error * x[t])], usedLags);
  const varianceOfMean = moments[0][0] / n;
  const varianceOfSlope = moments[1][1] / (spread * spread * n);
  const covariance = moments[0][1] / (spread * n);
  // intercept = value at the mean − slope × mean of the forecast
  const varianceOfIntercept = varianceOfMean - 2 * meanF * covariance + meanF * meanF * varianceOfSlope;
  // The hypothesis, seen at the mean: the value there is the mean forecast, and the slope is 1.
  const [offMean, offSlope] = [meanY - meanF, slope - 1];
  const determinant = varianceOfMean * varianceOfSlope - covariance * covariance;
  const wald =
    (offMean * offMean * varianceOfSlope - 2 * offMean * offSlope * covariance + offSlope * offSlope * varianceOfMean) /
    determinant;
  const total = y.reduce((sum, value) => sum + (value - meanY) ** 2, 0);
  return {
    intercept: meanY - slope * meanF,
    slope,
    interceptError: Math.sqrt(Math.max(0, varianceOfIntercept)),
    slopeError: Math.sqrt(varianceOfSlope),
    rSquared: 1 - dot(errors, errors) / total,
    wald,
    pValue: Math.exp(-wald / 2),
    observations: n,
    lags: usedLags,
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}
