import { logRatio } from '../math/log-ratio.ts';
import { normalCdf, normalPdf } from '../math/normal.ts';
import { blackDifference } from './black-formula.ts';
import { blackScholesD1 } from './black-scholes.ts';
import type { OptionType } from './european.ts';
import type { Greeks } from './greeks.ts';

/*
 * European options on an underlying that earns a yield q: shares and indices (Merton 1973), futures with q = r (Black
 * 1976), currencies with q the foreign rate (Garman and Kohlhagen 1983).
 *   d1 = (ln(S/K) + (r − q) τ) / (σ √τ) + σ √τ / 2,   d2 = d1 − σ √τ
 *   call = S e^{−qτ} Φ(d1) − K e^{−rτ} Φ(d2),        put = K e^{−rτ} Φ(−d2) − S e^{−qτ} Φ(−d1)
 * Arguments as in black-scholes.ts, with `dividendYield` q continuously compounded, a decimal a year; nothing is
 * checked, and without a yield the bits are those of black-scholes.ts. At years = 0 or vol = 0 each takes its limit.
 */

/**
 * Price of one option, in money.
 *
 * @example
 * generalisedBlackScholesPrice('put', 100, 95, 0.5, 0.1, 0.05, 0.2); // 2.4648…
 */
export function generalisedBlackScholesPrice(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const carry = rate - dividendYield;
  const d1 = blackScholesD1(spot, strike, years, carry, vol);
  const asset = spot * Math.exp(-dividendYield * years);
  const cash = strike * Math.exp(-rate * years);
  const deviation = vol * Math.sqrt(years);
  return blackDifference(optionType, asset, cash, d1, deviation, () => logRatio(spot, strike) + carry * years);
}

/** Change of the price per unit of money that the spot moves: e^{−qτ} Φ(d1) of a call, −e^{−qτ} Φ(−d1) of a put. */
export function generalisedBlackScholesDelta(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  const growth = Math.exp(-dividendYield * years);
  return optionType === 'call' ? growth * normalCdf(d1) : -growth * normalCdf(-d1);
}

/** Change of delta per unit of money: e^{−qτ} φ(d1) / (S σ √τ), the same for calls and puts. */
export function generalisedBlackScholesGamma(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const density = discountedDensity(spot, strike, years, rate, dividendYield, vol);
  return density === 0 ? 0 : density / (spot * vol * Math.sqrt(years));
}

/** Change of the price, in money, per 1.00 of volatility: S e^{−qτ} φ(d1) √τ. */
export function generalisedBlackScholesVega(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  return spot * discountedDensity(spot, strike, years, rate, dividendYield, vol) * Math.sqrt(years);
}

/** Change of the price, in money, per year that passes: −∂V/∂τ at an unmoved spot. */
export function generalisedBlackScholesTheta(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  const density = normalPdf(d1);
  const sign = optionType === 'call' ? 1 : -1;
  const asset = spot * Math.exp(-dividendYield * years);
  const cash = strike * Math.exp(-rate * years);
  const decay = density === 0 || vol === 0 ? 0 : (asset * density * vol) / (2 * Math.sqrt(years));
  const d2 = d1 - vol * Math.sqrt(years);
  return sign * (dividendYield * asset * normalCdf(sign * d1) - rate * cash * normalCdf(sign * d2)) - decay;
}

/**
 * Change of the price, in money, per 1.00 of the rate at an unmoved yield: ±K τ e^{−rτ} Φ(±d2). On futures the yield is
 * the rate: the change with both is rho + phi = −τ V.
 */
export function generalisedBlackScholesRho(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const d2 = blackScholesD1(spot, strike, years, rate - dividendYield, vol) - vol * Math.sqrt(years);
  return sign * years * strike * Math.exp(-rate * years) * normalCdf(sign * d2);
}

/** Change of the price, in money, per 1.00 of the yield at an unmoved rate: ∓S τ e^{−qτ} Φ(±d1) = −τ S × delta. */
export function generalisedBlackScholesPhi(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  return -years * spot * generalisedBlackScholesDelta(optionType, spot, strike, years, rate, dividendYield, vol);
}

/** Change of delta per 1.00 of volatility, or of vega per unit of money: −e^{−qτ} φ(d1) d2 / σ. */
export function generalisedBlackScholesVanna(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  const density = Math.exp(-dividendYield * years) * normalPdf(d1);
  if (density === 0) return 0;
  // Without volatility only the forward itself has a density, and there d2 = −σ √τ / 2.
  return vol === 0 ? 0.5 * density * Math.sqrt(years) : (-density * (d1 - vol * Math.sqrt(years))) / vol;
}

/** Change of vega per 1.00 of volatility, in money: S e^{−qτ} φ(d1) √τ d1 d2 / σ. */
export function generalisedBlackScholesVolga(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  const density = Math.exp(-dividendYield * years) * normalPdf(d1);
  if (density === 0 || vol === 0) return 0;
  const root = Math.sqrt(years);
  return (spot * density * root * d1 * (d1 - vol * root)) / vol;
}

/** Change of delta per year that passes: −∂delta/∂τ at an unmoved spot. */
export function generalisedBlackScholesCharm(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  const growth = Math.exp(-dividendYield * years);
  const density = normalPdf(d1);
  const sign = optionType === 'call' ? 1 : -1;
  const kept = sign * dividendYield * growth * normalCdf(sign * d1);
  if (density === 0) return kept;
  const deviation = vol * Math.sqrt(years);
  if (deviation === 0) {
    // At the forward, d2 = −σ √τ / 2: the change is that of (r − q + σ² / 4) √τ / σ.
    const drift = rate - dividendYield + 0.25 * vol * vol;
    return drift === 0 ? kept : -drift * Number.POSITIVE_INFINITY;
  }
  const drift = 2 * (rate - dividendYield) * years - (d1 - deviation) * deviation;
  return kept - (growth * density * drift) / (2 * years * deviation);
}

/** Price and greeks in one object. */
export function generalisedBlackScholesGreeks(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): Greeks {
  return {
    price: generalisedBlackScholesPrice(optionType, spot, strike, years, rate, dividendYield, vol),
    delta: generalisedBlackScholesDelta(optionType, spot, strike, years, rate, dividendYield, vol),
    gamma: generalisedBlackScholesGamma(spot, strike, years, rate, dividendYield, vol),
    vega: generalisedBlackScholesVega(spot, strike, years, rate, dividendYield, vol),
    theta: generalisedBlackScholesTheta(optionType, spot, strike, years, rate, dividendYield, vol),
    rho: generalisedBlackScholesRho(optionType, spot, strike, years, rate, dividendYield, vol),
    vanna: generalisedBlackScholesVanna(spot, strike, years, rate, dividendYield, vol),
    volga: generalisedBlackScholesVolga(spot, strike, years, rate, dividendYield, vol),
  };
}

function discountedDensity(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  return Math.exp(-dividendYield * years) * normalPdf(blackScholesD1(spot, strike, years, rate - dividendYield, vol));
}
