import { continuityShift } from './continuity-shift.ts';
import type { BarrierTerms } from './contract-terms.ts';
import { digitalDelta, digitalGamma, digitalPrice } from './digital.ts';
import type { OptionType } from './european.ts';
import {
  generalisedBlackScholesDelta,
  generalisedBlackScholesGamma,
  generalisedBlackScholesPrice,
} from './generalised-black-scholes.ts';

// The reflection behind barrier.ts, which has the formula's sources.

/** 0: value, 1: change by spot, 2: change of that. */
type Order = 0 | 1 | 2;

/** A barrier option whose barrier has not been reached, and how its paths are reflected. */
export interface BarrierClaim {
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

/** Shifts the barrier where observation is discrete. */
export function createBarrierClaim(
  knock: BarrierTerms['knock'],
  optionType: OptionType,
  strike: number,
  barrier: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number,
): BarrierClaim {
  const side = livingSide(knock);
  const last = fixingsToCome === 1;
  const level = last ? barrier : barrier * Math.exp(-side * continuityShift(vol, years, fixingsToCome));
  return { out: isOut(knock), side, optionType, strike, barrier, level, last, years, rate, dividendYield, vol };
}

/** Whether the option dies at its barrier. */
export function isOut(knock: BarrierTerms['knock']): boolean {
  return knock === 'up-and-out' || knock === 'down-and-out';
}

/** 1 when the option lives above the barrier, −1 below. */
export function livingSide(knock: BarrierTerms['knock']): 1 | -1 {
  return knock === 'down-and-in' || knock === 'down-and-out' ? 1 : -1;
}

/** Value of the claim, or its derivative by spot of the order asked for. */
export function claimValue(claim: BarrierClaim, spot: number, rebate: number, order: Order): number {
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
export function claimChange(claim: BarrierClaim, spot: number, rebate: number, order: 1 | 2): number {
  const exact = claimValue(claim, spot, rebate, order);
  if (!Number.isNaN(exact)) return exact;
  const { years, rate, dividendYield } = claim;
  const unit = { years: 1, rate: rate * years, dividendYield: dividendYield * years, vol: tinyDeviation };
  const near = claimValue({ ...claim, ...unit }, spot, rebate, order);
  // What stays finite is the delta of a unit or two, and no gamma: without volatility a value is made of straight pieces.
  if (Math.abs(near) * spot ** (order - 1) > 10) return near * Number.POSITIVE_INFINITY;
  return order === 1 ? near : near * 0;
}

/** Whether the barrier has been reached, or will be for certain. */
function isTouched({ side, level, last, years, rate, dividendYield, vol }: BarrierClaim, spot: number): boolean {
  if (side * (spot - level) <= 0) return true;
  if (last || vol * Math.sqrt(years) > 0) return false;
  return side * (spot * Math.exp((rate - dividendYield) * years) - level) <= 0;
}

type Living = (claim: BarrierClaim, spot: number, order: Order) => number;

/** U(S) − (H/S)^{2μ} U(H²/S), or its derivative by S of the order asked for. */
function untilTouched(claim: BarrierClaim, spot: number, order: Order, living: Living): number {
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
function livingOption(claim: BarrierClaim, spot: number, order: Order): number {
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
function livingCash(
  { side, barrier, years, rate, dividendYield, vol }: BarrierClaim,
  spot: number,
  order: Order,
): number {
  const digital = order === 0 ? digitalPrice : order === 1 ? digitalDelta : digitalGamma;
  return digital(side === 1 ? 'call' : 'put', 'cash', spot, barrier, years, rate, dividendYield, vol);
}

/** European option at a strike, and cash when it ends in the money. */
function european(claim: BarrierClaim, spot: number, strike: number, cash: number, order: Order): number {
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
