import { normalCdf, normalPdf } from '../math/normal.ts';
import type { OptionType } from './european.ts';
import type { Greeks } from './greeks.ts';

/*
 * European options in the normal model (Bachelier 1900), in which prices may fall below 0: at expiry the underlying is
 * F + σ √τ Z, Z standard normal, around its forward F = S e^{(r−q)τ}.
 *   d = (F − K) / (σ √τ),   price = e^{−rτ} [±(F − K) Φ(±d) + σ √τ φ(d)]
 * Spot and strike are any amounts of money, `vol` is in money per √year; the rest as in generalised-black-scholes.ts.
 * Nothing is checked. At years = 0 or vol = 0 each takes its limit.
 */

/**
 * Price of one option, in money.
 *
 * @example
 * bachelierPrice('put', 21, -36.98, 1 / 12, 0, 0, 60); // a put struck below zero: 0.0018…
 */
export function bachelierPrice(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const ahead = spot * Math.exp((rate - dividendYield) * years) - strike;
  const deviation = vol * Math.sqrt(years);
  const intrinsic = Math.max(optionType === 'call' ? ahead : -ahead, 0);
  return Math.exp(-rate * years) * (intrinsic + timeValue(Math.abs(ahead), deviation));
}

/** Change of the price per unit of money that the spot moves: ±e^{−qτ} Φ(±d). */
export function bachelierDelta(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d = bachelierD(spot, strike, years, rate, dividendYield, vol);
  const growth = Math.exp(-dividendYield * years);
  return optionType === 'call' ? growth * normalCdf(d) : -growth * normalCdf(-d);
}

/** Change of delta per unit of money: e^{(r−2q)τ} φ(d) / (σ √τ), the same for calls and puts. */
export function bachelierGamma(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const density = normalPdf(bachelierD(spot, strike, years, rate, dividendYield, vol));
  if (density === 0) return 0;
  return (Math.exp((rate - 2 * dividendYield) * years) * density) / (vol * Math.sqrt(years));
}

/** Change of the price per unit of volatility (money per √year): e^{−rτ} √τ φ(d). */
export function bachelierVega(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const density = normalPdf(bachelierD(spot, strike, years, rate, dividendYield, vol));
  return Math.exp(-rate * years) * Math.sqrt(years) * density;
}

/** Change of the price, in money, per year that passes: −∂V/∂τ at an unmoved spot. */
export function bachelierTheta(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const density = normalPdf(bachelierD(spot, strike, years, rate, dividendYield, vol));
  const decay = density === 0 || vol === 0 ? 0 : (density * vol) / (2 * Math.sqrt(years));
  const drift = (rate - dividendYield) * spot;
  return (
    rate * bachelierPrice(optionType, spot, strike, years, rate, dividendYield, vol) -
    drift * bachelierDelta(optionType, spot, strike, years, rate, dividendYield, vol) -
    Math.exp(-rate * years) * decay
  );
}

/** Change of the price, in money, per 1.00 of the rate at an unmoved yield: τ (S × delta − V). */
export function bachelierRho(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const delta = bachelierDelta(optionType, spot, strike, years, rate, dividendYield, vol);
  return years * (spot * delta - bachelierPrice(optionType, spot, strike, years, rate, dividendYield, vol));
}

/** Change of the price, in money, per 1.00 of the yield at an unmoved rate: −τ S × delta. */
export function bachelierPhi(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  return -years * spot * bachelierDelta(optionType, spot, strike, years, rate, dividendYield, vol);
}

/** Change of delta per unit of volatility, or of vega per unit of money: −e^{−qτ} φ(d) d / σ. */
export function bachelierVanna(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d = bachelierD(spot, strike, years, rate, dividendYield, vol);
  const density = normalPdf(d);
  return density === 0 || vol === 0 ? 0 : (-Math.exp(-dividendYield * years) * density * d) / vol;
}

/** Change of vega per unit of volatility: e^{−rτ} √τ φ(d) d² / σ. */
export function bachelierVolga(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d = bachelierD(spot, strike, years, rate, dividendYield, vol);
  const density = normalPdf(d);
  return density === 0 || vol === 0 ? 0 : (Math.exp(-rate * years) * Math.sqrt(years) * density * d * d) / vol;
}

/** Change of delta per year that passes: −∂delta/∂τ at an unmoved spot. */
export function bachelierCharm(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d = bachelierD(spot, strike, years, rate, dividendYield, vol);
  const growth = Math.exp(-dividendYield * years);
  const density = normalPdf(d);
  const kept = dividendYield * bachelierDelta(optionType, spot, strike, years, rate, dividendYield, vol);
  if (density === 0) return kept;
  const carry = rate - dividendYield;
  const ahead = carry * spot * Math.exp(carry * years);
  const drift = ahead === 0 ? 0 : ahead / (vol * Math.sqrt(years));
  const decay = d === 0 ? 0 : d / (2 * years);
  return kept - growth * density * (drift - decay);
}

/** Price and greeks in one object; vega, vanna and volga per unit of volatility in money per √year. */
export function bachelierGreeks(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): Greeks {
  return {
    price: bachelierPrice(optionType, spot, strike, years, rate, dividendYield, vol),
    delta: bachelierDelta(optionType, spot, strike, years, rate, dividendYield, vol),
    gamma: bachelierGamma(spot, strike, years, rate, dividendYield, vol),
    vega: bachelierVega(spot, strike, years, rate, dividendYield, vol),
    theta: bachelierTheta(optionType, spot, strike, years, rate, dividendYield, vol),
    rho: bachelierRho(optionType, spot, strike, years, rate, dividendYield, vol),
    vanna: bachelierVanna(spot, strike, years, rate, dividendYield, vol),
    volga: bachelierVolga(spot, strike, years, rate, dividendYield, vol),
  };
}

/** d of the formula; ±Infinity, or 0 exactly at the forward, when nothing is left of volatility or time. */
export function bachelierD(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const ahead = spot * Math.exp((rate - dividendYield) * years) - strike;
  return ahead === 0 ? 0 : ahead / (vol * Math.sqrt(years));
}

/** s φ(x) − |F − K| Φ(−x) with x = |F − K| / s: the price of the option out of the money. */
function timeValue(distance: number, deviation: number): number {
  if (deviation === 0) return 0;
  const x = distance / deviation;
  return x > 40 ? 0 : Math.max(deviation * (normalPdf(x) - x * normalCdf(-x)), 0);
}
