import type { Underlying } from '../../contracts/underlying.ts';
import { normalCdf } from '../../math/normal.ts';
import type { HedgedContract } from '../hedger.ts';

/** What a network can read of one state of the market and the contract, computed from prices and implied volatility. */
export const stateInputNames = [
  'standardised log-moneyness',
  'time left',
  'call delta',
  'gamma',
  'log implied vol',
] as const;

/** Figures of the training market by which they are scaled. */
export interface StateScales {
  /** Years to expiry at writing. */
  readonly yearsAtWriting: number;
  /** Mean and standard deviation of log implied volatility. */
  readonly logVolMean: number;
  readonly logVolSd: number;
}

/** One step's states, one per path. */
export interface MarketStates {
  readonly paths: number;
  readonly contract: Pick<HedgedContract, 'terms' | 'delta' | 'gamma' | 'memory'>;
  readonly underlying: Underlying;
  readonly spot: Float64Array;
  /** Money at the contract's reference level. */
  readonly strike: Float64Array;
  readonly impliedVol: Float64Array;
  readonly yearsToExpiry: number;
}

/** The same with all that an input can be named by. */
export interface InputStates extends MarketStates {
  /** Price of each hedge instrument, the underlying first. */
  readonly prices: readonly Float64Array[];
  readonly signals: Readonly<Record<string, Float64Array>>;
  readonly contract: MarketStates['contract'] & Pick<HedgedContract, 'value'>;
  readonly position: 1 | -1;
  /** Money, the contract apart: that of all trading so far, or of none where the engine adds it on the way. */
  readonly wealth: Float64Array;
}

/** Moneyness beyond this many standard deviations says no more: the delta is 0 or 1. */
const widestMoneyness = 6;

/** Gammas of contracts that are no European options may be many times theirs; beyond this they say no more. */
const widestGamma = 4;

const rootTwoPi = Math.sqrt(2 * Math.PI);

/**
 * Writes the inputs of `stateInputNames`, [input][path], and the contract's delta at implied volatility of one step's
 * states.
 *
 * With s = σ√τ and d1 = (log(S/K) + (r − q)τ)/s + s/2 the inputs are log-moneyness (log(S/K) + (r − q)τ)/s, cut at ±6; time
 * left 2√(τ/T) − 1; call delta 2 N(d1) − 1; gamma 2 exp(−d1²/2) − 1, the shape of S Γ s; and log σ, standardised. Under
 * Bachelier's model moneyness is (F − K)/s, and σ counts over the strike, so that no input depends on the unit of money.
 * Contracts that are no European options are read by their own Δ, as 2Δ/(1 + |Δ|), and their own gamma, as
 * 2√(2π) S Γ s − 1, cut at ±4.
 */
export function writeStateInputs(
  states: MarketStates,
  scales: StateScales,
  inputs: Float32Array,
  delta: Float64Array,
): void {
  const { paths, underlying, contract, yearsToExpiry } = states;
  const { type } = contract.terms;
  const isOption = type === 'call' || type === 'put';
  const isPlain = isOption && underlying.model === 'black-scholes' && underlying.yieldAnnual === 0;
  const time = 2 * Math.sqrt(Math.max(0, yearsToExpiry) / scales.yearsAtWriting) - 1;
  const volScale = scales.logVolSd > 1e-6 ? 1 / scales.logVolSd : 0;
  const vols = scaleFreeVols(states);
  inputs.fill(time, paths, 2 * paths);
  for (let path = 0; path < paths; path++) {
    inputs[4 * paths + path] = volScale === 0 ? 0 : (Math.log(vols[path]) - scales.logVolMean) * volScale;
  }
  if (isPlain) writePlainOption(states, inputs, delta, type === 'put');
  else writeContract(states, inputs, delta, isOption);
}

/** A European option on an underlying without yield, all in one loop: what most trainings read. */
function writePlainOption(states: MarketStates, inputs: Float32Array, delta: Float64Array, isPut: boolean): void {
  const { paths, spot, strike, impliedVol, yearsToExpiry, underlying } = states;
  const root = Math.sqrt(Math.max(0, yearsToExpiry));
  const carry = underlying.rateAnnual * yearsToExpiry;
  const shift = isPut ? 1 : 0;
  for (let path = 0; path < paths; path++) {
    const deviation = Math.max(1e-9, impliedVol[path] * root);
    const moneyness = (Math.log(spot[path] / strike[path]) + carry) / deviation;
    const d1 = moneyness + deviation / 2;
    const callDelta = normalCdf(d1);
    inputs[path] = cut(moneyness, widestMoneyness);
    inputs[2 * paths + path] = 2 * callDelta - 1;
    inputs[3 * paths + path] = 2 * Math.exp(-0.5 * d1 * d1) - 1;
    delta[path] = callDelta - shift;
  }
}

function writeContract(states: MarketStates, inputs: Float32Array, delta: Float64Array, isOption: boolean): void {
  const { paths, spot, strike, impliedVol, yearsToExpiry, underlying, contract } = states;
  const gamma = new Float64Array(paths);
  contract.delta(delta, impliedVol);
  contract.gamma(gamma, impliedVol);
  const root = Math.sqrt(Math.max(0, yearsToExpiry));
  const carry = (underlying.rateAnnual - underlying.yieldAnnual) * yearsToExpiry;
  const growth = Math.exp(carry);
  const isNormal = underlying.model === 'bachelier';
  const shift = contract.terms.type === 'put' ? 1 : 0;
  for (let path = 0; path < paths; path++) {
    const deviation = Math.max(1e-9, impliedVol[path] * root);
    const distance = isNormal
      ? spot[path] * growth - strike[path]
      : Math.log(Math.max(1e-300, spot[path] / strike[path])) + carry;
    const moneyUnit = isNormal ? deviation : spot[path] * deviation;
    inputs[path] = cut(distance / deviation, widestMoneyness);
    const d = delta[path] + shift;
    inputs[2 * paths + path] = isOption ? 2 * d - 1 : (2 * d) / (1 + Math.abs(d));
    inputs[3 * paths + path] = cut(2 * rootTwoPi * gamma[path] * moneyUnit - 1, widestGamma);
  }
}

function cut(value: number, widest: number): number {
  return Math.min(widest, Math.max(-widest, value));
}

/**
 * Implied volatilities that do not depend on the unit of money: as they are, or over the strike under Bachelier's model.
 *
 * @param states all steps or one; a column longer than `strike` repeats it
 */
export function scaleFreeVols({
  impliedVol,
  strike,
  underlying,
}: Pick<MarketStates, 'impliedVol' | 'strike' | 'underlying'>): Float64Array {
  if (underlying.model !== 'bachelier') return impliedVol;
  return impliedVol.map((vol, place) => vol / strike[place % strike.length]);
}
