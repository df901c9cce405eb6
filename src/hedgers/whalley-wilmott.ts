import { z } from 'zod';
import { requireNonNegative } from '../support/require.ts';
import { requireBand } from './band-options.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';
import { tradeAround } from './trade-around.ts';
import type { BandTarget } from './trade-to-band.ts';

export interface WhalleyWilmottOptions {
  /**
   * Absolute risk aversion per percent of spot at writing. A view does not hold the spot at writing; the strike stands
   * in for it (one percent = strike / 100), so options written away from the money scale it by their moneyness.
   */
  readonly riskAversion: number;
  /** Where a trade goes once the holding has left the band: 'edge', which proportional costs ask for, unless given. */
  readonly to?: BandTarget | undefined;
  /** 'whalley-wilmott' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * Keeps the holding within the band that is optimal, to leading order in small proportional costs, for exponential
 * utility: Whalley and Wilmott, "An asymptotic analysis of an optimal hedging model for option pricing with
 * transaction costs" (1997). Centre: the contract's delta at implied volatility; trades to the nearer edge.
 *
 * @throws RangeError when `riskAversion` is not a finite number >= 0 (at 0 the band is infinite: nothing is traded)
 */
export function createWhalleyWilmottHedger({
  riskAversion,
  to = 'edge',
  name = 'whalley-wilmott',
}: WhalleyWilmottOptions): Hedger {
  requireNonNegative('riskAversion', riskAversion);
  requireBand({ to });
  return {
    name,
    kind: 'band',
    signals: [],
    hedge(view, target) {
      const { contract, paths, prices, strike, yearsToExpiry, underlying, costBps, impliedVol } = view;
      const [spot] = prices;
      const costShare = costBps / 10_000;
      const discount = Math.exp(-underlying.rateAnnual * yearsToExpiry);
      const gamma = new Float64Array(paths);
      contract.delta(target[0], impliedVol);
      contract.gamma(gamma, impliedVol);
      const halfWidths = gamma.map((each, path) => {
        const perMoney = (100 * riskAversion) / strike[path];
        return whalleyWilmottHalfWidth(each, Math.abs(spot[path]), costShare, perMoney, discount);
      });
      tradeAround(view, target[0], halfWidths, to);
    },
    toJSON: () => ({
      kind: 'band',
      policy: 'whalley-wilmott',
      name,
      riskAversion,
      ...(to !== 'edge' && { to }),
    }),
  };
}

/**
 * Half-width of the no-trade band, in units of the underlying per option: H = (3/2 · e^{−rτ} c S Γ² / λ)^{1/3}.
 *
 * @param gamma per unit of money
 * @param costShare c, the proportional cost as a share of the value traded
 * @param riskAversion λ per unit of money
 * @param discount e^{−rτ}
 */
export function whalleyWilmottHalfWidth(
  gamma: number,
  spot: number,
  costShare: number,
  riskAversion: number,
  discount: number,
): number {
  // Two limits that arithmetic would make NaN: no cost where gamma is infinite, no gamma where risk aversion is 0.
  if (costShare === 0) return 0;
  const pull = 1.5 * discount * costShare * spot * gamma * gamma;
  return pull === 0 ? 0 : Math.cbrt(pull / riskAversion);
}

const savedParts = z.object({ name: savedFields.name, riskAversion: z.number().nonnegative(), to: savedFields.to });

/** Restores a Whalley–Wilmott band from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadWhalleyWilmottHedger(json: HedgerJSON): Hedger {
  return createWhalleyWilmottHedger(parsePolicy(json, savedParts));
}
