import type { ContractTerms } from '../contracts/contract-terms.ts';
import { createContract } from '../contracts/create-contract.ts';
import type { Estimate } from '../contracts/monte-carlo-greeks.ts';
import { payoffsOf } from '../contracts/payoffs-of.ts';
import { createRunningMean } from '../contracts/running-mean.ts';
import type { Underlying } from '../contracts/underlying.ts';
import type { Paths } from '../market/paths.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import type { Market } from './market.ts';
import type { PathPool } from './path-pool.ts';

export interface PriceByPathsRequest {
  readonly underlying: Underlying;
  /** Price of the underlying, in money. */
  readonly spot: number;
  readonly years: number;
  /** Observations to expiry: steps of the paths. */
  readonly fixings: number;
  /** Even where the market mirrors paths. */
  readonly paths: number;
  readonly seed: number;
  /** Money per unit of level; 1 by default. */
  readonly scale?: number;
}

export interface PriceByPaths {
  readonly price: Estimate;
  /** By central differences of a tenth of the standard deviation of the price at expiry, on the same paths. */
  readonly delta: Estimate;
  readonly gamma: Estimate;
  readonly paths: number;
}

/** Move of the differences, as a share of the price's standard deviation at expiry. */
const bumpShare = 0.1;

/**
 * Prices any contract in any market without drift by Monte Carlo: prices of the market, 100 at writing, are brought to the
 * spot and carried at r − q (under Bachelier's model they are moved, not scaled). Standard errors are those of the means of
 * mirrored pairs where the market mirrors paths. A contract sees a fixing a step.
 *
 * @param market of as many days a year as there are fixings a year, so that a step is a day of it
 * @throws RangeError on requests that make no sense; under 'bachelier' also where r is not q
 */
export async function priceByPaths(
  terms: ContractTerms,
  market: Market,
  { underlying, spot, years, fixings, paths, seed, scale = 1 }: PriceByPathsRequest,
  pool: PathPool,
  options: LongCallOptions = {},
): Promise<PriceByPaths> {
  const contract = createContract(terms);
  const { rateAnnual, yieldAnnual, model } = underlying;
  if (model === 'bachelier' && rateAnnual !== yieldAnnual) {
    throw new RangeError(
      `rateAnnual is ${rateAnnual} and the yield ${yieldAnnual}: paths under bachelier are priced where both are equal, as on futures`,
    );
  }
  requireCount('fixings', fixings);
  if (!(paths >= 2)) throw new RangeError(`paths is ${paths}: expected two or more, for a standard error`);
  if (!(years > 0)) throw new RangeError(`years is ${years}: expected years to expiry, above 0`);
  if (!(spot > 0 || model === 'bachelier')) throw new RangeError(`spot is ${spot}: expected a price above 0`);
  if (Math.abs(market.daysPerYear * years - fixings) > 0.5) {
    throw new RangeError(
      `fixings is ${fixings} over ${years} years in a market of ${market.daysPerYear} days a year: expected ${Math.round(market.daysPerYear * years)}, a fixing a day`,
    );
  }
  const isPaired = market.mirrors && paths % 2 === 0;
  const request = {
    paths,
    steps: fixings,
    seed,
    stream: ['price'],
    antithetic: isPaired,
    quote: 'instantaneous',
    signals: [] as string[],
  } as const;
  const discount = Math.exp(-rateAnnual * years);
  const means = { price: createRunningMean(), delta: createRunningMean(), gamma: createRunningMean() };
  let bump = 0;

  const payoffs = (batch: Paths, from: number) => {
    const moved = movedPrices(batch, from, underlying, years);
    return payoffsOf(
      contract,
      { paths: batch.paths, steps: fixings, spot: moved },
      {
        scale: new Float64Array(batch.paths).fill(scale),
        years,
      },
    );
  };

  for await (const batch of pool.stream(market, request, { ...options, batchPaths: 16_384 })) {
    bump ||= bumpShare * spreadAtExpiry(batch, spot, model);
    const middle = payoffs(batch, spot);
    const up = payoffs(batch, spot + bump);
    const down = payoffs(batch, spot - bump);
    const every = isPaired ? 2 : 1;
    for (let path = 0; path < batch.paths; path += every) {
      const mean = (values: Float64Array) => (isPaired ? 0.5 * (values[path] + values[path + 1]) : values[path]);
      const [low, centre, high] = [mean(down), mean(middle), mean(up)];
      means.price.add(discount * centre);
      means.delta.add((discount * (high - low)) / (2 * bump));
      means.gamma.add((discount * (high - 2 * centre + low)) / (bump * bump));
    }
  }
  const estimate = ({ mean, standardError }: { mean: number; standardError: number }) => ({
    value: mean,
    standardError,
  });
  return { price: estimate(means.price), delta: estimate(means.delta), gamma: estimate(means.gamma), paths };
}

/** Prices that start at `from`: the market's, scaled and carried, or moved under Bachelier's model. */
function movedPrices({ paths, steps, spot }: Paths, from: number, underlying: Underlying, years: number): Float64Array {
  const moved = new Float64Array(spot.length);
  const carry = (underlying.rateAnnual - underlying.yieldAnnual) * years;
  for (let step = 0; step <= steps; step++) {
    const growth = Math.exp((carry * step) / steps);
    for (let path = 0; path < paths; path++) {
      const cell = step * paths + path;
      const start = spot[path];
      moved[cell] = underlying.model === 'bachelier' ? from + spot[cell] - start : (from / start) * spot[cell] * growth;
    }
  }
  return moved;
}

function spreadAtExpiry({ paths, steps, spot }: Paths, from: number, model: Underlying['model']): number {
  const ends = createRunningMean();
  for (let path = 0; path < paths; path++) {
    const end = spot[steps * paths + path];
    ends.add(model === 'bachelier' ? end - spot[path] : (from * end) / spot[path]);
  }
  const sd = ends.standardError * Math.sqrt(paths);
  return sd > 0 ? sd : 0.01 * Math.abs(from);
}
