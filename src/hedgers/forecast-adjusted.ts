import { z } from 'zod';
import { requireNonNegative } from '../support/require.ts';
import { requireBand } from './band-options.ts';
import { createBandWidener, type LiquidityWidening, type UncertaintyWidening, wideningOf } from './band-widener.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';
import { tradeAround } from './trade-around.ts';
import type { BandTarget } from './trade-to-band.ts';

export interface ForecastAdjustedOptions {
  /** Weight of the forecast volatility; implied volatility has the rest. 0 is the delta band at implied volatility. */
  readonly weight: number;
  /** Half-width of the band around the delta, in units of the underlying per option. */
  readonly halfWidth: number;
  /** Widens the band by what an uncertain forecast leaves uncertain of the delta; no effect unless given. */
  readonly uncertainty?: UncertaintyWidening | undefined;
  /** Widens the band where trading is forecast to cost more than now; no effect unless given. */
  readonly liquidity?: LiquidityWidening | undefined;
  /** Where a trade goes once the holding has left the band: 'edge' unless given. */
  readonly to?: BandTarget | undefined;
  /** 'forecast-adjusted' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * A delta band around the contract's delta at a blend of volatilities, weight × forecast + (1 − weight) × implied:
 * hedging at the volatility that will be met makes the P&L less dependent on the path, at the implied one smoother day
 * by day (Ahmad and Wilmott, 2005). Reads the signal `forecastVol`; where it is NaN, implied volatility stands alone.
 *
 * The band may be wider than `halfWidth`, by the forecast's own uncertainty and by liquidity (`createBandWidener`).
 *
 * @throws RangeError when an option is not a finite number >= 0
 * @example
 * createForecastAdjustedHedger({
 *   weight: 0.5,
 *   halfWidth: 0.05,
 *   uncertainty: { signal: 'forecastSpread', weight: 1 },
 *   liquidity: { now: 'halfSpreadBps', toCome: 'forecastHalfSpreadBps', exponent: 1 / 3 },
 * });
 */
export function createForecastAdjustedHedger({
  weight,
  halfWidth,
  uncertainty,
  liquidity,
  to = 'edge',
  name = 'forecast-adjusted',
}: ForecastAdjustedOptions): Hedger {
  requireNonNegative('weight', weight);
  requireNonNegative('halfWidth', halfWidth);
  requireBand({ to });
  const widener = createBandWidener({ uncertainty, liquidity });
  return {
    name,
    kind: 'forecast-adjusted',
    signals: [...new Set(['forecastVol', ...widener.signals])],
    hedge(view, target) {
      const { contract, paths, impliedVol } = view;
      const { forecastVol } = view.signals;
      const vol = new Float64Array(paths);
      for (let path = 0; path < paths; path++) vol[path] = blendVol(weight, forecastVol[path], impliedVol[path]);
      contract.delta(target[0], vol);
      tradeAround(view, target[0], widener.halfWidths(view, vol, weight, halfWidth), to);
    },
    toJSON: () => ({
      kind: 'forecast-adjusted',
      name,
      weight,
      halfWidth,
      ...wideningOf({ uncertainty, liquidity }),
      ...(to !== 'edge' && { to }),
    }),
  };
}

function blendVol(weight: number, forecast: number, implied: number): number {
  if (Number.isNaN(forecast)) return implied;
  // A weight above 1 goes beyond the forecast, which may not take the volatility below 0.
  return Math.max(implied + weight * (forecast - implied), 0);
}

const savedParts = z.object({
  name: savedFields.name,
  weight: z.number().nonnegative(),
  halfWidth: savedFields.halfWidth,
  uncertainty: z.object({ signal: z.string().min(1), weight: z.number().nonnegative() }).optional(),
  liquidity: z
    .object({ now: z.string().min(1), toCome: z.string().min(1), exponent: z.number().nonnegative() })
    .optional(),
  to: savedFields.to,
});

/** Restores a forecast-adjusted hedge from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadForecastAdjustedHedger(json: HedgerJSON): Hedger {
  return createForecastAdjustedHedger(parsePolicy(json, savedParts));
}
