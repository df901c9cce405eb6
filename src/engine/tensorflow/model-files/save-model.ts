import { createHash } from 'node:crypto';
import { forecasterNetwork } from '../../forecaster/forecaster-problem.ts';
import { networkSize } from '../../network/network-layout.ts';
import type { NetworkShape } from '../../network/network-shape.ts';
import { lossParameters, policyNetwork } from '../../policy/policy-problem.ts';
import { kerasTopology } from './keras-topology.ts';
import { kerasWeights, sizeOf, toKeras } from './keras-weights.ts';
import { libraryVersion } from './library-version.ts';
import { checkForm, defaultForm, type ModelForm } from './model-form.ts';
import {
  checkSidecar,
  type ModelSidecar,
  type SavedSidecar,
  SIDECAR_FILE,
  SIDECAR_FORMAT,
  SIDECAR_VERSION,
} from './model-sidecar.ts';
import { replaceFiles } from './replace-files.ts';

export interface ModelToSave {
  readonly network: NetworkShape;
  /** Flat weights of the network; those of the loss may follow where `sidecar.problem` has one with any. */
  readonly weights: Float32Array;
  /** By default windows for a recurrent forecaster, sequences of any length for another recurrent network. */
  readonly form?: ModelForm | undefined;
  readonly sidecar?: ModelSidecar | undefined;
}

/**
 * Saves a network in TensorFlow.js's layers-model format: a folder, made when it is missing, with `model.json` and
 * `weights.bin`, which `tf.loadLayersModel` reads, and `regime-hedge.json`, which says what the network is for. All
 * three replace former ones together or not at all. Weights are float32, so loading gives the same bits.
 *
 * @throws RangeError for weights, a form or a sidecar that do not fit the network or are not finite; InputError when the
 * folder cannot be written. The model that was there stays then.
 * @example
 * await saveModel('models/band', { network: policyNetwork(problem), weights, sidecar: { problem } });
 * const { weights: same } = await loadModel('models/band');
 */
export async function saveModel(folder: string, { network, weights, form, sidecar }: ModelToSave): Promise<void> {
  const size = networkSize(network);
  const checked = checkSidecar(sidecar ?? {});
  checkFits(network, checked);
  const parameters = checked.problem?.kind === 'policy' ? lossParameters(checked.problem) : 0;
  if (weights.length !== size && weights.length !== size + parameters) {
    const expected = parameters === 0 ? `${size}` : `${size}, or ${size + parameters} with those of the loss`;
    throw new RangeError(`weights has length ${weights.length}: expected ${expected}`);
  }
  const bad = weights.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) throw new RangeError(`weights[${bad}] is ${weights[bad]}: expected a finite number`);
  const chosen = form ?? defaultForm(network, checked.problem);
  checkForm(network, chosen);

  const weightsFile = weightBytes(network, weights);
  const modelFile = `${JSON.stringify(modelJson(network, chosen), null, 2)}\n`;
  const saved: SavedSidecar = {
    format: SIDECAR_FORMAT,
    version: SIDECAR_VERSION,
    ...(checked as Omit<SavedSidecar, 'format' | 'version' | 'lossWeights' | 'sha256'>),
    lossWeights: [...weights.subarray(size)],
    sha256: { 'model.json': sha256(modelFile), 'weights.bin': sha256(weightsFile) },
  };
  await replaceFiles(folder, {
    'model.json': modelFile,
    'weights.bin': weightsFile,
    [SIDECAR_FILE]: `${JSON.stringify(saved, null, 2)}\n`,
  });
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Throws a RangeError unless a sidecar speaks of this network. */
export function checkFits(network: NetworkShape, { problem, inputs, scaler }: ModelSidecar): void {
  if (problem !== undefined) {
    const expected = problem.kind === 'policy' ? policyNetwork(problem) : forecasterNetwork(problem);
    if (describeNetwork(expected) !== describeNetwork(network)) {
      throw new RangeError(
        `the network is ${describeNetwork(network)}: expected ${describeNetwork(expected)}, the problem's`,
      );
    }
  }
  const lists = { inputs, 'scaler.means': scaler?.means, 'scaler.sds': scaler?.sds };
  for (const [name, list] of Object.entries(lists)) {
    if (list !== undefined && list.length !== network.inputs) {
      throw new RangeError(`sidecar: ${name} has length ${list.length}: expected ${network.inputs}, one per input`);
    }
  }
}

/** '3 → dense 32 relu → dropout 0.1 → 1', every digit of it. */
function describeNetwork({ inputs, layers, outputs }: NetworkShape): string {
  const middle = layers.map((layer) => {
    if (layer.kind === 'dropout') return `dropout ${layer.rate}`;
    return `${layer.kind} ${layer.units}${layer.kind === 'dense' ? ` ${layer.activation}` : ''}`;
  });
  return [inputs, ...middle, outputs].join(' → ');
}

function modelJson(network: NetworkShape, form: ModelForm) {
  const { name, version } = libraryVersion();
  return {
    format: 'layers-model',
    generatedBy: `${name} ${version}`,
    convertedBy: null,
    modelTopology: kerasTopology(network, form),
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: kerasWeights(network).map((weight) => ({ name: weight.name, shape: weight.shape, dtype: 'float32' })),
      },
    ],
  };
}

/** The weights in Keras's order and layout, little-endian as the format has them. */
function weightBytes(network: NetworkShape, flat: Float32Array): Uint8Array {
  const bytes = new Uint8Array(4 * networkSize(network));
  const view = new DataView(bytes.buffer);
  let next = 0;
  for (const weight of kerasWeights(network)) {
    const values = new Float32Array(sizeOf(weight.shape));
    toKeras(weight, flat, values);
    for (const value of values) {
      view.setFloat32(next, value, true);
      next += 4;
    }
  }
  return bytes;
}
