import type { ForwardNetwork } from '../../engine/network/forward-network.ts';
import type { Hedger, HedgerJSON, HedgeView } from '../hedger.ts';
import { tradeToBand } from '../trade-to-band.ts';
import { createBand, outputsToBand } from './band-head.ts';
import { type BandInputScales, bandInputsOf, writeBandInputs } from './band-inputs.ts';

/** What a no-transaction-band hedger is made of. */
export interface BandHedgerParts {
  readonly name: string;
  readonly forward: ForwardNetwork;
  readonly scales: BandInputScales;
  /** Position at which the network was trained. */
  readonly position: 1 | -1;
  /** Columns of the contract's memory that the network reads. */
  readonly memory: number;
  readonly toJSON: () => HedgerJSON;
}

/**
 * The no-transaction-band network (Imaki, Imajo, Ito, Minami and Nakagawa 2021): a network reads the state of the
 * market and of the option, not the holding, and gives the two distances from the contract's delta at which a band
 * ends. Inside the band nothing is traded; outside, just enough to reach its nearer edge.
 */
export function createBandHedger({
  name,
  forward,
  scales,
  position: trained,
  memory,
  toJSON,
}: BandHedgerParts): Hedger {
  function hedge(view: HedgeView, target: readonly Float64Array[]): void {
    const { paths, position, contract } = view;
    if (contract.memory.length !== memory) {
      throw new RangeError(
        `policy '${name}' was trained on a contract with ${memory} columns of memory: this one (${contract.terms.type}) has ${contract.memory.length}`,
      );
    }
    const inputs = new Float32Array(bandInputsOf(memory).length * paths);
    const delta = new Float64Array(paths);
    const band = createBand(paths);
    writeBandInputs({ ...view, spot: view.prices[0] }, scales, inputs, delta);
    outputsToBand(forward(inputs, paths), delta, position, trained, band);
    const held = view.holdings[0];
    for (let path = 0; path < paths; path++) {
      target[0][path] = tradeToBand(held[path], band.lower[path], band.upper[path]);
    }
  }

  return { name, kind: 'deep', signals: [], hedge, toJSON };
}
