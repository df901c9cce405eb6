import { z } from 'zod';
import type { PolicyProblem } from '../../engine/policy/policy-problem.ts';
import { loadModel } from '../../engine/tensorflow/model-files/load-model.ts';
import type { TrainingManifest } from '../../engine/tensorflow/model-files/model-sidecar.ts';
import { saveModel } from '../../engine/tensorflow/model-files/save-model.ts';
import { InputError } from '../../support/input-error.ts';
import type { Hedger } from '../hedger.ts';
import { bandInputsOf } from './band-inputs.ts';
import { bandNetworkShape, createDeepHedger, parseDeepHedger, savedScales } from './deep-hedger.ts';

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
  const { hidden, weights, scales, position, memory, name } = parseDeepHedger(hedger.toJSON());
  await saveModel(folder, {
    network: bandNetworkShape(hidden, memory),
    weights,
    sidecar: {
      problem,
      inputs: bandInputsOf(memory),
      training,
      extra: { hedger: { name, position, memory, scales: { ...scales } } },
    },
  });
}

const savedExtra = z.object({
  hedger: z.object({
    name: z.string(),
    position: z.union([z.literal(1), z.literal(-1)]),
    scales: savedScales,
    memory: z.int().min(0).max(64).default(0),
  }),
});

/** Restores a deep hedger from its folder, to the bit. Throws an InputError for files that `saveDeepHedger` did not write. */
export async function readDeepHedger(folder: string): Promise<Hedger> {
  const { network, weights, sidecar } = await loadModel(folder);
  const extra = savedExtra.safeParse(sidecar?.extra);
  const hidden = network.layers.map((layer) => (layer.kind === 'dense' ? layer.units : 0));
  const memory = extra.data?.hedger.memory ?? 0;
  const isBand = JSON.stringify(bandNetworkShape(hidden, memory)) === JSON.stringify(network);
  if (!extra.success || !isBand) {
    throw new InputError('the model is no deep hedger: expected a folder written by saveDeepHedger', { file: folder });
  }
  return createDeepHedger({ hidden, weights, ...extra.data.hedger });
}
