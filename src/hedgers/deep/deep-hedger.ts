import { z } from 'zod';
import { networkSize } from '../../engine/network/network-layout.ts';
import { layerSchema } from '../../engine/tensorflow/model-files/problem-schema.ts';
import { InputError } from '../../support/input-error.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { HedgerJSON } from '../hedger.ts';
import { createEdgeHedger } from './edge-hedger.ts';
import { copyScales, requireScales, savedScales } from './input-scales.ts';
import type { EdgeHedger } from './policy-edges.ts';
import {
  deepNetworkShape,
  namedInputsOf,
  type PolicyForm,
  type PolicyLayers,
  savedForm,
  savedFormFields,
  savedPosition,
  shortLayers,
} from './policy-form.ts';
import type { PolicyInputScales } from './policy-inputs.ts';
import { createPolicyNetwork } from './policy-network.ts';

/** A trained network: what a deep hedger is made of. */
export interface DeepHedgerParameters extends PolicyLayers, PolicyForm {
  /** Flat weights in the order of `networkLayout`. */
  readonly weights: Float32Array;
  readonly scales: PolicyInputScales;
  /** Position at which the network was trained: it serves the other one by symmetry, unless it reads P&L so far. */
  readonly position: 1 | -1;
  /** 'deep' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * A hedger with a network of the engine (`createEdgeHedger`). One with recurrent layers carries their state along the paths,
 * from `reset` on.
 *
 * @throws RangeError when the weights do not fit the network, an input has no scale, or an input's name is unknown
 * @example
 * const { hedger } = trainDeepHedger({ ...options, hidden: [16, 16] });
 * const { lower, upper } = hedger.edges(view);
 */
export function createDeepHedger(parameters: DeepHedgerParameters): EdgeHedger {
  const { hidden, weights, scales, position, name = 'deep' } = parameters;
  const { head = 'band', memory = 0, references = [] } = parameters;
  const shape = deepNetworkShape(parameters);
  const size = networkSize(shape);
  if (weights.length !== size) {
    const meant = hidden === undefined ? 'these layers' : `hidden layers ${hidden.join(', ')}`;
    throw new RangeError(`weights holds ${weights.length} numbers: expected ${size} for ${meant}`);
  }
  const named = namedInputsOf(parameters);
  requireScales(named.columns, scales);
  return createEdgeHedger({
    name,
    network: createPolicyNetwork(shape, weights),
    inputs: { ...named, scales },
    head,
    position,
    memory,
    references,
    // A float32 is written as the double it equals, so JSON keeps every bit.
    toJSON: () => ({
      kind: 'deep',
      name,
      ...shortLayers(shape.layers),
      ...savedForm(parameters),
      position,
      scales: copyScales(scales),
      weights: [...weights],
    }),
  });
}

const savedParts = z
  .object({
    name: z.string(),
    hidden: z.array(z.int().min(1).max(65_536)).optional(),
    layers: z.array(layerSchema).optional(),
    ...savedFormFields,
    position: savedPosition,
    weights: z.array(z.float32()).transform((weights) => Float32Array.from(weights)),
    scales: savedScales,
  })
  .refine(({ hidden, layers }) => (hidden === undefined) !== (layers === undefined), {
    path: ['hidden'],
    message: 'expected hidden or layers, one of them',
  });

/** What a deep hedger's `toJSON()` holds. Throws an InputError on data that it cannot have written. */
export function parseDeepHedger(json: HedgerJSON): DeepHedgerParameters & { readonly name: string } {
  const saved = `saved policy '${json.name}'`;
  if (json.kind !== 'deep' || json.policy !== undefined) {
    throw new InputError(
      `${saved} is of the sort ${JSON.stringify(json.policy ?? json.kind)}: expected one network, as createDeepHedger makes it`,
    );
  }
  const parts = parseSaved(saved, savedParts, json);
  try {
    checkSavedLengths(saved, { weights: parts.weights }, networkSize(deepNetworkShape(parts)));
    requireScales(namedInputsOf(parts).columns, parts.scales);
  } catch (error) {
    throw error instanceof RangeError
      ? new InputError(`${saved}: ${error.message}; save it again with toJSON()`)
      : error;
  }
  return parts;
}

/** Restores a deep hedger from its `toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadDeepHedger(json: HedgerJSON): EdgeHedger {
  return createDeepHedger(parseDeepHedger(json));
}
