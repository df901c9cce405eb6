import { normalCdf, scaledNormalTail } from '../math/normal.ts';
import type { OptionType } from './european.ts';

/**
 * Volatility at which the Black–Scholes price is the given one, to about 1e-10 wherever the price pins it down.
 *
 * The price is reduced to that of the out-of-the-money option on a unit forward, as Jäckel does ("Let's be rational",
 * 2015): b(s) = e^{x/2} Φ(x/s + s/2) − e^{−x/2} Φ(x/s − s/2), where x = −|ln F/K| and s = σ √τ. Below its inflection at
 * s = √(2|x|) Newton's method works on ln b in 1/s², above it on ln(b(∞) − b) in s: both are nearly straight lines.
 *
 * @param price price of one option, in money
 * @param years years to expiry, positive
 * @returns an annualised decimal; 0 for a price without time value
 * @throws RangeError when no volatility gives the price
 * @example
 * impliedVol('call', 2.5226, 100, 100, 0.1, 0); // 0.2000…
 */
export function impliedVol(
  optionType: OptionType,
  price: number,
  spot: number,
  strike: number,
  years: number,
  rate: number,
): number {
  if (!(years > 0)) throw new RangeError(`years is ${years}: expected a positive number of years to expiry`);
  const discounted = strike * Math.exp(-rate * years);
  const intrinsic = Math.max(optionType === 'call' ? spot - discounted : discounted - spot, 0);
  const highest = optionType === 'call' ? spot : discounted;
  const rounding = 4 * Number.EPSILON * highest;
  if (!(price >= intrinsic - rounding && price < highest)) {
    throw new RangeError(`price is ${price}: expected one in [${intrinsic}, ${highest}), where a volatility gives it`);
  }
  const b = (price - intrinsic) / Math.sqrt(spot * discounted);
  if (b <= 0) return 0;
  return impliedDeviation(b, -Math.abs(Math.log(spot / discounted))) / Math.sqrt(years);
}

/** The s with b(s) = b, for x <= 0 and 0 < b < e^{x/2}. */
function impliedDeviation(b: number, x: number): number {
  const inflection = Math.sqrt(2 * -x);
  const low = x < 0 && b < outOfTheMoney(inflection, x);
  const step = low ? lowStep : highStep;
  const target = Math.log(low ? b : Math.exp(0.5 * x) - b);
  let from = low ? 0 : inflection;
  let to = low ? inflection : Number.POSITIVE_INFINITY;
  let s = low ? 0.5 * inflection : inflection + 0.5;
  for (let iteration = 0; iteration < 100; iteration++) {
    const { above, next } = step(s, x, target);
    if (above) to = s;
    else from = s;
    // Outside what is known to hold the root, Newton's step is not to be trusted.
    const safe = next >= from && next <= to ? next : to === Number.POSITIVE_INFINITY ? 2 * s : 0.5 * (from + to);
    if (Math.abs(safe - s) <= 1e-15 * s) return safe;
    s = safe;
  }
  return s;
}

interface NewtonStep {
  /** Whether s lies above the root. */
  readonly above: boolean;
  readonly next: number;
}

/** Newton's step for ln b(s) = target in the variable 1/s². The exponential that would underflow is kept as a log. */
function lowStep(s: number, x: number, target: number): NewtonStep {
  const h = x / s;
  const t = 0.5 * s;
  const scaled = scaledNormalTail(-h - t) - scaledNormalTail(t - h);
  const error = -0.5 * (h * h + t * t) + Math.log(scaled) - target;
  const slope = inverseSqrtTwoPi / scaled;
  const inverseSquare = 1 / (s * s) + (2 * error) / (slope * s * s * s);
  return { above: error > 0, next: 1 / Math.sqrt(inverseSquare) };
}

/** Newton's step for ln(e^{x/2} − b(s)) = target in the variable s. */
function highStep(s: number, x: number, target: number): NewtonStep {
  const h = x / s;
  const t = 0.5 * s;
  const missing = Math.exp(0.5 * x) * normalCdf(-h - t) + Math.exp(-0.5 * x) * normalCdf(h - t);
  const error = Math.log(missing) - target;
  const slope = (-inverseSqrtTwoPi * Math.exp(-0.5 * (h * h + t * t))) / missing;
  return { above: error < 0, next: s - error / slope };
}

function outOfTheMoney(s: number, x: number): number {
  const h = x / s;
  const t = 0.5 * s;
  return Math.exp(0.5 * x) * normalCdf(h + t) - Math.exp(-0.5 * x) * normalCdf(h - t);
}

const inverseSqrtTwoPi = 0.3989422804014327;
