import { z } from 'zod';
import { createForwardNetwork } from '../../engine/network/forward-network.ts';
import { networkSize } from '../../engine/network/network-layout.ts';
import { denseLayers, isRecurrent, type LayerShape, type NetworkShape } from '../../engine/network/network-shape.ts';
import { createSteppedNetwork } from '../../engine/network/stepped-network.ts';
import { type PolicyHead, policyNetwork } from '../../engine/policy/policy-problem.ts';
import { layerSchema, policyHeadSchema } from '../../engine/tensorflow/model-files/problem-schema.ts';
import { InputError } from '../../support/input-error.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { HedgerJSON } from '../hedger.ts';
import { createEdgeHedger } from './edge-hedger.ts';
import { defaultInputs, namesOf, resolveInputs } from './input-names.ts';
import { copyScales, requireScales, savedScales } from './input-scales.ts';
import type { EdgeHedger } from './policy-edges.ts';
import type { PolicyInputScales } from './policy-inputs.ts';

/** Hidden layers of a policy: one of the two. */
export interface PolicyLayers {
  /** Units of dense layers with SiLU. */
  readonly hidden?: readonly number[] | undefined;
  /** Layers of any kind. Recurrent ones carry a state along the path. */
  readonly layers?: readonly LayerShape[] | undefined;
}

/** What a policy's network reads and gives. */
export interface PolicyForm {
  /** How outputs become holdings; 'band' by default. */
  readonly head?: PolicyHead | undefined;
  /** Names of what it reads (`resolveInputs`); `defaultInputs` by default. */
  readonly inputs?: readonly string[] | undefined;
  /** Columns of the contract's memory; 0 by default, for contracts on the last price alone. */
  readonly memory?: number | undefined;
  /** Reference hedge of each further instrument, at the position trained; none by default: the underlying alone. */
  readonly references?: readonly number[] | undefined;
}

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

/** The layers that are meant. Throws a RangeError unless there is one of the two forms. */
export function layersOf({ hidden, layers }: PolicyLayers): readonly LayerShape[] {
  if ((hidden === undefined) === (layers === undefined)) {
    const found = hidden === undefined ? 'neither hidden nor layers is given' : 'hidden and layers are given';
    throw new RangeError(`${found}: expected one of them`);
  }
  return layers ?? denseLayers(hidden!, 'silu');
}

/** Layers as they are saved and shown: by their units where all are dense ones with SiLU. */
export function shortLayers(layers: readonly LayerShape[]): PolicyLayers {
  const hidden = layers.flatMap((layer) =>
    layer.kind === 'dense' && layer.activation === 'silu' ? [layer.units] : [],
  );
  return hidden.length === layers.length ? { hidden } : { layers: structuredClone(layers) };
}

/** The network of a deep hedger. */
export function deepNetworkShape(parts: PolicyLayers & PolicyForm): NetworkShape {
  const { head = 'band', inputs = defaultInputs, memory = 0, references = [] } = parts;
  const instruments = 1 + references.length;
  const { columns, readsHoldings } = resolveInputs(inputs, { memory, instruments });
  return policyNetwork({ signals: columns.length, instruments, layers: layersOf(parts), readsHoldings, head });
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
  const { head = 'band', inputs = defaultInputs, memory = 0, references = [], name = 'deep' } = parameters;
  const { hidden, weights, scales, position } = parameters;
  const shape = deepNetworkShape(parameters);
  const size = networkSize(shape);
  if (weights.length !== size) {
    const meant = hidden === undefined ? 'these layers' : `hidden layers ${hidden.join(', ')}`;
    throw new RangeError(`weights holds ${weights.length} numbers: expected ${size} for ${meant}`);
  }
  const named = resolveInputs(inputs, { memory, instruments: 1 + references.length });
  requireScales(named.columns, scales);
  return createEdgeHedger({
    name,
    network: isRecurrent(shape)
      ? createSteppedNetwork(shape, weights)
      : { forward: createForwardNetwork(shape, weights) },
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
      ...savedForm({ head, inputs: namesOf(named), memory, references }),
      position,
      scales: copyScales(scales),
      weights: [...weights],
    }),
  });
}

/** A policy's form as it is saved. */
export function savedForm({ head, inputs, memory, references }: Required<PolicyForm>) {
  return { head, inputs: [...(inputs ?? [])], memory, references: [...(references ?? [])] };
}

/** Fields of a form as saved data holds them; forms saved before there was a choice lack all but the memory. */
export const savedFormFields = {
  head: policyHeadSchema.default('band'),
  inputs: z.array(z.string()).optional(),
  memory: z.int().min(0).max(64).default(0),
  references: z.array(z.number()).default([]),
};

export const savedPosition = z.union([z.literal(1), z.literal(-1)]);

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
  const parts = parseSaved(saved, savedParts, json);
  try {
    checkSavedLengths(saved, { weights: parts.weights }, networkSize(deepNetworkShape(parts)));
    requireScales(parts.inputs ?? [], parts.scales);
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
