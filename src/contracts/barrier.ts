import { continuityShift } from './continuity-shift.ts';
import type { BarrierTerms } from './contract-terms.ts';
import { digitalDelta, digitalGamma, digitalPrice } from './digital.ts';
import type { OptionType } from './european.ts';
import {
  generalisedBlackScholesDelta,
  generalisedBlackScholesGamma,
  generalisedBlackScholesPrice,
} from './generalised-black-scholes.ts';
import { differenceVega, type Sensitivities } from './greeks.ts';
import { expTimesNormalCdf } from './scaled-normal.ts';

/*
 * Options that live or die at a barrier, in the Black–Scholes model with yield q (Merton 1973; Reiner and Rubinstein 1991,
 * "Breaking down the barriers"). All eight come from one principle, reflection: let U(S) be the European value of what is
 * paid when the price ends on the living side of the barrier H. While the barrier has not been reached, the claim that
 * dies there is worth
 *   U(S) − (H/S)^{2μ} U(H²/S),   μ = (r − q) / σ² − ½,
 * and the one that comes to life there is the European option less this. The rebate is paid at expiry: when knocked out,
 * or when never knocked in.
 *
 * Observation is continuous, or at `fixingsToCome` even intervals until expiry: then paths are reflected at a barrier that
 * is shifted away from the price by e^{0.5826 σ √(τ / fixings)} (Broadie, Glasserman and Kou 1997), while the price at
 * expiry, a fixing, is held to the barrier itself (Hörfelt 2003, "Extension of the corrected barrier approximation").
 * That is good to 0.1 % of the price where the payoff vanishes at the barrier, and to about 1 % with 50 fixings and 5 %
 * with 5 where it does not, unless the barrier is within one interval's move, σ √(τ / fixings): an up-and-out call with 5
 * fixings to come, its barrier 0.3 of that away, is then 8.5 % too cheap and its delta −1.54 in place of −1.25. With one
 * fixing to come it is exact.
 * A price at or beyond the (shifted) barrier counts as having reached it. Nothing is checked.
 */

/**
 * Price, in money, of an option whose barrier has not been reached before.
 *
 * @param rebate money paid at expiry when knocked out, or never knocked in
 * @example
 * barrierPrice('down-and-in', 'call', 100, 90, 95, 3, 0.5, 0.08, 0.04, 0.25); // 7.7627… (Haug)
 */
export function barrierPrice(
  knock: BarrierTerms['knock'],
  optionType: OptionType,
  spot: number,
  strike: number,
  barrier: number,
  rebate: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): number {
  const claim = createClaim(knock, optionType, strike, barrier, years, rate, dividendYield, vol, fixingsToCome);
  return value(claim, spot, rebate, 0);
}

/** Change of the price per unit of money that the spot moves: the formula's own, on the living side near the barrier. */
export function barrierDelta(
  knock: BarrierTerms['knock'],
  optionType: OptionType,
  spot: number,
  strike: number,
  barrier: number,
  rebate: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): number {
  const claim = createClaim(knock, optionType, strike, barrier, years, rate, dividendYield, vol, fixingsToCome);
  return change(claim, spot, rebate, 1);
}

/** Change of delta per unit of money, likewise. */
export function barrierGamma(
  knock: BarrierTerms['knock'],
  optionType: OptionType,
  spot: number,
  strike: number,
  barrier: number,
  rebate: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): number {
  const claim = createClaim(knock, optionType, strike, barrier, years, rate, dividendYield, vol, fixingsToCome);
  return change(claim, spot, rebate, 2);
}

/**
 * Price and changes of an option whose barrier has not been reached before. Delta and gamma are exact, those on the
 * living side right at the barrier.
 */
export function barrierSensitivities(
  knock: BarrierTerms['knock'],
  optionType: OptionType,
  spot: number,
  strike: number,
  barrier: number,
  rebate: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): Sensitivities {
  const price = (at: number): number =>
    barrierPrice(knock, optionType, spot, strike, barrier, rebate, years, rate, dividendYield, at, fixingsToCome);
  const claim = createClaim(knock, optionType, strike, barrier, years, rate, dividendYield, vol, fixingsToCome);
  return {
    price: value(claim, spot, rebate, 0),
    delta: change(claim, spot, rebate, 1),
    gamma: change(claim, spot, rebate, 2),
    vega: differenceVega(price, vol),
  };
}

/**
 * As `barrierPrice` under continuous observation, except that a knocked-out option pays its rebate at once, as many term
 * sheets and published tables have it: K [(H/S)^{μ+λ} Φ(±z) + (H/S)^{μ−λ} Φ(±z ∓ 2 λ σ √τ)], λ = √(μ² + 2r/σ²),
 * z = ln(H/S) / (σ √τ) + λ σ √τ. Needs a volatility and a rate with μ² + 2r/σ² >= 0.
 *
 * @example
 * barrierPriceRebateAtHit('down-and-out', 'call', 100, 90, 95, 3, 0.5, 0.08, 0.04, 0.25); // 9.0246… (Haug)
 */
export function barrierPriceRebateAtHit(
  knock: BarrierTerms['knock'],
  optionType: OptionType,
  spot: number,
  strike: number,
  barrier: number,
  rebate: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
): number {
  const out = isOut(knock);
  const side = livingSide(knock);
  const option = barrierPrice(
    knock,
    optionType,
    spot,
    strike,
    barrier,
    out ? 0 : rebate,
    years,
    rate,
    dividendYield,
    vol,
  );
  if (!out) return option;
  if (side * (spot - barrier) <= 0) return rebate;
  const deviation = vol * Math.sqrt(years);
  const mu = (rate - dividendYield) / (vol * vol) - 0.5;
  const lambda = Math.sqrt(mu * mu + (2 * rate) / (vol * vol));
  const distance = Math.log(barrier / spot);
  const z = distance / deviation + lambda * deviation;
  const first = expTimesNormalCdf((mu + lambda) * distance, side * z);
  const second = expTimesNormalCdf((mu - lambda) * distance, side * (z - 2 * lambda * deviation));
  return option + rebate * (first + second);
}

/** 0: value, 1: change by spot, 2: change of that. */
type Order = 0 | 1 | 2;

interface Claim {
  readonly out: boolean;
  /** 1 when the option lives above the barrier, −1 below. */
  readonly side: 1 | -1;
  readonly optionType: OptionType;
  readonly strike: number;
  readonly barrier: number;
  /** Where paths are reflected: the barrier, shifted where observation is discrete. */
  readonly level: number;
  /** Whether expiry alone is still to be observed. */
  readonly last: boolean;
  readonly years: number;
  readonly rate: number;
  readonly dividendYield: number;
  readonly vol: number;
}

function createClaim(
  knock: BarrierTerms['knock'],
  optionType: OptionType,
  strike: number,
  barrier: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number,
): Claim {
  const side = livingSide(knock);
  const last = fixingsToCome === 1;
  const level = last ? barrier : barrier * Math.exp(-side * continuityShift(vol, years, fixingsToCome));
  return { out: isOut(knock), side, optionType, strike, barrier, level, last, years, rate, dividendYield, vol };
}

function isOut(knock: BarrierTerms['knock']): boolean {
  return knock === 'up-and-out' || knock === 'down-and-out';
}

function livingSide(knock: BarrierTerms['knock']): 1 | -1 {
  return knock === 'down-and-in' || knock === 'down-and-out' ? 1 : -1;
}

function value(claim: Claim, spot: number, rebate: number, order: Order): number {
  const vanilla = european(claim, spot, claim.strike, 0, order);
  const cash = order === 0 ? rebate * Math.exp(-claim.rate * claim.years) : 0;
  if (isTouched(claim, spot)) return claim.out ? cash : vanilla;
  const survivor = untilTouched(claim, spot, order, livingOption);
  // Two equal prices may differ by a rounding.
  const dying = order === 0 ? Math.min(Math.max(survivor, 0), vanilla) : survivor;
  const untouched = rebate === 0 ? 0 : rebate * untilTouched(claim, spot, order, livingCash);
  return claim.out ? dying + cash - untouched : vanilla - dying + untouched;
}

/** A deviation that is nothing beside a price, and whose inverse leaves ten digits of a difference. */
const tinyDeviation = 1e-6;

/**
 * Delta or gamma. Without time or volatility the parts change infinitely fast where the forward is at the strike or the
 * barrier, and may offset each other: the limit is then read off a tiny deviation.
 */
function change(claim: Claim, spot: number, rebate: number, order: 1 | 2): number {
  const exact = value(claim, spot, rebate, order);
  if (!Number.isNaN(exact)) return exact;
  const { years, rate, dividendYield } = claim;
  const unit = { years: 1, rate: rate * years, dividendYield: dividendYield * years, vol: tinyDeviation };
  const near = value({ ...claim, ...unit }, spot, rebate, order);
  // What stays finite is the delta of a unit or two, and no gamma: without volatility a value is made of straight pieces.
  if (Math.abs(near) * spot ** (order - 1) > 10) return near * Number.POSITIVE_INFINITY;
  return order === 1 ? near : near * 0;
}

/** Whether the barrier has been reached, or will be for certain. */
function isTouched({ side, level, last, years, rate, dividendYield, vol }: Claim, spot: number): boolean {
  if (side * (spot - level) <= 0) return true;
  if (last || vol * Math.sqrt(years) > 0) return false;
  return side * (spot * Math.exp((rate - dividendYield) * years) - level) <= 0;
}

type Living = (claim: Claim, spot: number, order: Order) => number;

/** U(S) − (H/S)^{2μ} U(H²/S), or its derivative by S of the order asked for. */
function untilTouched(claim: Claim, spot: number, order: Order, living: Living): number {
  const direct = living(claim, spot, order);
  if (claim.last) return direct;
  const power = (2 * (claim.rate - claim.dividendYield)) / (claim.vol * claim.vol) - 1;
  const factor = Math.exp(power * Math.log(claim.level / spot));
  // Where the factor leaves the range of doubles its companion has vanished, and so it does without volatility.
  if (factor === 0 || !Number.isFinite(factor)) return direct;
  const image = (claim.level * claim.level) / spot;
  const reflected = living(claim, image, 0);
  if (order === 0) return direct - factor * reflected;
  const slope = living(claim, image, 1) * image;
  if (order === 1) return direct + (factor / spot) * (power * reflected + slope);
  const curvature = living(claim, image, 2) * image * image;
  const sum = power * (power + 1) * reflected + 2 * (power + 1) * slope + curvature;
  return direct - (factor / (spot * spot)) * sum;
}

/** Value of the option's payoff where the price ends on the living side, and nothing on the other. */
function livingOption(claim: Claim, spot: number, order: Order): number {
  const { side, optionType, strike, barrier } = claim;
  const sign = optionType === 'call' ? 1 : -1;
  const beyond = sign * (barrier - strike);
  // The payoff lies wholly on the living side, in part, on both sides, or wholly on the other.
  if (sign === side) {
    return beyond <= 0 ? european(claim, spot, strike, 0, order) : european(claim, spot, barrier, beyond, order);
  }
  if (beyond <= 0) return 0;
  return european(claim, spot, strike, 0, order) - european(claim, spot, barrier, beyond, order);
}

/** Value of 1.00 where the price ends on the living side. */
function livingCash({ side, barrier, years, rate, dividendYield, vol }: Claim, spot: number, order: Order): number {
  const digital = order === 0 ? digitalPrice : order === 1 ? digitalDelta : digitalGamma;
  return digital(side === 1 ? 'call' : 'put', 'cash', spot, barrier, years, rate, dividendYield, vol);
}

/** European option at a strike, and cash when it ends in the money. */
function european(claim: Claim, spot: number, strike: number, cash: number, order: Order): number {
  const { optionType, years, rate, dividendYield, vol } = claim;
  if (order === 0) {
    const option = generalisedBlackScholesPrice(optionType, spot, strike, years, rate, dividendYield, vol);
    if (cash === 0) return option;
    return option + cash * digitalPrice(optionType, 'cash', spot, strike, years, rate, dividendYield, vol);
  }
  if (order === 1) {
    const option = generalisedBlackScholesDelta(optionType, spot, strike, years, rate, dividendYield, vol);
    if (cash === 0) return option;
    return option + cash * digitalDelta(optionType, 'cash', spot, strike, years, rate, dividendYield, vol);
  }
  const option = generalisedBlackScholesGamma(spot, strike, years, rate, dividendYield, vol);
  if (cash === 0) return option;
  return option + cash * digitalGamma(optionType, 'cash', spot, strike, years, rate, dividendYield, vol);
}
