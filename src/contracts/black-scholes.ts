import { logRatio } from '../math/log-ratio.ts';
import { normalCdf, normalPdf } from '../math/normal.ts';
import { blackDifference } from './black-formula.ts';
import type { OptionType } from './european.ts';

/*
 * European options on an underlying without dividends: Black and Scholes (1973).
 *   d1 = (ln(S/K) + r τ) / (σ √τ) + σ √τ / 2,   d2 = d1 − σ √τ
 *   call = S Φ(d1) − K e^{−rτ} Φ(d2),           put = K e^{−rτ} Φ(−d2) − S Φ(−d1)
 * Spot and strike are in money and positive, years and vol at least 0; rate is continuously compounded and vol
 * annualised, both decimals. Nothing is checked here: these are the innermost calls. At years = 0 or vol = 0 each takes
 * the limit; exactly at the forward, where delta jumps, it takes the middle.
 */

/** Price of one option, in money. */
export function blackScholesPrice(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  vol: number,
): number {
  const d1 = blackScholesD1(spot, strike, years, rate, vol);
  const discounted = strike * Math.exp(-rate * years);
  const deviation = vol * Math.sqrt(years);
  return blackDifference(optionType, spot, discounted, d1, deviation, () => logRatio(spot, strike) + rate * years);
}

/**
 * Units of the underlying that replicate one option: Φ(d1) of a call, Φ(d1) − 1 of a put.
 *
 * @example
 * blackScholesDelta('call', 100, 100, 0.1, 0, 0.2); // 0.5126…
 */
export function blackScholesDelta(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  vol: number,
): number {
  const d1 = blackScholesD1(spot, strike, years, rate, vol);
  return optionType === 'call' ? normalCdf(d1) : -normalCdf(-d1);
}

/**
 * Change of delta per unit of money that the spot moves, the same for calls and puts. In the limit of years or vol at
 * 0 it is 0, and Infinity exactly at the forward.
 */
export function blackScholesGamma(spot: number, strike: number, years: number, rate: number, vol: number): number {
  const density = normalPdf(blackScholesD1(spot, strike, years, rate, vol));
  return density === 0 ? 0 : density / (spot * vol * Math.sqrt(years));
}

/** Change of the price, in money, per 1.00 of volatility (not per point), the same for calls and puts. */
export function blackScholesVega(spot: number, strike: number, years: number, rate: number, vol: number): number {
  return spot * normalPdf(blackScholesD1(spot, strike, years, rate, vol)) * Math.sqrt(years);
}

/** d1 of the formula; ±Infinity, or 0 exactly at the forward, when nothing is left of volatility or time. */
export function blackScholesD1(spot: number, strike: number, years: number, rate: number, vol: number): number {
  const deviation = vol * Math.sqrt(years);
  const logForward = Math.log(spot / strike) + rate * years;
  return logForward === 0 ? 0.5 * deviation : logForward / deviation + 0.5 * deviation;
}

/** Prices, in money, of one option per entry, all of one expiry; fills `out`, like the other column functions. */
export function blackScholesPrices(
  out: Float64Array,
  optionType: OptionType,
  spot: Float64Array,
  strike: Float64Array,
  years: number,
  rate: number,
  vol: Float64Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = blackScholesPrice(optionType, spot[i], strike[i], years, rate, vol[i]);
}

/** Deltas of one option per entry. */
export function blackScholesDeltas(
  out: Float64Array,
  optionType: OptionType,
  spot: Float64Array,
  strike: Float64Array,
  years: number,
  rate: number,
  vol: Float64Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = blackScholesDelta(optionType, spot[i], strike[i], years, rate, vol[i]);
}

/** Gammas, per unit of money, of one option per entry. */
export function blackScholesGammas(
  out: Float64Array,
  spot: Float64Array,
  strike: Float64Array,
  years: number,
  rate: number,
  vol: Float64Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = blackScholesGamma(spot[i], strike[i], years, rate, vol[i]);
}

/** Vegas, in money per 1.00 of volatility, of one option per entry. */
export function blackScholesVegas(
  out: Float64Array,
  spot: Float64Array,
  strike: Float64Array,
  years: number,
  rate: number,
  vol: Float64Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = blackScholesVega(spot[i], strike[i], years, rate, vol[i]);
}
