import { millsRatio } from '../math/mills-ratio.ts';

/*
 * Bachelier's formula solved for the standard deviation s = σ √τ. The out-of-the-money option on a forward that stands
 * `gap` away from its strike costs
 *   p(s) = s φ(u) Q(u),   u = gap / s,   Q(u) = 1 − u R(u),   R(u) = Φ(−u) / φ(u)   (Mills ratio)
 * so that gap / p depends on u alone: one rational approximation inverts it, as Jäckel observed ("Implied normal
 * volatility", 2017). The approximations here were fitted for this file, to a relative 4e-6.
 */

/** s / p at gap / p in the near part, up to `nearGapOverPrice`; √(2π) at 0. */
export function nearNormalDeviation(gapOverPrice: number): number {
  const r = gapOverPrice;
  const numerator =
    (((0.0016835930476075363 * r + 0.11469055756790583) * r + 1.2158695662643004) * r + 3.370243142492204) * r +
    2.5066340127319884;
  const denominator = ((0.003491579112738668 * r + 0.14182365124111973) * r + 0.8446181458329113) * r + 1;
  return numerator / denominator;
}

export const nearGapOverPrice = 16;

/** u = gap / s at ln(gap / p), in the far part. */
export function farNormalMoneyness(logGapOverPrice: number): number {
  const w = Math.sqrt(logGapOverPrice);
  const numerator =
    (((0.1347178425110235 * w + 0.4183008289269804) * w - 1.39474613789803) * w + 1.8717519580425268) * w -
    0.5671316289584193;
  const denominator = ((0.0952130670742102 * w + 0.3014453044620879) * w - 0.46551148863159386) * w + 1;
  return numerator / denominator;
}

/**
 * The s with p(s) = price, to a few units in the last place: the approximation and a third-order Householder step for
 * ln p(s) = ln price, which takes its error to the fourth power.
 *
 * @param price of the out-of-the-money option, undiscounted, positive
 * @param gap |forward − strike|
 */
export function impliedNormalDeviation(price: number, gap: number): number {
  // In units of the price near the money and of the gap far from it, nothing can overflow.
  const isNear = gap < nearGapOverPrice * price;
  const unit = isNear ? price : gap;
  const gapInUnits = isNear ? gap / price : 1;
  const logGapOverPrice = isNear ? 0 : Math.log(gap) - Math.log(price);
  const s = isNear ? nearNormalDeviation(gapInUnits) : 1 / farNormalMoneyness(logGapOverPrice);
  const u = gapInUnits / s;
  const q = 1 - u * millsRatio(u);
  const error = Math.log(s * q) - halfLogTwoPi - 0.5 * u * u + logGapOverPrice;
  // d ln p / ds, and d ln p'(s) / ds with its derivative.
  const slope = 1 / (s * q);
  const bend = (u * u) / s;
  const newton = -error / slope;
  const second = bend - slope;
  const third = second * (bend - 2 * slope) - 3 * (bend / s);
  return unit * (s + (newton * (1 + 0.5 * second * newton)) / (1 + newton * (second + (third * newton) / 6)));
}

const halfLogTwoPi = 0.9189385332046728;
