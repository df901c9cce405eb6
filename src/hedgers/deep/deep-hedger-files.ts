import { z } from 'zod';
import type { NetworkShape } from '../../engine/network/network-shape.ts';
import type { PolicyProblem } from '../../engine/policy/policy-problem.ts';
import { loadModel } from '../../engine/tensorflow/model-files/load-model.ts';
import type { TrainingManifest } from '../../engine/tensorflow/model-files/model-sidecar.ts';
import { saveModel } from '../../engine/tensorflow/model-files/save-model.ts';
import { InputError } from '../../support/input-error.ts';
import type { Hedger } from '../hedger.ts';
import { createDeepHedger, parseDeepHedger } from './deep-hedger.ts';
import { inputNames } from './input-names.ts';
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

/** What of a deep hedger's training is written beside its network. */
export interface DeepHedgerFilesOptions {
  /** What it was trained on, as `trainDeepHedger` gives it. */
  readonly problem?: PolicyProblem;
  readonly training?: TrainingManifest;
}

/**
 * Saves a deep hedger as a TensorFlow.js layers model, `model.json` and `weights.bin`, with a sidecar that names its
 * inputs and holds their scales (`saveModel`). What stood in the folder before is replaced as a whole.
 *
 * @throws InputError where the hedger is none that `createDeepHedger` made, or the folder cannot be written
 * @example
 * const { hedger, problem, steps, losses, bestValidation } = trainDeepHedger({ ...options, seed });
 * const training = { seed, steps, losses, validation: bestValidation };
 * await saveDeepHedger('models/deep', hedger, { problem, training });
 * const same = await readDeepHedger('models/deep');
 */
export async function saveDeepHedger(
  folder: string,
  hedger: Hedger,
  { problem, training }: DeepHedgerFilesOptions = {},
): Promise<void> {
  const { weights, scales, position, name, ...parts } = parseDeepHedger(hedger.toJSON());
  const { references = [] } = parts;
  await saveModel(folder, {
    network: deepNetworkShape(parts),
    weights,
    sidecar: {
      problem,
      inputs: inputNames(namedInputsOf(parts), 1 + references.length),
      training,
      extra: {
        hedger: {
          name,
          position,
          ...savedForm(parts),
          scales: copyScales(scales),
        },
      },
    },
  });
}

const savedExtra = z.object({
  hedger: z.object({
    name: z.string(),
    position: savedPosition,
    scales: savedScales,
    ...savedFormFields,
  }),
});

/** Restores a deep hedger from its folder, to the bit. Throws an InputError for files that `saveDeepHedger` did not write. */
export async function readDeepHedger(folder: string): Promise<EdgeHedger> {
  const { network, weights, sidecar } = await loadModel(folder);
  const extra = savedExtra.safeParse(sidecar?.extra);
  if (extra.success) {
    const parts = { ...shortLayers(network.layers), ...extra.data.hedger };
    if (isNetworkOf(parts, network)) return createDeepHedger({ ...parts, weights });
  }
  throw new InputError('the model is no deep hedger: expected a folder written by saveDeepHedger', { file: folder });
}

function isNetworkOf(parts: PolicyLayers & PolicyForm & { scales: PolicyInputScales }, network: NetworkShape): boolean {
  try {
    requireScales(namedInputsOf(parts).columns, parts.scales);
    return JSON.stringify(deepNetworkShape(parts)) === JSON.stringify(network);
  } catch (error) {
    // An input that the sidecar names and nobody knows.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
