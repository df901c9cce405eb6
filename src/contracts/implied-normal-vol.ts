import type { OptionType } from './european.ts';
import { impliedNormalDeviation } from './implied-normal-deviation.ts';

/**
 * Normal volatility at which Bachelier's price is the given one, to a relative 1e-14 or so wherever the price pins it down,
 * far out of the money and minutes before expiry included. The forward S e^{(r − q) τ} moves by a normal with standard
 * deviation σ √τ; spot and strike may be negative. The method is described in implied-normal-deviation.ts.
 *
 * Where a price is mostly intrinsic value, its time value has lost the digits that rounding takes from the price: give
 * the out-of-the-money option of the same strike instead.
 *
 * @param price price of one option, in money
 * @param years years to expiry, positive
 * @param rate r, continuously compounded, a decimal a year
 * @param yieldAnnual q, likewise: what holding the underlying earns
 * @returns money per √year; 0 for a price without time value
 * @throws RangeError when no volatility gives the price
 * @example
 * impliedNormalVol('call', 1.2, 21, 25, 1 / 12, 0); // 23.87…
 */
export function impliedNormalVol(
  optionType: OptionType,
  price: number,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  yieldAnnual = 0,
): number {
  checkYears(years);
  const discount = Math.exp(-rate * years);
  const excess = (spot * Math.exp((rate - yieldAnnual) * years) - strike) * discount;
  const vol = solve(optionType, price, excess, roundingOf(spot, strike), discount * Math.sqrt(years));
  if (Number.isNaN(vol)) throw noVolatility(optionType, price, excess);
  return vol;
}

/**
 * The same from the forward and the undiscounted price: the price over e^{−rτ}.
 *
 * @throws RangeError when no volatility gives the price
 * @example
 * impliedNormalVolForward('put', 2, -37, -40, 1 / 12); // a forward below zero: 28.51…
 */
export function impliedNormalVolForward(
  optionType: OptionType,
  price: number,
  forward: number,
  strike: number,
  years: number,
): number {
  checkYears(years);
  const vol = solve(optionType, price, forward - strike, roundingOf(forward, strike), Math.sqrt(years));
  if (Number.isNaN(vol)) throw noVolatility(optionType, price, forward - strike);
  return vol;
}

/**
 * Implied normal volatilities of one option per entry, all of one expiry; fills `out`, like the other column functions.
 * Where no volatility gives a price it puts NaN.
 *
 * @throws RangeError for years that are not positive
 */
export function impliedNormalVols(
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
  const discount = Math.exp(-rate * years);
  const growth = Math.exp((rate - yieldAnnual) * years);
  const unit = discount * Math.sqrt(years);
  for (let i = 0; i < out.length; i++) {
    const excess = (spot[i] * growth - strike[i]) * discount;
    out[i] = solve(optionType, price[i], excess, roundingOf(spot[i], strike[i]), unit);
  }
}

/** Volatility at which an option `excess` in the money (of a call) has the price; NaN when there is none. */
function solve(optionType: OptionType, price: number, excess: number, rounding: number, unit: number): number {
  const intrinsic = Math.max(optionType === 'call' ? excess : -excess, 0);
  const timeValue = price - intrinsic;
  if (!(timeValue > 0 && timeValue < Number.POSITIVE_INFINITY)) {
    return timeValue <= 0 && timeValue >= -rounding ? 0 : Number.NaN;
  }
  return impliedNormalDeviation(timeValue, Math.abs(excess)) / unit;
}

/** What a price without time value may lack of the intrinsic value by rounding alone. */
function roundingOf(spot: number, strike: number): number {
  return 4 * Number.EPSILON * (Math.abs(spot) + Math.abs(strike));
}

function checkYears(years: number): void {
  if (!(years > 0)) throw new RangeError(`years is ${years}: expected a positive number of years to expiry`);
}

function noVolatility(optionType: OptionType, price: number, excess: number): RangeError {
  const intrinsic = Math.max(optionType === 'call' ? excess : -excess, 0);
  return new RangeError(`price is ${price}: expected one in [${intrinsic}, ∞), where a volatility gives it`);
}
