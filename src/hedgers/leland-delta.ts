import { z } from 'zod';
import { requireCount } from '../support/require.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { relativeVol } from './relative-vol.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';

export interface LelandOptions {
  /** The hedge is traded every so many steps, from step 0 on; 1 unless given. The volatility counts it in. */
  readonly everySteps?: number | undefined;
  /** 'leland' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * Holds the contract's delta at a volatility that pays for the trades to come: Leland, "Option pricing and replication with
 * transactions costs" (1985). Where the desk is short of gamma it trades with the market and pays for it: volatility is
 * enlarged; where it is long of gamma, reduced (Hoggard, Whalley and Wilmott, "Hedging option portfolios in the presence
 * of transaction costs", 1994; the sign is that of gamma on each path and step).
 *
 * Costs are the view's `costBps`. The interval between trades is years to expiry over steps left, times `everySteps`.
 *
 * @throws RangeError when `everySteps` is no whole number of 1 or more
 * @example
 * createLelandHedger({ everySteps: 5, name: 'weekly leland' });
 */
export function createLelandHedger({ everySteps = 1, name = 'leland' }: LelandOptions = {}): Hedger {
  requireCount('everySteps', everySteps);
  return {
    name,
    kind: 'delta',
    signals: [],
    hedge(view, target) {
      const { contract, position, paths, impliedVol, step, steps, yearsToExpiry, costBps, underlying } = view;
      if (step % everySteps !== 0) return;
      const [spot] = view.prices;
      const holding = target[0];
      const interval = (everySteps * yearsToExpiry) / (steps - step);
      const vol = new Float64Array(paths);
      contract.gamma(vol, impliedVol);
      for (let path = 0; path < paths; path++) {
        const deskGamma = position * vol[path];
        const implied = impliedVol[path];
        const number = lelandNumber(relativeVol(implied, spot[path], underlying), costBps / 10_000, interval);
        vol[path] = lelandVol(implied, deskGamma < 0 ? number : -number);
      }
      contract.delta(holding, vol);
      for (let path = 0; path < paths; path++) holding[path] *= -position;
    },
    toJSON: () => ({ kind: 'delta', policy: 'leland', name, ...(everySteps !== 1 && { everySteps }) }),
  };
}

/**
 * Leland's number A = √(2/π) κ / (σ √Δt), κ the cost of a round trip. Here costs are one-way, as everywhere in this
 * project: κ = 2 c, so A = √(8/π) c / (σ √Δt). It makes ½ Γ S² σ² A Δt, what the enlarged volatility earns over an interval,
 * equal to c S² |Γ| E|ΔS/S|, what its trade is expected to cost.
 *
 * @param vol σ, a decimal a year, of returns
 * @param costShare c, the cost of one trade as a share of its value
 * @param intervalYears Δt, years between trades
 * @example
 * lelandNumber(0.2, 0.005, 1 / 52); // 0.2876…
 */
export function lelandNumber(vol: number, costShare: number, intervalYears: number): number {
  return costShare === 0 ? 0 : (Math.sqrt(8 / Math.PI) * costShare) / (vol * Math.sqrt(intervalYears));
}

/**
 * σ √(1 + A), in the unit of `vol`. With A <= −1, where costs outweigh what gamma earns, Leland's equation has no solution:
 * volatility is held at 0.
 */
export function lelandVol(vol: number, number: number): number {
  return vol === 0 ? 0 : vol * Math.sqrt(Math.max(0, 1 + number));
}

const savedParts = z.object({ name: savedFields.name, everySteps: savedFields.everySteps });

/** Restores a Leland hedge from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadLelandHedger(json: HedgerJSON): Hedger {
  return createLelandHedger(parsePolicy(json, savedParts));
}
