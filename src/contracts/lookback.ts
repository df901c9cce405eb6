import { normalCdf, normalPdf, scaledNormalTail } from '../math/normal.ts';
import { continuityShift } from './continuity-shift.ts';
import type { OptionType } from './european.ts';
import {
  generalisedBlackScholesDelta,
  generalisedBlackScholesGamma,
  generalisedBlackScholesPrice,
} from './generalised-black-scholes.ts';
import { differenceVega, type Sensitivities } from './greeks.ts';
import { expTimesNormalCdf } from './scaled-normal.ts';

/*
 * Options on the highest or lowest price, in the Black–Scholes model with yield q.
 *   fixed:    max − K (call), K − min (put), not below 0     (Conze and Viswanathan 1991)
 *   floating: S − min (call), max − S (put)                  (Goldman, Sosin and Gatto 1979)
 * `extremum` is the maximum (fixed call, floating put) or minimum (fixed put, floating call) so far, writing included.
 * All of them are cash, a unit of the underlying and one common part, what the extremum is expected to gain over a level
 * L that it has reached or must reach (here for the maximum; b = r − q, s = σ √τ):
 *   e^{−rτ} E (max − L)⁺ = c(S, L) + S e^{−qτ} s φ(d) [m(d₀ + k) − m(d₀ − k)] / 2k,
 *   d₀ = ln(S/L) / s + s / 2,  k = b √τ / σ,  d = d₀ + k,  m = Φ/φ,  c the European call.
 * The quotient has a limit at b = 0, m′(d₀), which its Taylor series reaches without loss.
 *
 * Observation is continuous, or at `fixingsToCome` even intervals until expiry: then by the correction of Broadie,
 * Glasserman and Kou (1999, "Connecting discrete and continuous path-dependent options"), E (max − L)⁺ becomes
 * e^{−a} E (max − L e^a)⁺ with a = 0.5826 σ √(τ / fixings). It is an approximation: with spot at the extremum it falls short
 * by about 0.2 % of the price with 80 fixings to come, 1 % with 20 and 4 % with 5, and what is still expected of it by
 * about twice that share when the extremum is a standard deviation away; with one fixing to come the price is exact.
 * Nothing is checked.
 */

/**
 * Price of a lookback with fixed strike, in money.
 *
 * @example
 * fixedLookbackPrice('call', 100, 95, 100, 0.5, 0.1, 0, 0.1); // 13.2687… (Haug)
 */
export function fixedLookbackPrice(
  optionType: OptionType,
  spot: number,
  strike: number,
  extremum: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): number {
  const side = optionType === 'call' ? 1 : -1;
  const level = furthest(side, spot, extremum, strike);
  const gain = expectedGain(side, spot, level, years, rate, dividendYield, vol, fixingsToCome);
  return gain + side * Math.exp(-rate * years) * (level - strike);
}

/** Price and changes of a lookback with fixed strike, the extremum so far unmoved. */
export function fixedLookbackSensitivities(
  optionType: OptionType,
  spot: number,
  strike: number,
  extremum: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): Sensitivities {
  const side = optionType === 'call' ? 1 : -1;
  const level = furthest(side, spot, extremum, strike);
  const gain = gainSensitivities(side, spot, level, years, rate, dividendYield, vol, fixingsToCome);
  return { ...gain, price: gain.price + side * Math.exp(-rate * years) * (level - strike) };
}

/**
 * Price of a lookback with floating strike, in money.
 *
 * @example
 * floatingLookbackPrice('call', 120, 100, 0.5, 0.1, 0.06, 0.3); // 25.3533… (Haug)
 */
export function floatingLookbackPrice(
  optionType: OptionType,
  spot: number,
  extremum: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): number {
  const side = optionType === 'call' ? -1 : 1;
  const level = furthest(side, spot, extremum, extremum);
  const gain = expectedGain(side, spot, level, years, rate, dividendYield, vol, fixingsToCome);
  return gain + side * (Math.exp(-rate * years) * level - Math.exp(-dividendYield * years) * spot);
}

/** Price and changes of a lookback with floating strike, the extremum so far unmoved. */
export function floatingLookbackSensitivities(
  optionType: OptionType,
  spot: number,
  extremum: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): Sensitivities {
  const side = optionType === 'call' ? -1 : 1;
  const level = furthest(side, spot, extremum, extremum);
  const growth = Math.exp(-dividendYield * years);
  const gain = gainSensitivities(side, spot, level, years, rate, dividendYield, vol, fixingsToCome);
  return {
    ...gain,
    price: gain.price + side * (Math.exp(-rate * years) * level - growth * spot),
    delta: gain.delta - side * growth,
  };
}

/** 1 looks at the maximum, −1 at the minimum. */
type Side = 1 | -1;

function furthest(side: Side, a: number, b: number, c: number): number {
  return side === 1 ? Math.max(a, b, c) : Math.min(a, b, c);
}

/** e^{−rτ} E (max − L)⁺ or e^{−rτ} E (L − min)⁺, for a level at or beyond spot. */
function expectedGain(
  side: Side,
  spot: number,
  level: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number,
): number {
  if (fixingsToCome === 1) return europeanGain(side, spot, level, years, rate, dividendYield, vol);
  const shift = Math.exp(side * continuityShift(vol, years, fixingsToCome));
  return continuousGain(side, spot, level * shift, years, rate, dividendYield, vol) / shift;
}

function continuousGain(
  side: Side,
  spot: number,
  level: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const deviation = vol * Math.sqrt(years);
  const carry = rate - dividendYield;
  if (deviation === 0) {
    const end = spot * Math.exp(carry * years);
    return Math.exp(-rate * years) * Math.max(side * (end - level), side * (spot - level), 0);
  }
  const moneyness = Math.log(spot / level) / deviation;
  const centre = moneyness + 0.5 * deviation;
  const k = (carry * years) / deviation;
  const d = centre + k;
  const size = spot * Math.exp(-dividendYield * years) * deviation;
  const european = europeanGain(side, spot, level, years, rate, dividendYield, vol);
  if (Math.abs(k) * (1 + Math.max(side * centre, 0)) < 0.1) {
    return european + size * normalPdf(d) * millsSlope(side * centre, k);
  }
  const near = normalCdf(side * d);
  // φ(d) m(±d₀ − k) as e^{−2 k d₀} Φ: the exponential alone might overflow.
  const far = expTimesNormalCdf(-2 * k * centre, side * (centre - k));
  return european + (side * size * (near - far)) / (2 * k);
}

function europeanGain(
  side: Side,
  spot: number,
  level: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  return generalisedBlackScholesPrice(side === 1 ? 'call' : 'put', spot, level, years, rate, dividendYield, vol);
}

/** [m(y + k) − m(y − k)] / 2k for small k: its Taylor series, the derivatives of m = Φ/φ by m′ = 1 + y m. */
function millsSlope(y: number, k: number): number {
  const m = y < 0 ? scaledNormalTail(-y) * Math.sqrt(2 * Math.PI) : normalCdf(y) / normalPdf(y);
  let before = m;
  let derivative = 1 + y * m;
  let sum = derivative;
  let factor = 1;
  for (let order = 2; order <= 9; order++) {
    const next = y * derivative + (order - 1) * before;
    before = derivative;
    derivative = next;
    factor *= k / order;
    if (order % 2 === 1) sum += factor * derivative;
  }
  return sum;
}

/** The gain and its changes: delta and gamma follow from the chance of reaching the level, since it is homogeneous. */
function gainSensitivities(
  side: Side,
  spot: number,
  level: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number,
): Sensitivities {
  const price = expectedGain(side, spot, level, years, rate, dividendYield, vol, fixingsToCome);
  const vega = differenceVega(
    (at) => expectedGain(side, spot, level, years, rate, dividendYield, at, fixingsToCome),
    vol,
  );
  const deviation = vol * Math.sqrt(years);
  if (fixingsToCome === 1 || deviation === 0) {
    const optionType = side === 1 ? 'call' : 'put';
    return {
      price,
      delta: generalisedBlackScholesDelta(optionType, spot, level, years, rate, dividendYield, vol),
      gamma: generalisedBlackScholesGamma(spot, level, years, rate, dividendYield, vol),
      vega,
    };
  }
  const shift = Math.exp(side * continuityShift(vol, years, fixingsToCome));
  const reached = level * shift;
  // Chance that a Brownian motion with drift ν reaches the distance x by expiry, and its density by x.
  const x = side * Math.log(reached / spot);
  const drift = side * ((rate - dividendYield) * years - 0.5 * deviation * deviation);
  const slope = (2 * drift) / (deviation * deviation);
  const reflected = expTimesNormalCdf(slope * x, (-x - drift) / deviation);
  const chance = normalCdf((drift - x) / deviation) + reflected;
  const density = (2 * normalPdf((x - drift) / deviation)) / deviation - slope * reflected;
  const discount = Math.exp(-rate * years);
  return {
    price,
    delta: (price + side * discount * level * chance) / spot,
    gamma: (discount * level * density) / (spot * spot),
    vega,
  };
}
