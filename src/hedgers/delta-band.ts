import { requireNonNegative } from '../support/require.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { numberField } from './json-field.ts';
import { tradeToBand } from './trade-to-band.ts';

export interface DeltaBandOptions {
  /** Half-width of the band, in units of the underlying per option. 0 is the plain delta hedge. */
  readonly halfWidth: number;
  /** 'delta-band' unless given: names tell the policies of one comparison apart. */
  readonly name?: string;
}

/**
 * Keeps the holding within a band of constant width around the contract's delta at implied volatility, and trades
 * to its nearer edge when it has left it. With a half-width tuned on the past, the rule that learned policies have to
 * beat.
 *
 * @throws RangeError when `halfWidth` is not a finite number >= 0
 */
export function createDeltaBandHedger({ halfWidth, name = 'delta-band' }: DeltaBandOptions): Hedger {
  requireNonNegative('halfWidth', halfWidth);
  return {
    name,
    kind: 'band',
    signals: [],
    hedge(view, target) {
      const { contract, position, paths, impliedVol } = view;
      const held = view.holdings[0];
      const holding = target[0];
      contract.delta(holding, impliedVol);
      for (let path = 0; path < paths; path++) {
        const centre = -position * holding[path];
        holding[path] = tradeToBand(held[path], centre - halfWidth, centre + halfWidth);
      }
    },
    toJSON: () => ({ kind: 'band', policy: 'delta-band', name, halfWidth }),
  };
}

/** Restores a delta band from its `toJSON`. */
export function loadDeltaBandHedger(json: HedgerJSON): Hedger {
  return createDeltaBandHedger({ name: json.name, halfWidth: numberField(json, 'halfWidth') });
}
