import { z } from 'zod';
import { createForwardNetwork } from '../../engine/network/forward-network.ts';
import { networkSize } from '../../engine/network/network-layout.ts';
import { denseLayers, type NetworkShape } from '../../engine/network/network-shape.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { Hedger, HedgerJSON, HedgeView } from '../hedger.ts';
import { tradeToBand } from '../trade-to-band.ts';
import { createBand, outputsToBand } from './band-head.ts';
import { type BandInputScales, bandInputNames, writeBandInputs } from './band-inputs.ts';

/** A trained network: what a deep hedger is made of. */
export interface DeepHedgerParameters {
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  /** Flat weights in the order of `networkLayout`. */
  readonly weights: Float32Array;
  readonly scales: BandInputScales;
  /** 'deep' unless given: names tell the policies of one comparison apart. */
  readonly name?: string;
}

/** The network of a deep hedger: SiLU units, two outputs. */
export function bandNetworkShape(hidden: readonly number[]): NetworkShape {
  return { inputs: bandInputNames.length, layers: denseLayers(hidden, 'silu'), outputs: 2 };
}

/**
 * The no-transaction-band network (Imaki, Imajo, Ito, Minami and Nakagawa 2021): a network reads the state of the
 * market and of the option, not the holding, and gives the two distances from the Black–Scholes delta at which a band
 * ends. Inside the band nothing is traded; outside, just enough to reach its nearer edge.
 *
 * @throws RangeError when the weights do not fit the hidden layers
 */
export function createDeepHedger({ hidden, weights, scales, name = 'deep' }: DeepHedgerParameters): Hedger {
  const shape = bandNetworkShape(hidden);
  const size = networkSize(shape);
  if (weights.length !== size) {
    throw new RangeError(
      `weights holds ${weights.length} numbers: expected ${size} for hidden layers ${hidden.join(', ')}`,
    );
  }
  const forward = createForwardNetwork(shape, weights);

  function hedge(view: HedgeView, target: readonly Float64Array[]): void {
    const { paths, position } = view;
    const inputs = new Float32Array(bandInputNames.length * paths);
    const delta = new Float64Array(paths);
    const band = createBand(paths);
    writeBandInputs({ ...view, spot: view.prices[0] }, scales, inputs, delta);
    outputsToBand(forward(inputs, paths), delta, position, band);
    const held = view.holdings[0];
    for (let path = 0; path < paths; path++) {
      target[0][path] = tradeToBand(held[path], band.lower[path], band.upper[path]);
    }
  }

  return {
    name,
    kind: 'deep',
    signals: [],
    hedge,
    // A float32 is written as the double it equals, so JSON keeps every bit.
    toJSON: () => ({ kind: 'deep', name, hidden: [...hidden], scales: { ...scales }, weights: [...weights] }),
  };
}

const savedParts = z.object({
  name: z.string(),
  hidden: z.array(z.int().min(1).max(65_536)),
  weights: z.array(z.float32()).transform((weights) => Float32Array.from(weights)),
  scales: z.object({
    yearsAtWriting: z.number().positive(),
    logVolMean: z.number(),
    logVolSd: z.number().nonnegative(),
  }),
});

/** Restores a deep hedger from its `toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadDeepHedger(json: HedgerJSON): Hedger {
  const saved = `saved policy '${json.name}'`;
  const parts = parseSaved(saved, savedParts, json);
  checkSavedLengths(saved, { weights: parts.weights }, networkSize(bandNetworkShape(parts.hidden)));
  return createDeepHedger(parts);
}
