import { millsDifference } from '../math/mills-difference.ts';
import { millsRatio } from '../math/mills-ratio.ts';
import { normalQuantile } from '../math/normal-quantile.ts';
import { farNormalMoneyness, nearGapOverPrice, nearNormalDeviation } from './implied-normal-deviation.ts';

/*
 * Black's formula solved for the standard deviation s = σ √τ.
 *
 * The price is reduced to that of the out-of-the-money option over √(forward × strike), as Jäckel does ("Let's be
 * rational", 2015), and with x = |ln F/K|, y = x/s, t = s/2 and the Mills ratio R(·) = Φ(−·)/φ(·)
 *   b(s)             = v(s) [R(y − t) − R(y + t)]      price
 *   e^{−x/2} − b(s)  = v(s) [R(t − y) + R(t + y)]      what it lacks of its bound
 *   v(s) = b'(s)     = e^{−(y² + t²)/2} / √(2π)        vega
 * Below half of the bound ln b = ln(price) is solved, above it the logarithm of what is lacking: v then enters by its
 * exponent alone, so that no exponential is needed, nothing underflows, and b'/b = 1 / [R(y − t) − R(y + t)].
 * An error of the bracket carries over to ln s by a factor of [R(y − t) − R(y + t)] / s, about 1 − y R(y) <= 1: of the digits
 * that the far wings cancel there, none is missing in s. The first guess is the normal volatility of the same price with the
 * terms of lowest order in s that tell both apart; steps are Householder's of third order, whose error is of the fourth
 * power of the step before.
 */

/**
 * The s with b(s) = price: to a relative 1e-14 or so where the price pins it down that well.
 *
 * @param price b, positive
 * @param lack what b lacks of its bound e^{−x/2}, positive
 * @param x |ln F/K|
 * @param gap |F − K| / √(F K), which is 2 sinh(x/2)
 */
export function impliedDeviation(price: number, lack: number, x: number, gap: number): number {
  return price <= lack ? fromPrice(price, x, gap) : fromLack(lack, price + lack, x);
}

/** A step this small, relative to s, leaves an error of its fourth power. */
const LAST_STEP = 1e-4;
const MAX_STEPS = 60;
const sqrtTwoPi = 2.5066282746310007;

function fromPrice(price: number, x: number, gap: number): number {
  const target = Math.log(price * sqrtTwoPi);
  // At half of the bound y − t is above −0.68; at y = 40 no double is left of the price.
  let from = x / 40;
  let to = 0.68 + Math.sqrt(0.4624 + 2 * x);
  let s = Math.min(Math.max(guessFromPrice(price, x, gap), from), to);
  for (let step = 0; step < MAX_STEPS; step++) {
    const y = x / s;
    const t = 0.5 * s;
    const difference = millsDifference(y, t);
    const error = Math.log(difference) - 0.5 * (y * y + t * t) - target;
    if (error > 0) to = s;
    else from = s;
    const slope = 1 / difference;
    const bend = (y * y) / s - 0.5 * t;
    const newton = -error * difference;
    const second = bend - slope;
    const third = second * (bend - 2 * slope) - 3 * ((y / s) * (y / s)) - 0.25;
    let move = (newton * (1 + 0.5 * second * newton)) / (1 + newton * (second + (third * newton) / 6));
    if (!(s + move >= from && s + move <= to)) move = 0.5 * (from + to) - s;
    s += move;
    if (Math.abs(move) <= LAST_STEP * s) break;
  }
  return s;
}

/** For x of 0.5 and s below 0.5 within a relative 1e-4, below a relative 0.1 everywhere up to x = 10. */
function guessFromPrice(price: number, x: number, gap: number): number {
  // Both mean the same to 1e-7 here, and x alone is free of cancellation.
  const distance = x < 1e-3 ? x : gap;
  const normal =
    distance < nearGapOverPrice * price
      ? price * nearNormalDeviation(distance / price) * (x < 1e-3 ? 1 : x / gap)
      : x / farNormalMoneyness(Math.log(distance) - Math.log(price));
  const square = normal * normal;
  const xx = x * x;
  // ln(2 sinh(x/2) / x) / x², nearly.
  const first = 1 / (24 + (0.2 * xx) / (1 + 0.006 * xx));
  return normal * (1 + square * (first + square * (7 / 1920 + square * (127 / 322560))));
}

function fromLack(lack: number, highest: number, x: number): number {
  const target = Math.log(lack * sqrtTwoPi);
  let s = guessFromLack(lack / highest, x);
  let from = Math.sqrt(2 * x);
  let to = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MAX_STEPS; step++) {
    const y = x / s;
    const t = 0.5 * s;
    const sum = millsRatio(t - y) + millsRatio(t + y);
    const error = Math.log(sum) - 0.5 * (y * y + t * t) - target;
    if (error < 0) to = s;
    else from = s;
    const slope = -1 / sum;
    const bend = (y * y) / s - 0.5 * t;
    const newton = error * sum;
    const second = bend - slope;
    const third = second * (bend - 2 * slope) - 3 * ((y / s) * (y / s)) - 0.25;
    let move = (newton * (1 + 0.5 * second * newton)) / (1 + newton * (second + (third * newton) / 6));
    if (!(s + move >= from && s + move <= to)) move = to === Number.POSITIVE_INFINITY ? s : 0.5 * (from + to) - s;
    s += move;
    if (Math.abs(move) <= LAST_STEP * s) break;
  }
  return s;
}

/**
 * With z = t − y and w = t + y = √(z² + 2x), the share of the bound that is lacking is φ(z) [R(z) + R(w)] = Φ(−z) / κ, where
 * κ = R(z) / [R(z) + R(w)] lies between ½ and 1: z from a κ of ¾, corrected to first order.
 */
function guessFromLack(share: number, x: number): number {
  const z = -normalQuantile(0.75 * share);
  const w = Math.sqrt(z * z + 2 * x);
  // R(z) is near 1 / (z + 0.8).
  const kappa = (w + 0.8) / (w + z + 1.6);
  const better = z - Math.log(kappa / 0.75) / (z + 0.8);
  return better + Math.sqrt(better * better + 2 * x);
}
