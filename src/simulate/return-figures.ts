import { tradingDaysPerYear } from '../market/trading-days.ts';
import { mean } from '../math/moments.ts';

/** Figures that tell markets apart, of daily log returns. */
export interface ReturnFigures {
  /** √252 × standard deviation (divisor n). */
  readonly volAnnual: number;
  /** Third central moment over the cubed standard deviation. */
  readonly skewness: number;
  /** Fourth central moment over the squared variance, less 3: 0 for a normal distribution. */
  readonly excessKurtosis: number;
  /** Autocorrelation of squared deviations from the mean at 1, 5 and 21 days: how volatility clusters. */
  readonly squaresLag1: number;
  readonly squaresLag5: number;
  readonly squaresLag21: number;
}

/**
 * Moments of daily log returns and autocorrelations of their squares, with the divisors of the whole sample.
 *
 * @throws RangeError on an empty sample
 */
export function returnFigures(returns: Float64Array): ReturnFigures {
  const center = mean(returns);
  const squares = returns.map((value) => (value - center) ** 2);
  const variance = mean(squares);
  const third = mean(returns.map((value) => (value - center) ** 3));
  const fourth = mean(squares.map((square) => square * square));
  return {
    volAnnual: Math.sqrt(variance * tradingDaysPerYear),
    skewness: third / variance ** 1.5,
    excessKurtosis: fourth / (variance * variance) - 3,
    squaresLag1: autocorrelation(squares, 1),
    squaresLag5: autocorrelation(squares, 5),
    squaresLag21: autocorrelation(squares, 21),
  };
}

/** Autocorrelation at a lag, with the mean and the variance of the whole sample; 0 where the values do not vary. */
export function autocorrelation(values: Float64Array, lag: number): number {
  const center = mean(values);
  let product = 0;
  let square = 0;
  for (let t = 0; t < values.length; t++) {
    square += (values[t] - center) ** 2;
    if (t >= lag) product += (values[t] - center) * (values[t - lag] - center);
  }
  return square > 0 ? product / square : 0;
}
