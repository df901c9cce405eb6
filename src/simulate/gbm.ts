import { z } from 'zod';
import type { Paths } from '../market/paths.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { createRandomStream } from '../math/random.ts';
import { requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import { createPaths, type Market, type MarketJSON, type SimulationRequest, spotAtWriting } from './market.ts';

export interface GbmParameters {
  /** Annualised volatility, a decimal; options are quoted at it too. */
  readonly volAnnual: number;
  /** Expected return a year, continuously compounded, a decimal; 0 by default. */
  readonly driftAnnual?: number;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
}

/**
 * Geometric Brownian motion, the market of Black and Scholes (1973): log S moves by (μ − σ²/2) dt + σ √dt Z, exactly.
 *
 * @throws RangeError when a parameter is out of range
 * @example
 * const market = createGbm({ volAnnual: 0.2 });
 * const paths = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createGbm({ volAnnual, driftAnnual = 0, daysPerYear = tradingDaysPerYear }: GbmParameters): Market {
  requirePositive('volAnnual', volAnnual);
  if (!Number.isFinite(driftAnnual)) throw new RangeError(`driftAnnual is ${driftAnnual}: expected a finite number`);
  requirePositive('daysPerYear', daysPerYear);

  function simulate(request: SimulationRequest): Paths {
    const result = createPaths(request, daysPerYear);
    const { paths, steps, spot, impliedVol } = result;
    const stream = createRandomStream(request.seed, 'gbm', ...request.stream);
    const dt = (request.daysPerStep ?? 1) / daysPerYear;
    const drift = Math.exp((driftAnnual - (volAnnual * volAnnual) / 2) * dt);
    const scale = volAnnual * Math.sqrt(dt);
    const drawn = request.antithetic ? paths / 2 : paths;
    impliedVol.fill(volAnnual);
    spot.fill(spotAtWriting, 0, paths);
    for (let step = 0; step < steps; step++) {
      const from = step * paths;
      const to = from + paths;
      for (let path = 0; path < drawn; path++) {
        const move = Math.exp(scale * stream.normal());
        spot[to + path] = spot[from + path] * drift * move;
        if (drawn < paths) spot[to + drawn + path] = (spot[from + drawn + path] * drift) / move;
      }
    }
    return result;
  }

  return {
    name: 'gbm',
    daysPerYear,
    simulate,
    toJSON: () => ({ market: 'gbm', volAnnual, driftAnnual, daysPerYear }),
  };
}

const savedParts = z.object({
  volAnnual: z.number().positive(),
  driftAnnual: z.number(),
  daysPerYear: z.number().positive(),
});

/** Restores a market from `createGbm(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadGbm(json: MarketJSON): Market {
  return createGbm(parseSaved("saved market 'gbm'", savedParts, json));
}
