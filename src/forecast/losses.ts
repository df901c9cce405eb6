/** Loss of one variance forecast against the variance that was realised, both in the same unit. */
export type VarianceLoss = (realised: number, forecast: number) => number;

/**
 * QLIKE, normalised so that a perfect forecast scores 0: y/f − ln(y/f) − 1 (Patton 2011, Journal of Econometrics 160).
 * It ranks forecasts rightly even when y is but a noisy, unbiased measure of the variance.
 *
 * @param realised variance y > 0; 0 scores Infinity
 * @param forecast variance f > 0
 */
export function qlike(realised: number, forecast: number): number {
  const ratio = realised / forecast;
  return ratio - Math.log(ratio) - 1;
}

/** Squared error (y − f)² of a variance forecast, in the unit of the variances squared. Ranks as rightly as QLIKE. */
export function squaredError(realised: number, forecast: number): number {
  return (realised - forecast) ** 2;
}

/** A loss row by row; NaN where either value is NaN. Throws a RangeError when the lengths differ. */
export function lossesOf(loss: VarianceLoss, realised: Float64Array, forecast: Float64Array): Float64Array {
  if (realised.length !== forecast.length) {
    throw new RangeError(`forecast has ${forecast.length} rows: expected ${realised.length}, as realised has`);
  }
  return realised.map((y, i) => loss(y, forecast[i]));
}

/** Mean over the rows that are not NaN; NaN when there is none. */
export function meanLoss(losses: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const loss of losses) {
    if (Number.isNaN(loss)) continue;
    sum += loss;
    count++;
  }
  return sum / count;
}
