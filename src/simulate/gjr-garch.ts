import { z } from 'zod';
import type { BlockPlan } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { unitStudentTable } from '../math/unit-student.ts';
import { requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import {
  defineMarket,
  type Market,
  type MarketJSON,
  type PathColumns,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';

export interface GjrGarchParameters {
  /** Constant part of the daily variance: squared daily returns, decimals (0.000002, not 0.02 %²). */
  readonly omega: number;
  /** Weight of yesterday's squared return, >= 0. */
  readonly alpha: number;
  /** Further weight of it after a fall, alpha + gamma >= 0. */
  readonly gamma: number;
  /** Weight of yesterday's variance, >= 0. alpha + gamma/2 + beta < 1. */
  readonly beta: number;
  /** Degrees of freedom of the Student-t innovations, above 2; left out for normal ones. */
  readonly degreesOfFreedom?: number;
  /** Annualised volatility of the first day drawn; the long-run volatility by default. */
  readonly startVolAnnual?: number;
  /** Days drawn before writing, so that contracts are written at different volatilities; 0 by default. */
  readonly warmUpDays?: number;
}

/** A simple return larger than this in size is cut to it: a price loses 99 % in a day at most, and stays positive. */
const largestReturn = 0.99;

/** Rows of state. */
const price = 0;
const variance = 1;
const scratch = 2;

/**
 * GJR-GARCH(1,1) of daily returns (Glosten, Jagannathan and Runkle 1993) with Student-t innovations of unit variance
 * (Bollerslev 1987):
 *   S' = S (1 + r), r = √h z;  h' = ω + (α + γ [r < 0]) r² + β h.
 *
 * r is the simple return, not the logarithmic one: exp of a Student-t has no mean. z is symmetric and |r| is cut at 0.99
 * on both sides, so E[S'/S] = 1 each day, whatever the past. A day is cut with probability 4e-12 at a volatility of 20 % a
 * year and 7 degrees of freedom, 2e-6 at 50 % and 4; h' is that of the return after it, as one sees it in the prices.
 *
 * The signal `variance` is the annualised variance of the coming day, 252 h, which the past prices determine.
 * Implied volatility is that of a variance swap on the remaining n days, the root of their expected average variance,
 * which is exact for GARCH: h̄ + (h − h̄)(1 − p^n) / (n (1 − p)), p = α + γ/2 + β, h̄ = ω/(1 − p). At expiry it is that of
 * the coming day, as everywhere with the quote 'instantaneous'. Options at the money trade somewhat below it, as returns
 * have fat tails. Antithetic paths mirror z.
 *
 * A day takes one normal draw, which a table turns into the Student-t of the same probability (`unitStudentTable`), so
 * that Sobol's points serve as well. Its tails end at probability 1e-10.
 *
 * @throws RangeError when a parameter is out of range or the persistence p is 1 or more
 * @example
 * const market = createGjrGarch({ omega: 1.7e-6, alpha: 0, gamma: 0.217, beta: 0.877, degreesOfFreedom: 7 });
 * const paths = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createGjrGarch(parameters: GjrGarchParameters): Market {
  const { omega, alpha, gamma, beta, degreesOfFreedom, warmUpDays = 0 } = parameters;
  const longRunAnnual = tradingDaysPerYear * checkParameters(parameters);
  const { startVolAnnual = Math.sqrt(longRunAnnual) } = parameters;
  requirePositive('startVolAnnual', startVolAnnual);
  const persistence = gjrPersistence(parameters);
  const student = degreesOfFreedom === undefined ? undefined : unitStudentTable(degreesOfFreedom);

  function draw(request: SimulationRequest, into: PathColumns): void {
    const { steps, daysPerStep = 1 } = request;
    const weights = termWeights(request, persistence);
    const plan: BlockPlan = {
      factors: ['normal'],
      stateRows: 3,
      tables: student === undefined ? [] : [student.values],
      begin({ kernels, state, count }) {
        kernels.fillRow(state(price), spotAtWriting, count);
        kernels.fillRow(state(variance), startVolAnnual ** 2, count);
      },
      advance({ kernels, state, normals, tables, count }, day) {
        const shocks = state(scratch);
        kernels.promoteRow(normals(0, day), shocks, count);
        if (student !== undefined) {
          const { values, origin, inverseStep } = student;
          kernels.lookUpRow(shocks, shocks, tables[0], values.length, origin, inverseStep, count);
        }
        kernels.gjrRow(
          state(price),
          state(variance),
          shocks,
          Math.sqrt(1 / tradingDaysPerYear),
          largestReturn,
          tradingDaysPerYear * omega,
          tradingDaysPerYear * alpha,
          tradingDaysPerYear * (alpha + gamma),
          beta,
          count,
        );
      },
      observe(block, day) {
        const sinceWriting = day - warmUpDays;
        if (sinceWriting < 0 || sinceWriting % daysPerStep !== 0) return;
        const { kernels, state, count } = block;
        const step = sinceWriting / daysPerStep;
        if (step === 0) kernels.fillRow(state(price), spotAtWriting, count);
        block.write(into.spot, step, state(price));
        if (into.signals.variance !== undefined) block.write(into.signals.variance, step, state(variance));
        const weight = weights[step];
        kernels.blendVolRow(state(variance), state(scratch), (1 - weight) * longRunAnnual, weight, count);
        block.write(into.impliedVol, step, state(scratch));
      },
    };
    drawBlocks(plan, { ...request, steps: warmUpDays + steps * daysPerStep, daysPerStep: 1 }, into);
  }

  return defineMarket({
    name: 'gjr-garch',
    daysPerYear: tradingDaysPerYear,
    signals: ['variance'],
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw,
    toJSON: () => ({ ...parameters, market: 'gjr-garch' }),
  });
}

/** α + γ/2 + β: the share of a deviation of the variance from its long run that is expected to be left a day later. */
export function gjrPersistence({ alpha, gamma, beta }: Pick<GjrGarchParameters, 'alpha' | 'gamma' | 'beta'>): number {
  return alpha + gamma / 2 + beta;
}

/** Weight of the coming day's variance in the expected mean of the remaining days' variances, per step. */
function termWeights({ steps, daysPerStep = 1, quote }: SimulationRequest, persistence: number): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, step) => {
    const days = quote === 'instantaneous' ? 1 : Math.max(1, (steps - step) * daysPerStep);
    return (1 - persistence ** days) / (days * (1 - persistence));
  });
}

/** Throws a RangeError on parameters out of range. Returns the long-run daily variance. */
function checkParameters(parameters: GjrGarchParameters): number {
  const { omega, alpha, gamma, beta, warmUpDays = 0 } = parameters;
  requirePositive('omega', omega);
  if (!(alpha >= 0)) throw new RangeError(`alpha is ${alpha}: expected a number >= 0`);
  if (!(alpha + gamma >= 0)) throw new RangeError(`alpha + gamma is ${alpha + gamma}: expected a number >= 0`);
  if (!(beta >= 0)) throw new RangeError(`beta is ${beta}: expected a number >= 0`);
  const persistence = gjrPersistence(parameters);
  if (!(persistence < 1)) {
    throw new RangeError(
      `alpha + gamma/2 + beta is ${persistence}: expected a persistence below 1, for at 1 the variance has no long run`,
    );
  }
  if (!(Number.isInteger(warmUpDays) && warmUpDays >= 0)) {
    throw new RangeError(`warmUpDays is ${warmUpDays}: expected a whole number >= 0`);
  }
  return omega / (1 - persistence);
}

const savedParts = z
  .object({
    omega: z.number().positive(),
    alpha: z.number().nonnegative(),
    gamma: z.number(),
    beta: z.number().nonnegative(),
    degreesOfFreedom: z.number().gt(2).optional(),
    startVolAnnual: z.number().positive().optional(),
    warmUpDays: z.number().int().nonnegative().optional(),
  })
  .refine(({ alpha, gamma }) => alpha + gamma >= 0, { path: ['gamma'], message: 'expected alpha + gamma >= 0' })
  .refine((saved) => gjrPersistence(saved) < 1, { path: ['beta'], message: 'expected alpha + gamma/2 + beta < 1' });

/** Restores a market from `createGjrGarch(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadGjrGarch(json: MarketJSON): Market {
  return createGjrGarch(parseSaved("saved market 'gjr-garch'", savedParts, json));
}
