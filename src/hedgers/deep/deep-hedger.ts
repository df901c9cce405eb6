import { z } from 'zod';
import { createForwardNetwork } from '../../engine/network/forward-network.ts';
import { networkSize } from '../../engine/network/network-layout.ts';
import { denseLayers, type NetworkShape } from '../../engine/network/network-shape.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { Hedger, HedgerJSON } from '../hedger.ts';
import { createBandHedger } from './band-hedger.ts';
import { type BandInputScales, bandInputsOf } from './band-inputs.ts';

/** A trained network: what a deep hedger is made of. */
export interface DeepHedgerParameters {
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  /** Flat weights in the order of `networkLayout`. */
  readonly weights: Float32Array;
  readonly scales: BandInputScales;
  /** Position at which the network was trained: it serves the other one by symmetry. */
  readonly position: 1 | -1;
  /** Columns of the contract's memory that it reads; 0 by default, for contracts on the last price alone. */
  readonly memory?: number;
  /** 'deep' unless given: names tell the policies of one comparison apart. */
  readonly name?: string;
}

/** The network of a deep hedger: SiLU units, two outputs. */
export function bandNetworkShape(hidden: readonly number[], memory = 0): NetworkShape {
  return { inputs: bandInputsOf(memory).length, layers: denseLayers(hidden, 'silu'), outputs: 2 };
}

/**
 * A no-transaction-band hedger (`createBandHedger`) with a network of the engine.
 *
 * @throws RangeError when the weights do not fit the hidden layers
 */
export function createDeepHedger({
  hidden,
  weights,
  scales,
  position,
  memory = 0,
  name = 'deep',
}: DeepHedgerParameters): Hedger {
  const shape = bandNetworkShape(hidden, memory);
  const size = networkSize(shape);
  if (weights.length !== size) {
    throw new RangeError(
      `weights holds ${weights.length} numbers: expected ${size} for hidden layers ${hidden.join(', ')}`,
    );
  }
  return createBandHedger({
    name,
    forward: createForwardNetwork(shape, weights),
    scales,
    position,
    memory,
    // A float32 is written as the double it equals, so JSON keeps every bit.
    toJSON: () => ({
      kind: 'deep',
      name,
      hidden: [...hidden],
      position,
      memory,
      scales: { ...scales },
      weights: [...weights],
    }),
  });
}

/** Scales as saved data holds them. */
export const savedScales = z.object({
  yearsAtWriting: z.number().positive(),
  logVolMean: z.number(),
  logVolSd: z.number().nonnegative(),
});

const savedParts = z.object({
  name: z.string(),
  hidden: z.array(z.int().min(1).max(65_536)),
  position: z.union([z.literal(1), z.literal(-1)]),
  weights: z.array(z.float32()).transform((weights) => Float32Array.from(weights)),
  scales: savedScales,
  memory: z.int().min(0).max(64).default(0),
});

/** What a deep hedger's `toJSON()` holds. Throws an InputError on data that it cannot have written. */
export function parseDeepHedger(json: HedgerJSON): Required<DeepHedgerParameters> {
  const saved = `saved policy '${json.name}'`;
  const parts = parseSaved(saved, savedParts, json);
  checkSavedLengths(saved, { weights: parts.weights }, networkSize(bandNetworkShape(parts.hidden, parts.memory)));
  return parts;
}

/** Restores a deep hedger from its `toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadDeepHedger(json: HedgerJSON): Hedger {
  return createDeepHedger(parseDeepHedger(json));
}
