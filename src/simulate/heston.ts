import { z } from 'zod';
import { checkHestonParameters, type HestonParameters } from '../contracts/heston-parameters.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requireCount, requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import { createHestonDraw, type HestonClock } from './heston-paths.ts';
import { defineMarket, type Market, type MarketJSON } from './market.ts';

export interface HestonMarketParameters extends HestonParameters {
  /** Expected return a year, continuously compounded, a decimal; 0 by default. */
  readonly driftAnnual?: number;
  /** Moves a trading day; 1 by default. */
  readonly substepsPerDay?: number;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
}

/**
 * Heston's (1993) market: d ln S = (μ − v/2) dt + √v dW, dv = κ (θ − v) dt + σ √v dB, dW dB = ρ dt, by Andersen's (2008)
 * quadratic-exponential scheme with martingale correction. Feller's condition need not hold.
 *
 * Signals: `variance`, v at each step, and `integratedVariance`, ∫ v since writing, by which the idealised variance swap
 * is priced (`varianceSwapValue`). Implied volatility is that of Heston's own price of the contract's strike and
 * remaining life, without interest, read from a table that is computed for the first request of so many steps: exact to
 * 0.01 volatility points where the option out of the money costs more than 1e-5 of the spot. At expiry, and at every step
 * with `quote: 'instantaneous'`, it is √v, at least 0.0001.
 *
 * One draw a substep moves the variance, as a normal in the scheme's quadratic branch and as the uniform Φ(normal) in its
 * exponential one; another moves the price. Both are mirrored in antithetic pairs. Variances and moves are float32 (to 1e-6
 * of themselves), prices and integrals float64.
 *
 * @throws RangeError when a parameter is out of range
 * @example
 * const market = createHeston({
 *   initialVariance: 0.04, meanReversionAnnual: 2, longRunVariance: 0.05, volOfVol: 0.5, correlation: -0.7,
 * });
 * const { spot, signals } = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createHeston(market: HestonMarketParameters): Market {
  const { initialVariance, meanReversionAnnual, longRunVariance, volOfVol, correlation } = market;
  const parameters = { initialVariance, meanReversionAnnual, longRunVariance, volOfVol, correlation };
  const clock = hestonClock(market);
  checkHestonParameters(parameters);
  requirePositive('longRunVariance', longRunVariance);
  return defineMarket({
    name: 'heston',
    daysPerYear: clock.daysPerYear,
    signals: hestonSignals,
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw: createHestonDraw(parameters, clock),
    toJSON: () => ({ market: 'heston', ...parameters, ...clock }),
  });
}

export const hestonSignals = ['variance', 'integratedVariance'] as const;

/** Clock of a market, defaults filled in. Throws a RangeError when a part is out of range. */
export function hestonClock({
  driftAnnual = 0,
  substepsPerDay = 1,
  daysPerYear = tradingDaysPerYear,
}: Partial<HestonClock>): HestonClock {
  if (!Number.isFinite(driftAnnual)) throw new RangeError(`driftAnnual is ${driftAnnual}: expected a finite number`);
  requireCount('substepsPerDay', substepsPerDay);
  requirePositive('daysPerYear', daysPerYear);
  return { driftAnnual, substepsPerDay, daysPerYear };
}

/** Saved parts of a Heston market. */
export const savedHestonParts = z.object({
  initialVariance: z.number().nonnegative(),
  meanReversionAnnual: z.number().positive(),
  longRunVariance: z.number().positive(),
  volOfVol: z.number().positive(),
  correlation: z.number().min(-1).max(1),
  driftAnnual: z.number(),
  substepsPerDay: z.int().positive(),
  daysPerYear: z.number().positive(),
});

/** Restores a market from `createHeston(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadHeston(json: MarketJSON): Market {
  return createHeston(parseSaved("saved market 'heston'", savedHestonParts, json));
}
