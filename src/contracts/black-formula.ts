import { normalCdf } from '../math/normal.ts';
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
  const d2 = d1 - deviation;
  return optionType === 'call'
    ? discount * (forward * normalCdf(d1) - strike * normalCdf(d2))
    : discount * (strike * normalCdf(-d2) - forward * normalCdf(-d1));
}

/** d1 of the formula: Infinity for a strike of 0 or below; without deviation ±Infinity, or 0 exactly at the forward. */
export function blackD1(forward: number, strike: number, deviation: number): number {
  if (strike <= 0) return Number.POSITIVE_INFINITY;
  const moneyness = Math.log(forward / strike);
  return moneyness === 0 ? 0.5 * deviation : moneyness / deviation + 0.5 * deviation;
}
