import { normalCdf, normalPdf } from '../math/normal.ts';
import { bachelierD, bachelierPrice } from './bachelier.ts';
import { blackScholesD1 } from './black-scholes.ts';
import type { DigitalTerms } from './contract-terms.ts';
import type { OptionType } from './european.ts';
import { generalisedBlackScholesPrice } from './generalised-black-scholes.ts';

/*
 * Digital options (Reiner and Rubinstein 1991, "Unscrambling the binary code"): when in the money at expiry they pay 1.00
 * of money ('cash') or one unit of the underlying ('asset').
 *   cash: e^{−rτ} Φ(±d2)          asset: S e^{−qτ} Φ(±d1)
 * Another amount of cash is a multiple. Arguments and limits as in generalised-black-scholes.ts and bachelier.ts:
 * without time or volatility a price exactly at the forward takes the middle, and changes what they tend to there.
 * Nothing is checked.
 */

/**
 * Price, in money, of a digital in the Black–Scholes model.
 *
 * @example
 * 10 * digitalPrice('put', 'cash', 100, 80, 0.75, 0.06, 0.06, 0.35); // 2.6710…
 */
export function digitalPrice(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  return pays === 'cash'
    ? Math.exp(-rate * years) * normalCdf(sign * (d1 - vol * Math.sqrt(years)))
    : spot * Math.exp(-dividendYield * years) * normalCdf(sign * d1);
}

/** Change of the price per unit of money that the spot moves. */
export function digitalDelta(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const deviation = vol * Math.sqrt(years);
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  if (pays === 'cash') {
    const density = normalPdf(d1 - deviation);
    return density === 0 ? 0 : (sign * Math.exp(-rate * years) * density) / (spot * deviation);
  }
  const density = normalPdf(d1);
  const jump = density === 0 ? 0 : (sign * density) / deviation;
  return Math.exp(-dividendYield * years) * (normalCdf(sign * d1) + jump);
}

/** Change of delta per unit of money. */
export function digitalGamma(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const deviation = vol * Math.sqrt(years);
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  const d2 = d1 - deviation;
  const density = pays === 'cash' ? normalPdf(d2) : normalPdf(d1);
  if (density === 0) return 0;
  return pays === 'cash'
    ? (-sign * Math.exp(-rate * years) * density * inDeviations(d1, 0.5, deviation)) / (spot * spot * deviation)
    : (-sign * Math.exp(-dividendYield * years) * density * inDeviations(d2, -0.5, deviation)) / (spot * deviation);
}

/** Change of the price, in money, per 1.00 of volatility. */
export function digitalVega(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const root = Math.sqrt(years);
  const deviation = vol * root;
  const d1 = blackScholesD1(spot, strike, years, rate - dividendYield, vol);
  const d2 = d1 - deviation;
  const density = pays === 'cash' ? normalPdf(d2) : normalPdf(d1);
  if (density === 0) return 0;
  return pays === 'cash'
    ? -sign * Math.exp(-rate * years) * density * inDeviations(d1, 0.5, deviation) * root
    : -sign * spot * Math.exp(-dividendYield * years) * density * inDeviations(d2, -0.5, deviation) * root;
}

/** d1 or d2 over the deviation, whose limit at the forward is ±½: nowhere else is there density without a deviation. */
function inDeviations(d: number, atForward: 0.5 | -0.5, deviation: number): number {
  return deviation === 0 ? atForward : d / deviation;
}

/**
 * Price, in money, of an option that pays S − `payoffStrike` (call) or its negative (put) when in the money at `strike`:
 * Black–Scholes. It may be negative.
 *
 * @example
 * gapPrice('call', 50, 50, 57, 0.5, 0.09, 0, 0.2); // −0.0053 (Haug)
 */
export function gapPrice(
  optionType: OptionType,
  spot: number,
  strike: number,
  payoffStrike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const cash = digitalPrice(optionType, 'cash', spot, strike, years, rate, dividendYield, vol);
  const sign = optionType === 'call' ? 1 : -1;
  const vanilla = generalisedBlackScholesPrice(optionType, spot, strike, years, rate, dividendYield, vol);
  return vanilla + sign * (strike - payoffStrike) * cash;
}

/** Price, in money, of a digital in the normal model; an asset digital is a vanilla option and `strike` in cash. */
export function bachelierDigitalPrice(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const d = bachelierD(spot, strike, years, rate, dividendYield, vol);
  const cash = Math.exp(-rate * years) * normalCdf(sign * d);
  if (pays === 'cash') return cash;
  return sign * bachelierPrice(optionType, spot, strike, years, rate, dividendYield, vol) + strike * cash;
}

/** Change of the price per unit of money that the spot moves, in the normal model. */
export function bachelierDigitalDelta(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const growth = Math.exp(-dividendYield * years);
  const d = bachelierD(spot, strike, years, rate, dividendYield, vol);
  const density = normalPdf(d);
  const slope = density === 0 ? 0 : (sign * growth * density) / (vol * Math.sqrt(years));
  return pays === 'cash' ? slope : growth * normalCdf(sign * d) + scaledBy(strike, slope);
}

/** Change of delta per unit of money, in the normal model. */
export function bachelierDigitalGamma(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const d = bachelierD(spot, strike, years, rate, dividendYield, vol);
  const density = normalPdf(d);
  if (density === 0) return 0;
  const deviation = vol * Math.sqrt(years);
  const gamma = (sign * Math.exp((rate - 2 * dividendYield) * years) * density) / deviation;
  const cash = d === 0 ? 0 : (-d * gamma) / deviation;
  return pays === 'cash' ? cash : gamma + scaledBy(strike, cash);
}

/** Change of the price, in money, per unit of volatility (money per √year), in the normal model. */
export function bachelierDigitalVega(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const sign = optionType === 'call' ? 1 : -1;
  const d = bachelierD(spot, strike, years, rate, dividendYield, vol);
  const density = normalPdf(d);
  if (density === 0) return 0;
  const discounted = sign * Math.exp(-rate * years) * density;
  const cash = d === 0 ? 0 : (-discounted * d) / vol;
  return pays === 'cash' ? cash : discounted * Math.sqrt(years) + scaledBy(strike, cash);
}

/** strike × slope, where no strike outweighs an infinite slope. */
function scaledBy(strike: number, slope: number): number {
  return strike === 0 ? 0 : strike * slope;
}
