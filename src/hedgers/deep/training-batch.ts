import { blackScholesPrice } from '../../contracts/black-scholes.ts';
import { europeanPayoff } from '../../contracts/european.ts';
import type { PolicyBatch } from '../../engine/policy/policy-problem.ts';
import type { Market } from '../../simulate/market.ts';
import { type BandInputScales, bandInputNames, writeBandInputs } from './band-inputs.ts';

/** The contract that a policy is trained to hedge. */
export interface TrainingContract {
  readonly optionType: 'call' | 'put';
  /** +1 when the desk owns the option, −1 when it has written it. */
  readonly position: 1 | -1;
  /** Hedging intervals from writing to expiry. */
  readonly steps: number;
  /** Strike over spot at writing. */
  readonly moneyness: number;
  /** Trading days from one hedging decision to the next; 1 by default. */
  readonly daysPerStep?: number;
}

export interface TrainingTerms {
  readonly contract: TrainingContract;
  readonly costBps: number;
  /** Continuously compounded rate a year, a decimal. */
  readonly rateAnnual: number;
}

export interface BatchDraw {
  readonly paths: number;
  readonly seed: number;
  readonly stream: readonly (string | number)[];
}

/**
 * Draws a batch of contracts, in antithetic pairs where the market has them, as the engine trains on them: money is in
 * percent of spot at writing and valued at expiry, so that interest is part of the prices; the reference is the hedge of
 * the Black–Scholes delta at implied volatility; unhedged P&L is the premium with interest against the payoff.
 */
export function drawTrainingBatch(
  market: Market,
  { contract, rateAnnual }: TrainingTerms,
  scales: BandInputScales,
  { paths, seed, stream }: BatchDraw,
): PolicyBatch {
  const { optionType, position, steps } = contract;
  const antithetic = paths % 2 === 0;
  const drawn = market.simulate({ ...contract, paths, seed, stream, antithetic });
  const { spot, impliedVol, strike, yearsToExpiry } = drawn;
  const inputs = bandInputNames.length;
  const signals = new Float32Array(steps * inputs * paths);
  const reference = new Float32Array(steps * paths);
  const prices = new Float32Array((steps + 1) * paths);
  const unhedged = new Float32Array(paths);
  const delta = new Float64Array(paths);
  for (let step = 0; step <= steps; step++) {
    const from = step * paths;
    const growth = Math.exp(rateAnnual * yearsToExpiry[step]);
    for (let path = 0; path < paths; path++) prices[from + path] = ((100 * growth) / spot[path]) * spot[from + path];
    if (step === steps) break;
    const states = {
      paths,
      optionType,
      spot: spot.subarray(from, from + paths),
      strike,
      impliedVol: impliedVol.subarray(from, from + paths),
      yearsToExpiry: yearsToExpiry[step],
      rateAnnual,
    };
    writeBandInputs(states, scales, signals.subarray(inputs * from, inputs * (from + paths)), delta);
    for (let path = 0; path < paths; path++) reference[from + path] = -position * delta[path];
  }
  const years = yearsToExpiry[0];
  const growth = Math.exp(rateAnnual * years);
  for (let path = 0; path < paths; path++) {
    const premium = blackScholesPrice(optionType, spot[path], strike[path], years, rateAnnual, impliedVol[path]);
    const payoff = europeanPayoff(optionType, spot[steps * paths + path], strike[path]);
    unhedged[path] = ((100 * position) / spot[path]) * (payoff - premium * growth);
  }
  return { paths, signals, prices, reference, unhedged };
}
