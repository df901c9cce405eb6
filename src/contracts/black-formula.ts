import { logRatio } from '../math/log-ratio.ts';
import { millsDifference } from '../math/mills-difference.ts';
import { normalCdf, normalPdf } from '../math/normal.ts';
import type { OptionType } from './european.ts';

/**
 * Price of an option on a lognormal payoff with mean `forward` and standard deviation `deviation` of its logarithm
 * (Black 1976): discount × (±F Φ(±d1) ∓ K Φ(±d2)), d1 = ln(F/K) / s + s / 2, d2 = d1 − s. A strike of 0 or below is met
 * by every outcome.
 *
 * @example
 * blackPrice('call', 100, 100, 0.2, 1); // 7.9656…
 */
export function blackPrice(
  optionType: OptionType,
  forward: number,
  strike: number,
  deviation: number,
  discount: number,
): number {
  const d1 = blackD1(forward, strike, deviation);
  return discount * blackDifference(optionType, forward, strike, d1, deviation, () => logRatio(forward, strike));
}

/**
 * ±A Φ(±d1) ∓ C Φ(±d2), the price of a call or a put by today's values A and C of the underlying and of the strike. Far out of
 * the money, and minutes before expiry, the two terms are so near each other that their difference has lost its digits: it is
 * then √(AC) φ(y) e^{−t²/2} [R(y − t) − R(y + t)], with y = |ln(A/C)|/s, t = s/2 and the Mills ratio R (implied-deviation.ts).
 *
 * An option out of the money has a relative error below 5e-14 + (1 + y²) 4e-16: 2e-13 at 20 deviations, 6e-13 at 37. A change
 * of s or of ln(A/C) by a share changes the price by y² times that share, so that this is what three or four of their own
 * roundings make, and the volatility implied by the price is exact to 1e-13 or so.
 *
 * @param logMoneyness ln(A/C), computed where it is needed
 */
export function blackDifference(
  optionType: OptionType,
  asset: number,
  cash: number,
  d1: number,
  deviation: number,
  logMoneyness: () => number,
): number {
  const d2 = d1 - deviation;
  const isCall = optionType === 'call';
  const larger = isCall ? asset * normalCdf(d1) : cash * normalCdf(-d2);
  const price = larger - (isCall ? cash * normalCdf(d2) : asset * normalCdf(-d1));
  const y = 0.5 * (d1 + d2);
  const isOutOfTheMoney = isCall ? y <= 0 : y >= 0;
  if (!(isOutOfTheMoney && deviation > 0 && mostLoss * price < (1 + y * y) * larger)) return price;
  const away = Math.abs(logMoneyness()) / deviation;
  const half = 0.5 * deviation;
  const scale = Math.sqrt(asset) * Math.sqrt(cash) * Math.exp(-0.5 * half * half);
  return scale * normalPdf(away) * millsDifference(away, half);
}

/** Roundings of the price that the difference of the two terms may cost. */
const mostLoss = 300;

/** d1 of the formula: Infinity for a strike of 0 or below; without deviation ±Infinity, or 0 exactly at the forward. */
export function blackD1(forward: number, strike: number, deviation: number): number {
  if (strike <= 0) return Number.POSITIVE_INFINITY;
  const moneyness = Math.log(forward / strike);
  return moneyness === 0 ? 0.5 * deviation : moneyness / deviation + 0.5 * deviation;
}
