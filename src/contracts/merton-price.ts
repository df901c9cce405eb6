import { blackScholesPrice } from './black-scholes.ts';
import type { DigitalTerms } from './contract-terms.ts';
import { digitalPrice } from './digital.ts';
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

/** Up to this mean, e^{−mean} is far from underflow, and few terms lie before the likeliest number of jumps. */
const summedFromZero = 32;
/** Terms that add less than this to the sum, all together, are left out. */
const negligible = 1e-17;

/**
 * Price of a European option under Merton's jump diffusion ("Option pricing when underlying stock returns are
 * discontinuous", 1976), in money: the mixture over the number of jumps n, Poisson with mean λτ, of Black–Scholes prices
 * with forward F e^{−λkτ + n(μ + δ²/2)} and variance σ²τ + nδ², where k = e^{μ + δ²/2} − 1. Terms are added on both sides
 * of the likeliest number of jumps until they no longer change the sum.
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
  jumps: MertonJumps,
  { yieldAnnual }: Pick<Underlying, 'yieldAnnual'> = plainUnderlying(rate),
): number {
  const sum = mertonMixture(
    spot * Math.exp((rate - yieldAnnual) * years - compensation(jumps, years)),
    years,
    jumps,
    (forward, deviation) => blackScholesPrice(optionType, forward, strike, 1, 0, deviation),
    (forward) => Math.max(strike, forward),
  );
  return Math.exp(-rate * years) * sum;
}

/**
 * Price likewise of a digital option that pays 1.00 of money or one unit of the underlying: the same mixture of those of
 * Reiner and Rubinstein (1991).
 *
 * @example
 * mertonDigitalPrice('put', 'cash', 100, 90, 0.5, 0.05, { volAnnual: 0.2, jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.15 });
 */
export function mertonDigitalPrice(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  jumps: MertonJumps,
  { yieldAnnual }: Pick<Underlying, 'yieldAnnual'> = plainUnderlying(rate),
): number {
  const sum = mertonMixture(
    spot * Math.exp((rate - yieldAnnual) * years - compensation(jumps, years)),
    years,
    jumps,
    (forward, deviation) => digitalPrice(optionType, pays, forward, strike, 1, 0, 0, deviation),
    (forward) => (pays === 'cash' ? 1 : forward),
  );
  return Math.exp(-rate * years) * sum;
}

/** λkτ, what the drift gives back for the jumps. */
function compensation({ jumpsPerYear, jumpMean, jumpSd }: MertonJumps, years: number): number {
  return jumpsPerYear * years * Math.expm1(jumpMean + 0.5 * jumpSd * jumpSd);
}

/**
 * Mean, over the number of jumps, of a price given the forward and the deviation of the logarithm after so many.
 *
 * @param forward without any jump
 * @param bound what the price of a forward can be at most
 */
function mertonMixture(
  forward: number,
  years: number,
  { volAnnual, jumpsPerYear, jumpMean, jumpSd }: MertonJumps,
  price: (forward: number, deviation: number) => number,
  bound: (forward: number) => number,
): number {
  const jumps = jumpsPerYear * years;
  const logGrowth = jumpMean + 0.5 * jumpSd * jumpSd;
  const growth = Math.exp(logGrowth);
  const forwardAfter = (n: number) => forward * Math.exp(n * logGrowth);
  const priceAfter = (n: number) =>
    price(forwardAfter(n), Math.sqrt(volAnnual * volAnnual * years + n * jumpSd * jumpSd));
  const boundAfter = (n: number) => bound(forwardAfter(n));
  const first = jumps < summedFromZero ? 0 : Math.floor(jumps);
  const firstWeight = poissonWeight(first, jumps);
  let sum = 0;
  for (let n = first, weight = firstWeight; weight > 0; n++) {
    sum += weight * priceAfter(n);
    weight *= jumps / (n + 1);
    // From here on every term is below `ratio` times the one before.
    const ratio = (jumps * Math.max(1, growth)) / (n + 2);
    if (ratio < 1 && weight * boundAfter(n + 1) <= negligible * (1 - ratio) * sum) break;
  }
  for (let n = first - 1, weight = (firstWeight * first) / jumps; n >= 0 && weight > 0; n--) {
    sum += weight * priceAfter(n);
    weight *= n / jumps;
    const ratio = (n * Math.max(1, 1 / growth)) / jumps;
    if (ratio < 1 && weight * boundAfter(n - 1) <= negligible * (1 - ratio) * sum) break;
  }
  return sum;
}

/** P(N = n) of Poisson's law, for n at the mode by Stirling's series: no factor of it is large. */
function poissonWeight(n: number, mean: number): number {
  if (n === 0) return Math.exp(-mean);
  const stirling = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return Math.exp(n * Math.log(mean / n) + (n - mean) - stirling) / Math.sqrt(2 * Math.PI * n);
}
