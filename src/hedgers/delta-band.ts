import { z } from 'zod';
import { requireNonNegative } from '../support/require.ts';
import { requireBand } from './band-options.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';
import { tradeAround } from './trade-around.ts';
import type { BandTarget } from './trade-to-band.ts';

/** What the width of a constant band is measured in. */
export type BandMeasure = 'delta' | 'value';

export interface DeltaBandOptions {
  /**
   * Half-width of the band, in units of the underlying per option; with `measure: 'value'` in value that would be traded,
   * as a share of the strike. 0 is the plain delta hedge.
   */
  readonly halfWidth: number;
  /** 'delta' unless given. */
  readonly measure?: BandMeasure | undefined;
  /** Where a trade goes once the holding has left the band: 'edge' unless given. */
  readonly to?: BandTarget | undefined;
  /** 'delta-band' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * Keeps the holding within a band of constant width around the contract's delta at implied volatility, and trades
 * to its nearer edge (or to delta itself) when it has left it. With a half-width tuned on the past, the rule that learned
 * policies have to beat.
 *
 * The band is |held − delta| <= halfWidth or, by value, |held − delta| S <= halfWidth × strike.
 *
 * @throws RangeError when `halfWidth` is not a finite number >= 0, or another option none of those named
 */
export function createDeltaBandHedger({
  halfWidth,
  measure = 'delta',
  to = 'edge',
  name = 'delta-band',
}: DeltaBandOptions): Hedger {
  requireNonNegative('halfWidth', halfWidth);
  requireBand({ to });
  if (measure !== 'delta' && measure !== 'value') {
    throw new RangeError(`measure is '${measure}': expected 'delta' or 'value'`);
  }
  return {
    name,
    kind: 'band',
    signals: [],
    hedge(view, target) {
      const { contract, impliedVol, strike } = view;
      const [spot] = view.prices;
      contract.delta(target[0], impliedVol);
      const inUnits = (money: number, path: number) => widthOfValue(halfWidth * money, spot[path]);
      tradeAround(view, target[0], measure === 'delta' ? halfWidth : strike.map(inUnits), to);
    },
    toJSON: () => ({
      kind: 'band',
      policy: 'delta-band',
      name,
      halfWidth,
      ...(measure !== 'delta' && { measure }),
      ...(to !== 'edge' && { to }),
    }),
  };
}

/** Units of the underlying that are worth so much; no band, rather than NaN, where the value is 0. */
function widthOfValue(value: number, spot: number): number {
  return value === 0 ? 0 : value / Math.abs(spot);
}

const savedParts = z.object({
  name: savedFields.name,
  halfWidth: savedFields.halfWidth,
  measure: z.enum(['delta', 'value']).optional(),
  to: savedFields.to,
});

/** Restores a delta band from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadDeltaBandHedger(json: HedgerJSON): Hedger {
  return createDeltaBandHedger(parsePolicy(json, savedParts));
}
