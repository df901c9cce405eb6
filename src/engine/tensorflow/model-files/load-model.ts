import { join } from 'node:path';
import { InputError } from '../../../support/input-error.ts';
import { networkSize } from '../../network/network-layout.ts';
import type { NetworkShape } from '../../network/network-shape.ts';
import { lossParameters } from '../../policy/policy-problem.ts';
import { fromKeras, type KerasWeight, kerasWeights, sizeOf } from './keras-weights.ts';
import type { ModelForm } from './model-form.ts';
import {
  type LoadedSidecar,
  type ModelSidecar,
  parseSidecar,
  type SavedSidecar,
  SIDECAR_FILE,
} from './model-sidecar.ts';
import { type ReadNetwork, readTopology } from './read-topology.ts';
import { readWeights, type SavedWeight } from './read-weights.ts';
import { readReplaced } from './replace-files.ts';
import { checkFits, sha256 } from './save-model.ts';

export interface LoadedModel {
  readonly network: NetworkShape;
  /** Flat weights, those of the loss last where they were saved. */
  readonly weights: Float32Array;
  readonly form: ModelForm;
  /** Absent in a folder that TensorFlow.js wrote. */
  readonly sidecar?: LoadedSidecar | undefined;
}

/**
 * Loads a network that `saveModel` or `tf.LayersModel.save` wrote. Of the latter's, stacks (`tf.sequential`) of Dense
 * layers with relu, swish or tanh, LSTM and GRU layers with `recurrentActivation: 'sigmoid'`, Dropout, Activation and
 * InputLayer are read, with a linear Dense layer on top. Layers without bias get one of zeros.
 *
 * @throws InputError for a file that is missing, damaged or not of this model, and for other layers, by name
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const file = join(folder, 'model.json');
  const model = await readReplaced(folder, 'model.json');
  if (model === undefined) {
    throw new InputError(`is missing: expected a folder that saveModel or tf.LayersModel.save wrote`, { file });
  }
  const sidecar = await readSidecar(folder, model);
  const { modelTopology, weightsManifest } = parseModel(model.toString('utf8'), file);
  const read = readTopology(modelTopology, file);
  const network = flatWeights(read, await readWeights(folder, weightsManifest, file), file);
  if (sidecar === undefined) return { network: read.network, weights: network, form: read.form };

  const { format: _, version: __, lossWeights, sha256: ___, ...rest } = sidecar;
  try {
    checkFits(read.network, rest);
    checkLossWeights(lossWeights, rest);
  } catch (error) {
    throw new InputError((error as Error).message, { file: join(folder, SIDECAR_FILE) });
  }
  const weights = new Float32Array(network.length + lossWeights.length);
  weights.set(network);
  weights.set(lossWeights, network.length);
  return { network: read.network, weights, form: read.form, sidecar: rest };
}

function checkLossWeights(lossWeights: readonly number[], { problem }: ModelSidecar): void {
  const most = problem?.kind === 'policy' ? lossParameters(problem) : 0;
  if (lossWeights.length <= most) return;
  throw new RangeError(`lossWeights has length ${lossWeights.length}: expected ${most} at most for the problem's loss`);
}

async function readSidecar(folder: string, model: Buffer): Promise<SavedSidecar | undefined> {
  const file = join(folder, SIDECAR_FILE);
  const text = await readReplaced(folder, SIDECAR_FILE);
  if (text === undefined) return undefined;
  const sidecar = parseSidecar(text.toString('utf8'), file);
  const found = { 'model.json': model, 'weights.bin': await readReplaced(folder, 'weights.bin') };
  for (const name of ['model.json', 'weights.bin'] as const) {
    const content = found[name];
    if (content === undefined || sha256(content) === sidecar.sha256[name]) continue;
    throw new InputError(
      `${name} is damaged or not the one that was saved together with ${SIDECAR_FILE}: save the model again, or remove ${SIDECAR_FILE} if TensorFlow.js wrote the others`,
      { file: join(folder, name) },
    );
  }
  return sidecar;
}

function parseModel(text: string, file: string): { modelTopology?: unknown; weightsManifest?: unknown } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError('is not JSON: the file is damaged or cut short; save the model again', { file });
  }
  const { format, modelTopology } = (json ?? {}) as Record<string, unknown>;
  if ((format !== undefined && format !== 'layers-model') || typeof modelTopology !== 'object' || !modelTopology) {
    const found = format === undefined ? 'no modelTopology' : `format ${JSON.stringify(format)}`;
    throw new InputError(`has ${found}: expected a layers model of TensorFlow.js`, { file });
  }
  return json as { modelTopology: unknown; weightsManifest?: unknown };
}

function flatWeights({ network, layers }: ReadNetwork, saved: readonly SavedWeight[], file: string): Float32Array {
  const flat = new Float32Array(networkSize(network));
  for (const weight of kerasWeights(network)) {
    const { name, hasBias } = layers[weight.layer];
    if (weight.part === 'bias' && !hasBias) continue;
    const found = saved.find((each) => isPart(each.name, name, weight.part));
    fromKeras(weight, valuesOf(found, weight, `${name}/${weight.part}`, file), flat);
  }
  return flat;
}

/** 'lstm_LSTM1/kernel'; Keras itself puts the cell's name in between. */
function isPart(saved: string, layer: string, part: KerasWeight['part']): boolean {
  return saved.startsWith(`${layer}/`) && saved.endsWith(`/${part}`);
}

function valuesOf(saved: SavedWeight | undefined, { shape }: KerasWeight, name: string, file: string): Float32Array {
  if (saved === undefined) throw new InputError(`weightsManifest has no weight '${name}'`, { file });
  if (saved.dtype !== 'float32' || saved.shape.join() !== shape.join()) {
    const found = `${saved.dtype} [${saved.shape.join(', ')}]`;
    throw new InputError(`weight '${name}' is ${found}: expected float32 [${shape.join(', ')}]`, { file });
  }
  const view = new DataView(saved.bytes.buffer, saved.bytes.byteOffset, saved.bytes.byteLength);
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, k) => view.getFloat32(4 * k, true));
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) throw new InputError(`weight '${name}' holds ${values[bad]}: expected finite numbers`, { file });
  return values;
}
