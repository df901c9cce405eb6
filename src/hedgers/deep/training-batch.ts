import type { RunningContract } from '../../contracts/contract.ts';
import { contractScale } from '../../contracts/contract-scale.ts';
import { createContract } from '../../contracts/create-contract.ts';
import type { Underlying } from '../../contracts/underlying.ts';
import type { PolicyBatch } from '../../engine/policy/policy-problem.ts';
import type { Paths } from '../../market/paths.ts';
import type { Market } from '../../simulate/market.ts';
import { hedgedContract } from '../hedged-contract.ts';
import { readsPnl } from './input-names.ts';
import { type PolicyInputs, writePolicyInputs } from './policy-inputs.ts';
import type { InputStates } from './state-inputs.ts';
import { type BatchDraw, drawContracts, type TrainingTerms } from './training-contracts.ts';

/**
 * Draws a batch of contracts, in antithetic pairs where the market has them, as the engine trains on them: money is in
 * percent of spot at writing and valued at expiry, so that interest and yield are part of the prices; the reference is the
 * hedge of the contract's delta at implied volatility, and the given one of further instruments; unhedged P&L is the premium with interest against the payoff. Costs
 * are charged on those prices at expiry: on the price with the interest and the yield of the life, not the day's own.
 * P&L so far is that of the contract alone: the engine adds what trading makes of it.
 */
export function drawTrainingBatch(
  market: Market,
  terms: TrainingTerms,
  inputs: PolicyInputs,
  draw: BatchDraw,
): PolicyBatch {
  const { paths } = draw;
  const drawn = drawContracts(market, terms, draw, inputs.columns);
  const { spot, strike } = drawn;
  const { steps, position } = terms.contract;
  const references = (terms.instruments ?? []).map(({ reference = 0 }) => reference);
  const instruments = 1 + references.length;
  const running = createContract(terms.contract.terms).run(
    contractScale(strike, terms.contract.terms),
    steps,
    drawn.yearsToExpiry[0],
  );
  const wide = inputs.columns.length * paths;
  const signals = new Float32Array(steps * wide);
  const reference = new Float32Array(steps * instruments * paths);
  const delta = new Float64Array(paths);
  let premium: Float64Array = new Float64Array(0);
  const isRead = readsPnl(inputs.columns);
  const nothing = new Float64Array(0);
  for (let step = 0; step < steps; step++) {
    const from = step * instruments * paths;
    running.observe(spot.subarray(step * paths, (step + 1) * paths));
    if (step === 0) premium = premiumAtExpiry(drawn, terms.underlying, running);
    const states = statesOf(drawn, step, terms, running, isRead ? premium : nothing);
    writePolicyInputs(states, inputs, signals.subarray(step * wide, (step + 1) * wide), delta);
    for (let path = 0; path < paths; path++) reference[from + path] = -position * delta[path];
    references.forEach((held, i) => void reference.fill(held, from + (i + 1) * paths, from + (i + 2) * paths));
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

function statesOf(
  drawn: Paths,
  step: number,
  { contract, underlying }: TrainingTerms,
  running: RunningContract,
  premium: Float64Array,
): InputStates {
  const { paths, strike } = drawn;
  const column = (all: Float64Array) => all.subarray(step * paths, (step + 1) * paths);
  const spot = column(drawn.spot);
  const years = drawn.yearsToExpiry[step];
  const unhedged = -contract.position * Math.exp(-underlying.rateAnnual * years);
  return {
    paths,
    underlying,
    spot,
    strike,
    impliedVol: column(drawn.impliedVol),
    yearsToExpiry: years,
    prices: [spot, ...(drawn.instruments ?? []).map(({ price }) => column(price))],
    signals: Object.fromEntries(Object.entries(drawn.signals).map(([name, all]) => [name, column(all)])),
    position: contract.position,
    wealth: premium.map((money) => unhedged * money),
    // Its memory is filled anew by `observe`, and read before the next.
    contract: hedgedContract(contract.terms, running, () => ({ underlying, spot, years })),
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
 * What one unit of each instrument is worth at expiry, [step][instrument][path], in percent of spot at writing, so that a
 * holding gains the difference from step to step: the price and what it has yielded, with interest.
 */
function pricesAtExpiry(drawn: Paths, underlying: Underlying): Float32Array {
  const { paths, steps, spot, yearsToExpiry, instruments = [] } = drawn;
  const stride = (1 + instruments.length) * paths;
  const prices = new Float32Array((steps + 1) * stride);
  writeUnderlying(drawn, underlying, prices, stride);
  instruments.forEach(({ price }, i) => {
    for (let step = 0; step <= steps; step++) {
      const growth = 100 * Math.exp(underlying.rateAnnual * yearsToExpiry[step]);
      const to = step * stride + (i + 1) * paths;
      for (let path = 0; path < paths; path++) {
        prices[to + path] = (growth / spot[path]) * price[step * paths + path];
      }
    }
  });
  return prices;
}

/** The underlying's. A future pays its moves as they come. */
function writeUnderlying(
  { paths, steps, spot, yearsToExpiry }: Paths,
  { kind, rateAnnual, yieldAnnual }: Underlying,
  prices: Float32Array,
  stride: number,
): void {
  const earned = new Float64Array(paths);
  for (let step = 0; step <= steps; step++) {
    const from = step * paths;
    const to = step * stride;
    const growth = Math.exp(rateAnnual * yearsToExpiry[step]);
    if (kind === 'futures') {
      for (let path = 0; path < paths; path++) {
        const before = step === 0 ? 0 : spot[from - paths + path];
        earned[path] += (spot[from + path] - before) * (step === 0 ? 1 : growth);
        prices[to + path] = (100 / spot[path]) * earned[path];
      }
      continue;
    }
    if (step > 0 && yieldAnnual !== 0) {
      const yielded = Math.expm1(yieldAnnual * (yearsToExpiry[step - 1] - yearsToExpiry[step])) * growth;
      for (let path = 0; path < paths; path++) earned[path] += spot[from + path] * yielded;
    }
    for (let path = 0; path < paths; path++) {
      prices[to + path] = ((100 * growth) / spot[path]) * spot[from + path] + (100 / spot[path]) * earned[path];
    }
  }
}
