import { z } from 'zod';
import type { BlockPlan } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import { defineMarket, type Market, type MarketJSON, spotAtWriting } from './market.ts';

export interface BachelierMarketParameters {
  /**
   * Annualised normal volatility, in money: drawn prices are 100 at writing. Options are quoted at it too. `priceByPaths` and
   * `formulaInMarket` take it in the money of their spot.
   */
  readonly volMoneyAnnual: number;
  /** Expected change of the price a year, in money; 0 by default. */
  readonly driftMoneyAnnual?: number;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
}

/**
 * Arithmetic Brownian motion, the market of Bachelier (1900): S moves by μ dt + σ √dt Z in money, day by day, exactly. The
 * spot may become negative, as WTI's did in April 2020; contracts on it need an underlying of the model 'bachelier'.
 *
 * The implied volatility of its paths is the normal one, σ, in money a year.
 *
 * @throws RangeError when a parameter is out of range
 * @example
 * const market = createBachelierMarket({ volMoneyAnnual: 40 });
 * const paths = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createBachelierMarket(parameters: BachelierMarketParameters): Market {
  const { volMoneyAnnual, driftMoneyAnnual = 0, daysPerYear = tradingDaysPerYear } = parameters;
  requirePositive('volMoneyAnnual', volMoneyAnnual);
  requirePositive('daysPerYear', daysPerYear);
  if (!Number.isFinite(driftMoneyAnnual)) {
    throw new RangeError(`driftMoneyAnnual is ${driftMoneyAnnual}: expected a finite number`);
  }
  const drift = driftMoneyAnnual / daysPerYear;
  const scale = volMoneyAnnual * Math.sqrt(1 / daysPerYear);

  return defineMarket({
    name: 'bachelier',
    volUnit: 'normal',
    daysPerYear,
    signals: [],
    flatVol: volMoneyAnnual,
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw(request, into) {
      const plan: BlockPlan = {
        factors: ['normal'],
        stateRows: 1,
        begin({ kernels, state, count }) {
          kernels.fillRow(state(0), spotAtWriting, count);
        },
        advance({ kernels, state, normals, count }, substep) {
          kernels.diffuseRow(state(0), normals(0, substep), drift, scale, count);
        },
        observe(block, step) {
          block.write(into.spot, step, block.state(0));
          block.fill(into.impliedVol, step, volMoneyAnnual);
        },
      };
      drawBlocks(plan, request, into);
    },
    toJSON: () => ({ market: 'bachelier', volMoneyAnnual, driftMoneyAnnual, daysPerYear }),
  });
}

const savedParts = z.object({
  volMoneyAnnual: z.number().positive(),
  driftMoneyAnnual: z.number(),
  daysPerYear: z.number().positive(),
});

/** Restores a market from `createBachelierMarket(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadBachelierMarket(json: MarketJSON): Market {
  return createBachelierMarket(parseSaved("saved market 'bachelier'", savedParts, json));
}
