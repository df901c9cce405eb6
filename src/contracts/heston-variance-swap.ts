import { checkHestonParameters, type HestonOrBates, type HestonParameters } from './heston-parameters.ts';

/**
 * Expected ∫ v over the years left at a variance of v now: L = (v − θ)/κ (1 − e^{−κτ}) + θτ. The idealised variance
 * swap of Buehler, Gonon, Teichmann and Wood, "Deep hedging" (2019) is worth S₂(t) = ∫₀ᵗ v + L(T − t, v_t): a martingale.
 */
export function expectedVarianceLeft(
  variance: number,
  years: number,
  {
    meanReversionAnnual: kappa,
    longRunVariance: theta,
  }: Pick<HestonParameters, 'meanReversionAnnual' | 'longRunVariance'>,
): number {
  return ((variance - theta) * -Math.expm1(-kappa * years)) / kappa + theta * years;
}

/**
 * Fair strike of a continuously monitored variance swap: the expected quadratic variation of ln S a year, from the
 * diffusion L/τ and, with jumps, λ (μ² + δ²).
 *
 * @param years above 0
 * @returns annualised variance; its square root is the swap's volatility
 * @throws RangeError when an argument is out of range
 */
export function fairVariance(parameters: HestonOrBates, years: number): number {
  checkHestonParameters(parameters);
  if (!(years > 0)) throw new RangeError(`years is ${years}: expected a positive number of years`);
  return expectedVarianceLeft(parameters.initialVariance, years, parameters) / years + jumpVarianceAnnual(parameters);
}

/** Expected squared jumps of ln S a year, λ (μ² + δ²). */
export function jumpVarianceAnnual({ jumpsPerYear = 0, jumpMean = 0, jumpSd = 0 }: HestonOrBates): number {
  return jumpsPerYear * (jumpMean * jumpMean + jumpSd * jumpSd);
}

/**
 * Value of the idealised variance swap along a path: what has accrued and what is expected of the rest, for jumps
 * λ (μ² + δ²) τ. A martingale that starts at `fairVariance` × years.
 *
 * @param integratedVariance ∫₀ᵗ v so far, and with jumps their squares so far
 * @param variance v now
 * @param yearsLeft years to expiry
 */
export function hestonVarianceSwapValue(
  integratedVariance: number,
  variance: number,
  yearsLeft: number,
  parameters: HestonOrBates,
): number {
  const left = expectedVarianceLeft(variance, yearsLeft, parameters);
  return integratedVariance + left + jumpVarianceAnnual(parameters) * yearsLeft;
}
