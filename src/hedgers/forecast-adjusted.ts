import { requireNonNegative } from '../support/require.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { numberField } from './json-field.ts';
import { tradeToBand } from './trade-to-band.ts';

export interface ForecastAdjustedOptions {
  /** Weight of the forecast volatility; implied volatility has the rest. 0 is the delta band at implied volatility. */
  readonly weight: number;
  /** Half-width of the band around the delta, in units of the underlying per option. */
  readonly halfWidth: number;
  /** 'forecast-adjusted' unless given: names tell the policies of one comparison apart. */
  readonly name?: string;
}

/**
 * A delta band around the contract's delta at a blend of volatilities, weight × forecast + (1 − weight) × implied:
 * hedging at the volatility that will be met makes the P&L less dependent on the path, at the implied one smoother day
 * by day (Ahmad and Wilmott, 2005). Reads the signal `forecastVol`; where it is NaN, implied volatility stands alone.
 *
 * @throws RangeError when an option is not a finite number >= 0
 */
export function createForecastAdjustedHedger({
  weight,
  halfWidth,
  name = 'forecast-adjusted',
}: ForecastAdjustedOptions): Hedger {
  requireNonNegative('weight', weight);
  requireNonNegative('halfWidth', halfWidth);
  return {
    name,
    kind: 'forecast-adjusted',
    signals: ['forecastVol'],
    hedge(view, target) {
      const { contract, position, paths, impliedVol } = view;
      const { forecastVol } = view.signals;
      const held = view.holdings[0];
      const holding = target[0];
      const vol = new Float64Array(paths);
      for (let path = 0; path < paths; path++) vol[path] = blendVol(weight, forecastVol[path], impliedVol[path]);
      contract.delta(holding, vol);
      for (let path = 0; path < paths; path++) {
        const centre = -position * holding[path];
        holding[path] = tradeToBand(held[path], centre - halfWidth, centre + halfWidth);
      }
    },
    toJSON: () => ({ kind: 'forecast-adjusted', name, weight, halfWidth }),
  };
}

function blendVol(weight: number, forecast: number, implied: number): number {
  if (Number.isNaN(forecast)) return implied;
  // A weight above 1 goes beyond the forecast, which may not take the volatility below 0.
  return Math.max(implied + weight * (forecast - implied), 0);
}

/** Restores a forecast-adjusted hedge from its `toJSON`. */
export function loadForecastAdjustedHedger(json: HedgerJSON): Hedger {
  return createForecastAdjustedHedger({
    name: json.name,
    weight: numberField(json, 'weight'),
    halfWidth: numberField(json, 'halfWidth'),
  });
}
