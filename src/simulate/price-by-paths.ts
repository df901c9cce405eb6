import type { ContractTerms } from '../contracts/contract-terms.ts';
import { createContract } from '../contracts/create-contract.ts';
import type { Estimate } from '../contracts/monte-carlo-greeks.ts';
import { payoffsOf } from '../contracts/payoffs-of.ts';
import { createRunningMean } from '../contracts/running-mean.ts';
import type { Underlying } from '../contracts/underlying.ts';
import type { Paths } from '../market/paths.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import { type GreekPair, type GreekPoint, ratePair, spotMove, spotPair, volPair } from './greek-points.ts';
import type { Market, SimulationRequest } from './market.ts';
import type { PathPool } from './path-pool.ts';
import { streamInStep } from './stream-in-step.ts';

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

/**
 * Greeks are central differences on the same shocks. What the contract observed at writing stays when the price moves, as
 * it does for a hedge and in the closed forms.
 */
export interface PriceByPaths {
  readonly price: Estimate;
  readonly delta: Estimate;
  readonly gamma: Estimate;
  /** By the volatility that the market starts at (`startingVol`); absent where it has none, or one of 0. */
  readonly vega?: Estimate;
  /** Absent under Bachelier's model but on futures: paths are drawn there at a rate that is the yield. */
  readonly rho?: Estimate;
  readonly paths: number;
}

/** Paths that tell how far the price goes until expiry. */
const pilotPaths = 2048;

/** Prices of a batch, about: batches of several markets are in memory at once. */
const batchPrices = 2 ** 19;

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
  request: PriceByPathsRequest,
  pool: PathPool,
  options: LongCallOptions = {},
): Promise<PriceByPaths> {
  const contract = createContract(terms);
  checkPricing(request, market);
  const { underlying, spot, years, fixings, paths, seed, scale = 1 } = request;
  const isPaired = market.mirrors && paths % 2 === 0;
  const draws: SimulationRequest = {
    ...{ paths, steps: fixings, seed, stream: ['price'], antithetic: isPaired },
    ...{ quote: 'instantaneous', signals: [] },
  };
  const pilot = await pool.simulate(
    market,
    { ...draws, paths: Math.min(paths, pilotPaths) },
    { signal: options.signal },
  );
  const middle: GreekPoint = { market, spot, underlying };
  const move = spotMove(terms, deviationAtExpiry(pilot, spot, underlying.model), { spot, fixings, paths, scale });
  const spots = spotPair(middle, move);
  const pairs = { delta: spots, vega: volPair(middle), rho: ratePair(middle, years) };
  const points = [middle, ...Object.values(pairs).flatMap((pair) => (pair ? [pair.up, pair.down] : []))];
  const markets = [...new Set(points.map((point) => point.market))];

  /** Discounted payoffs at a point, or their means over mirrored pairs. */
  function valuesAt(point: GreekPoint, batches: readonly Paths[]): Float64Array {
    const batch = batches[markets.indexOf(point.market)];
    const every = (value: number) => new Float64Array(batch.paths).fill(value);
    const values = payoffsOf(
      contract,
      { paths: batch.paths, steps: fixings, spot: movedPrices(batch, point, years) },
      { years, scale: every(scale), atWriting: every(spot) },
    );
    const discount = Math.exp(-point.underlying.rateAnnual * years);
    if (!isPaired) return values.map((value) => discount * value);
    const pairs = new Float64Array(values.length / 2);
    return pairs.map((_, pair) => 0.5 * discount * (values[2 * pair] + values[2 * pair + 1]));
  }

  const means = [0, 1, 2, 3, 4].map(createRunningMean);
  const [price, delta, gamma, vega, rho] = means;
  const batchPaths = Math.min(16_384, 512 * Math.ceil(batchPrices / (512 * (fixings + 1))));
  for await (const batches of streamInStep(pool, markets, draws, { ...options, batchPaths })) {
    const centre = valuesAt(middle, batches);
    const up = valuesAt(spots.up, batches);
    const down = valuesAt(spots.down, batches);
    for (const value of centre) price.add(value);
    for (let i = 0; i < centre.length; i++) {
      delta.add((up[i] - down[i]) / (2 * move));
      gamma.add((up[i] - 2 * centre[i] + down[i]) / (move * move));
    }
    const addSlopes = (to: typeof price, pair: GreekPair | undefined) => {
      if (pair === undefined) return;
      const high = valuesAt(pair.up, batches);
      const low = valuesAt(pair.down, batches);
      for (let i = 0; i < high.length; i++) to.add((high[i] - low[i]) / (2 * pair.move));
    };
    addSlopes(vega, pairs.vega);
    addSlopes(rho, pairs.rho);
    // On futures the rate discounts, and does nothing else.
    if (underlying.kind === 'futures') for (const value of centre) rho.add(-years * value);
  }
  const [priced, byPrice, bent, byVol, byRate] = means.map(({ mean, standardError }) => ({
    value: mean,
    standardError,
  }));
  return {
    price: priced,
    delta: byPrice,
    gamma: bent,
    ...(vega.count > 0 && { vega: byVol }),
    ...(rho.count > 0 && { rho: byRate }),
    paths,
  };
}

function checkPricing({ underlying, spot, years, fixings, paths }: PriceByPathsRequest, market: Market): void {
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
}

/** Prices that start at the point's: the market's, scaled and carried, or moved under Bachelier's model. */
function movedPrices(
  { paths, steps, spot }: Paths,
  { spot: from, underlying }: GreekPoint,
  years: number,
): Float64Array {
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

function deviationAtExpiry({ paths, steps, spot }: Paths, from: number, model: Underlying['model']): number {
  const ends = createRunningMean();
  for (let path = 0; path < paths; path++) {
    const end = spot[steps * paths + path];
    ends.add(model === 'bachelier' ? end - spot[path] : (from * end) / spot[path]);
  }
  const deviation = ends.standardError * Math.sqrt(paths);
  return deviation > 0 ? deviation : 0.01 * Math.abs(from);
}
