import { blackScholesPrice } from './black-scholes.ts';
import type { OptionType } from './european.ts';
import { plainUnderlying, type Underlying } from './underlying.ts';

/** Merton's jumps beside a diffusion: Poisson times, normal sizes of the logarithm. */
export interface MertonJumps {
  /** Volatility of the diffusion, a decimal a year. */
  readonly volAnnual: number;
  /** Expected number of jumps a year. */
  readonly jumpsPerYear: number;
  /** Mean of a jump of log S. */
  readonly jumpMean: number;
  /** Standard deviation of a jump of log S. */
  readonly jumpSd: number;
}

/** Terms below this share of the largest weight are left out: far below rounding. */
const leastShare = 1e-30;

/**
 * Price of a European option under Merton's jump diffusion ("Option pricing when underlying stock returns are
 * discontinuous", 1976), in money: the mixture over the number of jumps n, Poisson with mean λτ, of Black–Scholes prices
 * @@
 *
 * @param spot,strike positive, in money
 * @param years to expiry, at least 0
 * @param rate continuously compounded, a decimal
 * @param underlying its yield counts beside `rate`: none by default, `rate` itself on futures
 * @example
 * mertonPrice('call', 100, 100, 0.5, 0.05, { volAnnual: 0.2, jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.15 });
 */
export function mertonPrice(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  { volAnnual, jumpsPerYear, jumpMean, jumpSd }: MertonJumps,
  { yieldAnnual }: Pick<Underlying, 'yieldAnnual'> = plainUnderlying(rate),
): number {
  const jumps = jumpsPerYear * years;
  const logGrowth = jumpMean + 0.5 * jumpSd * jumpSd;
  const forward = spot * Math.exp((rate - yieldAnnual) * years - jumps * Math.expm1(logGrowth));
  let weight = Math.exp(-jumps);
  let sum = 0;
  for (let n = 0; n < mostTerms; n++) {
    const forwardAfter = forward * Math.exp(n * logGrowth);
    const deviation = Math.sqrt(volAnnual * volAnnual * years + n * jumpSd * jumpSd);
    sum += weight * blackScholesPrice(optionType, forwardAfter, strike, 1, 0, deviation);
    weight *= jumps / (n + 1);
    // What is left is below twice the next term's bound once the terms shrink by half or more each.
    const shrinks = 2 * jumps * Math.max(1, Math.exp(logGrowth)) < n + 2;
    const bound = weight * Math.max(strike, forwardAfter * Math.exp(logGrowth));
    if (shrinks && bound <= 1e-17 * sum) break;
    if (weight === 0) break;
  }
  return Math.exp(-rate * years) * sum;
}
