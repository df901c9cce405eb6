import { blackScholesPrice } from '../contracts/black-scholes.ts';
import { impliedVol } from '../contracts/implied-vol.ts';
import { leastSquares } from '../math/least-squares.ts';

/** What a path of the variance says about the price at an expiry, one value per path. */
export interface VarianceIntegrals {
  /** I = ∫ v dt. */
  readonly variance: Float64Array;
  /** J = ∫ √v dW, with W the Brownian motion that drives the variance. */
  readonly martingale: Float64Array;
  /** E[I], as the model has it. */
  readonly expectedVariance: number;
}

/** Implied volatilities of one expiry by the conditional estimator, from the same paths for every level and strike. */
export interface ConditionalSmile {
  /** Implied volatility of a strike over forward. */
  impliedVol(strike: number): number;
}

/**
 * The conditional estimator of McCrickerd and Pakkanen, "Turbocharging Monte Carlo pricing for the rough Bergomi model"
 * (2018): given the variance and W, the price at expiry is lognormal, so each path gives the Black–Scholes price at spot
 * s = exp(ρ J − ½ ρ² I) with total variance (1 − ρ²) I. Three controls of known mean, by regression: s, I, and their timer
 * option, the Black–Scholes price at s with total variance Q − ρ² I, whose mean is the price at 1 with Q.
 *
 * @param scale multiplies the variance: I by it, J by its root; 1 by default
 */
export function conditionalSmile(
  { variance, martingale, expectedVariance }: VarianceIntegrals,
  correlation: number,
  years: number,
  scale = 1,
): ConditionalSmile {
  const square = correlation * correlation;
  const root = correlation * Math.sqrt(scale);
  const spots = martingale.map((j, path) => Math.exp(root * j - 0.5 * square * scale * variance[path]));
  const largest = variance.reduce((most, value) => Math.max(most, value), 0);
  const budget = scale * Math.max(square * largest, expectedVariance);
  const deviations = variance.map((value) => Math.sqrt((1 - square) * scale * value));
  const left = variance.map((value) => Math.sqrt(Math.max(0, budget - square * scale * value)));
  const ones = new Float64Array(variance.length).fill(1);
  const spotControl = spots.map((spot) => spot - 1);
  const varianceControl = variance.map((value) => value / expectedVariance - 1);

  function atStrike(strike: number): number {
    const type = strike < 1 ? 'put' : 'call';
    const prices = spots.map((spot, path) => blackScholesPrice(type, spot, strike, 1, 0, deviations[path]));
    const timerPrice = blackScholesPrice(type, 1, strike, 1, 0, Math.sqrt(budget));
    const timers = spots.map((spot, path) => blackScholesPrice(type, spot, strike, 1, 0, left[path]) - timerPrice);
    const plain = prices.reduce((sum, price) => sum + price, 0) / prices.length;
    const [controlled] = leastSquares([ones, spotControl, varianceControl, timers], prices);
    // Far from the money the controls explain little, and what they add may exceed the price.
    const price = controlled > 0.2 * plain ? controlled : plain;
    return impliedVol(type, price, 1, strike, years, 0);
  }

  return { impliedVol: atStrike };
}
