import { leastSquares } from '../math/least-squares.ts';

/**
 * The linear part of the LSTM forecaster: a heterogeneous autoregression in logarithms (Corsi 2009) for each horizon,
 * ln f = c + b₁ ln v + b₅ ln v̄⁵ + b₂₁ ln v̄²¹. The intercept is then moved so that the mean of y/f over the fitted rows is 1
 * (Duan's smearing estimate, 1983, in the form that minimises QLIKE): the forecast is of the variance, not of its median.
 *
 * @param logVariances the three regressors, one value per fitted row
 * @param targets per horizon, the mean variance that followed each fitted row (> 0)
 * @returns per horizon, intercept and three coefficients
 */
export function fitBaseline(logVariances: readonly Float64Array[], targets: readonly Float64Array[]): number[][] {
  const ones = new Float64Array(logVariances[0].length).fill(1);
  return targets.map((target) => {
    const coefficients = [...leastSquares([ones, ...logVariances], target.map(Math.log))];
    const fitted = baselineLogVariance(coefficients, logVariances);
    let ratio = 0;
    for (let i = 0; i < target.length; i++) ratio += target[i] * Math.exp(-fitted[i]);
    coefficients[0] += Math.log(ratio / target.length);
    return coefficients;
  });
}

/** The baseline's log variance of one horizon; NaN where a regressor is. */
export function baselineLogVariance(b: readonly number[], logVariances: readonly Float64Array[]): Float64Array {
  const [log1, log5, log21] = logVariances;
  return log1.map((value, t) => b[0] + b[1] * value + b[2] * log5[t] + b[3] * log21[t]);
}
