import { logRatio } from '../math/log-ratio.ts';
import type { OptionType } from './european.ts';
import { impliedDeviation } from './implied-deviation.ts';

/**
 * Volatility at which Black and Scholes' price, with Merton's dividend yield, is the given one: to a relative 1e-14 or so
 * wherever the price pins it down, far out of the money and minutes before expiry included. The method is described in
 * implied-deviation.ts.
 *
 * Where a price is mostly intrinsic value, its time value has lost the digits that rounding takes from the price: give
 * the out-of-the-money option of the same strike instead.
 *
 * @param price price of one option, in money
 * @param years years to expiry, positive
 * @param rate r, continuously compounded, a decimal a year
 * @param yieldAnnual q, likewise: what holding the underlying earns
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
  yieldAnnual = 0,
): number {
  checkYears(years);
  const carry = (rate - yieldAnnual) * years;
  const vol = solve(
    optionType,
    price,
    spot * Math.exp(-yieldAnnual * years),
    strike * Math.exp(-rate * years),
    logRatio(spot, strike) + carry,
    Math.sqrt(years),
  );
  if (Number.isNaN(vol)) {
    throw noVolatility(optionType, price, spot * Math.exp(-yieldAnnual * years), strike * Math.exp(-rate * years));
  }
  return vol;
}

/**
 * The same by Black's formula (1976), from the forward and the undiscounted price: the price over e^{−rτ}.
 *
 * @throws RangeError when no volatility gives the price
 * @example
 * impliedVolForward('put', 4, 100, 95, 0.5); // 0.2250…
 */
export function impliedVolForward(
  optionType: OptionType,
  price: number,
  forward: number,
  strike: number,
  years: number,
): number {
  checkYears(years);
  const vol = solve(optionType, price, forward, strike, logRatio(forward, strike), Math.sqrt(years));
  if (Number.isNaN(vol)) throw noVolatility(optionType, price, forward, strike);
  return vol;
}

/**
 * Implied volatilities of one option per entry, all of one expiry; fills `out`, like the other column functions. Where no
 * volatility gives a price it puts NaN: quotes that break the bounds are common, and one should not cost the others.
 *
 * @throws RangeError for years that are not positive
 */
export function impliedVols(
  out: Float64Array,
  optionType: OptionType,
  price: Float64Array,
  spot: Float64Array,
  strike: Float64Array,
  years: number,
  rate: number,
  yieldAnnual = 0,
): void {
  checkYears(years);
  const spotDiscount = Math.exp(-yieldAnnual * years);
  const strikeDiscount = Math.exp(-rate * years);
  const carry = (rate - yieldAnnual) * years;
  const rootYears = Math.sqrt(years);
  for (let i = 0; i < out.length; i++) {
    const x = logRatio(spot[i], strike[i]) + carry;
    out[i] = solve(optionType, price[i], spot[i] * spotDiscount, strike[i] * strikeDiscount, x, rootYears);
  }
}

/** Volatility by values as of today; NaN when there is none. x is ln(spot / strike) of those. */
function solve(
  optionType: OptionType,
  price: number,
  spot: number,
  strike: number,
  x: number,
  rootYears: number,
): number {
  const isCall = optionType === 'call';
  const gap = Math.abs(spot - strike);
  const highest = isCall ? spot : strike;
  const timeValue = isCall === spot > strike ? price - gap : price;
  const lack = highest - price;
  if (!(timeValue > 0 && lack > 0)) {
    return timeValue <= 0 && timeValue >= -4 * Number.EPSILON * highest ? 0 : Number.NaN;
  }
  const scale = 1 / Math.sqrt(spot * strike);
  return impliedDeviation(timeValue * scale, lack * scale, Math.abs(x), gap * scale) / rootYears;
}

function checkYears(years: number): void {
  if (!(years > 0)) throw new RangeError(`years is ${years}: expected a positive number of years to expiry`);
}

function noVolatility(optionType: OptionType, price: number, spot: number, strike: number): RangeError {
  const intrinsic = Math.max(optionType === 'call' ? spot - strike : strike - spot, 0);
  const highest = optionType === 'call' ? spot : strike;
  return new RangeError(`price is ${price}: expected one in [${intrinsic}, ${highest}), where a volatility gives it`);
}
