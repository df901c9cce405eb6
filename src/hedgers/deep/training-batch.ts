import { blackScholesPrice } from '../../contracts/black-scholes.ts';
import { europeanPayoff } from '../../contracts/european.ts';
import type { Market } from '../../simulate/market.ts';
import { type BandInputScales, bandInputNames, writeBandInputs } from './band-inputs.ts';
import type { HedgingProblem } from './band-rollout.ts';

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

/** Simulated contracts with all that does not depend on the weights already worked out. */
export interface TrainingBatch {
  /** Network inputs, [input][step × paths]. */
  readonly inputs: Float32Array;
  /** Black–Scholes delta at implied volatility, steps × paths. */
  readonly delta: Float64Array;
  readonly problem: HedgingProblem;
}

export interface BatchDraw {
  readonly paths: number;
  readonly seed: number;
  readonly stream: readonly (string | number)[];
}

/** Draws a batch of contracts, in antithetic pairs where the market has them. */
export function drawTrainingBatch(
  market: Market,
  { contract, costBps, rateAnnual }: TrainingTerms,
  scales: BandInputScales,
  { paths, seed, stream }: BatchDraw,
): TrainingBatch {
  const { optionType, position, steps } = contract;
  const antithetic = paths % 2 === 0;
  const drawn = market.simulate({ ...contract, paths, seed, stream, antithetic });
  const { spot, impliedVol, strike, yearsToExpiry } = drawn;
  const inputs = new Float32Array(bandInputNames.length * steps * paths);
  const delta = new Float64Array(steps * paths);
  const price = new Float64Array((steps + 1) * paths);
  const unhedged = new Float64Array(paths);
  for (let step = 0; step <= steps; step++) {
    const from = step * paths;
    const growth = Math.exp(rateAnnual * yearsToExpiry[step]);
    for (let path = 0; path < paths; path++) price[from + path] = ((100 * growth) / spot[path]) * spot[from + path];
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
    writeBandInputs(states, scales, inputs, delta, from);
  }
  const years = yearsToExpiry[0];
  const growth = Math.exp(rateAnnual * years);
  for (let path = 0; path < paths; path++) {
    const premium = blackScholesPrice(optionType, spot[path], strike[path], years, rateAnnual, impliedVol[path]);
    const payoff = europeanPayoff(optionType, spot[steps * paths + path], strike[path]);
    unhedged[path] = ((100 * position) / spot[path]) * (payoff - premium * growth);
  }
  return { inputs, delta, problem: { paths, steps, price, unhedged, costShare: costBps / 10_000 } };
}
