import { z } from 'zod';
import type { BlockPlan } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requireCount, requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import { defineMarket, type Market, type MarketJSON, spotAtWriting } from './market.ts';

export interface SabrParameters {
  /**
   * α at writing, a decimal a year, with prices in units of the price at writing: the volatility of returns at writing,
   * whatever β.
   */
  readonly volAnnual: number;
  /** β, in [0, 1]: how volatility in money follows the price; 1 by default (lognormal). */
  readonly beta?: number;
  /** ρ, of price and volatility, in (−1, 1). */
  readonly correlation: number;
  /** ν, volatility of volatility, a decimal a year. */
  readonly volOfVol: number;
  /** Expected return a year, continuously compounded, a decimal; 0 by default. */
  readonly driftAnnual?: number;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
  /** Moves a trading day; 1 by default. */
  readonly substepsPerDay?: number;
}

/** Where a price counts as 0, as a share of the price at writing: logarithms of prices are taken everywhere. */
const absorbedAt = 1e-6;

/** Least volatility that is quoted: the expansion may turn negative at volatilities far from where it holds. */
const leastVol = 1e-4;

/**
 * SABR of Hagan, Kumar, Lesniewski and Woodward (2002): dS = μ S dt + α S^β dW, dα = ν α dB, correlation ρ.
 *
 * The volatility is drawn exactly, and with it ∫ α dB = (α₁ − α₀) / ν, the price's part that follows the volatility. Given
 * both ends of a substep's volatility, ∫ α² dt is taken by the trapezoid rule, and S^(β − 1) is held over the substep:
 * E[S] is kept to 1e-9 a year at daily moves, and prices of options to second (β = 1) or first order in the substep. With
 * β < 1 the price can reach 0: it is absorbed at 1e-6 of the price at writing, and stays there whatever the drift.
 *
 * With β = 1 and ρ > 0 the price is a strict local martingale (Jourdain, "Loss of martingality in asset price models with
 * lognormal stochastic volatility", 2004): E[S] falls short of S by P(∫₀ᵀ e^{νB − ν²t/2} dt > 1/(αρν)), 0.6 % at α = 0.5,
 * ρ = 0.5, ν = 1 over a year, nothing at α = 0.2, ρ = 0.5, ν = 0.6. Means of drawn paths fall short by more, 1 to 3 % of the
 * former with 200,000 paths, for few paths carry the mean. Choose β < 1 there.
 *
 * Implied volatility is Hagan et al.'s formula at the path's price (as forward), volatility and remaining life; 'instantaneous'
 * is the signal `instantaneousVol`, α S^(β − 1), the volatility of returns at hand. The formula is held to 0.0001 from below.
 *
 * @throws RangeError when a parameter is out of range
 * @example
 * const market = createSabr({ volAnnual: 0.2, correlation: -0.4, volOfVol: 0.6, daysPerYear: 250 });
 * const paths = market.simulate({ paths: 1000, steps: 20, seed: 7, stream: ['example'] });
 */
export function createSabr(parameters: SabrParameters): Market {
  const { volAnnual, beta = 1, correlation, volOfVol, driftAnnual = 0 } = parameters;
  const { daysPerYear = tradingDaysPerYear, substepsPerDay = 1 } = parameters;
  requirePositive('volAnnual', volAnnual);
  if (!(beta >= 0 && beta <= 1)) throw new RangeError(`beta is ${beta}: expected a number in [0, 1]`);
  if (!(Math.abs(correlation) < 1)) {
    throw new RangeError(`correlation is ${correlation}: expected a number between -1 and 1, neither of them`);
  }
  requirePositive('volOfVol', volOfVol);
  if (!Number.isFinite(driftAnnual)) throw new RangeError(`driftAnnual is ${driftAnnual}: expected a finite number`);
  requirePositive('daysPerYear', daysPerYear);
  requireCount('substepsPerDay', substepsPerDay);

  const years = 1 / (daysPerYear * substepsPerDay);
  const drift = driftAnnual * years;
  const volDrift = -0.5 * volOfVol * volOfVol * years;
  const volScale = volOfVol * Math.sqrt(years);
  const leverage = correlation / volOfVol;
  const independent = 1 - correlation * correlation;
  const power = beta - 1;
  const floor = Math.log(absorbedAt);
  const [logSpot, vol, out] = [0, 1, 2];
  const [priceFactor, volFactor] = [0, 1];

  return defineMarket({
    name: 'sabr',
    daysPerYear,
    signals: ['instantaneousVol'],
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw(request, into) {
      const { steps, daysPerStep = 1, moneyness = 1, quote = 'model' } = request;
      const logStrike = Math.log(moneyness);
      const plan: BlockPlan = {
        factors: ['normal', 'normal'],
        substepsPerDay,
        stateRows: 3,
        begin({ kernels, state, count }) {
          kernels.fillRow(state(logSpot), 0, count);
          kernels.fillRow(state(vol), volAnnual, count);
        },
        advance({ kernels, state, normals, count }, substep) {
          const x = state(logSpot);
          const a = state(vol);
          const z = normals(priceFactor, substep);
          const b = normals(volFactor, substep);
          const halfTime = 0.5 * years;
          if (power === 0) {
            kernels.sabrRow(x, a, z, b, drift, volDrift, volScale, leverage, halfTime, independent, count);
            return;
          }
          kernels.sabrPowerRow(
            ...([x, a, z, b, drift, volDrift, volScale, leverage, halfTime, independent, power, floor, count] as const),
          );
        },
        observe(block, step) {
          const { kernels, count } = block;
          const [x, a, row] = [block.state(logSpot), block.state(vol), block.state(out)];
          kernels.expRow(x, row, spotAtWriting, count);
          block.write(into.spot, step, row);
          if (power !== 0) kernels.sabrLogVolRow(x, a, row, power, count);
          const instantaneous = power === 0 ? a : row;
          if (into.signals.instantaneousVol !== undefined) {
            block.write(into.signals.instantaneousVol, step, instantaneous);
          }
          if (quote === 'instantaneous') {
            block.write(into.impliedVol, step, instantaneous);
            return;
          }
          const life = ((steps - step) * daysPerStep) / daysPerYear;
          kernels.haganRow(x, a, row, logStrike, life, beta, correlation, volOfVol, leastVol, count);
          block.write(into.impliedVol, step, row);
        },
      };
      drawBlocks(plan, request, into);
    },
    toJSON: () => ({
      market: 'sabr',
      ...{ volAnnual, beta, correlation, volOfVol, driftAnnual, daysPerYear, substepsPerDay },
    }),
  });
}

/** One sentence where the price is a strict local martingale. */
export function sabrMartingaleWarnings({
  beta = 1,
  correlation,
}: {
  readonly beta?: number | undefined;
  readonly correlation: number;
}): string[] {
  if (beta < 1 || correlation <= 0) return [];
  return [
    'with beta 1 and a positive correlation the price is no martingale: its mean falls short at long lives, and samples of it by more; choose a beta below 1 where that matters.',
  ];
}

const savedParts = z.object({
  volAnnual: z.number().positive(),
  beta: z.number().min(0).max(1),
  correlation: z.number().gt(-1).lt(1),
  volOfVol: z.number().positive(),
  driftAnnual: z.number(),
  daysPerYear: z.number().positive(),
  substepsPerDay: z.int().min(1),
});

/** Restores a market from `createSabr(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadSabr(json: MarketJSON): Market {
  return createSabr(parseSaved("saved market 'sabr'", savedParts, json));
}
