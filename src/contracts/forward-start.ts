import type { OptionType } from './european.ts';
import { generalisedBlackScholesPrice, generalisedBlackScholesVega } from './generalised-black-scholes.ts';

/*
 * Options whose strike is set later, at `moneyness` times the price after `startYears` (Rubinstein 1991, "Pay now, choose
 * later"). In the Black–Scholes model the option is then worth a number of units of the underlying that is known today:
 *   V = S e^{−q t} c(1, moneyness, τ − t),   c the price of a European option on a unit of spot.
 * `years` is the time to expiry, at least `startYears`; afterwards the contract is European. Nothing is checked.
 */

/**
 * Price of one option, in money. It is linear in spot: its gamma is 0.
 *
 * @example
 * forwardStartPrice('call', 60, 1.1, 0.25, 1, 0.08, 0.04, 0.3); // 4.4064… (Haug)
 */
export function forwardStartPrice(
  optionType: OptionType,
  spot: number,
  moneyness: number,
  startYears: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  return spot * forwardStartDelta(optionType, moneyness, startYears, years, rate, dividendYield, vol);
}

/** Units of the underlying that replicate one option, whatever the spot. */
export function forwardStartDelta(
  optionType: OptionType,
  moneyness: number,
  startYears: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const left = years - startYears;
  const unit = generalisedBlackScholesPrice(optionType, 1, moneyness, left, rate, dividendYield, vol);
  return Math.exp(-dividendYield * startYears) * unit;
}

/** Change of the price, in money, per 1.00 of volatility from the start to expiry, the same for calls and puts. */
export function forwardStartVega(
  spot: number,
  moneyness: number,
  startYears: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const unit = generalisedBlackScholesVega(1, moneyness, years - startYears, rate, dividendYield, vol);
  return spot * Math.exp(-dividendYield * startYears) * unit;
}
