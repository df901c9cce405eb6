import { requireNonNegative } from '../support/require.ts';
import type { HedgeView } from './hedger.ts';

/** How much wider a band is where the forecast is uncertain. */
export interface UncertaintyWidening {
  /**
   * Signal that holds the forecast's standard error, in the unit of `forecastVol`: `forecastSpread` where an ensemble of
   * forecasters says how far its members are apart.
   */
  readonly signal: string;
  /** Multiple of the delta's own uncertainty that is added to the half-width; 0 has no effect. */
  readonly weight: number;
}

/** How much wider a band is where trading is to become dearer. */
export interface LiquidityWidening {
  /** Signal that holds the half-spread of this step, in any unit. */
  readonly now: string;
  /** Signal that holds the half-spread that is forecast, in the same unit. */
  readonly toCome: string;
  /** Exponent of their ratio, 0 or more; 1/3 is how bands grow with costs (Whalley and Wilmott 1997), 0 has no effect. */
  readonly exponent: number;
}

export interface Widening {
  readonly uncertainty?: UncertaintyWidening | undefined;
  readonly liquidity?: LiquidityWidening | undefined;
}

export interface BandWidener {
  /** Signals that it reads. */
  readonly signals: readonly string[];
  /**
   * The half-width on each path:
   *   halfWidth × max(1, half-spread to come / now)^exponent + weight × ½ |δ(σ + w e) − δ(σ − w e)|,
   * σ the volatility that delta is taken at, e the forecast's standard error, w the forecast's weight in σ. The band never
   * gets narrower than `halfWidth`; where a signal is missing (NaN), or the
   * forecast itself, it widens nothing.
   */
  halfWidths(view: HedgeView, vol: Float64Array, forecastWeight: number, halfWidth: number): Float64Array;
}

/**
 * Widens a band by what is uncertain of the delta: within that, a trade may be one that the next forecast takes back; and
 * by liquidity: what is traded now for a hedge that will be dear to undo had better be less.
 *
 * @throws RangeError when a weight or exponent is not a finite number >= 0
 */
export function createBandWidener({ uncertainty, liquidity }: Widening): BandWidener {
  if (uncertainty !== undefined) requireNonNegative('uncertainty.weight', uncertainty.weight);
  if (liquidity !== undefined) requireNonNegative('liquidity.exponent', liquidity.exponent);

  function widenByLiquidity({ signals }: HedgeView, halfWidths: Float64Array): void {
    if (liquidity === undefined) return;
    const now = signals[liquidity.now];
    const toCome = signals[liquidity.toCome];
    for (let path = 0; path < halfWidths.length; path++) {
      const ratio = toCome[path] / now[path];
      if (ratio > 1 && ratio < Number.POSITIVE_INFINITY) halfWidths[path] *= ratio ** liquidity.exponent;
    }
  }

  function widenByUncertainty(
    { contract, signals }: HedgeView,
    vol: Float64Array,
    forecastWeight: number,
    halfWidths: Float64Array,
  ): void {
    if (uncertainty === undefined) return;
    const error = signals[uncertainty.signal].map((e, path) =>
      Number.isFinite(e) && Number.isFinite(signals.forecastVol[path]) ? forecastWeight * Math.abs(e) : 0,
    );
    const [high, low] = [new Float64Array(vol.length), new Float64Array(vol.length)];
    contract.delta(
      high,
      vol.map((value, path) => value + error[path]),
    );
    contract.delta(
      low,
      vol.map((value, path) => Math.max(value - error[path], 0)),
    );
    for (let path = 0; path < halfWidths.length; path++) {
      halfWidths[path] += uncertainty.weight * 0.5 * Math.abs(high[path] - low[path]);
    }
  }

  return {
    signals: [
      ...(uncertainty === undefined ? [] : [uncertainty.signal]),
      ...(liquidity === undefined ? [] : [liquidity.now, liquidity.toCome]),
    ],
    halfWidths(view, vol, forecastWeight, halfWidth) {
      const halfWidths = new Float64Array(vol.length).fill(halfWidth);
      widenByLiquidity(view, halfWidths);
      widenByUncertainty(view, vol, forecastWeight, halfWidths);
      return halfWidths;
    },
  };
}

/** What of a widening a saved policy holds. */
export function wideningOf({ uncertainty, liquidity }: Widening) {
  return {
    ...(uncertainty !== undefined && { uncertainty: { signal: uncertainty.signal, weight: uncertainty.weight } }),
    ...(liquidity !== undefined && {
      liquidity: { now: liquidity.now, toCome: liquidity.toCome, exponent: liquidity.exponent },
    }),
  };
}
