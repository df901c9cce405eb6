import { z } from 'zod';
import { requirePositive } from '../support/require.ts';
import { requireBand } from './band-options.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { relativeVol } from './relative-vol.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';
import { tradeAround } from './trade-around.ts';
import type { BandTarget } from './trade-to-band.ts';

export interface ZakamoulineOptions {
  /**
   * Absolute risk aversion per percent of spot at writing, above 0; the strike stands in for the spot at writing, as in
   * `createWhalleyWilmottHedger`.
   */
  readonly riskAversion: number;
  /** Where a trade goes once the holding has left the band: 'edge' unless given. */
  readonly to?: BandTarget | undefined;
  /** 'zakamouline' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * Keeps the holding within the band of Zakamouline, "Efficient analytic approximation of the optimal hedging strategy for a
 * European call option with transaction costs" (2006, Quantitative Finance 6, 435–445): closed forms that he fitted to
 * numerical solutions for exponential utility under proportional costs, close to them at costs where the asymptotics of
 * Whalley and Wilmott no longer are. The centre is the contract's delta at a volatility that counts costs
 * (`zakamoulineVolRatio`), the half-width H0 + H1 (`zakamoulineHalfWidth`): H0 is left where gamma is nothing.
 *
 * The fit is of single European options; for other contracts gamma and delta of the contract stand in.
 *
 * @throws RangeError when `riskAversion` is not a finite number above 0, or `to` none of those named
 */
export function createZakamoulineHedger({
  riskAversion,
  to = 'edge',
  name = 'zakamouline',
}: ZakamoulineOptions): Hedger {
  requirePositive('riskAversion', riskAversion);
  requireBand({ to });
  return {
    name,
    kind: 'band',
    signals: [],
    hedge(view, target) {
      const { contract, position, paths, impliedVol, strike, yearsToExpiry: years, costBps, underlying } = view;
      const [spot] = view.prices;
      const discount = Math.exp(-underlying.rateAnnual * years);
      const gamma = new Float64Array(paths);
      const vol = new Float64Array(paths);
      const halfWidth = new Float64Array(paths);
      contract.gamma(gamma, impliedVol);
      for (let path = 0; path < paths; path++) {
        const state: ZakamoulineState = {
          gamma: gamma[path],
          spot: Math.abs(spot[path]),
          vol: relativeVol(impliedVol[path], spot[path], underlying),
          years,
          costShare: costBps / 10_000,
          riskAversion: (100 * riskAversion) / strike[path],
          discount,
        };
        halfWidth[path] = zakamoulineHalfWidth(state);
        vol[path] = impliedVol[path] * zakamoulineVolRatio(state, position * gamma[path] < 0);
      }
      contract.delta(target[0], vol);
      tradeAround(view, target[0], halfWidth, to);
    },
    toJSON: () => ({
      kind: 'band',
      policy: 'zakamouline',
      name,
      riskAversion,
      ...(to !== 'edge' && { to }),
    }),
  };
}

/** What the approximation is a function of. */
export interface ZakamoulineState {
  /** Γ of the contract, per unit of money. */
  readonly gamma: number;
  readonly spot: number;
  /** σ, a decimal a year, of returns. */
  readonly vol: number;
  /** τ, years to expiry, above 0. */
  readonly years: number;
  /** λ, the proportional cost as a share of the value traded, one way. */
  readonly costShare: number;
  /** γ, absolute risk aversion per unit of money, above 0. */
  readonly riskAversion: number;
  /** e^{−rτ} */
  readonly discount: number;
}

/**
 * Half-width of the no-trade band, in units of the underlying per option: H0 + H1,
 *   H0 = λ / (γ S σ² τ),   H1 = 1.12 λ^0.31 τ^0.05 (e^{−rτ} / σ)^0.25 (|Γ| / γ)^0.5.
 */
export function zakamoulineHalfWidth(state: ZakamoulineState): number {
  const { gamma, spot, vol, years, costShare, riskAversion, discount } = state;
  if (costShare === 0) return 0;
  const still = costShare / (riskAversion * spot * vol * vol * years);
  if (gamma === 0) return still;
  const shape = costShare ** 0.31 * years ** 0.05 * (discount / vol) ** 0.25;
  return still + 1.12 * shape * Math.sqrt(Math.abs(gamma) / riskAversion);
}

/**
 * Volatility of the centre over that of the market, √(1 − K) where the desk is short of gamma and √(1 + K) where it is long,
 *   K = −4.76 λ^0.78 τ^−0.02 (e^{−rτ} / σ)^0.25 (γ S² |Γ|)^0.15,
 * so larger for who has written an option, as Leland's. K below −1, far outside the costs of the fit, counts as −1.
 */
export function zakamoulineVolRatio(state: ZakamoulineState, isShortGamma: boolean): number {
  const { gamma, spot, vol, years, costShare, riskAversion, discount } = state;
  if (costShare === 0 || gamma === 0) return 1;
  const shape = costShare ** 0.78 * years ** -0.02 * (discount / vol) ** 0.25;
  const size = Math.min(4.76 * shape * (riskAversion * spot * spot * Math.abs(gamma)) ** 0.15, Number.MAX_VALUE);
  return Math.sqrt(isShortGamma ? 1 + size : Math.max(0, 1 - size));
}

const savedParts = z.object({ name: savedFields.name, riskAversion: z.number().positive(), to: savedFields.to });

/** Restores a Zakamouline band from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadZakamoulineHedger(json: HedgerJSON): Hedger {
  return createZakamoulineHedger(parsePolicy(json, savedParts));
}
