import type { Contract, RunningContract } from '../../contracts/contract.ts';
import { contractScale } from '../../contracts/contract-scale.ts';
import type { ContractTerms } from '../../contracts/contract-terms.ts';
import { createContract } from '../../contracts/create-contract.ts';
import { referenceLevel } from '../../contracts/reference-level.ts';
import type { Underlying } from '../../contracts/underlying.ts';
import type { PolicyBatch } from '../../engine/policy/policy-problem.ts';
import type { FrictionTerms } from '../../market/frictions/friction-terms.ts';
import type { Paths } from '../../market/paths.ts';
import type { Market } from '../../simulate/market.ts';
import { type BandInputScales, bandInputsOf, writeBandInputs } from './band-inputs.ts';

/** The contract that a policy is trained to hedge. */
export interface TrainingContract {
  /** Levels are multiples of spot at writing. */
  readonly terms: ContractTerms;
  /** +1 when the desk owns the contract, −1 when it has written it. */
  readonly position: 1 | -1;
  /** Hedging intervals from writing to expiry. */
  readonly steps: number;
  /** Trading days from one hedging decision to the next; 1 by default. */
  readonly daysPerStep?: number;
}

export interface TrainingTerms {
  readonly contract: TrainingContract;
  readonly underlying: Underlying;
  /** Frictions of the underlying; those without a gradient are left out of training (`trainingCosts`). */
  readonly frictions: readonly FrictionTerms[];
}

export interface BatchDraw {
  readonly paths: number;
  readonly seed: number;
  readonly stream: readonly (string | number)[];
  /** Number of the first path; 0 by default. */
  readonly firstPath?: number;
  /** Whether neighbouring paths mirror each other; by default where the market can and the number of paths is even. */
  readonly isPaired?: boolean;
}

/**
 * Draws a batch of contracts, in antithetic pairs where the market has them, as the engine trains on them: money is in
 * percent of spot at writing and valued at expiry, so that interest and yield are part of the prices; the reference is the
 * hedge of the contract's delta at implied volatility; unhedged P&L is the premium with interest against the payoff. Costs
 * are charged on those prices at expiry: on the price with the interest and the yield of the life, not the day's own.
 */
export function drawTrainingBatch(
  market: Market,
  terms: TrainingTerms,
  scales: BandInputScales,
  draw: BatchDraw,
): PolicyBatch {
  const { paths } = draw;
  const drawn = drawContracts(market, terms, draw);
  const { spot, strike } = drawn;
  const { steps, position } = terms.contract;
  const running = createContract(terms.contract.terms).run(
    contractScale(strike, terms.contract.terms),
    steps,
    drawn.yearsToExpiry[0],
  );
  const inputs = bandInputsOf(running.memory.length).length;
  const signals = new Float32Array(steps * inputs * paths);
  const reference = new Float32Array(steps * paths);
  const delta = new Float64Array(paths);
  let premium: Float64Array = new Float64Array(0);
  for (let step = 0; step < steps; step++) {
    const from = step * paths;
    const states = statesOf(drawn, step, terms, running);
    running.observe(states.spot);
    if (step === 0) premium = premiumAtExpiry(drawn, terms.underlying, running);
    writeBandInputs(states, scales, signals.subarray(inputs * from, inputs * (from + paths)), delta);
    for (let path = 0; path < paths; path++) reference[from + path] = -position * delta[path];
  }
  running.observe(spot.subarray(steps * paths));
  const payoff = new Float64Array(paths);
  running.payoff(payoff);
  const unhedged = Float32Array.from(
    payoff,
    (money, path) => ((100 * position) / spot[path]) * (money - premium[path]),
  );
  return { paths, signals, prices: pricesAtExpiry(drawn, terms.underlying), reference, unhedged };
}

/**
 * Draws the paths of a training's contract. Under Bachelier's model volatilities are in money: those of a lognormal market
 * times the price of the same step.
 */
export function drawContracts(
  market: Market,
  { contract, underlying }: Pick<TrainingTerms, 'contract' | 'underlying'>,
  { paths, seed, stream, firstPath = 0, isPaired = market.mirrors && paths % 2 === 0 }: BatchDraw,
): Paths {
  const { terms, steps, daysPerStep } = contract;
  if (market.volUnit === 'normal' && underlying.model !== 'bachelier') {
    throw new RangeError(
      `the market ${market.name} quotes volatilities in money: expected an underlying of model 'bachelier', not '${underlying.model}'`,
    );
  }
  const drawn = market.simulate({
    paths,
    steps,
    moneyness: referenceLevel(terms),
    seed,
    stream,
    firstPath,
    antithetic: isPaired,
    signals: [],
    ...(daysPerStep !== undefined && { daysPerStep }),
  });
  if (underlying.model === 'bachelier' && market.volUnit === 'lognormal') {
    const { spot, impliedVol } = drawn;
    for (let cell = 0; cell < spot.length; cell++) impliedVol[cell] *= spot[cell];
  }
  return drawn;
}

/** Columns of memory that a contract shows to policies. */
export function memoryOf(contract: Contract): number {
  return contract.run(new Float64Array([1]), 2).memory.length;
}

function statesOf(drawn: Paths, step: number, { contract, underlying }: TrainingTerms, running: RunningContract) {
  const { paths, strike } = drawn;
  const column = (all: Float64Array) => all.subarray(step * paths, (step + 1) * paths);
  const spot = column(drawn.spot);
  const years = drawn.yearsToExpiry[step];
  return {
    paths,
    underlying,
    spot,
    strike,
    impliedVol: column(drawn.impliedVol),
    yearsToExpiry: years,
    contract: {
      terms: contract.terms,
      delta: (out: Float64Array, vol: Float64Array) => running.delta(out, { underlying, spot, vol, years }),
      gamma: (out: Float64Array, vol: Float64Array) => running.gamma(out, { underlying, spot, vol, years }),
      // Filled anew by `observe`, and read before the next.
      memory: running.memory.map(({ column }) => column),
    },
  };
}

/** The contract's value at writing, as it stands at expiry, in money. */
function premiumAtExpiry(
  { paths, spot, impliedVol, yearsToExpiry }: Paths,
  underlying: Underlying,
  running: RunningContract,
): Float64Array {
  const [years] = yearsToExpiry;
  const premium = new Float64Array(paths);
  running.value(premium, { underlying, spot: spot.subarray(0, paths), vol: impliedVol.subarray(0, paths), years });
  const growth = Math.exp(underlying.rateAnnual * years);
  return premium.map((money) => money * growth);
}

/**
 * What one unit of the underlying is worth at expiry, in percent of spot at writing, so that a holding gains the
 * difference from step to step: the price and what it has yielded, with interest. A future pays its moves as they come.
 */
function pricesAtExpiry({ paths, steps, spot, yearsToExpiry }: Paths, underlying: Underlying): Float32Array {
  const { kind, rateAnnual, yieldAnnual } = underlying;
  const prices = new Float32Array((steps + 1) * paths);
  const earned = new Float64Array(paths);
  for (let step = 0; step <= steps; step++) {
    const from = step * paths;
    const growth = Math.exp(rateAnnual * yearsToExpiry[step]);
    if (kind === 'futures') {
      for (let path = 0; path < paths; path++) {
        const before = step === 0 ? 0 : spot[from - paths + path];
        earned[path] += (spot[from + path] - before) * (step === 0 ? 1 : growth);
        prices[from + path] = (100 / spot[path]) * earned[path];
      }
      continue;
    }
    if (step > 0 && yieldAnnual !== 0) {
      const yielded = Math.expm1(yieldAnnual * (yearsToExpiry[step - 1] - yearsToExpiry[step])) * growth;
      for (let path = 0; path < paths; path++) earned[path] += spot[from + path] * yielded;
    }
    for (let path = 0; path < paths; path++) {
      prices[from + path] = ((100 * growth) / spot[path]) * spot[from + path] + (100 / spot[path]) * earned[path];
    }
  }
  return prices;
}
