import { z } from 'zod';
import { denseLayers, type LayerShape, type NetworkShape } from '../../engine/network/network-shape.ts';
import { type PolicyHead, policyNetwork } from '../../engine/policy/policy-problem.ts';
import { policyHeadSchema } from '../../engine/tensorflow/model-files/problem-schema.ts';
import { defaultInputs, type NamedInputs, namesOf, resolveInputs } from './input-names.ts';

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

/** The inputs that a form names. Throws a RangeError as `resolveInputs` does. */
export function namedInputsOf({ inputs = defaultInputs, memory = 0, references = [] }: PolicyForm): NamedInputs {
  return resolveInputs(inputs, { memory, instruments: 1 + references.length });
}

/** The network of a deep hedger. */
export function deepNetworkShape(parts: PolicyLayers & PolicyForm): NetworkShape {
  const { head = 'band', references = [] } = parts;
  const { columns, readsHoldings } = namedInputsOf(parts);
  return policyNetwork({
    signals: columns.length,
    instruments: 1 + references.length,
    layers: layersOf(parts),
    readsHoldings,
    head,
  });
}

/** A form as it is saved, all of it said. */
export function savedForm(form: PolicyForm) {
  const { head = 'band', memory = 0, references = [] } = form;
  return { head, inputs: [...namesOf(namedInputsOf(form))], memory, references: [...references] };
}

/** Fields of a form as saved data holds them; forms saved before there was a choice lack all but the memory. */
export const savedFormFields = {
  head: policyHeadSchema.default('band'),
  inputs: z.array(z.string()).optional(),
  memory: z.int().min(0).max(64).default(0),
  references: z.array(z.number()).default([]),
};

export const savedPosition = z.union([z.literal(1), z.literal(-1)]);
