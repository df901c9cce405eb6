import { z } from 'zod';
import { type BatesParameters, checkHestonParameters } from '../contracts/heston-parameters.ts';
import { requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import { type HestonMarketParameters, hestonClock, hestonSignals, savedHestonParts } from './heston.ts';
import { createHestonDraw } from './heston-paths.ts';
import { defineMarket, type Market, type MarketJSON } from './market.ts';

export type BatesMarketParameters = HestonMarketParameters & BatesParameters;

/**
 * Bates's (1996) market: Heston's with Merton's jumps, N normal jumps of ln S a substep, N Poisson, their drift
 * compensated.
 *
 * Everything else is as in `createHeston`: signals, scheme, implied volatility (that of Bates's own prices) and draws. The
 * signal `integratedVariance` is ∫ v, the diffusion's variance alone. 'instantaneous' volatility counts the jumps'
 * variance in: √(v + λ(mean² + sd²)), as in Merton's market.
 *
 * @throws RangeError when a parameter is out of range
 * @example
 * const market = createBates({
 *   initialVariance: 0.03, meanReversionAnnual: 2, longRunVariance: 0.04, volOfVol: 0.4, correlation: -0.6,
 *   jumpsPerYear: 0.5, jumpMean: -0.1, jumpSd: 0.1,
 * });
 * market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createBates(market: BatesMarketParameters): Market {
  const { initialVariance, meanReversionAnnual, longRunVariance, volOfVol, correlation } = market;
  const { jumpsPerYear, jumpMean, jumpSd } = market;
  const heston = { initialVariance, meanReversionAnnual, longRunVariance, volOfVol, correlation };
  const parameters = { ...heston, jumpsPerYear, jumpMean, jumpSd };
  const clock = hestonClock(market);
  checkHestonParameters(parameters);
  requirePositive('longRunVariance', longRunVariance);
  return defineMarket({
    name: 'bates',
    daysPerYear: clock.daysPerYear,
    signals: hestonSignals,
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw: createHestonDraw(parameters, clock),
    toJSON: () => ({ market: 'bates', ...parameters, ...clock }),
  });
}

const savedBatesParts = savedHestonParts.extend({
  jumpsPerYear: z.number().nonnegative(),
  jumpMean: z.number(),
  jumpSd: z.number().nonnegative(),
});

/** Restores a market from `createBates(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadBates(json: MarketJSON): Market {
  return createBates(parseSaved("saved market 'bates'", savedBatesParts, json));
}
