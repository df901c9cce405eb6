import { z } from 'zod';
import { requireCount, requireNonNegative } from '../support/require.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';

export interface BlackScholesDeltaOptions {
  /** The hedge is traded every so many steps, from step 0 on, and left alone in between; 1 unless given. */
  readonly everySteps?: number | undefined;
  /**
   * Volatility at which delta is taken on every path and step, in the unit of the underlying's model; implied volatility
   * unless given.
   */
  readonly volAnnual?: number | undefined;
  /** 'delta' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * Holds the contract's delta at implied volatility – for a European option that of Black and Scholes (1973) – traded back
 * to at every step: +delta per contract written, −delta per contract owned. The bar that every other policy is measured
 * by.
 *
 * At the option's own implied volatility this is the "practitioner delta" of the literature (Hull and White 2017; Cao, Chen,
 * Hull and Poulos 2021). It ignores that implied volatility moves with the spot; `createBartlettDeltaHedger` and
 * `createMinimumVarianceDeltaHedger` count that in.
 *
 * @throws RangeError when `everySteps` is no whole number of 1 or more, or `volAnnual` no finite number >= 0
 * @example
 * createBlackScholesDeltaHedger({ everySteps: 5, name: 'weekly delta' });
 */
export function createBlackScholesDeltaHedger({
  everySteps = 1,
  volAnnual,
  name = 'delta',
}: BlackScholesDeltaOptions = {}): Hedger {
  requireCount('everySteps', everySteps);
  if (volAnnual !== undefined) requireNonNegative('volAnnual', volAnnual);
  return {
    name,
    kind: 'delta',
    signals: [],
    hedge(view, target) {
      const { contract, position, paths, impliedVol, step } = view;
      if (step % everySteps !== 0) return;
      const holding = target[0];
      contract.delta(holding, volAnnual === undefined ? impliedVol : new Float64Array(paths).fill(volAnnual));
      for (let path = 0; path < paths; path++) holding[path] *= -position;
    },
    toJSON: () => ({
      kind: 'delta',
      name,
      ...(everySteps !== 1 && { everySteps }),
      ...(volAnnual !== undefined && { volAnnual }),
    }),
  };
}

const savedParts = z.object({
  name: savedFields.name,
  everySteps: savedFields.everySteps,
  volAnnual: z.number().nonnegative().optional(),
});

/** Restores a delta hedge from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadBlackScholesDeltaHedger(json: HedgerJSON): Hedger {
  return createBlackScholesDeltaHedger(parsePolicy(json, savedParts));
}
