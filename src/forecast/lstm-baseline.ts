import { leastSquares } from '../math/least-squares.ts';

/**
 * The linear part of the LSTM forecaster: for each horizon a regression of the logarithm of the variance that followed, of
 * which the network learns what is left. Its regressors are those of a heterogeneous autoregression in logarithms with
 * leverage (Corsi 2009; Corsi and Renò 2012) and, in a hybrid, the logarithms of other forecasts. The intercept is then
 * moved so that the mean of y/f over the fitted rows is 1 (Duan's smearing estimate, 1983, in the form that minimises
 * QLIKE): the forecast is of the variance, not of its median.
 *
 * @param regressors per horizon, one column for each, one value per fitted row
 * @param targets per horizon, the mean variance that followed each fitted row (> 0)
 * @returns per horizon, intercept and coefficients
 */
export function fitBaseline(
  regressors: readonly (readonly Float64Array[])[],
  targets: readonly Float64Array[],
): number[][] {
  return targets.map((target, g) => {
    const ones = new Float64Array(target.length).fill(1);
    const coefficients = [...leastSquares([ones, ...regressors[g]], target.map(Math.log))];
    const fitted = baselineLogVariance(coefficients, regressors[g]);
    let ratio = 0;
    for (let i = 0; i < target.length; i++) ratio += target[i] * Math.exp(-fitted[i]);
    coefficients[0] += Math.log(ratio / target.length);
    return coefficients;
  });
}

/** The baseline's log variance of one horizon; NaN where a regressor is. */
export function baselineLogVariance(b: readonly number[], regressors: readonly Float64Array[]): Float64Array {
  return regressors[0].map((_, t) => {
    let value = b[0];
    for (let j = 0; j < regressors.length; j++) value += b[j + 1] * regressors[j][t];
    return value;
  });
}
